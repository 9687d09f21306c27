// Whether the period after a word belongs to it.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_ABBREVIATIONS_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_ABBREVIATIONS_H_

#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::text {

enum class AbbreviationKind : uint8_t {
  kNone,
  kTitle,   // before a capitalised word; never ends a sentence
  kNumber,  // before a digit
  kAny,     // always
};

/// Table text/abbreviations. Immutable; lives as long as the Knowledge it was read from.
class Abbreviations {
 public:
  static absl::StatusOr<Abbreviations> Create(const knowledge::Knowledge& knowledge);

  /// `word` without its final period, as written; words in capitals are also found by their
  /// capitalised form ("GEN" as "Gen").
  AbbreviationKind Find(std::string_view word) const;

 private:
  absl::flat_hash_map<std::string_view, AbbreviationKind> kinds_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_ABBREVIATIONS_H_
