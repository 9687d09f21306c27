#include "service/text/encoding/plausibility.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "service/text/utf8.h"
#include "tests/unit/text/encoding/damage.h"

namespace nutgraf::text {
namespace {

/// What a text costs for each of its characters that is not ASCII.
double CostPerCharacter(std::string_view text) {
  std::vector<Character> all;
  for (const CodePoint c : CodePoints(text)) all.push_back(Classify(c.value));
  int cost = 0;
  int count = 0;
  Character last = Classify(' ');
  for (size_t i = 0; i < all.size(); ++i) {
    cost += all[i].rarity + PairCost(last, all[i]);
    if (i > 0 && i + 1 < all.size()) cost += FlankCost(all[i - 1], all[i], all[i + 1]);
    count += all[i].ascii() ? 0 : 1;
    last = all[i];
  }
  return count == 0 ? 0 : static_cast<double>(cost) / count;
}

TEST(PlausibilityTest, RightTextCostsNextToNothing) {
  for (const Line& line : ReadLines("clean_sentences.tsv")) {
    EXPECT_LT(CostPerCharacter(line.text), 15) << line.label << ": " << line.text;
  }
}

TEST(PlausibilityTest, DamagedTextCostsMuch) {
  for (const Line& line : ReadLines("clean_sentences.tsv")) {
    if (IsAscii(line.text)) continue;
    EXPECT_GT(CostPerCharacter(Damage(line.text, 0)), 10) << line.label;
  }
}

TEST(PlausibilityTest, ClassifiesAnyValue) {
  EXPECT_EQ(Classify(0).sign, Sign::kSpace);
  EXPECT_EQ(Classify(0xE9).sign, Sign::kLower);
  EXPECT_EQ(Classify(0x130).alphabets & Classify(0x11F).alphabets, Classify(0x131).alphabets);
  EXPECT_EQ(Classify(0x1F600).sign, Sign::kEmoji);
  EXPECT_EQ(Classify(0x4E2D).script, Script::kEastAsian);
  EXPECT_EQ(Classify(0xD800).sign, Sign::kUnassigned);
  EXPECT_EQ(Classify(0x110000).sign, Sign::kUnassigned);
  EXPECT_EQ(Classify(0xFFFFFFFF).sign, Sign::kUnassigned);
}

TEST(PlausibilityTest, AlphabetsThatShareNoLanguageDoNotMeet) {
  const auto pair = [](char32_t a, char32_t b) { return PairCost(Classify(a), Classify(b)); };
  EXPECT_GE(pair(U'ă', U'ł'), 30);  // Romanian, Polish
  EXPECT_EQ(pair(U'é', U'è'), 0);   // French
  EXPECT_GE(pair(U'é', U'Ă'), 30);  // a capital behind a small letter as well
  EXPECT_GE(pair(U'а', U'b'), 30);  // Cyrillic, Latin
  EXPECT_EQ(pair(U'a', U'B'), 0);   // ASCII is not judged
}

}  // namespace
}  // namespace nutgraf::text
