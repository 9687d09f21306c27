// The sentence of a fact, made to stand alone.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_STATEMENT_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_STATEMENT_H_

#include <cstdint>
#include <string>

#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

/// The sentence with pronouns replaced by the names of those they stand for, and each date that
/// hangs on the day of publication followed by its ISO 8601 form in parentheses.
std::string Statement(const Reading& reading, uint32_t sentence);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_STATEMENT_H_
