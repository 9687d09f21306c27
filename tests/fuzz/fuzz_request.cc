// Any bytes as an AnalyzeArticleRequest: parsed or refused with a reason, checked, never crashed
// on. Bytes that begin with "#" are read as the message in text form, so that seeds are readable
// and changes to them keep reaching the checks behind the parser.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/text_format.h"
#include "nutgraf/v1/article_service.pb.h"
#include "service/contract/convert.h"
#include "service/contract/wire_check.h"

namespace {

class Silent final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int /*line*/, int /*column*/, const std::string& /*message*/) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  [[maybe_unused]] static auto* const noisy = google::protobuf::SetLogHandler(nullptr);
  nutgraf::v1::AnalyzeArticleRequest message;
  if (bytes.starts_with('#')) {
    google::protobuf::TextFormat::Parser parser;
    Silent silent;
    parser.RecordErrorsTo(&silent);
    if (!parser.ParseFromString(std::string(bytes), &message)) return 0;
  } else if (!message.ParseFromArray(data, static_cast<int>(size))) {
    const auto fault = nutgraf::contract::ExplainParseFailure(*message.GetDescriptor(), bytes);
    if (fault.reason.empty()) std::abort();
    return 0;
  }
  const auto converted = nutgraf::contract::ConvertRequest(message, {});
  if (converted.ok() && converted.request.text.empty()) std::abort();
  for (const auto& violation : converted.violations) {
    if (violation.field.empty() || violation.reason.empty()) std::abort();
  }
  return 0;
}
