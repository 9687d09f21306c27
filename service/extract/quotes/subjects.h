// The subject of a verb, read off tokens and parts of speech. Costs at most a fixed look-back.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_SUBJECTS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_SUBJECTS_H_

#include <cstdint>

#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// The subject of a verb group that begins at `verb`: as NounPhraseBefore, and over insertions
/// between commas, of which appositions, ages and relative clauses belong to it: "Jane Doe, 42, the
/// mayor, | said".
text::TokenRange SubjectBefore(const Reading& r, uint32_t floor, uint32_t verb);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_SUBJECTS_H_
