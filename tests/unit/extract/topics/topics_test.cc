#include "service/extract/topics/topics.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "service/extract/topics/taxonomy.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

class TopicsTest : public ::testing::Test {
 protected:
  TopicsTest() : extractor_(*TopicExtractor::Create(testing::TestKnowledge())) {}

  std::vector<Topic> Extract(const text::Document& document) const {
    auto topics = extractor_->Extract(document, testing::Annotate(document), Cancellation());
    EXPECT_TRUE(topics.ok()) << topics.status();
    return *std::move(topics);
  }
  std::vector<Topic> Extract(std::string_view text, std::string_view title = "") const {
    return Extract(testing::MakeDocument(text, title));
  }
  static std::vector<std::string> Names(const std::vector<Topic>& topics) {
    std::vector<std::string> names;
    for (const Topic& topic : topics) names.push_back(topic.name);
    return names;
  }

  std::unique_ptr<const TopicExtractor> extractor_;
};

struct BranchCase {
  const char* branch;
  const char* deeper;  // a concept below it that must be given too, or empty
  const char* text;
};

class BranchTest : public TopicsTest, public ::testing::WithParamInterface<BranchCase> {};

TEST_P(BranchTest, IsTheFirstTopic) {
  const std::vector<Topic> topics = Extract(GetParam().text);
  ASSERT_FALSE(topics.empty());
  EXPECT_EQ(topics[0].name, GetParam().branch);
  EXPECT_EQ(topics[0].level, 1);
  if (*GetParam().deeper != '\0') {
    EXPECT_THAT(Names(topics), Contains(GetParam().deeper));
  }
}

INSTANTIATE_TEST_SUITE_P(
    AllBranches, BranchTest,
    ::testing::Values(
        BranchCase{"arts, culture, entertainment and media", "cinema",
                   "The film opened at the festival on Friday. Critics praised its director and "
                   "the leading actress, who is tipped for an Oscar. The movie took four million "
                   "at the box office."},
        BranchCase{"crime, law and justice", "homicide",
                   "A man was jailed for life for the murder of his neighbour. The jury found him "
                   "guilty after a trial of six weeks. The judge said the killer had shown no "
                   "remorse."},
        BranchCase{"disaster, accident and emergency incident", "earthquake",
                   "An earthquake of magnitude 6.8 struck the coast before dawn. Rescuers dug "
                   "through rubble for survivors, and aftershocks shook the town all day."},
        BranchCase{
            "economy, business and finance", "corporate earnings",
            "The retailer said quarterly profit rose by a tenth as sales grew. Shares in the "
            "company jumped, and analysts raised their forecasts for earnings."},
        BranchCase{"education", "curriculum",
                   "Teachers at the primary school will use a new curriculum from September. "
                   "Pupils sit their exams in May, and the headteacher says results are better."},
        BranchCase{"environment", "climate change",
                   "Greenhouse gas emissions rose again, and scientists of the climate panel say "
                   "global warming will melt the glaciers. Conservationists called for rules on "
                   "pollution."},
        BranchCase{"health", "cancer",
                   "Doctors at the hospital treated the patients with a new drug for lung cancer. "
                   "The tumour shrank in most, and nurses saw few side effects."},
        BranchCase{"human interest", "",
                   "The princess and the duke celebrated their wedding. The bride wore white, and "
                   "the royal couple greeted the crowd before their honeymoon."},
        BranchCase{"labour", "labour strike",
                   "Dock workers will go on strike over wages, their trade union said. The walkout "
                   "follows months of pay talks, and the union expects pickets at each gate."},
        BranchCase{"lifestyle and leisure", "",
                   "The recipe needs butter, garlic and an onion. Bake the dish in the oven, and "
                   "cook the sauce in a saucepan while tourists at the restaurant wait."},
        BranchCase{"politics and government", "election",
                   "Voters go to the polls on Sunday to elect a parliament. The prime minister's "
                   "party leads in opinion polls, and opposition candidates ended their election "
                   "campaign."},
        BranchCase{"religion", "Catholicism",
                   "The pope celebrated mass in the cathedral. The Vatican said the cardinal will "
                   "lead prayers, and priests of the diocese asked the faithful to join."},
        BranchCase{"science and technology", "",
                   "Astronomers using a space telescope found a planet outside the solar system. "
                   "NASA said the spacecraft will study its orbit, and scientists hope for more."},
        BranchCase{
            "society", "immigration",
            "Immigrants told of racism and discrimination. The charity says migrants live in "
            "poverty, and homeless families need help."},
        BranchCase{"sport", "football",
                   "The striker scored twice as the club won the match. The goalkeeper saved a "
                   "penalty, and the coach praised his players before the league season ends."},
        BranchCase{"conflict, war and peace", "armed conflict",
                   "Rebels and government troops fought for a third day in the civil war. Shelling "
                   "broke the ceasefire, and soldiers pulled back from the front line."},
        BranchCase{
            "weather", "weather phenomena",
            "Forecasters expect heavy rain and strong winds on Sunday. The met office issued "
            "a weather warning for snow, and a thunderstorm may follow."}));

