// Which names there are and which of them may found a participant.

#include "service/extract/participants/names.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class NamesTest : public ParticipantsFixture {};

constexpr std::string_view kStory =
    "The town of Oakfield opened its new bridge on Monday after two years of work.\n\n"
    "Anna Lund thanked the workers who had built it through two hard winters.\n\n";

TEST_F(NamesTest, ArticleTitleAndPossessiveAreNoPartOfAName) {
  Extract("The Boreal Foods's plant closed. Senator Anna Lund objected.",
          {{"The Boreal Foods's", kOrg}, {"Senator Anna Lund", kPer}});
  EXPECT_EQ(Names(), "Boreal Foods, Anna Lund");
  EXPECT_EQ(MentionsOf("Boreal Foods"), "Boreal Foods");
}

TEST_F(NamesTest, ATitleThatIsAGivenNameStays) {
  Extract("Dean Smith opened the bridge.", {{"Dean Smith", kPer}});
  EXPECT_EQ(Names(), "Dean Smith");
}

TEST_F(NamesTest, AnOwnerIsNoPartOfAName) {
  Extract("The referee booked Korea's Kim Shin-Wook. Saudi Crown Prince Sultan watched.",
          {{"Korea's Kim Shin-Wook", kPer}, {"Saudi Crown Prince Sultan", kPer}});
  EXPECT_EQ(Names(), "Kim Shin-Wook, Sultan");
}

TEST_F(NamesTest, PartOfAPostIsNoName) {
  Extract("The Governor General signed the order. Lund left.", {{"General", kPer}, {"Lund", kPer}});
  EXPECT_EQ(Names(), "Lund");
}

TEST_F(NamesTest, ARelatedLinkFoundsNobody) {
  Extract(std::string(kStory) + "Read more: Peter Berg resigns as mayor\n\n" +
              "The bridge carries 2,000 cars a day over the river.",
          {{"Anna Lund", kPer}, {"Peter Berg", kPer}});
  EXPECT_EQ(Names(), "Anna Lund");
}

TEST_F(NamesTest, ABylineFoundsNobody) {
  Extract("By Peter Berg\n\n" + std::string(kStory), {{"Anna Lund", kPer}, {"Peter Berg", kPer}});
  EXPECT_EQ(Names(), "Anna Lund");
}

TEST_F(NamesTest, ACommentFoundsNobodyAndAddsNoMention) {
  Extract(std::string(kStory) +
              "The bridge carries 2,000 cars a day over the river, the council said. It cost less "
              "than planned, and the old one will be kept for walkers.\n\n"
              "COMMENTS (1)\nComments are moderated and will be posted if on-topic.\n"
              "Peter Berg: Anna Lund is wrong about this.\n",
          {{"Anna Lund", kPer}, {"Peter Berg", kPer}});
  ASSERT_EQ(document_.zones.back().type, text::ZoneType::kComments);
  EXPECT_EQ(Names(), "Anna Lund");
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund");
}

TEST_F(NamesTest, ACaptionFoundsNobodyButMayNameWhoIsKnown) {
  const std::string text = std::string(kStory) +
                           "Photo: Anna Lund and Peter Berg on the bridge. (AP Photo/Jo Roe)\n\n" +
                           "The bridge carries 2,000 cars a day over the river.";
  Extract(text, {{"Anna Lund", kPer}, {"Peter Berg", kPer}, {"Jo Roe", kPer}});
  EXPECT_EQ(Names(), "Anna Lund");
}

TEST_F(NamesTest, TheNameOfAnAgeOrEventFoundsNobody) {
  Extract("The law dates from the Berg era. Critics recall the Lockerbie bombing.",
          {{"Berg", kPer}, {"Lockerbie", kPer}});
  EXPECT_EQ(Names(), "");
}

TEST_F(NamesTest, TheLabelStillNamesThePersonOfTheStory) {
  Extract("Peter Berg returned on Monday. The law dates from the Berg era.",
          {{"Peter Berg", kPer}, {"Berg", kPer}});
  EXPECT_EQ(MentionsOf("Peter Berg"), "Peter Berg|Berg");
}

TEST_F(NamesTest, ACountryIsFoundWithoutTheTagger) {
  Extract("Pakistan condemned the attack.", {});
  EXPECT_EQ(Names(), "Pakistan");
  EXPECT_EQ(Named("Pakistan").type, ParticipantType::kCountry);
}

TEST_F(NamesTest, ACodeIsACountryOnlyAsWritten) {
  Extract("The US imposed sanctions. Officials told us nothing.", {});
  EXPECT_EQ(Names(), "United States");
  EXPECT_EQ(MentionsOf("United States"), "US");
}

TEST_F(NamesTest, AnAdjectiveIsNobody) {
  Extract("A Norwegian trawler sank on Monday.", {{"Norwegian", kNorp}});
  EXPECT_EQ(Names(), "");
  EXPECT_EQ(PlaceNames(), "");
}

TEST_F(NamesTest, AnAdjectiveBeforeGovernmentIsTheCountry) {
  Extract("The Bolivian government resigned. Bolivia votes in May.", {{"Bolivian", kNorp}});
  EXPECT_EQ(Names(), "Bolivia");
  EXPECT_EQ(MentionsOf("Bolivia"), "Bolivian government|Bolivia");
  EXPECT_EQ(KindOf(Named("Bolivia"), "Bolivian government"), MentionKind::kNominal);
  EXPECT_EQ(Named("Bolivia").aliases, std::vector<std::string>{}) << "a nominal is no alias";
}

TEST_F(NamesTest, PeopleOfANationOrPartyAreAGroup) {
  Extract("Republicans blocked the bill. Norwegians voted on Monday.",
          {{"Republicans", kNorp}, {"Norwegians", kNorp}});
  EXPECT_EQ(Names(), "Republicans, Norwegians");
  EXPECT_EQ(Named("Republicans").type, ParticipantType::kGroup);
}

TEST_F(NamesTest, OneNameHasOneType) {
  Extract("Anna Lund spoke. Anna Lund left. The bridge is a gift of Anna Lund.",
          {{"Anna Lund", kPer}});
  ASSERT_EQ(notes_.entities.size(), 3u);
  notes_.entities[1].type = kOrg;
  notes_.entities[1].confidence = 0.5F;
  Run();
  EXPECT_EQ(Names(), "Anna Lund");
  EXPECT_EQ(Named("Anna Lund").mentions.size(), 3u);
}

TEST_F(NamesTest, AnEventOrWorkIsNoParticipant) {
  Extract("The World Cup opened in Oslo. Anna Lund sang.",
          {{"World Cup", kMisc}, {"Oslo", kLoc}, {"Anna Lund", kPer}});
  EXPECT_EQ(Names(), "Anna Lund");
  EXPECT_EQ(PlaceNames(), "Oslo");
}

}  // namespace
}  // namespace nutgraf::extract
