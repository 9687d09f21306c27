#include "service/extract/topics/topics.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "service/extract/topics/lexicon.h"
#include "service/extract/topics/reading.h"
#include "service/extract/topics/taxonomy.h"

namespace nutgraf::extract {
namespace {

using topics::Concept;
using topics::ConceptId;
using topics::kNoConcept;
using topics::Lexicon;
using topics::Pointer;
using topics::Reading;
using topics::Sighting;
using topics::Taxonomy;

constexpr size_t kMaxTopics = 8;
constexpr size_t kMaxEvidence = 5;
constexpr float kFloor = 0.30F;          // below this there is no tag,
constexpr float kBestFloor = 0.15F;      // but the best branch may be as weak as this
constexpr float kSharpness = 1.5F;       // of the share of a branch among the branches
constexpr float kBackground = 3.0F;      // the score that says "no topic"
constexpr float kDeepEvidence = 1.5F;    // the score that halves a deeper concept's confidence
constexpr float kWithinEvidence = 5.0F;  // as kDeepEvidence, given its parent
constexpr float kDeepFocus = 3.0F;     // its share of all evidence counts so many times a branch's
constexpr float kDeepCeiling = 0.98F;  // of the best branch's confidence
// From a branch's share to the probability that it is a right tag: a logistic curve, fitted on weak
// labels of 3,600 US news articles (docs/topics.md).
constexpr float kCalibrationBias = 1.09F;
constexpr float kCalibrationSlope = 1.18F;

float Calibrated(float share) {
  if (share <= 0) return 0;
  share = std::min(share, 0.999F);
  const float logit = kCalibrationBias + kCalibrationSlope * std::log(share / (1 - share));
  return 1 / (1 + std::exp(-logit));
}

struct Evidence {
  float score = 0;
  text::Span span;
};

class RuleTopicExtractor : public TopicExtractor {
 public:
  RuleTopicExtractor(Taxonomy taxonomy, Lexicon lexicon)
      : taxonomy_(std::move(taxonomy)), lexicon_(std::move(lexicon)) {}

  absl::StatusOr<std::vector<Topic>> Extract(const text::Document& document,
                                             const language::Annotations& annotations,
                                             const Cancellation& cancel) const override {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const Reading reading = topics::Read(document, annotations);
    const std::vector<Sighting> sightings = lexicon_.Find(reading);
    if (absl::Status status = cancel.Check(); !status.ok()) return status;

    std::vector<float> prominence(lexicon_.size(), 0);
    for (const Sighting& sighting : sightings) {
      prominence[sighting.phrase] += reading.runs[sighting.run].weight;
    }
    std::vector<float> subtree(taxonomy_.size(), 0);
    for (uint32_t phrase = 0; phrase < prominence.size(); ++phrase) {
      if (prominence[phrase] == 0) continue;
      for (const Pointer& pointer : lexicon_.pointers(phrase)) {
        subtree[pointer.target] += pointer.weight * std::log2(1 + prominence[phrase]);
      }
    }
    for (size_t i = taxonomy_.size(); i-- > 0;) {
      const ConceptId parent = taxonomy_.at(static_cast<ConceptId>(i)).parent;
      if (parent != kNoConcept) subtree[parent] += subtree[i];
    }
    return Assemble(Confidences(subtree), reading, sightings, prominence);
  }

  std::string_view taxonomy_version() const override { return "iptc-mediatopics-2025-10-09"; }

 private:
  /// A branch is as sure as its share among the branches says. A deeper concept stands by its own
  /// evidence and lifts its ancestors, but never above the best branch nor itself above them.
  std::vector<float> Confidences(const std::vector<float>& subtree) const {
    std::vector<float> confidence(taxonomy_.size(), 0);
    float sharpened = std::pow(kBackground, kSharpness);
    float plain = kBackground;
    for (const ConceptId root : taxonomy_.roots()) {
      sharpened += std::pow(subtree[root], kSharpness);
      plain += subtree[root];
    }
    float best = 0;
    for (const ConceptId root : taxonomy_.roots()) {
      confidence[root] = Calibrated(std::pow(subtree[root], kSharpness) / sharpened);
      best = std::max(best, confidence[root]);
    }
    for (size_t i = taxonomy_.size(); i-- > 0;) {
      const Concept& entry = taxonomy_.at(static_cast<ConceptId>(i));
      if (entry.parent == kNoConcept || subtree[i] <= 0) continue;
      const float own = subtree[i] / (subtree[i] + kDeepEvidence) *
                        Calibrated(std::min(1.0F, kDeepFocus * subtree[i] / plain));
      confidence[i] = std::max(confidence[i], std::min(own, kDeepCeiling * best));
      confidence[entry.parent] = std::max(confidence[entry.parent], confidence[i]);
    }
    for (size_t i = 0; i < taxonomy_.size(); ++i) {
      const ConceptId parent = taxonomy_.at(static_cast<ConceptId>(i)).parent;
      if (parent == kNoConcept || subtree[i] <= 0) continue;
      const float within = confidence[parent] * subtree[i] / (subtree[i] + kWithinEvidence);
      confidence[i] = std::max(confidence[i], within);
    }
    return confidence;
  }

