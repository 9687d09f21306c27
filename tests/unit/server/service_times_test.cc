#include "service/server/service_times.h"

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

TEST(ServiceTimes, GrowsWithTheBytesAndIsNeverNothing) {
  const ServiceTimes times;
  EXPECT_GT(times.Expected(0), absl::ZeroDuration());
  EXPECT_GT(times.Expected(1000), times.Expected(100));
  EXPECT_GT(times.Expected(1 << 20), absl::Milliseconds(100));
}

TEST(ServiceTimes, FollowsWhatIsMeasured) {
  ServiceTimes times;
  for (int i = 0; i < 1000; ++i) times.Record(3000, absl::Milliseconds(200));
  EXPECT_NEAR(absl::ToDoubleSeconds(times.Expected(3000)), 0.2, 0.002);
  for (int i = 0; i < 1000; ++i) times.Record(3000, absl::Milliseconds(20));
  EXPECT_NEAR(absl::ToDoubleSeconds(times.Expected(3000)), 0.02, 0.002);
}

TEST(ServiceTimes, ALongArticleWeighsMoreThanAShortOne) {
  ServiceTimes times;
  for (int i = 0; i < 1000; ++i) times.Record(3000, absl::Milliseconds(3));
  const absl::Duration before = times.Expected(3000);
  times.Record(100, absl::Seconds(1));  // held up by something else
  const absl::Duration after_short = times.Expected(3000);
  EXPECT_LT(after_short, 10 * before);
  times.Record(1 << 20, absl::Seconds(10));
  EXPECT_GT(times.Expected(3000), after_short);
}

TEST(ServiceTimes, AClockThatJumpsBackTeachesNothing) {
  ServiceTimes times;
  const absl::Duration before = times.Expected(3000);
  times.Record(3000, absl::Seconds(-100));
  times.Record(3000, absl::ZeroDuration());
  EXPECT_EQ(times.Expected(3000), before);
}

}  // namespace
}  // namespace nutgraf::server
