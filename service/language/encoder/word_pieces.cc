#include "service/language/encoder/word_pieces.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/string_view.h"
#include "service/base/absl_compat.h"

namespace nutgraf::language {
namespace {

constexpr size_t kMaxCharactersOfWord = 100;

bool IsCjk(UChar32 c) {  // the blocks that BERT takes character by character
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F) ||
         (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B820 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

bool IsPunctuation(UChar32 c) {
  if (c < 0x80) {
    return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) ||
           (c >= 123 && c <= 126);
  }
  return u_ispunct(c) != 0;
}

bool IsSpace(UChar32 c) { return c == '\t' || c == '\n' || c == '\r' || u_isUWhiteSpace(c) != 0; }

bool IsDropped(UChar32 c) {
  if (c == 0 || c == 0xFFFD) return true;
  switch (u_charType(c)) {  // category Other
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return true;
    default:
      return false;
  }
}

/// Splits an ASCII token into lower-cased words without a detour over UTF-16.
template <typename Word>
void SplitAscii(std::string_view token, std::string& buffer, Word word) {
  buffer.clear();
  const auto flush = [&] {
    if (!buffer.empty()) word(buffer);
    buffer.clear();
  };
  for (const char ch : token) {
    const auto c = static_cast<unsigned char>(ch);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      flush();
    } else if (c < 0x20 || c == 0x7F) {
      // VT, FF and FS..US are white space to Unicode but controls to the reference, which drops
      // first.
      continue;
    } else if (IsPunctuation(c)) {
      flush();
      buffer = ch;
      flush();
    } else {
      buffer += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
  }
  flush();
}

template <typename Word>
void SplitUnicode(std::string_view token, std::string& buffer, Word word) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  icu::UnicodeString clean;
  int32_t i = 0;
  const auto size = static_cast<int32_t>(token.size());
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT(token.data(), i, size, c);
    if (c < 0 || (c != '\t' && c != '\n' && c != '\r' && IsDropped(c))) continue;
    if (IsSpace(c)) {
      clean.append(static_cast<UChar32>(' '));
    } else if (IsCjk(c)) {
      clean.append(static_cast<UChar32>(' ')).append(c).append(static_cast<UChar32>(' '));
    } else {
      clean.append(c);
    }
  }
  const icu::UnicodeString text = nfd->normalize(clean, error);
  buffer.clear();
  const auto flush = [&] {
    if (!buffer.empty()) word(buffer);
    buffer.clear();
  };
  const auto append = [&buffer](UChar32 c) {
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, c);
    buffer.append(bytes, length);
  };
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    const UChar32 lower = u_tolower(c);
    if (IsSpace(lower)) {
      flush();
    } else if (IsPunctuation(lower)) {
      flush();
      append(lower);
      flush();
    } else {
      append(lower);
    }
  }
  flush();
}

}  // namespace

WordPieces::WordPieces(const std::vector<std::string>& vocabulary, int unknown)
    : unknown_(unknown) {
  for (size_t id = 0; id < vocabulary.size(); ++id) {
    const std::string& piece = vocabulary[id];
    longest_ = std::max(longest_, piece.size());
    if (piece.starts_with("##") && piece.size() > 2) {
      inner_.emplace(piece.substr(2), static_cast<int32_t>(id));
    } else {
      first_.emplace(piece, static_cast<int32_t>(id));
    }
  }
}

void WordPieces::Append(std::string_view token, std::vector<int32_t>& ids) const {
  const size_t before = ids.size();
  std::string buffer;
  const auto word = [this, &ids](std::string_view w) { AppendWord(w, ids); };
  const bool ascii =
      std::all_of(token.begin(), token.end(), [](char c) { return (c & 0x80) == 0; });
  if (ascii) {
    SplitAscii(token, buffer, word);
  } else {
    SplitUnicode(token, buffer, word);
  }
  if (ids.size() == before) ids.push_back(unknown_);
}

void WordPieces::AppendWord(std::string_view word, std::vector<int32_t>& ids) const {
  const size_t characters =
      std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xC0) != 0x80; });
  if (characters > kMaxCharactersOfWord) {
    ids.push_back(unknown_);
    return;
  }
  const size_t before = ids.size();
  size_t begin = 0;
  while (begin < word.size()) {
    const auto& pieces = begin == 0 ? first_ : inner_;
    size_t length = std::min(word.size() - begin, longest_);
    auto found = pieces.end();
    for (; length > 0; --length) {
      found = pieces.find(ToAbsl(word.substr(begin, length)));
      if (found != pieces.end()) break;
    }
    if (length == 0) {  // one unknown part makes the whole word unknown
      ids.resize(before);
      ids.push_back(unknown_);
      return;
    }
    ids.push_back(found->second);
    begin += length;
  }
}

uint8_t CaseIndex(std::string_view token) {
  int cased = 0;
  int upper = 0;
  bool first_upper = false;
  int32_t i = 0;
  const auto size = static_cast<int32_t>(token.size());
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT(token.data(), i, size, c);
    if (c < 0) continue;
    const bool is_upper = u_isUUppercase(c) != 0;
    if (!is_upper && u_isULowercase(c) == 0) continue;
    if (cased == 0) first_upper = is_upper;
    ++cased;
    if (is_upper) ++upper;
  }
  if (cased == 0) return 0;
  if (upper == 0) return 1;
  if (upper == cased && cased > 1) return 3;
  if (upper == 1 && first_upper) return 2;
  return 4;
}

}  // namespace nutgraf::language
