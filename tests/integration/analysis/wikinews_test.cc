// The Wikinews samples: published reports, with the title and the day of publication sent apart.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/integration/analysis/answers.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::testing {
namespace {

struct Expected {
  std::vector<std::string> participants;
  std::string topic;  // one of the first five, of the first level
};

/// By the article's id.
const std::map<std::string, Expected>& ExpectedOf() {
  static const auto* const expected = new std::map<std::string, Expected>{
      {"wn-0f3a20a8bb5b",
       {{"Court of Session", "Joanna Cherry", "Boris Johnson"}, "politics and government"}},
      {"wn-3ce6be8edda7", {{"John James Conyers Jr."}, "politics and government"}},
      {"wn-b97631999cf6", {{"Greece"}, "disaster, accident and emergency incident"}},
      {"wn-488ded12ec17",
       {{"Iran", "Donald Trump", "Interpol", "Brian Hook"}, "crime, law and justice"}}};
  return *expected;
}

TEST(WikinewsTest, EachArticle) {
  std::istringstream lines(ReadFile(NUTGRAF_SOURCE_DIR "/tests/data/articles/wikinews.jsonl"));
  size_t seen = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto article = nlohmann::json::parse(line);
    const std::string id = article["id"];
    const std::string title = article["title"];
    const std::string text = article["text"];
    const std::string date = article["date"];
    SCOPED_TRACE(id);
    const v1::ArticleMetadata answer = Answer({.title = title, .text = text, .publish_time = date});
    EXPECT_EQ(answer.title(), title);
    EXPECT_EQ(answer.language_code(), "en");
    EXPECT_EQ(answer.publication().source(), v1::PUBLICATION_SOURCE_REQUEST);
    EXPECT_EQ(answer.publication().date().substr(0, 10), date);
    EXPECT_GT(CheckSpans(answer, text, text::OffsetEncoding::kUtf8), 50);
    EXPECT_FALSE(answer.headline_facts().empty());
    ASSERT_TRUE(ExpectedOf().contains(id));
    ++seen;
    const Expected& expected = ExpectedOf().at(id);
    for (const std::string& name : expected.participants) {
      EXPECT_NE(FindParticipant(answer, name), nullptr) << name;
    }
    bool found = false;
    for (int i = 0; i < answer.topics_size() && i < 5; ++i) {
      found = found || (answer.topics(i).level() == 1 && answer.topics(i).name() == expected.topic);
    }
    EXPECT_TRUE(found) << expected.topic;
  }
  EXPECT_EQ(seen, ExpectedOf().size());
}

TEST(WikinewsTest, DirectQuotesHaveTheirSpeakers) {
  std::istringstream lines(ReadFile(NUTGRAF_SOURCE_DIR "/tests/data/articles/wikinews.jsonl"));
  int direct = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto article = nlohmann::json::parse(line);
    const std::string text = article["text"];
    const v1::ArticleMetadata answer = Answer({.text = text});
    for (const auto& [words, speaker] :
         {std::pair<std::string, std::string>("for every moment Parliament remains prorogued",
                                              "Joanna Cherry"),
          {"a propaganda stunt that no-one takes seriously", "Brian Hook"}}) {
      for (const v1::Quote* quote : QuotesWith(answer, words)) {
        ++direct;
        EXPECT_EQ(quote->type(), v1::QUOTE_TYPE_DIRECT) << words;
        EXPECT_EQ(NameOf(answer, quote->speaker().participant_id()), speaker) << words;
      }
    }
  }
  EXPECT_EQ(direct, 2);
}

}  // namespace
}  // namespace nutgraf::testing
