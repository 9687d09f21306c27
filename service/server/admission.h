// Admission: how much work may be in the server at once, and what a caller over it is told.
//
// Each kind of call has a bound of its own, so that bulk can't shut out single articles, and all
// share a bound of bytes. What is admitted holds a Ticket until it is done. What is refused gets
// RESOURCE_EXHAUSTED with the time after which the present work should be done, from the measured
// service time. Deciding takes a lock and no time. Thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_ADMISSION_H_
#define NUTGRAF_SERVICE_SERVER_ADMISSION_H_

#include <array>
#include <cstdint>
#include <mutex>
#include <utility>
#include <variant>

#include "absl/time/time.h"
#include "service/server/errors.h"

namespace nutgraf::server {

enum class CallKind { kUnary = 0, kBatch = 1, kStream = 2 };

struct AdmissionLimits {
  int workers = 1;
  int max_waiting = 128;  // unary calls beyond those that run
  int max_batches = 16;
  int max_streams = 32;
  int64_t max_bytes = 256 << 20;  // of requests; one request alone always fits
};

class Admission {
 public:
  /// The right to be in the server; given back when it is destroyed.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept { *this = std::move(other); }
    Ticket& operator=(Ticket&& other) noexcept {
      std::swap(owner_, other.owner_);
      std::swap(kind_, other.kind_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Ticket() {
      if (owner_ != nullptr) owner_->Leave(kind_, bytes_);
    }

   private:
    friend class Admission;
    Admission* owner_ = nullptr;
    CallKind kind_ = CallKind::kUnary;
    int64_t bytes_ = 0;
  };

  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}

  std::variant<Ticket, Failure> Admit(CallKind kind, int64_t bytes);

  /// One article took this long on a worker.
  void RecordServiceTime(absl::Duration time);

  int admitted(CallKind kind) const;

 private:
  void Leave(CallKind kind, int64_t bytes);
  int Limit(CallKind kind) const;
  absl::Duration RetryAfter(CallKind kind) const;  // under mutex_

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  std::array<int, 3> admitted_{};
  int64_t bytes_ = 0;
  double service_seconds_ = 0.005;  // moving average
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_ADMISSION_H_
