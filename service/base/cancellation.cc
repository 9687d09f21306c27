#include "service/base/cancellation.h"

#include "absl/time/clock.h"

namespace nutgraf {

bool Cancellation::ShouldStop() const {
  if (cancelled_.load(std::memory_order_relaxed)) return true;
  return deadline_ != absl::InfiniteFuture() && absl::Now() >= deadline_;
}

absl::Status Cancellation::Check() const {
  if (cancelled_.load(std::memory_order_relaxed)) {
    return absl::CancelledError("the caller cancelled the analysis");
  }
  if (deadline_ != absl::InfiniteFuture() && absl::Now() >= deadline_) {
    return absl::DeadlineExceededError("the deadline passed before the analysis was complete");
  }
  return absl::OkStatus();
}

}  // namespace nutgraf
