#include "service/language/tagger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/language/lemmatizer.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

/// "Obama/PROPN spoke/VERB": each token with its part of speech.
std::string Tagged(std::string_view text) {
  const text::Document document = testing::MakeDocument(text);
  const Annotations notes = testing::Annotate(document);
  std::string out;
  for (size_t i = 0; i < document.tokens.size(); ++i) {
    if (i > 0) out += ' ';
    out += document.Slice(document.tokens[i]);
    out += '/';
    out += Name(notes.upos[i]);
  }
  return out;
}

TEST(TaggerTest, TagsAPlainSentence) {
  EXPECT_EQ(Tagged("The minister quickly signed the new treaty in Paris."),
            "The/DET minister/NOUN quickly/ADV signed/VERB the/DET new/ADJ treaty/NOUN in/ADP "
            "Paris/PROPN ./PUNCT");
}

TEST(TaggerTest, TellsNounFromVerbByContext) {
  EXPECT_EQ(Tagged("They plan to visit."), "They/PRON plan/VERB to/PART visit/VERB ./PUNCT");
  EXPECT_EQ(Tagged("The plan failed."), "The/DET plan/NOUN failed/VERB ./PUNCT");
}

TEST(TaggerTest, GuessesUnknownWordsByEndingAndCase) {
  EXPECT_EQ(Tagged("He was blorfing the zantification vexily with Grobnak."),
            "He/PRON was/AUX blorfing/VERB the/DET zantification/NOUN vexily/ADV with/ADP "
            "Grobnak/PROPN ./PUNCT");
}

TEST(TaggerTest, AppliesTheRulesOfItsTable) {
  EXPECT_EQ(Tagged("We have a problem."), "We/PRON have/VERB a/DET problem/NOUN ./PUNCT");
  EXPECT_EQ(Tagged("We have not lost."), "We/PRON have/AUX not/PART lost/VERB ./PUNCT");
  EXPECT_EQ(Tagged("There are two problems."), "There/PRON are/VERB two/NUM problems/NOUN ./PUNCT");
  EXPECT_EQ(Tagged("He left after signing it."),
            "He/PRON left/VERB after/SCONJ signing/VERB it/PRON ./PUNCT");
}

TEST(TaggerTest, TagsNumbersMarksAndSymbols) {
  EXPECT_EQ(Tagged("It paid $ 5 on May 6th, 7%."),
            "It/PRON paid/VERB $/SYM 5/NUM on/ADP May/PROPN 6th/ADJ ,/PUNCT 7/NUM %/SYM ./PUNCT");
}

TEST(TaggerTest, ReadsTypographicApostrophesLikeStraightOnes) {
  EXPECT_EQ(Tagged("He doesn’t know Price’s plan."),
            "He/PRON does/AUX n’t/PART know/VERB Price/PROPN ’s/PART plan/NOUN ./PUNCT");
}

class LemmatizerTest : public ::testing::Test {
 protected:
  LemmatizerTest()
      : tagger_(*Tagger::Create(*testing::TestKnowledge())),
        lemmatizer_(*Lemmatizer::Create(*testing::TestKnowledge(), &tagger_)) {}

  Tagger tagger_;
  Lemmatizer lemmatizer_;
};

TEST_F(LemmatizerTest, FollowsRules) {
  EXPECT_EQ(lemmatizer_.Lemma("ministers", Upos::kNoun), "minister");
  EXPECT_EQ(lemmatizer_.Lemma("countries", Upos::kNoun), "country");
  EXPECT_EQ(lemmatizer_.Lemma("churches", Upos::kNoun), "church");
  EXPECT_EQ(lemmatizer_.Lemma("crisis", Upos::kNoun), "crisis");
  EXPECT_EQ(lemmatizer_.Lemma("planned", Upos::kVerb), "plan");
  EXPECT_EQ(lemmatizer_.Lemma("announcing", Upos::kVerb), "announce");
  EXPECT_EQ(lemmatizer_.Lemma("used", Upos::kVerb), "use");
  EXPECT_EQ(lemmatizer_.Lemma("carried", Upos::kVerb), "carry");
  EXPECT_EQ(lemmatizer_.Lemma("passes", Upos::kVerb), "pass");
  EXPECT_EQ(lemmatizer_.Lemma("bigger", Upos::kAdj), "big");
  EXPECT_EQ(lemmatizer_.Lemma("earliest", Upos::kAdj), "early");
}

TEST_F(LemmatizerTest, FollowsRulesForUnknownStems) {
  EXPECT_EQ(lemmatizer_.Lemma("zorbified", Upos::kVerb), "zorbify");
  EXPECT_EQ(lemmatizer_.Lemma("glompped", Upos::kVerb), "glomp");
  EXPECT_EQ(lemmatizer_.Lemma("frobnicated", Upos::kVerb), "frobnicate");
  EXPECT_EQ(lemmatizer_.Lemma("clonking", Upos::kVerb), "clonk");
}

TEST_F(LemmatizerTest, KnowsExceptions) {
  EXPECT_EQ(lemmatizer_.Lemma("said", Upos::kVerb), "say");
  EXPECT_EQ(lemmatizer_.Lemma("was", Upos::kAux), "be");
  EXPECT_EQ(lemmatizer_.Lemma("men", Upos::kNoun), "man");
  EXPECT_EQ(lemmatizer_.Lemma("better", Upos::kAdj), "good");
  EXPECT_EQ(lemmatizer_.Lemma("n’t", Upos::kPart), "not");
}

TEST_F(LemmatizerTest, KeepsNamesAndLowersTheRest) {
  EXPECT_EQ(lemmatizer_.Lemma("Netherlands", Upos::kPropn), "Netherlands");
  EXPECT_EQ(lemmatizer_.Lemma("The", Upos::kDet), "the");
  EXPECT_EQ(lemmatizer_.Lemma("ÉCLAIRS", Upos::kNoun), "éclair");
  EXPECT_EQ(lemmatizer_.Lemma("", Upos::kNoun), "");
  EXPECT_EQ(lemmatizer_.Lemma("s", Upos::kNoun), "s");
  EXPECT_EQ(lemmatizer_.Lemma("ed", Upos::kVerb), "ed");
  EXPECT_EQ(lemmatizer_.Lemma(std::string(100'000, 'x') + "ying", Upos::kVerb),
            std::string(100'000, 'x') + "y");
}

}  // namespace
}  // namespace nutgraf::language
