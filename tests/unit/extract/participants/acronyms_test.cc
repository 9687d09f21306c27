// Acronyms with their long forms, defined in either direction or spelled by initials.

#include "service/extract/participants/acronyms.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

using participants::LooksLikeAcronym;
using participants::SpellsInitials;

class AcronymsTest : public ParticipantsFixture {};

TEST(LooksLikeAcronymTest, NeedsTwoCapitalsAndMostlyCapitals) {
  for (const std::string_view yes : {"MoFA", "U.N.", "BBC", "AT&T", "UNHCR"}) {
    EXPECT_TRUE(LooksLikeAcronym(yes)) << yes;
  }
  for (const std::string_view no : {"", "A", "Bank", "McDonald", "F16", "ABCDEFGHI", "un"}) {
    EXPECT_FALSE(LooksLikeAcronym(no)) << no;
  }
}

TEST(SpellsInitialsTest, SmallWordsMayCountOrNot) {
  const std::vector<std::string> ministry = {"ministry", "of", "foreign", "affairs"};
  EXPECT_TRUE(SpellsInitials("mofa", ministry));
  EXPECT_TRUE(SpellsInitials("mfa", ministry));
  EXPECT_TRUE(SpellsInitials("m.f.a.", ministry));
  EXPECT_FALSE(SpellsInitials("mof", ministry));
  EXPECT_FALSE(SpellsInitials("m", ministry));
  EXPECT_FALSE(SpellsInitials("", ministry));
  EXPECT_FALSE(SpellsInitials("mfa", {}));
}

TEST_F(AcronymsTest, LongFormThenAcronym) {
  Extract("The Harbour Pilots Union (HPU) struck on Monday. The HPU wants better pay.",
          {{"Harbour Pilots Union", kOrg}, {"HPU", kOrg}});
  EXPECT_EQ(Names(), "Harbour Pilots Union");
  EXPECT_EQ(MentionsOf("Harbour Pilots Union"), "Harbour Pilots Union|HPU|HPU");
  EXPECT_EQ(KindOf(Named("Harbour Pilots Union"), "HPU"), MentionKind::kAlias);
}

TEST_F(AcronymsTest, AcronymThenLongForm) {
  Extract("The HPU (Harbour Pilots Union) struck on Monday. The HPU wants better pay.",
          {{"Harbour Pilots Union", kOrg}, {"HPU", kOrg}});
  EXPECT_EQ(Names(), "Harbour Pilots Union");
  EXPECT_EQ(Named("Harbour Pilots Union").mentions.size(), 3u);
}

TEST_F(AcronymsTest, TheInitialsOfANameWrittenElsewhere) {
  Extract("The HPU struck on Monday. Talks with the Harbour Pilots Union failed.",
          {{"Harbour Pilots Union", kOrg}, {"HPU", kOrg}});
  EXPECT_EQ(Names(), "Harbour Pilots Union");
}

TEST_F(AcronymsTest, AnAcronymThatTheTaggerMissed) {
  Extract("The Ministry of Foreign Affairs (MoFA) protested. Later MoFA summoned the envoy.",
          {{"Ministry of Foreign Affairs", kOrg}});
  EXPECT_EQ(MentionsOf("Ministry of Foreign Affairs"), "Ministry of Foreign Affairs|MoFA|MoFA");
}

TEST_F(AcronymsTest, ALongFormThatTheTaggerMissed) {
  Extract("The Harbour Pilots Union (HPU) struck on Monday. The HPU wants better pay.",
          {{"HPU", kOrg}});
  EXPECT_EQ(Names(), "Harbour Pilots Union");
}

TEST_F(AcronymsTest, ABracketThatIsNoAcronymOfTheNameFoundsItsOwn) {
  Extract("The Harbour Pilots Union (BBC) struck on Monday.",
          {{"Harbour Pilots Union", kOrg}, {"BBC", kOrg}});
  EXPECT_EQ(result_.participants.size(), 2u) << Names();
}

TEST_F(AcronymsTest, APersonHasNoAcronym) {
  Extract("Hanna Peters (HP) spoke. HP sells printers.", {{"Hanna Peters", kPer}, {"HP", kOrg}});
  EXPECT_EQ(result_.participants.size(), 2u) << Names();
}

}  // namespace
}  // namespace nutgraf::extract
