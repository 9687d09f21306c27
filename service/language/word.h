// The words of one sentence, as the parts of the rule annotator read them: tokens of the text or of
// the title, with what the letter case of the whole sentence says about them.

#ifndef NUTGRAF_SERVICE_LANGUAGE_WORD_H_
#define NUTGRAF_SERVICE_LANGUAGE_WORD_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/text/document.h"

namespace nutgraf::language {

struct Word {
  std::string_view form;  // a slice of the text
  text::TokenKind kind = text::TokenKind::kWord;
  text::CaseClass letter_case = text::CaseClass::kNone;
  bool space_before = false;
  bool initial = false;  // no letter or digit stands before it in the sentence, or a colon does

  bool IsWord() const { return kind == text::TokenKind::kWord; }
  /// Starts with a capital, or has one behind a particle: "al-Assad", "d'Arc", "iPhone".
  bool IsCapitalized() const {
    return IsWord() &&
           (letter_case == text::CaseClass::kCapitalized ||
            letter_case == text::CaseClass::kUpper ||
            (letter_case == text::CaseClass::kMixed && (StartsUpper() || HasParticle())));
  }

  /// "al-Assad", "d'Arc", "iPhone": lower case, then a capital.
  bool HasParticle() const;

 private:
  bool StartsUpper() const {
    const auto c = static_cast<unsigned char>(form.empty() ? 0 : form.front());
    return (c >= 'A' && c <= 'Z') || c >= 0x80;
  }
};

/// One sentence. Reused from sentence to sentence, so that its memory is.
struct WordSequence {
  std::vector<Word> words;
  /// Most words are capitalised or in capitals: a headline, whose letter case tells little.
  bool shouting = false;
  /// All letters are capitals.
  bool all_upper = false;

  void Assign(std::string_view text, std::span<const text::Token> tokens);
};

/// "J.", "J.K."
bool IsInitial(std::string_view form);
/// The form in lower case (ASCII and Latin-1 letters), with straight apostrophes, into a buffer
/// that is reused.
void LowerInto(std::string_view form, std::string* out);
/// The form as written, with straight apostrophes.
void PlainInto(std::string_view form, std::string* out);

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_WORD_H_
