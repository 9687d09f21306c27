// Organisations and groups under full names, short forms and legal forms.

#include "service/extract/participants/organizations.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class OrganizationsTest : public ParticipantsFixture {};

TEST_F(OrganizationsTest, TheLegalFormMayBeLeftOut) {
  Extract("Boreal Foods Inc. cut jobs. Boreal Foods blamed demand. Boreal fell 3 percent.",
          {{"Boreal Foods Inc.", kOrg}, {"Boreal Foods", kOrg}, {"Boreal", kOrg}});
  EXPECT_EQ(result_.participants.size(), 1u) << Names();
  EXPECT_EQ(result_.participants[0].mentions.size(), 3u);
  EXPECT_EQ(result_.participants[0].type, ParticipantType::kOrganization);
}

TEST_F(OrganizationsTest, TheOrderOfADepartmentsNameIsFree) {
  Extract("The Department of State objected. The State Department said so on Monday.",
          {{"Department of State", kOrg}, {"State Department", kOrg}});
  EXPECT_EQ(result_.participants.size(), 1u) << Names();
}

TEST_F(OrganizationsTest, TheTailOfALongerName) {
  Extract("The Rural Countryside Alliance sued. The Countryside Alliance lost.",
          {{"Rural Countryside Alliance", kOrg}, {"Countryside Alliance", kOrg}});
  EXPECT_EQ(Names(), "Rural Countryside Alliance");
}

TEST_F(OrganizationsTest, TheHeadOfALongerName) {
  Extract("The Supreme Court of Norvinia ruled on Monday. The Supreme Court split.",
          {{"Supreme Court of Norvinia", kOrg}, {"Supreme Court", kOrg}});
  EXPECT_EQ(result_.participants.size(), 1u) << Names();
}

TEST_F(OrganizationsTest, AKnownOrganizationHasOneEntryUnderAllItsNames) {
  Extract("The United Nations warned of famine. The UN asked for aid. The U.N. chief left.",
          {{"United Nations", kOrg}, {"UN", kOrg}, {"U.N.", kOrg}});
  EXPECT_EQ(result_.participants.size(), 1u) << Names();
  EXPECT_EQ(Named("United Nations").mentions.size(), 3u);
}

TEST_F(OrganizationsTest, TwoBodiesOfOneKindStayApart) {
  Extract("The Ministry of Health met the Ministry of Finance. The Ministry of Finance agreed.",
          {{"Ministry of Health", kOrg}, {"Ministry of Finance", kOrg}});
  EXPECT_EQ(Names(), "Ministry of Health, Ministry of Finance");
}

TEST_F(OrganizationsTest, TwoCompaniesOfOneFirstWordStayApart) {
  Extract("United Biscuits sued United Metals over a canal.",
          {{"United Biscuits", kOrg}, {"United Metals", kOrg}});
  EXPECT_EQ(result_.participants.size(), 2u) << Names();
}

TEST_F(OrganizationsTest, AGroupIsOneUnderOneName) {
  Extract("Republicans blocked the bill. Later Republicans left.", {{"Republicans", kNorp}});
  EXPECT_EQ(MentionsOf("Republicans"), "Republicans|Republicans");
}

TEST_F(OrganizationsTest, APersonsNameBehindAnOrganizationsIsThePerson) {
  Extract("Coast Guard Peter Lund rescued two men.", {{"Coast Guard Peter Lund", kOrg}});
  EXPECT_EQ(Names(), "Coast Guard, Peter Lund");
  EXPECT_EQ(Named("Peter Lund").type, ParticipantType::kPerson);
}

}  // namespace
}  // namespace nutgraf::extract
