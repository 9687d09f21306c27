// Said words: attribution, merging, speakers.

#include "tests/unit/extract/quotes/quotes_fixture.h"

namespace nutgraf::extract {
namespace {

using DirectTest = QuotesFixture;

TEST_F(DirectTest, AttributionAfter) {
  const Quote quote = Only("\"The bridge will open in May,\" Anna Lund said.",
                           {{"Anna Lund", {{"Anna Lund", MentionKind::kName}}}});
  EXPECT_EQ(quote.type, QuoteType::kDirect);
  EXPECT_EQ(Content(quote), "The bridge will open in May,");
  EXPECT_EQ(quote.speaker.text, "Anna Lund");
  EXPECT_EQ(SpeakerName(quote), "Anna Lund");
  ASSERT_EQ(quote.cue.size(), 1u);
  EXPECT_EQ(Slice(quote.cue[0]), "said");
  EXPECT_EQ(Slice(quote.span), "\"The bridge will open in May,\" Anna Lund said");
}

TEST_F(DirectTest, InvertedAttributionWithApposition) {
  const Quote quote = Only("“We are ready,” said Anna Lund, the mayor of Oakfield.",
                           {{"Anna Lund", {{"Anna Lund", MentionKind::kName}}}});
  EXPECT_EQ(quote.speaker.text, "Anna Lund, the mayor of Oakfield");
  EXPECT_EQ(SpeakerName(quote), "Anna Lund");
}

TEST_F(DirectTest, AttributionBeforeWithColonOrComma) {
  for (const std::string_view text :
       {"Lund said: “The bridge will open in May.”", "Lund said, “The bridge will open in May.”",
        "Lund told reporters on Monday: “The bridge will open in May.”"}) {
    const Quote quote = Only(text);
    EXPECT_EQ(quote.type, QuoteType::kDirect) << text;
    EXPECT_EQ(Content(quote), "The bridge will open in May.") << text;
    EXPECT_EQ(quote.speaker.text, "Lund") << text;
  }
}

TEST_F(DirectTest, PiecesThatTheAttributionInterruptsAreOneQuote) {
  const Quote quote = Only("“We waited,” Lund said, “but nobody came.”");
  EXPECT_EQ(Content(quote), "We waited, | but nobody came.");
}

TEST_F(DirectTest, SentencesThatFollowInTheParagraphAreOneQuote) {
  const Quote quote = Only("“We waited for hours,” Lund said. “Nobody came. We left.”");
  EXPECT_EQ(Content(quote), "We waited for hours, | Nobody came. We left.");
}

TEST_F(DirectTest, AnotherParagraphWithItsOwnAttributionIsAnotherQuote) {
  const std::vector<Quote> quotes =
      Extract("“We waited for hours,” Lund said.\n\n“Nobody came to help us,” she added.");
  ASSERT_EQ(quotes.size(), 2u);
  EXPECT_EQ(quotes[1].speaker.text, "she");
}

TEST_F(DirectTest, ParagraphsOpenedAgainAreOneQuote) {
  const Quote quote =
      Only("“First we wait for the rain,” Lund said. “It will come.\n\n“Then we plant the trees.”");
  ASSERT_EQ(quote.content.size(), 3u);
  EXPECT_EQ(Slice(quote.content[2]), "Then we plant the trees.");
}

TEST_F(DirectTest, AQuoteOfSeveralSentencesAfterThatIsWhole) {
  const Quote quote = Only(
      "Pressed again, Lund said that “The bridge is safe. Of course, we test it every year. I "
      "have nothing to add to that.”");
  EXPECT_EQ(quote.type, QuoteType::kDirect);
  EXPECT_EQ(Content(quote),
            "The bridge is safe. Of course, we test it every year. I have nothing to add to that.");
  EXPECT_EQ(quote.speaker.text, "Lund");
}

TEST_F(DirectTest, ASentenceAfterThatIsAReportedClause) {
  const Quote quote = Only("Lund said that “The bridge is safe and we test it every year.”");
  EXPECT_EQ(quote.type, QuoteType::kMixed);
  EXPECT_EQ(Content(quote), "that “The bridge is safe and we test it every year.”");
}

TEST_F(DirectTest, AClauseThatEndsInSaidWordsIsOneQuote) {
  const Quote quote =
      Only("Lund said she has what the town needs in a mayor: “Patience. A lot of patience.”");
  EXPECT_EQ(quote.type, QuoteType::kMixed);
  EXPECT_EQ(Content(quote),
            "she has what the town needs in a mayor: “Patience. A lot of patience.”");
}

TEST_F(DirectTest, AColonAtTheEndOfAParagraphIntroducesTheNext) {
  const std::vector<Quote> quotes = Extract("Lund added:\n\n“The bridge will open in May.”");
  ASSERT_EQ(quotes.size(), 1u);
  EXPECT_EQ(quotes[0].type, QuoteType::kDirect);
  EXPECT_EQ(quotes[0].speaker.text, "Lund");
}

TEST_F(DirectTest, PronounsResolveThroughMentions) {
  const std::vector<Quote> quotes =
      Extract("Anna Lund spoke on Monday. “The bridge will open in May,” she said.",
              {{"Anna Lund", {{"Anna Lund", MentionKind::kName}, {"she", MentionKind::kPronoun}}}});
  ASSERT_EQ(quotes.size(), 1u);
  EXPECT_EQ(quotes[0].speaker.text, "she");
  EXPECT_EQ(SpeakerName(quotes[0]), "Anna Lund");
}

TEST_F(DirectTest, AnUnnamedSourceStaysText) {
  const Quote quote = Only("“The bridge is not safe,” a senior official said.",
                           {{"Anna Lund", {{"Anna Lund", MentionKind::kName}}}});
  EXPECT_EQ(quote.speaker.text, "a senior official");
  EXPECT_EQ(quote.speaker.participant, kNone);
}

TEST_F(DirectTest, ADashNamesTheSpeaker) {
  const Quote quote = Only("“I have never seen such a bridge in my life.” — Anna Lund");
  EXPECT_EQ(quote.speaker.text, "Anna Lund");
}

TEST_F(DirectTest, ScareQuotesAndTitlesAreNoSpeech) {
  EXPECT_TRUE(Extract("The so-called “smart” bridge opened in the film “The Long Road.”").empty());
  EXPECT_TRUE(Extract("Her novel \"Winter Light\" sold well.").empty());
}

TEST_F(DirectTest, ModalityAndNegation) {
  EXPECT_EQ(Only("“When will it open?” Lund asked.").modality, SpeechModality::kAsked);
  EXPECT_EQ(Only("“It is a lie,” Lund claimed.").modality, SpeechModality::kClaimed);
}

}  // namespace
}  // namespace nutgraf::extract
