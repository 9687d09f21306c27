// How much a candidate is a keyphrase of its article: a weighted sum of features that can be read
// off (tables/weights.tsv), among them how rare its words are in news (tables/background.tsv).

#ifndef NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_RANKING_H_
#define NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_RANKING_H_

#include <array>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/keyphrases/candidates.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"

namespace nutgraf::extract::keyphrases {

inline constexpr std::array<std::string_view, 14> kFeatures = {
    "log_count",      // log2(1 + occurrences)
    "log_family",     // log2(1 + Candidate::family)
    "in_title",       // 1 when it stands in the headline or in the title sent apart
    "early",          // exp(-n / 4), n story sentences before its first occurrence
    "name",           // 1 for a name
    "common_single",  // 1 for a single noun
    "two_words",      // 1 for two words
    "three_words",    // 1 for three
    "long",           // 1 for more
    "rarity",         // mean bits of its words: 0 in every document, 10 unknown
    "subsumed",       // 1 for a noun that only stands inside one and the same group
    "modifier",       // share of its occurrences that modify the noun after them
    "letters",        // mean bytes of its words, at most 14: long words are more specific
    "longest",        // bytes of its longest word, at most 14
};

class Ranking {
 public:
  /// Fails when a table is missing, or a feature has no weight or one that is no number.
  static absl::StatusOr<Ranking> Create(const knowledge::Knowledge& knowledge);

  using FeatureValues = std::array<float, kFeatures.size()>;

  /// One row for each candidate, in order. Linear.
  std::vector<FeatureValues> Features(const text::Document& document,
                                      const std::vector<Candidate>& candidates) const;
  /// One score for each candidate, in order; any finite number, higher is better. Linear.
  std::vector<float> Score(const text::Document& document,
                           const std::vector<Candidate>& candidates) const;

 private:
  float Rarity(std::string_view lemma) const;

  const knowledge::Table* background_ = nullptr;
  int bits_ = 0;
  std::array<float, kFeatures.size()> weights_{};
};

}  // namespace nutgraf::extract::keyphrases

#endif  // NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_RANKING_H_
