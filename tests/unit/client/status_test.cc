#include "client/status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace nutgraf::client {
namespace {

google::rpc::Status BadRequest() {
  google::rpc::BadRequest details;
  auto* violation = details.add_field_violations();
  violation->set_field("article.text");
  violation->set_description("is empty");
  google::rpc::Status status;
  status.set_code(3);
  status.set_message("the request is invalid");
  status.add_details()->PackFrom(details);
  return status;
}

TEST(StatusTest, NamesTheViolations) {
  const google::rpc::Status rpc = BadRequest();
  const grpc::Status grpc(grpc::StatusCode::INVALID_ARGUMENT, rpc.message(),
                          rpc.SerializeAsString());
  for (const absl::Status& status : {FromGrpc(grpc), FromRpc(rpc)}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), "the request is invalid (article.text: is empty)");
  }
}

TEST(StatusTest, KeepsTheCodeOfAnErrorWithoutDetails) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no connection"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "no connection");
}

TEST(StatusTest, TheReasonIsThatOfTheService) {
  google::rpc::ErrorInfo info;
  info.set_domain("nutgraf");
  info.set_reason("QUEUE_FULL");
  google::rpc::Status rpc = BadRequest();
  rpc.add_details()->PackFrom(info);
  const auto reason = [](const google::rpc::Status& details) {
    return Reason(
        grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "", details.SerializeAsString()));
  };
  EXPECT_EQ(reason(rpc), "QUEUE_FULL");
  EXPECT_EQ(reason(BadRequest()), "");
  info.set_domain("elsewhere");
  google::rpc::Status foreign;
  foreign.add_details()->PackFrom(info);
  EXPECT_EQ(reason(foreign), "");
}

TEST(StatusTest, OkIsOk) {
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
  EXPECT_TRUE(FromRpc(google::rpc::Status()).ok());
}

}  // namespace
}  // namespace nutgraf::client
