// Why an event happened: its causes, aims and motives.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_REASONS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_REASONS_H_

#include <optional>
#include <span>

#include "service/extract/facts/events.h"

namespace nutgraf::extract::facts {

/// `same`: the events of the story about the same thing as `event`; `events`: those that may say
/// why beside them, in text order (for the story's first event: all of them). Nothing below 0.4.
std::optional<Answer> FindWhy(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_REASONS_H_
