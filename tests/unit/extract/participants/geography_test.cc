// Countries that act, capitals that stand for governments, teams under city names, and places.

#include "service/extract/participants/geography.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class GeographyTest : public ParticipantsFixture {};

TEST_F(GeographyTest, ACapitalThatSpeaksIsItsCountry) {
  Extract("Washington said it would not negotiate.", {{"Washington", kLoc}});
  EXPECT_EQ(Names(), "United States");
  EXPECT_EQ(KindOf(Named("United States"), "Washington"), MentionKind::kMetonym);
  EXPECT_EQ(PlaceNames(), "");
}

TEST_F(GeographyTest, ACapitalAfterInIsAPlace) {
  Extract("The envoys met in Islamabad on Monday.", {{"Islamabad", kLoc}});
  EXPECT_EQ(Names(), "");
  EXPECT_EQ(PlaceNames(), "Islamabad");
}

TEST_F(GeographyTest, OneArticleMayUseBoth) {
  Extract("Pakistan asked for help. Islamabad faces a crisis. The talks in Islamabad go on.",
          {{"Pakistan", kLoc}, {"Islamabad", kLoc}});
  EXPECT_EQ(MentionsOf("Pakistan"), "Pakistan|Islamabad");
  EXPECT_EQ(PlaceNamed("Islamabad").mentions.size(), 1u);
}

TEST_F(GeographyTest, ACapitalThatActsWeaklyNeedsItsCountryInTheStory) {
  Extract("Oslo faces a hard winter.", {{"Oslo", kLoc}});
  EXPECT_EQ(Names(), "");
  EXPECT_EQ(PlaceNames(), "Oslo");
}

TEST_F(GeographyTest, ACityThatStandsForSomethingElse) {
  Extract("The European Union met. Brussels said talks had failed.",
          {{"European Union", kOrg}, {"Brussels", kLoc}});
  EXPECT_EQ(MentionsOf("European Union"), "European Union|Brussels");
  EXPECT_EQ(KindOf(Named("European Union"), "Brussels"), MentionKind::kMetonym);
}

TEST_F(GeographyTest, ACountryIsAParticipantWhereItActsAndAPlaceWhereThingsHappen) {
  Extract("Norway signed the treaty.", {{"Norway", kLoc}});
  EXPECT_EQ(Names(), "Norway");
  EXPECT_EQ(PlaceNames(), "");
  Extract("Two men drowned in Norway on Monday.", {{"Norway", kLoc}});
  EXPECT_EQ(Names(), "");
  EXPECT_EQ(PlaceNames(), "Norway");
}

TEST_F(GeographyTest, ACountryHasItsCodesUnderEveryName) {
  Extract("The United States signed. America will pay. The U.S. waits.",
          {{"United States", kLoc}, {"America", kLoc}, {"U.S.", kLoc}});
  EXPECT_EQ(Names(), "United States");
  EXPECT_EQ(Named("United States").mentions.size(), 3u);
  EXPECT_EQ(Id(Named("United States"), "iso3166-1"), "US");
  EXPECT_EQ(Id(Named("United States"), "wikidata"), "Q30");
}

TEST_F(GeographyTest, TheSecondOfAListActsOrLiesAsTheFirst) {
  Extract("Norway and Sweden signed the treaty.", {{"Norway", kLoc}, {"Sweden", kLoc}});
  EXPECT_EQ(Names(), "Norway, Sweden");
  Extract("Storms raged in Norway and Sweden.", {{"Norway", kLoc}, {"Sweden", kLoc}});
  EXPECT_EQ(PlaceNames(), "Norway, Sweden");
  EXPECT_EQ(Names(), "");
}

TEST_F(GeographyTest, AContainerIsAPlace) {
  Extract("A plant near Bergen, Norway burned down.", {{"Bergen", kLoc}, {"Norway", kLoc}});
  EXPECT_EQ(Names(), "");
  EXPECT_EQ(PlaceNames(), "Bergen, Norway");
}

constexpr std::string_view kMatch =
    " The striker scored two goals in the match. It was the last game of the season in the league,"
    " and the coach praised the team after the final.";

TEST_F(GeographyTest, ACityThatPlaysIsItsTeam) {
  Extract("Bergen beat Oslo on Sunday." + std::string(kMatch), {{"Bergen", kLoc}, {"Oslo", kLoc}});
  EXPECT_EQ(Named("Bergen").type, ParticipantType::kOrganization);
  EXPECT_EQ(Id(Named("Bergen"), "iso3166-1"), "");
}

TEST_F(GeographyTest, ACityThatPlaysJoinsTheTeamOfItsName) {
  Extract("Bergen Bears won on Sunday. Bergen beat Oslo." + std::string(kMatch),
          {{"Bergen Bears", kOrg}, {"Bergen", kLoc}});
  EXPECT_EQ(MentionsOf("Bergen Bears"), "Bergen Bears|Bergen");
}

TEST_F(GeographyTest, OutsideOfSportACityIsNoTeam) {
  Extract("Bergen beat a record for rain on Sunday.", {{"Bergen", kLoc}});
  EXPECT_EQ(Names(), "");
}

TEST_F(GeographyTest, ACapitalInTheSportsPagesIsNoGovernment) {
  Extract("Norway rested. Oslo beat Bergen on Sunday." + std::string(kMatch),
          {{"Norway", kLoc}, {"Oslo", kLoc}, {"Bergen", kLoc}});
  EXPECT_EQ(MentionsOf("Norway"), "Norway");
}

}  // namespace
}  // namespace nutgraf::extract
