#include "service/text/encoding/plausibility.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
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
constexpr int16_t kRare = 40;     // letters hardly any text uses
constexpr int16_t kUnusual = 30;  // used, but rarely

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
          (c >= 0xAC00 && c < 0xD7A4)) {
        return 25;
      }
      return c >= 0xFF00 ? 25 : 60;
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

/// Punctuation and symbols that have a sign of their own.
bool ClassifyNamed(char32_t c, Character* out) {
  switch (c) {
    case 0x00A0:
    case 0x202F:
      *out = Of(c, Sign::kNoBreakSpace, 0);
      return true;
    case 0x201C:  // “
    case 0x2018:  // ‘
    case 0x00AB:  // «
      *out = Of(c, Sign::kOpen, 0);
      return true;
    case 0x2039:  // ‹
    case 0x201E:  // „
    case 0x201A:  // ‚
      *out = Of(c, Sign::kOpen, 3);
      return true;
    case 0x201D:  // ”
    case 0x00BB:  // »
      *out = Of(c, Sign::kClose, 0);
      return true;
    case 0x203A:  // ›
      *out = Of(c, Sign::kClose, 3);
      return true;
    case 0x2019:
      *out = Of(c, Sign::kApostrophe, 0);
      return true;
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
      *out = Of(c, Sign::kDash, 0);
      return true;
    case 0x2026:
      *out = Of(c, Sign::kEllipsis, 0);
      return true;
    case 0x00A1:
    case 0x00BF:
      *out = Of(c, Sign::kInverted, 2);
      return true;
    case 0x00B0:
    case 0x00B2:
    case 0x00B3:
    case 0x00B9:
      *out = Of(c, Sign::kRaised, c == 0xB9 ? 5 : 2);
      return true;
    case 0x00AA:
    case 0x00BA:
      *out = Of(c, Sign::kRaised, 4);
      return true;
    case 0x2122:
    case 0x00AE:
      *out = Of(c, Sign::kTrade, 2);
      return true;
    case 0x2022:
    case 0x00B7:
      *out = Of(c, Sign::kBullet, 2);
      return true;
    case 0x00BC:
    case 0x00BD:
    case 0x00BE:
      *out = Of(c, Sign::kFraction, 3);
      return true;
    case 0x00B1:
    case 0x00D7:
    case 0x00F7:
    case 0x00B5:  // µ: a letter to Unicode, a sign to the eye
      *out = Of(c, Sign::kMath, 3);
      return true;
    case 0x0192:  // ƒ
      *out = Of(c, Sign::kSymbol, 15);
      return true;
    case 0x00A4:
      *out = Of(c, Sign::kCurrency, 15);
      return true;
    case 0x00A2:
      *out = Of(c, Sign::kCurrency, 6);
      return true;
    case 0x00A9:
    case 0x00A7:
      *out = Of(c, Sign::kSymbol, 2);
      return true;
    case 0x00B4:
      *out = Of(c, Sign::kSymbol, 5);
      return true;
    case 0x2020:
    case 0x2021:
    case 0x00B6:
      *out = Of(c, Sign::kSymbol, 8);
      return true;
    case 0x00A6:
    case 0x00AC:
    case 0x00A8:
    case 0x00AF:
    case 0x00B8:
    case 0x02C6:
    case 0x02DC:
    case 0x02C7:
    case 0x02D8:
    case 0x02D9:
    case 0x02DA:
    case 0x02DB:
    case 0x02DD:
      *out = Of(c, Sign::kSymbol, 12);
      return true;
    case 0x2030:  // ‰
      *out = Of(c, Sign::kSymbol, 5);
      return true;
    case 0x00AD:
      *out = Of(c, Sign::kFormat, 3);
      return true;
    case 0x200D:
    case 0xFE0F:
    case 0x20E3:
      *out = Of(c, Sign::kEmoji, 2);
      return true;
    case 0xFFFD:
      *out = Of(c, Sign::kUnassigned, 40);
      return true;
    default:
      return false;
  }
}

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
  Character out;
  if (ClassifyNamed(c, &out)) return out;
  return ClassifyGeneral(c);
}

