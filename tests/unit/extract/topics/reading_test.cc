#include "service/extract/topics/reading.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::topics {
namespace {

Reading ReadText(std::string_view text, std::string_view title = "") {
  const text::Document document = testing::MakeDocument(text, title);
  return Read(document, testing::Annotate(document));
}

std::string Surfaces(const Run& run) {
  std::string all;
  for (const Word& word : run.words) all += (all.empty() ? "" : " ") + word.surface;
  return all;
}

TEST(ReadingTest, BreaksRunsAtPunctuation) {
  const Reading reading = ReadText("The court, which met in Paris, ruled on the tax.");
  ASSERT_EQ(reading.runs.size(), 3);
  EXPECT_EQ(Surfaces(reading.runs[0]), "the court");
  EXPECT_EQ(Surfaces(reading.runs[2]), "ruled on the tax");
}

TEST(ReadingTest, GivesLemmasAndSingularNames) {
  const Reading reading = ReadText("Workers went on strikes in the Commons Committees.");
  bool worker = false;
  bool committee = false;
  for (const Word& word : reading.runs[0].words) {
    worker |= word.normal == "worker";
    committee |= word.normal == "committee";
  }
  EXPECT_TRUE(worker);
  EXPECT_TRUE(committee);
}

TEST(ReadingTest, MarksThePossessiveAsGlued) {
  const Reading reading = ReadText("She wrote about women's rights.");
  const auto& words = reading.runs[0].words;
  ASSERT_EQ(words.size(), 6);
  EXPECT_EQ(words[4].surface, "'s");
  EXPECT_TRUE(words[4].glued);
  EXPECT_FALSE(words[5].glued);
}

TEST(ReadingTest, WeighsTitleAndLeadMore) {
  const Reading reading = ReadText(
      "The first sentence tells it all. The second adds to it. The third. The fourth. The fifth. "
      "The sixth is far down. The seventh is further.",
      "A title of its own");
  ASSERT_GE(reading.runs.size(), 3);
  EXPECT_TRUE(reading.runs[0].title);
  EXPECT_GT(reading.runs[0].weight, reading.runs[1].weight);
  EXPECT_GT(reading.runs[1].weight, reading.runs[2].weight);
  EXPECT_GT(reading.runs[2].weight, reading.runs.back().weight);
}

TEST(ReadingTest, TitleSentApartTakesTheLemmasOfTheBody) {
  const Reading reading = ReadText("The mice were found in the mill.", "Mice found");
  EXPECT_EQ(reading.runs[0].words[0].normal, "mouse");
  EXPECT_TRUE(reading.runs[0].words[0].span.empty());
}

TEST(ReadingTest, LeavesOutWhatIsNoStory) {
  const Reading reading = ReadText(
      "The mayor opened the bridge on Monday.\n\nCOMMENTS (1)\nComments are moderated and "
      "generally will be posted if they are on-topic and not abusive.\n");
  for (const auto& run : reading.runs) {
    for (const Word& word : run.words) EXPECT_NE(word.surface, "moderated");
  }
}

TEST(SingularTest, TakesOffThePluralOnly) {
  EXPECT_EQ(Singular("courts"), "court");
  EXPECT_EQ(Singular("parties"), "party");
  EXPECT_EQ(Singular("boxes"), "box");
  EXPECT_EQ(Singular("news"), "news");
  EXPECT_EQ(Singular("series"), "series");
  EXPECT_EQ(Singular("physics"), "physics");
  EXPECT_EQ(Singular("virus"), "virus");
  EXPECT_EQ(Singular("crisis"), "crisis");
  EXPECT_EQ(Singular("s"), "s");
  EXPECT_EQ(Singular(""), "");
}

}  // namespace
}  // namespace nutgraf::extract::topics
