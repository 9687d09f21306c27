// What a caller is told when a call, or one item of a batch or stream, fails.
//
// A Failure is made once, where something goes wrong, and becomes a grpc::Status (the call's end)
// or a google.rpc.Status (an item's). Both carry the same details: ErrorInfo (domain "nutgraf")
// always, BadRequest with INVALID_ARGUMENT, RetryInfo where a later try may do. Details are kept
// under kMaxDetailsBytes by leaving out violations from the end: gRPC limits a response's metadata
// to 8 KiB, and base64 takes a third more. Text never repeats what the caller sent.

#ifndef NUTGRAF_SERVICE_SERVER_ERRORS_H_
#define NUTGRAF_SERVICE_SERVER_ERRORS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "service/contract/convert.h"

namespace nutgraf::server {

inline constexpr std::string_view kErrorDomain = "nutgraf";
inline constexpr size_t kMaxDetailsBytes = 5 << 10;

// ErrorInfo.reason, one for each way to fail.
inline constexpr std::string_view kInvalidRequest = "INVALID_REQUEST";
inline constexpr std::string_view kQueueFull = "QUEUE_FULL";
inline constexpr std::string_view kTooManyBatches = "TOO_MANY_BATCHES";
inline constexpr std::string_view kTooManyStreams = "TOO_MANY_STREAMS";
inline constexpr std::string_view kMemoryFull = "MEMORY_FULL";
inline constexpr std::string_view kUnreachable =
    "DEADLINE_UNREACHABLE";  // can't be done by the deadline
inline constexpr std::string_view kUnauthenticated = "UNAUTHENTICATED";
inline constexpr std::string_view kMethodNotAllowed = "METHOD_NOT_ALLOWED";
inline constexpr std::string_view kQuotaExceeded = "QUOTA_EXCEEDED";
inline constexpr std::string_view kTooManyCalls = "TOO_MANY_CALLS";
inline constexpr std::string_view kStreamIdle = "STREAM_IDLE";
inline constexpr std::string_view kDraining = "DRAINING";
inline constexpr std::string_view kCancelled = "CANCELLED";
inline constexpr std::string_view kDeadlineExceeded = "DEADLINE_EXCEEDED";
inline constexpr std::string_view kInternal = "INTERNAL";

struct Failure {
  grpc::StatusCode code = grpc::StatusCode::INTERNAL;
  std::string_view reason = kInternal;  // one of the constants above
  std::string message;
  std::vector<contract::FieldViolation> violations;
  std::optional<absl::Duration> retry_after;
};

Failure InvalidRequest(std::vector<contract::FieldViolation> violations);
Failure Refused(std::string_view reason, absl::Duration retry_after);  // RESOURCE_EXHAUSTED
Failure Draining();                                                    // UNAVAILABLE
Failure StreamIdle();                                                  // UNAVAILABLE
/// The analysis's own word: INVALID_ARGUMENT, CANCELLED and DEADLINE_EXCEEDED as they are, all else
/// INTERNAL without its message, which is for the log.
Failure FromAnalysis(const absl::Status& status);

google::rpc::Status ToRpcStatus(const Failure& failure);
grpc::Status ToGrpcStatus(const Failure& failure);

/// Adds the trailer grpc-retry-pushback-ms, which tells gRPC's own retries how long to wait.
/// Before the call's Finish().
void AddPushback(const Failure& failure, grpc::CallbackServerContext* context);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_ERRORS_H_
