// Transcripts: lines that begin with who speaks and a colon.

#include "service/extract/quotes/transcripts.h"

#include "tests/unit/extract/quotes/quotes_fixture.h"

namespace nutgraf::extract {
namespace {

using TranscriptsTest = QuotesFixture;

TEST_F(TranscriptsTest, LinesAreSaidByWhoTheyName) {
  const std::vector<Quote> quotes = Extract(
      "The mayor spoke on the radio.\n\nHOST: When will the bridge open?\n\nLUND: In May. We are "
      "nearly done.\n\nIt was hard work.\n\n(CROSSTALK)\n\nHOST: Thank you.",
      {{"Tove Lund", {{"LUND", MentionKind::kAlias}}}});
  ASSERT_EQ(quotes.size(), 3u);
  EXPECT_EQ(Content(quotes[0]), "When will the bridge open?");
  EXPECT_EQ(quotes[0].speaker.text, "HOST");
  EXPECT_EQ(Content(quotes[1]), "In May. We are nearly done. | It was hard work.");
  EXPECT_EQ(SpeakerName(quotes[1]), "Tove Lund");
  EXPECT_EQ(quotes[1].type, QuoteType::kDirect);
  EXPECT_EQ(Content(quotes[2]), "Thank you.");
}

TEST_F(TranscriptsTest, QuestionsAndAnswersAreATranscript) {
  const std::vector<Quote> quotes = Extract("Q: Is it safe?\n\nA: It is safe.\n\nQ: Thank you.");
  ASSERT_EQ(quotes.size(), 3u);
  EXPECT_EQ(Content(quotes[1]), "It is safe.");
  EXPECT_EQ(quotes[1].speaker.text, "A");
}

TEST_F(TranscriptsTest, MarksAroundLinesAreNoContent) {
  const std::vector<Quote> quotes =
      Extract("\"HOST: Is it safe?\n\n\"LUND: It is safe.\n\n\"HOST: Good.\"");
  ASSERT_EQ(quotes.size(), 3u);
  EXPECT_EQ(Content(quotes[0]), "Is it safe?");
  EXPECT_EQ(Content(quotes[2]), "Good.");
}

TEST_F(TranscriptsTest, OneVoiceOrAHeadingIsNoTranscript) {
  EXPECT_TRUE(
      quotes::FindTurns(testing::MakeDocument("WHERE: The old town.\n\nThe fair opens.")).empty());
  EXPECT_TRUE(
      quotes::FindTurns(testing::MakeDocument("NOTE: It opens.\n\nNOTE: It closes.")).empty());
  EXPECT_TRUE(
      quotes::FindTurns(testing::MakeDocument("Note: It opens.\n\nWhere: The town.")).empty());
}

TEST_F(TranscriptsTest, TheArticleAfterTheLastLineIsNoTurn) {
  const auto turns = quotes::FindTurns(testing::MakeDocument(
      "HOST: Is it safe?\n\nLUND: It is.\n\nThe bridge opened in May of last year."));
  ASSERT_EQ(turns.size(), 2u);
  EXPECT_EQ(turns[1].content.size(), 1u);
}

TEST_F(TranscriptsTest, HostileLinesAreSurvived) {
  EXPECT_TRUE(quotes::FindTurns(testing::MakeDocument(":")).empty());
  EXPECT_TRUE(quotes::FindTurns(testing::MakeDocument("A:\n\nB:\n\n:::\n\n\"\"")).empty());
  std::string text;
  for (int i = 0; i < 20000; ++i) text += i % 2 == 0 ? "A: b\n\n" : "B: \"\n\n";
  for (const quotes::Turn& turn : quotes::FindTurns(testing::MakeDocument(text))) {
    EXPECT_FALSE(turn.content.empty());
  }
}

}  // namespace
}  // namespace nutgraf::extract
