// Why and how: the causes and aims, the means and manner of an event.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_REASONS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_REASONS_H_

#include <optional>
#include <span>

#include "service/extract/facts/events.h"

namespace nutgraf::extract::facts {

std::optional<Answer> FindWhy(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events);
std::optional<Answer> FindHow(const Reading& reading, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_REASONS_H_
