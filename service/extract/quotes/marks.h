// Pairs quotation marks: which stretches of a text stand in quotation marks.
//
// Straight, curly, low-high („…“), double-apostrophe (''…'', ``…'') and guillemet marks, and single
// marks told apart from apostrophes. Nested quotations are inside of their outer one and are not
// reported; a quotation of several paragraphs, whose marks are opened again in each and closed in
// the last, is one chain. A mark without a partner is closed or opened at the nearest sensible
// place and said to be damaged, or ignored.
//
// Source of the rules: the Chicago Manual's and newspapers' practice, and errors of web pages.
// Linear time: each mark looks ahead at most a fixed number of bytes.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_MARKS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_MARKS_H_

#include <cstdint>
#include <vector>

#include "service/text/document.h"
#include "service/text/span.h"

namespace nutgraf::extract::quotes {

struct QuotedSpan {
  text::Span outer;         // marks included
  text::Span inner;         // without marks and the white space beside them
  text::TokenRange tokens;  // of `outer`
  uint32_t paragraph = 0;
  bool single = false;     // single marks
  bool continues = false;  // goes on from the span before: its paragraph ended unclosed
  bool damaged = false;    // one of its marks is missing
};

/// Ascending, disjoint, each inside one paragraph of a zone that is story.
std::vector<QuotedSpan> PairMarks(const text::Document& document);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_MARKS_H_
