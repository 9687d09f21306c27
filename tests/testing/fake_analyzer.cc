#include "tests/testing/fake_analyzer.h"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "service/base/stopwatch.h"

namespace nutgraf::testing {
namespace {

using std::chrono_literals::operator""ms;

class Fake final : public analysis::Analyzer {
 public:
  explicit Fake(FakeAnalyzer* handle) : handle_(*handle) {}

  absl::StatusOr<analysis::Analysis> Analyze(const analysis::Request& request,
                                             const Cancellation& cancel) const override {
    ++handle_.started;
    ++handle_.running;
    const absl::Status status = Work(std::string(request.text), cancel);
    --handle_.running;
    if (!status.ok()) {
      if (cancel.ShouldStop()) ++handle_.stopped;
      return status;
    }
    ++handle_.answered;
    return Answer(request);
  }

  analysis::Capabilities capabilities() const override {
    return {.languages = {"en"},
            .taxonomy_version = "fake-topics",
            .model_version = "fake-1",
            .max_text_bytes = 1 << 20};
  }

 private:
  absl::Status Work(const std::string& text, const Cancellation& cancel) const {
    if (text == "throw") {
      --handle_.running;
      throw std::runtime_error("secret of the article");
    }
    if (text == "fail") return absl::InternalError("a table is broken");
    const Stopwatch watch;
    absl::Duration length;
    if (text == "hold") length = absl::InfiniteDuration();
    if (text.starts_with("work ")) length = absl::Milliseconds(atoi(text.c_str() + 5));
    while (watch.elapsed() < length && !(text == "hold" && handle_.released)) {
      if (cancel.ShouldStop()) return cancel.Check();
      std::this_thread::sleep_for(1ms);
    }
    return absl::OkStatus();
  }

  static analysis::Analysis Answer(const analysis::Request& request) {
    analysis::Analysis out;
    out.document.raw = request.text;
    out.document.language = "en";
    const auto size = static_cast<uint32_t>(out.document.raw.size());
    out.document.zones = {{text::ZoneType::kBody, {0, size}}};
    extract::Participant participant;
    const auto word =
        static_cast<uint32_t>(std::min(out.document.raw.find(' '), out.document.raw.size()));
    participant.name = out.document.raw.substr(0, word);
    participant.mentions = {{{0, word}, {}, extract::MentionKind::kName, 1}};
    out.entities.participants = {participant};
    out.features.fill(analysis::FeatureState::kComputed);
    out.analyzed_bytes = size;
    out.model_version = "fake-1";
    out.text_fingerprint = "0";
    return out;
  }

  FakeAnalyzer& handle_;
};

}  // namespace

std::unique_ptr<const analysis::Analyzer> FakeAnalyzer::Make() {
  return std::make_unique<Fake>(this);
}

bool FakeAnalyzer::Eventually(const std::function<bool()>& what) {
  const auto end = std::chrono::steady_clock::now() + 10000ms;
  while (!what()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

}  // namespace nutgraf::testing
