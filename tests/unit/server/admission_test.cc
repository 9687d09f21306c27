#include "service/server/admission.h"

#include <variant>
#include <vector>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using Decision = std::variant<Admission::Ticket, Failure>;

bool IsIn(const Decision& d) { return std::holds_alternative<Admission::Ticket>(d); }
const Failure& Why(const Decision& d) { return std::get<Failure>(d); }

TEST(Admission, LetsInWhatRunsAndWhatMayWait) {
  Admission admission({.workers = 2, .max_waiting = 3});
  std::vector<Decision> in;
  for (int i = 0; i < 5; ++i) {
    in.push_back(admission.Admit(CallKind::kUnary, 10));
    EXPECT_TRUE(IsIn(in.back()));
  }
  const Decision refused = admission.Admit(CallKind::kUnary, 10);
  ASSERT_FALSE(IsIn(refused));
  EXPECT_EQ(Why(refused).code, grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Why(refused).reason, kQueueFull);
  ASSERT_TRUE(Why(refused).retry_after.has_value());
  EXPECT_GE(*Why(refused).retry_after, absl::Milliseconds(50));
  in.pop_back();  // one leaves
  EXPECT_TRUE(IsIn(admission.Admit(CallKind::kUnary, 10)));
}

TEST(Admission, KindsDoNotShutEachOtherOut) {
  Admission admission({.workers = 1, .max_waiting = 0, .max_batches = 1, .max_streams = 1});
  const Decision unary = admission.Admit(CallKind::kUnary, 1);
  const Decision batch = admission.Admit(CallKind::kBatch, 1);
  const Decision stream = admission.Admit(CallKind::kStream, 1);
  EXPECT_TRUE(IsIn(unary) && IsIn(batch) && IsIn(stream));
  EXPECT_EQ(Why(admission.Admit(CallKind::kUnary, 1)).reason, kQueueFull);
  EXPECT_EQ(Why(admission.Admit(CallKind::kBatch, 1)).reason, kTooManyBatches);
  EXPECT_EQ(Why(admission.Admit(CallKind::kStream, 1)).reason, kTooManyStreams);
}

TEST(Admission, BoundsTheBytesButNeverRefusesOneAlone) {
  Admission admission({.workers = 8, .max_bytes = 100});
  {
    const Decision huge = admission.Admit(CallKind::kBatch, 5000);
    EXPECT_TRUE(IsIn(huge));
    EXPECT_EQ(Why(admission.Admit(CallKind::kUnary, 1)).reason, kMemoryFull);
  }
  const Decision half = admission.Admit(CallKind::kUnary, 60);
  EXPECT_TRUE(IsIn(half));
  EXPECT_EQ(Why(admission.Admit(CallKind::kUnary, 41)).reason, kMemoryFull);
  EXPECT_TRUE(IsIn(admission.Admit(CallKind::kUnary, 40)));
}

TEST(Admission, TheRetryTimeFollowsTheMeasuredServiceTime) {
  Admission admission({.workers = 2, .max_waiting = 18});
  for (int i = 0; i < 1000; ++i) admission.RecordServiceTime(absl::Milliseconds(200));
  std::vector<Decision> in;
  for (int i = 0; i < 20; ++i) in.push_back(admission.Admit(CallKind::kUnary, 1));
  const Decision refused = admission.Admit(CallKind::kUnary, 1);
  // 20 articles of 200 ms on 2 workers.
  EXPECT_NEAR(absl::ToDoubleSeconds(*Why(refused).retry_after), 2.0, 0.01);
}

TEST(Admission, AMovedTicketLeavesOnce) {
  Admission admission({});
  Decision in = admission.Admit(CallKind::kStream, 7);
  {
    Admission::Ticket moved = std::move(std::get<Admission::Ticket>(in));
    Admission::Ticket again;
    again = std::move(moved);
    EXPECT_EQ(admission.admitted(CallKind::kStream), 1);
  }
  EXPECT_EQ(admission.admitted(CallKind::kStream), 0);
}

}  // namespace
}  // namespace nutgraf::server
