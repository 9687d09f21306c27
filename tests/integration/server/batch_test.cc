// BatchAnalyzeArticles over a channel: order, errors of single items, bounds, cancellation.

#include <chrono>
#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using ::testing::ElementsAre;
namespace v1 = ::nutgraf::v1;

TEST(Batch, AnswersInTheOrderOfTheRequests) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 4});
  v1::BatchAnalyzeArticlesRequest request;
  for (int i = 0; i < 64; ++i) {
    // The first ones take longest, so that they end last.
    *request.add_requests() = Request("work " + std::to_string((64 - i) / 8));
    request.mutable_requests(i)->mutable_article()->set_article_id(std::to_string(i));
  }
  grpc::ClientContext context;
  v1::BatchAnalyzeArticlesResponse response;
  ASSERT_TRUE(server.stub().BatchAnalyzeArticles(&context, request, &response).ok());
  ASSERT_EQ(response.results_size(), 64);
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(response.results(i).metadata().article_id(), std::to_string(i));
  }
}

TEST(Batch, OneThatFailsDoesNotFailTheOthers) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2, .max_text_bytes = 100});
  const auto answer =
      server.Batch({"good", "", "throw", std::string(101, 'x'), "fail", "also good"});
  ASSERT_TRUE(answer.status.ok());
  ASSERT_EQ(answer.response.results_size(), 6);
  const auto& results = answer.response.results();
  EXPECT_EQ(results[0].metadata().participants(0).name(), "good");
  EXPECT_THAT(Violations(results[1].error()), ElementsAre("article.text REQUIRED"));
  EXPECT_EQ(results[2].error().code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(Violations(results[3].error()), ElementsAre("article.text TOO_LONG"));
  EXPECT_EQ(Reason(results[4].error()), "INTERNAL");
  EXPECT_EQ(results[5].metadata().participants(0).name(), "also");
  server.Stop();
  const auto calls = server.log_lines().Of("call");
  EXPECT_EQ(calls.at(0)["items"], 6);
  EXPECT_EQ(calls.at(0)["failed_items"], 4);
}

TEST(Batch, EachItemHasItsOwnOptions) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  v1::BatchAnalyzeArticlesRequest request;
  for (const auto encoding :
       {v1::OFFSET_ENCODING_UTF8, v1::OFFSET_ENCODING_UTF16, v1::OFFSET_ENCODING_UTF32}) {
    *request.add_requests() = Request("\xF0\x9F\x98\x80");
    request.mutable_requests()->rbegin()->set_offset_encoding(encoding);
  }
  grpc::ClientContext context;
  v1::BatchAnalyzeArticlesResponse response;
  ASSERT_TRUE(server.stub().BatchAnalyzeArticles(&context, request, &response).ok());
  EXPECT_EQ(response.results(0).metadata().zones(0).span().end(), 4U);
  EXPECT_EQ(response.results(1).metadata().zones(0).span().end(), 2U);
  EXPECT_EQ(response.results(2).metadata().zones(0).span().end(), 1U);
}

TEST(Batch, NoneAndTooManyAreInvalid) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  const auto none = server.Batch({});
  EXPECT_EQ(none.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Violations(Details(none.status)), ElementsAre("requests REQUIRED"));
  const auto many = server.Batch(std::vector<std::string>(65, "x"));
  EXPECT_EQ(many.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Violations(Details(many.status)), ElementsAre("requests TOO_MANY"));
  EXPECT_EQ(analyzer.started, 0);
}

TEST(Batch, AFullBatchOfTheLongestArticlesIsTaken) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2});
  const auto answer = server.Batch(std::vector<std::string>(64, std::string(1 << 20, 'x')));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.response.results_size(), 64);
  EXPECT_EQ(answer.response.results(63).metadata().coverage().total_bytes(), 1U << 20);
}

TEST(Batch, ABatchDoesNotHoldUpSingleArticles) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  auto batch = std::async(std::launch::async, [&] {
    return server.Batch(std::vector<std::string>(64, "work 20")).status;
  });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  EXPECT_TRUE(server.Analyze("single").status.ok());
  EXPECT_LT(analyzer.answered, 32);  // it did not wait for the batch
  EXPECT_TRUE(batch.get().ok());
}

TEST(Batch, ACancelledBatchFreesItsWorkers) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 3});
  grpc::ClientContext context;
  auto call = std::async(std::launch::async, [&] {
    return server.Batch(std::vector<std::string>(64, "hold"), &context).status;
  });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 3; }));
  context.TryCancel();
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 0; }));
  EXPECT_TRUE(server.Analyze("next").status.ok());
  EXPECT_EQ(analyzer.started, 4);  // the waiting items were never begun
}

TEST(Batch, TheDeadlineIsTheBatchs) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(60));
  EXPECT_EQ(server.Batch({"quick", "hold", "quick"}, &context).status.error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 0; }));
}

}  // namespace
}  // namespace nutgraf::testing
