// Headline facts: the few things that the story is about, each answer tied to a span.
//
// In: everything extracted before. Out: at most six facts, best first. An answer that the text does
// not give is absent (nullopt / empty list), never guessed.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_FACTS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_FACTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/extract/dates/dates.h"
#include "service/extract/participants/participants.h"
#include "service/extract/quotes/quotes.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract {

enum class FactModality : uint8_t { kAsserted, kScheduled, kAlleged, kDenied, kConditional };

struct Answer {
  text::Span span;
  /// The slice, or a resolved form that a reader accepts: a name for a pronoun; for `what` of the
  /// first fact the headline's words, where the headline tells the same.
  std::string text;
  float confidence = 0;
  int32_t participant = kNone;
  int32_t date = kNone;  // index into DatesResult::dates
  int32_t place = kNone;
};

struct HeadlineFact {
  std::string statement;  // self-contained: pronouns and relative dates resolved
  text::Span evidence;    // the sentence
  std::vector<Answer> who;
  std::optional<Answer> what, when, where, why, how;
  std::string predicate;  // lemma of the main verb with its particle
  FactModality modality = FactModality::kAsserted;
  bool negated = false;
  int32_t attributed_to = kNone;  // a participant's index
  float confidence = 0;
};

struct FactsInput {
  const text::Document& document;
  const language::Annotations& annotations;
  const ParticipantsResult& participants;
  const DatesResult& dates;
  const std::vector<Quote>& quotes;
};

class FactExtractor {
 public:
  virtual ~FactExtractor() = default;
  static absl::StatusOr<std::unique_ptr<const FactExtractor>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  /// Fails only with CANCELLED or DEADLINE_EXCEEDED; thread-safe.
  virtual absl::StatusOr<std::vector<HeadlineFact>> Extract(const FactsInput& input,
                                                            const Cancellation& cancel) const = 0;
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_FACTS_H_
