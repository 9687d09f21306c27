// What a story says about the concepts of one taxonomy: scores, and the phrases behind them.
//
// A phrase gives `weight * log2(1 + summed positions)` to each concept it points to. Weak pointers
// (of a newsroom's definitions) add at most what the others say, and a little. A concept's score
// holds those of all beneath it.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_FINDINGS_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_FINDINGS_H_

#include <vector>

#include "service/extract/topics/lexicon.h"
#include "service/extract/topics/reading.h"
#include "service/extract/topics/taxonomy.h"
#include "service/text/span.h"

namespace nutgraf::extract::topics {

/// Lives no longer than what it is made of.
class Findings {
 public:
  /// Linear in the reading, and in the sizes of taxonomy and lexicon.
  Findings(const Taxonomy& taxonomy, const Lexicon& lexicon, const Reading& reading);

  /// One for each concept, by its number.
  const std::vector<float>& scores() const { return scores_; }

  /// The first place in the text of each of the at most five phrases that gave the concept most, in
  /// text order. Empty where all stand in a title sent apart.
  std::vector<text::Span> Evidence(ConceptId id) const;

 private:
  bool IsWithin(ConceptId id, ConceptId ancestor) const;
  float Gives(uint32_t phrase, const Pointer& pointer) const;

  const Taxonomy& taxonomy_;
  const Lexicon& lexicon_;
  const Reading& reading_;
  std::vector<Sighting> sightings_;
  std::vector<float> prominence_;  // of each phrase: the summed weights of its places
  std::vector<float> scores_;
};

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_FINDINGS_H_
