#include "service/base/cancellation.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace nutgraf
