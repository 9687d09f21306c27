// Characters some of whose bytes were lost on the way.
//
// A decoder that drops what its code page leaves undefined (or all C1 controls) turns the flag of
// Pakistan into "šµš°" and a keycap into "ļøā£": of each UTF-8 sequence only some bytes remain as
// characters. What was there is found by going through the characters that text is likely to hold
// (punctuation, symbols, emoji) and asking which of them leave exactly what is seen. One that is
// much more usual than all the others together is taken, helped by its neighbours: regional
// indicators come in pairs that make a flag, U+20E3 stands behind a digit, U+FE0F behind a symbol
// that has a text form. A lost byte that is marked by U+FFFD makes the same question easier; where
// there its answer stays open, the whole sequence becomes one U+FFFD.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_LOST_BYTES_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_LOST_BYTES_H_

#include <span>
#include <string_view>
#include <vector>

#include "service/text/encoding/reading.h"

namespace nutgraf::text {

/// The flags and keycaps among them, ascending and disjoint. They come first: what is left of them
/// may also look like a whole sequence of another page ("šØš³").
std::vector<Unit> FindLostSequences(std::span<const Cell> cells, const Evidence& known);

/// The units that stand for other characters with lost bytes, ascending and disjoint. `cells` is a
/// stretch from which all whole sequences have been taken. Linear; the tables are built once.
std::vector<Unit> FindLostBytes(std::span<const Cell> cells, const Evidence& known);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_LOST_BYTES_H_
