// Where names begin and end, and what they are: a case for each kind of rule and table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/language/annotations.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "PERSON Ned Price", in order.
std::vector<std::string> Names(std::string_view text) {
  const text::Document document = testing::MakeDocument(text);
  const Annotations notes = testing::Annotate(document);
  std::vector<std::string> names;
  for (const EntityMention& entity : notes.entities) {
    names.push_back(std::string(Name(entity.type)) + " " +
                    std::string(document.Slice(entity.tokens)));
  }
  return names;
}

TEST(NamesTest, FindsPersonsOrganisationsAndPlaces) {
  EXPECT_THAT(Names("Barack Obama met officials of the World Bank in Nairobi."),
              ElementsAre("PERSON Barack Obama", "ORGANIZATION World Bank", "LOCATION Nairobi"));
}

TEST(NamesTest, LeavesTitlesArticlesAndPossessivesOut) {
  EXPECT_THAT(Names("The visit of Prime Minister Narendra Modi's envoy pleased President Macron."),
              ElementsAre("PERSON Narendra Modi", "PERSON Macron"));
  EXPECT_THAT(Names("He blamed Dr. Maria Lopez and the United Nations."),
              ElementsAre("PERSON Maria Lopez", "ORGANIZATION United Nations"));
}

TEST(NamesTest, PartsNamesAtATitle) {
  EXPECT_THAT(Names("On Sunday State Department Spokesperson Ned Price spoke."),
              ElementsAre("ORGANIZATION State Department", "PERSON Ned Price"));
  EXPECT_THAT(Names("He called US Secretary of State Antony Blinken again."),
              ElementsAre("LOCATION US", "PERSON Antony Blinken"));
}

TEST(NamesTest, KeepsTitleWordsThatAreNames) {
  EXPECT_THAT(Names("The writer Stephen King met Dean Jones."),
              ElementsAre("PERSON Stephen King", "PERSON Dean Jones"));
}

TEST(NamesTest, DemonymsAreGroupsOfPeople) {
  EXPECT_THAT(Names("He met Pakistani officials and many Republicans in Lahore."),
              ElementsAre("NORP Pakistani", "NORP Republicans", "LOCATION Lahore"));
  EXPECT_THAT(Names("He praised the Chinese Foreign Ministry."),
              ElementsAre("NORP Chinese", "ORGANIZATION Foreign Ministry"));
  EXPECT_THAT(Names("He flew with British Airways."), ElementsAre("ORGANIZATION British Airways"));
}

TEST(NamesTest, LetterCaseTellsCountriesFromWords) {
  EXPECT_THAT(Names("US sanctions hurt us all, the Polish envoy said."),
              ElementsAre("LOCATION US", "NORP Polish"));
  EXPECT_THAT(Names("They polish shoes and tell us so."), IsEmpty());
}

TEST(NamesTest, JoinsWhatBelongsInsideNames) {
  EXPECT_THAT(Names("She left the Ministry of Foreign Affairs."),
              ElementsAre("ORGANIZATION Ministry of Foreign Affairs"));
  EXPECT_THAT(Names("She joined the Ministry of Gender, Labour and Social Development."),
              ElementsAre("ORGANIZATION Ministry of Gender, Labour and Social Development"));
  EXPECT_THAT(Names("She sued the Zandex Food and Drug Administration."),
              ElementsAre("ORGANIZATION Zandex Food and Drug Administration"));
  EXPECT_THAT(Names("He admired Ludwig van Beethoven."),
              ElementsAre("PERSON Ludwig van Beethoven"));
  EXPECT_THAT(Names("It was Roberto \"Hands of Stone\" Duran."),
              ElementsAre("PERSON Roberto \"Hands of Stone\" Duran"));
  EXPECT_THAT(Names("He asked the Prosecutor's Office."),
              ElementsAre("ORGANIZATION Prosecutor's Office"));
  EXPECT_THAT(Names("Nothing was heard from Nasser al-Attiyah."),
              ElementsAre("PERSON Nasser al-Attiyah"));
}

