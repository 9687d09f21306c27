#include "service/text/segment/paragraphs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nutgraf::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Paragraphs(std::string_view text) {
  static const CharacterClasses characters;
  const std::vector<Line> lines = SplitLines(text, characters);
  std::vector<std::string> paragraphs;
  for (const LineRange& r : JoinWrappedLines(text, lines, characters)) {
    const Span span{lines[r.first].span.begin, lines[r.last - 1].span.end};
    paragraphs.emplace_back(text.substr(span.begin, span.size()));
  }
  return paragraphs;
}

TEST(ParagraphsTest, AreLines) {
  EXPECT_THAT(Paragraphs("One.\nTwo.\r\nThree.\rFour.\u2028Five."),
              ElementsAre("One.", "Two.", "Three.", "Four.", "Five."));
}

TEST(ParagraphsTest, LoseSurroundingWhiteSpaceAndBlankLines) {
  EXPECT_THAT(Paragraphs("\n\n  One. \t\n \u00A0\u200B\n\tTwo.\n\n"), ElementsAre("One.", "Two."));
  EXPECT_TRUE(Paragraphs(" \n\n\t\n").empty());
  EXPECT_TRUE(Paragraphs("").empty());
}

constexpr const char* kWrapped =
    "The ministry announced on Sunday that the two countries would hold\n"
    "talks in the capital next week, and that a delegation of some size\n"
    "was on its way. Nobody could say who would lead it.\n"
    "\n"
    "Officials said the agenda had been agreed weeks before, but it was\n"
    "not made public. The Foreign Minister of one of them had asked for\n"
    "more time.\n";

TEST(ParagraphsTest, JoinHardWrappedLines) {
  const std::vector<std::string> paragraphs = Paragraphs(kWrapped);
  ASSERT_EQ(paragraphs.size(), 2U);
  EXPECT_TRUE(paragraphs[0].ends_with("who would lead it."));
  EXPECT_TRUE(paragraphs[1].starts_with("Officials"));
  EXPECT_TRUE(paragraphs[1].ends_with("more time."));
}

TEST(ParagraphsTest, JoinWrappedLinesThatBreakBeforeCapitals) {
  // The break before "Foreign" has no small letter behind it; the width tells.
  const std::vector<std::string> paragraphs = Paragraphs(
      "A spokesman for the government of the island said on Tuesday that\n"
      "the President and his deputy would not attend the meeting of the\n"
      "Foreign Ministers, which opens in the capital on Friday and ends\n"
      "a day later.\n");
  EXPECT_EQ(paragraphs.size(), 1U);
}

TEST(ParagraphsTest, StayApartWhenEachIsALine) {
  EXPECT_EQ(Paragraphs("A short paragraph that stands on a line of its own, whole.\n"
                       "Another of much the same length follows it without a blank.\n"
                       "And a third one, which opens with a capital as it should do.\n")
                .size(),
            3U);
  EXPECT_EQ(Paragraphs("Talks in Islamabad\nBy Jane Doe\nThe talks began.").size(), 3U);
}

TEST(ParagraphsTest, KnowTheirWidthAndWhatStandsAbove) {
  const CharacterClasses characters;
  const std::vector<Line> lines = SplitLines("  ab é \n\nc", characters);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].width, 6U);
  EXPECT_TRUE(lines[0].blank_before);
  EXPECT_TRUE(lines[1].blank_before);
}

}  // namespace
}  // namespace nutgraf::text
