// StreamAnalyzeArticles over a channel: answers, order, the window, slow readers, ends.

#include <algorithm>
#include <chrono>
#include <future>
#include <set>
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
using ::testing::ElementsAre;
namespace v1 = ::nutgraf::v1;

v1::StreamAnalyzeArticlesRequest Item(const std::string& id, const std::string& text) {
  v1::StreamAnalyzeArticlesRequest item;
  item.set_request_id(id);
  *item.mutable_request() = Request(text);
  return item;
}

TEST(Stream, EachRequestGetsOneAnswerWithItsId) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 4, .stream_window = 8});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  std::thread writer([&] {
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(stream->Write(Item(std::to_string(i), i % 50 == 0 ? "" : "word")));
    }
    stream->WritesDone();
  });
  std::set<int> ids;
  int errors = 0;
  v1::StreamAnalyzeArticlesResponse answer;
  while (stream->Read(&answer)) {
    EXPECT_TRUE(ids.insert(std::stoi(answer.request_id())).second);
    if (answer.has_error()) {
      ++errors;
      EXPECT_THAT(Violations(answer.error()), ElementsAre("article.text REQUIRED"));
    }
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(ids.size(), 500U);
  EXPECT_EQ(errors, 10);
  server.Stop();
  const auto call = server.log_lines().Of("call").at(0);
  EXPECT_EQ(call["items"], 500);
  EXPECT_EQ(call["failed_items"], 10);
}

TEST(Stream, AnswersComeAsTheyFinish) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  stream->Write(Item("slow", "hold"));
  stream->Write(Item("quick", "x"));
  v1::StreamAnalyzeArticlesResponse answer;
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.request_id(), "quick");
  analyzer.Release();
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.request_id(), "slow");
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(Stream, AnEmptyStreamEndsWell) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  stream->WritesDone();
  v1::StreamAnalyzeArticlesResponse answer;
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(Stream, ReadsNoFurtherThanItsWindow) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 16, .stream_window = 4});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  for (int i = 0; i < 12; ++i) stream->Write(Item(std::to_string(i), "hold"));
  stream->WritesDone();
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 4; }));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(analyzer.started, 4);
  analyzer.Release();
  v1::StreamAnalyzeArticlesResponse answer;
  int answers = 0;
  while (stream->Read(&answer)) ++answers;
  EXPECT_EQ(answers, 12);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(Stream, AReaderThatStandsStillHoldsUpItsOwnStreamOnly) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2, .stream_window = 4});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  const std::string article(100'000, 'x');  // answered with as much, thrice
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) stream->Write(Item(std::to_string(i), article));
    stream->WritesDone();
  });
  // It comes to a halt, far from the end.
  int last = -1;
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] {
    std::this_thread::sleep_for(milliseconds(200));
    const int now = analyzer.started;
    return std::exchange(last, now) == now && now > 0;
  }));
  EXPECT_LT(last, 50);
  EXPECT_TRUE(server.Analyze("others are served").status.ok());
  v1::StreamAnalyzeArticlesResponse answer;
  int answers = 0;
  while (stream->Read(&answer)) ++answers;
  writer.join();
  EXPECT_EQ(answers, 50);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(Stream, TheWindowBoundsBytesTooButOneArticleAlwaysFits) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 8, .stream_window_bytes = 1024});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  for (int i = 0; i < 4; ++i) {
    stream->Write(Item(std::to_string(i), std::string(5000, 'x')));
  }
  stream->WritesDone();
  v1::StreamAnalyzeArticlesResponse answer;
  int answers = 0;
  while (stream->Read(&answer)) ++answers;
  EXPECT_EQ(answers, 4);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(Stream, ABadMessageIsAnsweredAndTheStreamGoesOn) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  const auto answer =
      RawStream(server.NewChannel(), "/nutgraf.v1.ArticleService/StreamAnalyzeArticles",
                {"\xFF\xFF\xFF", Item(std::string(129, 'i'), "x").SerializeAsString(),
                 Item("good", "x").SerializeAsString()});
  EXPECT_TRUE(answer.status.ok());
  ASSERT_EQ(answer.messages.size(), 3U);
  int errors = 0;
  for (const std::string& message : answer.messages) {
    v1::StreamAnalyzeArticlesResponse response;
    ASSERT_TRUE(response.ParseFromString(message));
    if (response.has_error()) {
      ++errors;
      EXPECT_EQ(response.error().code(), grpc::StatusCode::INVALID_ARGUMENT);
      EXPECT_EQ(response.request_id(), "");
    } else {
      EXPECT_EQ(response.request_id(), "good");
    }
  }
  EXPECT_EQ(errors, 2);
}

TEST(Stream, ACancelledStreamFreesItsWorkersAndDropsWhatWaits) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 2});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  for (int i = 0; i < 10; ++i) stream->Write(Item(std::to_string(i), "hold"));
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 2; }));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 0; }));
  EXPECT_TRUE(server.Analyze("next").status.ok());
  EXPECT_LE(analyzer.started, 5);
}

TEST(Stream, TheDeadlineOfTheStreamEndsIt) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + milliseconds(80));
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  stream->Write(Item("1", "hold"));
  v1::StreamAnalyzeArticlesResponse answer;
  while (stream->Read(&answer)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 0; }));
}

TEST(Stream, OneArticleHasTheServersDeadlineAndTheStreamNone) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.default_deadline = absl::Milliseconds(50)});
  grpc::ClientContext context;
  auto stream = server.stub().StreamAnalyzeArticles(&context);
  v1::StreamAnalyzeArticlesResponse answer;
  for (int i = 0; i < 3; ++i) {  // longer, together, than one may take
    stream->Write(Item("held", "hold"));
    ASSERT_TRUE(stream->Read(&answer));
    EXPECT_EQ(Reason(answer.error()), "DEADLINE_EXCEEDED");
  }
  stream->Write(Item("next", "x"));
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_TRUE(answer.has_metadata());
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(Stream, TooManyStreamsAreRefused) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.max_streams = 1});
  grpc::ClientContext first_context, second_context;
  auto first = server.stub().StreamAnalyzeArticles(&first_context);
  first->Write(Item("1", "x"));
  v1::StreamAnalyzeArticlesResponse answer;
  ASSERT_TRUE(first->Read(&answer));
  auto second = server.stub().StreamAnalyzeArticles(&second_context);
  EXPECT_FALSE(second->Read(&answer));
  const grpc::Status status = second->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Reason(Details(status)), "TOO_MANY_STREAMS");
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
}

}  // namespace
}  // namespace nutgraf::testing
