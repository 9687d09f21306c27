// Noun phrases read off tokens and parts of speech, where no parse is at hand.
//
// All functions stay inside [floor, limit), cost at most the length of what they read, and return
// an empty range or their starting point when nothing fits.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_PHRASES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_PHRASES_H_

#include <cstdint>

#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// The noun phrase that ends right before `end`: with titles, "of" phrases, relative clauses and
/// coordination, without conjunctions and adverbs in front.
text::TokenRange NounPhraseBefore(const Reading& r, uint32_t floor, uint32_t end);

enum class PhraseExtent : uint8_t {
  kShort,  // up to the first comma, without prepositional phrases other than "of"
  kFull,   // with appositions and relative clauses
};

/// The noun phrase that begins at `begin`.
text::TokenRange NounPhraseAfter(const Reading& r, uint32_t begin, uint32_t limit,
                                 PhraseExtent extent);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_PHRASES_H_
