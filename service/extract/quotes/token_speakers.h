// Who says, by rules over tokens: the part of the token clause finder that names speakers.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_TOKEN_SPEAKERS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_TOKEN_SPEAKERS_H_

#include <cstdint>
#include <span>

#include "service/extract/quotes/cues.h"
#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// Where the clause of the token at `at` can begin at the earliest: after the last quotation that
/// is longer than a nickname, or at the start of the unit.
uint32_t ClauseFloor(const Reading& r, const Unit& unit, uint32_t at);

/// See ClauseFinder::Speaker.
text::TokenRange TokenSpeaker(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                              size_t index);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_TOKEN_SPEAKERS_H_
