#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "client/cli/backend.h"
#include "service/analysis/analyzer.h"
#include "service/base/absl_compat.h"
#include "service/base/cancellation.h"
#include "service/base/data_directory.h"
#include "service/contract/convert.h"

namespace nutgraf::cli {
namespace {

class LocalBackend : public Backend {
 public:
  LocalBackend(std::unique_ptr<const analysis::Analyzer> analyzer, absl::Duration timeout)
      : analyzer_(std::move(analyzer)), timeout_(timeout) {}

  absl::StatusOr<v1::ArticleMetadata> Analyze(const v1::AnalyzeArticleRequest& message,
                                              size_t /*line*/) override {
    const contract::ConvertedRequest converted = contract::ConvertRequest(
        message, {.max_text_bytes = analyzer_->capabilities().max_text_bytes});
    if (!converted.ok()) {
      std::string violations;
      for (const auto& violation : converted.violations) {
        violations += fmt::format("{}{}: {}", violations.empty() ? "" : "; ", violation.field,
                                  violation.description);
      }
      return absl::InvalidArgumentError(
          ToAbsl(fmt::format("the request is invalid ({})", violations)));
    }
    const Cancellation cancel(timeout_);
    auto analysis = analyzer_->Analyze(converted.request, cancel);
    if (!analysis.ok()) return analysis.status();
    v1::ArticleMetadata metadata;
    contract::ConvertAnalysis(*analysis, message.article().article_id(), converted.offset_encoding,
                              &metadata);
    return metadata;
  }

  bool IsArticleFault(absl::StatusCode /*code*/) const override { return true; }

 private:
  const std::unique_ptr<const analysis::Analyzer> analyzer_;
  const absl::Duration timeout_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Backend>> CreateLocalBackend(const LocalOptions& options) {
  const std::string directory =
      options.data_directory.empty() ? DefaultDataDirectory() : options.data_directory;
  if (directory.empty()) {
    return absl::NotFoundError("no data directory: set --data-dir or NUTGRAF_DATA_DIR");
  }
  auto analyzer = analysis::Analyzer::Create(
      {.data_directory = directory, .taxonomy_file = options.taxonomy_file});
  if (!analyzer.ok()) return analyzer.status();
  return std::make_unique<LocalBackend>(*std::move(analyzer), options.timeout);
}

}  // namespace nutgraf::cli
