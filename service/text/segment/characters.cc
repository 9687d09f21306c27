#include "service/text/segment/characters.h"

#include <unicode/uchar.h>

namespace nutgraf::text {
namespace {

constexpr char32_t kLowEnd = 0x20000;

bool IsIn(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool IsIdeograph(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) != 0 ||
         IsIn(c, 0x3041, 0x3096) || IsIn(c, 0x30A1, 0x30FA) || IsIn(c, 0x1B000, 0x1B16F);
}

}  // namespace

CharacterClasses::CharacterClasses() {
  low_.reserve(kLowEnd);
  for (char32_t c = 0; c < kLowEnd; ++c) low_.push_back(Classify(c));
}

CharacterClass CharacterClasses::Classify(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  if (u_hasBinaryProperty(code, UCHAR_WHITE_SPACE) != 0) return CharacterClass::kSpace;
  // Zero-width space and no-break space, word joiner: they part or frame words.
  if (c == 0x200B || c == 0xFEFF || c == 0x2060) return CharacterClass::kControl;
  if (IsIn(c, 0xE0020, 0xE007F)) return CharacterClass::kMark;  // the tags of flags
  if (u_hasBinaryProperty(code, UCHAR_REGIONAL_INDICATOR) != 0) return CharacterClass::kRegional;
  if (u_hasBinaryProperty(code, UCHAR_EMOJI_MODIFIER) != 0) return CharacterClass::kModifier;
  if (u_hasBinaryProperty(code, UCHAR_EMOJI_PRESENTATION) != 0 ||
      (c >= 0x1F000 && u_hasBinaryProperty(code, UCHAR_EXTENDED_PICTOGRAPHIC) != 0)) {
    return CharacterClass::kEmoji;
  }
  switch (u_charType(code)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return CharacterClass::kUpper;
    case U_LOWERCASE_LETTER:
      return CharacterClass::kLower;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
      return IsIdeograph(c) ? CharacterClass::kIdeograph : CharacterClass::kLetter;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return CharacterClass::kMark;
    case U_DECIMAL_DIGIT_NUMBER:
      return CharacterClass::kDigit;
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      return IsIdeograph(c) ? CharacterClass::kIdeograph : CharacterClass::kNumber;
    case U_START_PUNCTUATION:
    case U_INITIAL_PUNCTUATION:
      return CharacterClass::kOpen;
    case U_END_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return CharacterClass::kClose;
    case U_DASH_PUNCTUATION:
    case U_CONNECTOR_PUNCTUATION:
    case U_OTHER_PUNCTUATION:
      return CharacterClass::kPunctuation;
    case U_CURRENCY_SYMBOL:
      return CharacterClass::kCurrency;
    case U_MATH_SYMBOL:
    case U_MODIFIER_SYMBOL:
    case U_OTHER_SYMBOL:
      return CharacterClass::kSymbol;
    case U_FORMAT_CHAR:
      return CharacterClass::kFormat;
    case U_CONTROL_CHAR:
      return CharacterClass::kControl;
    default:
      return CharacterClass::kUnknown;
  }
}

}  // namespace nutgraf::text
