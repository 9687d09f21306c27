// How long an article takes a worker, learnt from those that went before.
//
// Time is taken to be proportional to the bytes and a fixed part that is worth kFixedBytes of them;
// the factor is a moving average, in which an article weighs as much as it has bytes. Thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_SERVICE_TIMES_H_
#define NUTGRAF_SERVICE_SERVER_SERVICE_TIMES_H_

#include <cstdint>
#include <mutex>

#include "absl/time/time.h"

namespace nutgraf::server {

class ServiceTimes {
 public:
  /// Of one article of `bytes`; above zero. Before anything was measured, a guess.
  absl::Duration Expected(int64_t bytes) const;

  void Record(int64_t bytes, absl::Duration time);

 private:
  static constexpr double kFixedBytes = 200;
  // What a slow core of 2020 needs; soon forgotten.
  static constexpr double kFirstSecondsPerByte = 2e-6;
  static constexpr double kMemoryBytes = 200e3;  // of articles, in the average

  mutable std::mutex mutex_;
  double seconds_per_byte_ = kFirstSecondsPerByte;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_SERVICE_TIMES_H_
