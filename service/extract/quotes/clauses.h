// The seam between a cue and what it reports.
//
// A ClauseFinder says who speaks and which clause is reported for one cue of a unit. The rules over
// tokens are one; a reader of dependency trees can be another, chosen by Annotations::has_parse().
// Stateless and thread-safe.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_CLAUSES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_CLAUSES_H_

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "service/extract/quotes/cues.h"
#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

struct ReportedClause {
  std::vector<text::TokenRange> content;  // ascending; several when the cue interrupts them
  text::TokenRange speaker;               // empty: none
  float confidence = 0;
};

class ClauseFinder {
 public:
  virtual ~ClauseFinder() = default;

  /// Who says, by the cue at `index` of the unit's cues; empty when the text does not say.
  virtual text::TokenRange Speaker(const Reading& reading, const Unit& unit,
                                   std::span<const Cue> cues, size_t index) const = 0;

  /// What is reported by that cue; nothing when it reports nothing here.
  virtual std::optional<ReportedClause> Clause(const Reading& reading, const Unit& unit,
                                               std::span<const Cue> cues, size_t index) const = 0;
};

/// Reads tokens, parts of speech and the cue lexicon's frames.
std::unique_ptr<const ClauseFinder> MakeTokenClauseFinder();

/// Reads dependency trees; what they don't give comes from the rules over tokens. Only for a
/// Reading whose tree is not empty.
std::unique_ptr<const ClauseFinder> MakeParseClauseFinder();

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_CLAUSES_H_
