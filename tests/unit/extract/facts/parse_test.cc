// Facts read off given dependency trees.

#include <gmock/gmock.h>

#include "tests/unit/extract/facts/facts_fixture.h"

namespace nutgraf::extract {
namespace {

using ::testing::HasSubstr;
using ParseTest = FactsFixture;

constexpr std::string_view kOpened = "Maria Lopez has opened a new hospital in Lisbon .";
constexpr std::string_view kOpenedTree =
    "4:nsubj 1:flat 4:aux 0:root/VERB 7:det 7:amod 4:obj 9:case 4:obl 4:punct";

TEST_F(ParseTest, TheHeadlinesWordsSayWhat) {
  const HeadlineFact fact =
      First({.text = kOpened, .title = "Lopez opens hospital in Lisbon", .tree = kOpenedTree});
  EXPECT_EQ(Text(fact.what), "opens hospital");
  EXPECT_EQ(document_.Slice(fact.what->span), "opened a new hospital")
      << "the span stays where the text tells it";
}

TEST_F(ParseTest, AHeadlineOfSomebodyElseDoesNot) {
  const HeadlineFact fact =
      First({.text = kOpened, .title = "Nurses praise hospital in Lisbon", .tree = kOpenedTree});
  EXPECT_EQ(Text(fact.what), "opened a new hospital");
}

TEST_F(ParseTest, TheHeadlinesVerbIsTheEventHoweverDeep) {
  constexpr std::string_view kText = "Leeds ended a long wait , beating Everton to win the cup .";
  constexpr std::string_view kTree =
      "2:nsubj 0:root/VERB 5:det 5:amod 2:obj 7:punct 2:advcl/VERB 7:obj 10:mark 7:xcomp/VERB "
      "12:det 10:obj 2:punct";
  const HeadlineFact fact = First({.text = kText, .title = "Leeds win cup", .tree = kTree});
  EXPECT_EQ(fact.predicate, "win");
  EXPECT_EQ(Who(fact), "Leeds") << "who beats others to win, wins";
  EXPECT_EQ(Text(fact.how), "beating Everton");
  EXPECT_EQ(First({.text = kText, .tree = kTree}).predicate, "end") << "without a headline";
}

TEST_F(ParseTest, AnActorEndsBeforeTheVerbsAuxiliaries) {
  const HeadlineFact fact =
      First({.text = "Seven people have been killed and ten hurt in Leeds .",
             .tree = "2:nummod 5:nsubj:pass 5:aux 5:aux:pass 0:root/VERB 7:cc 2:conj 5:conj/VERB "
                     "10:case 8:obl 5:punct"});
  EXPECT_EQ(Who(fact), "Seven people");
}

TEST_F(ParseTest, AResultSaysHow) {
  const HeadlineFact fact = First({.text = "Leeds beat Everton 2-1 on Monday .",
                                   .tree = "2:nsubj 0:root/VERB 2:obj 2:obl 4:punct 4:nmod 8:case "
                                           "2:obl 2:punct"});
  EXPECT_EQ(Text(fact.how), "2-1");
}

TEST_F(ParseTest, ANumberRangeElsewhereIsNoResult) {
  const HeadlineFact fact = First({.text = "Leeds hired 20-30 nurses on Monday .",
                                   .tree = "2:nsubj 0:root/VERB 6:nummod 3:punct 3:nmod 2:obj "
                                           "8:case 2:obl 2:punct"});
  EXPECT_FALSE(fact.how) << Text(fact.how);
}

TEST_F(ParseTest, AMediumSaysHowAReportWasMade) {
  const HeadlineFact fact = First(
      {.text = "The bank has lost money , Maria Lopez told the parliament in a letter on Monday .",
       .tree = "2:det 4:nsubj 4:aux 9:ccomp/VERB 4:obj 4:punct 9:nsubj 7:flat 0:root/VERB 11:det "
               "9:iobj 14:case 14:det 9:obl 16:case 14:nmod 9:punct"});
  EXPECT_EQ(Text(fact.how), "in a letter");
}

TEST_F(ParseTest, WhatTheDoerDidSaysHow) {
  const std::string_view text =
      "An attack killed ten people in Kabul .\nA gunman opened fire on a crowd .";
  const std::string_view tree =
      "2:det 3:nsubj 0:root/VERB 5:nummod 3:obj 7:case 3:obl 3:punct "
      "2:det 3:nsubj 0:root/VERB 3:obj 7:case 7:det 3:obl 3:punct";
  const HeadlineFact fact =
      First({.text = text, .title = "Taliban attack kills ten in Kabul", .tree = tree});
  EXPECT_EQ(fact.predicate, "kill");
  EXPECT_EQ(Text(fact.how), "opened fire on a crowd");
}

TEST_F(ParseTest, AReasonThatIsAClauseIsGivenWhole) {
  const HeadlineFact fact =
      First({.text = "Leeds closed a school because the roof , which leaked , fell .",
             .tree = "2:nsubj 0:root/VERB 4:det 2:obj 12:mark 7:det 12:nsubj 10:punct 10:nsubj "
                     "7:acl:relcl/VERB 10:punct 2:advcl/VERB 2:punct"});
  EXPECT_EQ(Text(fact.why), "the roof , which leaked , fell");
}

TEST_F(ParseTest, AMotiveIsNamedWithItsNoun) {
  const HeadlineFact fact = First(
      {.text = "The Taliban bombed a hotel in Kabul .\nThe Taliban called the bombing a revenge "
               "attack for a raid .",
       .tree = "2:det 3:nsubj 0:root/VERB 5:det 3:obj 7:case 3:obl 3:punct "
               "2:det 3:nsubj 0:root/VERB 5:det 3:obj/NOUN 8:det 8:compound 3:xcomp/NOUN 11:case "
               "11:det 8:nmod 3:punct"});
  EXPECT_EQ(Text(fact.why), "revenge attack for a raid");
}

TEST_F(ParseTest, WhatSomebodySaysToTheReaderIsNoReason) {
  const HeadlineFact fact =
      First({.text = "Leeds closed a school because you asked me .",
             .tree = "2:nsubj 0:root/VERB 4:det 2:obj 7:mark 7:nsubj 2:advcl/VERB 7:obj 2:punct"});
  EXPECT_FALSE(fact.why) << Text(fact.why);
}

TEST_F(ParseTest, ANamedEventSaysWhere) {
  const HeadlineFact fact =
      First({.text = "Maria Lopez won gold at the Winter Games .",
             .tree = "3:nsubj 1:flat 0:root/VERB 3:obj 8:case 8:det 8:compound/PROPN 3:obl/PROPN "
                     "3:punct"});
  EXPECT_EQ(Text(fact.where), "Winter Games");
}

TEST_F(ParseTest, AnAnecdoteIsNoNews) {
  const std::string_view text =
      "Ann Lee , a young baker , is tired of waiting .\nLong queues at the passport office have "
      "angered many voters .";
  const std::string_view tree =
      "8:nsubj 1:flat 6:punct 6:det 6:amod 1:appos 6:punct 9:cop 0:root/ADJ 11:mark 9:advcl/VERB "
      "9:punct "
      "2:amod 8:nsubj/NOUN 6:case 6:det 6:compound 2:nmod 8:aux 0:root/VERB 10:amod 8:obj 8:punct";
  const std::vector<HeadlineFact> facts =
      Extract({.text = text, .title = "Passport queues anger voters", .tree = tree});
  ASSERT_FALSE(facts.empty());
  EXPECT_EQ(facts.front().predicate, "anger");
}

TEST_F(ParseTest, ACaptionIsNoLead) {
  const std::string_view text =
      "Workers clean a street in Lisbon . Photo : Getty Images\n\nThe council of Lisbon banned "
      "cars "
      "on Monday .";
  const std::vector<HeadlineFact> facts = Extract({.text = text, .title = "Lisbon bans cars"});
  ASSERT_FALSE(facts.empty());
  EXPECT_EQ(facts.front().predicate, "ban");
}

}  // namespace
}  // namespace nutgraf::extract
