#include "service/base/cancellation.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace nutgraf {
namespace {

TEST(CancellationTest, NeverStopsByItself) {
  Cancellation cancel;
  EXPECT_FALSE(cancel.ShouldStop());
  EXPECT_TRUE(cancel.Check().ok());
}

TEST(CancellationTest, StopsAtTheDeadline) {
  Cancellation cancel(-absl::Milliseconds(1));
  EXPECT_TRUE(cancel.ShouldStop());
  EXPECT_EQ(cancel.Check().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(CancellationTest, CountsTheTimeLeft) {
  EXPECT_EQ(Cancellation().time_left(), absl::InfiniteDuration());
  EXPECT_EQ(Cancellation(absl::InfiniteDuration()).time_left(), absl::InfiniteDuration());
  // Longer than the clock has.
  EXPECT_EQ(Cancellation(absl::Hours(24) * 365 * 1000).time_left(), absl::InfiniteDuration());
  EXPECT_FALSE(Cancellation(absl::Hours(24) * 365 * 1000).ShouldStop());
  EXPECT_LE(Cancellation(-absl::InfiniteDuration()).time_left(), absl::ZeroDuration());
  EXPECT_TRUE(Cancellation(-absl::InfiniteDuration()).ShouldStop());
  EXPECT_TRUE(Cancellation(absl::ZeroDuration()).ShouldStop());

  const Cancellation cancel(absl::Milliseconds(20));
  EXPECT_LE(cancel.time_left(), absl::Milliseconds(20));
  while (!cancel.ShouldStop()) std::this_thread::yield();
  EXPECT_LE(cancel.time_left(), absl::ZeroDuration());
}

TEST(CancellationTest, CancellationWinsOverTheDeadline) {
  Cancellation cancel(-absl::Milliseconds(1));
  cancel.Cancel();
  EXPECT_EQ(cancel.Check().code(), absl::StatusCode::kCancelled);
}

class CountingScheduler : public Scheduler {
 public:
  void Pace() override { ++paces; }
  void ForEach(size_t count, const std::function<void(size_t)>& part) override {
    for (size_t i = count; i > 0; --i) part(i - 1);
  }
  int paces = 0;
};

TEST(CancellationTest, EachCheckIsASeamUntilItIsCancelled) {
  CountingScheduler scheduler;
  Cancellation cancel(absl::InfiniteDuration(), &scheduler);
  EXPECT_FALSE(cancel.ShouldStop());
  EXPECT_TRUE(cancel.Check().ok());
  EXPECT_EQ(scheduler.paces, 2);
  cancel.Cancel();
  EXPECT_TRUE(cancel.ShouldStop());
  EXPECT_EQ(scheduler.paces, 2);
}

TEST(CancellationTest, PartsGoToTheSchedulerOrOneAfterTheOther) {
  std::vector<size_t> order;
  const auto part = [&order](size_t i) { order.push_back(i); };
  Cancellation().ForEach(3, part);
  EXPECT_EQ(order, std::vector<size_t>({0, 1, 2}));
  order.clear();
  CountingScheduler scheduler;
  Cancellation(absl::InfiniteDuration(), &scheduler).ForEach(3, part);
  EXPECT_EQ(order, std::vector<size_t>({2, 1, 0}));
}

}  // namespace
}  // namespace nutgraf
