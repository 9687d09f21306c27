// The whole analysis and the conversion of its answer, by rules (the encoder would take most of the
// time and has no branches on the text beyond its word pieces).

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "absl/time/clock.h"
#include "nutgraf/v1/metadata.pb.h"
#include "service/analysis/analyzer.h"
#include "service/contract/convert.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto analyzer =
      nutgraf::analysis::Analyzer::Create({.data_directory = NUTGRAF_DATA_DIR, .rules_only = true})
          .value();
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  // A first line that begins with a tab is a title sent apart.
  nutgraf::analysis::Request request;
  request.language_code = "en";
  request.text = all;
  if (const size_t line = all.find('\n'); all.starts_with('\t') && line != all.npos) {
    request.title = all.substr(1, line - 1);
    request.text = all.substr(line + 1);
  }
  const auto analysis = analyzer->Analyze(request, nutgraf::Cancellation());
  if (!analysis.ok()) {
    if (!absl::IsInvalidArgument(analysis.status())) std::abort();
    return 0;
  }
  for (const auto encoding :
       {nutgraf::text::OffsetEncoding::kUtf8, nutgraf::text::OffsetEncoding::kUtf16}) {
    nutgraf::v1::ArticleMetadata metadata;
    nutgraf::contract::ConvertAnalysis(*analysis, "", encoding, &metadata);
    if (metadata.feature_statuses().empty()) std::abort();
  }
  return 0;
}
