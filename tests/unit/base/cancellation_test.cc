#include "service/base/cancellation.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "absl/time/clock.h"

namespace nutgraf {
namespace {

TEST(CancellationTest, NeverStopsByItself) {
  Cancellation cancel;
  EXPECT_FALSE(cancel.ShouldStop());
  EXPECT_TRUE(cancel.Check().ok());
}

TEST(CancellationTest, StopsAtTheDeadline) {
  Cancellation cancel(absl::Now() - absl::Milliseconds(1));
  EXPECT_TRUE(cancel.ShouldStop());
  EXPECT_EQ(cancel.Check().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(CancellationTest, CancellationWinsOverTheDeadline) {
  Cancellation cancel(absl::Now() - absl::Milliseconds(1));
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
  Cancellation cancel(absl::InfiniteFuture(), &scheduler);
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
  Cancellation(absl::InfiniteFuture(), &scheduler).ForEach(3, part);
  EXPECT_EQ(order, std::vector<size_t>({2, 1, 0}));
}

}  // namespace
}  // namespace nutgraf
