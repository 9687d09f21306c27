#include "service/text/offset_map.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

TEST(OffsetMapTest, WithoutReplacementsEverySpanStays) {
  const OffsetMap map;
  EXPECT_TRUE(map.identity());
  EXPECT_EQ(map.RawSpan({3, 9}), (Span{3, 9}));
  EXPECT_EQ(map.RepairedSpan({3, 3}), (Span{3, 3}));
}

// raw      "ab" "XXXX" "cd" "YYY" "e"     0..2..6..8..11..12
// repaired "ab" "x"    "cd" "yy"  "e"     0..2..3..5..7..8
class TwoRepairs : public ::testing::Test {
 protected:
  const OffsetMap map_{{{{2, 6}, {2, 3}}, {{8, 11}, {5, 7}}}};
};

TEST_F(TwoRepairs, SpansOutsideKeepTheirText) {
  EXPECT_EQ(map_.RawSpan({0, 2}), (Span{0, 2}));
  EXPECT_EQ(map_.RawSpan({3, 5}), (Span{6, 8}));
  EXPECT_EQ(map_.RawSpan({7, 8}), (Span{11, 12}));
  EXPECT_EQ(map_.RawSpan({0, 8}), (Span{0, 12}));
}

TEST_F(TwoRepairs, SpansThatCutIntoARepairWiden) {
  EXPECT_EQ(map_.RawSpan({5, 6}), (Span{8, 11}));
  EXPECT_EQ(map_.RawSpan({6, 8}), (Span{8, 12}));
  EXPECT_EQ(map_.RawSpan({1, 6}), (Span{1, 11}));
  EXPECT_EQ(map_.RepairedSpan({3, 4}), (Span{2, 3}));
  EXPECT_EQ(map_.RepairedSpan({5, 9}), (Span{2, 7}));
}

TEST_F(TwoRepairs, PointsStayPointsUnlessInsideARepair) {
  EXPECT_EQ(map_.RawSpan({2, 2}), (Span{2, 2}));
  EXPECT_EQ(map_.RawSpan({3, 3}), (Span{6, 6}));
  EXPECT_EQ(map_.RawSpan({8, 8}), (Span{12, 12}));
  EXPECT_EQ(map_.RawSpan({6, 6}), (Span{8, 11}));
}

/// A text of pieces, some of them replaced, and the byte-by-byte truth about it.
struct Pieces {
  std::vector<Replacement> replacements;
  std::vector<Span> raw_of;  // for each repaired byte, the raw bytes that it stands for
  uint32_t raw_size = 0;

  explicit Pieces(std::mt19937& random) {
    uint32_t repaired_size = 0;
    const auto pieces = random() % 12;
    for (uint32_t i = 0; i < pieces; ++i) {
      const uint32_t raw = 1 + random() % 5;
      const bool replaced = random() % 2 == 0;
      const uint32_t repaired = replaced ? 1 + random() % 5 : raw;
      const Span raw_span{raw_size, raw_size + raw};
      for (uint32_t b = 0; b < repaired; ++b) {
        raw_of.push_back(replaced ? raw_span : Span{raw_size + b, raw_size + b + 1});
      }
      if (replaced) {
        replacements.push_back({raw_span, {repaired_size, repaired_size + repaired}});
      }
      raw_size += raw;
      repaired_size += repaired;
    }
  }
};

