// Reported clauses: indirect and mixed quotes by verbs, nouns and phrases.

#include "absl/time/clock.h"
#include "tests/unit/extract/quotes/quotes_fixture.h"

namespace nutgraf::extract {
namespace {

using ReportedTest = QuotesFixture;

TEST_F(ReportedTest, ThatClause) {
  const Quote quote = Only("Lund said that the bridge will open in May.");
  EXPECT_EQ(quote.type, QuoteType::kIndirect);
  EXPECT_EQ(Content(quote), "that the bridge will open in May");
  EXPECT_EQ(quote.speaker.text, "Lund");
  EXPECT_EQ(Slice(quote.cue.at(0)), "said");
}

TEST_F(ReportedTest, ClauseWithoutThat) {
  EXPECT_EQ(Content(Only("Lund said the bridge will open in May.")), "the bridge will open in May");
}

TEST_F(ReportedTest, AHearerAndATimeAreNoContent) {
  const Quote quote = Only("Lund told reporters on Monday that the bridge is safe.");
  EXPECT_EQ(Content(quote), "that the bridge is safe");
}

TEST_F(ReportedTest, AMediumIsNoContent) {
  EXPECT_EQ(Content(Only("The bridge will open in May, the ministry said in a statement.")),
            "The bridge will open in May");
  EXPECT_EQ(Content(Only("Lund said in an interview on Monday that the bridge is safe.")),
            "that the bridge is safe");
}

TEST_F(ReportedTest, AttributionAfterTheClause) {
  const Quote quote =
      Only("Two towns will hold a joint fair in May, the Ministry of Culture announced on Sunday.",
           {{"Ministry of Culture",
             {{"Ministry of Culture", MentionKind::kName}},
             ParticipantType::kOrganization}});
  EXPECT_EQ(Content(quote), "Two towns will hold a joint fair in May");
  EXPECT_EQ(quote.speaker.text, "the Ministry of Culture");
  EXPECT_EQ(SpeakerName(quote), "Ministry of Culture");
}

TEST_F(ReportedTest, AttributionInsideTheClause) {
  const Quote quote = Only("The old bridge, Lund said, was built in haste.");
  EXPECT_EQ(Content(quote), "The old bridge | was built in haste");
}

TEST_F(ReportedTest, AccordingTo) {
  const Quote before = Only("According to Lund, the bridge will open in May.");
  EXPECT_EQ(Content(before), "the bridge will open in May");
  EXPECT_EQ(before.speaker.text, "Lund");
  const Quote after = Only("The bridge will open in May, according to the ministry.");
  EXPECT_EQ(Content(after), "The bridge will open in May");
  EXPECT_EQ(after.speaker.text, "the ministry");
}

TEST_F(ReportedTest, NounsReport) {
  const Quote quote = Only("Engineers will test Lund's claim that the bridge is safe.");
  EXPECT_EQ(Content(quote), "that the bridge is safe");
  EXPECT_EQ(quote.speaker.text, "Lund");
  EXPECT_EQ(quote.modality, SpeechModality::kClaimed);
}

TEST_F(ReportedTest, MixedKeepsTheWholeClauseAndItsPieces) {
  const Quote quote = Only("Lund stated that the bridge is “safe for all of us”.");
  EXPECT_EQ(quote.type, QuoteType::kMixed);
  EXPECT_EQ(Content(quote), "that the bridge is “safe for all of us”");
  ASSERT_EQ(quote.quoted.size(), 1u);
  EXPECT_EQ(Slice(quote.quoted[0]), "“safe for all of us”");
}

TEST_F(ReportedTest, ASecondVerbOfTheSameSpeakerIsASecondQuote) {
  const std::vector<Quote> quotes =
      Extract("Lund said the bridge is safe and warned that the tunnel is not.");
  ASSERT_EQ(quotes.size(), 2u);
  EXPECT_EQ(Content(quotes[0]), "the bridge is safe");
  EXPECT_EQ(Content(quotes[1]), "that the tunnel is not");
  EXPECT_EQ(quotes[1].speaker.text, "Lund");
}

TEST_F(ReportedTest, AParticipleSharesTheSpeaker) {
  const std::vector<Quote> quotes =
      Extract("Lund praised the engineers on Monday, saying the bridge is safe.");
  ASSERT_FALSE(quotes.empty());
  EXPECT_EQ(Content(quotes.back()), "the bridge is safe");
  EXPECT_EQ(quotes.back().speaker.text, "Lund");
}

TEST_F(ReportedTest, PromisesAndDenials) {
  const Quote promise = Only("The company promised to repair the bridge.");
  EXPECT_EQ(promise.modality, SpeechModality::kPromised);
  EXPECT_EQ(Content(promise), "to repair the bridge");
  EXPECT_EQ(Only("Lund denied that the bridge is unsafe.").modality, SpeechModality::kDenied);
  EXPECT_TRUE(Only("Lund did not say that the bridge is safe.").negated);
}

TEST_F(ReportedTest, TheSubjectMayCarryAnInsertion) {
  EXPECT_EQ(Only("Anna Lund, the mayor of Oakfield, said the bridge is safe.").speaker.text,
            "Anna Lund, the mayor of Oakfield");
  EXPECT_EQ(Only("Lund, speaking to reporters, said the bridge is safe.").speaker.text, "Lund");
}

TEST_F(ReportedTest, AHeadlineWithAColon) {
  const std::vector<Quote> quotes =
      Extract("Poll: Most voters want a new bridge\n\nOAKFIELD - The fair opened on Monday.");
  ASSERT_FALSE(quotes.empty());
  EXPECT_EQ(Content(quotes[0]), "Most voters want a new bridge");
  EXPECT_EQ(quotes[0].speaker.text, "Poll");
}

TEST_F(ReportedTest, ACueInsideOfReportedWordsBelongsToThem) {
  const Quote quote = Only("Lund said the mayor had promised to repair the bridge.");
  EXPECT_EQ(Content(quote), "the mayor had promised to repair the bridge");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(ReportedTest, ASubordinateClauseEndsBeforeTheMainOne) {
  const std::vector<Quote> quotes =
      Extract("After engineers warned that the bridge is unsafe, the town has closed it.");
  ASSERT_FALSE(quotes.empty());
  EXPECT_EQ(Content(quotes[0]), "that the bridge is unsafe");
  EXPECT_EQ(quotes[0].speaker.text, "engineers");
}

TEST_F(ReportedTest, BeingAskedIsNotSaying) {
  const Quote quote = Only("Anna Lund, when asked about the tunnel, said the bridge is safe.");
  EXPECT_EQ(Content(quote), "the bridge is safe");
  EXPECT_EQ(quote.speaker.text, "Anna Lund");
}

TEST_F(ReportedTest, ARelativePronounSpeaksForItsAntecedent) {
  const std::vector<Quote> quotes =
      Extract("The town thanked Anna Lund, who said that the bridge is safe.",
              {{"Anna Lund", {{"Anna Lund", MentionKind::kName}}}});
  ASSERT_FALSE(quotes.empty());
  EXPECT_EQ(quotes.back().speaker.text, "who");
  EXPECT_EQ(SpeakerName(quotes.back()), "Anna Lund");
}

TEST_F(ReportedTest, OfficialsOfAMinistryAreNotTheMinistry) {
  const Quote quote = Only("Two officials at the Ministry of Culture said the bridge is safe.",
                           {{"Ministry of Culture",
                             {{"Ministry of Culture", MentionKind::kName}},
                             ParticipantType::kOrganization}});
  EXPECT_EQ(quote.speaker.text, "Two officials at the Ministry of Culture");
  EXPECT_EQ(quote.speaker.participant, kNone);
}

TEST_F(ReportedTest, ASentenceWithoutEndIsReadInLinearTime) {
  std::string text = "Lund said";
  for (int i = 0; i < 20000; ++i) text += " that he said the bridge which";
  const absl::Time start = absl::Now();
  Extract(text);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

TEST_F(ReportedTest, PlainNarrationReportsNothing) {
  EXPECT_TRUE(Extract("The bridge opened in May. Thousands crossed it on the first day.").empty());
}

TEST_F(ReportedTest, HostileTextIsSurvived) {
  for (const std::string_view piece : {"said ", ", he said", "\"said\" ", "according to ", "that ",
                                       ", ", "( ", "claim that ", "said, \"", "X, the, "}) {
    std::string text;
    while (text.size() < 20000) text += piece;
    for (const Quote& quote : Extract(text)) {
      EXPECT_FALSE(quote.content.empty());
      EXPECT_LE(quote.span.end, document_.text().size());
    }
  }
  EXPECT_TRUE(Extract("").empty());
  EXPECT_TRUE(Extract("said").empty());
  EXPECT_TRUE(Extract(":").empty());
}

TEST_F(ReportedTest, CancellationStopsTheWork) {
  const text::Document document = testing::MakeDocument("Lund said the bridge is safe.");
  const auto extractor = QuoteExtractor::Create(testing::TestKnowledge());
  ASSERT_TRUE(extractor.ok());
  Cancellation cancel;
  cancel.Cancel();
  EXPECT_EQ(
      (*extractor)->Extract(document, testing::Annotate(document), {}, cancel).status().code(),
      absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace nutgraf::extract