TEST_F(TopicsTest, AChildImpliesItsParentAndIsNotSurer) {
  const std::vector<Topic> topics = Extract(testing::MakeDocument(
      testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/court.txt")));
  ASSERT_FALSE(topics.empty());
  for (const Topic& topic : topics) {
    ASSERT_EQ(topic.path.size(), static_cast<size_t>(topic.level));
    EXPECT_EQ(topic.path.back(), topic.name);
    if (topic.level == 1) continue;
    const auto parent = std::find_if(topics.begin(), topics.end(), [&](const Topic& other) {
      return other.name == topic.path[topic.path.size() - 2];
    });
    ASSERT_NE(parent, topics.end()) << topic.name;
    EXPECT_GE(parent->confidence, topic.confidence) << topic.name;
  }
}

// Over real articles: those committed, and hundreds more where the shared folder is there.
TEST_F(TopicsTest, EveryCodeIsActiveAndEveryParentIsGivenToo) {
  const auto taxonomy =
      topics::Taxonomy::Create(**testing::TestKnowledge()->Require("topics/mediatopics"));
  ASSERT_TRUE(taxonomy.ok());
  std::vector<std::string> files = {std::string(NUTGRAF_SOURCE_DIR) +
                                    "/tests/data/articles/wikinews.jsonl"};
  if (!testing::SharedDirectory().empty()) {
    files.push_back(testing::SharedDirectory() + "/data/articles/wikinews.jsonl");
  }
  int articles = 0;
  int given = 0;
  for (const std::string& file : files) {
    std::istringstream lines(testing::ReadFile(file));
    for (std::string line; std::getline(lines, line);) {
      const auto article = nlohmann::json::parse(line);
      const std::string title = article.value("title", "");
      const std::string text = article["text"];
      const std::vector<Topic> found = Extract(text, title);
      ++articles;
      for (size_t i = 0; i < found.size(); ++i) {
        const topics::ConceptId id = taxonomy->Find(found[i].code);
        ASSERT_NE(id, topics::kNoConcept) << found[i].code << " in " << title;
        EXPECT_EQ(found[i].path, taxonomy->Path(id)) << title;
        EXPECT_EQ(found[i].level, taxonomy->at(id).level) << title;
        for (size_t j = 0; j < i; ++j) EXPECT_NE(found[j].code, found[i].code) << title;
        if (found[i].level == 1) continue;
        const std::string& parent = taxonomy->at(taxonomy->at(id).parent).code;
        const auto before = std::find_if(found.begin(), found.begin() + static_cast<int>(i),
                                         [&](const Topic& topic) { return topic.code == parent; });
        EXPECT_NE(before, found.begin() + static_cast<int>(i))
            << found[i].code << " without its parent in " << title;
      }
      given += static_cast<int>(found.size());
    }
  }
  EXPECT_GE(articles, 3);
  EXPECT_GT(given, articles);
}

TEST_F(TopicsTest, OrdersByConfidenceAndStaysWithinEight) {
  const std::vector<Topic> topics = Extract(testing::MakeDocument(
      testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/market.txt")));
  EXPECT_LE(topics.size(), 8);
  for (size_t i = 0; i < topics.size(); ++i) {
    EXPECT_GT(topics[i].confidence, 0);
    EXPECT_LE(topics[i].confidence, 1);
    if (i > 0) {
      EXPECT_GE(topics[i - 1].confidence, topics[i].confidence);
    }
  }
}

TEST_F(TopicsTest, EvidenceIsWhatTheTextSays) {
  const text::Document document = testing::MakeDocument(
      "The jury found the burglar guilty. The judge sent him to prison for theft.");
  const std::vector<Topic> topics = Extract(document);
  ASSERT_FALSE(topics.empty());
  std::vector<std::string> phrases;
  for (const text::Span span : topics[0].evidence) {
    EXPECT_FALSE(span.empty());
    phrases.emplace_back(document.Slice(span));
  }
  EXPECT_THAT(phrases, Contains("burglar"));
  EXPECT_LE(phrases.size(), 5);
  EXPECT_TRUE(std::is_sorted(topics[0].evidence.begin(), topics[0].evidence.end()));
}

TEST_F(TopicsTest, TheTitleCountsMoreThanTheEnd) {
  const std::string body =
      "The firm was founded in 1990. It has offices in four cities. Its staff meet each week. "
      "They also talk of an election.";
  const std::vector<Topic> plain = Extract(body, "A meeting in town");
  const std::vector<Topic> titled = Extract(body, "Tennis star wins Wimbledon");
  ASSERT_FALSE(titled.empty());
  EXPECT_EQ(titled[0].name, "sport");
  EXPECT_THAT(Names(plain), ::testing::Not(Contains("sport")));
}

TEST_F(TopicsTest, AnArticleOfTwoBranchesHasBoth) {
  const std::vector<std::string> names = Names(
      Extract("The senate voted on a health care bill. Senators of both parties said patients need "
              "hospitals and doctors, and the president will sign the law on medical treatment."));
  EXPECT_THAT(names, Contains("politics and government"));
  EXPECT_THAT(names, Contains("health"));
}

TEST_F(TopicsTest, SaysNothingWithoutEvidence) {
  EXPECT_THAT(Extract(""), IsEmpty());
  EXPECT_THAT(Extract("   \n\n  "), IsEmpty());
  EXPECT_THAT(Extract("He said that it was so, and she said that it was not."), IsEmpty());
}

TEST_F(TopicsTest, TheSampleDialogueIsPoliticsBetweenStatesAndOfTerror) {
  if (testing::SharedDirectory().empty()) GTEST_SKIP() << "no shared folder beside the checkout";
  const std::vector<Topic> topics = Extract(testing::MakeDocument(
      testing::ReadFile(testing::SharedDirectory() + "/data/articles/curtain_raiser.txt")));
  ASSERT_GE(topics.size(), 4);
  EXPECT_EQ(topics[0].code, "medtop:11000000");
  std::vector<std::string> first = Names(topics);
  first.resize(std::min<size_t>(first.size(), 5));
  EXPECT_THAT(first, Contains("international relations"));
  EXPECT_THAT(first, ::testing::AnyOf(Contains("act of terror"), Contains("terrorism")));
}

TEST_F(TopicsTest, GivesTheSameAnswerTwice) {
  const std::string text =
      testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/match.txt");
  const std::vector<Topic> a = Extract(text);
  const std::vector<Topic> b = Extract(text);
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].code, b[i].code);
    EXPECT_EQ(a[i].confidence, b[i].confidence);
    EXPECT_EQ(a[i].evidence, b[i].evidence);
  }
}

TEST_F(TopicsTest, HostileTextIsOnlyText) {
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "prime minister's ";
  EXPECT_LE(Extract(many).size(), 8);
  EXPECT_THAT(Extract(std::string(200000, 'a')), IsEmpty());
  EXPECT_THAT(Extract("' 's ''' n't '"), IsEmpty());
}

TEST_F(TopicsTest, StopsWhenCancelled) {
  const text::Document document = testing::MakeDocument("The court ruled.");
  Cancellation cancel;
  cancel.Cancel();
  const auto topics = extractor_->Extract(document, testing::Annotate(document), cancel);
  EXPECT_EQ(topics.status().code(), absl::StatusCode::kCancelled);
}

TEST_F(TopicsTest, NamesItsTaxonomy) {
  EXPECT_EQ(extractor_->taxonomy_version(), "iptc-mediatopics-2025-10-09");
}

}  // namespace
}  // namespace nutgraf::extract
