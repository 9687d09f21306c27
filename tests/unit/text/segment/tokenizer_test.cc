#include "service/text/segment/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/testing/fixtures.h"

namespace nutgraf::text {
namespace {

using ::testing::ElementsAre;

class TokenizerTest : public ::testing::Test {
 protected:
  std::vector<Token> Tokens(std::string_view text) const {
    std::vector<Token> tokens;
    tokenizer_.Tokenize(text, {0, static_cast<uint32_t>(text.size())}, &tokens);
    return tokens;
  }
  std::vector<std::string> Split(std::string_view text) const {
    std::vector<std::string> forms;
    for (const Token& t : Tokens(text)) {
      forms.emplace_back(text.substr(t.span.begin, t.span.size()));
    }
    return forms;
  }
  TokenKind KindOf(std::string_view text) const {
    const std::vector<Token> tokens = Tokens(text);
    EXPECT_EQ(tokens.size(), 1U) << text;
    return tokens.empty() ? TokenKind::kPunctuation : tokens[0].kind;
  }
  CaseClass CaseOf(std::string_view text) const { return Tokens(text).at(0).letter_case; }

  Tokenizer tokenizer_ = Tokenizer::Create(*nutgraf::testing::TestKnowledge()).value();
};

TEST_F(TokenizerTest, SplitsPunctuationOff) {
  EXPECT_THAT(Split("\"Yes,\" he said (twice)."),
              ElementsAre("\"", "Yes", ",", "\"", "he", "said", "(", "twice", ")", "."));
  EXPECT_THAT(Split("“Well”—no; never: ever"),
              ElementsAre("“", "Well", "”", "—", "no", ";", "never", ":", "ever"));
  EXPECT_THAT(Split("and/or"), ElementsAre("and", "/", "or"));
}

TEST_F(TokenizerTest, SplitsCliticsOffInBothApostrophes) {
  EXPECT_THAT(Split("don't can't won't"), ElementsAre("do", "n't", "ca", "n't", "wo", "n't"));
  EXPECT_THAT(Split("DON'T isn’t"), ElementsAre("DO", "N'T", "is", "n’t"));
  EXPECT_THAT(
      Split("Price's I’m we'll they’re I've he'd"),
      ElementsAre("Price", "'s", "I", "’m", "we", "'ll", "they", "’re", "I", "'ve", "he", "'d"));
  EXPECT_THAT(Split("I'd've"), ElementsAre("I", "'d", "'ve"));
  EXPECT_THAT(Split("U.S.'s"), ElementsAre("U.S.", "'s"));
  EXPECT_THAT(Split("cannot gonna"), ElementsAre("can", "not", "gon", "na"));
}

TEST_F(TokenizerTest, LeavesInnerApostrophesAlone) {
  EXPECT_THAT(Split("O'Brien o’clock Qur'an"), ElementsAre("O'Brien", "o’clock", "Qur'an"));
  EXPECT_THAT(Split("get 'em"), ElementsAre("get", "'em"));
}

TEST_F(TokenizerTest, TellsApostrophesFromQuotationMarks) {
  EXPECT_THAT(Split("'important' and"), ElementsAre("'", "important", "'", "and"));
  EXPECT_THAT(Split("the US’ resolve"), ElementsAre("the", "US", "’", "resolve"));
  EXPECT_THAT(Split("the students' union"), ElementsAre("the", "students", "'", "union"));
  EXPECT_THAT(Split("‘Go,’ she said"), ElementsAre("‘", "Go", ",", "’", "she", "said"));
}

TEST_F(TokenizerTest, KeepsThePeriodOfAbbreviations) {
  EXPECT_THAT(Split("Mr. Smith of the U.S. Army"),
              ElementsAre("Mr.", "Smith", "of", "the", "U.S.", "Army"));
  EXPECT_THAT(Split("at 5 a.m. on Jan. 6"), ElementsAre("at", "5", "a.m.", "on", "Jan.", "6"));
  EXPECT_THAT(Split("George W. Bush, J.K. Rowling"),
              ElementsAre("George", "W.", "Bush", ",", "J.K.", "Rowling"));
  EXPECT_THAT(Split("Acme Inc. and No. 5, e.g. Ph.D. work"),
              ElementsAre("Acme", "Inc.", "and", "No.", "5", ",", "e.g.", "Ph.D.", "work"));
  EXPECT_THAT(Split("a U.S.-led force"), ElementsAre("a", "U.S.-led", "force"));
}

TEST_F(TokenizerTest, SplitsThePeriodOffWords) {
  EXPECT_THAT(Split("He said no. Five left."),
              ElementsAre("He", "said", "no", ".", "Five", "left", "."));
  EXPECT_THAT(Split("said.The"), ElementsAre("said", ".", "The"));
  EXPECT_THAT(Split("so do I."), ElementsAre("so", "do", "I", "."));
}

TEST_F(TokenizerTest, KeepsNumbersWhole) {
  EXPECT_THAT(Split("1,500 people, 3.5 percent, 1,50,000 votes"),
              ElementsAre("1,500", "people", ",", "3.5", "percent", ",", "1,50,000", "votes"));
  EXPECT_THAT(Split("6th 50s 1990s '90s ½"), ElementsAre("6th", "50s", "1990s", "'90s", "½"));
  EXPECT_THAT(Split("1,2,3"), ElementsAre("1", ",", "2", ",", "3"));
  EXPECT_THAT(Split("8:30 3/5/2023 2023-03-05 555-123-4567"),
              ElementsAre("8:30", "3/5/2023", "2023-03-05", "555-123-4567"));
}

TEST_F(TokenizerTest, SplitsRangesCurrenciesAndUnits) {
  EXPECT_THAT(Split("6-7 March"), ElementsAre("6", "-", "7", "March"));
  EXPECT_THAT(Split("2020–21"), ElementsAre("2020", "–", "21"));
  EXPECT_THAT(Split("won 3-2"), ElementsAre("won", "3", "-", "2"));
  EXPECT_THAT(Split("$50 €1.5 50% US$5"),
              ElementsAre("$", "50", "€", "1.5", "50", "%", "US$", "5"));
  EXPECT_THAT(Split("8.30pm 5km"), ElementsAre("8.30", "pm", "5", "km"));
}

TEST_F(TokenizerTest, KeepsCompoundsWhole) {
  EXPECT_THAT(Split("two-day counter-terrorism COVID-19 F-16 10-year-old"),
              ElementsAre("two-day", "counter-terrorism", "COVID-19", "F-16", "10-year-old"));
  EXPECT_THAT(Split("AT&T w/o"), ElementsAre("AT&T", "w/o"));
  EXPECT_THAT(Split("-5 pre- and"), ElementsAre("-", "5", "pre", "-", "and"));
}

TEST_F(TokenizerTest, KeepsAddressesWhole) {
  EXPECT_THAT(
      Split("see https://t.co/gTP?x=1&y=2, or (www.bbc.co.uk)."),
      ElementsAre("see", "https://t.co/gTP?x=1&y=2", ",", "or", "(", "www.bbc.co.uk", ")", "."));
  EXPECT_THAT(Split("https://en.wikipedia.org/wiki/Foo_(bar)."),
              ElementsAre("https://en.wikipedia.org/wiki/Foo_(bar)", "."));
  EXPECT_EQ(KindOf("pic.twitter.com/ffKkQothY8"), TokenKind::kUrl);
  EXPECT_EQ(KindOf("a.b-c+d@mail.example.org"), TokenKind::kEmail);
  EXPECT_EQ(KindOf("@ForeignOfficePk"), TokenKind::kHandle);
  EXPECT_EQ(KindOf("#Brexit2020"), TokenKind::kHashtag);
  EXPECT_THAT(Split("#1"), ElementsAre("#", "1"));
}

TEST_F(TokenizerTest, KeepsEmojiSequencesWhole) {
  for (const char* emoji : {"🇵🇰", "5️⃣", "👍🏽", "👨‍👩‍👧", "🏳️‍🌈",
                            "⬇️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "#️⃣"}) {
    EXPECT_EQ(KindOf(emoji), TokenKind::kEmoji) << emoji;
  }
  EXPECT_THAT(Split("🇵🇰🇺🇸"), ElementsAre("🇵🇰", "🇺🇸"));
  EXPECT_THAT(Split("⬇️https://t.co/x"), ElementsAre("⬇️", "https://t.co/x"));
}

TEST_F(TokenizerTest, JoinsRunsOfOneMark) {
  EXPECT_THAT(Split("Wait... no -- what?!"),
              ElementsAre("Wait", "...", "no", "--", "what", "?", "!"));
  EXPECT_THAT(Split("((a))"), ElementsAre("(", "(", "a", ")", ")"));
}

TEST_F(TokenizerTest, TakesMarksOfNoWidthForWhatTheyAre) {
  EXPECT_THAT(Split("co\u00ADoperate"), ElementsAre("co\u00ADoperate"));       // soft hyphen
  EXPECT_THAT(Split("one\u200Btwo\uFEFF"), ElementsAre("one", "two"));         // zero-width space
  EXPECT_THAT(Split("\u200Eleft\u200F right"), ElementsAre("left", "right"));  // directions
  EXPECT_THAT(Split(std::string_view("a\0b", 3)), ElementsAre("a", "b"));
}

TEST_F(TokenizerTest, ReadsOtherScripts) {
  EXPECT_THAT(Split("東京は"), ElementsAre("東", "京", "は"));
  EXPECT_THAT(Split("Привет, мир!"), ElementsAre("Привет", ",", "мир", "!"));
  EXPECT_THAT(Split("السلام عليكم؟"), ElementsAre("السلام", "عليكم", "؟"));
  EXPECT_THAT(Split("हिन्दी"), ElementsAre("हिन्दी"));
}

TEST_F(TokenizerTest, TellsHowWordsAreWritten) {
  EXPECT_EQ(CaseOf("march"), CaseClass::kLower);
  EXPECT_EQ(CaseOf("March"), CaseClass::kCapitalized);
  EXPECT_EQ(CaseOf("A"), CaseClass::kCapitalized);
  EXPECT_EQ(CaseOf("NATO"), CaseClass::kUpper);
  EXPECT_EQ(CaseOf("U.S."), CaseClass::kUpper);
  EXPECT_EQ(CaseOf("McDonald"), CaseClass::kMixed);
  EXPECT_EQ(CaseOf("2023"), CaseClass::kNone);
  EXPECT_EQ(CaseOf("Éire"), CaseClass::kCapitalized);
}

TEST_F(TokenizerTest, SaysWhereWhiteSpaceStood) {
  const std::vector<Token> tokens = Tokens("He said: \"no\"");
  std::vector<bool> spaces;
  spaces.reserve(tokens.size());
  for (const Token& t : tokens) spaces.push_back(t.space_before);
  EXPECT_THAT(spaces, ElementsAre(true, true, false, true, false, false));
}

}  // namespace
}  // namespace nutgraf::text
