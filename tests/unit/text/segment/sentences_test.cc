#include "service/text/segment/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/testing/fixtures.h"

namespace nutgraf::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Sentences(std::string_view text) {
  const Document document = nutgraf::testing::MakeDocument(text);
  std::vector<std::string> sentences;
  for (const Sentence& s : document.sentences) sentences.emplace_back(document.Slice(s.span));
  return sentences;
}

size_t Count(std::string_view text) { return Sentences(text).size(); }

TEST(SentencesTest, EndAtStops) {
  EXPECT_THAT(Sentences("It rained. Did it stop? No! So it went on."),
              ElementsAre("It rained.", "Did it stop?", "No!", "So it went on."));
}

TEST(SentencesTest, TakeClosingMarksAlong) {
  EXPECT_THAT(Sentences("“We won.” He left. (It was late.) She stayed."),
              ElementsAre("“We won.”", "He left.", "(It was late.)", "She stayed."));
  EXPECT_THAT(Sentences("He said \"Stop.\" \"Why?\" she asked."),
              ElementsAre("He said \"Stop.\"", "\"Why?\" she asked."));
}

TEST(SentencesTest, GoOnBehindQuotedStops) {
  EXPECT_EQ(Count("“Is it over?” he asked."), 1U);
  EXPECT_EQ(Count("\"Enough!\" shouted the crowd."), 1U);
}

TEST(SentencesTest, GoOnBehindAbbreviations) {
  EXPECT_EQ(Count("Mr. Smith met Gen. Ali and Dr. Khan."), 1U);
  EXPECT_EQ(Count("The U.S. Senate met at 5 p.m. Tuesday."), 1U);
  EXPECT_EQ(Count("George W. Bush spoke."), 1U);
  EXPECT_EQ(Count("Acme Inc. said Sept. 5 was fine."), 1U);
  EXPECT_EQ(Count("It cost 3.5 million, or No. 2 in the list."), 1U);
}

TEST(SentencesTest, EndAtAbbreviationsBeforeWordsThatOpenSentences) {
  EXPECT_THAT(Sentences("He lives in the U.S. The law says so."),
              ElementsAre("He lives in the U.S.", "The law says so."));
  EXPECT_THAT(Sentences("It closed at 5 p.m. Nobody came."),
              ElementsAre("It closed at 5 p.m.", "Nobody came."));
}

TEST(SentencesTest, ReadEllipsesByWhatFollows) {
  EXPECT_EQ(Count("He waited ... and waited."), 1U);
  EXPECT_EQ(Count("He waited... Nobody came."), 2U);
}

TEST(SentencesTest, EndWithTheirParagraph) {
  EXPECT_THAT(Sentences("First item\nSecond item\n\n- third item\n- fourth item"),
              ElementsAre("First item", "Second item", "- third item", "- fourth item"));
}

TEST(SentencesTest, EndWhereTheSpaceIsMissing) {
  EXPECT_THAT(Sentences("They left.The end."), ElementsAre("They left.", "The end."));
  EXPECT_EQ(Count("Version v2.0 of example.com runs."), 1U);
}

TEST(SentencesTest, EndBeforeAPicturesCredit) {
  EXPECT_THAT(Sentences("The minister on his way to Paris Image: Jane Doe."),
              ElementsAre("The minister on his way to Paris", "Image: Jane Doe."));
  EXPECT_EQ(Count("He had one Image: the one he wanted."), 1U);
}

TEST(SentencesTest, TakeTheMarksOfNotesAlong) {
  EXPECT_THAT(Sentences("He died in 2014.[4][12] Nobody wept."),
              ElementsAre("He died in 2014.[4][12]", "Nobody wept."));
  EXPECT_THAT(Sentences("He died in 2014. [4] [12] Nobody wept."),
              ElementsAre("He died in 2014. [4] [12]", "Nobody wept."));
}

TEST(SentencesTest, EndAtTheStopsOfOtherScripts) {
  EXPECT_THAT(Sentences("今日は晴れ。明日は雨。"), ElementsAre("今日は晴れ。", "明日は雨。"));
  EXPECT_THAT(Sentences("वह गया। वह आया।"), ElementsAre("वह गया।", "वह आया।"));
}

}  // namespace
}  // namespace nutgraf::text
