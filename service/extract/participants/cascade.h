// The cascade: every pass in its order, from the language stage's names to a finished cast.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CASCADE_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CASCADE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/extract/participants/cast.h"
#include "service/extract/participants/gazetteer.h"
#include "service/extract/participants/pronoun_model.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// `trace`: see LinkReferences. Fails only with CANCELLED or DEADLINE_EXCEEDED.
absl::StatusOr<Cast> RunCascade(const Reading& reading, const Gazetteer& gazetteer,
                                const Cancellation& cancel,
                                std::vector<PronounTrace>* trace = nullptr);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CASCADE_H_
