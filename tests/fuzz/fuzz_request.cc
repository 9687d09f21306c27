// Any bytes as an AnalyzeArticleRequest: parsed or refused, checked, never crashed on.

#include <cstdint>
#include <cstdlib>

#include "nutgraf/v1/article_service.pb.h"
#include "service/contract/convert.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  nutgraf::v1::AnalyzeArticleRequest message;
  if (!message.ParseFromArray(data, static_cast<int>(size))) return 0;
  const auto converted = nutgraf::contract::ConvertRequest(message, {});
  if (converted.ok() && converted.request.text.empty()) std::abort();
  for (const auto& violation : converted.violations) {
    if (violation.field.empty() || violation.reason.empty()) std::abort();
  }
  return 0;
}
