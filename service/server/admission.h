// Admission: what may enter, and what a caller who may not is told.
//
// - Each kind of call has a bound of its own, so that bulk can't shut out single articles, and all
//   share a bound of bytes.
// - A connection may take most of the places of its kind but never the last ones, so that one that
//   asks without end leaves room for the others.
// - A call that can't be done by its caller's deadline, by the measured service times and what
//   waits already, is refused at once, while the caller can still ask another server. One that
//   meets an idle worker is always let in, or a wrong expectation would never be corrected.
//
// What is admitted holds a Ticket until it is done. What is refused gets RESOURCE_EXHAUSTED with
// the time after which a try is likely to succeed. Deciding takes a lock and no time. Thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_ADMISSION_H_
#define NUTGRAF_SERVICE_SERVER_ADMISSION_H_

#include <array>
#include <cstdint>
#include <mutex>
#include <unordered_map>
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

/// A call at the door.
struct Candidate {
  CallKind kind = CallKind::kUnary;
  int64_t bytes = 0;
  uint64_t origin = 0;                                  // its connection
  absl::Duration wait;                                  // expected, before it gets a worker
  absl::Duration cost;                                  // expected, from then to its end
  absl::Duration time_left = absl::InfiniteDuration();  // until its deadline
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
      std::swap(origin_, other.origin_);
      return *this;
    }
    ~Ticket() {
      if (owner_ != nullptr) owner_->Leave(*this);
    }

   private:
    friend class Admission;
    Admission* owner_ = nullptr;
    CallKind kind_ = CallKind::kUnary;
    int64_t bytes_ = 0;
    uint64_t origin_ = 0;
  };

  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}

  std::variant<Ticket, Failure> Admit(const Candidate& call);

  int admitted(CallKind kind) const;
  int64_t bytes() const;

 private:
  struct Kind {
    int admitted = 0;
    std::unordered_map<uint64_t, int> by_origin;
  };

  void Leave(const Ticket& ticket);
  int Limit(CallKind kind) const;

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  std::array<Kind, 3> kinds_;
  int64_t bytes_ = 0;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_ADMISSION_H_
