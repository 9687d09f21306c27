// Cancellation and deadline of one analysis.
//
// A Cancellation is made by whoever owns the call (a server reactor, the command line, a test) and
// passed by const reference down the stages, which ask ShouldStop() between sentences, windows or
// articles: at least once in every few milliseconds of work.
//
//   Cancellation cancel(absl::Seconds(2));  // from now
//   auto analysis = analyzer.Analyze(request, cancel);   // DEADLINE_EXCEEDED or CANCELLED when
//   stopped
//
// With a Scheduler, each check is also a seam where short work of others may be fitted in
// (scheduler.h).
//
// Thread safety: Cancel() may be called from any thread at any time; all methods are safe together.
// The clock decides only whether work stops, never what a result contains; and it is the monotonic
// one, so that setting the time of the machine neither ends work nor prolongs it.

#ifndef NUTGRAF_SERVICE_BASE_CANCELLATION_H_
#define NUTGRAF_SERVICE_BASE_CANCELLATION_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/base/scheduler.h"

namespace nutgraf {

class Cancellation {
 public:
  Cancellation() = default;
  /// Work may last `timeout` from now; absl::InfiniteDuration(): for ever; zero or less: it is over
  /// already. `scheduler` must outlive it; null: checks are no seams.
  explicit Cancellation(absl::Duration timeout, Scheduler* scheduler = nullptr);
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }

  /// True once cancelled or past the deadline. Costs a load and, with a deadline, one clock read.
  bool ShouldStop() const;

  /// OK while work may go on; else CANCELLED or DEADLINE_EXCEEDED (cancellation wins).
  absl::Status Check() const;

  /// Until the deadline: negative after it, infinite without one.
  absl::Duration time_left() const;

  /// The scheduler's ForEach(); without one, a plain loop.
  void ForEach(size_t count, const std::function<void(size_t)>& part) const;

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  std::atomic<bool> cancelled_{false};
  Clock::time_point deadline_ = kNever;
  Scheduler* scheduler_ = nullptr;
};

}  // namespace nutgraf

#endif  // NUTGRAF_SERVICE_BASE_CANCELLATION_H_
