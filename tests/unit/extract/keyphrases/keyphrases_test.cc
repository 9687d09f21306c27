#include "service/extract/keyphrases/keyphrases.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class KeyphrasesTest : public ::testing::Test {
 protected:
  std::vector<Keyphrase> Extract(const text::Document& document) const {
    const language::Annotations notes = testing::Annotate(document);
    const Cancellation cancel;
    const auto people = *participants_->Extract(document, notes, cancel);
    const auto days = *dates_->Extract(document, notes, {}, cancel);
    return *extractor_->Extract(document, notes, people, days, cancel);
  }
  std::vector<Keyphrase> Extract(std::string_view text, std::string_view title = "") const {
    return Extract(testing::MakeDocument(text, title));
  }
  static std::vector<std::string> Texts(const std::vector<Keyphrase>& phrases) {
    std::vector<std::string> texts;
    for (const Keyphrase& phrase : phrases) texts.push_back(phrase.text);
    return texts;
  }

  std::shared_ptr<const knowledge::Knowledge> knowledge_ = testing::TestKnowledge();
  std::unique_ptr<const ParticipantExtractor> participants_ =
      *ParticipantExtractor::Create(knowledge_);
  std::unique_ptr<const DateExtractor> dates_ = *DateExtractor::Create(knowledge_);
  std::unique_ptr<const KeyphraseExtractor> extractor_ = *KeyphraseExtractor::Create(knowledge_);
};

TEST_F(KeyphrasesTest, WhatTheArticleIsAboutComesFirst) {
  const std::vector<Keyphrase> phrases = Extract(
      "The reactor at the plant was shut after a leak. Engineers said the reactor had cooled. "
      "The leak was small. A neighbour saw a truck. The reactor will stay shut.");
  ASSERT_FALSE(phrases.empty());
  EXPECT_EQ(phrases[0].text, "reactor");
  EXPECT_EQ(phrases[0].salience, 1.0F);
  EXPECT_EQ(phrases[0].mentions.size(), 3);
}

TEST_F(KeyphrasesTest, SalienceFallsAndStaysInRange) {
  const std::vector<Keyphrase> phrases = Extract(testing::MakeDocument(
      testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/court.txt")));
  ASSERT_GT(phrases.size(), 5);
  EXPECT_LE(phrases.size(), 20);
  for (size_t i = 0; i < phrases.size(); ++i) {
    EXPECT_GT(phrases[i].salience, 0);
    EXPECT_LE(phrases[i].salience, 1);
    if (i > 0) {
      EXPECT_LE(phrases[i].salience, phrases[i - 1].salience);
    }
  }
}

TEST_F(KeyphrasesTest, MentionsAreInOrderAndTheTextIsOneOfThem) {
  const text::Document document = testing::MakeDocument(
      testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/match.txt"));
  for (const Keyphrase& phrase : Extract(document)) {
    std::set<std::string> forms;
    uint32_t last = 0;
    for (const text::Span span : phrase.mentions) {
      EXPECT_GE(span.begin, last);
      last = span.end;
      forms.emplace(document.Slice(span));
    }
    EXPECT_THAT(forms, Contains(phrase.text));
  }
}

TEST_F(KeyphrasesTest, NoPhraseTwice) {
  const std::vector<Keyphrase> phrases = Extract(testing::MakeDocument(
      testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/market.txt")));
  std::set<std::string> seen;
  for (const Keyphrase& phrase : phrases) {
    EXPECT_TRUE(seen.insert(knowledge::Fold(phrase.text)).second) << phrase.text;
  }
}

TEST_F(KeyphrasesTest, NoDatesAndNoStopWords) {
  const std::vector<std::string> texts =
      Texts(Extract("On Monday, 6 March 2023, Mr Smith said many people had waited a long time. "
                    "It was the first day of the year."));
  EXPECT_THAT(texts, Not(Contains("Monday")));
  EXPECT_THAT(texts, Not(Contains("March")));
  EXPECT_THAT(texts, Not(Contains("day")));
  EXPECT_THAT(texts, Not(Contains("people")));
  EXPECT_THAT(texts, Not(Contains("time")));
}

TEST_F(KeyphrasesTest, NothingFromNothing) {
  EXPECT_THAT(Extract(""), IsEmpty());
  EXPECT_THAT(Extract("And so it was, and it was so."), IsEmpty());
}

TEST_F(KeyphrasesTest, HostileTextIsOnlyText) {
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "big red wind farm ";
  EXPECT_LE(Extract(many).size(), 20);
  EXPECT_LE(Extract(std::string(200000, 'a')).size(), 1);
}

TEST_F(KeyphrasesTest, StopsWhenCancelled) {
  const text::Document document = testing::MakeDocument("The court ruled.");
  Cancellation cancel;
  cancel.Cancel();
  const auto phrases = extractor_->Extract(document, testing::Annotate(document), {}, {}, cancel);
  EXPECT_EQ(phrases.status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace nutgraf::extract
