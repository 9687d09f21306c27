// The language stage without weights: parts of speech by lexicon, suffix and context rules, lemmas
// by rules and tables, names by capitalisation, honorifics and gazetteers. No parse, roles or
// attributions.
//
// It serves where no weights are installed, and is the floor that the trained encoder is measured
// against.

#ifndef NUTGRAF_SERVICE_LANGUAGE_RULE_ANNOTATOR_H_
#define NUTGRAF_SERVICE_LANGUAGE_RULE_ANNOTATOR_H_

#include <memory>

#include "service/knowledge/knowledge.h"
#include "service/language/annotator.h"

namespace nutgraf::language {

class RuleAnnotator : public Annotator {
 public:
  /// Fails when one of its tables is missing (the message names it).
  static absl::StatusOr<std::unique_ptr<const RuleAnnotator>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_RULE_ANNOTATOR_H_
