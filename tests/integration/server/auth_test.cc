// Tokens, quotas and the limits of connections, over the wire.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "service/server/callers_file.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

namespace v1 = ::nutgraf::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

class Auth : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "/auth_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
    std::ofstream(path_) << R"({"callers": [{"name": "desk", "token_sha256": [")"
                         << server::TokenDigest("secret") << R"("],
        "methods": ["AnalyzeArticle", "BatchAnalyzeArticles", "StreamAnalyzeArticles"],
        "articles_per_second": 0.001, "burst": 4, "max_calls": 2}]})";
  }
  void TearDown() override { std::filesystem::remove(path_); }

  server::ServerConfig Config() const { return {.workers = 1, .callers_file = path_}; }

  static void AddToken(grpc::ClientContext* context, const std::string& token = "secret") {
    context->AddMetadata("authorization", "Bearer " + token);
  }

  static grpc::Status Call(TestServer* server, const std::string& text) {
    grpc::ClientContext context;
    AddToken(&context);
    return server->Analyze(Request(text), &context).status;
  }

  std::string path_;
};

TEST_F(Auth, StrangersAreTurnedAwayAndTheLogKnowsTheCallers) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), Config());
  EXPECT_EQ(Reason(Details(server.Analyze("x").status)), "UNAUTHENTICATED");
  grpc::ClientContext twice;
  AddToken(&twice);
  AddToken(&twice, "other");
  EXPECT_EQ(server.Analyze(Request("x"), &twice).status.error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(Call(&server, "x").ok());
  grpc::ClientContext context;
  AddToken(&context);
  v1::GetCapabilitiesResponse response;
  const auto denied = server.stub().GetCapabilities(&context, {}, &response);
  EXPECT_EQ(denied.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Reason(Details(denied)), "METHOD_NOT_ALLOWED");
  EXPECT_EQ(analyzer.started, 1);
  EXPECT_EQ(Health(server.NewChannel()), "SERVING");
  EXPECT_EQ(
      RawStream(server.NewChannel(), kReflection, {std::string("\x3A\x01*")}).status.error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
  server.Stop();
  const auto calls = server.log_lines().Of("call");
  // A call is logged when gRPC is done with it, which may be after the next one's answer.
  ASSERT_EQ(calls.size(), 4U);
  std::multiset<std::pair<std::string, std::string>> logged;
  for (const auto& call : calls) logged.insert({call["status"], call.value("caller", "")});
  EXPECT_THAT(logged, ElementsAre(Pair("OK", "desk"), Pair("PERMISSION_DENIED", "desk"),
                                  Pair("UNAUTHENTICATED", ""), Pair("UNAUTHENTICATED", "")));
  EXPECT_EQ(server.log_lines().Of("tokens_in_plain_text").size(), 1U);
  EXPECT_THAT(server.log_lines().Text(), Not(HasSubstr("secret")));
}

TEST_F(Auth, AQuotaCountsTheArticlesOfAllMethods) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), Config());
  EXPECT_TRUE(Call(&server, "x").ok());
  grpc::ClientContext context;
  AddToken(&context);
  // Two more of four, then a batch that owes.
  EXPECT_TRUE(server.Batch({"a", "b"}, &context).status.ok());
  grpc::ClientContext again;
  AddToken(&again);
  EXPECT_TRUE(server.Batch({"a", "b", "c"}, &again).status.ok());
  const grpc::Status over = Call(&server, "x");
  EXPECT_EQ(Reason(Details(over)), "QUOTA_EXCEEDED");
  const auto retry = Find<google::rpc::RetryInfo>(Details(over));
  ASSERT_TRUE(retry.has_value());
  EXPECT_GT(retry->retry_delay().seconds(), 1000);
  // A stream goes on, its articles are refused.
  grpc::ClientContext streaming;
  AddToken(&streaming);
  const auto stream = server.stub().StreamAnalyzeArticles(&streaming);
  v1::StreamAnalyzeArticlesRequest request;
  request.set_request_id("r");
  *request.mutable_request() = Request("x");
  stream->Write(request);
  stream->WritesDone();
  v1::StreamAnalyzeArticlesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.request_id(), "r");
  EXPECT_EQ(Reason(response.error()), "QUOTA_EXCEEDED");
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Auth, CallsAtOnceAreBoundedACaller) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), Config());
  auto first = std::async(std::launch::async, [&] { return Call(&server, "hold"); });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  // Of two more, whichever comes second is refused, and the other one waits for the worker.
  std::future<grpc::Status> more[2];
  for (auto& call : more) {
    call = std::async(std::launch::async, [&] { return Call(&server, "hold"); });
  }
  const auto ended = [](const std::future<grpc::Status>& call) {
    return call.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return ended(more[0]) || ended(more[1]); }));
  const int refused = ended(more[0]) ? 0 : 1;
  EXPECT_FALSE(ended(more[1 - refused]));
  analyzer.Release();
  EXPECT_TRUE(first.get().ok());
  EXPECT_TRUE(more[1 - refused].get().ok());
  EXPECT_EQ(Reason(Details(more[refused].get())), "TOO_MANY_CALLS");
  // Both places are free again, as soon as gRPC is done with the calls.
  EXPECT_TRUE(FakeAnalyzer::Eventually(
      [&] { return Reason(Details(Call(&server, "x"))) != "TOO_MANY_CALLS"; }));
}

