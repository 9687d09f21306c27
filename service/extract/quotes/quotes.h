// Quotes: what was said, by whom, in whose words.
//
// In: Document, Annotations, participants. Out: Quotes in text order. DIRECT: the said words stand
// whole in quotation marks; MIXED: a reported clause with quoted pieces; INDIRECT: a reported
// clause without. Cue verbs and nouns are tables (tables/*.tsv). No speaker rather than a wrong
// one.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_QUOTES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_QUOTES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/extract/participants/participants.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract {

enum class QuoteType : uint8_t { kDirect, kMixed, kIndirect };
/// How the speaker stands to what is said.
enum class SpeechModality : uint8_t {
  kStated,
  kClaimed,
  kDenied,
  kAsked,
  kPromised,
  kThreatened,
  kOrdered,
  kBelieved
};

struct Speaker {
  int32_t participant = kNone;
  text::Span span;   // the speaker's mention ("the spokesperson"); empty when there is none
  std::string text;  // as written
};

struct Quote {
  text::Span span;  // content, cue and speaker together
  std::vector<text::Span>
      content;  // the said words or the reported clause, several when interrupted;
                // quotation marks are left outside of DIRECT content, inside of MIXED clauses
  std::vector<text::Span> quoted;  // the pieces in quotation marks, marks included
  QuoteType type = QuoteType::kDirect;
  Speaker speaker;
  std::vector<text::Span> cue;  // "told reporters", "according to"
  SpeechModality modality = SpeechModality::kStated;
  bool negated = false;
  float confidence = 0;
};

class QuoteExtractor {
 public:
  virtual ~QuoteExtractor() = default;
  static absl::StatusOr<std::unique_ptr<const QuoteExtractor>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  /// Fails only with CANCELLED or DEADLINE_EXCEEDED; thread-safe.
  virtual absl::StatusOr<std::vector<Quote>> Extract(const text::Document& document,
                                                     const language::Annotations& annotations,
                                                     const ParticipantsResult& participants,
                                                     const Cancellation& cancel) const = 0;
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_QUOTES_H_
