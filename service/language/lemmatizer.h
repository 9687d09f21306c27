// Lemmas by a table of exceptions (language/lemmas), then by rules on endings that prefer what the
// lexicon knows: "planned" is plan, "used" is use, "bigger" is big.
//
// Names keep their form; everything else is in lower case. Immutable; safe for all threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_LEMMATIZER_H_
#define NUTGRAF_SERVICE_LANGUAGE_LEMMATIZER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/language/tagger.h"

namespace nutgraf::language {

class Lemmatizer {
 public:
  /// `tagger` must outlive the lemmatizer: its lexicon says which stems are words.
  static absl::StatusOr<Lemmatizer> Create(const knowledge::Knowledge& knowledge,
                                           const Tagger* tagger);

  std::string Lemma(std::string_view form, Upos upos) const;

 private:
  Lemmatizer(const knowledge::Table* exceptions, const Tagger* tagger)
      : exceptions_(exceptions), tagger_(tagger) {}

  std::string ByRule(std::string_view form, Upos upos) const;
  std::string VerbOfStem(std::string_view stem) const;
  std::string Positive(std::string_view form) const;

  const knowledge::Table* exceptions_;
  const Tagger* tagger_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_LEMMATIZER_H_
