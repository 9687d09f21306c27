// Atoms: the smallest pieces that time expressions are written with.
//
// Finer than Document tokens, and cut by one rule that no tokenizer can surprise: a run of letters,
// a run of digits, or one other character. "mid-1990s" is mid - 1990 s, "8:30p.m." is
// 8 : 30 p . m ., "6-7" is 6 - 7. Dashes of every width are "-", typographic apostrophes are "'".
// One pass, O(bytes).

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_ATOMS_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_ATOMS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/text/span.h"

namespace nutgraf::extract::dates {

class Lexicon;

enum class AtomKind : uint8_t { kWord, kNumber, kMark };

struct Atom {
  uint32_t begin = 0;  // bytes of the document's text
  uint32_t end = 0;
  AtomKind kind = AtomKind::kMark;
  bool space_before = false;  // white space, or the segment's start
  bool line_before = false;   // a line break stands before it
  bool capital = false;       // starts with a capital letter (ASCII)
  bool upper = false;         // more than one letter, all capitals
  uint8_t digits = 0;         // of a number (255: more)
  int32_t word = -1;          // index into the Lexicon; -1: a word that no rule names
  int64_t number = -1;        // of at most 15 digits, else -1
};

/// The mark that "½" becomes.
inline constexpr char kHalfMark = '\x1F';

/// Appends the atoms of text[segment] to `atoms`.
void Split(std::string_view text, text::Span segment, const Lexicon& lexicon,
           std::vector<Atom>* atoms);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_ATOMS_H_
