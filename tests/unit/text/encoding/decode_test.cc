#include "service/text/encoding/decode.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <string_view>

#include "service/text/encoding/code_pages.h"
#include "service/text/utf8.h"
#include "tests/unit/text/encoding/damage.h"

namespace nutgraf::text {
namespace {

using namespace std::string_view_literals;

void ExpectDecoded(std::string_view bytes, std::string_view text, std::string_view encoding) {
  const DecodedText decoded = DecodeToUtf8(bytes);
  EXPECT_EQ(decoded.text, text);
  EXPECT_EQ(decoded.encoding, encoding);
  EXPECT_TRUE(decoded.lossless);
}

/// The bytes of a text in a page; what the page lacks is left out of the text as well.
std::string Encode(std::string* text, uint8_t page) {
  std::string bytes;
  std::string kept;
  for (const CodePoint c : CodePoints(*text)) {
    char byte = static_cast<char>(c.value);
    if (c.value >= 0x80) {
      unsigned found = 0;
      for (unsigned b = 0x80; b <= 0xFF; ++b) {
        if (CodePages()[page].high[b - 0x80] == c.value) found = b;
      }
      if (found == 0) continue;
      byte = static_cast<char>(found);
    }
    bytes.push_back(byte);
    AppendUtf8(c.value, &kept);
  }
  *text = kept;
  return bytes;
}

std::string EncodeUnits(std::string_view text, size_t width, bool big) {
  std::string bytes;
  const auto put = [&](uint32_t unit) {
    for (size_t b = 0; b < width; ++b) {
      bytes.push_back(static_cast<char>(unit >> (8 * (big ? width - 1 - b : b))));
    }
  };
  for (const CodePoint c : CodePoints(text)) {
    if (width == 2 && c.value >= 0x10000) {
      put(0xD800 + ((c.value - 0x10000) >> 10U));
      put(0xDC00 + ((c.value - 0x10000) & 0x3FFU));
    } else {
      put(c.value);
    }
  }
  return bytes;
}

TEST(DecodeTest, Utf8AsItIs) {
  ExpectDecoded("", "", "utf-8");
  ExpectDecoded("plain", "plain", "utf-8");
  ExpectDecoded("caf\xC3\xA9", "café", "utf-8");
  ExpectDecoded(
      "\xEF\xBB\xBF"
      "caf\xC3\xA9",
      "café", "utf-8");
  ExpectDecoded("rÃ©gime", "rÃ©gime", "utf-8");  // mojibake is another stage's matter
  ExpectDecoded("a\0b"sv, "a\0b"sv, "utf-8");
}

TEST(DecodeTest, ByteOrderMarks) {
  ExpectDecoded("\xFF\xFEH\0i\0"sv, "Hi", "utf-16le");
  ExpectDecoded("\xFE\xFF\0H\0i"sv, "Hi", "utf-16be");
  ExpectDecoded("\xFF\xFE\0\0H\0\0\0"sv, "H", "utf-32le");
  ExpectDecoded("\0\0\xFE\xFF\0\0\0H"sv, "H", "utf-32be");
  ExpectDecoded("\xFF\xFE"sv, "", "utf-16le");
  for (const Line& line : ReadLines("clean_sentences.tsv")) {
    ExpectDecoded("\xFF\xFE" + EncodeUnits(line.text, 2, false), line.text, "utf-16le");
    ExpectDecoded("\xFE\xFF" + EncodeUnits(line.text, 2, true), line.text, "utf-16be");
  }
}

TEST(DecodeTest, WideTextWithoutMark) {
  for (const Line& line : ReadLines("clean_sentences.tsv")) {
    if (line.label != "en" && line.label != "fr" && line.label != "ru" && line.label != "ar") {
      continue;
    }
    ExpectDecoded(EncodeUnits(line.text, 2, false), line.text, "utf-16le");
    ExpectDecoded(EncodeUnits(line.text, 2, true), line.text, "utf-16be");
    ExpectDecoded(EncodeUnits(line.text, 4, false), line.text, "utf-32le");
    ExpectDecoded(EncodeUnits(line.text, 4, true), line.text, "utf-32be");
  }
}

TEST(DecodeTest, SentencesInTheirCodePages) {
  static const std::map<std::string_view, uint8_t> kPages = {
      {"en", kWindows1252}, {"fr", kWindows1252}, {"de", kWindows1252}, {"es", kWindows1252},
      {"pt", kWindows1252}, {"it", kWindows1252}, {"sv", kWindows1252}, {"da", kWindows1252},
      {"nb", kWindows1252}, {"fi", kWindows1252}, {"is", kWindows1252}, {"pl", kWindows1250},
      {"cs", kWindows1250}, {"sk", kWindows1250}, {"hu", kWindows1250}, {"hr", kWindows1250},
      {"ru", kWindows1251}, {"uk", kWindows1251}, {"bg", kWindows1251}, {"sr", kWindows1251},
      {"lv", kWindows1257}, {"lt", kWindows1257}, {"tr", kWindows1254}, {"el", kWindows1253},
      {"he", kWindows1255}, {"ar", kWindows1256}};
  int right = 0;
  int all = 0;
  for (const Line& line : ReadLines("clean_sentences.tsv")) {
    const auto page = kPages.find(line.label);
    if (page == kPages.end()) continue;
    std::string text = line.text;
    const std::string bytes = Encode(&text, page->second);
    if (IsValidUtf8(bytes)) continue;
    ++all;
    right += DecodeToUtf8(bytes).text == text ? 1 : 0;
  }
  EXPECT_GE(all, 45);
  EXPECT_GE(right, all - 2) << "of " << all;
}

TEST(DecodeTest, RussianInItsThreePages) {
  for (const uint8_t page : {kWindows1251, kKoi8R, kIbm866}) {
    std::string text = "Президент заявил, что это не шутка. РОССИЯ И США ОБСУДИЛИ УСЛОВИЯ.";
    const std::string bytes = Encode(&text, page);
    ExpectDecoded(bytes, text, CodePages()[page].name);
  }
}

TEST(DecodeTest, WindowsQuotesWhereNothingElseSpeaks) {
  ExpectDecoded("\x93yes,\x94 she said \x97 it\x92s \x80\x35", "“yes,” she said — it’s €5",
                "windows-1252");
  ExpectDecoded("caf\xE9", "café", "windows-1252");
}

TEST(DecodeTest, SaysWhatItLost) {
  EXPECT_FALSE(DecodeToUtf8("\xFF\xFEH\0i"sv).lossless);
  EXPECT_FALSE(DecodeToUtf8("\xFF\xFE\0\xD8x\0"sv).lossless);
  const DecodedText marked = DecodeToUtf8(
      "\xEF\xBB\xBF"
      "caf\xE9");
  EXPECT_EQ(marked.text, "caf\uFFFD");
  EXPECT_EQ(marked.encoding, "utf-8");
  EXPECT_FALSE(marked.lossless);
}

TEST(DecodeTest, AnyBytesGiveValidUtf8) {
  std::mt19937 random(9);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (size_t n = random() % 200; n > 0; --n) {
      bytes.push_back(
          static_cast<char>(random() % (round % 2 == 0 ? 256 : 0x30 * (1 + round % 5))));
    }
    if (round % 7 == 0) bytes.insert(0, "\xFF\xFE"sv);
    if (round % 11 == 0) bytes.insert(0, "\0\0\xFE\xFF"sv);
    const DecodedText decoded = DecodeToUtf8(bytes);
    ASSERT_TRUE(IsValidUtf8(decoded.text));
    ASSERT_FALSE(decoded.encoding.empty());
    ASSERT_EQ(decoded.text, DecodeToUtf8(bytes).text);
  }
}

}  // namespace
}  // namespace nutgraf::text
