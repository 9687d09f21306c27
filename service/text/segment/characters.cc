#include "service/text/segment/characters.h"

#include <charconv>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "fmt/format.h"

namespace nutgraf::text {
namespace {

constexpr char32_t kLowEnd = 0x20000;

bool ParseHex(std::string_view cell, char32_t& value) {
  uint32_t parsed = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), parsed, 16);
  value = parsed;
  return error == std::errc() && end == cell.data() + cell.size() && parsed <= 0x10FFFF;
}

}  // namespace

absl::StatusOr<CharacterClasses> CharacterClasses::Create(const knowledge::Knowledge& knowledge) {
  using C = CharacterClass;
  const absl::StatusOr<const knowledge::Table*> table = knowledge.Require("text/characters");
  if (!table.ok()) return table.status();
  const absl::flat_hash_map<std::string_view, std::pair<C, C>> names = {
      {"space", {C::kSpace, C::kSpace}},
      {"control", {C::kControl, C::kControl}},
      {"upper", {C::kUpper, C::kUpper}},
      {"lower", {C::kLower, C::kLower}},
      {"upper_lower", {C::kUpper, C::kLower}},
      {"lower_upper", {C::kLower, C::kUpper}},
      {"letter", {C::kLetter, C::kLetter}},
      {"ideograph", {C::kIdeograph, C::kIdeograph}},
      {"mark", {C::kMark, C::kMark}},
      {"digit", {C::kDigit, C::kDigit}},
      {"number", {C::kNumber, C::kNumber}},
      {"open", {C::kOpen, C::kOpen}},
      {"close", {C::kClose, C::kClose}},
      {"punctuation", {C::kPunctuation, C::kPunctuation}},
      {"currency", {C::kCurrency, C::kCurrency}},
      {"symbol", {C::kSymbol, C::kSymbol}},
      {"emoji", {C::kEmoji, C::kEmoji}},
      {"regional", {C::kRegional, C::kRegional}},
      {"modifier", {C::kModifier, C::kModifier}},
      {"format", {C::kFormat, C::kFormat}},
  };
  CharacterClasses classes;
  classes.low_.assign(kLowEnd, static_cast<uint8_t>(C::kUnknown));
  for (const knowledge::Row row : (*table)->All()) {
    char32_t first = 0;
    char32_t last = 0;
    const auto name = names.find(row.Cell("class"));
    if (!ParseHex(row.Cell("first"), first) || !ParseHex(row.Cell("last"), last) || last < first ||
        name == names.end()) {
      return absl::InvalidArgumentError(
          fmt::format("text/characters: row {} is malformed", row.index() + 1));
    }
    for (char32_t c = first; c <= last && c < kLowEnd; ++c) {
      const auto [even, odd] = name->second;
      classes.low_[c] = static_cast<uint8_t>((c - first) % 2 == 0 ? even : odd);
    }
  }
  return classes;
}

CharacterClass CharacterClasses::OfHigh(char32_t c) {
  if (c < 0x32400) return CharacterClass::kIdeograph;             // planes 2 and 3
  if (c >= 0xE0000 && c < 0xE0080) return CharacterClass::kMark;  // tags of flags
  if (c >= 0xE0100 && c < 0xE01F0) return CharacterClass::kMark;  // variation selectors
  return CharacterClass::kUnknown;
}

}  // namespace nutgraf::text
