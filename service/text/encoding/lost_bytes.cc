#include "service/text/encoding/lost_bytes.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "service/text/encoding/lost_candidates.h"
#include "service/text/encoding/sequences.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr float kMuchMore = 0.9F;  // the share that one candidate must have of all
constexpr int kOddEnough = 20;  // what the seen must cost where the page is not known to be wrong
constexpr char32_t kVariation = 0xFE0F;
constexpr char32_t kKeycap = 0x20E3;

bool IsRegionalIndicator(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

bool IsFlag(char32_t first, char32_t second) {
  std::u16string s;
  for (const char32_t c : {first, second}) {
    s.push_back(static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10U)));
    s.push_back(static_cast<char16_t>(0xDC00 + (c & 0x3FFU)));
  }
  return u_stringHasBinaryProperty(s.data(), static_cast<int32_t>(s.size()),
                                   UCHAR_RGI_EMOJI_FLAG_SEQUENCE) != 0;
}

/// A symbol that is an emoji only with U+FE0F behind it.
bool HasTextForm(char32_t c) {
  const auto u = static_cast<UChar32>(c);
  return u_hasBinaryProperty(u, UCHAR_EMOJI) && !u_hasBinaryProperty(u, UCHAR_EMOJI_PRESENTATION);
}

/// Reads one stretch with one lossy reading after the other.
class Searcher {
 public:
  Searcher(std::span<const Cell> cells, const Evidence& known) : known_(known) {
    for (const Cell& cell : cells) {
      values_.push_back(cell.value);
      characters_.push_back(Classify(cell.value));
      repaired_.push_back(cell.layers != 0);
    }
  }

  std::vector<Unit> RunSequences() {
    for (size_t at = 0; at < values_.size();) {
      const size_t before = units_.size();
      if (values_[at] >= 0x80) {
        for (const LossyReading& reading : LossyReadings()) {
          if (FindFlags(reading, at) || FindKeycap(reading, at)) break;
        }
      }
      at = units_.size() > before ? units_.back().end : at + 1;
    }
    return std::move(units_);
  }

  std::vector<Unit> Run() {
    for (size_t at = 0; at < values_.size();) {
      const size_t before = units_.size();
      explained_ = false;
      if (values_[at] >= 0x80) {
        for (const LossyReading& reading : LossyReadings()) {
          if (FindMarked(reading, at) || FindSymbol(reading, at) || FindLetter(reading, at)) break;
        }
      }
      at = units_.size() > before ? units_.back().end : at + 1;
    }
    return std::move(units_);
  }

 private:
  using Candidate = LossyReading::Candidate;

  /// The longest stretch at `at` that is all that is left of one of the wanted characters.
  struct Match {
    size_t size = 0;
    std::span<const Candidate> candidates;
    explicit operator bool() const { return size != 0; }
  };

  template <typename Wanted>
  Match Longest(const LossyReading& reading, size_t at, Wanted wanted) const {
    if (at >= values_.size() || !IsLeadByte(reading.KeptByte(values_[at]))) return {};
    size_t size = 1;
    while (size < 4 && at + size < values_.size() && Continues(reading, values_[at + size])) ++size;
    if (size < 2) return {};  // a lead byte alone says too little
    // What is left of a character ends where the next byte continues none, so a shorter reading
    // would leave a stray continuation.
    const std::u32string_view seen(values_.data() + at, size);
    const auto candidates = reading.Candidates(seen);
    const bool has = std::any_of(candidates.begin(), candidates.end(),
                                 [&](const Candidate& c) { return wanted(c.value); });
    return has ? Match{size, candidates} : Match{};
  }

  static bool Continues(const LossyReading& reading, char32_t c) {
    const uint8_t byte = reading.KeptByte(c);
    return byte >= 0x80 && byte < 0xC0;
  }

  static uint32_t LayersOf(const LossyReading& reading) {
    return (reading.page() + 1U) | (reading.all_c1() ? layer::kC1 : 0U) | layer::kLossy;
  }

  bool Known(const LossyReading& reading) const { return known_.units[reading.page()] > 0; }

  /// What the cells cost as they stand.
  int Oddness(size_t begin, size_t end) const {
    int cost = 0;
    for (size_t i = begin; i < end; ++i) {
      if (i > 0) cost += PairCost(characters_[i - 1], characters_[i]);
      if (i > 0 && i + 1 < values_.size()) {
        cost += FlankCost(characters_[i - 1], characters_[i], characters_[i + 1]);
      }
      cost += characters_[i].rarity;
    }
    if (end < values_.size()) cost += PairCost(characters_[end - 1], characters_[end]);
    return cost;
  }

