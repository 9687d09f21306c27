// The six answers of an event, from its own clause and from later sentences about the same event.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_ANSWERS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_ANSWERS_H_

#include <span>

#include "service/extract/facts/events.h"
#include "service/extract/facts/facts.h"
#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

/// Fills who, what, when, where, why and how. `main`: it is the story's first fact, which the
/// headline may tell too; `events`: those whose sentences may say when, where and why, in text
/// order; `same`: the others that are about the same thing.
void AnswerQuestions(const Reading& reading, const Title& title, const Event& event, bool main,
                     std::span<const Event* const> same, std::span<const Event> events,
                     HeadlineFact* fact);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_ANSWERS_H_
