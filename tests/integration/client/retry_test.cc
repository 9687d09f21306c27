// The client library against a service that refuses, waits and goes away.

#include <chrono>
#include <memory>
#include <set>
#include <string>

#include "client/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/client/scripted_service.h"

namespace nutgraf::testing {
namespace {

namespace v1 = ::nutgraf::v1;
using client::CallOptions;
using client::Client;
using client::ClientOptions;
using grpc::StatusCode;
using std::chrono::milliseconds;
using ::testing::MatchesRegex;

std::unique_ptr<Client> Connect(ClientOptions options) {
  auto client = Client::Create(options);
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

v1::AnalyzeArticleRequest Request(size_t bytes = 1) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_article_id("a");
  request.mutable_article()->set_text(std::string(bytes, 'x'));
  return request;
}

TEST(ClientRetry, ARefusedCallIsTriedAgainUnderTheSameId) {
  ScriptedServer server;
  const auto refusal = ServiceError(StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL");
  server.Push({.status = refusal, .pushback = "10"});
  server.Push({.status = refusal, .pushback = "10"});
  const auto client = Connect({.target = server.address()});
  const auto answer = client->Analyze(Request());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->metadata().article_id(), "a");
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_THAT(seen[0].Value("x-request-id"), MatchesRegex("[0-9a-f]{16}"));
  std::set<std::string> ids;
  for (const Seen& call : seen) ids.insert(call.Value("x-request-id"));
  EXPECT_EQ(ids.size(), 1U);
}

TEST(ClientRetry, EachCallHasAnIdOfItsOwn) {
  ScriptedServer server;
  const auto client = Connect({.target = server.address()});
  ASSERT_TRUE(client->Analyze(Request()).ok());
  ASSERT_TRUE(client->Analyze(Request()).ok());
  const auto seen = server.seen();
  EXPECT_NE(seen[0].Value("x-request-id"), seen[1].Value("x-request-id"));
}

TEST(ClientRetry, ThePauseThatTheServerAsksForIsWaited) {
  for (const bool trailer : {true, false}) {
    ScriptedServer server;
    constexpr milliseconds kPause(300);
    server.Push(
        {.status = ServiceError(StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL",
                                trailer ? std::nullopt : std::optional<milliseconds>(kPause)),
         .pushback = trailer ? std::optional<std::string>("300") : std::nullopt});
    const auto client = Connect({.target = server.address()});
    ASSERT_TRUE(client->Analyze(Request()).ok());
    const auto seen = server.seen();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_GE(seen[1].when - seen[0].when, kPause - milliseconds(5)) << trailer;
  }
}

TEST(ClientRetry, ANegativePauseMeansNever) {
  ScriptedServer server;
  server.Push({.status = ServiceError(StatusCode::UNAVAILABLE, "DRAINING"), .pushback = "-1"});
  const auto client = Connect({.target = server.address()});
  EXPECT_TRUE(absl::IsUnavailable(client->Analyze(Request()).status()));
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST(ClientRetry, APauseBeyondTheDeadlineIsNotBegun) {
  ScriptedServer server;
  server.Always({.status = ServiceError(StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL"),
                 .pushback = "3600000"});
  const auto client = Connect({.target = server.address(), .timeout = absl::Seconds(30)});
  EXPECT_TRUE(absl::IsResourceExhausted(client->Analyze(Request()).status()));  // and not the hour
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST(ClientRetry, TriesAreBounded) {
  ScriptedServer server;
  server.Always({.status = ServiceError(StatusCode::UNAVAILABLE, "DRAINING"), .pushback = "1"});
  EXPECT_TRUE(absl::IsUnavailable(
      Connect({.target = server.address(), .max_attempts = 7})->Analyze(Request()).status()));
  EXPECT_EQ(server.seen().size(), 7U);
  EXPECT_TRUE(absl::IsUnavailable(
      Connect({.target = server.address(), .max_attempts = 1})->Analyze(Request()).status()));
  EXPECT_EQ(server.seen().size(), 8U);
}

TEST(ClientRetry, WhatIsWrongIsNotTriedAgain) {
  for (const auto code :
       {StatusCode::INVALID_ARGUMENT, StatusCode::INTERNAL, StatusCode::UNAUTHENTICATED}) {
    ScriptedServer server;
    server.Always({.status = ServiceError(code, "X")});
    const auto client = Connect({.target = server.address()});
    EXPECT_EQ(static_cast<int>(client->Analyze(Request()).status().code()), code);
    EXPECT_EQ(server.seen().size(), 1U);
  }
}

// gRPC's own retries give up on what does not fit into a buffer of 256 KiB.
TEST(ClientRetry, ALongArticleIsTriedAgainToo) {
  ScriptedServer server;
  server.Push(
      {.status = ServiceError(StatusCode::RESOURCE_EXHAUSTED, "MEMORY_FULL"), .pushback = "1"});
  const auto client = Connect({.target = server.address()});
  ASSERT_TRUE(client->Analyze(Request(1 << 20)).ok());
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[1].text_bytes, 1U << 20);
}

TEST(ClientRetry, ABatchAndCapabilitiesAreTriedAgain) {
  ScriptedServer server;
  const Act refusal{.status = ServiceError(StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_BATCHES"),
                    .pushback = "1"};
  const auto client = Connect({.target = server.address()});
  v1::BatchAnalyzeArticlesRequest batch;
  *batch.add_requests() = Request();
  server.Push(refusal);
  const auto answer = client->BatchAnalyze(batch, {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->results_size(), 1);
  server.Push(refusal);
  EXPECT_TRUE(client->GetCapabilities({}).ok());
  EXPECT_EQ(server.seen().size(), 4U);
}

std::vector<std::string> StreamThree(Client& client, absl::Status& status) {
  int sent = 0;
  std::vector<std::string> got;
  status = client.Stream(
      [&]() -> std::optional<v1::StreamAnalyzeArticlesRequest> {
        if (sent == 3) return std::nullopt;
        v1::StreamAnalyzeArticlesRequest request;
        request.set_request_id(std::to_string(sent++));
        return request;
      },
      [&](const v1::StreamAnalyzeArticlesResponse& answer) { got.push_back(answer.request_id()); },
      {.timeout = absl::Seconds(30)});
  return got;
}

TEST(ClientRetry, AStreamIsAnsweredOrRefusedOnce) {
  ScriptedServer server;
  server.Push({.status = ServiceError(StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS"),
               .pushback = "1"});
  const auto client = Connect({.target = server.address()});
  absl::Status status;
  EXPECT_TRUE(StreamThree(*client, status).empty());
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_EQ(server.seen().size(), 1U);
  EXPECT_THAT(StreamThree(*client, status), ::testing::ElementsAre("0", "1", "2"));
  EXPECT_TRUE(status.ok()) << status;
}

TEST(ClientDeadline, TheServerKnowsItAndAllTriesShareIt) {
  ScriptedServer server;
  server.Push({.status = ServiceError(StatusCode::UNAVAILABLE, "DRAINING"), .pushback = "1000"});
  server.Push({.status = grpc::Status::OK, .wait_for_cancel = true});
  const auto client = Connect({.target = server.address()});
  const auto before = std::chrono::system_clock::now();
  const auto status = client->Analyze(Request(), {.timeout = absl::Seconds(3)}).status();
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 2U);
  for (const Seen& call : seen) EXPECT_GT(call.deadline, before + milliseconds(2900));
  // Begun anew, the second would end a whole pause later.
  EXPECT_LT(seen[1].deadline - seen[0].deadline, milliseconds(900));
}

TEST(ClientRetry, HealthIsAskedOnce) {
  const auto client = Connect({.target = "127.0.0.1:1"});  // where nobody listens
  EXPECT_TRUE(absl::IsUnavailable(client->CheckHealth("", {.timeout = absl::Seconds(20)})));
}

TEST(ClientMetadata, TraceparentAndIdArePassedOn) {
  ScriptedServer server;
  const auto client = Connect({.target = server.address()});
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  ASSERT_TRUE(client->Analyze(Request(), {.request_id = "mine", .traceparent = trace}).ok());
  ASSERT_TRUE(client->Analyze(Request()).ok());
  EXPECT_EQ(server.seen()[0].Value("x-request-id"), "mine");
  EXPECT_EQ(server.seen()[0].Value("traceparent"), trace);
  EXPECT_EQ(server.seen()[1].metadata.count("traceparent"), 0U);
  EXPECT_EQ(server.seen()[1].metadata.count("authorization"), 0U);
}

// gRPC would end the process over these.
TEST(ClientMetadata, WhatHttpDoesNotAllowIsAnError) {
  ScriptedServer server;
  const auto client = Connect({.target = server.address()});
  for (const std::string& bad : {std::string("a\nb"), std::string("ä"), std::string("a\0b", 3)}) {
    EXPECT_TRUE(absl::IsInvalidArgument(client->Analyze(Request(), {.request_id = bad}).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(client->Analyze(Request(), {.traceparent = bad}).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(client->CheckHealth("", {.request_id = bad})));
    EXPECT_TRUE(absl::IsInvalidArgument(client->Stream(
        [] { return std::nullopt; }, [](const auto& /*answer*/) {}, {.request_id = bad})));
  }
  EXPECT_TRUE(server.seen().empty());
}

TEST(ClientOptions, ThatCannotWorkTogetherAreAnError) {
  const auto code = [](ClientOptions options) { return Client::Create(options).status().code(); };
  EXPECT_EQ(code({.target = ""}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.max_attempts = 0}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.bearer_token = "secret"}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.tls = client::TlsOptions{.private_key = "key"}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.tls = client::TlsOptions{}, .bearer_token = "a\nb"}),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace nutgraf::testing
