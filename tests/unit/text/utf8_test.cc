#include "service/text/utf8.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace nutgraf::text {
namespace {

/// The obviously right decoder: reads the number that the bits spell and then asks whether its
/// shortest spelling has that many bytes.
struct SlowResult {
  bool valid = false;
  char32_t value = 0;
  size_t size = 1;
};

SlowResult SlowDecode(std::string_view s, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned>(static_cast<uint8_t>(s[i])); };
  const unsigned lead = byte(at);
  size_t size = 0;
  unsigned value = 0;
  if (lead <= 0x7F) {
    size = 1;
    value = lead;
  } else if ((lead >> 5) == 0b110) {
    size = 2;
    value = lead & 0b11111;
  } else if ((lead >> 4) == 0b1110) {
    size = 3;
    value = lead & 0b1111;
  } else if ((lead >> 3) == 0b11110) {
    size = 4;
    value = lead & 0b111;
  } else {
    return {};
  }
  if (at + size > s.size()) return {};
  for (size_t i = 1; i < size; ++i) {
    if ((byte(at + i) >> 6) != 0b10) return {};
    value = value * 64 + (byte(at + i) & 0b111111);
  }
  const size_t shortest = value < 0x80 ? 1 : (value < 0x800 ? 2 : (value < 0x10000 ? 3 : 4));
  if (size != shortest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {true, static_cast<char32_t>(value), size};
}

size_t SlowFirstInvalid(std::string_view s) {
  for (size_t at = 0; at < s.size();) {
    const SlowResult r = SlowDecode(s, at);
    if (!r.valid) return at;
    at += r.size;
  }
  return kValidUtf8;
}

/// Bytes that meet every rule's edge far more often than even chance would.
std::string RandomBytes(std::mt19937& random, size_t size) {
  static constexpr uint8_t kEdges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                       0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                       0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
  std::string s;
  for (size_t i = 0; i < size; ++i) {
    s.push_back(static_cast<char>(random() % 4 == 0 ? random() % 256
                                                    : kEdges[random() % std::size(kEdges)]));
  }
  return s;
}

std::string RandomText(std::mt19937& random, size_t code_points) {
  std::string s;
  for (size_t i = 0; i < code_points; ++i) {
    static constexpr char32_t kLimits[] = {0x80, 0x800, 0x10000, 0x110000};
    AppendUtf8(static_cast<char32_t>(random() % kLimits[random() % 4]), &s);
  }
  return s;
}

TEST(Utf8Test, EveryCodePointRoundTrips) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string s;
    AppendUtf8(c, &s);
    ASSERT_EQ(s.size(), Utf8Size(c));
    ASSERT_TRUE(IsValidUtf8(s)) << std::hex << static_cast<uint32_t>(c);
    ASSERT_EQ(DecodeAt(s, 0), (CodePoint{c, 0, static_cast<uint32_t>(s.size())}));
    ASSERT_EQ(DecodeBefore(s, s.size()).value, c);
    ASSERT_EQ(CountCodePoints(s), 1U);
    ASSERT_EQ(CountUtf16Units(s), c >= 0x10000 ? 2U : 1U);
  }
}

TEST(Utf8Test, NamesTheFirstBadByte) {
  EXPECT_EQ(FirstInvalidUtf8(""), kValidUtf8);
  EXPECT_EQ(FirstInvalidUtf8("caf\xC3\xA9"), kValidUtf8);
  EXPECT_EQ(FirstInvalidUtf8("caf\xE9!"), 3U);
  EXPECT_EQ(FirstInvalidUtf8("a long line of ASCII, then \xFF"), 27U);
  EXPECT_EQ(FirstInvalidUtf8("cut off \xE2\x82"), 8U);
  EXPECT_EQ(FirstInvalidUtf8("\x80"), 0U);
  EXPECT_EQ(FirstInvalidUtf8(std::string_view("nul\0is text", 11)), kValidUtf8);
}

TEST(Utf8Test, RefusesOverlongFormsSurrogatesAndWhatLiesAboveUnicode) {
  for (const std::string_view bad :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
    EXPECT_EQ(FirstInvalidUtf8(bad), 0U);
    EXPECT_EQ(DecodeAt(bad, 0), (CodePoint{kReplacementCharacter, 0, 1}));
  }
}

TEST(Utf8Test, AgreesWithTheSlowDecoderOnEveryPairAndOnRandomBytes) {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const char pair[] = {static_cast<char>(first), static_cast<char>(second)};
      const std::string_view s(pair, 2);
      ASSERT_EQ(FirstInvalidUtf8(s), SlowFirstInvalid(s));
    }
  }
  std::mt19937 random(1);
  for (int round = 0; round < 200000; ++round) {
    const std::string s = RandomBytes(random, random() % 24);
    ASSERT_EQ(FirstInvalidUtf8(s), SlowFirstInvalid(s));
    for (size_t at = 0; at < s.size(); ++at) {
      const SlowResult slow = SlowDecode(s, at);
      const CodePoint fast = DecodeAt(s, at);
      ASSERT_EQ(fast.size, slow.valid ? slow.size : 1U);
      ASSERT_EQ(fast.value, slow.valid ? slow.value : kReplacementCharacter);
    }
  }
}

TEST(Utf8Test, CountsAndWalksLikeTheSlowDecoder) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    const std::string s = RandomText(random, random() % 200);
    ASSERT_EQ(FirstInvalidUtf8(s), kValidUtf8);
    size_t points = 0;
    size_t units = 0;
    size_t at = 0;
    for (const CodePoint c : CodePoints(s)) {
      const SlowResult slow = SlowDecode(s, at);
      ASSERT_EQ(c.begin, at);
      ASSERT_EQ(c.value, slow.value);
      ASSERT_TRUE(IsBoundary(s, at));
      for (size_t inner = at + 1; inner < at + slow.size; ++inner) {
        ASSERT_FALSE(IsBoundary(s, inner));
      }
      at += slow.size;
      ASSERT_EQ(DecodeBefore(s, at).value, c.value);
      ++points;
      units += slow.value > 0xFFFF ? 2 : 1;
    }
    ASSERT_EQ(at, s.size());
    EXPECT_EQ(CountCodePoints(s), points);
    EXPECT_EQ(CountUtf16Units(s), units);
    EXPECT_EQ(IsAscii(s), points == s.size());
  }
}

TEST(Utf8Test, WalkingInvalidBytesEndsAndCoversEveryByte) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    const std::string s = RandomBytes(random, random() % 64);
    size_t covered = 0;
    for (const CodePoint c : CodePoints(s)) covered += c.size;
    EXPECT_EQ(covered, s.size());
    for (size_t end = 1; end <= s.size(); ++end) EXPECT_EQ(DecodeBefore(s, end).end(), end);
  }
}

TEST(Utf8Test, WhatIsNoCodePointIsWrittenAsTheReplacementCharacter) {
  for (const char32_t bad : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
    std::string s;
    AppendUtf8(bad, &s);
    EXPECT_EQ(s, "\xEF\xBF\xBD");
    EXPECT_EQ(Utf8Size(bad), 3U);
  }
}

}  // namespace
}  // namespace nutgraf::text
