#include "service/server/quota.h"

#include <algorithm>

namespace nutgraf::server {

TokenBucket::TokenBucket(double per_second, double burst, Clock::time_point now)
    : per_second_(per_second), burst_(burst), tokens_(burst), filled_(now) {}

void TokenBucket::Refill(Clock::time_point now) {
  if (now <= filled_) return;
  const double seconds = std::chrono::duration<double>(now - filled_).count();
  tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
  filled_ = now;
}

absl::Duration TokenBucket::Take(double count, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  Refill(now);
  // One whole token, or a rate below one a second would let nothing wait.
  const double needed = std::min(1.0, burst_);
  if (tokens_ < needed) return absl::Seconds((needed - tokens_) / per_second_);
  tokens_ -= count;
  return absl::ZeroDuration();
}

void TokenBucket::Set(double per_second, double burst, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  Refill(now);
  per_second_ = per_second;
  burst_ = burst;
  tokens_ = std::min(tokens_, burst);
}

}  // namespace nutgraf::server
