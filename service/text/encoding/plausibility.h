// How odd a text is to the eye, as a sum over its characters and pairs of neighbours.
//
// The idea is that of ftfy's "badness" (R. Speer, https://github.com/rspeer/python-ftfy): mojibake
// shows as neighbours that no writing puts side by side: a symbol inside a word, a capital behind a
// small letter, letters of two alphabets. Here it is a cost, so that a reading of damaged text can
// be weighed against leaving it alone: the reading with the lower sum of costs is the likelier
// text.
//
// Costs are in tenths of a nat, roughly, and were set by hand against the cases in
// tests/unit/text/encoding; right text of any language should cost about nothing.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_PLAUSIBILITY_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_PLAUSIBILITY_H_

#include "service/text/encoding/characters.h"

namespace nutgraf::text {

/// What it costs that `b` follows `a`.
int PairCost(const Character& a, const Character& b);

/// What it costs that `c` stands between `before` and `after`, beyond the two pairs.
int FlankCost(const Character& before, const Character& c, const Character& after);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_PLAUSIBILITY_H_
