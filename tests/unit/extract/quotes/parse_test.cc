// Reported clauses and speakers read off given dependency trees.

#include "absl/time/clock.h"
#include "tests/unit/extract/quotes/quotes_fixture.h"

namespace nutgraf::extract {
namespace {

using ParseTest = QuotesFixture;

TEST_F(ParseTest, ClausalComplement) {
  const Quote quote =
      OnlyParsed("Lund said that the bridge will open in May.",
                 "2:nsubj 0:root 7:mark 5:det 7:nsubj 7:aux 2:ccomp 9:case 7:obl 2:punct");
  EXPECT_EQ(Content(quote), "that the bridge will open in May");
  EXPECT_EQ(quote.speaker.text, "Lund");
  EXPECT_EQ(quote.type, QuoteType::kIndirect);
}

TEST_F(ParseTest, AttributionPutIntoTheClause) {
  const Quote quote = OnlyParsed("The old bridge, Lund said, was built in haste.",
                                 "3:det 3:amod 9:nsubj:pass 5:punct 6:nsubj 0:root 3:punct "
                                 "9:aux:pass 6:ccomp 11:case 9:obl 9:punct");
  EXPECT_EQ(Content(quote), "The old bridge | was built in haste");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ParseTest, WhatStandsBetweenSpeakerAndVerbIsNoSpeaker) {
  const Quote quote = OnlyParsed("Lund, when cornered, said that the bridge was old.",
                                 "6:nsubj 1:punct 4:advmod 6:advcl 1:punct 0:root 11:mark 9:det "
                                 "11:nsubj 11:cop 6:ccomp 6:punct");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ParseTest, ObjectWithItsPredicate) {
  EXPECT_EQ(
      Content(OnlyParsed("Lund criticized the plan as a waste of money.",
                         "2:nsubj 0:root 4:det 2:obj 7:case 7:det 2:obl 9:case 7:nmod 2:punct")),
      "the plan as a waste of money");
}

TEST_F(ParseTest, APassivesSubjectAndPredicateAreItsContent) {
  const Quote quote =
      OnlyParsed("The plan was criticized by the opposition as a waste of money.",
                 "2:det 4:nsubj:pass 4:aux:pass 0:root 7:case 7:det 4:obl:agent 10:case 10:det "
                 "4:obl 12:case 10:nmod 4:punct");
  EXPECT_EQ(Content(quote), "The plan | as a waste of money");
  EXPECT_EQ(quote.speaker.text, "the opposition");
}

TEST_F(ParseTest, AVerbSharesThePassiveSubjectBeforeIt) {
  const Quote quote =
      OnlyParsed("Lund was cheered by the crowd and promised to come back.",
                 "3:nsubj:pass 3:aux:pass 0:root 6:case 6:det 3:obl:agent 8:cc 3:conj 10:mark "
                 "8:xcomp 10:advmod 3:punct");
  EXPECT_EQ(Content(quote), "to come back");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ParseTest, ANounsClauseAndOwner) {
  const Quote quote = OnlyParsed("Their claim that the bridge is unsafe was rejected.",
                                 "2:nmod:poss 9:nsubj:pass/NOUN 7:mark 5:det 7:nsubj 7:cop 2:acl "
                                 "9:aux:pass 0:root 9:punct");
  EXPECT_EQ(Content(quote), "that the bridge is unsafe");
  EXPECT_EQ(quote.speaker.text, "Their");
}

TEST_F(ParseTest, AHearerIsNoContent) {
  EXPECT_EQ(
      Content(OnlyParsed("Officials told residents on Monday that the water is safe to drink.",
                         "2:nsubj 0:root 2:iobj 5:case 2:obl 10:mark 8:det 10:nsubj 10:cop "
                         "2:ccomp 12:mark 10:csubj 2:punct")),
      "that the water is safe to drink");
}

TEST_F(ParseTest, ASubjectHungOnTheCueBelongsToTheClause) {
  // The parser took "the plan" for what is said and left the clause without its subject.
  EXPECT_EQ(Content(OnlyParsed("Lund says the plan of the council was a mistake.",
                               "2:nsubj 0:root 4:det 2:obj 7:case 7:det 4:nmod 10:cop 10:det "
                               "2:ccomp 2:punct")),
            "the plan of the council was a mistake");
}

TEST_F(ParseTest, ClausesHungOnTheCueBehindEachOtherAreOneContent) {
  EXPECT_EQ(Content(OnlyParsed("Lund said he will use the money he says he raised.",
                               "2:nsubj 0:root 5:nsubj 5:aux 2:ccomp 7:det 5:obj 9:nsubj 2:ccomp "
                               "11:nsubj 9:ccomp 2:punct")),
            "he will use the money he says he raised");
}

TEST_F(ParseTest, AnInsertionJoinsTheHalvesWhateverTheTreeMakesOfThem) {
  // The second half is no part of the first one's subtree.
  EXPECT_EQ(Content(OnlyParsed("The museum, Lund said, would make visitors face the truth.",
                               "2:det 8:nsubj 4:punct 5:nsubj 2:parataxis 2:punct 8:aux 0:root "
                               "8:obj 8:xcomp 12:det 10:obj 8:punct")),
            "The museum | would make visitors face the truth");
  EXPECT_EQ(Content(OnlyParsed("Though the move was smooth, Lund said, the rest would take months.",
                               "5:mark 3:det 5:nsubj 5:cop 8:ccomp 5:punct 8:nsubj 0:root 5:punct "
                               "11:det 13:nsubj 13:aux 8:ccomp 13:obj 8:punct")),
            "Though the move was smooth | the rest would take months");
}

TEST_F(ParseTest, WhatFollowsAnAttributionAboutTheSpeakerIsNoContent) {
  const std::vector<Quote> quotes =
      ExtractParsed("The bridge is safe, Lund said, referring to a test in May.",
                    "2:det 4:nsubj 4:cop 7:ccomp 4:punct 7:nsubj 0:root 9:punct 4:advcl 12:case "
                    "12:det 9:obl 14:case 9:obl 7:punct");
  ASSERT_FALSE(quotes.empty());
  EXPECT_EQ(Content(quotes.front()), "The bridge is safe");
}

TEST_F(ParseTest, TheConjunctionThatOpensTheSentenceIsTheWriters) {
  EXPECT_EQ(Content(OnlyParsed("But the bridge is safe, Lund said.",
                               "5:cc 3:det 5:nsubj 5:cop 8:ccomp 5:punct 8:nsubj 0:root 8:punct")),
            "the bridge is safe");
}

TEST_F(ParseTest, ARelativeWordBelongsToItsClause) {
  EXPECT_EQ(Content(OnlyParsed(
                "The ministry gave what Lund called a bad answer.",
                "2:det 3:nsubj 0:root 3:obj 6:nsubj 4:acl:relcl 9:det 9:amod 6:obj 3:punct")),
            "what | a bad answer");
}

TEST_F(ParseTest, ASecondThatClauseGoesOn) {
  EXPECT_EQ(Content(OnlyParsed("Lund said that the bridge is safe but that it will close in May.",
                               "2:nsubj 0:root 7:mark 5:det 7:nsubj 7:cop 2:ccomp 12:cc 12:mark "
                               "12:nsubj 12:aux 2:conj 14:case 12:obl 2:punct")),
            "that the bridge is safe but that it will close in May");
}

TEST_F(ParseTest, ASemicolonEndsTheClause) {
  EXPECT_EQ(Content(OnlyParsed("Lund said the bridge is safe; the river is not.",
                               "2:nsubj 0:root 4:det 6:nsubj 6:cop 2:ccomp 10:punct 9:det "
                               "10:nsubj 6:parataxis 10:advmod 2:punct")),
            "the bridge is safe");
}

TEST_F(ParseTest, AnEventPraisesNothing) {
  EXPECT_TRUE(ExtractParsed("The festival celebrates the old harbour.",
                            "2:det 3:nsubj 0:root 6:det 6:amod 3:obj 3:punct")
                  .empty());
  EXPECT_EQ(
      OnlyParsed("Lund celebrates the old harbour.", "2:nsubj 0:root 5:det 5:amod 2:obj 2:punct")
          .speaker.text,
      "Lund");
}

TEST_F(ParseTest, CommandsAndQuestionsToTheReaderReportNothing) {
  EXPECT_TRUE(ExtractParsed("The bridge is old.\n\nDon't forget that the bridge is closed.",
                            "2:det 4:nsubj 4:cop 0:root 4:punct 8:aux 8:advmod 0:root 13:mark "
                            "11:det 13:nsubj:pass 13:aux:pass 8:ccomp 8:punct")
                  .empty());
  EXPECT_TRUE(ExtractParsed("The bridge is old.\n\nDo you know where the bridge is?",
                            "2:det 4:nsubj 4:cop 0:root 4:punct 8:aux 8:nsubj 0:root 8:ccomp "
                            "11:det 9:nsubj 9:cop 8:punct")
                  .empty());
}

TEST_F(ParseTest, WhatAThingIsForAndWhatKindItIsReportNothing) {
  EXPECT_TRUE(ExtractParsed("It is a speech designed to address crime.",
                            "4:nsubj 4:cop 4:det 0:root 4:acl 7:mark 5:advcl 7:obj 4:punct")
                  .empty());
  EXPECT_TRUE(ExtractParsed("The highly anticipated visit ended.",
                            "4:det 3:advmod 4:amod 5:nsubj 0:root 5:punct")
                  .empty());
}

TEST_F(ParseTest, TheExtentOfASpeaker) {
  const char* const plain =
      "2:det 5:nsubj 4:case 2:nmod 0:root 10:mark 8:det 10:nsubj 10:cop 5:ccomp 5:punct";
  EXPECT_EQ(OnlyParsed("The council on Friday said that the bridge is safe.", plain).speaker.text,
            "The council");
  EXPECT_EQ(OnlyParsed("The council in Vardal said that the bridge is safe.", plain).speaker.text,
            "The council in Vardal");
  EXPECT_EQ(OnlyParsed("Tove Lund, who leads the council, said that the bridge is safe.",
                       "9:nsubj 1:flat 5:punct 5:nsubj 1:acl:relcl 7:det 5:obj 1:punct 0:root "
                       "14:mark 12:det 14:nsubj 14:cop 9:ccomp 9:punct")
                .speaker.text,
            "Tove Lund, who leads the council");
  // The parser made two subjects of one phrase.
  EXPECT_EQ(OnlyParsed("Council spokeswoman Tove Lund said the bridge is safe.",
                       "5:nsubj 1:flat 5:nsubj 3:flat 0:root 7:det 9:nsubj 9:cop 5:ccomp 5:punct")
                .speaker.text,
            "Council spokeswoman Tove Lund");
}

TEST_F(ParseTest, TheNearestSubjectSpeaks) {
  const Quote quote = OnlyParsed("The Latest: Lund says the bridge is safe.",
                                 "2:det 5:nsubj 2:punct 5:nsubj 0:root 7:det 9:nsubj 9:cop "
                                 "5:ccomp 5:punct");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ParseTest, AdjectivesReport) {
  const Quote quote =
      OnlyParsed("Lund is confident that the bridge will open.",
                 "3:nsubj 3:cop 0:root/ADJ 8:mark 6:det 8:nsubj 8:aux 3:ccomp 3:punct");
  EXPECT_EQ(Content(quote), "that the bridge will open");
  EXPECT_EQ(Slice(quote.cue.at(0)), "is confident");
  EXPECT_EQ(quote.speaker.text, "Lund");
  EXPECT_EQ(OnlyParsed("It is clear that the bridge is old.",
                       "3:nsubj 3:cop 0:root/ADJ 8:mark 6:det 8:nsubj 8:cop 3:ccomp 3:punct")
                .speaker.text,
            "");
}

TEST_F(ParseTest, ARefusalIsTheModalityOfWhatIsRefused) {
  const Quote quote = OnlyParsed("Lund refused to endorse the plan.",
                                 "2:nsubj 0:root 4:mark 2:xcomp 6:det 4:obj 2:punct");
  EXPECT_EQ(Content(quote), "the plan");
  EXPECT_EQ(quote.modality, SpeechModality::kDenied);
  EXPECT_EQ(quote.cue.size(), 2u);
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ParseTest, ANounsObjectNeedsAnOwner) {
  const Quote quote =
      OnlyParsed("Lund's criticism of the plan grew.",
                 "3:nmod:poss 1:case 7:nsubj/NOUN 6:case 6:det 3:nmod 0:root 7:punct");
  EXPECT_EQ(Content(quote), "the plan");
  EXPECT_EQ(quote.speaker.text, "Lund");
  EXPECT_TRUE(ExtractParsed("Criticism of the plan grew.",
                            "5:nsubj/NOUN 4:case 4:det 1:nmod 0:root 5:punct")
                  .empty());
}

TEST_F(ParseTest, WhatTheTreeLacksTheTokensGive) {
  // No word hangs on the cue but its subject.
  const Quote quote =
      OnlyParsed("Lund said that the bridge will open in May.",
                 "2:nsubj 0:root 4:dep 5:det 7:nsubj 7:aux 0:root 9:case 7:obl 7:punct");
  EXPECT_EQ(Content(quote), "that the bridge will open in May");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ParseTest, BrokenTreesAreHarmless) {
  const std::string text = "Lund said that the bridge will open in May.";
  // All tokens on one cycle; heads out of the article; every token below the last.
  for (const char* tree :
       {"2:nsubj 3:ccomp 4:ccomp 5:det 6:nsubj 7:aux 8:ccomp 9:case 10:obl 1:punct",
        "99:nsubj 99:root 99:mark 99:det 99:nsubj 99:aux 99:ccomp 99:case 99:obl 99:punct",
        "10:nsubj 10:ccomp 10:mark 10:det 10:nsubj 10:aux 10:ccomp 10:case 10:obl 0:root"}) {
    for (const Quote& quote : ExtractParsed(text, tree)) {
      for (const text::Span span : quote.content) {
        EXPECT_LT(span.begin, span.end);
        EXPECT_LE(span.end, document_.text().size());
      }
    }
  }
}

TEST_F(ParseTest, DeepTreesCostLinearTime) {
  // Sentences of 300 tokens, each word of which hangs on the one before it.
  std::string text;
  for (int sentence = 0; sentence < 60; ++sentence) {
    text += "Lund said";
    for (int i = 0; i < 148; ++i) text += " he said";
    text += ". ";
  }
  document_ = testing::MakeDocument(text);
  language::Annotations notes = testing::Annotate(document_);
  const auto size = static_cast<int32_t>(document_.tokens.size());
  for (int32_t t = 0; t < size; ++t) notes.head.push_back(t - 1);
  notes.deprel.assign(document_.tokens.size(), language::DepRel::kCcomp);
  const absl::Time start = absl::Now();
  Run(notes);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

}  // namespace
}  // namespace nutgraf::extract
