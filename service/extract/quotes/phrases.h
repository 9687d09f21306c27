// Noun phrases and adjuncts read off tokens and parts of speech, where no parse is at hand.
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

/// The subject of a verb group that begins at `verb`: as NounPhraseBefore, and over insertions
/// between commas, of which appositions, ages and relative clauses belong to it: "Jane Doe, 42, the
/// mayor, | said".
text::TokenRange SubjectBefore(const Reading& r, uint32_t floor, uint32_t verb);

enum class PhraseExtent : uint8_t {
  kShort,  // up to the first comma, without prepositional phrases other than "of"
  kFull,   // with appositions and relative clauses
};

/// The noun phrase that begins at `begin`.
text::TokenRange NounPhraseAfter(const Reading& r, uint32_t begin, uint32_t limit,
                                 PhraseExtent extent);

/// The end of the adjuncts of time, place and medium that begin at `begin` ("on Friday", "in a
/// statement to reporters", "at a rally in Ohio"); `begin` when there are none.
uint32_t SkipAdjuncts(const Reading& r, uint32_t begin, uint32_t limit);

/// Where the adjuncts begin that end a clause [begin, end): "in a statement on Friday"; `end` when
/// there are none.
uint32_t TrimAdjuncts(const Reading& r, uint32_t begin, uint32_t end);

/// Whether a finite verb stands in [begin, end) outside of quotation marks.
bool HasFiniteVerb(const Reading& r, uint32_t begin, uint32_t end);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_PHRASES_H_
