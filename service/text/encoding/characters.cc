#include "service/text/encoding/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

namespace nutgraf::text {
namespace {

/// Letters with diacritics of the alphabets that news is written in, lower case. Two of them side
/// by side from alphabets that share no language ("Ăł", "Åš") are no word of any.
constexpr std::u32string_view kAlphabets[] = {
    U"àâæçéèêëîïôœùûüÿ",           // French
    U"äöüß",                       // German
    U"áéíñóúüïçàèò",               // Spanish, Catalan
    U"ãáàâçéêíóôõúü",              // Portuguese
    U"àèéìíîòóù",                  // Italian
    U"ăâîșțşţ",                    // Romanian
    U"ąćęłńóśźż",                  // Polish
    U"áäčďéěíĺľňóôŕřšťúůýž",       // Czech, Slovak
    U"áéíóöőúüű",                  // Hungarian
    U"čćđšžǆǉǌ",                   // Croatian, Serbian, Slovene
    U"çğıöşüəâîû",                 // Turkish, Azerbaijani
    U"āčēģīķļņōŗšūž",              // Latvian
    U"ąčęėįšųūž",                  // Lithuanian
    U"äöõüšž",                     // Estonian
    U"åäöéšž",                     // Swedish, Finnish
    U"áðéíóúýþæöø",                // Icelandic, Faroese
    U"àáâãèéêìíòóôõùúýăđĩũơư",     // Vietnamese
    U"áéíóúàèìòùâêîôûŵŷäëïöüÿ",    // Irish, Scottish Gaelic, Welsh
    U"ċġħżàèìòù",                  // Maltese
    U"ĉĝĥĵŝŭ",                     // Esperanto
    U"éëïóöüáêôûèŉîíú",            // Dutch, Afrikaans
    U"ëçâ",                        // Albanian
    U"ẹọṣịụñɓɗƙǹḿàáèéìíòóùúɛɔŋƴ",  // languages of West Africa
    U"āēīōūʻ",                     // Maori, Hawaiian, Latin with macrons
    U"āīūṛṝṃṁṇṅṭḍśṣñḥḷḻēō",        // romanised Indic
    U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü",  // pinyin
    U"āīūḥṣḍṭẓġʿʾ",                // romanised Arabic
    U"åæøéüàòóôáâ",                // Danish, Norwegian
    U"áäåčđŋõšŧž",                 // Sami
};

constexpr std::u32string_view kCyrillicAlphabets[] = {
    U"ёъыэ",     // Russian (the letters that all share have every bit)
    U"іїєґ",     // Ukrainian
    U"іўё",      // Belarusian
    U"ђјљњћџ",   // Serbian
    U"ѓѕјљњќџ",  // Macedonian
    U"ъ",        // Bulgarian
};

constexpr uint32_t kAllAlphabets = 0xFFFFFFFF;
constexpr int16_t kRare = 40;           // letters hardly any text uses
constexpr int16_t kLoneEastAsian = 25;  // one alone amid other writing; see PairCost
constexpr int16_t kUnusual = 30;        // used, but rarely

uint32_t AlphabetsOf(char32_t lower, std::span<const std::u32string_view> alphabets) {
  uint32_t mask = 0;
  for (size_t i = 0; i < alphabets.size(); ++i) {
    if (alphabets[i].find(lower) != std::u32string_view::npos) mask |= 1U << i;
  }
  return mask;
}

Script ScriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
    case USCRIPT_LATIN:
      return Script::kLatin;
    case USCRIPT_GREEK:
      return Script::kGreek;
    case USCRIPT_CYRILLIC:
      return Script::kCyrillic;
    case USCRIPT_HEBREW:
      return Script::kHebrew;
    case USCRIPT_ARABIC:
      return Script::kArabic;
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
      return Script::kEastAsian;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
    case USCRIPT_UNKNOWN:
      return Script::kNone;
    default:
      return Script::kOther;
  }
}

/// Scripts besides the named ones in which news is published.
bool InModernUse(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
  return uscript_getUsage(script) == USCRIPT_USAGE_RECOMMENDED;
}

