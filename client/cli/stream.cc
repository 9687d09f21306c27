#include "client/cli/stream.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <iostream>
#include <optional>

#include "client/cli/exit_code.h"
#include "client/cli/input.h"
#include "client/cli/json.h"
#include "service/base/absl_compat.h"

namespace nutgraf::cli {

int RunStream(client::Client& client, const std::string& input,
              const v1::AnalyzeArticleRequest& prototype, const client::CallOptions& call) {
  auto opened = OpenLines(input);
  if (!opened.ok()) {
    fmt::print(stderr, "nutgraf: {}\n", ToStd(opened.status().message()));
    return kExitAnalysis;
  }
  std::istream& in = **opened;

  size_t line_number = 0;
  std::atomic<size_t> faults = 0;
  const auto next = [&]() -> std::optional<v1::StreamAnalyzeArticlesRequest> {
    std::string line;
    while (std::getline(in, line)) {
      ++line_number;
      if (IsBlank(line)) continue;
      auto article = ParseArticleLine(line);
      if (!article.ok()) {
        fmt::print(stderr, "nutgraf: line {}: {}\n", line_number,
                   ToStd(article.status().message()));
        ++faults;
        continue;
      }
      v1::StreamAnalyzeArticlesRequest request;
      request.set_request_id(article->article_id().empty() ? std::to_string(line_number)
                                                           : article->article_id());
      *request.mutable_request() = prototype;
      *request.mutable_request()->mutable_article() = *std::move(article);
      return request;
    }
    return std::nullopt;
  };
  const absl::Status status = client.Stream(
      next,
      [&faults](const v1::StreamAnalyzeArticlesResponse& response) {
        if (response.has_error()) ++faults;
        std::cout << ToJson(response, JsonStyle::kLine) << std::endl;
      },
      call);
  if (!status.ok()) {
    fmt::print(stderr, "nutgraf: {}\n", ToStd(status.message()));
    return RpcExitCode(status);
  }
  return faults > 0 ? kExitAnalysis : kExitOk;
}

}  // namespace nutgraf::cli
