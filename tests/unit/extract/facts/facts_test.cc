#include "service/extract/facts/facts.h"

#include <gmock/gmock.h>

#include "tests/unit/extract/facts/facts_fixture.h"

namespace nutgraf::extract {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class FactsTest : public FactsFixture {};

TEST_F(FactsTest, AnswersWhoWhatWhenWhere) {
  const HeadlineFact fact = First({"Maria Lopez opened a new hospital in Lisbon on Tuesday."});
  EXPECT_EQ(Who(fact), "Maria Lopez");
  EXPECT_EQ(NameOf(fact.who.front().participant), "Maria Lopez");
  EXPECT_EQ(Text(fact.what), "opened a new hospital");
  EXPECT_EQ(Days(fact.when), "2024-05-14");
  EXPECT_EQ(Text(fact.where), "Lisbon");
  EXPECT_NE(fact.where->place, kNone);
  EXPECT_EQ(fact.predicate, "open");
  EXPECT_EQ(fact.modality, FactModality::kAsserted);
  EXPECT_FALSE(fact.negated);
  EXPECT_FALSE(fact.why);
  EXPECT_FALSE(fact.how);
}

TEST_F(FactsTest, SeveralActorsAreSeveralAnswers) {
  const HeadlineFact fact = First({"Germany and France signed a trade treaty on Monday."});
  ASSERT_EQ(fact.who.size(), 2u);
  EXPECT_EQ(NameOf(fact.who[0].participant), "Germany");
  EXPECT_EQ(NameOf(fact.who[1].participant), "France");
}

TEST_F(FactsTest, CountedPeopleAreOneAnswer) {
  const HeadlineFact fact = First({"Three men and a woman robbed a bank in Dublin on Monday."});
  EXPECT_EQ(Who(fact), "Three men and a woman");
}

TEST_F(FactsTest, AgentOfAPassiveActs) {
  const HeadlineFact fact = First({"The bridge was destroyed by the Russian army on Monday."});
  EXPECT_THAT(Who(fact), HasSubstr("Russian army"));
  EXPECT_THAT(Text(fact.what), HasSubstr("destroyed"));
}

TEST_F(FactsTest, PassiveWithoutAgentIsToldOfItsPatient) {
  const HeadlineFact fact = First({"John Carter was sentenced to four years in prison on Monday."});
  EXPECT_EQ(Who(fact), "John Carter");
  EXPECT_EQ(Text(fact.what), "was sentenced to four years in prison");
}

TEST_F(FactsTest, NameBesideAPostIsWho) {
  const HeadlineFact fact =
      First({"Israeli finance minister Avi Cohen resigned from the cabinet on Sunday."});
  EXPECT_EQ(Who(fact), "Avi Cohen");
}

TEST_F(FactsTest, NameBesideAnOrganizationsDescriptionIsWho) {
  EXPECT_EQ(First({"European aircraft manufacturer Airbus won a large order on Tuesday."})
                .who.front()
                .text,
            "Airbus");
  // Of more than one a name tells too little.
  EXPECT_NE(First({"Officials from Airbus won a large order on Tuesday."}).who.front().text,
            "Airbus");
}

TEST_F(FactsTest, ReportIsPeeledOffAndAttributed) {
  const HeadlineFact fact =
      First({"The central bank will raise interest rates in July, the Ministry of Finance said on "
             "Tuesday."});
  EXPECT_THAT(Who(fact), HasSubstr("central bank"));
  EXPECT_EQ(Text(fact.what), "raise interest rates");
  EXPECT_EQ(NameOf(fact.attributed_to), "Ministry of Finance");
  EXPECT_EQ(fact.modality, FactModality::kScheduled);
  EXPECT_EQ(Days(fact.when), "2024-07-01..2024-07-31") << "not the day of the announcement";
}

TEST_F(FactsTest, CatenativeIsNoPredicate) {
  const HeadlineFact fact =
      First({"Leaders from India and Japan are scheduled to discuss a new railway on Friday."});
  EXPECT_EQ(fact.predicate, "discuss");
  EXPECT_EQ(fact.modality, FactModality::kScheduled);
  EXPECT_EQ(Text(fact.what), "discuss a new railway");
}

TEST_F(FactsTest, CauseIsWhy) {
  const HeadlineFact fact =
      First({"The airline cancelled all flights on Monday because of heavy snow."});
  EXPECT_EQ(Text(fact.why), "heavy snow");
}

TEST_F(FactsTest, PurposeIsWhy) {
  const HeadlineFact fact = First(
      {"The United Nations sent doctors to Chad on Monday in order to fight a cholera outbreak."});
  EXPECT_THAT(Text(fact.why), HasSubstr("fight a cholera outbreak"));
}

TEST_F(FactsTest, MeansIsHow) {
  const HeadlineFact fact =
      First({"The thieves entered the museum on Monday by breaking a window."});
  EXPECT_EQ(Text(fact.how), "by breaking a window");
}

TEST_F(FactsTest, ResultIsNotHow) {
  const HeadlineFact fact = First({"A bomb exploded in Kabul on Monday, killing four people."});
  EXPECT_FALSE(fact.how) << Text(fact.how);
}

TEST_F(FactsTest, Negation) {
  const HeadlineFact fact =
      First({"Volkswagen will not close its factory in Brussels, the company said on Tuesday."});
  EXPECT_TRUE(fact.negated);
}

TEST_F(FactsTest, Modality) {
  EXPECT_EQ(First({"Maria Lopez denied the charges in a court in Rome on Monday."}).modality,
            FactModality::kDenied);
  EXPECT_EQ(First({"The minister could resign on Friday over the scandal."}).modality,
            FactModality::kConditional);
  EXPECT_EQ(First({"Two officers allegedly stole the money on Monday."}).modality,
            FactModality::kAlleged);
  EXPECT_EQ(First({"The parliament of Spain will vote on the law on Friday."}).modality,
            FactModality::kScheduled);
  EXPECT_EQ(First({"The parliament of Spain voted on the law on Monday."}).modality,
            FactModality::kAsserted);
}

TEST_F(FactsTest, ThereIsNobodyWho) {
  const HeadlineFact fact = First({"There were two large explosions in Kabul on Monday."});
  EXPECT_TRUE(fact.who.empty());
  EXPECT_EQ(Text(fact.what), "two large explosions");
  EXPECT_EQ(Text(fact.where), "Kabul");
}

TEST_F(FactsTest, RelativePronounStandsForItsNoun) {
  const HeadlineFact fact =
      First({.text = "The senate of Chile approved a bill that legalizes euthanasia on Monday.",
             .title = "Bill legalizes euthanasia"});
  EXPECT_NE(Who(fact), "that");
}

TEST_F(FactsTest, LaterSentencesCompleteTheEvent) {
  const HeadlineFact fact = First(
      {"France and Spain are set to hold a summit on May 20, the Ministry of Foreign Affairs said "
       "on Tuesday.\nThe summit will take place on 20-22 May 2024 in Madrid.\nThe event is aimed "
       "at strengthening border security."});
  EXPECT_EQ(Days(fact.when), "2024-05-20..2024-05-22");
  EXPECT_EQ(Text(fact.where), "Madrid");
  EXPECT_EQ(Text(fact.why), "strengthening border security");
}

TEST_F(FactsTest, TalksTakeUpADialogue) {
  const HeadlineFact fact = First(
      {"Norway and Canada are set to open three days of talks on 20 May, the Norwegian Ministry of "
       "Fisheries announced on Tuesday.\nThe two countries will hold the Arctic Rescue Dialogue on "
       "20-22 May 2024 in Bergen, the ministry said."});
  EXPECT_EQ(Text(fact.what), "open three days of talks");
  EXPECT_EQ(Days(fact.when), "2024-05-20..2024-05-22");
  EXPECT_EQ(Text(fact.where), "Bergen");
}

TEST_F(FactsTest, ADayIsNobody) {
  const std::vector<HeadlineFact> facts =
      Extract({"Rain will spread across Wales on Thursday.\nFriday will be dry and bright."});
  for (const HeadlineFact& fact : facts) EXPECT_NE(Who(fact), "Friday");
}

TEST_F(FactsTest, StatementStandsAlone) {
  const std::vector<HeadlineFact> facts = Extract(
      {"Angela Martin won the election in Ohio on Tuesday.\nShe promised on Wednesday to cut "
       "taxes for small firms."});
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_THAT(facts[0].statement, HasSubstr("Tuesday (2024-05-14)"));
  EXPECT_THAT(facts[1].statement, StartsWith("Angela Martin promised"));
}

TEST_F(FactsTest, TitleChoosesTheSentence) {
  const HeadlineFact fact = First(
      {.text = "Rain fell on the crowd outside the old town hall.\nInside, the council of Leeds "
               "banned cars from the city centre on Tuesday.\nMany people cheered.",
       .title = "Leeds council bans cars from city centre"});
  EXPECT_EQ(fact.predicate, "ban");
}

TEST_F(FactsTest, ACaptionTakesNoPlaceFromTheLead) {
  const std::string story = "Peter Lund opened a library in Bergen.\n\nHe left by train.";
  const std::string caption = "The old harbour on the day of the festival\n\n";
  const HeadlineFact lead = First({story, "Weekend notes"});
  const std::string captioned = caption + story;
  const HeadlineFact behind = First({captioned, "Weekend notes"});
  EXPECT_EQ(behind.predicate, "open");
  EXPECT_LT(lead.confidence, 0.95F) << "at its limit it tells nothing";
  EXPECT_NEAR(behind.confidence, lead.confidence, 0.05F) << "salience is nearly the same";
}

TEST_F(FactsTest, EveryAnswerIsASliceOfTheStory) {
  const std::vector<HeadlineFact> facts =
      Extract({"Police in Naples arrested twelve people on Monday over a fraud, officials said.\n"
               "\"We acted quickly,\" said chief Paolo Neri. He thanked his team for their work.\n"
               "The mayor called the operation a success."});
  for (const HeadlineFact& fact : facts) {
    for (const auto* answer : {&fact.what, &fact.when, &fact.where, &fact.why, &fact.how}) {
      if (!*answer) continue;
      EXPECT_FALSE((*answer)->span.empty());
      EXPECT_EQ((*answer)->text, document_.Slice((*answer)->span));
      EXPECT_GT((*answer)->confidence, 0);
      EXPECT_LE((*answer)->confidence, 1);
    }
  }
}

TEST_F(FactsTest, NoStoryNoFacts) {
  EXPECT_TRUE(Extract({""}).empty());
  EXPECT_TRUE(Extract({"   \n\n"}).empty());
  EXPECT_TRUE(Extract({"Breaking news"}).empty());
  EXPECT_TRUE(Extract({"How well did you follow the news this week?\nTest yourself with our ten "
                       "questions.\nWhich country won the Eurovision Song Contest?"})
                  .empty());
}

TEST_F(FactsTest, WorksWithoutAParse) {
  const HeadlineFact fact =
      First({.text = "Maria Lopez opened a new hospital in Lisbon on Tuesday.", .rules = true});
  EXPECT_EQ(Who(fact), "Maria Lopez");
  EXPECT_THAT(Text(fact.what), StartsWith("opened a new hospital"));
  EXPECT_EQ(Days(fact.when), "2024-05-14");
}

TEST_F(FactsTest, AtMostSix) {
  std::string text;
  const char* const names[] = {"Anna",  "Bruno",  "Carla", "Dario",
                               "Elena", "Franco", "Gina",  "Hugo"};
  const char* const verbs[] = {"bought", "painted", "burned",  "sold",
                               "wrote",  "ate",     "cleaned", "broke"};
  for (int i = 0; i < 8; ++i) {
    text += std::string(names[i]) + " Rossi " + verbs[i] + " a large table in Milan.\n";
  }
  EXPECT_LE(Extract({text}).size(), 6u);
}

TEST_F(FactsTest, HostileTextEndsQuickly) {
  // Long ones without the network, whose time is its own.
  for (const bool rules : {true, false}) {
    const int times = rules ? 2000 : 40;
    std::string commas;
    std::string deep;
    std::string names;
    for (int i = 0; i < times; ++i) {
      commas += "and, or because of, ";
      deep += "he said that ";
      names += "Paris, ";
    }
    Extract({.text = commas, .rules = rules});
    Extract({.text = deep + "it rained.", .rules = rules});
    Extract({.text = names + "won.", .rules = rules});
    Extract({.text = std::string(static_cast<size_t>(times) * 10, '('), .rules = rules});
  }
}

TEST_F(FactsTest, CancelledIsSaid) {
  Extract({"Maria Lopez opened a new hospital in Lisbon on Tuesday."});
  const auto facts = FactExtractor::Create(testing::TestKnowledge());
  Cancellation cancel;
  cancel.Cancel();
  const auto result = (*facts)->Extract({document_, notes_, people_, dates_, quotes_}, cancel);
  EXPECT_TRUE(absl::IsCancelled(result.status()));
}

}  // namespace
}  // namespace nutgraf::extract
