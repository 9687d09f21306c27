#include "service/extract/topics/lexicon.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::topics {
namespace {

using ::testing::Contains;
using ::testing::Not;

class LexiconTest : public ::testing::Test {
 protected:
  LexiconTest()
      : taxonomy_(*Taxonomy::Create(**knowledge_->Require("topics/mediatopics"))),
        lexicon_(*Lexicon::Create(*knowledge_, taxonomy_)) {}

  /// "phrase as written > label" for each pointer of each sighting.
  std::vector<std::string> Sights(std::string_view text, std::string_view title = "") const {
    const text::Document document = testing::MakeDocument(text, title);
    const Reading reading = Read(document, testing::Annotate(document));
    std::vector<std::string> found;
    for (const Sighting& sighting : lexicon_.Find(reading)) {
      std::string phrase;
      for (uint32_t i = sighting.first; i < sighting.last; ++i) {
        const Word& word = reading.runs[sighting.run].words[i];
        phrase += (phrase.empty() || word.glued ? "" : " ") + word.surface;
      }
      for (const Pointer& pointer : lexicon_.pointers(sighting.phrase)) {
        found.push_back(phrase + " > " + taxonomy_.at(pointer.target).label);
      }
    }
    return found;
  }

  std::shared_ptr<const knowledge::Knowledge> knowledge_ = testing::TestKnowledge();
  Taxonomy taxonomy_;
  Lexicon lexicon_;
};

TEST_F(LexiconTest, FindsPhrasesByLemma) {
  EXPECT_THAT(Sights("The rescuers dug through the night after two earthquakes."),
              Contains("earthquakes > earthquake"));
}

TEST_F(LexiconTest, PrefersTheLongestPhrase) {
  const auto found = Sights("He won the Nobel Peace Prize on Friday.");
  EXPECT_THAT(found, Contains("nobel peace prize > award and prize"));
  EXPECT_THAT(found, Not(Contains("peace > peace process")));
}

TEST_F(LexiconTest, FindsPhrasesWithAPossessive) {
  EXPECT_THAT(Sights("They marched for women's rights."),
              Contains("women's rights > women's rights"));
}

TEST_F(LexiconTest, AsksForANounWhereTheVerbSaysNothing) {
  EXPECT_THAT(Sights("The dockers began a strike on Monday."), Contains("strike > labour strike"));
  EXPECT_THAT(Sights("The figures show that costs fell."), Not(Contains("show > television")));
}

TEST_F(LexiconTest, TellsMonthFromMarch) {
  EXPECT_THAT(Sights("The two sides met on March 6."), Not(Contains("march > demonstration")));
  EXPECT_THAT(Sights("Thousands joined the march through the city."),
              Contains("march > demonstration"));
}

TEST_F(LexiconTest, AsksForACapitalWhereACompanyIsMeant) {
  EXPECT_THAT(Sights("She ate an apple in the garden."),
              Not(Contains("apple > information technology and computer science")));
  EXPECT_THAT(Sights("Shares in Apple fell on Monday."),
              Contains("apple > information technology and computer science"));
}

TEST_F(LexiconTest, BlockersHideTheCuesInside) {
  EXPECT_THAT(Sights("According to the report, nothing was found."),
              Not(Contains("according > treaty")));
}

TEST_F(LexiconTest, CuesAreWellFormed) {
  const knowledge::Table* cues = *knowledge_->Require("topics/cues");
  std::set<std::pair<std::string, std::string>> seen;
  for (const knowledge::Row row : cues->All()) {
    const std::string phrase(row.Cell(0));
    const std::string code(row.Cell("code"));
    EXPECT_TRUE(seen.emplace(phrase, code).second) << phrase << " twice for " << code;
    const float weight = std::stof(std::string(row.Cell("weight")));
    EXPECT_GT(weight, 0) << phrase;
    EXPECT_LE(weight, 2.5F) << phrase;
    if (!row.Cell("form").empty()) {
      EXPECT_EQ(phrase.find(' '), std::string::npos) << phrase << ": forms are for one word";
    }
  }
}

TEST_F(LexiconTest, EveryBranchAndMostConceptsHaveCues) {
  const knowledge::Table* cues = *knowledge_->Require("topics/cues");
  std::set<ConceptId> concepts;
  std::set<ConceptId> roots;
  for (const knowledge::Row row : cues->All()) {
    const ConceptId id = taxonomy_.Find(row.Cell("code"));
    concepts.insert(id);
    roots.insert(taxonomy_.at(id).root);
  }
  EXPECT_EQ(roots.size(), taxonomy_.roots().size());
  EXPECT_GT(concepts.size(), 1000);
}

}  // namespace
}  // namespace nutgraf::extract::topics
