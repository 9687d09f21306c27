#include "service/text/encoding/decode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <optional>

#include "service/text/encoding/code_pages.h"
#include "service/text/encoding/plausibility.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr size_t kSample = 64 * 1024;  // bytes that decide on the encoding
constexpr int kOutside = 15;           // of a letter that the text's likeliest alphabet lacks
constexpr int kRareLetter = 6;
constexpr int kOtherLetter = 2;
constexpr int kUndefined = 100;  // cost of a byte that the page does not define

uint8_t ByteAt(std::string_view s, size_t i) { return static_cast<uint8_t>(s[i]); }

/// Code units of `width` bytes, read in either order.
class Units {
 public:
  Units(std::string_view bytes, size_t width, bool big) : bytes_(bytes), width_(width), big_(big) {}

  size_t size() const { return bytes_.size() / width_; }
  char32_t operator[](size_t i) const {
    char32_t value = 0;
    for (size_t b = 0; b < width_; ++b) {
      const size_t at = i * width_ + (big_ ? b : width_ - 1 - b);
      value = (value << 8U) | ByteAt(bytes_, at);
    }
    return value;
  }

 private:
  std::string_view bytes_;
  size_t width_;
  bool big_;
};

DecodedText DecodeUnits(std::string_view bytes, size_t width, bool big) {
  DecodedText out;
  out.encoding = width == 2 ? (big ? "utf-16be" : "utf-16le") : (big ? "utf-32be" : "utf-32le");
  out.lossless = bytes.size() % width == 0;
  const Units units(bytes, width, big);
  for (size_t i = 0; i < units.size(); ++i) {
    char32_t c = units[i];
    const bool high = c >= 0xD800 && c < 0xDC00;
    if (width == 2 && high && i + 1 < units.size()) {
      const char32_t low = units[i + 1];
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
        ++i;
      }
    }
    out.lossless = out.lossless && c <= 0x10FFFF && (c < 0xD800 || c >= 0xE000);
    AppendUtf8(c, &out.text);
  }
  if (bytes.size() % width != 0) AppendUtf8(kReplacementCharacter, &out.text);
  return out;
}

struct Wide {
  size_t width;
  bool big;
};

/// UTF-16 or UTF-32 without a mark: text is mostly of the first 256 characters, or has at least its
/// spaces and line ends there, so zero bytes stand on one side of the units.
std::optional<Wide> FindWide(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, kSample);
  if (sample.size() < 4) return std::nullopt;
  std::array<size_t, 4> zeros{};
  for (size_t i = 0; i < sample.size(); ++i) zeros[i % 4] += sample[i] == '\0' ? 1 : 0;
  const size_t quarter = sample.size() / 4;
  const auto mostly = [&](size_t n) { return 4 * n >= 3 * quarter; };
  if (bytes.size() % 4 == 0) {
    if (mostly(zeros[0]) && mostly(zeros[1]) && !mostly(zeros[3])) return Wide{4, true};
    if (mostly(zeros[3]) && mostly(zeros[2]) && !mostly(zeros[0])) return Wide{4, false};
  }
  const size_t even = zeros[0] + zeros[2];
  const size_t odd = zeros[1] + zeros[3];
  // One unit in sixteen or more has a zero on one side, next to none on the other.
  if (even > 16 * odd && 32 * even > sample.size()) return Wide{2, true};
  if (odd > 16 * even && 32 * odd > sample.size()) return Wide{2, false};
  return std::nullopt;
}

/// What the letters say about a page: the languages of one alphabet should need them all, and in
/// Cyrillic and Greek, where wrong pages give letters for letters, the frequent ones should be
/// frequent.
int64_t CostOfLetters(const std::array<Character, 256>& of, const std::array<size_t, 256>& seen) {
  std::array<int64_t, 32> outside{};
  int64_t cost = 0;
  for (unsigned b = 0x80; b < 256; ++b) {
    const Character& c = of[b];
    if (seen[b] == 0 || !c.letter()) continue;
    const auto count = static_cast<int64_t>(seen[b]);
    if (c.script == Script::kLatin) {
      for (size_t a = 0; a < outside.size(); ++a) {
        if (((c.alphabets >> a) & 1U) == 0) outside[a] += count;
      }
    } else if (c.script == Script::kCyrillic || c.script == Script::kGreek) {
      static constexpr std::u32string_view kFrequent =
          U"оеаинтсрвлОЕАИНТСРВЛіІαοιετσνηρυΑΟΙΕΤΣΝΗΡΥάόίέ";
      if (kFrequent.find(c.value) == std::u32string_view::npos) cost += kRareLetter * count;
    } else {
      cost += kOtherLetter * count;
    }
  }
  return cost + kOutside * *std::min_element(outside.begin(), outside.end());
}