  bool OddEnough(const LossyReading& reading, size_t begin, size_t end) const {
    return Known(reading) || Oddness(begin, end) >= kOddEnough;
  }

  void Add(const LossyReading& reading, size_t at, size_t size, char32_t value) {
    units_.push_back(
        {static_cast<uint32_t>(at), static_cast<uint32_t>(at + size), value, LayersOf(reading)});
  }

  /// The regional indicator left at `at`, and how many cells it left.
  std::pair<char32_t, size_t> Indicator(const LossyReading& reading, size_t at) const {
    const Match match = Longest(reading, at, IsRegionalIndicator);
    if (!match) return {0, 0};
    for (const Candidate& c : match.candidates) {
      if (IsRegionalIndicator(c.value)) return {c.value, match.size};
    }
    return {0, 0};
  }

  bool FindFlags(const LossyReading& reading, size_t at) {
    const auto [first, first_size] = Indicator(reading, at);
    if (first == 0) return false;
    const auto [second, second_size] = Indicator(reading, at + first_size);
    if (second == 0 || !IsFlag(first, second)) return false;
    if (!OddEnough(reading, at, at + first_size + second_size)) return false;
    Add(reading, at, first_size, first);
    Add(reading, at + first_size, second_size, second);
    return true;
  }

  bool FindKeycap(const LossyReading& reading, size_t at) {
    const bool base = at > 0 && ((values_[at - 1] >= '0' && values_[at - 1] <= '9') ||
                                 values_[at - 1] == '#' || values_[at - 1] == '*');
    if (!base) return false;
    const Match variation = Longest(reading, at, [](char32_t c) { return c == kVariation; });
    if (!variation) return false;
    const Match keycap =
        Longest(reading, at + variation.size, [](char32_t c) { return c == kKeycap; });
    if (!keycap) return false;
    Add(reading, at, variation.size, kVariation);
    Add(reading, at + variation.size, keycap.size, kKeycap);
    return true;
  }

  bool FollowedByLink(size_t at) const {
    while (at < values_.size() && values_[at] == ' ') ++at;
    static constexpr std::u32string_view kLink = U"http";
    return values_.size() - at >= kLink.size() &&
           std::u32string_view(values_.data() + at, kLink.size()) == kLink;
  }

  /// How likely a candidate is between its neighbours, against its usualness elsewhere.
  float Fit(char32_t c, size_t begin, size_t end, bool variation_follows) const {
    Character before = begin > 0 ? characters_[begin - 1] : Classify(' ');
    if (!units_.empty() && units_.back().end == begin) before = Classify(units_.back().value);
    const Character after = end < values_.size() ? characters_[end] : Classify(' ');
    if (variation_follows)
      return HasTextForm(c) ? (c == 0x2B07 && FollowedByLink(end) ? 10 : 1) : 0.01F;
    const bool joined = after.sign == Sign::kEmoji && before.sign == Sign::kEmoji;
    if (c == 0x200D) return joined ? 100 : 0;
    if (c == kVariation) {
      if (after.value == kKeycap && before.sign == Sign::kDigit) return 1;
      return before.sign == Sign::kEmoji ? 1 : 0;
    }
    if (c == kKeycap || IsRegionalIndicator(c)) return 0;
    const Character character = Classify(c);
    if (character.sign == Sign::kCurrency) return after.sign == Sign::kDigit ? 40 : 1;
    if (joined && character.sign != Sign::kEmoji) return 0.1F;
    if (c == 0x2122) return before.letter() ? 30 : 0.1F;
    if (c == 0x2022) return before.letter() ? 0.1F : 1;
    const bool inside = before.letter() && after.letter();
    const bool joins = c == 0x2019 || character.sign == Sign::kDash;
    if (inside && !joins) return 0;
    if (c == 0x201D) return before.sign == Sign::kSpace ? 0.05F : 1;
    return 1;
  }

  /// The candidate that is much likelier than the others together.
  std::optional<char32_t> Choose(std::span<const Candidate> candidates, size_t begin, size_t end,
                                 bool variation_follows) const {
    float sum = 0;
    Candidate best{0, 0};
    for (const Candidate& c : candidates) {
      const float weight = c.usualness * Fit(c.value, begin, end, variation_follows);
      sum += weight;
      if (weight > best.usualness) best = {c.value, weight};
    }
    if (best.usualness < 1 || best.usualness < kMuchMore * sum) return std::nullopt;
    return best.value;
  }

