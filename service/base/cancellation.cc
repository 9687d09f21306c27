#include "service/base/cancellation.h"

#include <algorithm>

namespace nutgraf {

Cancellation::Cancellation(absl::Duration timeout, Scheduler* scheduler) : scheduler_(scheduler) {
  const Clock::time_point now = Clock::now();
  timeout = std::max(timeout, absl::ZeroDuration());
  // What lies beyond the clock's end is never.
  if (timeout < absl::FromChrono(kNever - now))
    deadline_ = now + absl::ToChronoNanoseconds(timeout);
}

absl::Duration Cancellation::time_left() const {
  return deadline_ == kNever ? absl::InfiniteDuration()
                             : absl::FromChrono(deadline_ - Clock::now());
}

bool Cancellation::ShouldStop() const {
  if (cancelled_.load(std::memory_order_relaxed)) return true;
  if (scheduler_ != nullptr) scheduler_->Pace();
  if (cancelled_.load(std::memory_order_relaxed)) return true;
  return deadline_ != kNever && Clock::now() >= deadline_;
}

absl::Status Cancellation::Check() const {
  if (!ShouldStop()) return absl::OkStatus();
  if (cancelled_.load(std::memory_order_relaxed)) {
    return absl::CancelledError("the caller cancelled the analysis");
  }
  return absl::DeadlineExceededError("the deadline passed before the analysis was complete");
}

void Cancellation::ForEach(size_t count, const std::function<void(size_t)>& part) const {
  if (scheduler_ != nullptr) {
    scheduler_->ForEach(count, part);
    return;
  }
  for (size_t i = 0; i < count; ++i) part(i);
}

}  // namespace nutgraf
