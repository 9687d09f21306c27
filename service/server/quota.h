// A bucket of tokens: so many a second, and so many at once after a rest.
//
// What is taken may exceed what is there: the bucket then owes, and gives nothing until the debt is
// worked off. So a batch needs no more than one token to be let in, and is paid for in full.
// Thread-safe. The clock is the caller's, and must not run backwards.

#ifndef NUTGRAF_SERVICE_SERVER_QUOTA_H_
#define NUTGRAF_SERVICE_SERVER_QUOTA_H_

#include <chrono>
#include <mutex>

#include "absl/time/time.h"

namespace nutgraf::server {

class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;

  /// Full at first. Both above zero.
  TokenBucket(double per_second, double burst, Clock::time_point now);

  /// Zero: taken. Else nothing was taken, and this is the time until something will be.
  absl::Duration Take(double count, Clock::time_point now);

  /// From now on; what is there or owed stays.
  void Set(double per_second, double burst, Clock::time_point now);

 private:
  void Refill(Clock::time_point now);

  std::mutex mutex_;
  double per_second_;
  double burst_;
  double tokens_;
  Clock::time_point filled_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_QUOTA_H_