  bool FindSymbol(const LossyReading& reading, size_t at) {
    const Match match = Longest(reading, at, [](char32_t) { return true; });
    if (!match) return false;
    const size_t end = at + match.size;
    const Match variation = Longest(reading, end, [](char32_t c) { return c == kVariation; });
    // What a commoner reading explains, if not for certain, is not for a rarer one to decide.
    if (explained_ && !Known(reading)) return false;
    const auto chosen = Choose(match.candidates, at, end, static_cast<bool>(variation));
    explained_ = explained_ || std::any_of(match.candidates.begin(), match.candidates.end(),
                                           [](const Candidate& c) { return c.usualness >= 10; });
    if (!chosen || !OddEnough(reading, at, end + variation.size)) return false;
    Add(reading, at, match.size, *chosen);
    if (variation) Add(reading, end, variation.size, kVariation);
    return true;
  }

  /// A sequence whose lost byte is marked: by U+FFFD, or by "?" behind the E2 80 of curly quotes.
  bool FindMarked(const LossyReading& reading, size_t at) {
    const uint8_t lead = reading.KeptByte(values_[at]);
    if (!IsLeadByte(lead)) return false;
    const size_t size = lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
    if (at + size > values_.size()) return false;
    std::array<uint8_t, 4> bytes{lead, 0, 0, 0};
    size_t hole = 0;
    for (size_t i = 1; i < size; ++i) {
      const char32_t c = values_[at + i];
      const bool marked = c == kReplacementCharacter ||
                          (c == '?' && i == 2 && size == 3 && lead == 0xE2 && bytes[1] == 0x80);
      if (marked) {
        if (hole != 0) return false;
        hole = i;
      } else if (Continues(reading, c)) {
        bytes[i] = reading.KeptByte(c);
      } else if (c == ' ' && size > 2) {
        bytes[i] = 0xA0;
      } else {
        return false;
      }
    }
    if (hole == 0) return false;
    const bool certain = values_[at + hole] == kReplacementCharacter;
    if (!certain && !Known(reading)) return false;
    std::vector<Candidate> candidates;
    for (unsigned byte = 0x80; byte < 0xC0; ++byte) {
      if (!reading.Loses(static_cast<uint8_t>(byte))) continue;
      bytes[hole] = static_cast<uint8_t>(byte);
      const std::string spelled(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size));
      if (!IsValidUtf8(spelled)) continue;
      const char32_t c = DecodeAt(spelled, 0).value;
      candidates.push_back({c, Usualness(c)});
    }
    if (candidates.empty()) return false;
    std::optional<char32_t> chosen;
    if (size > 2) chosen = Choose(candidates, at, at + size, false);
    if (!chosen && !certain) return false;
    if (!chosen && !Known(reading) && Oddness(at, at + size) < 60) return false;
    Add(reading, at, size, chosen.value_or(kReplacementCharacter));
    return true;
  }

  /// The letters that their loss leaves certain. í is C3 AD, and AD, the soft hyphen, is often
  /// dropped: "GarcÃa". (Behind a vowel Ã may be ß, before an o also ú.) И is D0 98, and 98 is the
  /// one byte that Windows-1251 lacks.
  bool FindLetter(const LossyReading& reading, size_t at) {
    if (repaired_[at]) return false;
    const uint8_t lead = reading.KeptByte(values_[at]);
    if (values_[at] == 0xC3 && at > 0 && at + 1 < values_.size()) {
      static constexpr std::u32string_view kConsonants = U"bcdfghjklmnpqrstvwxyz";
      const bool behind = kConsonants.find(values_[at - 1]) != std::u32string_view::npos;
      const Character& after = characters_[at + 1];
      if (!behind || !after.ascii() || after.sign != Sign::kLower || after.value == 'o') {
        return false;
      }
      Add(reading, at, 1, 0xED);
      return true;
    }
    if (lead == 0xD0 && reading.page() == kWindows1251 && known_.units[kWindows1251] > 2) {
      const bool before = at > 0 && characters_[at - 1].letter();
      const bool after = at + 1 < values_.size() && characters_[at + 1].letter();
      const bool repaired = (before && repaired_[at - 1]) || (after && repaired_[at + 1]);
      if ((before || after) && !repaired) return false;
      Add(reading, at, 1, 0x418);
      return true;
    }
    return false;
  }

  const Evidence& known_;
  std::u32string values_;
  std::vector<Character> characters_;
  std::vector<bool> repaired_;
  std::vector<Unit> units_;
  bool explained_ = false;  // by some reading, at the present place
};

}  // namespace

std::vector<Unit> FindLostSequences(std::span<const Cell> cells, const Evidence& known) {
  return Searcher(cells, known).RunSequences();
}

std::vector<Unit> FindLostBytes(std::span<const Cell> cells, const Evidence& known) {
  return Searcher(cells, known).Run();
}

}  // namespace nutgraf::text
