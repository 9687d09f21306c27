// Who says, by the dependency tree: subjects, agents, owners, and whose subject a verb shares.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_PARSE_SPEAKERS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_PARSE_SPEAKERS_H_

#include <cstdint>
#include <span>

#include "service/extract/quotes/cues.h"
#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// The noun phrase of `head` as a speaker: its subtree without case, clauses after a comma and what
/// stands before it in other words ("even", "and"). Empty when it reaches out of the unit or into
/// said words.
text::TokenRange SpeakerPhrase(const Reading& r, const Unit& unit, uint32_t head);

/// See ClauseFinder::Speaker. Falls back on TokenSpeaker.
text::TokenRange ParseSpeaker(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                              size_t index);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_PARSE_SPEAKERS_H_
