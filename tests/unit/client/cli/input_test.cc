#include "client/cli/input.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nutgraf::cli {
namespace {

std::string WriteTemporary(const std::string& bytes) {
  const std::string path = ::testing::TempDir() + "/input_" +
                           ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(ReadTextTest, LeavesUtf8Alone) {
  const auto text = ReadText(WriteTemporary("caf\xC3\xA9 \xF0\x9F\x87\xB5"));
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->utf8, "caf\xC3\xA9 \xF0\x9F\x87\xB5");
  EXPECT_EQ(text->decoded_from, "");
}

TEST(ReadTextTest, DecodesAndSaysFromWhat) {
  const auto text = ReadText(WriteTemporary("The caf\xE9 \x93opened\x94 on Monday."));
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->utf8, "The caf\u00e9 \u201copened\u201d on Monday.");
  EXPECT_EQ(text->decoded_from, "windows-1252");
}

TEST(ReadTextTest, AMissingFileIsNamed) {
  const auto text = ReadText("/nonexistent/article.txt");
  EXPECT_TRUE(absl::IsNotFound(text.status()));
  EXPECT_TRUE(absl::IsNotFound(ReadText(::testing::TempDir()).status()));
  EXPECT_TRUE(absl::IsNotFound(OpenLines(::testing::TempDir()).status()));
}

TEST(ParseArticleLineTest, TakesTheContractsNames) {
  const auto article = ParseArticleLine(
      R"({"articleId":"a","title":"T","text":"x","publishTime":"2023-03-05T10:00:00Z","timeZone":"Asia/Karachi"})");
  ASSERT_TRUE(article.ok());
  EXPECT_EQ(article->article_id(), "a");
  EXPECT_EQ(article->time_zone(), "Asia/Karachi");
  EXPECT_EQ(article->publish_time().seconds(), 1678010400);
}

TEST(ParseArticleLineTest, TakesPlainNamesAndPassesOthersOver) {
  const auto article =
      ParseArticleLine(R"({"id":7,"title":"","text":"x","date":"2023-03-05","gold":{"a":[1]}})");
  ASSERT_TRUE(article.ok());
  EXPECT_EQ(article->article_id(), "7");
  EXPECT_EQ(article->publish_time().seconds(), 1677974400);
}

TEST(ParseArticleLineTest, ADateIsMidnightInTheArticlesZone) {
  const auto article =
      ParseArticleLine(R"({"text":"x","date":"2023-03-05","timeZone":"Asia/Karachi"})");
  ASSERT_TRUE(article.ok());
  EXPECT_EQ(article->publish_time().seconds(), 1677974400 - 5 * 3600);
}

TEST(ParseArticleLineTest, NullAndEmptyDatesAreNone) {
  for (const char* line : {R"({"text":"x","date":null})", R"({"text":"x","date":""})"}) {
    const auto article = ParseArticleLine(line);
    ASSERT_TRUE(article.ok()) << line;
    EXPECT_FALSE(article->has_publish_time());
  }
}

TEST(ParseArticleLineTest, RefusesWhatIsNoArticleWithoutEchoingIt) {
  for (const char* line :
       {"secret", "[1]", R"("secret")", R"({"text":"secret)", R"({"text":{"secret":1}})",
        R"({"text":"secret","date":"yesterday"})", R"({"text":"secret \ud83d"})"}) {
    const auto article = ParseArticleLine(line);
    ASSERT_TRUE(absl::IsInvalidArgument(article.status())) << line;
    EXPECT_EQ(std::string(article.status().message()).find("secret"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace nutgraf::cli
