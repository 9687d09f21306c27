#include "service/text/encoding/plausibility.h"

namespace nutgraf::text {
namespace {

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
