// How much the story is about whom.

#include "service/extract/participants/salience.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class SalienceTest : public ParticipantsFixture {};

constexpr std::string_view kStory =
    "Anna Lund resigned as mayor on Monday after a week of protests. Lund said she was tired.\n\n"
    "Her party will choose a successor in May. Lund will stay until then, and Lund may stand "
    "again.\n\nA statement from Karl Moe was read to reporters.";

const HandMadeNames kNames = {{"Anna Lund", kPer}, {"Lund", kPer}, {"Karl Moe", kPer}};

TEST_F(SalienceTest, TheOneTheStoryIsAboutComesFirst) {
  Extract(kStory, kNames, "Mayor Anna Lund resigns");
  EXPECT_GT(Named("Anna Lund").salience, Named("Karl Moe").salience + 0.2F);
  EXPECT_TRUE(Named("Anna Lund").roles.subject);
  EXPECT_FALSE(Named("Karl Moe").roles.subject);
  EXPECT_TRUE(Named("Karl Moe").roles.mentioned);
}

TEST_F(SalienceTest, IsAProbability) {
  Extract(kStory, kNames, "Mayor Anna Lund resigns");
  for (const Participant& participant : result_.participants) {
    EXPECT_GE(participant.salience, 0.0F);
    EXPECT_LE(participant.salience, 1.0F);
  }
}

TEST_F(SalienceTest, TheTitleLifts) {
  Extract(kStory, kNames, "A day of protests");
  const float without = Named("Karl Moe").salience;
  Extract(kStory, kNames, "Karl Moe speaks of protests");
  EXPECT_GT(Named("Karl Moe").salience, without);
}

TEST_F(SalienceTest, AHeadlineInsideOfTheTextLiftsAsWell) {
  Extract("Karl Moe reads out a statement\n\n" + std::string(kStory), kNames);
  const float with = Named("Karl Moe").salience;
  Extract("A statement is read to reporters\n\n" + std::string(kStory), kNames);
  EXPECT_GT(with, Named("Karl Moe").salience);
}

TEST_F(SalienceTest, APlaceAndACountryAreOnTheSameScale) {
  Extract(
      "Floods hit Bergen on Monday. Roads in Bergen were closed, and schools in Bergen were "
      "shut. Help came from Oslo.",
      {{"Bergen", kLoc}, {"Oslo", kLoc}}, "Floods hit Bergen");
  EXPECT_GT(PlaceNamed("Bergen").salience, PlaceNamed("Oslo").salience);
  EXPECT_LE(PlaceNamed("Bergen").salience, 1.0F);
}

TEST_F(SalienceTest, EveryFeatureHasAWeight) {
  // A weight of exactly 0 is what an absent row reads as.
  for (const std::string_view feature : participants::kSalienceFeatures) {
    EXPECT_NE(TestLexicon().Weight(feature), 0.0) << feature;
  }
  EXPECT_EQ(TestLexicon().Weight("no such feature"), 0.0);
}

}  // namespace
}  // namespace nutgraf::extract
