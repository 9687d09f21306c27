// Damage made, then undone: the rates that docs/text-encoding.md names.

#include <gtest/gtest.h>

#include <iostream>
#include <string>
#include <vector>

#include "service/text/encoding/code_pages.h"
#include "service/text/utf8.h"
#include "tests/unit/text/encoding/damage.h"

namespace nutgraf::text {
namespace {

struct Rate {
  int right = 0;
  int all = 0;

  void Count(bool is_right) {
    right += is_right ? 1 : 0;
    ++all;
  }
  double value() const { return all == 0 ? 1 : static_cast<double>(right) / all; }
};

std::vector<Line> Sentences() {
  std::vector<Line> all;
  for (Line& line : ReadLines("clean_sentences.tsv")) {
    if (!IsAscii(line.text)) all.push_back(std::move(line));
  }
  return all;
}

void Print(std::string_view name, const Rate& rate) {
  std::cout << name << ": " << rate.right << " of " << rate.all << "\n";
}

TEST(RoundTripTest, RightTextStays) {
  for (const char* file : {"clean_sentences.tsv", "odd_but_right.tsv"}) {
    for (const Line& line : ReadLines(file)) {
      const RepairResult result = RepairText(line.text);
      EXPECT_TRUE(result.repairs.empty())
          << line.label << ": " << line.text << " -> " << result.text;
      EXPECT_TRUE(result.offsets.identity());
      EXPECT_TRUE(result.text.empty());
    }
  }
}

TEST(RoundTripTest, AllRightTextsTogetherStay) {
  std::string all;
  for (const char* file : {"clean_sentences.tsv", "odd_but_right.tsv"}) {
    for (const Line& line : ReadLines(file)) all += line.text + "\n";
  }
  EXPECT_EQ(Repaired(all), all);
}

TEST(RoundTripTest, OneLayer) {
  Rate all;
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    Rate rate;
    for (const Line& line : Sentences()) rate.Count(Repaired(Damage(line.text, page)) == line.text);
    Print(CodePages()[page].name, rate);
    // ISO-8859-15 differs from Windows-1252 in eight characters: a sentence seldom tells them
    // apart.
    EXPECT_GE(rate.value(), page == kIso8859Dash15 ? 0.85 : 0.95) << CodePages()[page].name;
    all.right += rate.right;
    all.all += rate.all;
  }
  Rate latin1;
  for (const Line& line : Sentences()) {
    latin1.Count(Repaired(DamageWithC1(line.text, kWindows1252)) == line.text);
  }
  Print("iso-8859-1", latin1);
  EXPECT_GE(latin1.value(), 0.98);
  Print("one layer", all);
  EXPECT_GE(all.value(), 0.98);
}

TEST(RoundTripTest, TwoLayers) {
  Rate all;
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    for (const Line& line : Sentences()) {
      all.Count(Repaired(Damage(Damage(line.text, page), page)) == line.text);
    }
  }
  Print("two layers", all);
  EXPECT_GE(all.value(), 0.98);
}

TEST(RoundTripTest, ThreeLayersOfTheUsualPage) {
  Rate all;
  for (const Line& line : Sentences()) {
    std::string text = line.text;
    for (int layer = 0; layer < 3; ++layer) text = Damage(text, kWindows1252);
    all.Count(Repaired(text) == line.text);
  }
  Print("three layers of windows-1252", all);
  EXPECT_GE(all.value(), 0.9);
}

TEST(RoundTripTest, LossyTextIsNeverMadeWorse) {
  Rate whole;
  for (const uint8_t page : {kWindows1252, kWindows1250, kWindows1251, kWindows1257}) {
    Rate rate;
    for (const Line& line : Sentences()) {
      const std::string damaged = Damage(line.text, page, Undefined::kDropped);
      const std::string repaired = Repaired(damaged);
      rate.Count(repaired == line.text);
      // What could not be known stays; nothing is added beyond the one character a unit makes.
      EXPECT_LE(CountCodePoints(repaired), CountCodePoints(damaged));
    }
    Print(std::string(CodePages()[page].name) + ", lossy", rate);
    whole.right += rate.right;
    whole.all += rate.all;
  }
  EXPECT_GE(whole.value(), 0.45);
}

TEST(RoundTripTest, DamagedAndRightTextInOneArticle) {
  Rate all;
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    for (const Line& line : Sentences()) {
      if (line.label != "en" && line.label != "fr" && line.label != "ru") continue;
      const std::string before =
          "Beyoncé said “yes” on Sunday, and the crowd of the café agreed.\n";
      const std::string after = "\nŁukasz, 東京 and Київ – “all right”, as it was before.";
      std::string right = before;
      right.append(line.text).append(after);
      std::string damaged = before;
      damaged.append(Damage(line.text, page)).append(after);
      all.Count(Repaired(damaged) == right);
    }
  }
  Print("amid right text", all);
  EXPECT_GE(all.value(), 0.9);
}

}  // namespace
}  // namespace nutgraf::text
