// When and where an event happened: of all dates and places of the story the one that stands
// nearest to the event, in its clause, its sentence, a sentence about the same event, or the story
// around it.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_OCCASION_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_OCCASION_H_

#include <optional>
#include <span>

#include "service/extract/facts/events.h"

namespace nutgraf::extract::facts {

/// `same`: the events of the story about the same thing as `event`; `events`: those that may say
/// when and where beside them, in text order (for the story's first event: all of them).
std::optional<Answer> FindWhen(const Reading& reading, const Title& title, const Event& event,
                               std::span<const Event* const> same, std::span<const Event> events);
std::optional<Answer> FindWhere(const Reading& reading, const Title& title, const Event& event,
                                std::span<const Event* const> same, std::span<const Event> events);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_OCCASION_H_
