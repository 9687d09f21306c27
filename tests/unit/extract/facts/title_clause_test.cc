// What a headline's words with their parts of speech say of the event.

#include "service/extract/facts/title_clause.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "service/extract/facts/title.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::facts {
namespace {

class TitleClauseTest : public ::testing::Test {
 protected:
  /// "Police/NOUN arrest/VERB": words with their tags, "/P" behind a place, "/V" behind a word that
  /// the text has as a verb. The predicate's words, or "(none)".
  std::string Predicate(std::string_view tagged) {
    static const auto lexicon = Lexicon::Create(testing::TestKnowledge());
    EXPECT_TRUE(lexicon.ok());
    std::vector<TitleWord> words;
    std::istringstream in{std::string(tagged)};
    uint32_t at = 0;
    for (std::string item; in >> item;) {
      TitleWord word;
      const size_t slash = item.find('/', 1);
      const size_t mark = item.find('/', slash + 1);
      knowledge::FoldInto(item.substr(0, slash), &word.folded);
      word.stem = Stem(word.folded);
      // "+" before a word: no space there.
      const bool joined = item.front() == '+';
      if (joined) word.folded.erase(0, 1);
      at += joined ? 0 : 1;
      word.span = {at, at + static_cast<uint32_t>(word.folded.size())};
      at = word.span.end;
      word.upos = language::UposFromName(item.substr(slash + 1, mark - slash - 1));
      word.place = item.ends_with("/P");
      word.verb_in_text = item.ends_with("/V");
      words.push_back(word);
    }
    clause_ = ReadTitleClause(words, **lexicon);
    if (!clause_) return "(none)";
    std::string out;
    for (uint32_t w = clause_->predicate.first; w < clause_->predicate.last; ++w) {
      out += (out.empty() ? "" : " ") + words[w].folded;
    }
    return out;
  }

  std::optional<TitleClause> clause_;
};

TEST_F(TitleClauseTest, VerbWithItsObject) {
  EXPECT_EQ(Predicate("Police/NOUN arrest/VERB two/NUM men/NOUN"), "arrest two men");
  EXPECT_EQ(clause_->subject, (text::TokenRange{0, 1}));
  EXPECT_EQ(clause_->verb, 1u);
}

TEST_F(TitleClauseTest, WhenWhereAndWhyAreOtherAnswers) {
  EXPECT_EQ(Predicate("Police/NOUN arrest/VERB two/NUM men/NOUN in/ADP Leeds/PROPN/P"),
            "arrest two men");
  EXPECT_EQ(Predicate("Court/NOUN frees/VERB minister/NOUN after/ADP appeal/NOUN"),
            "frees minister");
  EXPECT_EQ(Predicate("Firm/NOUN closes/VERB plant/NOUN to/PART cut/VERB costs/NOUN"),
            "closes plant");
  EXPECT_EQ(Predicate("Thieves/NOUN steal/VERB gems/NOUN by/ADP digging/VERB tunnel/NOUN"),
            "steal gems");
}

TEST_F(TitleClauseTest, WhatTheVerbNeedsStays) {
  EXPECT_EQ(Predicate("President/NOUN lands/VERB in/ADP Lisbon/PROPN/P"), "lands in lisbon");
  EXPECT_EQ(Predicate("Police/NOUN set/VERB to/PART check/VERB phones/NOUN"),
            "set to check phones");
  EXPECT_EQ(Predicate("Critic/NOUN describes/VERB film/NOUN as/ADP excellent/ADJ"),
            "describes film as excellent");
}

TEST_F(TitleClauseTest, LabelsAndSourcesAreNoPart) {
  EXPECT_EQ(Predicate("Tram/NOUN crash/NOUN :/PUNCT police/NOUN name/VERB victims/NOUN"),
            "name victims");
  EXPECT_EQ(Predicate("Bank/NOUN has/AUX lost/VERB money/NOUN ,/PUNCT says/VERB chief/NOUN"),
            "has lost money");
  EXPECT_EQ(Predicate("Lee/PROPN wins/VERB seat/NOUN -/PUNCT Herald/PROPN"), "wins seat");
  EXPECT_EQ(Predicate("Spain/PROPN beat/VERB Chile/PROPN 1/NUM +-/PUNCT +0/NUM"),
            "beat chile 1 - 0");
}

TEST_F(TitleClauseTest, AnotherClauseIsNoPart) {
  EXPECT_EQ(Predicate("Lee/PROPN wins/VERB seat/NOUN and/CCONJ thanks/VERB voters/NOUN"),
            "wins seat");
  EXPECT_EQ(Predicate("Drivers/NOUN crash/VERB out/ADV as/SCONJ rain/NOUN falls/VERB"),
            "crash out");
}

TEST_F(TitleClauseTest, AShortFormTaggedAsANounIsTheVerb) {
  EXPECT_EQ(Predicate("Lee/PROPN stages/NOUN/V protest/NOUN"), "stages protest");
  EXPECT_EQ(Predicate("Lee/PROPN narrowly/ADV avoids/NOUN crash/VERB"), "narrowly avoids crash");
  EXPECT_EQ(Predicate("Lee/PROPN attacks/NOUN new/ADJ law/NOUN"), "attacks new law");
}

TEST_F(TitleClauseTest, ANounBeforeTheVerbStaysOne) {
  EXPECT_EQ(Predicate("Drone/NOUN strikes/NOUN/V kill/VERB ten/NUM"), "kill ten");
  EXPECT_EQ(Predicate("Well/NOUN rescue/VERB :/PUNCT boy/NOUN is/AUX safe/ADJ"), "is safe");
}

TEST_F(TitleClauseTest, NoClauseNoAnswer) {
  EXPECT_EQ(Predicate(""), "(none)");
  EXPECT_EQ(Predicate("The/DET long/ADJ road/NOUN home/NOUN"), "(none)");
  EXPECT_EQ(Predicate("Will/AUX Lee/PROPN win/VERB ?/PUNCT"), "(none)");
  EXPECT_EQ(Predicate("Why/ADV Lee/PROPN lost/VERB"), "(none)");
  EXPECT_EQ(Predicate("You/PRON can/AUX win/VERB"), "(none)");
  EXPECT_EQ(Predicate("Race/NOUN to/PART reach/VERB boy/NOUN trapped/VERB in/ADP mine/NOUN"),
            "(none)");
}

}  // namespace
}  // namespace nutgraf::extract::facts
