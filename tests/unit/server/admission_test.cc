#include "service/server/admission.h"

#include <utility>
#include <variant>
#include <vector>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using Decision = std::variant<Admission::Ticket, Failure>;

bool IsIn(const Decision& d) { return std::holds_alternative<Admission::Ticket>(d); }
const Failure& Why(const Decision& d) { return std::get<Failure>(d); }

Candidate Of(CallKind kind, int64_t bytes, uint64_t origin = 0) {
  Candidate call;
  call.kind = kind;
  call.bytes = bytes;
  call.origin = origin;
  return call;
}

TEST(Admission, LetsInWhatRunsAndWhatMayWait) {
  Admission admission({.workers = 2, .max_waiting = 3});
  std::vector<Decision> in;
  for (int i = 0; i < 5; ++i) {
    in.push_back(admission.Admit(Of(CallKind::kUnary, 10)));
    EXPECT_TRUE(IsIn(in.back()));
  }
  const Decision refused = admission.Admit(Of(CallKind::kUnary, 10));
  ASSERT_FALSE(IsIn(refused));
  EXPECT_EQ(Why(refused).code, grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Why(refused).reason, kQueueFull);
  ASSERT_TRUE(Why(refused).retry_after.has_value());
  EXPECT_GE(*Why(refused).retry_after, absl::Milliseconds(50));
  in.pop_back();  // one leaves
  EXPECT_TRUE(IsIn(admission.Admit(Of(CallKind::kUnary, 10))));
}

TEST(Admission, KindsDoNotShutEachOtherOut) {
  Admission admission({.workers = 1, .max_waiting = 0, .max_batches = 1, .max_streams = 1});
  const Decision unary = admission.Admit(Of(CallKind::kUnary, 1));
  const Decision batch = admission.Admit(Of(CallKind::kBatch, 1));
  const Decision stream = admission.Admit(Of(CallKind::kStream, 1));
  EXPECT_TRUE(IsIn(unary) && IsIn(batch) && IsIn(stream));
  EXPECT_EQ(Why(admission.Admit(Of(CallKind::kUnary, 1))).reason, kQueueFull);
  EXPECT_EQ(Why(admission.Admit(Of(CallKind::kBatch, 1))).reason, kTooManyBatches);
  EXPECT_EQ(Why(admission.Admit(Of(CallKind::kStream, 1))).reason, kTooManyStreams);
}

TEST(Admission, BoundsTheBytesButNeverRefusesOneAlone) {
  Admission admission({.workers = 8, .max_bytes = 100});
  {
    const Decision huge = admission.Admit(Of(CallKind::kBatch, 5000));
    EXPECT_TRUE(IsIn(huge));
    EXPECT_EQ(admission.bytes(), 5000);
    EXPECT_EQ(Why(admission.Admit(Of(CallKind::kUnary, 1))).reason, kMemoryFull);
  }
  const Decision half = admission.Admit(Of(CallKind::kUnary, 60));
  EXPECT_TRUE(IsIn(half));
  EXPECT_EQ(Why(admission.Admit(Of(CallKind::kUnary, 41))).reason, kMemoryFull);
  EXPECT_TRUE(IsIn(admission.Admit(Of(CallKind::kUnary, 40))));
}

TEST(Admission, RefusesWhatCannotBeDoneByItsDeadline) {
  Admission admission({});
  Candidate call = Of(CallKind::kUnary, 1);
  call.wait = absl::Seconds(3);
  call.cost = absl::Seconds(1);
  call.time_left = absl::Milliseconds(4001);
  EXPECT_TRUE(IsIn(admission.Admit(call)));
  call.time_left = absl::Milliseconds(3500);
  const Decision refused = admission.Admit(call);
  ASSERT_FALSE(IsIn(refused));
  EXPECT_EQ(Why(refused).code, grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Why(refused).reason, kUnreachable);
  // It comes half a second too late; by then so much less will wait.
  EXPECT_EQ(*Why(refused).retry_after, absl::Milliseconds(500));
  // A whole wait at most: after that nothing is left to wait for.
  call.time_left = absl::Milliseconds(1);
  EXPECT_EQ(*Why(admission.Admit(call)).retry_after, absl::Seconds(3));
}

TEST(Admission, AnIdleServerTriesWhateverItExpects) {
  Admission admission({});
  Candidate call = Of(CallKind::kUnary, 1);
  call.cost = absl::Hours(1);
  call.time_left = absl::Milliseconds(1);
  EXPECT_TRUE(IsIn(admission.Admit(call)));
}

TEST(Admission, TheRetryTimeIsTheExpectedWait) {
  Admission admission({.workers = 1, .max_waiting = 0});
  const Decision in = admission.Admit(Of(CallKind::kUnary, 1));
  Candidate call = Of(CallKind::kUnary, 1);
  call.wait = absl::Seconds(2);
  EXPECT_EQ(*Why(admission.Admit(call)).retry_after, absl::Seconds(2));
  call.wait = absl::Hours(2);
  EXPECT_EQ(*Why(admission.Admit(call)).retry_after, absl::Seconds(30));
}

TEST(Admission, OneConnectionLeavesRoomForOthers) {
  Admission admission({.workers = 2, .max_waiting = 98});
  std::vector<Decision> in;
  for (int i = 0; i < 1000; ++i) {
    Decision decision = admission.Admit(Of(CallKind::kUnary, 1, /*origin=*/7));
    if (!IsIn(decision)) break;
    in.push_back(std::move(decision));
  }
  EXPECT_GE(in.size(), 80U);
  EXPECT_LT(in.size(), 100U);
  EXPECT_TRUE(IsIn(admission.Admit(Of(CallKind::kUnary, 1, /*origin=*/8))));
}

TEST(Admission, AMovedTicketLeavesOnce) {
  Admission admission({});
  Decision in = admission.Admit(Of(CallKind::kStream, 7));
  {
    Admission::Ticket moved = std::move(std::get<Admission::Ticket>(in));
    Admission::Ticket again;
    again = std::move(moved);
    EXPECT_EQ(admission.admitted(CallKind::kStream), 1);
  }
  EXPECT_EQ(admission.admitted(CallKind::kStream), 0);
  EXPECT_EQ(admission.bytes(), 0);
}

}  // namespace
}  // namespace nutgraf::server
