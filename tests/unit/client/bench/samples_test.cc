#include "client/bench/samples.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace nutgraf::bench {
namespace {

v1::Article Article(const std::string& id, const std::string& text) {
  v1::Article article;
  article.set_article_id(id);
  article.set_text(text);
  return article;
}

v1::AnalyzeArticleRequest Parse(const Sample& sample) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(sample.request.Dump(&slices).ok());
  std::string bytes;
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  v1::AnalyzeArticleRequest request;
  EXPECT_TRUE(request.ParseFromString(bytes));
  return request;
}

TEST(ParseMixTest, SizesAndWeights) {
  const auto mix = ParseMix("100:6,500:0.5,2000");
  ASSERT_TRUE(mix.ok());
  ASSERT_EQ(mix->size(), 3U);
  EXPECT_EQ((*mix)[0].words, 100);
  EXPECT_EQ((*mix)[0].weight, 6);
  EXPECT_EQ((*mix)[1].weight, 0.5);
  EXPECT_EQ((*mix)[2].words, 2000);
  EXPECT_EQ((*mix)[2].weight, 1);
}

TEST(ParseMixTest, AnythingElseIsAnError) {
  for (const char* text : {"", ",", "100,", "0", "-5", "100001", "99999999999", "100:", "100:0",
                           "100:-1", "100:nan", "100:inf", "100:1:1", "ten", "100 ", "100;500"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseMix(text).status())) << text;
  }
}

TEST(CountWordsTest, WordsStandBetweenWhiteSpace) {
  EXPECT_EQ(CountWords(""), 0);
  EXPECT_EQ(CountWords(" \n\t "), 0);
  EXPECT_EQ(CountWords("one"), 1);
  EXPECT_EQ(CountWords("  one two,\r\nthree—four\n"), 3);
}

TEST(MakeSamplesTest, AsTheyAreKeepsEverything) {
  v1::AnalyzeArticleRequest prototype;
  prototype.add_features(v1::FEATURE_DATES);
  const auto kinds =
      MakeSamples({Article("a", "One two.\n\nThree."), Article("b", "Four.")}, {}, prototype);
  ASSERT_TRUE(kinds.ok());
  ASSERT_EQ(kinds->size(), 1U);
  const auto& samples = (*kinds)[0].samples;
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].words, 3);
  const auto request = Parse(samples[0]);
  EXPECT_EQ(request.article().article_id(), "a");
  EXPECT_EQ(request.article().text(), "One two.\n\nThree.");
  ASSERT_EQ(request.features_size(), 1);
  EXPECT_EQ(request.features(0), v1::FEATURE_DATES);
}

TEST(MakeSamplesTest, SizesAreExactAndTheTextsDiffer) {
  const auto articles = BuiltInArticles();
  ASSERT_EQ(articles.size(), 4U);
  const auto kinds = MakeSamples(articles, *ParseMix("1:2,100,500,2000"), {});
  ASSERT_TRUE(kinds.ok());
  ASSERT_EQ(kinds->size(), 4U);
  EXPECT_EQ((*kinds)[0].weight, 2);
  EXPECT_EQ((*kinds)[1].name, "100 words");
  const int sizes[] = {1, 100, 500, 2000};
  for (size_t i = 0; i < 4; ++i) {
    std::set<std::string> texts;
    for (const Sample& sample : (*kinds)[i].samples) {
      const std::string text = Parse(sample).article().text();
      EXPECT_EQ(sample.words, sizes[i]);
      EXPECT_EQ(CountWords(text), sizes[i]);
      texts.insert(text);
    }
    EXPECT_EQ(texts.size(), 4U);
  }
}

TEST(MakeSamplesTest, ParagraphsStayWholeAndComeRoundAgain) {
  const auto kinds =
      MakeSamples({Article("a", "A b.\nC d e.\n"), Article("b", "\n\nF g.")}, {{.words = 9}}, {});
  ASSERT_TRUE(kinds.ok());
  EXPECT_EQ(Parse((*kinds)[0].samples[0]).article().text(), "A b.\n\nC d e.\n\nF g.\n\nA b.");
  EXPECT_EQ(Parse((*kinds)[0].samples[1]).article().text(), "F g.\n\nA b.\n\nC d e.\n\nF g.");
}

TEST(MakeSamplesTest, NoWordsAreAnError) {
  EXPECT_TRUE(absl::IsInvalidArgument(MakeSamples({}, {}, {}).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(MakeSamples({Article("a", " \n\n\t")}, {{.words = 5}}, {}).status()));
}

}  // namespace
}  // namespace nutgraf::bench
