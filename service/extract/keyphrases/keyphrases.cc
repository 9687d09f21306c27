#include "service/extract/keyphrases/keyphrases.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "service/extract/keyphrases/candidates.h"
#include "service/extract/keyphrases/ranking.h"

namespace nutgraf::extract {
namespace {

using keyphrases::Candidate;
using keyphrases::Ranking;
using keyphrases::StopWords;

constexpr size_t kMaxKeyphrases = 20;
constexpr float kHalf = 2.0F;  // salience halves every so much score below the best

class RankedKeyphraseExtractor : public KeyphraseExtractor {
 public:
  RankedKeyphraseExtractor(std::shared_ptr<const knowledge::Knowledge> knowledge,
                           StopWords stop_words, Ranking ranking)
      : knowledge_(std::move(knowledge)), stop_words_(stop_words), ranking_(ranking) {}

  absl::StatusOr<std::vector<Keyphrase>> Extract(const text::Document& document,
                                                 const language::Annotations& annotations,
                                                 const ParticipantsResult& participants,
                                                 const DatesResult& dates,
                                                 const Cancellation& cancel) const override {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const std::vector<Candidate> candidates =
        keyphrases::FindCandidates(document, annotations, participants, dates, stop_words_);
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const std::vector<float> scores = ranking_.Score(document, candidates);
    std::vector<size_t> order(candidates.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    // Stable: of equals the earlier one stands first.
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return scores[a] > scores[b]; });
    if (order.size() > kMaxKeyphrases) order.resize(kMaxKeyphrases);
    std::vector<Keyphrase> result;
    for (const size_t index : order) {
      const Candidate& candidate = candidates[index];
      Keyphrase phrase{
          .text = std::string(document.Slice(candidate.occurrences[candidate.best].span)),
          .salience = std::exp2((scores[index] - scores[order.front()]) / kHalf),
          .mentions = {}};
      for (const keyphrases::Occurrence& occurrence : candidate.occurrences) {
        phrase.mentions.push_back(occurrence.span);
      }
      result.push_back(std::move(phrase));
    }
    return result;
  }

 private:
  std::shared_ptr<const knowledge::Knowledge> knowledge_;  // owns the tables that the others read
  StopWords stop_words_;
  Ranking ranking_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const KeyphraseExtractor>> KeyphraseExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  auto stop_words = StopWords::Create(*knowledge);
  if (!stop_words.ok()) return stop_words.status();
  auto ranking = Ranking::Create(*knowledge);
  if (!ranking.ok()) return ranking.status();
  return std::make_unique<RankedKeyphraseExtractor>(std::move(knowledge), *stop_words, *ranking);
}

}  // namespace nutgraf::extract
