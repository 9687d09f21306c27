// The load generator against a server in this process.

#include "client/bench/load.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "client/channel.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/test_server.h"

namespace nutgraf::bench {
namespace {

using ::nutgraf::testing::FakeAnalyzer;
using ::nutgraf::testing::TestServer;
using ::testing::StartsWith;

std::vector<Kind> Sending(const std::vector<std::string>& texts) {
  std::vector<Kind> kinds;
  for (const std::string& text : texts) {
    v1::Article article;
    article.set_text(text);
    auto made = MakeSamples({article}, {}, {});
    EXPECT_TRUE(made.ok());
    kinds.push_back((*std::move(made))[0]);
    kinds.back().name = text;
  }
  return kinds;
}

LoadOptions Open(double rate, absl::Duration duration) {
  LoadOptions options;
  options.rate = rate;
  options.warmup = absl::Milliseconds(100);
  options.duration = duration;
  options.timeout = absl::Seconds(30);
  return options;
}

class Load : public ::testing::Test {
 protected:
  LoadReport Run(const std::string& target, const std::vector<Kind>& kinds,
                 const LoadOptions& options, int connections = 1) {
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (int i = 0; i <= connections; ++i) {
      auto channel = client::CreateChannel({.target = target}, client::Connections::kOwn);
      EXPECT_TRUE(channel.ok());
      channels.push_back(*std::move(channel));
    }
    const auto health = channels.back();
    channels.pop_back();
    LoadReport report = RunLoad(channels, health, kinds, options, stop_);
    const int64_t sent =
        std::accumulate(report.outcomes.begin(), report.outcomes.end(), int64_t{0},
                        [](int64_t sum, const auto& outcome) { return sum + outcome.second; });
    EXPECT_EQ(sent + report.not_sent, report.due);
    EXPECT_EQ(report.ok, report.latency.count());
    EXPECT_EQ(report.ok, report.service.count());
    EXPECT_EQ(sent - report.ok, report.failed.count());
    EXPECT_EQ(sent, report.lateness.count());
    return report;
  }

  std::atomic<bool> stop_ = false;
};

TEST_F(Load, AnOpenLoopSendsWhatIsDueAndNoMore) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.queue_size = 10'000});
  const auto report =
      Run(server.address(), Sending({"Three words here"}), Open(200, absl::Seconds(1)));
  EXPECT_NEAR(static_cast<double>(report.due), 200, 1);  // the edges of the time
  EXPECT_EQ(report.ok, report.due);
  EXPECT_EQ(report.ok_words, 3 * report.ok);
  EXPECT_GT(report.ok_bytes, 0);
  EXPECT_EQ(report.PerSecond(report.ok), static_cast<double>(report.ok));
  EXPECT_GT(report.health.count(), 0);
  EXPECT_EQ(report.health_failures, 0);
  EXPECT_EQ(report.slowest.size(), LoadReport::kSlowest);
  EXPECT_EQ(report.slowest[0].micros, report.latency.max());
}

TEST_F(Load, LatencyCountsFromWhenACallWasDue) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.queue_size = 10'000});
  // The server stands still for all calls until the end of the test's time.
  std::jthread release([&] {
    FakeAnalyzer::Eventually([&] { return analyzer.started > 0; });
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    analyzer.Release();
  });
  LoadOptions options = Open(100, absl::Milliseconds(500));
  options.warmup = absl::ZeroDuration();
  const auto report = Run(server.address(), Sending({"hold"}), options);
  EXPECT_NEAR(static_cast<double>(report.due), 50, 1);
  EXPECT_EQ(report.ok, report.due);
  // Each call waited from when it was due to the release: 600, 590, ... 110 ms. A generator that
  // waits for answers would have counted one.
  EXPECT_GE(report.latency.Quantile(0.5), 300'000);
  EXPECT_GE(report.latency.min(), 90'000);
}

TEST_F(Load, RefusalsAndDeadlinesAreCountedByName) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1, .queue_size = 2});
  LoadOptions options = Open(50, absl::Seconds(1));
  options.timeout = absl::Seconds(1);
  const auto report = Run(server.address(), Sending({"hold"}), options);
  EXPECT_EQ(report.ok, 0);
  EXPECT_GT(report.outcomes.at("DEADLINE_EXCEEDED"), 0);
  EXPECT_GT(report.outcomes.at("RESOURCE_EXHAUSTED QUEUE_FULL"), 0);
  EXPECT_EQ(report.kinds[0].ok, 0);
  EXPECT_EQ(report.kinds[0].calls, report.due);
}