/// What a letter before or behind costs a sign: "a©", "©a".
struct BesideLetter {
  int behind_letter;
  int before_letter;
};

BesideLetter Beside(const Character& c) {
  switch (c.sign) {
    case Sign::kOpen:
      if (c.value == 0x201C || c.value == 0x2018) return {5, 0};  // German closes with “
      return {c.value == 0xAB ? 12 : 22, 0};
    case Sign::kClose:
      return {0, c.value == 0x201D ? 25 : 12};
    case Sign::kInverted:
      return {25, 0};
    case Sign::kCurrency:
      return {c.value == 0xA2 ? 25 : 18, 20};
    case Sign::kRaised:
      return {c.value == 0xB9 ? 15 : (c.value == 0xB0 ? 12 : 6), 25};
    case Sign::kTrade:
      return {3, 25};
    case Sign::kBullet:
      return {6, 5};
    case Sign::kMath:
      if (c.value == 0xB5) return {25, 8};
      if (c.value == 0xB1 || c.value == 0xD7) return {12, 20};
      return {25, 10};
    case Sign::kSymbol:
      if (c.value == 0xB4) return {6, 6};
      return {25, c.value == 0xA7 || c.value == 0xA9 ? 15 : 25};
    case Sign::kFraction:
      return {25, 15};
    case Sign::kBox:
      return {25, 25};
    case Sign::kEmoji:
      return {5, 5};
    case Sign::kEllipsis:
      return {0, 3};
    case Sign::kOtherPunctuation:
      return {8, 8};
    case Sign::kUnassigned:
    case Sign::kControl:
      return {5, 5};
    default:
      return {0, 0};
  }
}

bool Symbolic(Sign s) {
  switch (s) {
    case Sign::kInverted:
    case Sign::kCurrency:
    case Sign::kRaised:
    case Sign::kTrade:
    case Sign::kBullet:
    case Sign::kMath:
    case Sign::kSymbol:
    case Sign::kFraction:
    case Sign::kBox:
      return true;
    default:
      return false;
  }
}

bool Blank(Sign s) { return s == Sign::kSpace || s == Sign::kNoBreakSpace; }

int ScriptCost(Script a, Script b) {
  if (a == b || a == Script::kNone || b == Script::kNone) return 0;
  if (a == Script::kEastAsian || b == Script::kEastAsian) return 35;
  if (a == Script::kOther || b == Script::kOther) return 45;
  if (a == Script::kGreek || b == Script::kGreek) return 15;
  return 40;
}

int LetterPairCost(const Character& a, const Character& b) {
  if (a.script == Script::kEastAsian && b.script == Script::kEastAsian) return -20;
  int cost = ScriptCost(a.script, b.script);
  if (cost != 0 || (a.ascii() && b.ascii())) return cost;
  if (a.sign == Sign::kLower && b.sign == Sign::kUpper) cost += 30;
  if (a.value == 0x432 && b.value == 0x402) cost += 20;  // вЂ: E2 80 of all curly quotes
  if ((a.alphabets & b.alphabets) == 0) cost += a.script == Script::kCyrillic ? 30 : 40;
  if (b.value == 0x153 && !a.ascii()) cost += 45;  // œ never follows a vowel with an accent
  return cost;
}

/// What a sign behind a letter costs more where the letter is what a lead byte of UTF-8 becomes.
int LeadAndSign(const Character& a, const Character& b) {
  const bool low_quote = b.value == 0x201A || b.value == 0x201E || b.value == 0x2039;
  if (!Symbolic(b.sign) && b.sign != Sign::kFormat && !low_quote) return 0;
  switch (a.value) {
    case 0x00C2:  // Â: C2
    case 0x0102:  // Ă: C3 in Windows-1250
    case 0x0412:  // В: C2 in Windows-1251
    case 0x0413:  // Г: C3
    case 0x0392:  // Β: C2 in Windows-1253
    case 0x0393:  // Γ: C3
    case 0x0622:  // Arabic alef with madda: C2 in Windows-1256
    case 0x0100:  // Ā: C2 in Windows-1257
    case 0x0106:  // Ć: C3
      return b.sign == Sign::kTrade && a.value != 0xC2 ? 0 : 35;
    case 0x00C3:  // Ã: C3
    case 0x00CE:  // Î: CE, Greek
      return 38;
    case 0x00E2:  // â: E2, punctuation
      return 25;
    default:
      return !a.ascii() && a.sign == Sign::kUpper && Symbolic(b.sign) && b.sign != Sign::kRaised &&
                     b.sign != Sign::kTrade
                 ? 10
                 : 0;
  }
}

}  // namespace