TEST(Connections, WhoProbesTooOftenIsCutOff) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.min_ping_interval = absl::Hours(1)});
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 50);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  const auto stub = v1::ArticleService::NewStub(
      grpc::CreateCustomChannel(server.address(), grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  v1::AnalyzeArticleResponse response;
  const auto status = stub->AnalyzeArticle(&context, Request("hold"), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.stopped == 1; }));
}

TEST(Connections, AreClosedWhenIdleAndReopenedByTheNextCall) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.max_connection_idle = absl::Milliseconds(200)});
  const auto channel = server.NewChannel();
  EXPECT_EQ(Health(channel), "SERVING");
  EXPECT_EQ(channel->GetState(false), GRPC_CHANNEL_READY);
  EXPECT_TRUE(
      FakeAnalyzer::Eventually([&] { return channel->GetState(false) != GRPC_CHANNEL_READY; }));
  EXPECT_EQ(Health(channel), "SERVING");
}

TEST(Connections, AreRenewedAtTheirAge) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.max_connection_age = absl::Milliseconds(200)});
  const auto channel = server.NewChannel();
  const auto stub = v1::ArticleService::NewStub(channel);
  // A call that is longer than the connection may be old is finished all the same.
  grpc::ClientContext context;
  v1::AnalyzeArticleResponse response;
  EXPECT_TRUE(stub->AnalyzeArticle(&context, Request("work 600"), &response).ok());
  EXPECT_TRUE(
      FakeAnalyzer::Eventually([&] { return channel->GetState(false) != GRPC_CHANNEL_READY; }));
}

TEST(Connections, AStreamOnWhichNothingMovesIsEnded) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.stream_idle_timeout = absl::Milliseconds(100)});
  grpc::ClientContext context;
  const auto stream = server.stub().StreamAnalyzeArticles(&context);
  v1::StreamAnalyzeArticlesRequest request;
  *request.mutable_request() = Request("work 500");  // at work it is not idle
  stream->Write(request);
  v1::StreamAnalyzeArticlesResponse response;
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_TRUE(response.has_metadata());
  EXPECT_FALSE(stream->Read(&response));
  const auto status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reason(Details(status)), "STREAM_IDLE");
}

TEST(Connections, AStreamWhoseClientDoesNotReadIsCancelled) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.stream_idle_timeout = absl::Milliseconds(300)});
  grpc::ClientContext context;
  const auto stream = server.stub().StreamAnalyzeArticles(&context);
  v1::StreamAnalyzeArticlesRequest request;
  *request.mutable_request() = Request(std::string(1 << 20, 'x'));
  // Until the window is full; the writes that follow fail when the server gives up.
  while (stream->Write(request)) {
  }
  v1::StreamAnalyzeArticlesResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace nutgraf::testing
