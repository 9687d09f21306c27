// Who acts in a clause, by the dependency tree: subjects that stand elsewhere, what pronouns stand
// for inside of a sentence, joined names.
//
// All need a parse; a token that is no subject is -1. Pure; linear in the phrase.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_ACTORS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_ACTORS_H_

#include <cstdint>

#include "service/extract/facts/clause.h"
#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

/// The verb's own subject.
int32_t SubjectOf(const Reading& reading, uint32_t verb);

/// Who does it, when the verb has no subject of its own: the one of the verb that it hangs on.
int32_t InheritedSubject(const Reading& reading, uint32_t verb);

/// Whom a subject that is a pronoun without a participant stands for: the noun before a relative
/// clause, or who says the clause: "authorities said that they had ...".
int32_t Antecedent(const Reading& reading, uint32_t top, int32_t subject);

/// Adds the noun phrase of `head` to the clause's actors: joined names as several, counted people
/// ("three men and a woman") as one.
void AddActors(const Reading& reading, uint32_t head, Clause* clause);

/// "by the army" below a passive.
bool IsAgentPhrase(const Reading& reading, uint32_t child);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_ACTORS_H_
