// A newsroom's own taxonomy through the extractor: what it finds, and that it changes nothing else.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/extract/topics/topics.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kTaxonomy[] =
    "code\tlabel\tdefinition\tkeywords\tparent\n"
    "desk:schools\tSchools\tPublic schools, their boards, teachers and budgets\tschool board; "
    "tuition\t\n"
    "desk:bonds\tSchool bonds\t\tbond measure, levies\tdesk:schools\n"
    "desk:food\tFood and drink\tCooking, breweries and vineyards\t\t\n"
    "series:swift\tOn tour\t\tSwift\t\n"
    "series:target\tShops\t\ttarget\t\n"
    "series:report\tReports\t\tpolice told reporters\t\n";

constexpr char kSchoolStory[] =
    "The school board put a bond measure on the ballot. The levy would pay for two new schools, "
    "and the school board said teachers had waited for years.";

class OwnTopicsTest : public ::testing::Test {
 protected:
  ~OwnTopicsTest() override { std::filesystem::remove(path_); }

  std::unique_ptr<const TopicExtractor> Create(const std::string& content) const {
    std::ofstream(path_) << content;
    auto created = TopicExtractor::Create(testing::TestKnowledge(), path_);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? *std::move(created) : nullptr;
  }

  std::string Fault(const std::string& content) const {
    std::ofstream(path_) << content;
    const auto created = TopicExtractor::Create(testing::TestKnowledge(), path_);
    EXPECT_EQ(created.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(created.status().message());
  }

  static std::vector<Topic> Extract(const TopicExtractor& extractor,
                                    const text::Document& document) {
    auto topics = extractor.Extract(document, testing::Annotate(document), Cancellation());
    EXPECT_TRUE(topics.ok()) << topics.status();
    return *std::move(topics);
  }

  static std::vector<std::string> OwnCodes(const std::vector<Topic>& topics) {
    std::vector<std::string> codes;
    for (const Topic& topic : topics) {
      if (!topic.code.starts_with("medtop:")) codes.push_back(topic.code);
    }
    return codes;
  }

  std::vector<std::string> Codes(std::string_view text, std::string_view title = "") const {
    return OwnCodes(Extract(*Create(kTaxonomy), testing::MakeDocument(text, title)));
  }

  const std::string path_ = ::testing::TempDir() + "own_topics_" +
                            ::testing::UnitTest::GetInstance()->current_test_info()->name() +
                            ".tsv";
};

TEST_F(OwnTopicsTest, ConceptsComeWithPathConfidenceAndEvidence) {
  const text::Document document = testing::MakeDocument(kSchoolStory);
  const std::vector<Topic> topics = Extract(*Create(kTaxonomy), document);
  EXPECT_THAT(OwnCodes(topics), ElementsAre("desk:schools", "desk:bonds"));
  const Topic& bonds = topics.back();
  EXPECT_EQ(bonds.name, "School bonds");
  EXPECT_EQ(bonds.level, 2);
  EXPECT_THAT(bonds.path, ElementsAre("Schools", "School bonds"));
  EXPECT_GT(bonds.confidence, 0.3F);
  EXPECT_LE(bonds.confidence, topics[topics.size() - 2].confidence);
  std::vector<std::string> phrases;
  for (const text::Span span : bonds.evidence) phrases.emplace_back(document.Slice(span));
  EXPECT_THAT(phrases, ElementsAre("bond measure", "levy"));  // the keyword is "levies"
}

TEST_F(OwnTopicsTest, MediaTopicsStayAsTheyAre) {
  const auto plain = *TopicExtractor::Create(testing::TestKnowledge());
  const auto own = Create(kTaxonomy);
  for (const char* file : {"court.txt", "market.txt", "match.txt", "dialogue.txt"}) {
    const text::Document document = testing::MakeDocument(
        testing::ReadFile(std::string(NUTGRAF_SOURCE_DIR) + "/tests/data/articles/" + file));
    const std::vector<Topic> before = Extract(*plain, document);
    const std::vector<Topic> after = Extract(*own, document);
    ASSERT_GE(after.size(), before.size());
    for (size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(after[i].code, before[i].code);
      EXPECT_EQ(after[i].confidence, before[i].confidence);
      EXPECT_EQ(after[i].evidence, before[i].evidence);
    }
    for (size_t i = before.size(); i < after.size(); ++i) {
      EXPECT_THAT(after[i].code, Not(StartsWith("medtop:")));
    }
  }
}

TEST_F(OwnTopicsTest, LabelAndDefinitionSpeakWhereThereAreNoKeywords) {
  EXPECT_THAT(Codes("The breweries and vineyards of the valley sell food and drink to visitors. "
                    "Cooking with local food is taught there too."),
              Contains("desk:food"));
}

TEST_F(OwnTopicsTest, AWordInPassingIsNoTopic) {
  std::string text = "The striker scored twice as the club won the cup final. ";
  for (int i = 0; i < 12; ++i) {
    text += "The goalkeeper saved a penalty, and the coach praised the players of the league. ";
  }
  EXPECT_THAT(Codes(text + "His father sits on a school board."), IsEmpty());
}

TEST_F(OwnTopicsTest, CapitalsAskForCapitalsAndLowerCaseLeavesPersonsAlone) {
  EXPECT_THAT(Codes("Taylor Swift sang. Swift sang for hours, and Swift bowed."),
              Contains("series:swift"));
  EXPECT_THAT(Codes("They were swift. A swift answer came."), Not(Contains("series:swift")));
  EXPECT_THAT(Codes("John Target spoke. Mr Target left."), Not(Contains("series:target")));
  EXPECT_THAT(Codes("The target was met. A new target is set."), Contains("series:target"));
}

TEST_F(OwnTopicsTest, BlockersHideWordsAndKeywordsWinOverThem) {
  EXPECT_THAT(Codes("Police told reporters so. Again police told reporters."),
              Contains("series:report"));
}

TEST_F(OwnTopicsTest, TheTitleSentApartCounts) {
  const std::string body = "The vote is in May. It was close the last time.";
  EXPECT_THAT(Codes(body, "A new bond measure"), Contains("desk:bonds"));
  EXPECT_THAT(Codes(body), IsEmpty());
}

TEST_F(OwnTopicsTest, TheVersionSaysWhichTaxonomy) {
  const std::string version(Create(kTaxonomy)->taxonomy_version());
  EXPECT_THAT(version, StartsWith("iptc-mediatopics-2025-10-09+"));
  EXPECT_EQ(version, Create(kTaxonomy)->taxonomy_version());
  EXPECT_NE(version, Create(std::string(kTaxonomy) + "# later\n")->taxonomy_version());
}

TEST_F(OwnTopicsTest, AtMostEightOfThem) {
  std::string content = "code\tlabel\tdefinition\tkeywords\n";
  for (int i = 0; i < 50; ++i) content += "d:" + std::to_string(i) + "\tA\t\tlevy\n";
  const auto topics = Extract(*Create(content), testing::MakeDocument("The levy is a levy."));
  EXPECT_EQ(OwnCodes(topics).size(), 8);
  EXPECT_EQ(OwnCodes(topics).front(), "d:0");
}

TEST_F(OwnTopicsTest, WhatNoTextCanHoldIsAFault) {
  const std::string header = "code\tlabel\tdefinition\tkeywords\n";
  EXPECT_THAT(Fault(header + "d:a\tA\t\tok, (so) it is\n"),
              HasSubstr(":2: keyword 2 can't be found in a text"));
  EXPECT_THAT(Fault(header + "d:a\tA\t\t!!!\n"), HasSubstr("keyword 1 can't be found"));
  EXPECT_THAT(Fault(header + "d:a\tA\t\ta b c d e f g h i\n"), HasSubstr("keyword 1"));
  EXPECT_THAT(Fault(header + "d:a\t???\t\t\n"), HasSubstr(":2: neither keywords nor label"));
  EXPECT_THAT(Fault("nonsense"), HasSubstr(":1: must be the header"));
}

TEST_F(OwnTopicsTest, HostileTextIsOnlyText) {
  const auto extractor = Create(kTaxonomy);
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "school board levy's ";
  EXPECT_LE(Extract(*extractor, testing::MakeDocument(many)).size(), 16);
  EXPECT_THAT(Extract(*extractor, testing::MakeDocument("' 's ''' n't '")), IsEmpty());
}

}  // namespace
}  // namespace nutgraf::extract