/// What a sample costs when read with a page.
int64_t CostUnder(std::string_view sample, const std::array<size_t, 256>& seen, uint8_t page) {
  const CodePage& code_page = CodePages()[page];
  std::array<Character, 256> of;
  std::array<bool, 256> defined{};
  for (unsigned b = 0; b < 256; ++b) {
    const char32_t c = b < 0x80 ? b : code_page.high[b - 0x80];
    defined[b] = b == 0 || c != 0;
    of[b] = Classify(c);
  }
  int64_t cost = CostOfLetters(of, seen);
  Character last = Classify(' ');
  for (size_t i = 0; i < sample.size(); ++i) {
    const uint8_t byte = ByteAt(sample, i);
    const Character& c = of[byte];
    if (byte >= 0x80) {
      cost += defined[byte] ? c.rarity : kUndefined;
      if (i + 1 < sample.size()) cost += FlankCost(last, c, of[ByteAt(sample, i + 1)]);
      // Whole words in capitals exist; a capital between small letters does not.
      if (i + 1 < sample.size() && c.sign == Sign::kUpper && last.sign == Sign::kLower) cost += 20;
    }
    cost += PairCost(last, c);
    last = c;
  }
  return cost;
}

/// In the order of preference: the first of those that cost least wins.
constexpr std::array<uint8_t, 12> kGuesses = {
    kWindows1252, kWindows1250, kWindows1251,  kWindows1257, kWindows1254, kWindows1253,
    kWindows1255, kWindows1256, kIso8859Dash2, kMacintosh,   kKoi8R,       kIbm866};

uint8_t GuessPage(std::string_view bytes) {
  const size_t first = std::find_if(bytes.begin(), bytes.end(),
                                    [](char c) { return static_cast<uint8_t>(c) >= 0x80; }) -
                       bytes.begin();
  const std::string_view sample = bytes.substr(first > 16 ? first - 16 : 0, kSample);
  std::array<size_t, 256> seen{};
  for (const char c : sample) ++seen[static_cast<uint8_t>(c)];
  const size_t high = std::accumulate(seen.begin() + 0x80, seen.end(), size_t{0});
  uint8_t best = kWindows1252;
  int64_t least = CostUnder(sample, seen, best);
  for (const uint8_t page : kGuesses) {
    // Another page has to be better by more than chance: one tenth a byte of it.
    const int64_t cost = CostUnder(sample, seen, page) + static_cast<int64_t>(high);
    if (cost < least) {
      best = page;
      least = cost;
    }
  }
  return best;
}

DecodedText DecodePage(std::string_view bytes) {
  const uint8_t page = GuessPage(bytes);
  const CodePage& code_page = CodePages()[page];
  DecodedText out{.text = {}, .encoding = code_page.name};
  out.text.reserve(bytes.size() + bytes.size() / 4);
  for (const char raw : bytes) {
    const auto byte = static_cast<uint8_t>(raw);
    char32_t c = byte;
    if (byte >= 0x80) {
      c = code_page.high[byte - 0x80U];
      if (c == 0) {
        c = kReplacementCharacter;
        out.lossless = false;
      }
    }
    AppendUtf8(c, &out.text);
  }
  return out;
}

bool StartsWith(std::string_view s, std::string_view start) {
  return s.substr(0, start.size()) == start;
}

}  // namespace

DecodedText DecodeToUtf8(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (StartsWith(bytes, "\xFF\xFE\0\0"sv) && bytes.size() % 4 == 0) {
    return DecodeUnits(bytes.substr(4), 4, false);
  }
  if (StartsWith(bytes, "\0\0\xFE\xFF"sv)) return DecodeUnits(bytes.substr(4), 4, true);
  if (StartsWith(bytes, "\xFF\xFE"sv)) return DecodeUnits(bytes.substr(2), 2, false);
  if (StartsWith(bytes, "\xFE\xFF"sv)) return DecodeUnits(bytes.substr(2), 2, true);
  const bool marked = StartsWith(bytes, "\xEF\xBB\xBF"sv);
  const std::string_view body = marked ? bytes.substr(3) : bytes;
  if (const auto wide = FindWide(body); !marked && wide) {
    return DecodeUnits(body, wide->width, wide->big);
  }
  if (IsValidUtf8(body)) return {std::string(body), "utf-8", true};
  if (marked) {
    // It says UTF-8: the broken bytes are replaced, the rest is taken at its word.
    DecodedText out{.text = {}, .encoding = "utf-8", .lossless = false};
    for (const CodePoint c : CodePoints(body)) AppendUtf8(c.value, &out.text);
    return out;
  }
  return DecodePage(body);
}

}  // namespace nutgraf::text