  bool IsWithin(ConceptId id, ConceptId ancestor) const {
    for (; id != kNoConcept; id = taxonomy_.at(id).parent) {
      if (id == ancestor) return true;
    }
    return false;
  }

  std::vector<Topic> Assemble(const std::vector<float>& confidence, const Reading& reading,
                              const std::vector<Sighting>& sightings,
                              const std::vector<float>& prominence) const {
    std::vector<ConceptId> order;
    for (size_t i = 0; i < confidence.size(); ++i) {
      if (confidence[i] >= kFloor) order.push_back(static_cast<ConceptId>(i));
    }
    if (order.empty()) {
      const auto best = std::max_element(confidence.begin(), confidence.end());
      if (best != confidence.end() && *best >= kBestFloor) {
        order.push_back(static_cast<ConceptId>(best - confidence.begin()));
      }
    }
    // Stable: of equals the parent stands first, as in the taxonomy.
    std::stable_sort(order.begin(), order.end(),
                     [&](ConceptId a, ConceptId b) { return confidence[a] > confidence[b]; });
    if (order.size() > kMaxTopics) order.resize(kMaxTopics);
    std::vector<Topic> result;
    for (const ConceptId id : order) {
      const Concept& entry = taxonomy_.at(id);
      result.push_back({.code = entry.code,
                        .name = entry.label,
                        .path = taxonomy_.Path(id),
                        .level = entry.level,
                        .confidence = confidence[id],
                        .evidence = FindEvidence(id, reading, sightings, prominence)});
    }
    return result;
  }

  /// The first place of each of the phrases that gave the concept most, in text order.
  std::vector<text::Span> FindEvidence(ConceptId id, const Reading& reading,
                                       const std::vector<Sighting>& sightings,
                                       const std::vector<float>& prominence) const {
    std::vector<Evidence> found;
    std::vector<bool> seen(lexicon_.size(), false);
    for (const Sighting& sighting : sightings) {
      if (seen[sighting.phrase]) continue;
      const std::vector<topics::Word>& words = reading.runs[sighting.run].words;
      const text::Span span{words[sighting.first].span.begin, words[sighting.last - 1].span.end};
      if (span.empty()) continue;  // in a title sent apart
      float score = 0;
      for (const Pointer& pointer : lexicon_.pointers(sighting.phrase)) {
        if (IsWithin(pointer.target, id)) {
          score += pointer.weight * std::log2(1 + prominence[sighting.phrase]);
        }
      }
      if (score <= 0) continue;
      seen[sighting.phrase] = true;
      found.push_back({.score = score, .span = span});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Evidence& a, const Evidence& b) { return a.score > b.score; });
    if (found.size() > kMaxEvidence) found.resize(kMaxEvidence);
    std::vector<text::Span> spans;
    spans.reserve(found.size());
    for (const Evidence& evidence : found) spans.push_back(evidence.span);
    std::sort(spans.begin(), spans.end());
    return spans;
  }

  Taxonomy taxonomy_;
  Lexicon lexicon_;
};

}  // namespace

// By value as every stage's Create; this one copies what it needs and keeps nothing.
absl::StatusOr<std::unique_ptr<const TopicExtractor>> TopicExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge>
        knowledge) {  // NOLINT(performance-unnecessary-value-param)
  const auto table = knowledge->Require("topics/mediatopics");
  if (!table.ok()) return table.status();
  auto taxonomy = Taxonomy::Create(**table);
  if (!taxonomy.ok()) return taxonomy.status();
  auto lexicon = Lexicon::Create(*knowledge, *taxonomy);
  if (!lexicon.ok()) return lexicon.status();
  return std::make_unique<RuleTopicExtractor>(*std::move(taxonomy), *std::move(lexicon));
}

}  // namespace nutgraf::extract