int16_t LetterRarity(char32_t c, Script script) {
  switch (script) {
    case Script::kLatin:
      if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00)) return kUnusual;  // in no alphabet above
      return kRare;
    case Script::kGreek:
      if (c >= 0x1F00 && c < 0x2000) return 10;  // polytonic
      return c >= 0x386 && c <= 0x3CE ? 0 : kRare;
    case Script::kCyrillic:
      if (c >= 0x401 && c <= 0x45F) return 0;
      return c == 0x490 || c == 0x491 ? 0 : (c >= 0x492 && c < 0x500 ? 20 : kRare);
    case Script::kHebrew:
      return c >= 0x5D0 && c <= 0x5EA ? 0 : 15;
    case Script::kArabic:
      if (c >= 0x621 && c <= 0x64A) return 0;
      return c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6A9 || c == 0x6AF || c == 0x6CC ? 0
                                                                                              : 20;
    case Script::kEastAsian:
      // One alone amid other writing is unlikely; among its own kind see PairCost.
      if ((c >= 0x3040 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000) ||
          (c >= 0xAC00 && c < 0xD7A4) || c >= 0xFF00) {
        return kLoneEastAsian;
      }
      return 60;
    default:
      return InModernUse(c) ? 5 : 60;
  }
}

Character Letter(char32_t c, Sign sign) {
  Character out{.value = c, .sign = sign, .script = ScriptOf(c)};
  // The dotted capital I is Turkish; its simple lower case would be the ASCII letter.
  const auto lower = c == 0x130 ? U'ı' : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  if (out.script == Script::kLatin) {
    if (c < 0x80) {
      out.alphabets = kAllAlphabets;
      return out;
    }
    out.alphabets = AlphabetsOf(lower, kAlphabets);
    if (c >= 0x1EA0 && c <= 0x1EF9) out.alphabets |= 1U << 16U;  // Vietnamese
    out.rarity = out.alphabets != 0 ? 0 : LetterRarity(c, out.script);
    // Text that has these has much that is more telling.
    if (lower == U'ĩ' || lower == U'ũ' || lower == U'ŗ' || lower == U'ĉ' || lower == U'ĝ') {
      out.rarity = 8;
    }
    // Portuguese and Vietnamese alone have this capital, which is most damage's first character.
    if (c == 0xC3) out.rarity = 8;
  } else {
    if (out.script == Script::kCyrillic) {
      out.alphabets = AlphabetsOf(lower, kCyrillicAlphabets);
      if (out.alphabets == 0 && lower >= 0x430 && lower <= 0x44F) out.alphabets = kAllAlphabets;
      if (out.alphabets == 0 && c >= 0x492) out.alphabets = kAllAlphabets;
    }
    out.rarity = LetterRarity(c, out.script);
  }
  if (out.alphabets == 0) out.alphabets = kAllAlphabets;
  return out;
}

Character Of(char32_t c, Sign sign, int rarity) {
  return {.value = c, .sign = sign, .rarity = static_cast<int16_t>(rarity)};
}

