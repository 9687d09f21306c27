// What may be a keyphrase: names and noun groups of the story's sentences.

#ifndef NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_CANDIDATES_H_
#define NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_CANDIDATES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/dates/dates.h"
#include "service/extract/participants/participants.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::keyphrases {

struct Occurrence {
  text::TokenRange tokens;
  text::Span span;
  bool title = false;  // in the headline
};

struct Candidate {
  std::string key;                 // folded lemmas, or the participant: what makes two the same
  std::vector<std::string> words;  // folded lemmas
  std::vector<Occurrence> occurrences;  // ascending
  bool name = false;
};

/// Words that are no keyphrase.
class StopWords {
 public:
  static absl::StatusOr<StopWords> Create(const knowledge::Knowledge& knowledge);
  bool Trims(std::string_view folded) const;  // never at an end of a keyphrase
  bool Alone(std::string_view folded) const;  // never a keyphrase of one word

 private:
  const knowledge::Table* table_ = nullptr;
  int kind_ = 0;
};

/// By first occurrence; dates and what lies outside the story are left out. Linear.
std::vector<Candidate> FindCandidates(const text::Document& document,
                                      const language::Annotations& annotations,
                                      const ParticipantsResult& participants,
                                      const DatesResult& dates, const StopWords& stop_words);

}  // namespace nutgraf::extract::keyphrases

#endif  // NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_CANDIDATES_H_
