// How odd a text is to the eye, as a sum over its characters and pairs of neighbours.
//
// The idea is that of ftfy's "badness" (R. Speer, https://github.com/rspeer/python-ftfy): mojibake
// shows as neighbours that no writing puts side by side: a symbol inside a word, a capital behind a
// small letter, letters of two alphabets. Here it is a cost, so that a reading of damaged text can
// be weighed against leaving it alone: the reading with the lower sum of costs is the likelier
// text.
//
// Costs are in tenths of a nat, roughly, and were set by hand against the cases in
// tests/unit/text/encoding; right text of any language should cost about nothing.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_PLAUSIBILITY_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_PLAUSIBILITY_H_

#include <cstdint>

namespace nutgraf::text {

enum class Sign : uint8_t {
  kSpace,
  kNoBreakSpace,
  kLower,
  kUpper,
  kUncased,  // a letter of a script without case, also ª º
  kMark,     // combining
  kDigit,
  kAscii,       // ASCII punctuation and symbols
  kOpen,        // “ ‘ « ‹ „ ‚
  kClose,       // ” » ›
  kApostrophe,  // ’
  kDash,
  kEllipsis,
  kInverted,  // ¡ ¿
  kCurrency,
  kRaised,  // ° ¹ ² ³
  kTrade,   // ™ ®
  kBullet,  // • ·
  kMath,
  kSymbol,  // © § ¶ ¦ ¬ ¨ ¯ ´ ¸ ˆ ˜ ... what has no business inside a word
  kFraction,
  kBox,
  kEmoji,   // pictographs, their joiners and selectors
  kFormat,  // soft hyphen, zero width and direction marks
  kOtherPunctuation,
  kControl,
  kUnassigned,  // also private use and non-characters
};

enum class Script : uint8_t {
  kNone,
  kLatin,
  kGreek,
  kCyrillic,
  kHebrew,
  kArabic,
  kEastAsian,
  kOther
};

struct Character {
  char32_t value = 0;
  Sign sign = Sign::kSpace;
  Script script = Script::kNone;
  int16_t rarity = 0;      // what the character costs by itself
  uint32_t alphabets = 0;  // of a letter with a diacritic: the alphabets that have it, a bit each

  bool letter() const {
    return sign == Sign::kLower || sign == Sign::kUpper || sign == Sign::kUncased;
  }
  bool ascii() const { return value < 0x80; }
};

/// Pure; O(1). Any value is accepted.
Character Classify(char32_t c);

/// What it costs that `b` follows `a`.
int PairCost(const Character& a, const Character& b);

/// What it costs that `c` stands between `before` and `after`, beyond the two pairs.
int FlankCost(const Character& before, const Character& c, const Character& after);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_PLAUSIBILITY_H_
