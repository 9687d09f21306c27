// Keyphrases: the noun phrases and names that the article is about, deduplicated by participant and
// lemma.

#ifndef NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_KEYPHRASES_H_
#define NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_KEYPHRASES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/extract/dates/dates.h"
#include "service/extract/participants/participants.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract {

struct Keyphrase {
  std::string text;                  // as written at its best mention
  float salience = 0;                // 0..1, relative to the best
  std::vector<text::Span> mentions;  // ascending
};

class KeyphraseExtractor {
 public:
  virtual ~KeyphraseExtractor() = default;
  static absl::StatusOr<std::unique_ptr<const KeyphraseExtractor>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  /// Best first, at most 20. Fails only with CANCELLED or DEADLINE_EXCEEDED; thread-safe.
  virtual absl::StatusOr<std::vector<Keyphrase>> Extract(const text::Document& document,
                                                         const language::Annotations& annotations,
                                                         const ParticipantsResult& participants,
                                                         const DatesResult& dates,
                                                         const Cancellation& cancel) const = 0;
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_KEYPHRASES_H_
