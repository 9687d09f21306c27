// How an event came about: its means and manner, the result of a game, by what a report was made.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_MEANS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_MEANS_H_

#include <optional>
#include <span>

#include "service/extract/facts/events.h"

namespace nutgraf::extract::facts {

/// `same` and `events` as for FindWhy (reasons.h).
std::optional<Answer> FindHow(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_MEANS_H_
