#include <gtest/gtest.h>

#include <string>

#include "service/knowledge/knowledge.h"

namespace nutgraf::knowledge {
namespace {

TEST(FoldTest, LowersAndStripsAccents) {
  EXPECT_EQ(Fold("São Tomé"), "sao tome");
  EXPECT_EQ(Fold("ŁÓDŹ"), "lodz");
  EXPECT_EQ(Fold("Nguyễn Phú Trọng"), "nguyen phu trong");
  EXPECT_EQ(Fold("Erdoğan İSTANBUL"), "erdogan istanbul");
  EXPECT_EQ(Fold("Straße, Ærø, Þór"), "strasse, aero, thor");
}

TEST(FoldTest, DropsCombiningMarks) { EXPECT_EQ(Fold("Cafe\xCC\x81"), "cafe"); }

TEST(FoldTest, MakesApostrophesAndHyphensPlain) {
  EXPECT_EQ(Fold("Côte d’Ivoire"), "cote d'ivoire");
  EXPECT_EQ(Fold("Jean‑Claude"), "jean-claude");
}

TEST(FoldTest, CollapsesWhiteSpace) {
  EXPECT_EQ(Fold("  New \t York \n"), "new york");
  EXPECT_EQ(Fold("New\xC2\xA0York"), "new york");
  EXPECT_EQ(Fold(" \t\n"), "");
  EXPECT_EQ(Fold(""), "");
}

TEST(FoldTest, LowersGreekAndCyrillic) { EXPECT_EQ(Fold("ΑΩ МОСКВА Ѐ"), "αω москва ѐ"); }

TEST(FoldTest, LeavesOtherScriptsAndDigits) { EXPECT_EQ(Fold("東京 123 🇵🇰"), "東京 123 🇵🇰"); }

TEST(FoldTest, PassesInvalidBytesUnchanged) {
  const std::string broken = "a\xFF\xC3\xE2\x82";
  EXPECT_EQ(Fold(broken), broken);
  EXPECT_EQ(Fold("\xF0\x9F"), "\xF0\x9F");
}

TEST(FoldTest, IsIdempotentOverTheBlocksItKnows) {
  for (uint32_t c = 0x80; c < 0x2100; ++c) {
    std::string text = "x";
    if (c < 0x800) {
      text += static_cast<char>(0xC0 | c >> 6);
    } else {
      text += static_cast<char>(0xE0 | c >> 12);
      text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    }
    text += static_cast<char>(0x80 | (c & 0x3F));
    const std::string once = Fold(text);
    EXPECT_EQ(Fold(once), once) << "code point " << c;
  }
}

TEST(FoldTest, ReusesTheBuffer) {
  std::string buffer = "left over";
  FoldInto("Ünal", &buffer);
  EXPECT_EQ(buffer, "unal");
}

}  // namespace
}  // namespace nutgraf::knowledge
