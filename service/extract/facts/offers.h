// Phrases offered as the answer to a question: the surest that says something is kept.
//
// Pure; linear in the phrase.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_OFFERS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_OFFERS_H_

#include <cstdint>
#include <optional>

#include "service/extract/facts/clause.h"
#include "service/extract/facts/facts.h"
#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

inline constexpr uint32_t kMaxAnswerWords = 30;

/// Keeps the range in place of `best` where it is surer, without the punctuation around it. Nothing
/// below 0.3, nor what has no noun, verb, adjective or number.
void Offer(const Reading& reading, text::TokenRange range, float confidence,
           std::optional<Answer>* best);

/// The clause's pieces of a kind. `own`: the clause is the event's; of another sentence only what
/// says by its words that it is a reason counts, and by what it was said is no answer.
void OfferPieces(const Reading& reading, const Clause& clause, PieceKind kind, float weight,
                 std::optional<Answer>* best, bool own = false);

/// What the encoder says the role of the predicate is. `told`: a token that the answer must not
/// hold, the verb of the event itself; -1: none.
void OfferRole(const Reading& reading, uint32_t verb, language::Role role, float weight,
               std::optional<Answer>* best, int32_t told = -1);

/// "in a letter on Sunday": without the day, which answers another question.
text::TokenRange WithoutDate(const Reading& reading, text::TokenRange range);

/// Speech without quotation marks: a report has no "you" and "I".
bool SpeaksToReader(const Reading& reading, text::TokenRange range);

/// "for three years"
bool SaysHowLong(const Reading& reading, text::TokenRange range);

/// Whether the piece tells by what something was said: "in a letter".
bool IsMedium(const Reading& reading, const Piece& piece);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_OFFERS_H_
