// What a cue reports, by rules over tokens: the part of the token clause finder that the reader of
// trees shares and falls back on.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_TOKEN_CLAUSES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_TOKEN_CLAUSES_H_

#include <cstdint>
#include <optional>
#include <span>

#include "service/extract/quotes/clauses.h"

namespace nutgraf::extract::quotes {

/// The end of the unit without the punctuation that ends the sentence.
uint32_t ContentLimit(const Reading& r, const Unit& unit);

/// Without the punctuation at both ends that stands outside of quotation marks and brackets.
text::TokenRange Trim(const Reading& r, text::TokenRange range);

/// Where what begins at `range.first` and hangs on cue `index` ends, at the latest at `range.last`:
/// before a further attribution, a dash, a main clause. `object`: it is a noun phrase with what
/// belongs to it, which ends earlier.
uint32_t ClauseEnd(const Reading& r, const Unit& unit, std::span<const Cue> cues, size_t index,
                   text::TokenRange range, bool object);

/// See ClauseFinder::Clause; the speaker is known.
std::optional<ReportedClause> TokenClause(const Reading& r, const Unit& unit,
                                          std::span<const Cue> cues, size_t index,
                                          text::TokenRange speaker);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_TOKEN_CLAUSES_H_
