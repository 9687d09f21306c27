// Mojibake repair: text that was decoded with the wrong code page becomes what its author wrote.
//
//   RepairText("He said \u00E2\u20AC\u0153yes\u00E2\u20AC\u009D")   // "He said “yes”", 2 repairs
//   RepairText("S\u00C3O PAULO")                                     // nothing: that is Portuguese
//   RepairText("\u0161\u00B5\u0161\u00B0 MoFA")                      // the flag of Pakistan, lossy
//
// In: valid UTF-8 of any size. Out: the repaired text, each repaired stretch with the wrong
// decoding that explains it, and the map between the two texts. Works stretch by stretch, so one
// text may mix right text and several kinds of damage:
//   - UTF-8 read as Windows-1250 to 1258, ISO-8859-1 and its sisters, Mac Roman or code page 437,
//     once or several times over;
//   - the same after bytes that the code page leaves undefined (or the C1 controls) were dropped,
//     where one reading is overwhelmingly likely;
//   - C1 controls that were Windows-1252 punctuation.
// Never touches text that is right, however odd it looks: where in doubt nothing is changed.
// HTML entities, full-width forms and curly quotes are not damage and stay.
//
// Laws, checked by property tests: text without repairs is the input; repairs and replacements are
// ascending and disjoint in both texts; outside of them both texts agree; the result is valid
// UTF-8; the same bytes give the same result. Linear in the text. Pure; safe from many threads.
// Method and measured rates: docs/text-encoding.md.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_REPAIR_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_REPAIR_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/text/offset_map.h"
#include "service/text/span.h"

namespace nutgraf::text {

/// A stretch of mis-decoded text and what it was before.
struct Repair {
  Span raw;              // bytes of the raw text
  Span repaired;         // bytes of the repaired text
  std::string encoding;  // the wrong decoding that explains it: "windows-1252", "macintosh";
                         // several layers are joined, the last made first: "windows-1252,
                         // windows-1251"; " (lossy)" follows where bytes had been lost
};

struct RepairResult {
  std::string text;             // empty when nothing was repaired: then the input is the text
  std::vector<Repair> repairs;  // ascending; neighbours of one explanation are one repair
  OffsetMap offsets;            // finer than `repairs`: one replacement a code point
};

/// `raw` must be valid UTF-8 (see FirstInvalidUtf8) and at most 4 GiB.
RepairResult RepairText(std::string_view raw);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_REPAIR_H_
