#include "service/server/admission.h"

#include <algorithm>

namespace nutgraf::server {
namespace {

// A connection has at most this many times the places that it leaves free: 8 of 9, when it is
// alone.
constexpr int kOwnToFree = 8;
constexpr absl::Duration kShortestRetry = absl::Milliseconds(50);
constexpr absl::Duration kShortestBulkRetry = absl::Milliseconds(500);
constexpr absl::Duration kLongestRetry = absl::Seconds(30);

std::string_view FullReason(CallKind kind) {
  switch (kind) {
    case CallKind::kUnary:
      return kQueueFull;
    case CallKind::kBatch:
      return kTooManyBatches;
    case CallKind::kStream:
      return kTooManyStreams;
  }
  return kQueueFull;
}

absl::Duration RetryAfter(CallKind kind, absl::Duration wait) {
  const absl::Duration shortest = kind == CallKind::kUnary ? kShortestRetry : kShortestBulkRetry;
  return std::clamp(wait, shortest, kLongestRetry);
}

}  // namespace

int Admission::Limit(CallKind kind) const {
  switch (kind) {
    case CallKind::kUnary:
      return limits_.workers + limits_.max_waiting;
    case CallKind::kBatch:
      return limits_.max_batches;
    case CallKind::kStream:
      return limits_.max_streams;
  }
  return 0;
}

std::variant<Admission::Ticket, Failure> Admission::Admit(const Candidate& call) {
  const std::lock_guard lock(mutex_);
  Kind& kind = kinds_[static_cast<size_t>(call.kind)];
  const int free = Limit(call.kind) - kind.admitted;
  const auto found = kind.by_origin.find(call.origin);
  const int own = found == kind.by_origin.end() ? 0 : found->second;
  if (free <= 0 || own >= kOwnToFree * free) {
    return Refused(FullReason(call.kind), RetryAfter(call.kind, call.wait));
  }
  if (bytes_ > 0 && bytes_ + call.bytes > limits_.max_bytes) {
    return Refused(kMemoryFull, RetryAfter(call.kind, call.wait));
  }
  const absl::Duration late = call.wait + call.cost - call.time_left;
  if (call.wait > absl::ZeroDuration() && late > absl::ZeroDuration()) {
    // By then as much of what waits is done as is too much now.
    return Refused(kUnreachable, RetryAfter(call.kind, std::min(late, call.wait)));
  }
  ++kind.admitted;
  ++kind.by_origin[call.origin];
  bytes_ += call.bytes;
  Ticket ticket;
  ticket.owner_ = this;
  ticket.kind_ = call.kind;
  ticket.bytes_ = call.bytes;
  ticket.origin_ = call.origin;
  return ticket;
}

void Admission::Leave(const Ticket& ticket) {
  const std::lock_guard lock(mutex_);
  Kind& kind = kinds_[static_cast<size_t>(ticket.kind_)];
  --kind.admitted;
  bytes_ -= ticket.bytes_;
  const auto own = kind.by_origin.find(ticket.origin_);
  if (--own->second == 0) kind.by_origin.erase(own);
}

int Admission::admitted(CallKind kind) const {
  const std::lock_guard lock(mutex_);
  return kinds_[static_cast<size_t>(kind)].admitted;
}

int64_t Admission::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace nutgraf::server
