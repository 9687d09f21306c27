// Classes of Unicode characters, as far as segmentation needs them.
//
//   auto characters = CharacterClasses::Create(*knowledge);   // once; reads table text/characters
//   characters->Of(U'é')                                      // CharacterClass::kLower
//
// A lookup is one load from a flat array (128 KiB, planes 0 and 1). Immutable; safe for all
// threads.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_CHARACTERS_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_CHARACTERS_H_

#include <cstdint>
#include <vector>

namespace nutgraf::text {

enum class CharacterClass : uint8_t {
  kUnknown,  // unassigned or private: a symbol of its own
  kSpace,    // Unicode White_Space
  kControl,  // C0 and C1 controls, and marks of no width that part words: counted as white space
  kUpper,
  kLower,
  kLetter,     // a letter without case
  kIdeograph,  // Han, Hiragana and Katakana: a token each
  kMark,
  kDigit,
  kNumber,  // numbers that are not decimal digits: "½", "Ⅳ"
  kOpen,    // opening brackets and quotation marks
  kClose,
  kPunctuation,
  kCurrency,
  kSymbol,
  kEmoji,     // shown as a picture by itself
  kRegional,  // a half of a flag
  kModifier,  // a skin tone
  kFormat,    // of no width and joined to what it stands beside: ZWJ, soft hyphen, directions
};

class CharacterClasses {
 public:
  CharacterClasses();

  CharacterClass Of(char32_t c) const { return c < low_.size() ? low_[c] : Classify(c); }

 private:
  static CharacterClass Classify(char32_t c);

  std::vector<CharacterClass> low_;
};

inline bool IsSpaceClass(CharacterClass c) {
  return c == CharacterClass::kSpace || c == CharacterClass::kControl;
}
inline bool IsLetterClass(CharacterClass c) {
  return c == CharacterClass::kUpper || c == CharacterClass::kLower || c == CharacterClass::kLetter;
}

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_CHARACTERS_H_
