// Transcripts: lines that begin with who speaks and a colon.
//
//   "LUND: We will rebuild it." / "Q: When?" / "TOVE BERG, MAYOR: In May."
//
// Such lines are read as transcript only where an article has at least two of them by at least two
// voices: one alone is a heading or a list. Paragraphs without a name that stand between two turns
// go on from the turn before them; stage directions in brackets are nobody's. Linear time.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_TRANSCRIPTS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_TRANSCRIPTS_H_

#include <cstdint>
#include <vector>

#include "service/text/document.h"

namespace nutgraf::extract::quotes {

struct Turn {
  text::TokenRange speaker;  // the name before the colon
  text::TokenRange colon;
  std::vector<text::TokenRange> content;  // one range for each paragraph, never empty
  uint32_t first_paragraph = 0;           // [first, last) in Document::paragraphs
  uint32_t last_paragraph = 0;
};

/// Ascending; each paragraph is of at most one turn.
std::vector<Turn> FindTurns(const text::Document& document);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_TRANSCRIPTS_H_