Character Classify(char32_t c) {
  static constexpr char32_t kCached = 0x3000;
  static const std::vector<Character> cache = [] {
    std::vector<Character> all(kCached);
    for (char32_t i = 0; i < kCached; ++i) all[i] = ClassifyUncached(i);
    return all;
  }();
  return c < kCached ? cache[c] : ClassifyUncached(c);
}

int PairCost(const Character& a, const Character& b) {
  if (a.ascii() && b.ascii()) return 0;
  if (b.sign == Sign::kMark) {
    if (a.sign == Sign::kMark || a.letter()) {
      return b.script == Script::kNone ? 3 : ScriptCost(a.script, b.script);
    }
    return b.script == Script::kNone && !Blank(a.sign) ? 5 : 30;
  }
  if (a.letter() && b.letter()) return LetterPairCost(a, b);
  if (a.letter()) return Beside(b).behind_letter + LeadAndSign(a, b);
  if (b.letter()) {
    if (a.sign == Sign::kMark) return ScriptCost(a.script, b.script);
    if (a.value == 0xB0 && b.ascii() && b.sign == Sign::kUpper) return 0;  // °C
    return Beside(a).before_letter;
  }
  if (Blank(a.sign)) {
    if (b.sign == Sign::kClose && a.sign == Sign::kSpace) return 3;
    return 0;
  }
  if (b.sign == Sign::kOpen) {
    const bool room = a.sign == Sign::kOpen || a.sign == Sign::kDash || a.sign == Sign::kAscii ||
                      a.sign == Sign::kApostrophe || a.sign == Sign::kEmoji ||
                      a.sign == Sign::kClose || a.sign == Sign::kEllipsis;
    return room ? 2 : 15;
  }
  if (a.sign == Sign::kOpen) {
    const bool begins = b.sign == Sign::kDigit || b.sign == Sign::kInverted ||
                        b.sign == Sign::kEmoji || b.sign == Sign::kCurrency || Blank(b.sign) ||
                        b.sign == Sign::kEllipsis || b.sign == Sign::kAscii;
    return begins ? (Blank(b.sign) && a.value != 0xAB && a.value != 0x201C ? 8 : 2) : 15;
  }
  if (Symbolic(a.sign) && Symbolic(b.sign)) {
    if (a.sign == Sign::kBox && b.sign == Sign::kBox) return 0;
    return a.value == b.value ? 3 : 15;
  }
  if (Symbolic(a.sign) && (b.sign == Sign::kClose || b.sign == Sign::kApostrophe)) return 3;
  if (Symbolic(a.sign) && (b.sign == Sign::kDash || b.sign == Sign::kEllipsis)) return 8;
  if (Symbolic(b.sign) && (a.sign == Sign::kClose || a.sign == Sign::kApostrophe)) return 10;
  if (a.sign == Sign::kDigit && (b.sign == Sign::kSymbol || b.sign == Sign::kInverted)) return 8;
  return 0;
}

int FlankCost(const Character& before, const Character& c, const Character& after) {
  if (!before.letter() || !after.letter()) return 0;
  // "ÄÆdomu": a second capital, not ASCII, before small letters.
  if (c.sign == Sign::kUpper && !c.ascii() && before.sign == Sign::kUpper && !before.ascii() &&
      after.sign == Sign::kLower) {
    return 10;
  }
  switch (c.sign) {
    case Sign::kOpen:
    case Sign::kClose:
      return 40;
    case Sign::kBullet:
      return 5;  // Catalan l·l
    case Sign::kEllipsis:
      return 5;
    case Sign::kEmoji:
      return 5;
    default:
      return Symbolic(c.sign) && c.value != 0xB4 ? 20 : 0;
  }
}

}  // namespace nutgraf::text
