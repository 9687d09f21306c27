// What speaks against a match: a number that counts things, a name that is also a month, a score.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_PLAUSIBLE_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_PLAUSIBLE_H_

#include <cstdint>

#include "service/extract/dates/grammar.h"
#include "service/extract/dates/lattice.h"

namespace nutgraf::extract::dates {

/// False when what stands around `match` says that it is no time. `previous_end` is the atom after
/// the last expression found (0: none). Looks at a few atoms on either side.
bool Plausible(const Match& match, uint32_t previous_end, Lattice* lattice);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_PLAUSIBLE_H_
