// Curly quotes and dashes of which only the lead byte is left: "donât", "âYes,â he said".
//
// ISO-8859 readings that drop the C1 controls leave of all of ‘ ’ “ ” – — the same one letter,
// "â" or (ISO-8859-13) "ā". English has next to no words with either, so in English text its place
// tells what it was: in a contraction or before a possessive "s" an apostrophe, at the two ends of
// a stretch in one line a pair of quotation marks, between two spaces a dash. Text that is not
// clearly English, or that shows the letter inside words alone, is left as it is.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_LOST_QUOTES_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_LOST_QUOTES_H_

#include <string_view>
#include <vector>

#include "service/text/encoding/reading.h"

namespace nutgraf::text {

/// A cell for each letter of `raw` that was one of those marks, ascending; raw must be UTF-8.
/// Linear.
std::vector<Cell> FindLostQuotes(std::string_view raw);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_LOST_QUOTES_H_
