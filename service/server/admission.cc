#include "service/server/admission.h"

#include <algorithm>

namespace nutgraf::server {
namespace {

constexpr double kSmoothing = 0.05;  // the newest article's weight in the moving average
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

absl::Duration Admission::RetryAfter(CallKind kind) const {
  const int waiting = admitted_[static_cast<size_t>(CallKind::kUnary)];
  const absl::Duration drained = absl::Seconds(service_seconds_ * waiting / limits_.workers);
  const absl::Duration shortest = kind == CallKind::kUnary ? kShortestRetry : kShortestBulkRetry;
  return std::clamp(drained, shortest, kLongestRetry);
}

std::variant<Admission::Ticket, Failure> Admission::Admit(CallKind kind, int64_t bytes) {
  const std::lock_guard lock(mutex_);
  int& admitted = admitted_[static_cast<size_t>(kind)];
  if (admitted >= Limit(kind)) return Refused(FullReason(kind), RetryAfter(kind));
  if (bytes_ > 0 && bytes_ + bytes > limits_.max_bytes) {
    return Refused(kMemoryFull, RetryAfter(kind));
  }
  ++admitted;
  bytes_ += bytes;
  Ticket ticket;
  ticket.owner_ = this;
  ticket.kind_ = kind;
  ticket.bytes_ = bytes;
  return ticket;
}

void Admission::Leave(CallKind kind, int64_t bytes) {
  const std::lock_guard lock(mutex_);
  --admitted_[static_cast<size_t>(kind)];
  bytes_ -= bytes;
}

void Admission::RecordServiceTime(absl::Duration time) {
  const std::lock_guard lock(mutex_);
  service_seconds_ += kSmoothing * (absl::ToDoubleSeconds(time) - service_seconds_);
}

int Admission::admitted(CallKind kind) const {
  const std::lock_guard lock(mutex_);
  return admitted_[static_cast<size_t>(kind)];
}

}  // namespace nutgraf::server
