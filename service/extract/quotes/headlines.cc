#include "service/extract/quotes/headlines.h"

namespace nutgraf::extract::quotes {
namespace {

using text::TokenRange;

constexpr uint32_t kLongestSource = 8;  // tokens before the colon

}  // namespace

std::optional<HeadlineClause> FindHeadlineClause(const Reading& r, const Unit& unit) {
  if (!unit.headline) return std::nullopt;
  uint32_t colon = unit.tokens.first;
  while (colon < unit.tokens.last && colon - unit.tokens.first <= kLongestSource &&
         !r.Is(colon, ":")) {
    if (r.InQuotes(colon)) return std::nullopt;
    ++colon;
  }
  if (colon >= unit.tokens.last || !r.Is(colon, ":") || colon == unit.tokens.first) {
    return std::nullopt;
  }
  const TokenRange source{unit.tokens.first, colon};
  // A speaker is a name that ends there, or a thing that says: a report, a poll.
  const int32_t e = r.EntityAt(colon - 1);
  const bool name =
      e != kNone && (r.notes().entities[e].type == language::EntityType::kPerson ||
                     r.notes().entities[e].type == language::EntityType::kOrganization);
  const bool thing = r.lexicon().Is(r.Lower(colon - 1), kDocumentWord);
  if (!name && !thing) return std::nullopt;
  uint32_t end = unit.tokens.last;
  while (end > colon + 1 && r.IsPunct(end - 1) && !r.InQuotes(end - 1)) --end;
  if (end <= colon + 3) return std::nullopt;
  HeadlineClause found;
  found.clause.content = {{colon + 1, end}};
  found.clause.speaker = source;
  found.clause.confidence = 0.7F;
  found.cue = {colon, colon + 1};
  return found;
}

}  // namespace nutgraf::extract::quotes
