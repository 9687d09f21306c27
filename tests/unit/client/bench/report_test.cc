#include "client/bench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nutgraf::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

LoadReport Report() {
  LoadReport report;
  report.options.rate = 50;
  report.seconds = 10;
  report.due = 500;
  report.ok = 480;
  report.ok_words = 48'000;
  report.outcomes = {{"OK", 480}, {"RESOURCE_EXHAUSTED QUEUE_FULL", 20}};
  for (int i = 1; i <= 480; ++i) report.latency.Record(i * 1000);
  for (int i = 0; i < 20; ++i) report.failed.Record(700);
  report.health.Record(1500);
  report.kinds.emplace_back().name = "100 words";
  report.slowest = {{480'000, "bench-7"}};
  return report;
}

TEST(ReportTest, ATableHasRatesPercentilesAndWhatFailed) {
  const std::string table = ToTable({Report()});
  EXPECT_THAT(table, HasSubstr("50/s"));
  EXPECT_THAT(table, HasSubstr("48.0"));    // OK a second
  EXPECT_THAT(table, HasSubstr("4800"));    // words a second
  EXPECT_THAT(table, HasSubstr("240.13"));  // p50, ms: the end of its bucket
  EXPECT_THAT(table, HasSubstr("480.00"));  // max
  EXPECT_THAT(table, HasSubstr("20 x RESOURCE_EXHAUSTED QUEUE_FULL (4.0 %), after 0.7 ms"));
  EXPECT_THAT(table, Not(HasSubstr("warning")));
  EXPECT_THAT(table, Not(HasSubstr("100 words")));  // one kind is the whole
}

TEST(ReportTest, KindsHaveALineEachWhereThereAreSeveral) {
  LoadReport report = Report();
  report.kinds.emplace_back().name = "500 words";
  EXPECT_THAT(ToTable({report}), HasSubstr("100 words"));
  EXPECT_THAT(ToTable({report}), HasSubstr("500 words"));
}

TEST(ReportTest, JsonHasEverything) {
  const auto json = ToJson(Report());
  EXPECT_EQ(json["rate"], 50);
  EXPECT_EQ(json["calls"], 500);
  EXPECT_EQ(json["okPerSecond"], 48);
  EXPECT_EQ(json["outcomes"]["RESOURCE_EXHAUSTED QUEUE_FULL"], 20);
  EXPECT_EQ(json["latencyMs"]["count"], 480);
  EXPECT_EQ(json["latencyMs"]["max"], 480);
  EXPECT_NEAR(json["latencyMs"]["p99"].get<double>(), 476, 0.5);
  EXPECT_EQ(json["uncorrectedLatencyMs"], (nlohmann::ordered_json{{"count", 0}}));
  EXPECT_EQ(json["kinds"][0]["name"], "100 words");
  EXPECT_EQ(json["slowest"][0]["requestId"], "bench-7");
  EXPECT_TRUE(json["warnings"].empty());
}

TEST(ReportTest, AClosedLoopIsNamedByItsCalls) {
  LoadReport report = Report();
  report.options.rate = 0;
  report.options.in_flight = 8;
  EXPECT_THAT(ToTable({report}), HasSubstr("8 at once"));
  EXPECT_EQ(ToJson(report)["inFlight"], 8);
  EXPECT_FALSE(ToJson(report).contains("rate"));
}

TEST(ReportTest, WarnsOfAGeneratorThatWasTheBottleneck) {
  LoadReport report = Report();
  for (int i = 0; i < 500; ++i) report.lateness.Record(100);
  EXPECT_TRUE(Warnings(report).empty());
  for (int i = 0; i < 50; ++i) report.lateness.Record(90'000);
  ASSERT_EQ(Warnings(report).size(), 1U);
  EXPECT_THAT(Warnings(report)[0], HasSubstr("late"));
}

TEST(ReportTest, WarnsOfCallsNotSentAndOfTooFew) {
  LoadReport report;
  report.options.rate = 1;
  report.latency.Record(5);
  report.not_sent = 3;
  EXPECT_EQ(Warnings(report).size(), 2U);
  EXPECT_THAT(ToTable({report}), HasSubstr("warning: 1/s: 3 calls were due"));
}

TEST(ReportTest, AnEmptyTestHasZeros) {
  const LoadReport report;
  EXPECT_EQ(ToJson(report)["okPerSecond"], 0);
  EXPECT_FALSE(ToTable({report}).empty());
}

}  // namespace
}  // namespace nutgraf::bench
