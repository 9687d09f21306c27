// The six answers of an event, from its own clause and from later sentences about the same event.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_ANSWERS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_ANSWERS_H_

#include <span>

#include "service/extract/facts/events.h"
#include "service/extract/facts/facts.h"
#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

/// Fills who, what, when, where, why, how, and the confidence of the fact. `same`: other events of
/// the story that are about the same thing, in text order.
void AnswerQuestions(const Reading& reading, const Event& event, std::span<const Event* const> same,
                     HeadlineFact* fact);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_ANSWERS_H_
