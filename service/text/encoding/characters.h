// Characters as the eye sorts them, for judging whether text looks right.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_CHARACTERS_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_CHARACTERS_H_

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

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_CHARACTERS_H_
