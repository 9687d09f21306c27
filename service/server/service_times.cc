#include "service/server/service_times.h"

#include <algorithm>

namespace nutgraf::server {

absl::Duration ServiceTimes::Expected(int64_t bytes) const {
  const std::lock_guard lock(mutex_);
  const double seconds = seconds_per_byte_ * (static_cast<double>(bytes) + kFixedBytes);
  return std::max(absl::Seconds(seconds), absl::Microseconds(1));
}

void ServiceTimes::Record(int64_t bytes, absl::Duration time) {
  if (time <= absl::ZeroDuration()) return;
  const double weight = static_cast<double>(bytes) + kFixedBytes;
  const double measured = absl::ToDoubleSeconds(time) / weight;
  const double share = weight / (weight + kMemoryBytes);
  const std::lock_guard lock(mutex_);
  seconds_per_byte_ += share * (measured - seconds_per_byte_);
}

}  // namespace nutgraf::server
