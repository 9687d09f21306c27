// Pronouns and nominal mentions, read in one forward pass over the story.
//
// A nominal ("the spokesperson", "the ministry", "the country") goes to the participant named last
// whose title or kind has that noun. A pronoun goes to the best of the participants named in this
// sentence and the three before that agree in number and gender, by pronoun_model.h. "It" and
// "they" are linked only where they act, since most of them mean no participant. "I" inside of a
// quotation is whom the language stage says it is of; elsewhere first and second person are left
// alone.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_REFERENCES_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_REFERENCES_H_

#include <vector>

#include "absl/status/status.h"
#include "service/base/cancellation.h"
#include "service/extract/participants/cast.h"
#include "service/extract/participants/pronoun_model.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// Adds Cluster::references. Needs gathered clusters with their titles and genders.
/// `trace`, unless null, receives the candidates of every personal pronoun.
absl::Status LinkReferences(const Reading& reading, const Cancellation& cancel, Cast* cast,
                            std::vector<PronounTrace>* trace = nullptr);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_REFERENCES_H_
