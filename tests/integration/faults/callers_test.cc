// Callers that go away, stand still, or come in thousands; deadlines at every stage of a call.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/integration/faults/http2.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using std::chrono::milliseconds;
namespace v1 = ::nutgraf::v1;

constexpr auto kEventually = &FakeAnalyzer::Eventually;

std::string Opening(std::optional<uint32_t> initial_window = {}) {
  return kPreface + SettingsFrame(initial_window);
}

std::string Unary(uint32_t stream, const std::string& text,
                  const std::vector<std::pair<std::string, std::string>>& more = {}) {
  return CallHeaders(stream, kUnaryPath, more) +
         CallMessage(stream, Request(text).SerializeAsString());
}

std::string Item(uint32_t stream, const std::string& text) {
  v1::StreamAnalyzeArticlesRequest item;
  *item.mutable_request() = Request(text);
  return CallMessage(stream, item.SerializeAsString(), 0);
}

class Callers : public ::testing::Test {
 protected:
  void Start(const server::ServerConfig& config = {}) {
    server_ = std::make_unique<TestServer>(analyzer_.Make(), config);
  }
  int Port() const { return server_->server().port(); }

  /// Calls that have ended, with this status and whether or not the caller was there to hear it.
  bool Ended(const std::string& status, size_t count = 1) {
    return kEventually([&] {
      const auto calls = server_->log_lines().Of("call");
      return static_cast<size_t>(std::count_if(calls.begin(), calls.end(), [&](const auto& call) {
               return call["status"] == status;
             })) >= count;
    });
  }

  void ExpectWell() {
    EXPECT_TRUE(kEventually([&] { return analyzer_.running == 0; }));
    EXPECT_TRUE(server_->Analyze("well").status.ok());
    EXPECT_EQ(Health(server_->NewChannel()), "SERVING");
  }

  FakeAnalyzer analyzer_;
  std::unique_ptr<TestServer> server_;
};

TEST_F(Callers, WhoGoesInMidCallFreesTheWorkerAndTheQueue) {
  const std::vector<std::function<void(Http2&)>> ways = {
      [](Http2& caller) { caller.Reset(); },
      [](Http2& caller) { const Http2 gone = std::move(caller); },
      [](Http2& caller) { caller.HalfClose(); },
      [](Http2& caller) {
        caller.Send(Frame(kGoaway, 0, 0, BigEndian(0) + BigEndian(0)));
        caller.Reset();
      },
  };
  Start({.workers = 1});
  for (size_t i = 0; i < ways.size(); ++i) {
    Http2 caller(Port());
    const int started = analyzer_.started;
    ASSERT_TRUE(caller.Send(Opening() + Unary(1, "hold") + Unary(3, "hold") + Unary(5, "hold")));
    ASSERT_TRUE(kEventually([&] { return analyzer_.running == 1; }));
    ways[i](caller);
    EXPECT_TRUE(Ended("CANCELLED", 3 * (i + 1))) << i;
    EXPECT_LE(analyzer_.started, started + 3);
    ExpectWell();
  }
}

TEST_F(Callers, WhoGoesInMidMessageLeavesNothing) {
  Start();
  for (int i = 0; i < 100; ++i) {
    Http2 caller(Port());
    const std::string bytes = Opening() + Unary(1, std::string(1000, 'x'));
    ASSERT_TRUE(caller.Send(bytes.substr(0, bytes.size() - 500)));
    caller.Reset();
  }
  EXPECT_EQ(analyzer_.started, 0);
  ExpectWell();
}

TEST_F(Callers, WhoGoesDuringAStreamFreesItsPlace) {
  Start({.workers = 2, .max_streams = 2});
  for (int i = 0; i < 5; ++i) {
    Http2 first(Port()), second(Port());
    const std::string bytes = Opening() + CallHeaders(1, kStreamPath) + Item(1, "hold");
    ASSERT_TRUE(first.Send(bytes));
    ASSERT_TRUE(second.Send(bytes));
    ASSERT_TRUE(kEventually([&] { return analyzer_.running == 2; }));
    first.Reset();
    second.Reset();
    ASSERT_TRUE(Ended("CANCELLED", 2 * static_cast<size_t>(i + 1)));
  }
  ExpectWell();
}

TEST_F(Callers, AMessageThatNeverComesEndsWithItsDeadline) {
  Start();
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening() + CallHeaders(1, kUnaryPath, {{"grpc-timeout", "200m"}})));
  EXPECT_TRUE(caller.StreamEnded(1));
  EXPECT_EQ(analyzer_.started, 0);
  ExpectWell();
}

TEST_F(Callers, ACallThatWaitsIsDroppedAtItsDeadline) {
  Start({.workers = 1});
  auto holding = std::async(std::launch::async, [&] { return server_->Analyze("hold").status; });
  ASSERT_TRUE(kEventually([&] { return analyzer_.running == 1; }));
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening() + Unary(1, "late", {{"grpc-timeout", "200m"}})));
  EXPECT_TRUE(caller.StreamEnded(1));
  analyzer_.Release();
  EXPECT_TRUE(holding.get().ok());
  ExpectWell();
  EXPECT_EQ(analyzer_.started, 2);  // the held one and the last: the late one was never computed
}

TEST_F(Callers, AnAnalysisStopsAtItsDeadline) {
  Start({.workers = 1});
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening() + Unary(1, "hold", {{"grpc-timeout", "300m"}})));
  ASSERT_TRUE(kEventually([&] { return analyzer_.started == 1; }));
  EXPECT_TRUE(caller.StreamEnded(1));
  EXPECT_TRUE(kEventually([&] { return analyzer_.stopped == 1; }));
  ExpectWell();
}

