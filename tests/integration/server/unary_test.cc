// AnalyzeArticle over a channel: answers, errors, cancellation, deadlines.

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
namespace v1 = ::nutgraf::v1;

constexpr char kAnalyze[] = "/nutgraf.v1.ArticleService/AnalyzeArticle";

TEST(Unary, AnswersInTheEncodingAskedFor) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  auto request = Request("\xF0\x9F\x87\xB5\xF0\x9F\x87\xB0 Pakistan");
  request.mutable_article()->set_article_id("a-1");
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF16);
  const auto answer = server.Analyze(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  const auto& metadata = answer.response.metadata();
  EXPECT_EQ(metadata.article_id(), "a-1");
  EXPECT_EQ(metadata.participants(0).mentions(0).span().end(), 4U);
  EXPECT_EQ(metadata.zones(0).span().end(), 13U);
}

TEST(Unary, FaultsOfTheRequestAreAllNamed) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  auto request = Request("");
  request.set_min_confidence(2);
  const auto answer = server.Analyze(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto details = Details(answer.status);
  EXPECT_THAT(Violations(details),
              ElementsAre("article.text REQUIRED", "min_confidence OUT_OF_RANGE"));
  EXPECT_EQ(Reason(details), "INVALID_REQUEST");
  EXPECT_EQ(analyzer.started, 0);
}

TEST(Unary, TextThatIsNotUtf8NamesFieldAndByte) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  const auto answer = RawUnary(server.NewChannel(), kAnalyze,
                               std::string("\x0A\x06\x1A\x04"
                                           "ab\xE9!",
                                           8));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(answer.status.error_message(), "article.text: the byte at offset 2 is not UTF-8");
  EXPECT_THAT(Violations(Details(answer.status)), ElementsAre("article.text NOT_UTF8"));
}

TEST(Unary, BytesThatAreNoMessageAreTheCallersError) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  for (const char* method : {"AnalyzeArticle", "BatchAnalyzeArticles", "GetCapabilities"}) {
    const auto answer = RawUnary(server.NewChannel(),
                                 std::string("/nutgraf.v1.ArticleService/") + method, "\xFF\xFF");
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << method;
    EXPECT_EQ(Reason(Details(answer.status)), "INVALID_REQUEST") << method;
  }
}

TEST(Unary, FailuresOfTheAnalysisTellNothingOfTheArticle) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  for (const char* text : {"fail", "throw"}) {
    const auto answer = server.Analyze(text);
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INTERNAL) << text;
    EXPECT_EQ(answer.status.error_message(), "the analysis failed");
    EXPECT_EQ(Reason(Details(answer.status)), "INTERNAL");
  }
  EXPECT_TRUE(server.Analyze("still there").status.ok());
}

TEST(Unary, ACancelledCallFreesItsWorker) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  grpc::ClientContext context;
  auto call = std::async(std::launch::async,
                         [&] { return server.Analyze(Request("hold"), &context).status; });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  const auto start = std::chrono::steady_clock::now();
  context.TryCancel();
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 0; }));
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(500));
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(analyzer.stopped, 1);
  EXPECT_TRUE(server.Analyze("next").status.ok());
}

TEST(Unary, ACancelledCallThatWaitsIsNeverComputed) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  auto first = std::async(std::launch::async, [&] { return server.Analyze("hold").status; });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  grpc::ClientContext context;
  auto second = std::async(std::launch::async,
                           [&] { return server.Analyze(Request("hold"), &context).status; });
  std::this_thread::sleep_for(milliseconds(50));
  context.TryCancel();
  EXPECT_EQ(second.get().error_code(), grpc::StatusCode::CANCELLED);
  // The server has let go of it while the first still works.
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return server.log_lines().Of("call").size() == 1; }));
  analyzer.Release();
  EXPECT_TRUE(first.get().ok());
  EXPECT_EQ(analyzer.started, 1);
}

TEST(Unary, TheDeadlineReachesTheAnalysis) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + milliseconds(60));
  EXPECT_EQ(server.Analyze(Request("hold"), &context).status.error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 0; }));
  EXPECT_EQ(analyzer.stopped, 1);
}

