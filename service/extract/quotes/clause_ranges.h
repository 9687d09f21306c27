// Where a reported clause begins and ends in the tree: what the parser cut off, joined or hung
// elsewhere is put right. The part of the parse clause finder that knows no frames.
//
// `limits` is always the unit without the punctuation that ends its sentence. Each call costs at
// most the length of the unit.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_CLAUSE_RANGES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_CLAUSE_RANGES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "service/extract/quotes/clauses.h"
#include "service/extract/quotes/cues.h"
#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// The part of the range that is inside of `limits`.
text::TokenRange Within(text::TokenRange range, text::TokenRange limits);

/// Whole quotations at the ends: a tree may leave a part of one outside.
text::TokenRange WithQuotations(const Reading& r, text::TokenRange range, text::TokenRange limits);

/// The range of the clause of `head` without the cue's own clause, when that stands inside of it.
std::vector<text::TokenRange> Pieces(const Reading& r, text::TokenRange range, uint32_t head,
                                     const Cue& cue, text::TokenRange speaker);

/// Whether what begins at `at`, behind the comma after an attribution, goes on with what is said
/// rather than with how or when: not ", adding ...", ", as he left", ", who ...".
bool GoesOnAt(const Reading& r, const Cue& cue, uint32_t at);

/// Where a complement behind its cue begins that the tree lets begin at `first`: before its "that",
/// its subject that the parser took for the cue's object, the hearer who is to do something.
uint32_t ComplementBegin(const Reading& r, const Cue& cue, text::TokenRange speaker,
                         uint32_t complement, uint32_t first);

/// Where a complement behind its cue ends that the tree lets end at `range.last`: with the clauses
/// that are hung on the cue right behind it, before a further attribution and a semicolon.
uint32_t ComplementEnd(const Reading& r, std::span<const Cue> cues, size_t index,
                       uint32_t complement, text::TokenRange range, text::TokenRange limits);

/// Where the clause of `head` ends when a further attribution was coordinated into it ("says he
/// stays and said that ..."), or at a semicolon.
uint32_t EndBeforeAttribution(const Reading& r, std::span<const Cue> cues, size_t index,
                              uint32_t head, text::TokenRange range);

/// Puts the pieces into the clause, trimmed; false when nothing is left or one is the speaker.
bool SetContent(const Reading& r, const std::vector<text::TokenRange>& pieces,
                ReportedClause& clause);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_CLAUSE_RANGES_H_
