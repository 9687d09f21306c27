// Which participant a stretch of text that names a speaker stands for.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_SPEAKERS_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_SPEAKERS_H_

#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// The participant who speaks, by the head of the phrase: "Jane Doe, mayor of Springfield," is Jane
/// Doe, "officials at the State Department" nobody (kNone). A relative pronoun is what it stands
/// for.
int32_t ResolveSpeaker(const Reading& reading, const Unit& unit, text::TokenRange speaker);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_SPEAKERS_H_
