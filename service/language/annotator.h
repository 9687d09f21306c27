// The seam of the language stage: Document in, Annotations out.
//
// Two implementations: RuleAnnotator (rules and tables only, no weights) and, with weights, the
// trained encoder. Both are immutable after construction: one instance serves all threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ANNOTATOR_H_
#define NUTGRAF_SERVICE_LANGUAGE_ANNOTATOR_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::language {

class Annotator {
 public:
  virtual ~Annotator() = default;

  /// Fails only with CANCELLED or DEADLINE_EXCEEDED from `cancel`. Every story sentence is
  /// annotated; other zones get UPOS, lemma and entities too (captions and posts name people), so
  /// that every token-parallel array has tokens.size() entries.
  virtual absl::StatusOr<Annotations> Annotate(const text::Document& document,
                                               const Cancellation& cancel) const = 0;

  virtual std::string_view version() const = 0;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ANNOTATOR_H_