TEST(NamesTest, DoesNotJoinAcrossOwners) {
  EXPECT_THAT(Names("It is Pakistan's Foreign Ministry."),
              ElementsAre("LOCATION Pakistan", "ORGANIZATION Foreign Ministry"));
}

TEST(NamesTest, CompoundsOfNamesAreNoNames) {
  EXPECT_THAT(Names("The Shanghai-based firm lost in the China-US trade war."), IsEmpty());
  EXPECT_THAT(Names("It lies in Guinea-Bissau."), ElementsAre("LOCATION Guinea-Bissau"));
}

TEST(NamesTest, SentencesMayBeginWithCommonWords) {
  EXPECT_THAT(Names("Police arrested nobody. Yesterday was quiet. Talks failed."), IsEmpty());
  EXPECT_THAT(Names("Missing German tourists were found."), ElementsAre("NORP German"));
  EXPECT_THAT(Names("Foreign Ministry officials agreed."),
              ElementsAre("ORGANIZATION Foreign Ministry"));
}

TEST(NamesTest, DaysMonthsAndAbbreviationsAreNoNames) {
  EXPECT_THAT(Names("On Monday, March 6, the CEO and the MPs watched TV."), IsEmpty());
  EXPECT_THAT(Names("Later Theresa May resigned in May."), ElementsAre("PERSON Theresa May"));
}

TEST(NamesTest, EventsAndWorksAreNeitherPersonNorPlace) {
  EXPECT_THAT(Names("He won the World Cup after the Geneva Convention."),
              ElementsAre("MISC World Cup", "MISC Geneva Convention"));
}

TEST(NamesTest, ContextTypesUnknownNames) {
  EXPECT_THAT(Names("A bomb exploded in Zorbak."), ElementsAre("LOCATION Zorbak"));
  EXPECT_THAT(Names("The plan failed, Zorbak said."), ElementsAre("PERSON Zorbak"));
  EXPECT_THAT(Names("He sold the company Zorbak."), ElementsAre("ORGANIZATION Zorbak"));
  EXPECT_THAT(Names("He found Qwex Zorbak, 45, at home."), ElementsAre("PERSON Qwex Zorbak"));
}

TEST(NamesTest, EndingsTypeUnknownNames) {
  EXPECT_THAT(Names("He likes Zolnishvili and Quarshire."),
              ElementsAre("PERSON Zolnishvili", "LOCATION Quarshire"));
}

TEST(NamesTest, AFamilyNameIsThePersonNamedInFull) {
  EXPECT_THAT(Names("Maria Phoenix resigned. Phoenix blamed nobody."),
              ElementsAre("PERSON Maria Phoenix", "PERSON Phoenix"));
  // A word that is no name by itself is one as a family name, even where a sentence begins.
  EXPECT_THAT(Names("He met Peter Hill. Hill smiled."),
              ElementsAre("PERSON Peter Hill", "PERSON Hill"));
  EXPECT_THAT(Names("Hill walking is healthy."), IsEmpty());
}

TEST(NamesTest, AnAcronymIsTheBodyItAbbreviates) {
  EXPECT_THAT(Names("The Zandonian Workers Federation struck. In ZWF's view it won."),
              Contains("ORGANIZATION ZWF"));
}

TEST(NamesTest, ReadsHeadlinesInTitleCaseAndInCapitals) {
  EXPECT_THAT(Names("President Joe Biden Visits Flooded Towns In Kentucky After Storm"),
              ElementsAre("PERSON Joe Biden", "LOCATION Kentucky"));
  const std::vector<std::string> shouted = Names("PAKISTAN AND UNITED STATES HOLD TALKS");
  EXPECT_THAT(shouted, ElementsAre("LOCATION PAKISTAN", "LOCATION UNITED STATES"));
}

TEST(NamesTest, SmallTownsWithNamesOfWordsAreNotMeant) {
  EXPECT_THAT(Names("Reading is fun. Action is needed."), IsEmpty());
}

TEST(NamesTest, LowerCaseTextHasNoNames) {
  EXPECT_THAT(Names("the president of the united states was in paris."), IsEmpty());
}

}  // namespace
}  // namespace nutgraf::language
