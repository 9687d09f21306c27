#include "client/cli/batch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/time/clock.h"
#include "client/cli/exit_code.h"
#include "client/cli/input.h"
#include "client/cli/json.h"
#include "client/cli/pipeline.h"
#include "service/base/absl_compat.h"

namespace nutgraf::cli {
namespace {

struct Line {
  std::string text;
  size_t number = 0;  // in the input, from 1
};

struct Outcome {
  std::string json;
  absl::Status status;
  bool article_fault = false;
};

/// Whole lines of an earlier run's output; a last line without its end is cut off.
absl::StatusOr<size_t> WholeLines(const std::string& path) {
  auto bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  size_t lines = 0;
  size_t end = 0;
  for (size_t i = 0; i < bytes->size(); ++i) {
    if ((*bytes)[i] == '\n') {
      ++lines;
      end = i + 1;
    }
  }
  std::error_code error;
  if (end != bytes->size()) std::filesystem::resize_file(path, end, error);
  if (error) return absl::PermissionDeniedError(ToAbsl(fmt::format("cannot mend {}", path)));
  return lines;
}

/// How many articles a file holds; nothing for what can't be read twice.
std::optional<size_t> CountArticles(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  size_t count = 0;
  for (std::string line; std::getline(in, line);) {
    if (!IsBlank(line)) ++count;
  }
  return count;
}

/// A line on standard error that is written over, where that is a terminal.
class Progress {
 public:
  Progress(const std::string& input, size_t skipped)
      : shown_(isatty(STDERR_FILENO) != 0), skipped_(skipped) {
    if (!shown_) return;
    if (const std::optional<size_t> total = CountArticles(input)) of_ = fmt::format("/{}", *total);
  }
  ~Progress() {
    if (!shown_ || done_ == 0) return;
    Show(absl::Now());
    std::fputc('\n', stderr);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Tick(size_t bytes) {
    ++done_;
    bytes_ += bytes;
    if (!shown_) return;
    const absl::Time now = absl::Now();
    if (now - last_ < absl::Milliseconds(200)) return;
    last_ = now;
    Show(now);
  }

 private:
  void Show(absl::Time now) const {
    const double seconds = absl::ToDoubleSeconds(now - begin_);
    fmt::print(stderr, "\r{}{} articles, {:.1f}/s, {:.1f} MB   ", skipped_ + done_, of_,
               static_cast<double>(done_) / seconds, static_cast<double>(bytes_) / 1e6);
  }

  const bool shown_;
  const size_t skipped_;
  std::string of_;  // "/" and the total, where it is known
  const absl::Time begin_ = absl::Now();
  absl::Time last_ = absl::InfinitePast();
  size_t done_ = 0;
  size_t bytes_ = 0;
};

std::string ErrorLine(const std::string& article_id, size_t line_number,
                      const absl::Status& status) {
  const nlohmann::ordered_json line = {
      {"articleId", article_id},
      {"line", line_number},
      {"error",
       {{"code", static_cast<int>(status.code())}, {"message", std::string(status.message())}}}};
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Outcome Work(Backend& backend, const v1::AnalyzeArticleRequest& prototype, const Line& line) {
  auto article = ParseArticleLine(line.text);
  if (!article.ok()) return {ErrorLine("", line.number, article.status()), article.status(), true};
  v1::AnalyzeArticleRequest request = prototype;
  const std::string id = article->article_id();
  *request.mutable_article() = *std::move(article);
  auto metadata = backend.Analyze(request, line.number);
  if (!metadata.ok()) {
    return {ErrorLine(id, line.number, metadata.status()), metadata.status(),
            backend.IsArticleFault(metadata.status().code())};
  }
  return {ToJson(*metadata, JsonStyle::kLine), absl::OkStatus(), false};
}

}  // namespace

int RunBatch(Backend& backend, const BatchOptions& options) {
  auto opened = OpenLines(options.input);
  if (!opened.ok()) {
    fmt::print(stderr, "nutgraf: {}\n", ToStd(opened.status().message()));
    return kExitAnalysis;
  }
  std::istream& in = **opened;

  size_t skip = 0;
  std::ofstream out_file;
  if (options.output != "-") {
    if (!options.restart && std::filesystem::exists(options.output)) {
      auto lines = WholeLines(options.output);
      if (!lines.ok()) {
        fmt::print(stderr, "nutgraf: {}\n", ToStd(lines.status().message()));
        return kExitAnalysis;
      }
      skip = *lines;
    }
    out_file.open(options.output, skip > 0 ? std::ios::binary | std::ios::app : std::ios::binary);
    if (!out_file) {
      fmt::print(stderr, "nutgraf: cannot write {}\n", options.output);
      return kExitAnalysis;
    }
  }
  std::ostream& out = options.output == "-" ? std::cout : out_file;
  if (skip > 0) fmt::print(stderr, "nutgraf: going on behind {} articles\n", skip);

  size_t to_skip = skip;
  size_t line_number = 0;
  const auto next = [&]() -> std::optional<Line> {
    std::string text;
    while (std::getline(in, text)) {
      ++line_number;
      if (IsBlank(text)) continue;
      if (to_skip > 0) {
        --to_skip;
        continue;
      }
      return Line{std::move(text), line_number};
    }
    return std::nullopt;
  };

  Progress progress(options.input, skip);
  size_t faults = 0;
  absl::Status stopped;
  const auto emit = [&](Outcome outcome) {
    if (!outcome.status.ok() && !outcome.article_fault) {
      stopped = outcome.status;
      return false;
    }
    if (!outcome.status.ok()) ++faults;
    out << outcome.json << '\n';
    if (!out.flush()) {
      stopped = absl::DataLossError("the output can't be written");
      return false;
    }
    progress.Tick(outcome.json.size());
    return true;
  };
  RunOrdered<Line, Outcome>(
      options.concurrency, 4 * static_cast<size_t>(options.concurrency), next,
      [&](const Line& line) { return Work(backend, options.prototype, line); }, emit);

  if (!stopped.ok()) {
    fmt::print(stderr, "nutgraf: stopped: {}\n", ToStd(stopped.message()));
    return absl::IsDataLoss(stopped) ? kExitAnalysis : RpcExitCode(stopped);
  }
  if (faults > 0) fmt::print(stderr, "nutgraf: {} of the articles could not be analysed\n", faults);
  return faults > 0 ? kExitAnalysis : kExitOk;
}

}  // namespace nutgraf::cli
