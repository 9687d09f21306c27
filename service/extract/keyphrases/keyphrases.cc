#include "service/extract/keyphrases/keyphrases.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "service/extract/keyphrases/candidates.h"

namespace nutgraf::extract {
namespace {

using keyphrases::Candidate;
using keyphrases::Occurrence;
using keyphrases::StopWords;

constexpr size_t kMaxKeyphrases = 20;

class RankedKeyphraseExtractor : public KeyphraseExtractor {
 public:
  explicit RankedKeyphraseExtractor(StopWords stop_words) : stop_words_(stop_words) {}

  absl::StatusOr<std::vector<Keyphrase>> Extract(const text::Document& document,
                                                 const language::Annotations& annotations,
                                                 const ParticipantsResult& participants,
                                                 const DatesResult& dates,
                                                 const Cancellation& cancel) const override {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const std::vector<Candidate> candidates =
        keyphrases::FindCandidates(document, annotations, participants, dates, stop_words_);
    absl::flat_hash_set<std::string> title;
    for (const text::Token& token : document.title.tokens) {
      title.insert(knowledge::Fold(
          std::string_view(document.title.text).substr(token.span.begin, token.span.size())));
    }
    std::vector<std::pair<float, size_t>> ranked;
    for (size_t i = 0; i < candidates.size(); ++i) {
      ranked.emplace_back(Score(candidates[i], document, title), i);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    if (ranked.size() > kMaxKeyphrases) ranked.resize(kMaxKeyphrases);
    std::vector<Keyphrase> result;
    for (const auto& [score, index] : ranked) {
      const Candidate& candidate = candidates[index];
      const auto best = std::max_element(candidate.occurrences.begin(), candidate.occurrences.end(),
                                         [](const Occurrence& a, const Occurrence& b) {
                                           return a.tokens.size() < b.tokens.size();
                                         });
      Keyphrase phrase{.text = std::string(document.Slice(best->span)),
                       .salience = score / ranked.front().first,
                       .mentions = {}};
      for (const Occurrence& occurrence : candidate.occurrences) {
        phrase.mentions.push_back(occurrence.span);
      }
      result.push_back(std::move(phrase));
    }
    return result;
  }

 private:
  static float Score(const Candidate& candidate, const text::Document& document,
                     const absl::flat_hash_set<std::string>& title) {
    const auto count = static_cast<float>(candidate.occurrences.size());
    const float position = static_cast<float>(candidate.occurrences.front().span.begin) /
                           static_cast<float>(document.text().size());
    float in_title = candidate.occurrences.front().title ? 1.0F : 0.0F;
    for (const std::string& word : candidate.words) {
      if (title.contains(word)) in_title = 1.0F;
    }
    return std::log2(1 + count) * (1 + in_title) * (1.5F - position) *
           (candidate.name ? 1.2F : 1.0F);
  }

  StopWords stop_words_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const KeyphraseExtractor>> KeyphraseExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  auto stop_words = StopWords::Create(*knowledge);
  if (!stop_words.ok()) return stop_words.status();
  return std::make_unique<RankedKeyphraseExtractor>(*stop_words);
}

}  // namespace nutgraf::extract
