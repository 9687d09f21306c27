// Which features need which language.

#ifndef NUTGRAF_SERVICE_ANALYSIS_LANGUAGE_POLICY_H_
#define NUTGRAF_SERVICE_ANALYSIS_LANGUAGE_POLICY_H_

#include <string_view>

#include "service/analysis/analyzer.h"

namespace nutgraf::analysis {

/// Whether the stages after text can read a document of this language (a BCP 47 tag, "und" when the
/// text is too short to tell, which is then read as English: a three-word headline still has
/// names).
bool IsSupportedLanguage(std::string_view tag);

/// The features that must run so that `feature` can: facts need participants, dates and quotes.
/// The result includes the feature itself.
std::array<bool, kFeatureCount> Required(Feature feature);

}  // namespace nutgraf::analysis

#endif  // NUTGRAF_SERVICE_ANALYSIS_LANGUAGE_POLICY_H_