/// Punctuation and symbols that have a sign of their own: character, sign, rarity; ascending.
struct Named {
  char32_t value;
  Sign sign;
  int16_t rarity;
};
constexpr Named kNamed[] = {
    {0x00A0, Sign::kNoBreakSpace, 0},  // no-break space
    {0x00A1, Sign::kInverted, 2},      // inverted exclamation mark
    {0x00A2, Sign::kCurrency, 6},      // cent sign
    {0x00A4, Sign::kCurrency, 15},     // currency sign
    {0x00A6, Sign::kSymbol, 12},       // broken bar
    {0x00A7, Sign::kSymbol, 2},        // section sign
    {0x00A8, Sign::kSymbol, 12},       // diaeresis
    {0x00A9, Sign::kSymbol, 2},        // copyright sign
    {0x00AA, Sign::kRaised, 4},        // feminine ordinal indicator
    {0x00AB, Sign::kOpen, 0},          // left-pointing double angle quotation mark
    {0x00AC, Sign::kSymbol, 12},       // not sign
    {0x00AD, Sign::kFormat, 3},        // soft hyphen
    {0x00AE, Sign::kTrade, 2},         // registered sign
    {0x00AF, Sign::kSymbol, 12},       // macron
    {0x00B0, Sign::kRaised, 2},        // degree sign
    {0x00B1, Sign::kMath, 3},          // plus-minus sign
    {0x00B2, Sign::kRaised, 2},        // superscript two
    {0x00B3, Sign::kRaised, 2},        // superscript three
    {0x00B4, Sign::kSymbol, 5},        // acute accent
    {0x00B5, Sign::kMath, 3},          // micro sign
    {0x00B6, Sign::kSymbol, 8},        // pilcrow sign
    {0x00B7, Sign::kBullet, 2},        // middle dot
    {0x00B8, Sign::kSymbol, 12},       // cedilla
    {0x00B9, Sign::kRaised, 5},        // superscript one
    {0x00BA, Sign::kRaised, 4},        // masculine ordinal indicator
    {0x00BB, Sign::kClose, 0},         // right-pointing double angle quotation mark
    {0x00BC, Sign::kFraction, 3},      // vulgar fraction one quarter
    {0x00BD, Sign::kFraction, 3},      // vulgar fraction one half
    {0x00BE, Sign::kFraction, 3},      // vulgar fraction three quarters
    {0x00BF, Sign::kInverted, 2},      // inverted question mark
    {0x00D7, Sign::kMath, 3},          // multiplication sign
    {0x00F7, Sign::kMath, 3},          // division sign
    {0x0192, Sign::kSymbol, 15},       // latin small letter f with hook
    {0x02C6, Sign::kSymbol, 12},       // modifier letter circumflex accent
    {0x02C7, Sign::kSymbol, 12},       // caron
    {0x02D8, Sign::kSymbol, 12},       // breve
    {0x02D9, Sign::kSymbol, 12},       // dot above
    {0x02DA, Sign::kSymbol, 12},       // ring above
    {0x02DB, Sign::kSymbol, 12},       // ogonek
    {0x02DC, Sign::kSymbol, 12},       // small tilde
    {0x02DD, Sign::kSymbol, 12},       // double acute accent
    {0x200D, Sign::kEmoji, 2},         // zero width joiner
    {0x2010, Sign::kDash, 0},          // hyphen
    {0x2011, Sign::kDash, 0},          // non-breaking hyphen
    {0x2012, Sign::kDash, 0},          // figure dash
    {0x2013, Sign::kDash, 0},          // en dash
    {0x2014, Sign::kDash, 0},          // em dash
    {0x2015, Sign::kDash, 0},          // horizontal bar
    {0x2018, Sign::kOpen, 0},          // left single quotation mark
    {0x2019, Sign::kApostrophe, 0},    // right single quotation mark
    {0x201A, Sign::kOpen, 3},          // single low-9 quotation mark
    {0x201C, Sign::kOpen, 0},          // left double quotation mark
    {0x201D, Sign::kClose, 0},         // right double quotation mark
    {0x201E, Sign::kOpen, 3},          // double low-9 quotation mark
    {0x2020, Sign::kSymbol, 8},        // dagger
    {0x2021, Sign::kSymbol, 8},        // double dagger
    {0x2022, Sign::kBullet, 2},        // bullet
    {0x2026, Sign::kEllipsis, 0},      // horizontal ellipsis
    {0x202F, Sign::kNoBreakSpace, 0},  // narrow no-break space
    {0x2030, Sign::kSymbol, 5},        // per mille sign
    {0x2039, Sign::kOpen, 3},          // single left-pointing angle quotation mark
    {0x203A, Sign::kClose, 3},         // single right-pointing angle quotation mark
    {0x20E3, Sign::kEmoji, 2},         // combining enclosing keycap
    {0x2122, Sign::kTrade, 2},         // trade mark sign
    {0xFE0F, Sign::kEmoji, 2},         // variation selector-16
    {0xFFFD, Sign::kUnassigned, 40},   // replacement character
};

