#include "service/server/quota.h"

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const TokenBucket::Clock::time_point kStart{};

TEST(TokenBucket, GivesTheBurstThenTheRate) {
  TokenBucket bucket(10, 3, kStart);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.Take(1, kStart), absl::ZeroDuration());
  EXPECT_NEAR(absl::ToDoubleSeconds(bucket.Take(1, kStart)), 0.1, 1e-6);
  EXPECT_GT(bucket.Take(1, kStart + milliseconds(99)), absl::ZeroDuration());
  EXPECT_EQ(bucket.Take(1, kStart + milliseconds(101)), absl::ZeroDuration());
  EXPECT_GT(bucket.Take(1, kStart + milliseconds(101)), absl::ZeroDuration());
}

TEST(TokenBucket, ARestGivesNoMoreThanTheBurst) {
  TokenBucket bucket(10, 2, kStart);
  const auto later = kStart + seconds(1000);
  EXPECT_EQ(bucket.Take(2, later), absl::ZeroDuration());
  EXPECT_GT(bucket.Take(1, later), absl::ZeroDuration());
}

TEST(TokenBucket, WhatIsOwedIsWorkedOff) {
  TokenBucket bucket(10, 1, kStart);
  EXPECT_EQ(bucket.Take(64, kStart), absl::ZeroDuration());
  EXPECT_NEAR(absl::ToDoubleSeconds(bucket.Take(1, kStart)), 6.4, 1e-6);
  EXPECT_GT(bucket.Take(1, kStart + milliseconds(6300)), absl::ZeroDuration());
  EXPECT_EQ(bucket.Take(1, kStart + milliseconds(6500)), absl::ZeroDuration());
}

TEST(TokenBucket, ANewRateKeepsTheDebt) {
  TokenBucket bucket(10, 10, kStart);
  EXPECT_EQ(bucket.Take(20, kStart), absl::ZeroDuration());
  bucket.Set(1, 100, kStart);
  EXPECT_NEAR(absl::ToDoubleSeconds(bucket.Take(1, kStart)), 11, 1e-6);
}

TEST(TokenBucket, AClockThatStandsOrGoesBackGivesNothing) {
  TokenBucket bucket(10, 1, kStart + seconds(10));
  EXPECT_EQ(bucket.Take(1, kStart), absl::ZeroDuration());
  EXPECT_GT(bucket.Take(1, kStart), absl::ZeroDuration());
}

}  // namespace
}  // namespace nutgraf::server
