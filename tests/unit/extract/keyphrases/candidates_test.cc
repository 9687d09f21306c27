#include "service/extract/keyphrases/candidates.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::keyphrases {
namespace {

using ::testing::Contains;
using ::testing::Not;

class CandidatesTest : public ::testing::Test {
 protected:
  void Find(std::string_view text) {
    document_ = testing::MakeDocument(text);
    const auto knowledge = testing::TestKnowledge();
    const language::Annotations notes = testing::Annotate(document_);
    const Cancellation cancel;
    const auto people =
        *(*ParticipantExtractor::Create(knowledge))->Extract(document_, notes, cancel);
    const auto dates = *(*DateExtractor::Create(knowledge))->Extract(document_, notes, {}, cancel);
    found_ = FindCandidates(document_, notes, people, dates, *StopWords::Create(*knowledge));
  }
  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const Candidate& candidate : found_) {
      texts.emplace_back(document_.Slice(candidate.occurrences.front().span));
    }
    return texts;
  }
  const Candidate* At(std::string_view text) const {
    for (const Candidate& candidate : found_) {
      for (const Occurrence& occurrence : candidate.occurrences) {
        if (document_.Slice(occurrence.span) == text) return &candidate;
      }
    }
    return nullptr;
  }

  text::Document document_;
  std::vector<Candidate> found_;
};

TEST_F(CandidatesTest, TakesGroupsAndTheirNouns) {
  Find("The company sought bankruptcy protection from creditors.");
  EXPECT_THAT(Texts(), Contains("bankruptcy protection"));
  EXPECT_THAT(Texts(), Contains("bankruptcy"));
  EXPECT_THAT(Texts(), Contains("creditors"));
  EXPECT_EQ(At("bankruptcy protection")->kind, CandidateKind::kGroup);
  EXPECT_EQ(At("creditors")->kind, CandidateKind::kSingle);
}

TEST_F(CandidatesTest, OnePersonIsOneCandidateUnderAllNames) {
  Find("Angela Merkel spoke in Berlin. Merkel said the talks went well.");
  const Candidate* merkel = At("Merkel");
  ASSERT_NE(merkel, nullptr);
  EXPECT_EQ(merkel, At("Angela Merkel"));
  EXPECT_EQ(merkel->occurrences.size(), 2);
  EXPECT_EQ(merkel->kind, CandidateKind::kName);
}

TEST_F(CandidatesTest, JoinsSingularAndPlural) {
  Find("The pipeline leaked. Two pipelines cross the river.");
  ASSERT_NE(At("pipeline"), nullptr);
  EXPECT_EQ(At("pipeline"), At("pipelines"));
}

TEST_F(CandidatesTest, LeavesOutDatesAndStopWords) {
  Find("On Monday, March 6, the people of the city waited for a while. Next week is a holiday.");
  for (const std::string& text : Texts()) {
    EXPECT_NE(text, "Monday");
    EXPECT_NE(text, "March");
    EXPECT_NE(text, "people");
    EXPECT_NE(text, "while");
    EXPECT_NE(text, "week");
  }
}

TEST_F(CandidatesTest, LeavesOutWhatIsNoStory) {
  Find(
      "The mayor opened the bridge.\n\nCOMMENTS (1)\nComments are moderated and generally will be "
      "posted if they are on-topic and not abusive.\n");
  EXPECT_THAT(Texts(), Not(Contains("Comments")));
  EXPECT_THAT(Texts(), Contains("bridge"));
}

TEST_F(CandidatesTest, OccurrencesAscendAndHoldTheirWords) {
  Find("The reactor was shut. Engineers said the reactor and the second reactor were safe.");
  for (const Candidate& candidate : found_) {
    ASSERT_FALSE(candidate.occurrences.empty());
    EXPECT_TRUE(
        std::is_sorted(candidate.occurrences.begin(), candidate.occurrences.end(),
                       [](const Occurrence& a, const Occurrence& b) { return a.span < b.span; }));
    for (const Occurrence& occurrence : candidate.occurrences) {
      EXPECT_EQ(occurrence.span, document_.SpanOf(occurrence.tokens));
    }
  }
}

TEST_F(CandidatesTest, CountsTheWordFamily) {
  Find("The investment is off. The banks invested before, and they will invest again.");
  ASSERT_NE(At("investment"), nullptr);
  EXPECT_EQ(At("investment")->occurrences.size(), 1);
  EXPECT_EQ(At("investment")->family, 3);
  EXPECT_EQ(At("banks")->family, 1);
}

TEST_F(CandidatesTest, TellsModifiersFromHeads) {
  Find("The income tax fell. The tax, he said, was too high.");
  ASSERT_NE(At("income"), nullptr);
  EXPECT_TRUE(At("income")->occurrences.front().modifier);
  for (const Occurrence& occurrence : At("tax")->occurrences) EXPECT_FALSE(occurrence.modifier);
}

TEST_F(CandidatesTest, TakesTheFormThatStandsMostOften) {
  Find("Angela Merkel spoke in Berlin. Merkel said the talks went well. Merkel left.");
  const Candidate* merkel = At("Merkel");
  ASSERT_NE(merkel, nullptr);
  EXPECT_EQ(document_.Slice(merkel->occurrences[merkel->best].span), "Merkel");
  EXPECT_THAT(merkel->words, ::testing::ElementsAre("merkel"));
}

TEST_F(CandidatesTest, LeavesOutMeasuresMarksAndEscapes) {
  Find("The 36-year-old left. See nN01238604 for the &quot;treaty&quot; text.");
  for (const std::string& text : Texts()) {
    EXPECT_NE(text, "36-year-old");
    EXPECT_NE(text, "nN01238604");
    EXPECT_NE(text, "quot");
  }
  EXPECT_NE(At("treaty"), nullptr);
}

TEST(StopWordsTest, TrimAndAlone) {
  const StopWords words = *StopWords::Create(*testing::TestKnowledge());
  EXPECT_TRUE(words.Trims("the"));
  EXPECT_TRUE(words.Alone("the"));
  EXPECT_FALSE(words.Trims("people"));
  EXPECT_TRUE(words.Alone("people"));
  EXPECT_FALSE(words.Alone("bankruptcy"));
}

}  // namespace
}  // namespace nutgraf::extract::keyphrases
