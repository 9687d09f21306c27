#include "service/extract/topics/topics.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "fmt/format.h"
#include "service/extract/topics/findings.h"
#include "service/extract/topics/lexicon.h"
#include "service/extract/topics/own_lexicon.h"
#include "service/extract/topics/own_taxonomy.h"
#include "service/extract/topics/reading.h"
#include "service/extract/topics/taxonomy.h"

namespace nutgraf::extract {
namespace {

using topics::Concept;
using topics::ConceptId;
using topics::Findings;
using topics::kNoConcept;
using topics::Lexicon;
using topics::Reading;
using topics::Taxonomy;

constexpr std::string_view kEdition = "iptc-mediatopics-2025-10-09";
constexpr size_t kMaxTopics = 8;         // of a taxonomy
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

/// A newsroom's own taxonomy, ready to be looked for.
struct OwnTopics {
  Taxonomy taxonomy;
  Lexicon lexicon;
  std::string version;
};

class RuleTopicExtractor : public TopicExtractor {
 public:
  RuleTopicExtractor(Taxonomy taxonomy, Lexicon lexicon, std::optional<OwnTopics> own)
      : taxonomy_(std::move(taxonomy)),
        lexicon_(std::move(lexicon)),
        own_(std::move(own)),
        version_(own_ ? fmt::format("{}+{}", kEdition, own_->version) : std::string(kEdition)) {}

  absl::StatusOr<std::vector<Topic>> Extract(const text::Document& document,
                                             const language::Annotations& annotations,
                                             const Cancellation& cancel) const override {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const Reading reading = topics::Read(document, annotations);
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const Findings media(taxonomy_, lexicon_, reading);
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    std::vector<Topic> result;
    Append(taxonomy_, media, Confidences(media.scores()), kBestFloor, &result);
    if (!own_) return result;
    const Findings own(own_->taxonomy, own_->lexicon, reading);
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    Append(own_->taxonomy, own, OwnConfidences(own_->taxonomy, own.scores(), Total(media.scores())),
           kFloor, &result);
    return result;
  }

  std::string_view taxonomy_version() const override { return version_; }

 private:
  /// A branch is as sure as its share among the branches says. A deeper concept stands by its own
  /// evidence and lifts its ancestors, but never above the best branch nor itself above them.
  std::vector<float> Confidences(const std::vector<float>& subtree) const {
    std::vector<float> confidence(taxonomy_.size(), 0);
    float sharpened = std::pow(kBackground, kSharpness);
    const float plain = Total(subtree);
    for (const ConceptId root : taxonomy_.roots()) {
      sharpened += std::pow(subtree[root], kSharpness);
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

  /// All evidence that an article has, with the background.
  float Total(const std::vector<float>& subtree) const {
    float total = kBackground;
    for (const ConceptId root : taxonomy_.roots()) total += subtree[root];
    return total;
  }

  /// As for a deeper Media Topic: by a concept's own evidence and its share of all that the article
  /// says. Concepts of a newsroom don't compete with each other, for several may hold.
  static std::vector<float> OwnConfidences(const Taxonomy& taxonomy,
                                           const std::vector<float>& subtree, float total) {
    std::vector<float> confidence(taxonomy.size(), 0);
    for (size_t i = taxonomy.size(); i-- > 0;) {
      if (subtree[i] <= 0) continue;
      const float share = std::min(1.0F, kDeepFocus * subtree[i] / (total + subtree[i]));
      const float own = subtree[i] / (subtree[i] + kDeepEvidence) * Calibrated(share);
      confidence[i] = std::max(confidence[i], own);
      const ConceptId parent = taxonomy.at(static_cast<ConceptId>(i)).parent;
      if (parent != kNoConcept) confidence[parent] = std::max(confidence[parent], confidence[i]);
    }
    return confidence;
  }

  /// The concepts over the floor, best first; where there is none the best one, if it is over
  /// `best_floor`.
  static void Append(const Taxonomy& taxonomy, const Findings& findings,
                     const std::vector<float>& confidence, float best_floor,
                     std::vector<Topic>* result) {
    std::vector<ConceptId> order;
    for (size_t i = 0; i < confidence.size(); ++i) {
      if (confidence[i] >= kFloor) order.push_back(static_cast<ConceptId>(i));
    }
    if (order.empty()) {
      const auto best = std::max_element(confidence.begin(), confidence.end());
      if (best != confidence.end() && *best >= best_floor) {
        order.push_back(static_cast<ConceptId>(best - confidence.begin()));
      }
    }
    // Stable: of equals the parent stands first, as in the taxonomy.
    std::stable_sort(order.begin(), order.end(),
                     [&](ConceptId a, ConceptId b) { return confidence[a] > confidence[b]; });
    if (order.size() > kMaxTopics) order.resize(kMaxTopics);
    for (const ConceptId id : order) {
      const Concept& entry = taxonomy.at(id);
      result->push_back({.code = entry.code,
                         .name = entry.label,
                         .path = taxonomy.Path(id),
                         .level = entry.level,
                         .confidence = confidence[id],
                         .evidence = findings.Evidence(id)});
    }
  }

  const Taxonomy taxonomy_;
  const Lexicon lexicon_;
  const std::optional<OwnTopics> own_;
  const std::string version_;
};

absl::StatusOr<OwnTopics> LoadOwnTopics(const knowledge::Knowledge& knowledge,
                                        const std::string& path) {
  auto own = topics::ReadOwnTaxonomy(path);
  if (!own.ok()) return own.status();
  OwnTopics loaded;
  for (const topics::OwnConcept& entry : own->concepts) {
    loaded.taxonomy.Add(entry.code, entry.label, loaded.taxonomy.Find(entry.parent));
  }
  auto lexicon = topics::CreateOwnLexicon(knowledge, *own, loaded.taxonomy);
  if (!lexicon.ok()) return lexicon.status();
  loaded.lexicon = *std::move(lexicon);
  loaded.version = std::move(own->version);
  return loaded;
}

}  // namespace

// By value as every stage's Create; this one copies what it needs and keeps nothing.
absl::StatusOr<std::unique_ptr<const TopicExtractor>> TopicExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge>
        knowledge,  // NOLINT(performance-unnecessary-value-param)
    const std::string& taxonomy_file) {
  const auto table = knowledge->Require("topics/mediatopics");
  if (!table.ok()) return table.status();
  auto taxonomy = Taxonomy::Create(**table);
  if (!taxonomy.ok()) return taxonomy.status();
  auto lexicon = Lexicon::Create(*knowledge, *taxonomy);
  if (!lexicon.ok()) return lexicon.status();
  std::optional<OwnTopics> own;
  if (!taxonomy_file.empty()) {
    auto loaded = LoadOwnTopics(*knowledge, taxonomy_file);
    if (!loaded.ok()) return loaded.status();
    own = *std::move(loaded);
  }
  return std::make_unique<RuleTopicExtractor>(*std::move(taxonomy), *std::move(lexicon),
                                              std::move(own));
}

}  // namespace nutgraf::extract