Character ClassifyGeneral(char32_t c) {
  const auto u = static_cast<UChar32>(c);
  if (c > 0x10FFFF) return Of(c, Sign::kUnassigned, 120);
  if (u_hasBinaryProperty(u, UCHAR_EMOJI_PRESENTATION) ||
      (c >= 0x2190 && u_hasBinaryProperty(u, UCHAR_EMOJI)) || (c >= 0x1F3FB && c <= 0x1F3FF)) {
    return Of(c, Sign::kEmoji, 0);
  }
  switch (u_charType(u)) {
    case U_LOWERCASE_LETTER:
      return Letter(c, Sign::kLower);
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return Letter(c, Sign::kUpper);
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
      return Letter(c, Sign::kUncased);
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK: {
      // Accents that letters are commonly built with; most others serve few languages.
      const bool common = c <= 0x30C || c == 0x323 || (c >= 0x326 && c <= 0x331) || c >= 0x335;
      Character out = Of(c, Sign::kMark, common ? 5 : 40);
      out.script = ScriptOf(c);
      if (out.script != Script::kNone) out.rarity = InModernUse(c) ? 10 : 60;
      if (out.script == Script::kOther && InModernUse(c)) out.rarity = 3;
      if (c >= 0x180B && c <= 0x180F) out.rarity = 60;
      return out;
    }
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER: {
      Character out = Of(c, Sign::kDigit, c < 0x80 ? 0 : 10);
      out.script = ScriptOf(c);
      if (out.script == Script::kOther && !InModernUse(c)) out.rarity = 60;
      return out;
    }
    case U_SPACE_SEPARATOR:
      return Of(c, Sign::kSpace, c < 0x80 ? 0 : (c == 0x3000 ? 2 : 12));
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return Of(c, Sign::kSpace, 5);
    case U_CONTROL_CHAR:
      return c < 0x80 ? Of(c, Sign::kSpace, 0) : Of(c, Sign::kControl, 60);
    case U_FORMAT_CHAR:
      return Of(c, Sign::kFormat, c == 0xFEFF || (c >= 0x200B && c <= 0x200F) ? 8 : 25);
    case U_CURRENCY_SYMBOL:
      return Of(c, Sign::kCurrency, 0);
    case U_MATH_SYMBOL:
      return Of(c, Sign::kMath, 5);
    case U_DASH_PUNCTUATION:
      return Of(c, Sign::kDash, 8);
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
    case U_START_PUNCTUATION:
    case U_END_PUNCTUATION:
    case U_CONNECTOR_PUNCTUATION:
    case U_OTHER_PUNCTUATION: {
      const Script script = ScriptOf(c);
      const bool known = script != Script::kOther || InModernUse(c);
      return Of(c, Sign::kOtherPunctuation, known ? (c < 0x3000 || c > 0xFFEF ? 8 : 5) : 60);
    }
    case U_MODIFIER_SYMBOL:
      return Of(c, Sign::kSymbol, 12);
    case U_OTHER_SYMBOL:
      if (c >= 0x2500 && c < 0x25A0) return Of(c, Sign::kBox, 10);
      if (c >= 0x2190 && c < 0x2800) return Of(c, Sign::kEmoji, 5);
      if (c >= 0x1F000 && c < 0x1FB00) return Of(c, Sign::kEmoji, 5);
      return Of(c, Sign::kSymbol, c >= 0x2800 && c < 0x2900 ? 10 : 15);
    default:
      return Of(c, Sign::kUnassigned, 120);
  }
}

Character ClassifyUncached(char32_t c) {
  if (c < 0x80) {
    if (c >= '0' && c <= '9') return Of(c, Sign::kDigit, 0);
    if (c >= 'a' && c <= 'z') return Letter(c, Sign::kLower);
    if (c >= 'A' && c <= 'Z') return Letter(c, Sign::kUpper);
    return Of(c, c <= ' ' || c == 0x7F ? Sign::kSpace : Sign::kAscii, 0);
  }
  if (c == 0x85) return Of(c, Sign::kControl, 40);  // NEL, a line break to a few
  const auto* const named =
      std::lower_bound(std::begin(kNamed), std::end(kNamed), c,
                       [](const Named& row, char32_t value) { return row.value < value; });
  if (named != std::end(kNamed) && named->value == c) return Of(c, named->sign, named->rarity);
  return ClassifyGeneral(c);
}

}  // namespace

Character Classify(char32_t c) {
  static constexpr char32_t kCached = 0x3000;
  static const std::vector<Character> cache = [] {
    std::vector<Character> all(kCached);
    for (char32_t i = 0; i < kCached; ++i) all[i] = ClassifyUncached(i);
    return all;
  }();
  if (c < kCached) return cache[c];
  const bool common_east_asian = (c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4);
  if (common_east_asian) {
    return {c, Sign::kUncased, Script::kEastAsian, kLoneEastAsian, kAllAlphabets};
  }
  return ClassifyUncached(c);
}

}  // namespace nutgraf::text
