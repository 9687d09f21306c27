// Health and reflection: what is not ours, and must work beside it.

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "spdlog/sinks/null_sink.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST(Health, KnowsTheServerAndItsService) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  const auto channel = server.NewChannel();
  EXPECT_EQ(Health(channel), "SERVING");
  EXPECT_EQ(Health(channel, "nutgraf.v1.ArticleService"), "SERVING");
  const auto unknown = RawUnary(channel, "/grpc.health.v1.Health/Check", "\x0A\x01x");
  EXPECT_EQ(unknown.status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST(Health, AnswersWhileEveryWorkerIsBusyAndTheQueueIsFull) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2, .queue_size = 100});
  std::vector<std::future<grpc::Status>> calls;
  for (int i = 0; i < 64; ++i) {
    calls.push_back(std::async(std::launch::async, [&] { return server.Analyze("hold").status; }));
  }
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 2; }));
  const auto channel = server.NewChannel();
  ASSERT_EQ(Health(channel), "SERVING");  // connects
  std::vector<steady_clock::duration> times;
  for (int i = 0; i < 20; ++i) {
    const auto start = steady_clock::now();
    EXPECT_EQ(Health(channel), "SERVING");
    times.push_back(steady_clock::now() - start);
  }
  std::sort(times.begin(), times.end());
  EXPECT_LT(times[10], milliseconds(50));
  analyzer.Release();
  for (auto& call : calls) EXPECT_TRUE(call.get().ok());
}

TEST(Health, AWatcherDoesNotHoldUpTheStop) {
  FakeAnalyzer analyzer;
  auto server = std::make_unique<TestServer>(
      analyzer.Make(), server::ServerConfig{.grace_period = absl::Minutes(5)});
  const auto channel = server->NewChannel();
  auto watch = std::async(std::launch::async,
                          [&] { return RawStream(channel, "/grpc.health.v1.Health/Watch", {""}); });
  ASSERT_EQ(Health(channel), "SERVING");
  std::this_thread::sleep_for(milliseconds(100));
  const auto start = steady_clock::now();
  EXPECT_TRUE(server->Stop());
  EXPECT_LT(steady_clock::now() - start, milliseconds(3000));
  const auto answer = watch.get();
  ASSERT_GE(answer.messages.size(), 2U);
  EXPECT_EQ(answer.messages.front(), "\x08\x01");
  EXPECT_EQ(answer.messages.back(), "\x08\x02");
}

std::string HealthAddress(TestServer& server) {
  return "127.0.0.1:" + std::to_string(server.server().health_port());
}

std::shared_ptr<grpc::Channel> PlainChannel(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

TEST(HealthPort, IsOffUnlessAskedForAndItsPortMustBeFree) {
  FakeAnalyzer analyzer;
  TestServer first(analyzer.Make());
  EXPECT_EQ(first.server().health_port(), 0);
  TestServer second(analyzer.Make(), {.health_listen = "127.0.0.1:0"});
  server::Log log(std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::off);
  server::ServerConfig config;
  config.listen = "127.0.0.1:0";
  config.health_listen = HealthAddress(second);
  const auto third = server::Server::Start(config, analyzer.Make(), &log);
  EXPECT_EQ(third.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(third.status().ToString(), HasSubstr("--health_listen="));
}

TEST(HealthPort, AnswersHealthAndNothingElse) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.health_listen = "127.0.0.1:0"});
  const auto channel = PlainChannel(HealthAddress(server));
  EXPECT_EQ(Health(channel), "SERVING");
  EXPECT_EQ(Health(channel, "nutgraf.v1.ArticleService"), "SERVING");
  EXPECT_EQ(RawUnary(channel, "/grpc.health.v1.Health/Check", "\x0A\x01x").status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  const std::string service = "/nutgraf.v1.ArticleService/";
  for (const char* method : {"AnalyzeArticle", "BatchAnalyzeArticles", "GetCapabilities"}) {
    EXPECT_EQ(RawUnary(channel, service + method, "").status.error_code(),
              grpc::StatusCode::UNIMPLEMENTED)
        << method;
  }
  for (const std::string& stream : {service + "StreamAnalyzeArticles", std::string(kReflection)}) {
    EXPECT_EQ(RawStream(channel, stream, {std::string("\x3A\x01*")}).status.error_code(),
              grpc::StatusCode::UNIMPLEMENTED)
        << stream;
  }
  EXPECT_EQ(Health(server.NewChannel()), "SERVING");  // the main port answers as before
}

TEST(HealthPort, RefusesWhatIsLargeAndGoesOn) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.health_listen = "127.0.0.1:0"});
  const auto channel = PlainChannel(HealthAddress(server));
  EXPECT_EQ(RawUnary(channel, "/grpc.health.v1.Health/Check", std::string(100'000, 'x'))
                .status.error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_FALSE(RawUnary(channel, "/grpc.health.v1.Health/Check", "\x0A\xFF").status.ok());
  EXPECT_EQ(Health(channel), "SERVING");
}

TEST(HealthPort, SaysNotServingFromTheSignalToTheEnd) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.health_listen = "127.0.0.1:0", .workers = 1});
  const auto channel = PlainChannel(HealthAddress(server));
  ASSERT_EQ(Health(channel), "SERVING");
  auto watch = std::async(std::launch::async,
                          [&] { return RawStream(channel, "/grpc.health.v1.Health/Watch", {""}); });
  auto held = std::async(std::launch::async, [&] { return server.Analyze("hold").status; });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  auto stopped = std::async(std::launch::async, [&] { return server.Stop(); });
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return Health(channel) == "NOT_SERVING"; }));
  std::this_thread::sleep_for(milliseconds(200));  // the drain waits for the call
  EXPECT_EQ(Health(channel, "nutgraf.v1.ArticleService"), "NOT_SERVING");
  analyzer.Release();
  EXPECT_TRUE(held.get().ok());
  EXPECT_TRUE(stopped.get());
  const auto answer = watch.get();  // a watcher holds up nothing
  ASSERT_GE(answer.messages.size(), 2U);
  EXPECT_EQ(answer.messages.back(), "\x08\x02");
}

TEST(Reflection, ListsTheServicesAndDescribesOurs) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  // ServerReflectionRequest { string file_containing_symbol = 4; string list_services = 7; }
  const std::string service = "nutgraf.v1.ArticleService";
  const auto answer =
      RawStream(server.NewChannel(), kReflection,
                {std::string("\x3A\x01*"),
                 "\x22" + std::string(1, static_cast<char>(service.size())) + service});
  ASSERT_TRUE(answer.status.ok());
  ASSERT_EQ(answer.messages.size(), 2U);
  EXPECT_THAT(answer.messages[0], HasSubstr(service));
  EXPECT_THAT(answer.messages[0], HasSubstr("grpc.health.v1.Health"));
  EXPECT_THAT(answer.messages[1], HasSubstr("StreamAnalyzeArticles"));
  EXPECT_THAT(answer.messages[1], HasSubstr("min_confidence"));
}

TEST(Reflection, CanBeSwitchedOff) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.reflection = false});
  const auto answer = RawStream(server.NewChannel(), kReflection, {std::string("\x3A\x01*")});
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_TRUE(server.Analyze("x").status.ok());
}

}  // namespace
}  // namespace nutgraf::testing