TEST(Unary, ACallWithoutADeadlineGetsTheServers) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.default_deadline = absl::Milliseconds(50)});
  const auto answer = server.Analyze("hold");
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(Reason(Details(answer.status)), "DEADLINE_EXCEEDED");
}

TEST(Unary, RequestIdsAndTracesAreTakenOver) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  {
    grpc::ClientContext context;
    context.AddMetadata("x-request-id", "mine-1");
    context.AddMetadata("traceparent", trace);
    const auto headers = server.Analyze(Request("x"), &context).headers;
    EXPECT_EQ(headers.find("x-request-id")->second, "mine-1");
    EXPECT_EQ(headers.find("traceparent")->second, trace);
  }
  {
    grpc::ClientContext context;
    context.AddMetadata("x-request-id", std::string(200, 'i'));
    context.AddMetadata("traceparent", "rubbish");
    const auto answer = server.Analyze(Request("x"), &context);
    const std::string id = answer.headers.find("x-request-id")->second;
    EXPECT_NE(id, std::string(200, 'i'));
    EXPECT_FALSE(id.empty());
  }
  server.Stop();
  auto calls = server.log_lines().Of("call");
  ASSERT_EQ(calls.size(), 2U);
  // A line is written when gRPC is done with its call, which may be after the next has begun.
  if (calls[0]["request_id"] != "mine-1") std::swap(calls[0], calls[1]);
  EXPECT_EQ(calls[0]["request_id"], "mine-1");
  EXPECT_EQ(calls[0]["traceparent"], trace);
  EXPECT_EQ(calls[0]["trace_id"], trace.substr(3, 32));
  EXPECT_FALSE(calls[1].contains("traceparent"));
}

TEST(Unary, SlowArticlesGetALineOfTheirOwn) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.slow_article = absl::Milliseconds(50)});
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "slow-1");
  EXPECT_TRUE(server.Analyze(Request("work 80"), &context).status.ok());
  EXPECT_TRUE(server.Analyze("quick").status.ok());
  server.Stop();
  const auto lines = server.log_lines().Of("slow_article");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["level"], "warning");
  EXPECT_EQ(lines[0]["request_id"], "slow-1");
  EXPECT_EQ(lines[0]["bytes"], 7);
  EXPECT_GE(lines[0]["run_ms"], 50.0);
  EXPECT_TRUE(lines[0]["stages_ms"].is_object());
}

TEST(Unary, TheLogHoldsNoTextOfArticles) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.log_level = "debug"});
  for (const char* text : {"Confidential words", "fail", "throw"}) server.Analyze(text);
  auto request = Request("Confidential words");
  request.mutable_article()->set_title("Confidential title");
  request.mutable_article()->set_time_zone("Confidential/Zone");
  server.Analyze(request);
  server.Batch({"Confidential words", ""});
  server.Stop();
  const std::string log = server.log_lines().Text();
  EXPECT_THAT(log, Not(HasSubstr("Confidential")));
  EXPECT_THAT(log, Not(HasSubstr("secret")));
  EXPECT_EQ(server.log_lines().Of("call").size(), 5U);
  const auto failures = server.log_lines().Of("analysis_failed");
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0]["status"], "INTERNAL: a table is broken");  // the operator may know
}

TEST(Capabilities, SayWhatTheServerIsSetTo) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(),
                    {.stream_window = 5, .max_batch_size = 7, .max_text_bytes = 1000});
  grpc::ClientContext context;
  v1::GetCapabilitiesResponse response;
  ASSERT_TRUE(server.stub().GetCapabilities(&context, {}, &response).ok());
  EXPECT_EQ(response.limits().stream_window(), 5U);
  EXPECT_EQ(response.limits().max_batch_size(), 7U);
  EXPECT_EQ(response.limits().max_text_bytes(), 1000U);
  EXPECT_GT(response.limits().max_message_bytes(), 7U * 1000U);
  EXPECT_EQ(response.features_size(), 7);
  EXPECT_EQ(response.offset_encodings_size(), 3);
  EXPECT_EQ(response.taxonomy_version(), "fake-topics");
  EXPECT_EQ(response.model_version(), "fake-1");
  EXPECT_THAT(response.language_codes(), ElementsAre("en"));
  EXPECT_THAT(response.server_version(), HasSubstr("."));
}

}  // namespace
}  // namespace nutgraf::testing
