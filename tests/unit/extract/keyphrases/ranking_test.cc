#include "service/extract/keyphrases/ranking.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::keyphrases {
namespace {

/// A candidate that stands `count` times from sentence `first` on.
Candidate Make(std::vector<std::string> words, int count, uint32_t first = 0,
               CandidateKind kind = CandidateKind::kSingle) {
  Candidate candidate{.kind = kind, .occurrences = {}, .words = std::move(words)};
  candidate.family = static_cast<uint32_t>(count);
  for (int i = 0; i < count; ++i) {
    candidate.occurrences.push_back({.tokens = {}, .span = {}, .sentence = first});
  }
  return candidate;
}

class RankingTest : public ::testing::Test {
 protected:
  std::vector<float> Score(const std::vector<Candidate>& candidates, std::string_view title = "") {
    return ranking_.Score(testing::MakeDocument("A text. Of two sentences.", title), candidates);
  }
  Ranking ranking_ = *Ranking::Create(*testing::TestKnowledge());
};

TEST_F(RankingTest, MoreOftenIsBetter) {
  const auto scores = Score({Make({"reactor"}, 1), Make({"turbine"}, 6)});
  EXPECT_LT(scores[0], scores[1]);
}

TEST_F(RankingTest, EarlierIsBetter) {
  const auto scores = Score({Make({"reactor"}, 1, 0), Make({"reactor"}, 1, 20)});
  EXPECT_GT(scores[0], scores[1]);
}

TEST_F(RankingTest, ATitleWordIsBetter) {
  const std::vector<Candidate> one = {Make({"reactor"}, 1)};
  EXPECT_GT(Score(one, "The reactor is shut")[0], Score(one, "A title of others")[0]);
}

TEST_F(RankingTest, RareIsBetterThanCommon) {
  // Same length: one in most documents, the other in few.
  const auto scores = Score({Make({"people"}, 1), Make({"tumour"}, 1)});
  EXPECT_LT(scores[0], scores[1]);
}

TEST_F(RankingTest, LongGroupsAreWorse) {
  const auto scores = Score({Make({"wind", "farm"}, 1, 0, CandidateKind::kGroup),
                             Make({"wind", "farm", "wind", "farm"}, 1, 0, CandidateKind::kGroup)});
  EXPECT_GT(scores[0], scores[1]);
}

TEST_F(RankingTest, ANounInsideOneGroupOnlyIsSubsumed) {
  const std::vector<Candidate> candidates = {Make({"income", "tax"}, 2, 0, CandidateKind::kGroup),
                                             Make({"income"}, 2), Make({"wealth"}, 2)};
  const auto features = ranking_.Features(testing::MakeDocument("A text."), candidates);
  EXPECT_EQ(features[1][10], 1.0F);
  EXPECT_EQ(features[2][10], 0.0F);
}

TEST_F(RankingTest, AWordOfALargeFamilyIsBetter) {
  std::vector<Candidate> candidates = {Make({"merger"}, 1), Make({"turbot"}, 1)};
  candidates[0].family = 5;
  const auto scores = Score(candidates);
  EXPECT_GT(scores[0], scores[1]);
}

TEST_F(RankingTest, AModifierIsWorseThanAHead) {
  std::vector<Candidate> candidates = {Make({"income"}, 2), Make({"income"}, 2)};
  for (Occurrence& occurrence : candidates[0].occurrences) occurrence.modifier = true;
  const auto scores = Score(candidates);
  EXPECT_LT(scores[0], scores[1]);
}

TEST_F(RankingTest, EmptyIsEmpty) { EXPECT_TRUE(Score({}).empty()); }

TEST_F(RankingTest, BackgroundIsPlausible) {
  const knowledge::Table* background = *testing::TestKnowledge()->Require("keyphrases/background");
  EXPECT_GT(background->rows(), 5000);
  for (const knowledge::Row row : background->All()) {
    const float bits = std::stof(std::string(row.Cell("bits")));
    ASSERT_GE(bits, 0) << row.Cell(0);
    ASSERT_LE(bits, 10) << row.Cell(0);
  }
}

}  // namespace
}  // namespace nutgraf::extract::keyphrases
