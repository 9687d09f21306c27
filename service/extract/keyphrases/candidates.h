// What may be a keyphrase: names, noun groups and single nouns of the story.

#ifndef NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_CANDIDATES_H_
#define NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_CANDIDATES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/dates/dates.h"
#include "service/extract/participants/participants.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::keyphrases {

enum class CandidateKind : uint8_t {
  kName,    // a participant, a place or another name, under all its forms
  kGroup,   // two to five words that end in a noun: "bankruptcy protection"
  kSingle,  // a noun wherever it stands, inside groups too
};

struct Occurrence {
  text::TokenRange tokens;
  text::Span span;
  uint32_t sentence = 0;  // number among the story's sentences
  bool headline = false;
  bool modifier = false;  // of the noun that follows it: "income" in "income tax"
};

struct Candidate {
  CandidateKind kind = CandidateKind::kSingle;
  std::vector<Occurrence> occurrences;  // ascending; never empty
  size_t best = 0;                 // the occurrence in the form that stands most often; of equals
                                   // the longer, then the first
  std::vector<std::string> words;  // folded lemmas of that form, without hyphens: "anti", "war"
  /// How often the word family (stem.h) of its rarest word stands in the story, as noun, adjective
  /// or verb: "investment" counts "invested" too.
  uint32_t family = 1;
};

/// Words that are no keyphrase (tables/stop_words.tsv).
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
