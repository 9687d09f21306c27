#include "client/retry.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace nutgraf::client {
namespace {

using grpc::StatusCode;

constexpr Pushback kSilent;

TEST(RetryTest, OnlyWhatMayHelpIsTriedAgain) {
  for (const auto code :
       {StatusCode::UNAVAILABLE, StatusCode::RESOURCE_EXHAUSTED, StatusCode::CANCELLED}) {
    EXPECT_TRUE(PauseBeforeRetry({}, 1, code, kSilent, 0.5).has_value()) << code;
  }
  for (const auto code : {StatusCode::OK, StatusCode::INVALID_ARGUMENT, StatusCode::INTERNAL,
                          StatusCode::DEADLINE_EXCEEDED, StatusCode::UNAUTHENTICATED,
                          StatusCode::PERMISSION_DENIED, StatusCode::UNIMPLEMENTED}) {
    EXPECT_FALSE(PauseBeforeRetry({}, 1, code, kSilent, 0.5).has_value()) << code;
  }
}

TEST(RetryTest, TriesAreCounted) {
  const RetryPolicy policy{.max_attempts = 3};
  EXPECT_TRUE(PauseBeforeRetry(policy, 2, StatusCode::UNAVAILABLE, kSilent, 0).has_value());
  EXPECT_FALSE(PauseBeforeRetry(policy, 3, StatusCode::UNAVAILABLE, kSilent, 0).has_value());
  EXPECT_FALSE(
      PauseBeforeRetry({.max_attempts = 1}, 1, StatusCode::UNAVAILABLE, kSilent, 0).has_value());
}

TEST(RetryTest, PausesDoubleUpToTheLongest) {
  const RetryPolicy policy{.max_attempts = 1000};
  const auto longest = [&](int attempts) {
    return *PauseBeforeRetry(policy, attempts, StatusCode::UNAVAILABLE, kSilent, 1);
  };
  EXPECT_EQ(longest(1), absl::Milliseconds(100));
  EXPECT_EQ(longest(2), absl::Milliseconds(200));
  EXPECT_EQ(longest(5), absl::Milliseconds(1600));
  EXPECT_EQ(longest(7), absl::Seconds(5));
  EXPECT_EQ(longest(999), absl::Seconds(5));
  EXPECT_EQ(*PauseBeforeRetry(policy, 2, StatusCode::UNAVAILABLE, kSilent, 0),
            absl::Milliseconds(100));
}

TEST(RetryTest, ThePauseThatTheServerAsksForIsTheLeast) {
  const Pushback pushback{.never = false, .pause = absl::Seconds(7)};
  EXPECT_EQ(*PauseBeforeRetry({}, 4, StatusCode::RESOURCE_EXHAUSTED, pushback, 0),
            absl::Seconds(7));
  EXPECT_EQ(*PauseBeforeRetry({}, 4, StatusCode::RESOURCE_EXHAUSTED, pushback, 1),
            absl::Seconds(7) * 1.2);
  EXPECT_FALSE(PauseBeforeRetry({}, 5, StatusCode::RESOURCE_EXHAUSTED, pushback, 0).has_value());
}

TEST(RetryTest, ANoIsANo) {
  const Pushback never{.never = true, .pause = {}};
  EXPECT_FALSE(PauseBeforeRetry({}, 1, StatusCode::UNAVAILABLE, never, 0).has_value());
}

TEST(RetryTest, RetryInfoIsReadFromTheDetails) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(2);
  info.mutable_retry_delay()->set_nanos(500'000'000);
  google::rpc::Status details;
  details.add_details()->PackFrom(google::rpc::ErrorInfo());
  details.add_details()->PackFrom(info);
  const grpc::ClientContext context;  // a call without trailers
  const auto read = [&](const google::rpc::Status& status) {
    return ReadPushback(
        context, grpc::Status(StatusCode::RESOURCE_EXHAUSTED, "", status.SerializeAsString()));
  };
  EXPECT_EQ(read(details).pause, absl::Seconds(2.5));
  info.mutable_retry_delay()->set_seconds(-9);
  google::rpc::Status negative;
  negative.add_details()->PackFrom(info);
  EXPECT_EQ(read(negative).pause, absl::ZeroDuration());
  EXPECT_FALSE(read({}).pause.has_value());
}

TEST(RetryTest, DetailsThatAreNoneSayNothing) {
  const grpc::ClientContext context;
  const Pushback pushback =
      ReadPushback(context, grpc::Status(StatusCode::UNAVAILABLE, "", "\xff\xff\xff"));
  EXPECT_FALSE(pushback.never);
  EXPECT_FALSE(pushback.pause.has_value());
}

}  // namespace
}  // namespace nutgraf::client
