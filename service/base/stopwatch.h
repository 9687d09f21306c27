// Time that has gone by, whatever is done to the clock on the wall.

#ifndef NUTGRAF_SERVICE_BASE_STOPWATCH_H_
#define NUTGRAF_SERVICE_BASE_STOPWATCH_H_

#include <chrono>

#include "absl/time/time.h"

namespace nutgraf {

/// Runs from when it is made. Read it from any thread.
class Stopwatch {
 public:
  absl::Duration elapsed() const { return absl::FromChrono(Clock::now() - begin_); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace nutgraf

#endif  // NUTGRAF_SERVICE_BASE_STOPWATCH_H_
