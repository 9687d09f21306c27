// Every table of the stage answers for a row of each kind, and says nothing of what it lacks.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/extract/facts/lexicon.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::facts {
namespace {

using Words = std::vector<std::string>;

class TableTest : public ::testing::Test {
 protected:
  static const Lexicon& lexicon() {
    static const auto created = Lexicon::Create(testing::TestKnowledge());
    EXPECT_TRUE(created.ok()) << created.status().ToString();
    return **created;
  }
};

TEST_F(TableTest, CausesByLongestKey) {
  EXPECT_EQ(lexicon().Cause(Words{"because", "it"})->words, 1u);
  EXPECT_EQ(lexicon().Cause(Words{"because", "of", "it"})->words, 2u);
  EXPECT_EQ(lexicon().Cause(Words{"in", "order", "to", "win"})->takes, Takes::kVerb);
  EXPECT_EQ(lexicon().Cause(Words{"for", "allegedly", "stealing"})->takes, Takes::kGerund);
  EXPECT_EQ(lexicon().Cause(Words{"amid"})->takes, Takes::kNoun);
  EXPECT_EQ(lexicon().Cause(Words{"because"})->takes, Takes::kClause);
  EXPECT_FALSE(lexicon().Cause(Words{"table"}));
  EXPECT_FALSE(lexicon().Cause(Words{}));
}

TEST_F(TableTest, MannersAndLocatives) {
  EXPECT_EQ(lexicon().Manner(Words{"by", "means", "of"})->words, 3u);
  EXPECT_FALSE(lexicon().Manner(Words{"because"}));
  EXPECT_GT(lexicon().Locative(Words{"in"})->strength, lexicon().Locative(Words{"from"})->strength);
  EXPECT_EQ(lexicon().Locative(Words{"north", "of"})->words, 2u);
  EXPECT_FALSE(lexicon().Locative(Words{"because"}));
}

TEST_F(TableTest, Modality) {
  EXPECT_EQ(lexicon().Modality(Words{"will", "go"})->modality, FactModality::kScheduled);
  EXPECT_TRUE(lexicon().Modality(Words{"set", "to", "go"})->binds_verb);
  EXPECT_EQ(lexicon().Modality(Words{"allegedly"})->modality, FactModality::kAlleged);
  EXPECT_EQ(lexicon().Modality(Words{"denied"})->modality, FactModality::kDenied);
  EXPECT_EQ(lexicon().Modality(Words{"could"})->modality, FactModality::kConditional);
  EXPECT_FALSE(lexicon().Modality(Words{"walked"}));
}

TEST_F(TableTest, Nouns) {
  EXPECT_TRUE(lexicon().IsEventNoun("meeting"));
  EXPECT_TRUE(lexicon().IsEventNoun("attacks"));
  EXPECT_FALSE(lexicon().IsEventNoun("table"));
  EXPECT_EQ(lexicon().EventKind("dialogue"), lexicon().EventKind("talks"));
  EXPECT_NE(lexicon().EventKind("dialogue"), lexicon().EventKind("attack"));
  EXPECT_EQ(lexicon().EventKind("event"), "");
  EXPECT_TRUE(lexicon().IsPlaceNoun("province"));
  EXPECT_FALSE(lexicon().IsPlaceNoun("election"));
}

TEST_F(TableTest, Verbs) {
  EXPECT_FALSE(lexicon().CauseArguments("blame").empty());
  EXPECT_TRUE(lexicon().CauseArguments("walk").empty());
  EXPECT_EQ(lexicon().VerbLemma("submitted"), "submit");
}

TEST_F(TableTest, Background) {
  EXPECT_GT(lexicon().Background(Words{"meanwhile", ",", "he"}), 0);
  EXPECT_EQ(lexicon().Background(Words{"he", "meanwhile"}), 0);
}

TEST_F(TableTest, FurnitureMediaContestsAndDoers) {
  EXPECT_GT(lexicon().Furniture(Words{"read", "more"}), 0);
  EXPECT_EQ(lexicon().Furniture(Words{"read", "books"}), 0);
  EXPECT_EQ(lexicon().Medium(Words{"in", "a", "letter"})->words, 3u);
  EXPECT_FALSE(lexicon().Medium(Words{"in", "a", "house"}));
  EXPECT_TRUE(lexicon().IsContest("beat"));
  EXPECT_FALSE(lexicon().IsContest("say"));
  EXPECT_EQ(lexicon().DoerOf("gunman"), "attack");
  EXPECT_EQ(lexicon().DoerOf("attackers"), "attack");
  EXPECT_EQ(lexicon().DoerOf("baker"), "");
  EXPECT_EQ(lexicon().EventKind("bombing"), lexicon().EventKind("attack"));
  EXPECT_TRUE(lexicon().Cause(Words{"revenge", "attack"})->whole);
  EXPECT_FALSE(lexicon().Cause(Words{"because", "it"})->whole);
}

TEST_F(TableTest, ShareOfUses) {
  EXPECT_GT(lexicon().Share("quickly", language::Upos::kAdv), 0.9F);
  EXPECT_EQ(lexicon().Share("qwxyz", language::Upos::kVerb), 0);
}

}  // namespace
}  // namespace nutgraf::extract::facts
