#include "service/server/errors.h"

#include <algorithm>
#include <utility>

#include "google/rpc/error_details.pb.h"

namespace nutgraf::server {
namespace {

void SetDuration(absl::Duration from, google::protobuf::Duration* to) {
  const int64_t millis = absl::ToInt64Milliseconds(from);
  to->set_seconds(millis / 1000);
  to->set_nanos(static_cast<int32_t>(millis % 1000) * 1'000'000);
}

google::rpc::BadRequest MakeBadRequest(const std::vector<contract::FieldViolation>& violations,
                                       size_t count) {
  google::rpc::BadRequest out;
  for (size_t i = 0; i < count; ++i) {
    auto* to = out.add_field_violations();
    to->set_field(violations[i].field);
    to->set_reason(violations[i].reason);
    to->set_description(violations[i].description);
  }
  return out;
}

google::rpc::Status WithViolations(const Failure& failure, size_t count) {
  google::rpc::Status out;
  out.set_code(failure.code);
  out.set_message(failure.message);
  google::rpc::ErrorInfo info;
  info.set_reason(failure.reason.data(), failure.reason.size());
  info.set_domain(kErrorDomain.data(), kErrorDomain.size());
  out.add_details()->PackFrom(info);
  if (count > 0) out.add_details()->PackFrom(MakeBadRequest(failure.violations, count));
  if (failure.retry_after) {
    google::rpc::RetryInfo retry;
    SetDuration(*failure.retry_after, retry.mutable_retry_delay());
    out.add_details()->PackFrom(retry);
  }
  return out;
}

}  // namespace

Failure InvalidRequest(std::vector<contract::FieldViolation> violations) {
  std::string message = "the request is not valid";
  if (!violations.empty()) {
    const auto& first = violations.front();
    message = first.field.empty() ? first.description : first.field + ": " + first.description;
    if (violations.size() > 1) {
      message += " (and " + std::to_string(violations.size() - 1) + " more)";
    }
  }
  return {grpc::StatusCode::INVALID_ARGUMENT, kInvalidRequest, std::move(message),
          std::move(violations), std::nullopt};
}

Failure Refused(std::string_view reason, absl::Duration retry_after) {
  return {grpc::StatusCode::RESOURCE_EXHAUSTED,
          reason,
          "the server has as much work as it can take; try again later",
          {},
          retry_after};
}

Failure Draining() {
  return {grpc::StatusCode::UNAVAILABLE,
          kDraining,
          "the server is shutting down; try another one",
          {},
          std::nullopt};
}

Failure StreamIdle() {
  return {grpc::StatusCode::UNAVAILABLE,
          kStreamIdle,
          "nothing was sent on the stream for too long; open another one",
          {},
          std::nullopt};
}

Failure FromAnalysis(const absl::Status& status) {
  std::string message(status.message().data(), status.message().size());
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return {grpc::StatusCode::INVALID_ARGUMENT,
              kInvalidRequest,
              std::move(message),
              {},
              std::nullopt};
    case absl::StatusCode::kCancelled:
      return {grpc::StatusCode::CANCELLED, kCancelled, std::move(message), {}, std::nullopt};
    case absl::StatusCode::kDeadlineExceeded:
      return {grpc::StatusCode::DEADLINE_EXCEEDED,
              kDeadlineExceeded,
              std::move(message),
              {},
              std::nullopt};
    default:
      return {grpc::StatusCode::INTERNAL, kInternal, "the analysis failed", {}, std::nullopt};
  }
}

google::rpc::Status ToRpcStatus(const Failure& failure) {
  size_t count = failure.violations.size();
  google::rpc::Status out = WithViolations(failure, count);
  while (count > 0 && out.ByteSizeLong() > kMaxDetailsBytes) {
    count /= 2;
    out = WithViolations(failure, count);
  }
  return out;
}

grpc::Status ToGrpcStatus(const Failure& failure) {
  const google::rpc::Status status = ToRpcStatus(failure);
  return {failure.code, failure.message, status.SerializeAsString()};
}

void AddPushback(const Failure& failure, grpc::CallbackServerContext* context) {
  if (!failure.retry_after) return;
  context->AddTrailingMetadata("grpc-retry-pushback-ms",
                               std::to_string(absl::ToInt64Milliseconds(*failure.retry_after)));
}

}  // namespace nutgraf::server
