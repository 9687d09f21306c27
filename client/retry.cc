#include "client/retry.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace nutgraf::client {
namespace {

constexpr char kTrailer[] = "grpc-retry-pushback-ms";
constexpr double kSpread = 0.2;  // of a pause that the server asks for

bool MayBeTriedAgain(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         code == grpc::StatusCode::CANCELLED;
}

}  // namespace

Pushback ReadPushback(const grpc::ClientContext& context, const grpc::Status& status) {
  const auto& trailers = context.GetServerTrailingMetadata();
  if (const auto found = trailers.find(kTrailer); found != trailers.end()) {
    const std::string_view text(found->second.data(), found->second.size());
    int64_t millis = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
    if (error != std::errc() || end != text.data() + text.size() || millis < 0) {
      return {.never = true, .pause = {}};
    }
    return {.never = false, .pause = absl::Milliseconds(millis)};
  }
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return {};
  for (const auto& detail : details.details()) {
    google::rpc::RetryInfo info;
    if (!detail.UnpackTo(&info) || !info.has_retry_delay()) continue;
    const absl::Duration pause =
        absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
    return {.never = false, .pause = std::max(pause, absl::ZeroDuration())};
  }
  return {};
}

std::optional<absl::Duration> PauseBeforeRetry(const RetryPolicy& policy, int attempts,
                                               grpc::StatusCode code, const Pushback& pushback,
                                               double random) {
  if (!MayBeTriedAgain(code) || attempts >= policy.max_attempts || pushback.never) {
    return std::nullopt;
  }
  if (pushback.pause) return *pushback.pause * (1 + kSpread * random);
  absl::Duration backoff = policy.initial_backoff;
  for (int i = 1; i < attempts && backoff < policy.max_backoff; ++i) backoff *= 2;
  return std::min(backoff, policy.max_backoff) * (0.5 + 0.5 * random);
}

}  // namespace nutgraf::client
