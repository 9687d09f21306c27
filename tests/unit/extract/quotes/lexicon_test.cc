#include "service/extract/quotes/lexicon.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/testing/fixtures.h"

namespace nutgraf::extract::quotes {
namespace {

class LexiconTest : public ::testing::Test {
 protected:
  static const Lexicon& Get() {
    static const auto lexicon = Lexicon::Load(*testing::TestKnowledge());
    EXPECT_TRUE(lexicon.ok()) << lexicon.status().ToString();
    return *lexicon;
  }

  /// The inflections under which `form` is a form of the verb `lemma`; 0 when it is none.
  static uint8_t VerbForm(std::string_view form, std::string_view lemma) {
    for (const FormReading& reading : Get().Readings(form)) {
      const CueEntry& entry = Get().entries()[reading.entry];
      if (entry.kind == CueKind::kVerb && entry.lemma == lemma && entry.rest.empty()) {
        return reading.inflections;
      }
    }
    return 0;
  }
};

TEST_F(LexiconTest, KnowsRegularForms) {
  EXPECT_EQ(VerbForm("claims", "claim"), kPresent3);
  EXPECT_EQ(VerbForm("claimed", "claim"), kPast | kParticiple);
  EXPECT_EQ(VerbForm("claiming", "claim"), kGerund);
  EXPECT_EQ(VerbForm("denies", "deny"), kPresent3);
  EXPECT_EQ(VerbForm("denied", "deny"), kPast | kParticiple);
  EXPECT_EQ(VerbForm("arguing", "argue"), kGerund);
  EXPECT_EQ(VerbForm("stresses", "stress"), kPresent3);
}

TEST_F(LexiconTest, KnowsIrregularForms) {
  EXPECT_EQ(VerbForm("said", "say"), kPast | kParticiple);
  EXPECT_EQ(VerbForm("sayed", "say"), 0);
  EXPECT_EQ(VerbForm("wrote", "write"), kPast | kParticiple);
  EXPECT_EQ(VerbForm("written", "write"), kParticiple);
  EXPECT_EQ(VerbForm("admitted", "admit"), kPast | kParticiple);
  EXPECT_EQ(VerbForm("admitting", "admit"), kGerund);
}

TEST_F(LexiconTest, LongerEntriesComeFirst) {
  const auto& readings = Get().Readings("called");
  ASSERT_GE(readings.size(), 2u);
  EXPECT_FALSE(Get().entries()[readings.front().entry].rest.empty());
  EXPECT_TRUE(Get().entries()[readings.back().entry].rest.empty());
}

TEST_F(LexiconTest, CarriesFramesAndModality) {
  for (const CueEntry& entry : Get().entries()) {
    if (entry.lemma == "promise" && entry.kind == CueKind::kVerb) {
      EXPECT_TRUE(entry.Has(kFrameTo));
      EXPECT_TRUE(entry.Has(kFrameThat));
      EXPECT_EQ(entry.modality, SpeechModality::kPromised);
    }
    EXPECT_NE(entry.frames, 0) << entry.lemma;
    EXPECT_GT(entry.strength, 0) << entry.lemma;
  }
}

TEST_F(LexiconTest, UnknownWordsHaveNoReadings) {
  EXPECT_TRUE(Get().Readings("table").empty());
  EXPECT_TRUE(Get().Readings("").empty());
  EXPECT_EQ(Get().WordClasses("table"), 0);
}

TEST_F(LexiconTest, KnowsWordClasses) {
  EXPECT_TRUE(Get().Is("statement", kEventWord));
  EXPECT_TRUE(Get().Is("statement", kDocumentWord));
  EXPECT_TRUE(Get().Is("friday", kTimeWord));
  EXPECT_TRUE(Get().Is("film", kWorkWord));
  EXPECT_FALSE(Get().Is("film", kTimeWord));
}

}  // namespace
}  // namespace nutgraf::extract::quotes
