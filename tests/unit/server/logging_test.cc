#include "service/server/logging.h"

#include <memory>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "spdlog/sinks/ostream_sink.h"

namespace nutgraf::server {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

// Everything that `write` logs.
template <typename Write>
std::string Logged(spdlog::level::level_enum level, const Write& write) {
  std::ostringstream out;
  {
    Log log(std::make_shared<spdlog::sinks::ostream_sink_mt>(out), level);
    write(log);
  }
  return out.str();
}

CallRecord GoodCall() {
  CallRecord record;
  record.method = "AnalyzeArticle";
  record.request_id = "id-1";
  record.peer = "ipv4:127.0.0.1:1";
  record.items = 1;
  record.run_time = absl::Microseconds(1234);
  return record;
}

TEST(Log, ALineIsOneJsonObjectInOrder) {
  const std::string line = Logged(spdlog::level::info, [](Log& log) {
    log.Event(spdlog::level::info, "listening", {{"port", 1}, {"address", "a"}});
  });
  EXPECT_THAT(line, MatchesRegex("\\{\"time\":\"20[0-9T:.-]+Z\",\"level\":\"info\","
                                 "\"event\":\"listening\",\"port\":1,\"address\":\"a\"\\}\n"));
}

TEST(Log, EscapesWhatCallersSend) {
  const std::string nasty = "a\"b\\c\nd\x01\xFF\xE2\x80\xA8{}";
  const std::string line = Logged(spdlog::level::info, [&](Log& log) {
    log.Event(spdlog::level::info, "call", {{"request_id", nasty}});
  });
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto parsed = nlohmann::json::parse(line);
  EXPECT_THAT(parsed["request_id"].get<std::string>(), HasSubstr("a\"b\\c\nd\x01"));
}

TEST(Log, KeepsItsLevel) {
  EXPECT_EQ(Logged(spdlog::level::warn, [](Log& log) { log.Event(spdlog::level::info, "quiet"); }),
            "");
  EXPECT_FALSE(LogLevel("verbose").ok());
  EXPECT_EQ(*LogLevel("warning"), spdlog::level::warn);
  EXPECT_EQ(*LogLevel("off"), spdlog::level::off);
}

TEST(AccessLog, WritesSizesTimesAndStatus) {
  const std::string line = Logged(spdlog::level::info, [](Log& log) {
    CallRecord record = GoodCall();
    record.code = grpc::StatusCode::RESOURCE_EXHAUSTED;
    record.reason = "QUEUE_FULL";
    record.request_bytes = 12;
    AccessLog(&log).OnCallFinished(record);
  });
  const auto parsed = nlohmann::json::parse(line);
  EXPECT_EQ(parsed["event"], "call");
  EXPECT_EQ(parsed["method"], "AnalyzeArticle");
  EXPECT_EQ(parsed["status"], "RESOURCE_EXHAUSTED");
  EXPECT_EQ(parsed["reason"], "QUEUE_FULL");
  EXPECT_EQ(parsed["request_bytes"], 12);
  EXPECT_DOUBLE_EQ(parsed["run_ms"], 1.234);
  EXPECT_FALSE(parsed.contains("traceparent"));
}

TEST(AccessLog, TheServersOwnFailuresAreWarnings) {
  const auto level = [](grpc::StatusCode code) {
    const std::string line = Logged(spdlog::level::info, [&](Log& log) {
      CallRecord record = GoodCall();
      record.code = code;
      AccessLog(&log).OnCallFinished(record);
    });
    return nlohmann::json::parse(line)["level"].get<std::string>();
  };
  EXPECT_EQ(level(grpc::StatusCode::OK), "info");
  EXPECT_EQ(level(grpc::StatusCode::INVALID_ARGUMENT), "info");
  EXPECT_EQ(level(grpc::StatusCode::INTERNAL), "warning");
}

}  // namespace
}  // namespace nutgraf::server