// The caller's window is 0: nothing of the answer can be sent.
TEST_F(Callers, AnAnswerThatIsNeverReadEndsWithItsDeadline) {
  Start({.workers = 1});
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening(0) + Unary(1, "word", {{"grpc-timeout", "500m"}})));
  ASSERT_TRUE(kEventually([&] { return analyzer_.answered == 1; }));
  ExpectWell();  // neither worker nor place is held
  EXPECT_TRUE(caller.StreamEnded(1));
  EXPECT_TRUE(kEventually([&] { return server_->log_lines().Of("call").size() == 2; }));
}

TEST_F(Callers, AnswersThatAreNeverReadHoldNoPlace) {
  Start({.workers = 1, .queue_size = 1});
  std::vector<Http2> callers;
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(callers.emplace_back(Port()).Send(Opening(0) + Unary(1, "word")));
    ASSERT_TRUE(kEventually([&] { return analyzer_.answered == i + 1; }));
  }
  ExpectWell();
  for (Http2& caller : callers) caller.Reset();
  EXPECT_TRUE(kEventually([&] { return server_->log_lines().Of("call").size() == 51; }));
}

TEST_F(Callers, AStreamThatIsNeverReadIsHeldAtItsWindow) {
  constexpr int kWindow = 4;
  Start({.workers = 2, .stream_window = kWindow});
  Http2 caller(Port());
  std::string bytes = Opening(0) + CallHeaders(1, kStreamPath);
  for (int i = 0; i < 100; ++i) bytes += Item(1, "word");
  ASSERT_TRUE(caller.Send(bytes));
  ASSERT_TRUE(kEventually([&] { return analyzer_.answered == kWindow; }));
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(server_->Analyze("others").status.ok());
  EXPECT_EQ(analyzer_.answered, kWindow + 20);  // no more of the stream
  // It reads at last, and gets everything.
  ASSERT_TRUE(caller.Send(Frame(kWindowUpdate, 0, 1, BigEndian(1 << 20)) +
                          Frame(kData, kEndStream, 1, "")));
  EXPECT_TRUE(caller.StreamEnded(1));
  EXPECT_TRUE(Ended("OK", 21));
  EXPECT_EQ(analyzer_.answered, 120);
}

TEST_F(Callers, AStreamThatIsNeverReadGoesWithItsCaller) {
  Start({.workers = 2, .max_streams = 1, .stream_window = 4});
  for (size_t i = 1; i <= 5; ++i) {
    Http2 caller(Port());
    std::string bytes = Opening(0) + CallHeaders(1, kStreamPath);
    for (int j = 0; j < 100; ++j) bytes += Item(1, "word");
    ASSERT_TRUE(caller.Send(bytes));
    ASSERT_TRUE(kEventually([&] { return analyzer_.answered == static_cast<int>(4 * i); }));
    caller.Reset();
    ASSERT_TRUE(Ended("CANCELLED", i));  // its place is free for the next
  }
  ExpectWell();
}

TEST_F(Callers, AStreamThatIsHalfClosedAtOnceEndsWell) {
  Start();
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening() + CallHeaders(1, kStreamPath, {}, kEndHeaders | kEndStream)));
  EXPECT_TRUE(caller.StreamEnded(1));
  ExpectWell();
  EXPECT_TRUE(server_->Stop());  // and nothing of it is left
}

TEST_F(Callers, AStreamThatIsHalfClosedInMidWorkStillGetsItsAnswers) {
  Start({.workers = 1});
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening() + CallHeaders(1, kStreamPath) + Item(1, "hold") +
                          Item(1, "word") + Frame(kData, kEndStream, 1, "")));
  ASSERT_TRUE(kEventually([&] { return analyzer_.running == 1; }));
  analyzer_.Release();
  EXPECT_TRUE(caller.StreamEnded(1));
  ASSERT_TRUE(Ended("OK"));
  EXPECT_EQ(server_->log_lines().Of("call")[0]["items"], 2);
}

TEST_F(Callers, AStreamThatSaysNothingHoldsUpNoStop) {
  Start();
  Http2 caller(Port());
  ASSERT_TRUE(caller.Send(Opening() + CallHeaders(1, kStreamPath) + Item(1, "word")));
  ASSERT_TRUE(kEventually([&] { return analyzer_.answered == 1; }));
  EXPECT_TRUE(server_->Stop());
  EXPECT_TRUE(caller.StreamEnded(1));
}

TEST_F(Callers, ThousandsOfConnectionsAreServed) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  // Both ends of each are in this process.
  const size_t count = std::min<size_t>(4000, (static_cast<size_t>(files.rlim_cur) - 200) / 2);
  ASSERT_GE(count, 400U);
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                         std::filesystem::directory_iterator());
  };
  Start({.queue_size = 10'000});
  ExpectWell();
  const auto before = open_files();
  {
    std::vector<Http2> callers;
    for (size_t i = 0; i < count; ++i) {
      Http2& caller = callers.emplace_back(Port());
      ASSERT_TRUE(caller.connected()) << i;
      ASSERT_TRUE(caller.Send(Opening()));
    }
    ExpectWell();
    // One in ten has something to say.
    size_t asked = 0;
    for (size_t i = 0; i < count; i += 10, ++asked) ASSERT_TRUE(callers[i].Send(Unary(1, "word")));
    for (size_t i = 0; i < count; i += 10) EXPECT_TRUE(callers[i].StreamEnded(1)) << i;
    EXPECT_GE(analyzer_.answered, static_cast<int>(asked));
  }
  EXPECT_TRUE(kEventually([&] { return open_files() < before + 50; }));
  ExpectWell();
}

}  // namespace
}  // namespace nutgraf::testing
