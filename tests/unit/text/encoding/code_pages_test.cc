#include "service/text/encoding/code_pages.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <set>
#include <string>

namespace nutgraf::text {
namespace {

/// A byte as ICU reads it, 0 where it finds none.
char32_t IcuReads(UConverter* converter, uint8_t byte) {
  UErrorCode error = U_ZERO_ERROR;
  ucnv_reset(converter);
  const auto raw = static_cast<char>(byte);
  const char* source = &raw;
  const UChar32 c = ucnv_getNextUChar(converter, &source, source + 1, &error);
  return U_FAILURE(error) != 0 || c == 0xFFFD ? 0 : static_cast<char32_t>(c);
}

TEST(CodePagesTest, AgreeWithIcu) {
  for (const CodePage& page : CodePages()) {
    UErrorCode error = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(std::string(page.name).c_str(), &error);
    ASSERT_EQ(U_FAILURE(error), 0) << page.name;
    for (unsigned byte = 0x80; byte <= 0xFF; ++byte) {
      const char32_t ours = page.high[byte - 0x80];
      const char32_t icu = IcuReads(converter, static_cast<uint8_t>(byte));
      // ICU hands undefined bytes on as C1 controls or private use, as the pages' users do; some
      // of its tables lag behind in letters that were added later.
      const bool undefined = icu == 0 || (icu >= 0x80 && icu <= 0x9F) || icu >= 0xF000;
      const bool micro = ours == 0xB5 && icu == 0x3BC;  // ICU has the Greek letter in IBM pages
      if (undefined || micro || ours == 0) continue;
      EXPECT_EQ(ours, icu) << page.name << " byte " << std::hex << byte;
    }
    ucnv_close(converter);
  }
}

TEST(CodePagesTest, NamesAreDistinctAndBytesAreFoundAgain) {
  std::set<std::string_view> names;
  const CodePageIndex& index = CodePageIndex::Get();
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    EXPECT_TRUE(names.insert(CodePages()[page].name).second);
    std::set<char16_t> seen;
    for (unsigned byte = 0x80; byte <= 0xFF; ++byte) {
      const char16_t c = CodePages()[page].high[byte - 0x80];
      if (c == 0) continue;
      EXPECT_TRUE(seen.insert(c).second) << CodePages()[page].name;
      EXPECT_EQ(index.ByteOf(c, page), byte) << CodePages()[page].name;
    }
  }
}

TEST(CodePagesTest, RulesNameTheRightPages) {
  EXPECT_EQ(CodePages()[kWindows1252].name, "windows-1252");
  EXPECT_EQ(CodePages()[kWindows1250].name, "windows-1250");
  EXPECT_EQ(CodePages()[kWindows1251].name, "windows-1251");
  EXPECT_EQ(CodePages()[kWindows1257].name, "windows-1257");
  EXPECT_EQ(CodePages()[kWindows1254].name, "windows-1254");
  EXPECT_EQ(CodePages()[kWindows1253].name, "windows-1253");
  EXPECT_EQ(CodePages()[kWindows1255].name, "windows-1255");
  EXPECT_EQ(CodePages()[kWindows1256].name, "windows-1256");
  EXPECT_EQ(CodePages()[kIso8859Dash2].name, "iso-8859-2");
  EXPECT_EQ(CodePages()[kIso8859Dash13].name, "iso-8859-13");
  EXPECT_EQ(CodePages()[kIso8859Dash15].name, "iso-8859-15");
  EXPECT_EQ(CodePages()[kMacintosh].name, "macintosh");
  EXPECT_EQ(CodePages()[kIbm866].name, "ibm866");
  EXPECT_EQ(CodePages()[kKoi8R].name, "koi8-r");
}

TEST(CodePagesTest, ControlsAndUndefinedBytesStandForThemselves) {
  const CodePageIndex& index = CodePageIndex::Get();
  EXPECT_EQ(index.ByteOf(0x9D, kWindows1252), 0x9D);
  EXPECT_EQ(index.ByteOf(0x93, kWindows1252), 0x93);
  EXPECT_EQ(index.ByteOf(0xA1, kWindows1257), 0xA1);
  EXPECT_EQ(index.ByteOf(0xA1, kWindows1251), 0);
  EXPECT_EQ(index.ByteOf(0x4E2D, kWindows1252), 0);
  EXPECT_EQ(index.ByteOf(0x10FFFF, kMacintosh), 0);
  EXPECT_EQ(index.ByteOf(0xF8FF, kMacintosh), 0xF0);
  EXPECT_EQ(index.ByteOf('a', kWindows1252), 0);
}

}  // namespace
}  // namespace nutgraf::text
