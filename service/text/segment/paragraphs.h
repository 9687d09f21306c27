// Cuts text into paragraphs: lines, with hard-wrapped ones rejoined.
//
// Both habits of plain text occur: a paragraph a line, and lines broken at some 60 to 80 columns
// with blank lines between paragraphs. Lines are taken for wrapped where a paragraph goes on over
// the break (the next line opens in lower case) and the first word of the next line would not have
// fitted on the line before it.
//
// Linear; a pure function of the text.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_PARAGRAPHS_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_PARAGRAPHS_H_

#include <string_view>
#include <vector>

#include "service/text/segment/characters.h"
#include "service/text/span.h"

namespace nutgraf::text {

struct Line {
  Span span;           // without surrounding white space; never empty
  uint32_t width = 0;  // code points from the line's start to its last that is not white space
  bool blank_before = false;  // a blank line, or the text's start, stands before it
};

/// The lines that are not blank. Breaks are LF, CR, CRLF, VT, FF, U+0085, U+2028 and U+2029.
std::vector<Line> SplitLines(std::string_view text, const CharacterClasses& characters);

/// Lines that belong together as one paragraph: [first, last) of what SplitLines() gave.
struct LineRange {
  uint32_t first = 0;
  uint32_t last = 0;
};
std::vector<LineRange> JoinWrappedLines(std::string_view text, const std::vector<Line>& lines,
                                        const CharacterClasses& characters);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_PARAGRAPHS_H_
