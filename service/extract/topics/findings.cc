#include "service/extract/topics/findings.h"

#include <algorithm>
#include <cmath>

namespace nutgraf::extract::topics {
namespace {

constexpr size_t kMaxEvidence = 5;
constexpr float kWeakAlone = 1.0F;  // what weak pointers may say beyond the others

struct Piece {
  float score = 0;
  text::Span span;
};

}  // namespace

Findings::Findings(const Taxonomy& taxonomy, const Lexicon& lexicon, const Reading& reading)
    : taxonomy_(taxonomy),
      lexicon_(lexicon),
      reading_(reading),
      sightings_(lexicon.Find(reading)),
      prominence_(lexicon.size(), 0),
      scores_(taxonomy.size(), 0) {
  for (const Sighting& sighting : sightings_) {
    prominence_[sighting.phrase] += reading.runs[sighting.run].weight;
  }
  std::vector<float> weak(taxonomy.size(), 0);
  for (uint32_t phrase = 0; phrase < prominence_.size(); ++phrase) {
    if (prominence_[phrase] == 0) continue;
    for (const Pointer& pointer : lexicon.pointers(phrase)) {
      (pointer.weak ? weak : scores_)[pointer.target] += Gives(phrase, pointer);
    }
  }
  for (size_t i = 0; i < scores_.size(); ++i) {
    scores_[i] += std::min(weak[i], scores_[i] + kWeakAlone);
  }
  for (size_t i = scores_.size(); i-- > 0;) {
    const ConceptId parent = taxonomy.at(static_cast<ConceptId>(i)).parent;
    if (parent != kNoConcept) scores_[parent] += scores_[i];
  }
}

float Findings::Gives(uint32_t phrase, const Pointer& pointer) const {
  return pointer.weight * std::log2(1 + prominence_[phrase]);
}

bool Findings::IsWithin(ConceptId id, ConceptId ancestor) const {
  for (; id != kNoConcept; id = taxonomy_.at(id).parent) {
    if (id == ancestor) return true;
  }
  return false;
}

std::vector<text::Span> Findings::Evidence(ConceptId id) const {
  std::vector<Piece> found;
  std::vector<bool> seen(lexicon_.size(), false);
  for (const Sighting& sighting : sightings_) {
    if (seen[sighting.phrase]) continue;
    const std::vector<Word>& words = reading_.runs[sighting.run].words;
    const text::Span span{words[sighting.first].span.begin, words[sighting.last - 1].span.end};
    if (span.empty()) continue;  // in a title sent apart
    float score = 0;
    for (const Pointer& pointer : lexicon_.pointers(sighting.phrase)) {
      if (IsWithin(pointer.target, id)) score += Gives(sighting.phrase, pointer);
    }
    if (score <= 0) continue;
    seen[sighting.phrase] = true;
    found.push_back({.score = score, .span = span});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Piece& a, const Piece& b) { return a.score > b.score; });
  if (found.size() > kMaxEvidence) found.resize(kMaxEvidence);
  std::vector<text::Span> spans;
  spans.reserve(found.size());
  for (const Piece& piece : found) spans.push_back(piece.span);
  std::sort(spans.begin(), spans.end());
  return spans;
}

}  // namespace nutgraf::extract::topics
