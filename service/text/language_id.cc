#include "service/text/language_id.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <utility>

#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr size_t kFewestLetters = 20;  // bytes that are not ASCII marks, digits or white space

constexpr size_t kManyLetters = 200;

// The detector's codes that BCP 47 has replaced.
std::string PrimaryCode(std::string_view code) {
  for (const auto& [old, current] : std::initializer_list<std::pair<std::string_view, const char*>>{
           {"iw", "he"}, {"jw", "jv"}, {"in", "id"}, {"mo", "ro"}, {"sh", "sr"}, {"un", "und"}}) {
    if (code == old) return current;
  }
  return std::string(code.substr(0, code.find('-')));
}

}  // namespace

LanguageGuess RecogniseLanguage(std::string_view text) {
  size_t size = std::min(text.size(), kMostLanguageBytes);
  while (size < text.size() && size > 0 && IsContinuationByte(text[size])) --size;
  std::string plain(text.substr(0, size));
  size_t letters = 0;
  for (char& c : plain) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
    letters += (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80 ? 1 : 0;
  }
  if (letters < kFewestLetters) return {};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::ExtDetectLanguageSummary(plain.data(), static_cast<int>(plain.size()),
                                 /*is_plain_text=*/true, &hints, /*flags=*/0, languages.data(),
                                 percents.data(), scores.data(), nullptr, &text_bytes, &reliable);
  if (languages[0] == CLD2::UNKNOWN_LANGUAGE) return {};
  // Tables of names and scores leave the detector unsure; with so much text its guess of English
  // (and of no other language, whose features would not be computed anyway) is good enough.
  const bool likely = languages[0] == CLD2::ENGLISH && letters >= kManyLetters;
  if (!reliable && !likely) return {};
  LanguageGuess guess;
  guess.code = PrimaryCode(CLD2::LanguageCode(languages[0]));
  if (guess.code == "und" || guess.code == "xx") return {};  // "xx-": a script, no language
  guess.confidence = static_cast<float>(percents[0]) / (reliable ? 100.0F : 200.0F);
  return guess;
}

}  // namespace nutgraf::text
