#include "service/language/word.h"

#include <cstddef>

namespace nutgraf::language {
namespace {

using text::CaseClass;
using text::TokenKind;

constexpr std::string_view kRightApostrophe = "\xE2\x80\x99";
constexpr std::string_view kLeftApostrophe = "\xE2\x80\x98";

// What may stand in lower case before the capital of a name, in one word with it.
constexpr std::string_view kJoinedParticles[] = {
    "al-", "el-",  "ul-", "ad-", "an-",           "ar-",           "as-", "ash-", "at-",
    "az-", "bin-", "d'",  "l'",  "d\xE2\x80\x99", "l\xE2\x80\x99", "i",   "e"};

bool IsUpperByte(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

bool Word::HasParticle() const {
  for (const std::string_view particle : kJoinedParticles) {
    if (form.starts_with(particle) && form.size() > particle.size() &&
        IsUpperByte(form[particle.size()])) {
      return true;
    }
  }
  return false;
}

void WordSequence::Assign(std::string_view text, std::span<const text::Token> tokens) {
  words.clear();
  words.reserve(tokens.size());
  size_t letters = 0;
  size_t capitalized = 0;
  size_t upper = 0;
  bool initial = true;
  for (const text::Token& token : tokens) {
    Word word{.form = text.substr(token.span.begin, token.span.size()),
              .kind = token.kind,
              .letter_case = token.letter_case,
              .space_before = token.space_before,
              .initial = initial};
    if (word.IsWord() && word.letter_case != CaseClass::kNone) {
      ++letters;
      capitalized += word.IsCapitalized() ? 1 : 0;
      upper += word.letter_case == CaseClass::kUpper ? 1 : 0;
    }
    if (word.IsWord() || word.kind == TokenKind::kNumber) {
      initial = false;
    } else if (word.form == ":" || word.form == "\xE2\x80\x9C" ||
               (word.form == "\"" && word.space_before)) {
      initial = true;  // what is said may begin here
    }
    words.push_back(word);
  }
  all_upper = letters > 1 && upper * 10 > letters * 8;
  // Headlines end in no full stop; a short sentence full of names does.
  const bool stops = !words.empty() && words.back().form == ".";
  shouting = all_upper || (!stops && letters > 3 && capitalized * 10 > letters * 6);
}

bool IsInitial(std::string_view form) {
  return form.size() >= 2 && form.size() <= 6 && form.back() == '.' && IsUpperByte(form[0]) &&
         form[1] == '.';
}

void LowerInto(std::string_view form, std::string* out) {
  out->clear();
  for (size_t i = 0; i < form.size(); ++i) {
    const char c = form[i];
    if (c >= 'A' && c <= 'Z') {
      out->push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (c == '\xC3' && i + 1 < form.size()) {
      out->push_back(c);
      const auto next = static_cast<unsigned char>(form[++i]);
      const bool capital = next >= 0x80 && next <= 0x9E && next != 0x97;
      out->push_back(static_cast<char>(capital ? next + 0x20 : next));
    } else if (form.substr(i, 3) == kRightApostrophe || form.substr(i, 3) == kLeftApostrophe) {
      out->push_back('\'');
      i += 2;
    } else {
      out->push_back(c);
    }
  }
}

void PlainInto(std::string_view form, std::string* out) {
  out->clear();
  for (size_t i = 0; i < form.size(); ++i) {
    if (form.substr(i, 3) == kRightApostrophe || form.substr(i, 3) == kLeftApostrophe) {
      out->push_back('\'');
      i += 2;
    } else {
      out->push_back(form[i]);
    }
  }
}

}  // namespace nutgraf::language
