// One person under all names; two people of one surname apart.

#include "service/extract/participants/people.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

using participants::SamePerson;

class PeopleTest : public ParticipantsFixture {};

using Words = std::vector<std::string>;

TEST_F(PeopleTest, AFullNameAndItsShorterFormsAreOnePerson) {
  Extract("Anna Lund opened the bridge. Lund thanked the workers. Anna waved.",
          {{"Anna Lund", kPer}, {"Lund", kPer}, {"Anna", kPer}});
  EXPECT_EQ(Names(), "Anna Lund");
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Lund|Anna");
  EXPECT_EQ(Named("Anna Lund").aliases, (Words{"Lund", "Anna"}));
  EXPECT_EQ(KindOf(Named("Anna Lund"), "Anna Lund"), MentionKind::kName);
  EXPECT_EQ(KindOf(Named("Anna Lund"), "Lund"), MentionKind::kAlias);
  EXPECT_EQ(Named("Anna Lund").type, ParticipantType::kPerson);
}

TEST_F(PeopleTest, TheSurnameMayComeFirst) {
  Extract("Lund opened the bridge. The mayor, Anna Lund, thanked the workers.",
          {{"Anna Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(Names(), "Anna Lund");
  EXPECT_EQ(Named("Anna Lund").mentions.front().kind, MentionKind::kAlias);
}

TEST_F(PeopleTest, TwoPeopleOfOneSurnameStayApart) {
  Extract("Anna Lund met Peter Lund. Anna Lund left. Peter Lund stayed.",
          {{"Anna Lund", kPer}, {"Peter Lund", kPer}});
  EXPECT_EQ(Names(), "Anna Lund, Peter Lund");
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Anna Lund");
}

TEST_F(PeopleTest, ASharedSurnameGoesToTheOneOfItsHonorificElseToTheLastNamed) {
  Extract("Anna Lund met Peter Lund. Mrs. Lund left early. Mr. Lund stayed.",
          {{"Anna Lund", kPer}, {"Peter Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Lund");
  EXPECT_EQ(MentionsOf("Peter Lund"), "Peter Lund|Lund");
  Extract("Anna Lund spoke first. Peter Lund followed. Lund was brief.",
          {{"Anna Lund", kPer}, {"Peter Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(MentionsOf("Peter Lund"), "Peter Lund|Lund");
}

TEST_F(PeopleTest, ARelativeNamedLaterIsNotTheOneOfThatSurnameBefore) {
  Extract("Lund studied law. He met his brother, Peter Lund, in Oslo. Lund left.",
          {{"Peter Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(Names(), "Lund, Peter Lund");
  // Nobody's relative: the surname came before the full name.
  Extract("Lund studied law. The mayor, Peter Lund, spoke.",
          {{"Peter Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(Names(), "Peter Lund");
}

TEST_F(PeopleTest, ASharedSurnameGoesToTheOneWhoIsNobodysRelative) {
  Extract("Anna Lund spoke first. She thanked her husband, Peter Lund. Lund was brief.",
          {{"Anna Lund", kPer}, {"Peter Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|She|her|Lund");
}

TEST_F(PeopleTest, ASurnameIsTheOneOfTheTitleAndNoOther) {
  Extract("Lund won the vote. She beat Karl Moe. Peter Lund voted too.",
          {{"Peter Lund", kPer}, {"Karl Moe", kPer}, {"Lund", kPer}}, "Anna Lund elected");
  EXPECT_EQ(MentionsOf("Lund"), "Lund|She");
  EXPECT_EQ(MentionsOf("Peter Lund"), "Peter Lund");
  // A title that has the surname alone says nothing.
  Extract("Lund won the vote. Peter Lund voted too.", {{"Peter Lund", kPer}, {"Lund", kPer}},
          "Mayor Lund elected");
  EXPECT_EQ(Names(), "Peter Lund");
}

TEST_F(PeopleTest, ASharedSurnameGoesToTheOneOfItsTitle) {
  Extract("Senator Anna Lund met Judge Karen Lund. Senator Lund left.",
          {{"Anna Lund", kPer}, {"Karen Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Lund");
}

TEST_F(PeopleTest, InitialsMiddleNamesNicknamesAndSuffixesAgree) {
  const auto same = [](const Words& a, const Words& b) { return SamePerson(TestLexicon(), a, b); };
  EXPECT_TRUE(same({"j.", "lund"}, {"john", "lund"}));
  EXPECT_TRUE(same({"john", "q.", "lund"}, {"john", "lund"}));
  EXPECT_TRUE(same({"john", "quincy", "lund"}, {"john", "q.", "lund"}));
  EXPECT_TRUE(same({"bill", "lund"}, {"william", "lund"}));
  EXPECT_TRUE(same({"haider", "shah"}, {"syed", "haider", "shah"}));
  EXPECT_TRUE(same({"john", "lund", "jr."}, {"john", "lund"}));
}

TEST_F(PeopleTest, NamesThatContradictAreTwoPeople) {
  const auto same = [](const Words& a, const Words& b) { return SamePerson(TestLexicon(), a, b); };
  EXPECT_FALSE(same({"anna", "lund"}, {"peter", "lund"}));
  EXPECT_FALSE(same({"anna", "lund"}, {"anna", "berg"}));
  EXPECT_FALSE(same({"j.", "lund"}, {"peter", "lund"}));
  EXPECT_FALSE(same({"john", "q.", "lund"}, {"john", "r.", "lund"}));
  EXPECT_FALSE(same({"lund"}, {"lund"}));  // a word alone proves nothing
  EXPECT_FALSE(same({}, {"anna", "lund"}));
}

TEST_F(PeopleTest, ATranscribedNameMayBeSpelledOtherwise) {
  const auto same = [](const Words& a, const Words& b) { return SamePerson(TestLexicon(), a, b); };
  EXPECT_TRUE(same({"mohamed", "elbaradei"}, {"mohammed", "elbaradei"}));
  EXPECT_TRUE(same({"ayman", "al-zawahri"}, {"ayman", "zawahri"}));
  EXPECT_FALSE(same({"martin", "lund"}, {"martina", "lund"}));
  EXPECT_FALSE(same({"anna", "lund"}, {"annie", "lund"}));
  Extract("Ayman al-Zawahri spoke. Zawahri left. Later al-Zawahri returned.",
          {{"Ayman al-Zawahri", kPer}, {"al-Zawahri", kPer}, {"Zawahri", kPer}});
  EXPECT_EQ(MentionsOf("Ayman al-Zawahri"), "Ayman al-Zawahri|Zawahri|al-Zawahri");
}

TEST_F(PeopleTest, AFatherAndHisSonStayApart) {
  const auto same = [](const Words& a, const Words& b) { return SamePerson(TestLexicon(), a, b); };
  EXPECT_FALSE(same({"john", "lund", "jr."}, {"john", "lund", "sr."}));
  EXPECT_FALSE(same({"john", "lund", "iii"}, {"john", "lund", "jr."}));
}

TEST_F(PeopleTest, ANicknameIsAnotherFormOfTheName) {
  Extract("William Lund opened the bridge. Bill Lund thanked the workers.",
          {{"William Lund", kPer}, {"Bill Lund", kPer}});
  EXPECT_EQ(result_.participants.size(), 1u) << Names();
}

TEST_F(PeopleTest, AFamilyIsAGroupOfItsOwn) {
  Extract("Joe Biden spoke on Monday. Later the Bidens left for the coast. The Bidens returned.",
          {{"Joe Biden", kPer}, {"Bidens", kPer}});
  EXPECT_EQ(Names(), "Joe Biden, Bidens");
  EXPECT_EQ(Named("Bidens").type, ParticipantType::kGroup);
  EXPECT_EQ(MentionsOf("Bidens"), "Bidens|Bidens");
}

TEST_F(PeopleTest, AFamilyMayBeNamedByTheWord) {
  Extract("Anna Lund spoke on Monday. Later the Lund family left. Lund returned.",
          {{"Anna Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(Names(), "Anna Lund, Lund family");
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Lund");
}

TEST_F(PeopleTest, APluralOfNobodysSurnameIsNoFamily) {
  Extract("Anna Lund spoke on Monday. Later the Bears left.",
          {{"Anna Lund", kPer}, {"Bears", kOrg}});
  EXPECT_EQ(Named("Bears").type, ParticipantType::kOrganization);
}

TEST_F(PeopleTest, ASurnameThatATaggerTookForAnOrganizationIsThePerson) {
  Extract("Anna Lund opened the bridge. Later Lund thanked the workers.",
          {{"Anna Lund", kPer}, {"Lund", kOrg}});
  EXPECT_EQ(Names(), "Anna Lund");
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Lund");
}

TEST_F(PeopleTest, APlaceThatSharesASurnameStaysAPlace) {
  Extract("Anna Lund opened the bridge in Lund on Monday.", {{"Anna Lund", kPer}, {"Lund", kLoc}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund");
  EXPECT_EQ(PlaceNames(), "Lund");
}

TEST_F(PeopleTest, CaseAndAccentsDoNotPartAPerson) {
  Extract("José Peña spoke. Jose Pena left.", {{"José Peña", kPer}, {"Jose Pena", kPer}});
  EXPECT_EQ(result_.participants.size(), 1u) << Names();
}

}  // namespace
}  // namespace nutgraf::extract
