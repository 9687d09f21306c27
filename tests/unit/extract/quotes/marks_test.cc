#include "service/extract/quotes/marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/testing/fixtures.h"

namespace nutgraf::extract::quotes {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Inner(std::string_view text) {
  const text::Document document = testing::MakeDocument(text);
  std::vector<std::string> inner;
  for (const QuotedSpan& span : PairMarks(document)) {
    inner.emplace_back(document.Slice(span.inner));
    EXPECT_TRUE(span.outer.Contains(span.inner));
    EXPECT_FALSE(span.tokens.empty());
  }
  return inner;
}

TEST(MarksTest, PairsEveryStyle) {
  EXPECT_THAT(Inner("He said \"we won\" twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said “we won” twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said «we won» twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said „we won“ twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said ''we won'' twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said ``we won'' twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said 'we won' twice."), ElementsAre("we won"));
  EXPECT_THAT(Inner("He said ‘we won’ twice."), ElementsAre("we won"));
}

TEST(MarksTest, ApostrophesAreNoMarks) {
  EXPECT_THAT(Inner("It's the workers' money, and they don't like '90s songs."), IsEmpty());
  EXPECT_THAT(Inner("It’s the workers’ money, and they don’t like ’90s songs."), IsEmpty());
}

TEST(MarksTest, SingleMarksMayHoldApostrophes) {
  EXPECT_THAT(Inner("The party's line is 'we can't wait.' It isn't new."),
              ElementsAre("we can't wait."));
}

TEST(MarksTest, NestedMarksStayInside) {
  EXPECT_THAT(Inner("\"He told me, 'Go home,' and I did,\" she said."),
              ElementsAre("He told me, 'Go home,' and I did,"));
  EXPECT_THAT(Inner("“He called it a “mess” twice,” she said."),
              ElementsAre("He called it a “mess” twice,"));
}

TEST(MarksTest, SeveralInOneParagraph) {
  EXPECT_THAT(Inner("\"We won,\" she said. \"It was hard.\""),
              ElementsAre("We won,", "It was hard."));
}

TEST(MarksTest, ParagraphsThatOpenAgainAreOneChain) {
  const text::Document document =
      testing::MakeDocument("“First we wait.\n\n“Then we act.\n\n“Then we rest,” he said.");
  const std::vector<QuotedSpan> spans = PairMarks(document);
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_FALSE(spans[0].continues);
  EXPECT_TRUE(spans[1].continues);
  EXPECT_TRUE(spans[2].continues);
  EXPECT_FALSE(spans[0].damaged);
  EXPECT_EQ(document.Slice(spans[2].inner), "Then we rest,");
}

TEST(MarksTest, AParagraphMayCloseWithoutOpeningAgain) {
  const text::Document document =
      testing::MakeDocument("She wrote: \"First we wait.\n\nThen we act.\" Nobody answered.");
  const std::vector<QuotedSpan> spans = PairMarks(document);
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_TRUE(spans[1].continues);
  EXPECT_EQ(document.Slice(spans[1].inner), "Then we act.");
}

TEST(MarksTest, AMarkThatIsNeverClosedEndsWithItsSentence) {
  const text::Document document = testing::MakeDocument(
      "He said “we will win. Nobody believed him then.\n\nThe vote is on Monday.");
  const std::vector<QuotedSpan> spans = PairMarks(document);
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_TRUE(spans[0].damaged);
  EXPECT_EQ(document.Slice(spans[0].inner), "we will win.");
}

TEST(MarksTest, AMarkThatIsNeverOpenedBeganWithTheParagraph) {
  const text::Document document = testing::MakeDocument("We will win,” he said on Friday.");
  const std::vector<QuotedSpan> spans = PairMarks(document);
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_TRUE(spans[0].damaged);
  EXPECT_EQ(document.Slice(spans[0].inner), "We will win,");
}

TEST(MarksTest, ALoneStraightMarkAmongCurlyOnesIsDirt) {
  EXPECT_THAT(Inner("“We won,” he said. “We did.”\n\n\"Lund left.\n\n\"Lund said “no.”"),
              ElementsAre("We won,", "We did.", "no."));
  // Where the writer's marks are straight, it opens the paragraph's quotation.
  EXPECT_THAT(Inner("\"We won,\" he said.\n\n\"We did. That is all."),
              ElementsAre("We won,", "We did. That is all."));
}

TEST(MarksTest, HostileTextCostsLinearTimeAndNothingElse) {
  for (const std::string_view piece : {"\"", "'", "“", "”", "‘ ", "'' ", "« ", "\"a ", "'a "}) {
    std::string text;
    while (text.size() < 200000) text += piece;
    const text::Document document = testing::MakeDocument(text);
    uint32_t last = 0;
    for (const QuotedSpan& span : PairMarks(document)) {
      EXPECT_LE(last, span.outer.begin);
      EXPECT_LE(span.outer.end, document.text().size());
      last = span.outer.end;
    }
  }
}

TEST(MarksTest, EmptyText) { EXPECT_THAT(Inner(""), IsEmpty()); }

}  // namespace
}  // namespace nutgraf::extract::quotes
