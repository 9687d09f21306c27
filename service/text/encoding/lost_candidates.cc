#include "service/text/encoding/lost_candidates.h"

#include <unicode/uchar.h>

#include <utility>

#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

struct Usual {
  char32_t value;
  float usualness;
};

constexpr Usual kUsual[] = {
    // punctuation and signs
    {0x2019, 1000},
    {0x201C, 500},
    {0x201D, 500},
    {0x2013, 300},
    {0x2014, 200},
    {0x2026, 100},
    {0x2018, 100},
    {0x20AC, 60},
    {0x2022, 60},
    {0x201E, 40},
    {0x200B, 30},
    {0x2116, 20},
    {0x202F, 20},
    {0xFEFF, 20},
    {0x2122, 10},
    {0x20B9, 10},
    {0x2212, 5},
    {0x201A, 5},
    {0x2009, 5},
    {0x200E, 5},
    {0x200F, 5},
    {0x2192, 5},
    {0x2032, 3},
    {0x2033, 3},
    {0x2039, 3},
    {0x203A, 3},
    {0x20BD, 3},
    {0x2264, 3},
    {0x2265, 3},
    // what emoji are built with
    {0xFE0F, 80},
    {0x200D, 30},
    {0x20E3, 20},
    // popular emoji of the first plane
    {0x2B07, 150},
    {0x2764, 60},
    {0x2705, 25},
    {0x2728, 20},
    {0x27A1, 12},
    {0x26A1, 12},
    {0x26A0, 12},
    {0x2B50, 12},
    {0x26BD, 12},
    {0x2665, 10},
    {0x25B6, 8},
    {0x2714, 8},
    {0x263A, 8},
    {0x2B06, 8},
    {0x2B05, 6},
    {0x2600, 6},
    {0x2708, 6},
    // ... and of the others
    {0x1F602, 60},
    {0x1F62D, 40},
    {0x1F923, 30},
    {0x1F60D, 30},
    {0x1F64F, 30},
    {0x1F525, 30},
    {0x1F44D, 20},
    {0x1F447, 20},
    {0x1F449, 20},
    {0x1F389, 15},
    {0x1F970, 15},
    {0x1F97A, 15},
};

bool IsRegionalIndicator(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

/// The ranges in which candidates are looked for. CJK is left out: too many leave the same.
constexpr std::pair<char32_t, char32_t> kRanges[] = {
    {0x2000, 0x2BFF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFFD, 0xFFFD}, {0x1F000, 0x1FAFF}};

}  // namespace

float Usualness(char32_t c) {
  for (const Usual& usual : kUsual) {
    if (usual.value == c) return usual.usualness;
  }
  if (IsRegionalIndicator(c)) return 10;
  if (c >= 0x1F3FB && c <= 0x1F3FF) return 10;  // skin tones
  const auto u = static_cast<UChar32>(c);
  if (c >= 0x2000 && u_hasBinaryProperty(u, UCHAR_EMOJI)) return 3;
  return u_isdefined(u) ? 0.1F : 0;
}

LossyReading::LossyReading(uint8_t page, bool all_c1) : page_(page), all_c1_(all_c1) {
  const CodePage& code_page = CodePages()[page];
  for (size_t i = 0; i < lost_.size(); ++i) {
    const char16_t own = code_page.high[i];
    lost_[i] = own == 0 || (own >= 0x80 && own <= 0x9F) || (all_c1 && i < 0x20);
  }
  for (const auto& [first, last] : kRanges) {
    for (char32_t c = first; c <= last; ++c) {
      const float usualness = Usualness(c);
      if (usualness == 0) continue;
      std::string bytes;
      AppendUtf8(c, &bytes);
      std::u32string seen;
      for (const char raw : bytes) {
        const auto byte = static_cast<uint8_t>(raw);
        if (!Loses(byte)) seen.push_back(code_page.high[byte - 0x80U]);
      }
      if (seen.size() == bytes.size() || Loses(static_cast<uint8_t>(bytes[0]))) continue;
      by_seen_[seen].push_back({c, usualness});
    }
  }
}

uint8_t LossyReading::KeptByte(char32_t c) const {
  const uint8_t byte = CodePageIndex::Get().ByteOf(c, page_);
  return byte == 0 || Loses(byte) ? 0 : byte;
}

std::span<const LossyReading::Candidate> LossyReading::Candidates(std::u32string_view seen) const {
  const auto found = by_seen_.find(std::u32string(seen));
  if (found == by_seen_.end()) return {};
  return found->second;
}

std::span<const LossyReading> LossyReadings() {
  static const std::vector<LossyReading> readings = [] {
    std::vector<LossyReading> all;
    all.emplace_back(kWindows1252, false);
    all.emplace_back(kWindows1252, true);
    all.emplace_back(kIso8859Dash13, true);
    for (const uint8_t page : {kWindows1250, kWindows1257, kIso8859Dash2, kWindows1251,
                               kIso8859Dash15, kWindows1254, kWindows1253}) {
      all.emplace_back(page, page == kIso8859Dash2 || page == kIso8859Dash15);
    }
    all.emplace_back(kWindows1254, true);  // ISO-8859-9
    return all;
  }();
  return readings;
}

}  // namespace nutgraf::text
