// Reads one clause: its subject, its verb with auxiliaries, and what follows the verb.
//
// With a parse the reading follows the dependency tree; without one it follows parts of speech: the
// first finite verb group that stands in no relative or subordinate clause, the noun phrase before it,
// and the stretch after it. Pure functions; linear in the clause.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_CLAUSE_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_CLAUSE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::facts {

struct Clause {
  text::TokenRange range;                   // the whole clause
  text::TokenRange subject;                 // empty: none (an imperative, a headline without one)
  std::vector<text::TokenRange> actors;     // the subject's conjuncts: "Pakistan", "the United States"
  text::TokenRange verbs;                   // auxiliaries to the main verb: "are scheduled to kick off"
  uint32_t main_verb = 0;                   // the token that says what happens: "kick"
  text::TokenRange complement;              // from behind the verbs to the end of the clause
  text::TokenRange agent;                   // "by the police" of a passive, without "by"; empty: none
  bool passive = false;
  bool negated = false;
};

/// Nothing when the range holds no verb.
std::optional<Clause> ReadClause(const text::Document& document,
                                 const language::Annotations& annotations, text::TokenRange range);

/// The noun phrase's parts around "and", "or" and commas: one for "Bosnia and Herzegovina" when
/// `whole` says that a name covers it.
std::vector<text::TokenRange> Conjuncts(const text::Document& document,
                                        const language::Annotations& annotations,
                                        text::TokenRange phrase);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_CLAUSE_H_