TEST_F(Load, CallsOverTheMostUnderWayAreCountedAndNotSent) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 1});
  std::jthread release([&] {
    FakeAnalyzer::Eventually([&] { return analyzer.started > 0; });
    std::this_thread::sleep_for(std::chrono::seconds(3));
    analyzer.Release();
  });
  LoadOptions options = Open(100, absl::Milliseconds(600));
  options.warmup = absl::ZeroDuration();
  options.max_in_flight = 5;
  const auto report = Run(server.address(), Sending({"hold"}), options);
  EXPECT_EQ(report.ok, 5);
  EXPECT_EQ(report.not_sent, report.due - 5);
}

TEST_F(Load, AClosedLoopKeepsSoManyUnderWay) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.workers = 8});
  LoadOptions options = Open(0, absl::Seconds(1));
  options.in_flight = 3;
  std::atomic<int> most = 0;
  std::jthread watch([&](const std::stop_token& end) {
    while (!end.stop_requested()) {
      most = std::max(most.load(), analyzer.running.load());
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  const auto report = Run(server.address(), Sending({"work 5"}), options);
  watch = {};
  EXPECT_GT(report.ok, 3);
  EXPECT_EQ(report.ok, report.due);
  EXPECT_LE(most, 3);
}

TEST_F(Load, AServerThatIsNotThereIsAnOutcome) {
  const auto report = Run("127.0.0.1:1", Sending({"x"}), Open(50, absl::Milliseconds(500)));
  EXPECT_EQ(report.ok, 0);
  EXPECT_EQ(report.outcomes.at("UNAVAILABLE"), report.due);
  EXPECT_GT(report.health_failures, 0);
  EXPECT_EQ(report.health.count(), 0);
}

TEST_F(Load, AnArticleThatTheServerRefusesIsAnOutcome) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.max_text_bytes = 10});
  const auto report = Run(server.address(), Sending({"this is longer than ten bytes"}),
                          Open(50, absl::Milliseconds(300)));
  EXPECT_EQ(report.outcomes.at("INVALID_ARGUMENT INVALID_REQUEST"), report.due);
}

TEST_F(Load, StopEndsItEarly) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make());
  std::jthread stopper([&] {
    FakeAnalyzer::Eventually([&] { return analyzer.answered > 20; });
    stop_ = true;
  });
  const auto report = Run(server.address(), Sending({"x"}), Open(100, absl::Hours(1)));
  EXPECT_LT(report.seconds, 100);
  EXPECT_GT(report.ok, 0);
}

TEST_F(Load, TheSameSeedSendsTheSame) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.queue_size = 10'000});
  auto kinds = Sending({"one", "two two"});
  kinds[0].weight = 3;
  LoadOptions options = Open(400, absl::Milliseconds(500));
  options.poisson = true;
  options.health_interval = absl::ZeroDuration();
  const auto first = Run(server.address(), kinds, options);
  const auto again = Run(server.address(), kinds, options);
  EXPECT_EQ(first.health.count() + first.health_failures, 0);
  EXPECT_NEAR(static_cast<double>(first.due), 200, 60);  // four deviations
  EXPECT_EQ(first.due, again.due);
  EXPECT_EQ(first.kinds[0].calls, again.kinds[0].calls);
  EXPECT_GT(first.kinds[0].calls, first.kinds[1].calls);
  EXPECT_GT(first.kinds[1].calls, 0);
  options.seed = 2;
  EXPECT_NE(Run(server.address(), kinds, options).kinds[0].calls, first.kinds[0].calls);
}

TEST_F(Load, EachChannelIsAConnectionAndEachCallHasAnId) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.queue_size = 10'000});
  LoadOptions options = Open(100, absl::Milliseconds(500));
  options.request_id_prefix = "test";
  Run(server.address(), Sending({"x"}), options, 5);
  server.Stop();
  std::set<std::string> peers, ids;
  for (const auto& call : server.log_lines().Of("call")) {
    peers.insert(call["peer"].get<std::string>());
    ids.insert(call["request_id"].get<std::string>());
    EXPECT_THAT(call["request_id"].get<std::string>(), StartsWith("test-"));
  }
  EXPECT_EQ(peers.size(), 5U);
  EXPECT_EQ(ids.size(), server.log_lines().Of("call").size());
}

}  // namespace
}  // namespace nutgraf::bench
