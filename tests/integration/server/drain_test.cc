// Stopping: nothing that was accepted is lost, what is new is refused, and it ends in time.

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
namespace v1 = ::nutgraf::v1;

TEST(Drain, FinishesWhatWasAcceptedAndRefusesWhatIsNew) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  const auto channel = server.NewChannel();
  EXPECT_EQ(Health(channel), "SERVING");
  std::vector<std::future<grpc::Status>> accepted;
  for (int i = 0; i < 5; ++i) {
    accepted.push_back(
        std::async(std::launch::async, [&] { return server.Analyze("hold").status; }));
  }
  auto batch = std::async(std::launch::async, [&] {
    return server.Batch({"hold", "hold"}).status;
  });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  std::this_thread::sleep_for(milliseconds(100));  // the others have arrived
  auto stopped = std::async(std::launch::async, [&] { return server.server().Stop(); });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return Health(channel) == "NOT_SERVING"; }));
  EXPECT_EQ(Health(channel, "nutgraf.v1.ArticleService"), "NOT_SERVING");
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] {
    const auto late = server.Analyze("late");
    return late.status.error_code() == grpc::StatusCode::UNAVAILABLE &&
           Reason(Details(late.status)) == "DRAINING";
  }));
  EXPECT_EQ(stopped.wait_for(milliseconds(50)), std::future_status::timeout);
  analyzer.Release();
  for (auto& call : accepted) EXPECT_TRUE(call.get().ok());
  EXPECT_TRUE(batch.get().ok());
  EXPECT_TRUE(stopped.get());
}

TEST(Drain, AnIdleServerStopsAtOnce) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.grace_period = absl::Minutes(5)});
  const auto start = steady_clock::now();
  EXPECT_TRUE(server.Stop());
  EXPECT_LT(steady_clock::now() - start, milliseconds(2000));
}

TEST(Drain, WhatOutlastsTheGracePeriodIsCancelled) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1, .grace_period = absl::Milliseconds(100)});
  auto running = std::async(std::launch::async, [&] { return server.Analyze("hold").status; });
  auto batch = std::async(std::launch::async, [&] { return server.Batch({"hold"}).status; });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  std::this_thread::sleep_for(milliseconds(50));
  const auto start = steady_clock::now();
  EXPECT_FALSE(server.Stop());
  EXPECT_LT(steady_clock::now() - start, milliseconds(3000));
  EXPECT_FALSE(running.get().ok());
  EXPECT_FALSE(batch.get().ok());
  EXPECT_EQ(server.log_lines().Of("stopped").at(0)["cancelled_calls"], 2);
}

TEST(Drain, AStreamAnswersWhatItHasReadAndEnds) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2});
  grpc::ClientContext context, idle_context;
  auto idle = server.stub().StreamAnalyzeArticles(&idle_context);
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  for (int i = 0; i < 3; ++i) {
    v1::StreamAnalyzeArticlesRequest item;
    item.set_request_id(std::to_string(i));
    *item.mutable_request() = Request("hold");
    stream->Write(item);
  }
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 2; }));
  std::this_thread::sleep_for(milliseconds(100));  // the third was read
  auto stopped = std::async(std::launch::async, [&] { return server.server().Stop(); });
  v1::StreamAnalyzeArticlesResponse answer;
  EXPECT_FALSE(idle->Read(&answer));  // neither has closed its side
  EXPECT_EQ(Reason(Details(idle->Finish())), "DRAINING");
  analyzer.Release();
  int answers = 0;
  while (stream->Read(&answer)) ++answers;
  EXPECT_EQ(answers, 3);
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(stopped.get());
}

TEST(Drain, UnderLoadEveryCallIsAnsweredOrRefused) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2, .queue_size = 1000});
  std::atomic<int> good{0}, refused{0}, lost{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto stub = v1::ArticleService::NewStub(server.NewChannel());
      while (!stop) {
        grpc::ClientContext context;
        v1::AnalyzeArticleResponse response;
        const grpc::Status status = stub->AnalyzeArticle(&context, Request("work 2"), &response);
        // CANCELLED: it met gRPC's own shutdown, after all that was accepted had been answered.
        if (status.ok()) {
          ++good;
        } else if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                   status.error_code() == grpc::StatusCode::CANCELLED) {
          ++refused;
          std::this_thread::sleep_for(milliseconds(100));  // as callers back off
        } else {
          ++lost;
          ADD_FAILURE() << status.error_code() << " " << status.error_message();
        }
      }
    });
  }
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return good > 50; }));
  EXPECT_TRUE(server.server().Stop());
  stop = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(lost, 0);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(good, analyzer.answered);  // whatever was computed has arrived
}

TEST(Drain, TheDelayLetsLoadBalancersNotice) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.drain_delay = absl::Milliseconds(500)});
  const auto channel = server.NewChannel();
  ASSERT_EQ(Health(channel), "SERVING");
  auto stopped = std::async(std::launch::async, [&] { return server.server().Stop(); });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return Health(channel) == "NOT_SERVING"; }));
  EXPECT_TRUE(server.Analyze("still served").status.ok());
  EXPECT_TRUE(stopped.get());
}

}  // namespace
}  // namespace nutgraf::testing
