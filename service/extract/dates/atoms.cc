#include "service/extract/dates/atoms.h"

#include <algorithm>
#include <array>

#include "service/extract/dates/lexicon.h"

namespace nutgraf::extract::dates {
namespace {

enum CharClass : uint8_t { kOther, kLetter, kDigit, kSpace };

constexpr std::array<CharClass, 256> MakeClasses() {
  std::array<CharClass, 256> classes{};
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[c] = kLetter;
  for (int c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  for (int c = 128; c < 256; ++c) classes[c] = kLetter;
  for (const char c : {' ', '\t', '\n', '\r', '\f', '\v'}) {
    classes[static_cast<unsigned char>(c)] = kSpace;
  }
  return classes;
}
constexpr std::array<CharClass, 256> kClasses = MakeClasses();

CharClass ClassOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }

/// A character beyond ASCII that isn't a letter: its length, and the ASCII one it stands for ('\0':
/// a mark of its own).
struct Wide {
  uint8_t length = 0;  // 0: a letter
  char as = '\0';
};

Wide WideAt(std::string_view text, size_t at, size_t end) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(at) == 0xC2 && at + 1 < end) {
    if (byte(at + 1) == 0xA0) return {2, ' '};
    if (byte(at + 1) == 0xA3 || byte(at + 1) == 0xA5) return {2, '$'};  // any currency
    if (byte(at + 1) == 0xBD) return {2, kHalfMark};                    // one half
    if (byte(at + 1) < 0xC0 && byte(at + 1) != 0xAA && byte(at + 1) != 0xBA) return {2, '\0'};
    return {};
  }
  if (byte(at) == 0xE2 && at + 2 < end) {
    const unsigned char b = byte(at + 1);
    const unsigned char c = byte(at + 2);
    if (b == 0x80) {
      if (c >= 0x80 && c <= 0x8B) return {3, ' '};
      if (c >= 0x90 && c <= 0x95) return {3, '-'};
      if (c == 0x98 || c == 0x99 || c == 0x9B || c == 0xB2) return {3, '\''};
      if (c == 0x9C || c == 0x9D || c == 0x9E) return {3, '"'};
      if (c == 0xAF) return {3, ' '};
      return {3, '\0'};
    }
    if (b == 0x82 && c >= 0xA0) return {3, '$'};
    if (b == 0x88 && c == 0x92) return {3, '-'};
    return {3, '\0'};
  }
  if (byte(at) == 0xE3 && at + 2 < end && byte(at + 1) == 0x80) {
    return {3, byte(at + 2) == 0x80 ? ' ' : '\0'};
  }
  return {};
}

size_t WordEnd(std::string_view text, size_t at, size_t end) {
  while (at < end && ClassOf(text[at]) == kLetter) {
    const bool wide = static_cast<unsigned char>(text[at]) >= 0x80;
    if (wide && WideAt(text, at, end).length > 0) break;
    ++at;
  }
  return at;
}

}  // namespace

void Split(std::string_view text, text::Span segment, const Lexicon& lexicon,
           std::vector<Atom>* atoms) {
  const size_t end = std::min<size_t>(segment.end, text.size());
  size_t at = segment.begin;
  bool space = true;
  bool line = true;
  while (at < end) {
    const CharClass kind = ClassOf(text[at]);
    if (kind == kSpace) {
      space = true;
      line = line || text[at] == '\n' || text[at] == '\r';
      ++at;
      continue;
    }
    Atom atom;
    atom.begin = static_cast<uint32_t>(at);
    atom.space_before = space;
    atom.line_before = line;
    if (kind == kDigit) {
      size_t stop = at;
      int64_t value = 0;
      while (stop < end && ClassOf(text[stop]) == kDigit) {
        if (stop - at < 15) value = value * 10 + (text[stop] - '0');
        ++stop;
      }
      const size_t digits = stop - at;
      atom.kind = AtomKind::kNumber;
      atom.digits = static_cast<uint8_t>(std::min<size_t>(digits, 255));
      atom.number = digits <= 15 ? value : -1;
      at = stop;
    } else {
      const bool wide_byte = static_cast<unsigned char>(text[at]) >= 0x80;
      const Wide wide = wide_byte ? WideAt(text, at, end) : Wide{};
      if (wide.length > 0 && wide.as == ' ') {
        space = true;
        at += wide.length;
        continue;
      }
      if (kind == kLetter && wide.length == 0) {
        const size_t stop = WordEnd(text, at, end);
        const std::string_view word = text.substr(at, stop - at);
        atom.kind = AtomKind::kWord;
        atom.capital = word[0] >= 'A' && word[0] <= 'Z';
        atom.upper = word.size() > 1 && std::all_of(word.begin(), word.end(),
                                                    [](char c) { return c >= 'A' && c <= 'Z'; });
        atom.word = lexicon.Find(word);
        at = stop;
      } else {
        const char mark = wide.length > 0 ? wide.as : text[at];
        atom.word = lexicon.FindMark(mark);
        at += wide.length > 0 ? wide.length : 1;
      }
    }
    atom.end = static_cast<uint32_t>(at);
    atoms->push_back(atom);
    space = false;
    line = false;
  }
}

}  // namespace nutgraf::extract::dates