TEST(OffsetMapPropertyTest, EverySpanCoversExactlyWhatItsBytesStandFor) {
  std::mt19937 random(4);
  for (int round = 0; round < 3000; ++round) {
    const Pieces pieces(random);
    const OffsetMap map(pieces.replacements);
    const auto size = static_cast<uint32_t>(pieces.raw_of.size());
    for (uint32_t begin = 0; begin < size; ++begin) {
      Span expected = pieces.raw_of[begin];
      for (uint32_t end = begin + 1; end <= size; ++end) {
        expected = Cover(expected, pieces.raw_of[end - 1]);
        ASSERT_EQ(map.RawSpan({begin, end}), expected);
      }
    }
    // The way back: a raw span's repaired bytes are those that stand for any of its bytes.
    for (uint32_t begin = 0; begin < pieces.raw_size; ++begin) {
      for (uint32_t end = begin + 1; end <= pieces.raw_size; ++end) {
        std::optional<Span> expected;
        for (uint32_t b = 0; b < size; ++b) {
          if (!pieces.raw_of[b].Overlaps({begin, end})) continue;
          expected = expected ? Cover(*expected, {b, b + 1}) : Span{b, b + 1};
        }
        ASSERT_EQ(map.RepairedSpan({begin, end}), expected);
      }
    }
    ASSERT_EQ(map.RawSpan({0, size}), (Span{0, pieces.raw_size}));
  }
}

TEST(OffsetMapPropertyTest, ThereAndBackNeverLosesAByte) {
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    const Pieces pieces(random);
    const OffsetMap map(pieces.replacements);
    const auto size = static_cast<uint32_t>(pieces.raw_of.size());
    for (uint32_t begin = 0; begin <= size; ++begin) {
      for (uint32_t end = begin; end <= size; ++end) {
        const Span there = map.RawSpan({begin, end});
        ASSERT_LE(there.begin, there.end);
        ASSERT_LE(there.end, pieces.raw_size);
        ASSERT_TRUE(map.RepairedSpan(there).Contains({begin, end}));
      }
    }
  }
}

TEST(OffsetEncoderTest, AsciiAndUtf8AreTheIdentity) {
  EXPECT_EQ(OffsetEncoder("plain", OffsetEncoding::kUtf16).Encode(5), 5U);
  EXPECT_EQ(OffsetEncoder("h\xC3\xA9", OffsetEncoding::kUtf8).Encode(3), 3U);
  EXPECT_EQ(OffsetEncoder("", OffsetEncoding::kUtf32).Encode(0), 0U);
}

TEST(OffsetEncoderTest, CountsUnitsOfEachEncoding) {
  // e-acute (1 unit), flag of two astral letters (2 x 2 units), a
  constexpr std::string_view kText =
      "\xC3\xA9\xF0\x9F\x87\xB5\xF0\x9F\x87\xB0"
      "a";
  const OffsetEncoder utf16(kText, OffsetEncoding::kUtf16);
  const OffsetEncoder utf32(kText, OffsetEncoding::kUtf32);
  EXPECT_EQ(utf16.Encode(Span{2, 10}), (Span{1, 5}));
  EXPECT_EQ(utf32.Encode(Span{2, 10}), (Span{1, 3}));
  EXPECT_EQ(utf16.Encode(11), 6U);
  EXPECT_EQ(utf32.Encode(11), 4U);
}

TEST(OffsetEncoderPropertyTest, AgreesWithAWalkCodePointByCodePoint) {
  std::mt19937 random(6);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const size_t size = random() % 1500;
    while (text.size() < size) {
      static constexpr char32_t kSamples[] = {'a', 0xE9, 0x20AC, 0x4E2D, 0x1F600, 0x10FFFF};
      AppendUtf8(kSamples[random() % (1 + random() % std::size(kSamples))], &text);
    }
    const OffsetEncoder utf8(text, OffsetEncoding::kUtf8);
    const OffsetEncoder utf16(text, OffsetEncoding::kUtf16);
    const OffsetEncoder utf32(text, OffsetEncoding::kUtf32);
    uint32_t units = 0;
    uint32_t points = 0;
    for (const CodePoint c : CodePoints(text)) {
      ASSERT_EQ(utf8.Encode(c.begin), c.begin);
      ASSERT_EQ(utf16.Encode(c.begin), units);
      ASSERT_EQ(utf32.Encode(c.begin), points);
      units += c.value > 0xFFFF ? 2 : 1;
      ++points;
    }
    ASSERT_EQ(utf16.Encode(static_cast<uint32_t>(text.size())), units);
    ASSERT_EQ(utf32.Encode(static_cast<uint32_t>(text.size())), points);
  }
}

}  // namespace
}  // namespace nutgraf::text
