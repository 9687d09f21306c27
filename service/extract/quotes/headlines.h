// Headlines that name a speaker before a colon: "Mayor: No new taxes", "Poll: Voters are tired".

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_HEADLINES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_HEADLINES_H_

#include <optional>

#include "service/extract/quotes/clauses.h"

namespace nutgraf::extract::quotes {

struct HeadlineClause {
  ReportedClause clause;
  text::TokenRange cue;  // the colon
};

/// Only for a headline, or an article's first line: elsewhere a colon lists or explains.
std::optional<HeadlineClause> FindHeadlineClause(const Reading& reading, const Unit& unit);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_HEADLINES_H_
