// The last steps of an analysis: what one stage learns from a later one, and what the request
// leaves out.

#ifndef NUTGRAF_SERVICE_ANALYSIS_FINISH_H_
#define NUTGRAF_SERVICE_ANALYSIS_FINISH_H_

#include <array>

#include "service/analysis/analyzer.h"

namespace nutgraf::analysis {

/// Speakers of quotes become QUOTED; who the first headline fact is about becomes SUBJECT.
void CompleteStoryRoles(Analysis& analysis);

/// Drops results below `min_confidence` and answers below it. Ids (indices) held by other results
/// are renumbered, and become kNone where what they named was dropped.
void FilterByConfidence(float min_confidence, Analysis& analysis);

/// Clears what ran only because another feature needs it; ids that named it become kNone.
void ClearUnrequested(const std::array<bool, kFeatureCount>& requested, Analysis& analysis);

}  // namespace nutgraf::analysis

#endif  // NUTGRAF_SERVICE_ANALYSIS_FINISH_H_
