#include "client/cli/batch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "client/cli/exit_code.h"

namespace nutgraf::cli {
namespace {

/// Answers with the article's id; fails for the ids that a test names.
class FakeBackend : public Backend {
 public:
  absl::StatusOr<v1::ArticleMetadata> Analyze(const v1::AnalyzeArticleRequest& request,
                                              size_t line) override {
    lines_sum += line;
    ++calls;
    const std::string& id = request.article().article_id();
    if (id == refused) return absl::InvalidArgumentError("refused");
    if (id == unavailable) return absl::UnavailableError("gone");
    v1::ArticleMetadata metadata;
    metadata.set_article_id(id);
    return metadata;
  }
  bool IsArticleFault(absl::StatusCode code) const override {
    return code == absl::StatusCode::kInvalidArgument;
  }

  std::atomic<int> calls = 0;
  std::atomic<size_t> lines_sum = 0;
  std::string refused, unavailable;
};

class BatchTest : public ::testing::Test {
 protected:
  BatchTest() {
    folder_ = ::testing::TempDir() + "/batch_test_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
    options_.input = folder_ + "/in.jsonl";
    options_.output = folder_ + "/out.jsonl";
    options_.concurrency = 3;
    std::ofstream in(options_.input);
    for (int i = 0; i < 20; ++i)
      in << R"({"id":"a)" << i << R"(","text":"x"})"
         << "\n\n";
  }
  ~BatchTest() override { std::filesystem::remove_all(folder_); }

  std::string Output() const {
    std::ifstream in(options_.output);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  static std::string Expected(int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) lines += R"({"articleId":"a)" + std::to_string(i) + "\"}\n";
    return lines;
  }

  std::string folder_;
  BatchOptions options_;
  FakeBackend backend_;
};

TEST_F(BatchTest, WritesOneLineAnArticleInOrder) {
  EXPECT_EQ(RunBatch(backend_, options_), kExitOk);
  EXPECT_EQ(Output(), Expected(20));
  EXPECT_EQ(backend_.lines_sum, 400);  // 1, 3, ... 39: each call knows its line
}

TEST_F(BatchTest, GoesOnBehindWholeLines) {
  std::ofstream(options_.output) << Expected(7) << R"({"articleId":"a7)";
  EXPECT_EQ(RunBatch(backend_, options_), kExitOk);
  EXPECT_EQ(Output(), Expected(20));
  EXPECT_EQ(backend_.calls, 13);
}

TEST_F(BatchTest, StartsAnewWhenAsked) {
  std::ofstream(options_.output) << Expected(7);
  options_.restart = true;
  EXPECT_EQ(RunBatch(backend_, options_), kExitOk);
  EXPECT_EQ(Output(), Expected(20));
  EXPECT_EQ(backend_.calls, 20);
}

TEST_F(BatchTest, AnArticlesFaultIsALineAndTheRestGoesOn) {
  backend_.refused = "a4";
  EXPECT_EQ(RunBatch(backend_, options_), kExitAnalysis);
  EXPECT_NE(Output().find(R"({"articleId":"a4","line":9,"error":{"code":3,"message":"refused"}})"),
            std::string::npos);
  EXPECT_NE(Output().find("a19"), std::string::npos);
}

TEST_F(BatchTest, ADirectoryIsNoInput) {
  options_.input = folder_;
  EXPECT_EQ(RunBatch(backend_, options_), kExitAnalysis);
  EXPECT_EQ(backend_.calls, 0);
}

TEST_F(BatchTest, AServersFaultStopsAndTheRunCanBeResumed) {
  backend_.unavailable = "a9";
  EXPECT_EQ(RunBatch(backend_, options_), kExitRpcBase + 14);
  EXPECT_EQ(Output(), Expected(9));
  backend_.unavailable = "";
  EXPECT_EQ(RunBatch(backend_, options_), kExitOk);
  EXPECT_EQ(Output(), Expected(20));
}

}  // namespace
}  // namespace nutgraf::cli
