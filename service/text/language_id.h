// Which language a text is in: Compact Language Detector 2 (80 languages) behind one function.
//
//   RecogniseLanguage("The ministry announced ...")   // {"en", 0.99}
//   RecogniseLanguage("OK")                           // {"und", 0}: too little to tell
//
// Reads at most the first kMostBytes of what it is given. Pure; safe for all threads.

#ifndef NUTGRAF_SERVICE_TEXT_LANGUAGE_ID_H_
#define NUTGRAF_SERVICE_TEXT_LANGUAGE_ID_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace nutgraf::text {

struct LanguageGuess {
  std::string code = "und";  // BCP 47 primary language
  float confidence = 0;      // share of the text that is in it, 0..1; 0 for "und"
};

inline constexpr size_t kMostLanguageBytes = 8 * 1024;

/// `text`: valid UTF-8. "und" for fewer than some five words, and where the detector is unsure
/// (unless it is unsure of English and there is much text: then "en" with half the confidence).
LanguageGuess RecogniseLanguage(std::string_view text);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_LANGUAGE_ID_H_
