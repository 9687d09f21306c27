// Adjuncts beside a cue that are no part of what was said: times, places, media.
//
// All functions stay inside [begin, limit) and cost at most the length of what they read.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_ADJUNCTS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_ADJUNCTS_H_

#include <cstdint>

#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// The end of the adjuncts of time, place and medium that begin at `begin` ("on Friday", "in a
/// statement to reporters", "at a rally in Ohio"); `begin` when there are none.
uint32_t SkipAdjuncts(const Reading& r, uint32_t begin, uint32_t limit);

/// Where the adjuncts begin that end a clause [begin, end): "in a statement on Friday"; `end` when
/// there are none.
uint32_t TrimAdjuncts(const Reading& r, uint32_t begin, uint32_t end);

/// Whether a finite verb stands in [begin, end) outside of quotation marks.
bool HasFiniteVerb(const Reading& r, uint32_t begin, uint32_t end);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_ADJUNCTS_H_
