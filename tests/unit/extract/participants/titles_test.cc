// Titles and posts beside names, with the organisation they belong to.

#include "service/extract/participants/titles.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class TitlesTest : public ParticipantsFixture {};

TEST_F(TitlesTest, BeforeTheName) {
  Extract("State Department Spokesperson Ned Price declined to comment.",
          {{"State Department", kOrg}, {"Ned Price", kPer}});
  EXPECT_EQ(Titles("Ned Price"), "Spokesperson @ State Department");
}

TEST_F(TitlesTest, AfterTheName) {
  Extract("Syed Haider Shah, additional secretary (UN and ED), led the talks.",
          {{"Syed Haider Shah", kPer}, {"UN", kOrg}});
  EXPECT_EQ(Titles("Syed Haider Shah"), "additional secretary (UN and ED)");
  EXPECT_EQ(Names(), "Syed Haider Shah") << "a name inside of a title founds nobody";
}

TEST_F(TitlesTest, WithItsComplementBeforeTheName) {
  Extract("Acting Coordinator for Counterterrorism Christopher Landberg spoke.",
          {{"Christopher Landberg", kPer}});
  EXPECT_EQ(Titles("Christopher Landberg"), "Acting Coordinator for Counterterrorism");
}

TEST_F(TitlesTest, OfAnOrganizationNamedAfterIt) {
  Extract("Anna Lund, president of the World Bank, resigned.",
          {{"Anna Lund", kPer}, {"World Bank", kOrg}});
  EXPECT_EQ(Titles("Anna Lund"), "president @ World Bank");
}

TEST_F(TitlesTest, OfAnOrganizationInThePossessive) {
  Extract("Microsoft's chief executive, Anna Lund, resigned.",
          {{"Microsoft", kOrg}, {"Anna Lund", kPer}});
  EXPECT_EQ(Titles("Anna Lund"), "chief executive @ Microsoft");
}

TEST_F(TitlesTest, AnAgeBetweenDoesNotHideIt) {
  Extract("Anna Lund, 54, a spokeswoman for Boreal Foods, resigned.",
          {{"Anna Lund", kPer}, {"Boreal Foods", kOrg}});
  EXPECT_EQ(Titles("Anna Lund"), "spokeswoman @ Boreal Foods");
}

TEST_F(TitlesTest, ADayIsNoPartOfIt) {
  Extract("On Monday President Anna Lund resigned.", {{"Anna Lund", kPer}});
  EXPECT_EQ(Titles("Anna Lund"), "President");
}

TEST_F(TitlesTest, KinAndHonorificsAreNoTitles) {
  Extract("Her son Peter Lund spoke. Mrs. Karen Berg listened.",
          {{"Peter Lund", kPer}, {"Karen Berg", kPer}});
  EXPECT_EQ(Titles("Peter Lund"), "");
  EXPECT_EQ(Titles("Karen Berg"), "");
}

TEST_F(TitlesTest, AnotherPersonsTitleIsNotTaken) {
  Extract("The president, a friend of Peter Lund, resigned. Karen Berg, however, stayed.",
          {{"Peter Lund", kPer}, {"Karen Berg", kPer}});
  EXPECT_EQ(Titles("Peter Lund"), "");
  EXPECT_EQ(Titles("Karen Berg"), "");
}

TEST_F(TitlesTest, AWordThatOnlyOpensALongerNounIsNoTitle) {
  Extract("Anna Lund, the president tour guide company owner's rival city, left.",
          {{"Anna Lund", kPer}});
  EXPECT_EQ(Titles("Anna Lund"), "");
}

TEST_F(TitlesTest, EachTitleIsKeptOnce) {
  Extract("President Anna Lund spoke. Later President Lund left. Lund, the president, returned.",
          {{"Anna Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(Titles("Anna Lund"), "President");
}

TEST_F(TitlesTest, ItsSpanIsItsText) {
  Extract("State Department Spokesperson Ned Price declined to comment.",
          {{"State Department", kOrg}, {"Ned Price", kPer}});
  ASSERT_EQ(Named("Ned Price").titles.size(), 1u);
  EXPECT_EQ(Slice(Named("Ned Price").titles[0].span), Named("Ned Price").titles[0].text);
}

}  // namespace
}  // namespace nutgraf::extract
