// When a call that failed is tried again.
//
// Tried again are calls that were refused for load (RESOURCE_EXHAUSTED), reached no server or one
// that stops (UNAVAILABLE), or met the last moment of one (CANCELLED, which this client never asks
// for itself). Analyses change nothing on the server, so that a second try is always safe.
//
// gRPC's own retries are not used: they keep at most 256 KiB of a call, less than a long article,
// take at most 5 tries, and in 1.51 a stream that they try again can stand still for ever.
//
// The pause is the one that the server asks for, in the trailer grpc-retry-pushback-ms or, without
// it, in google.rpc.RetryInfo, and up to a fifth more, so that callers who were refused together do
// not return together. Where the server asks for none, pauses double from initial_backoff to
// max_backoff, each cut to between a half and the whole at random.

#ifndef NUTGRAF_CLIENT_RETRY_H_
#define NUTGRAF_CLIENT_RETRY_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <optional>

#include "absl/time/time.h"

namespace nutgraf::client {

struct RetryPolicy {
  int max_attempts = 5;  // 1: no second try
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
};

/// What the server said about trying again.
struct Pushback {
  bool never = false;                   // a negative pause, or one that can't be read
  std::optional<absl::Duration> pause;  // absent: it said nothing
};

/// From the trailers and the details of a call that has ended.
Pushback ReadPushback(const grpc::ClientContext& context, const grpc::Status& status);

/// How long to wait before the next try, when `attempts` have been made and the last one ended so;
/// nothing: don't try again. `random` is from 0 to 1.
std::optional<absl::Duration> PauseBeforeRetry(const RetryPolicy& policy, int attempts,
                                               grpc::StatusCode code, const Pushback& pushback,
                                               double random);

}  // namespace nutgraf::client

#endif  // NUTGRAF_CLIENT_RETRY_H_
