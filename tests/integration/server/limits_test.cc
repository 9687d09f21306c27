// What is too much: of one request, and of all together.

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using ::testing::ElementsAre;

TEST(Limits, TheLongestTextIsTakenAndOneByteMoreIsNot) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  EXPECT_TRUE(server.Analyze(std::string(1 << 20, 'x')).status.ok());
  const auto answer = server.Analyze(std::string((1 << 20) + 1, 'x'));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(answer.status.error_message(),
            "article.text: 1048577 bytes are more than the 1048576 allowed");
  EXPECT_THAT(Violations(Details(answer.status)), ElementsAre("article.text TOO_LONG"));
}

TEST(Limits, AMessageOverTheLimitIsRefusedByTheTransport) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(),
                    {.max_batch_size = 1, .max_text_bytes = 1000, .max_message_bytes = 20'000});
  EXPECT_EQ(server.Analyze(std::string(30'000, 'x')).status.error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(server.Analyze("next").status.ok());
}

TEST(Limits, AFullQueueRefusesAtOnceAndSaysWhenToTryAgain) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1, .queue_size = 2});
  std::vector<std::future<grpc::Status>> accepted;
  for (int i = 0; i < 3; ++i) {
    accepted.push_back(
        std::async(std::launch::async, [&] { return server.Analyze("hold").status; }));
  }
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // the other two wait
  Answer<nutgraf::v1::AnalyzeArticleResponse> refused;
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
    refused = server.Analyze(Request("one more"), &context);
    return refused.status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
  }));
  const auto details = Details(refused.status);
  EXPECT_EQ(Reason(details), "QUEUE_FULL");
  const auto retry = Find<google::rpc::RetryInfo>(details);
  ASSERT_TRUE(retry.has_value());
  const int64_t millis =
      retry->retry_delay().seconds() * 1000 + retry->retry_delay().nanos() / 1'000'000;
  EXPECT_GE(millis, 50);
  ASSERT_EQ(refused.trailers.count("grpc-retry-pushback-ms"), 1U);
  EXPECT_EQ(refused.trailers.find("grpc-retry-pushback-ms")->second, std::to_string(millis));
  analyzer.Release();
  for (auto& call : accepted) EXPECT_TRUE(call.get().ok());
  EXPECT_TRUE(server.Analyze("now there is room").status.ok());
}

TEST(Limits, WhatCannotBeDoneInTimeIsRefusedAtOnce) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  // The server learns that these take 100 ms, whatever it guessed.
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(server.Analyze("work 100" + std::string(10'000, ' ')).status.ok());
  }
  std::vector<std::future<grpc::Status>> waiting;
  for (int i = 0; i < 20; ++i) {
    waiting.push_back(std::async(std::launch::async, [&] {
      return server.Analyze("work 100" + std::string(10'000, ' ')).status;
    }));
  }
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.started == 21; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  const auto start = std::chrono::steady_clock::now();
  const auto refused = server.Analyze(Request("work 100" + std::string(10'000, ' ')), &context);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Reason(Details(refused.status)), "DEADLINE_UNREACHABLE");
  EXPECT_EQ(refused.trailers.count("grpc-retry-pushback-ms"), 1U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(90));
  for (auto& call : waiting) EXPECT_TRUE(call.get().ok());
}

TEST(Limits, AShortArticleDoesNotWaitForALongOne) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  grpc::ClientContext context;
  auto long_one = std::async(std::launch::async, [&] {
    return server.Analyze(Request("work 3000" + std::string(1 << 19, ' ')), &context).status;
  });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(server.Analyze("short").status.ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(500));
  EXPECT_EQ(analyzer.running, 1);
  context.TryCancel();
  EXPECT_EQ(long_one.get().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(Limits, PendingBytesAreBounded) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1, .max_pending_bytes = 1 << 20});
  auto holding = std::async(std::launch::async, [&] { return server.Analyze("hold").status; });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  const auto refused = server.Batch({std::string(1 << 20, 'x')});
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Reason(Details(refused.status)), "MEMORY_FULL");
  analyzer.Release();
  EXPECT_TRUE(holding.get().ok());
}

TEST(Limits, MetadataIsBounded) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.max_metadata_bytes = 1 << 10});
  grpc::ClientContext context;
  context.AddMetadata("padding", std::string(10'000, 'x'));
  EXPECT_EQ(server.Analyze(Request("x"), &context).status.error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Limits, AGuardTurnsCallsAwayBeforeTheyCostAnything) {
  class NoStrangers : public server::Guard {
    std::optional<server::Failure> Check(std::string_view method,
                                         const grpc::CallbackServerContext& context,
                                         server::Pass* /*pass*/) override {
      if (method == "GetCapabilities") return std::nullopt;
      if (context.client_metadata().count("password") > 0) return std::nullopt;
      server::Failure failure;
      failure.code = grpc::StatusCode::UNAUTHENTICATED;
      failure.reason = "NO_PASSWORD";
      return failure;
    }
  };
  FakeAnalyzer analyzer;
  server::Extensions extensions;
  extensions.guards.push_back(std::make_unique<NoStrangers>());
  TestServer server(analyzer.Make(), {}, std::move(extensions));
  const auto answer = server.Analyze("x");
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Reason(Details(answer.status)), "NO_PASSWORD");
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  grpc::ClientContext known;
  known.AddMetadata("password", "x");
  EXPECT_TRUE(server.Analyze(Request("x"), &known).status.ok());
}

}  // namespace
}  // namespace nutgraf::testing
