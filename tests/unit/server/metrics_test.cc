#include "service/server/metrics.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MetricsTest : public ::testing::Test {
 protected:
  static CallRecord Record(grpc::StatusCode code, std::string_view reason) {
    CallRecord record;
    record.method = "AnalyzeArticle";
    record.code = code;
    record.reason = reason;
    record.request_bytes = 100;
    record.response_bytes = 700;
    record.total_time = absl::Milliseconds(20);
    return record;
  }

  void Fill() {
    const std::vector<analysis::StageTiming> stages = {{"text", absl::Milliseconds(1)},
                                                       {"language", absl::Milliseconds(8)}};
    ArticleRecord article;
    article.method = "AnalyzeArticle";
    article.ok = true;
    article.bytes = 90;
    article.words = 15;
    article.queue_time = absl::Milliseconds(3);
    article.run_time = absl::Milliseconds(8);
    article.stages = stages;
    metrics_.OnCallStarted("AnalyzeArticle");
    metrics_.OnArticle(article);
    metrics_.OnCallFinished(Record(grpc::StatusCode::OK, ""));
    metrics_.OnCallStarted("AnalyzeArticle");
    metrics_.OnCallFinished(Record(grpc::StatusCode::RESOURCE_EXHAUSTED, kQueueFull));
    metrics_.OnCallStarted("StreamAnalyzeArticles");
  }

  WorkerPool pool_{2};
  Admission admission_{{}};
  Metrics metrics_{&pool_, &admission_, {.server = "1.2.3", .model = "m-1", .taxonomy = "t-1"}};
};

TEST_F(MetricsTest, CountCallsByMethodAndStatus) {
  Fill();
  const std::string text = metrics_.Text();
  for (const char* line : {
           "nutgraf_calls_started_total{method=\"AnalyzeArticle\"} 2",
           "nutgraf_calls_total{code=\"OK\",method=\"AnalyzeArticle\"} 1",
           "nutgraf_calls_total{code=\"RESOURCE_EXHAUSTED\",method=\"AnalyzeArticle\"} 1",
           "nutgraf_calls_failed_total{method=\"AnalyzeArticle\",reason=\"QUEUE_FULL\"} 1",
           "nutgraf_calls_in_flight{method=\"AnalyzeArticle\"} 0",
           "nutgraf_calls_in_flight{method=\"StreamAnalyzeArticles\"} 1",
           "nutgraf_call_duration_seconds_count{method=\"AnalyzeArticle\"} 2",
           "nutgraf_request_bytes_total{method=\"AnalyzeArticle\"} 200",
           "nutgraf_response_bytes_total{method=\"AnalyzeArticle\"} 1400",
       }) {
    EXPECT_THAT(text, HasSubstr(std::string(line) + "\n"));
  }
}

TEST_F(MetricsTest, MeasureArticlesAndTheirStages) {
  Fill();
  const std::string text = metrics_.Text();
  for (const char* line : {
           "nutgraf_articles_total{method=\"AnalyzeArticle\",result=\"ok\"} 1",
           "nutgraf_analyzed_bytes_total 90",
           "nutgraf_analyzed_words_total 15",
           "nutgraf_queue_wait_seconds_sum{method=\"AnalyzeArticle\"} 0.003",
           "nutgraf_article_duration_seconds_sum{method=\"AnalyzeArticle\"} 0.008",
           "nutgraf_stage_duration_seconds_bucket{stage=\"language\",le=\"0.005\"} 0",
           "nutgraf_stage_duration_seconds_bucket{stage=\"language\",le=\"0.01\"} 1",
       }) {
    EXPECT_THAT(text, HasSubstr(std::string(line) + "\n"));
  }
}

TEST_F(MetricsTest, AnArticleThatFailedCountsNoWords) {
  ArticleRecord article;
  article.method = "AnalyzeArticle";
  article.bytes = 90;
  metrics_.OnArticle(article);
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("{method=\"AnalyzeArticle\",result=\"failed\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("nutgraf_analyzed_bytes_total 0\n"));
}

TEST_F(MetricsTest, SayWhatTheServerIs) {
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("nutgraf_build_info{version=\"1.2.3\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("nutgraf_model_info{taxonomy=\"t-1\",version=\"m-1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("nutgraf_workers 2\n"));
  EXPECT_THAT(text, HasSubstr("nutgraf_workers_busy 0\n"));
  EXPECT_THAT(text, HasSubstr("nutgraf_queue_articles{lane=\"bulk\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
}

TEST_F(MetricsTest, ThePageThatCannotBeOpenedIsAnError) {
  const auto page = MetricsPage::Open("127.0.0.1:0", metrics_);
  ASSERT_TRUE(page.ok());
  EXPECT_GT((*page)->port(), 0);
  const auto second = MetricsPage::Open("127.0.0.1:" + std::to_string((*page)->port()), metrics_);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
}

#ifdef NUTGRAF_PROMTOOL
TEST_F(MetricsTest, PromtoolHasNothingToSay) {
  Fill();
  const std::string path = ::testing::TempDir() + "/nutgraf_metrics_test.txt";
  std::ofstream(path) << metrics_.Text();
  const std::string command = NUTGRAF_PROMTOOL " check metrics < " + path + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string said;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
  EXPECT_EQ(pclose(pipe), 0) << said;
  EXPECT_EQ(said, "");
  std::filesystem::remove(path);
}
#endif

}  // namespace
}  // namespace nutgraf::server
