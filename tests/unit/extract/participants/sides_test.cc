// For whom people and bodies stand.

#include "service/extract/participants/sides.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class SidesTest : public ParticipantsFixture {};

TEST_F(SidesTest, ASpokespersonForTheOrganizationAndItForItsCountry) {
  Extract("State Department Spokesperson Ned Price spoke. The United States objected.",
          {{"State Department", kOrg}, {"Ned Price", kPer}, {"United States", kLoc}});
  EXPECT_EQ(Side("Ned Price"), "State Department");
  EXPECT_EQ(Side("State Department"), "United States");
}

TEST_F(SidesTest, AMinisterForTheCountry) {
  Extract("Norway protested. Norwegian Foreign Minister Anna Lund flew home.",
          {{"Norway", kLoc}, {"Norwegian", kNorp}, {"Anna Lund", kPer}});
  EXPECT_EQ(Side("Anna Lund"), "Norway");
}

TEST_F(SidesTest, AFormerOfficerForNobody) {
  Extract("Norway protested. Former Norwegian Foreign Minister Anna Lund wrote a book.",
          {{"Norway", kLoc}, {"Norwegian", kNorp}, {"Anna Lund", kPer}});
  EXPECT_EQ(Side("Anna Lund"), "");
}

TEST_F(SidesTest, TheHeadOfADelegation) {
  Extract("Syed Haider Shah will lead the Pakistan delegation at the talks.",
          {{"Syed Haider Shah", kPer}, {"Pakistan", kLoc}});
  EXPECT_EQ(Side("Syed Haider Shah"), "Pakistan");
}

TEST_F(SidesTest, ADelegationHeadedBySomeone) {
  Extract("The US delegation will be headed by Christopher Landberg. The US agreed.",
          {{"Christopher Landberg", kPer}, {"US", kLoc}});
  EXPECT_EQ(Side("Christopher Landberg"), "United States");
}

TEST_F(SidesTest, TwoDelegationsKeepTheirHeads) {
  Extract(
      "Syed Haider Shah will lead the Pakistan delegation, while the US delegation will be headed "
      "by Christopher Landberg.",
      {{"Syed Haider Shah", kPer},
       {"Pakistan", kLoc},
       {"Christopher Landberg", kPer},
       {"US", kLoc}});
  EXPECT_EQ(Side("Syed Haider Shah"), "Pakistan");
  EXPECT_EQ(Side("Christopher Landberg"), "United States");
}

TEST_F(SidesTest, ABodyTakesTheCountryBeforeItsName) {
  Extract("Pakistan's Foreign Office summoned the envoy. Pakistan and India talked.",
          {{"Pakistan", kLoc}, {"Foreign Office", kOrg}, {"India", kLoc}});
  EXPECT_EQ(Side("Foreign Office"), "Pakistan");
}

TEST_F(SidesTest, ABodyWithoutACountryTakesTheStorysOwn) {
  Extract("Pakistan protested. The Foreign Ministry summoned the envoy. Pakistan waits.",
          {{"Pakistan", kLoc}, {"Foreign Ministry", kOrg}});
  EXPECT_EQ(Side("Foreign Ministry"), "Pakistan");
}

TEST_F(SidesTest, ACompanyStandsForNoCountry) {
  Extract("Norway protested. Norwegian Steel Inc. cut jobs.",
          {{"Norway", kLoc}, {"Norwegian Steel Inc.", kOrg}});
  EXPECT_EQ(Side("Norwegian Steel Inc."), "");
}

TEST_F(SidesTest, NobodyStandsForThemselves) {
  Extract("President Anna Lund of Norway met Norway's king.",
          {{"Anna Lund", kPer}, {"Norway", kLoc}});
  for (size_t i = 0; i < result_.participants.size(); ++i) {
    EXPECT_NE(result_.participants[i].represents, static_cast<int32_t>(i));
  }
}

}  // namespace
}  // namespace nutgraf::extract
