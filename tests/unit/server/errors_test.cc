#include "service/server/errors.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/test_server.h"

namespace nutgraf::server {
namespace {

using nutgraf::testing::Details;
using nutgraf::testing::Find;
using nutgraf::testing::Reason;
using nutgraf::testing::Violations;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Errors, AnInvalidRequestNamesItsFields) {
  const Failure failure = InvalidRequest(
      {{"article.text", "REQUIRED", "the text is empty"}, {"features[1]", "UNKNOWN_VALUE", "?"}});
  const grpc::Status status = ToGrpcStatus(failure);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "article.text: the text is empty (and 1 more)");
  const google::rpc::Status details = Details(status);
  EXPECT_EQ(details.code(), 3);
  EXPECT_EQ(details.message(), status.error_message());
  EXPECT_EQ(Reason(details), "INVALID_REQUEST");
  EXPECT_THAT(Violations(details),
              ElementsAre("article.text REQUIRED", "features[1] UNKNOWN_VALUE"));
}

TEST(Errors, ARefusalSaysWhenToTryAgain) {
  const google::rpc::Status details = ToRpcStatus(Refused(kQueueFull, absl::Milliseconds(1250)));
  EXPECT_EQ(details.code(), 8);
  EXPECT_EQ(Reason(details), "QUEUE_FULL");
  const auto retry = Find<google::rpc::RetryInfo>(details);
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 1);
  EXPECT_EQ(retry->retry_delay().nanos(), 250'000'000);
  EXPECT_TRUE(Violations(details).empty());
}

TEST(Errors, DetailsFitIntoTheMetadataOfAResponse) {
  std::vector<contract::FieldViolation> many;
  for (int i = 0; i < 1000; ++i) {
    many.push_back({"features[" + std::to_string(i) + "]", "UNKNOWN_VALUE", std::string(60, 'x')});
  }
  const grpc::Status status = ToGrpcStatus(InvalidRequest(many));
  EXPECT_LE(status.error_details().size() * 4 / 3, 8U << 10);
  const auto kept = Violations(Details(status));
  EXPECT_GT(kept.size(), 10U);
  EXPECT_EQ(kept.front(), "features[0] UNKNOWN_VALUE");
  EXPECT_THAT(status.error_message(), HasSubstr("and 999 more"));
}

TEST(Errors, TheAnalysisSpeaksForItselfExceptInItsOwnFailures) {
  EXPECT_EQ(FromAnalysis(absl::CancelledError("c")).code, grpc::StatusCode::CANCELLED);
  EXPECT_EQ(FromAnalysis(absl::DeadlineExceededError("d")).code,
            grpc::StatusCode::DEADLINE_EXCEEDED);
  const Failure bad = FromAnalysis(absl::InvalidArgumentError("text is too long"));
  EXPECT_EQ(bad.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(bad.message, "text is too long");
  for (const auto& status : {absl::InternalError("secret"), absl::DataLossError("secret"),
                             absl::UnknownError("secret"), absl::NotFoundError("secret")}) {
    const Failure failure = FromAnalysis(status);
    EXPECT_EQ(failure.code, grpc::StatusCode::INTERNAL);
    EXPECT_EQ(failure.message.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace nutgraf::server
