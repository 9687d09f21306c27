// The metrics page over HTTP, as Prometheus asks for it.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "spdlog/sinks/null_sink.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Sends `request` to the port and reads to the end.
std::string Http(int port, const std::string& request) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0 &&
      write(fd, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
    std::vector<char> buffer(1 << 16);
    for (ssize_t n = 0; (n = read(fd, buffer.data(), buffer.size())) > 0;) {
      out.append(buffer.data(), static_cast<size_t>(n));
    }
  }
  close(fd);
  return out;
}

std::string Get(int port, const std::string& path) {
  return Http(port, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
}

TEST(MetricsPage, FollowsTheCallsOfAllMethods) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(),
                    {.metrics_listen = "127.0.0.1:0", .workers = 1, .queue_size = 1});
  EXPECT_TRUE(server.Analyze("one two three").status.ok());
  EXPECT_FALSE(server.Analyze("").status.ok());
  EXPECT_TRUE(server.Batch({"four", "fail"}).status.ok());
  auto held = std::async(std::launch::async, [&] { return server.Analyze("hold").status; });
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return analyzer.running == 1; }));
  const int port = server.server().metrics_port();
  ASSERT_GT(port, 0);
  std::string page;
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] {
    page = Get(port, "/metrics");
    return page.find("nutgraf_calls_in_flight{method=\"BatchAnalyzeArticles\"} 0\n") !=
           std::string::npos;
  }));
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200"));
  for (const char* line : {
           "nutgraf_calls_total{code=\"OK\",method=\"AnalyzeArticle\"} 1\n",
           "nutgraf_calls_total{code=\"INVALID_ARGUMENT\",method=\"AnalyzeArticle\"} 1\n",
           "nutgraf_calls_failed_total{method=\"AnalyzeArticle\",reason=\"INVALID_REQUEST\"} 1\n",
           "nutgraf_calls_in_flight{method=\"AnalyzeArticle\"} 1\n",
           "nutgraf_articles_total{method=\"BatchAnalyzeArticles\",result=\"ok\"} 1\n",
           "nutgraf_articles_total{method=\"BatchAnalyzeArticles\",result=\"failed\"} 1\n",
           "nutgraf_analyzed_bytes_total 17\n",
           "nutgraf_workers_busy 1\n",
           "nutgraf_model_info{taxonomy=\"fake-topics\",version=\"fake-1\"} 1\n",
       }) {
    EXPECT_THAT(page, HasSubstr(line));
  }
  EXPECT_THAT(page, Not(HasSubstr("three")));
  analyzer.Release();
  EXPECT_TRUE(held.get().ok());
}

TEST(MetricsPage, HasNoOtherPathAndSurvivesNonsense) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.metrics_listen = "127.0.0.1:0"});
  const int port = server.server().metrics_port();
  EXPECT_THAT(Get(port, "/"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Get(port, "/../../etc/passwd"), Not(HasSubstr("root:")));
  Http(port, std::string(100, '\0') + "\r\n\r\n");
  Http(port, "GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\n\r\n");
  EXPECT_THAT(Get(port, "/metrics"), StartsWith("HTTP/1.1 200"));
}

TEST(MetricsPage, IsOffUnlessAskedForAndItsPortMustBeFree) {
  FakeAnalyzer analyzer;
  TestServer first(analyzer.Make());
  EXPECT_EQ(first.server().metrics_port(), 0);
  TestServer second(analyzer.Make(), {.metrics_listen = "127.0.0.1:0"});
  server::Log log(std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::off);
  server::ServerConfig config;
  config.listen = "127.0.0.1:0";
  config.metrics_listen = "127.0.0.1:" + std::to_string(second.server().metrics_port());
  const auto third = server::Server::Start(config, analyzer.Make(), &log);
  EXPECT_EQ(third.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(third.status().ToString().find("--metrics_listen="), std::string::npos);
}

}  // namespace
}  // namespace nutgraf::testing
