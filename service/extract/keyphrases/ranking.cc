#include "service/extract/keyphrases/ranking.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "fmt/format.h"

namespace nutgraf::extract::keyphrases {
namespace {

constexpr float kUnknownBits = 10;
constexpr float kEarlySentences = 4;
constexpr float kMaxLetters = 14;

bool ParseFloat(std::string_view text, float* value) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), *value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

/// Folded words of the headline and of the title sent apart, as written and as lemmas of the story.
absl::flat_hash_set<std::string> TitleWords(const text::Document& document,
                                            const std::vector<Candidate>& candidates) {
  absl::flat_hash_set<std::string> words;
  const std::string_view title = document.title.text;
  for (const text::Token& token : document.title.tokens) {
    words.insert(knowledge::Fold(title.substr(token.span.begin, token.span.size())));
  }
  for (const Candidate& candidate : candidates) {
    for (const Occurrence& occurrence : candidate.occurrences) {
      if (occurrence.headline) words.insert(candidate.words.begin(), candidate.words.end());
    }
    if (candidate.kind != CandidateKind::kSingle || document.title.tokens.empty()) continue;
    for (const Occurrence& occurrence : candidate.occurrences) {
      if (words.contains(knowledge::Fold(document.Slice(occurrence.span)))) {
        words.insert(candidate.words.front());
        break;
      }
    }
  }
  return words;
}

/// Nouns that stand inside one group only, each time: "income" where all is "income tax".
std::vector<bool> FindSubsumed(const std::vector<Candidate>& candidates) {
  absl::flat_hash_map<std::string, std::pair<size_t, size_t>> groups;  // word -> groups, count
  for (const Candidate& candidate : candidates) {
    if (candidate.kind != CandidateKind::kGroup) continue;
    for (const std::string& word : candidate.words) {
      auto& [distinct, count] = groups[word];
      ++distinct;
      count += candidate.occurrences.size();
    }
  }
  std::vector<bool> subsumed(candidates.size(), false);
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].kind != CandidateKind::kSingle) continue;
    const auto found = groups.find(candidates[i].words.front());
    subsumed[i] = found != groups.end() && found->second.first == 1 &&
                  found->second.second >= candidates[i].occurrences.size();
  }
  return subsumed;
}

}  // namespace

absl::StatusOr<Ranking> Ranking::Create(const knowledge::Knowledge& knowledge) {
  const auto weights = knowledge.Require("keyphrases/weights");
  if (!weights.ok()) return weights.status();
  const auto background = knowledge.Require("keyphrases/background");
  if (!background.ok()) return background.status();
  Ranking ranking;
  ranking.background_ = *background;
  ranking.bits_ = (*background)->Column("bits");
  if (ranking.bits_ < 0) return absl::FailedPreconditionError("keyphrases/background: no bits");
  for (size_t i = 0; i < kFeatures.size(); ++i) {
    const auto rows = (*weights)->Find(kFeatures[i]);
    if (rows.size() != 1 || !ParseFloat(rows.front().Cell("weight"), &ranking.weights_[i])) {
      return absl::FailedPreconditionError(
          fmt::format("keyphrases/weights: {} needs one row with a number", kFeatures[i]));
    }
  }
  return ranking;
}

float Ranking::Rarity(std::string_view lemma) const {
  const auto rows = background_->Find(lemma);
  float bits = kUnknownBits;
  if (!rows.empty()) ParseFloat(rows.front().Cell(bits_), &bits);
  return bits;
}

std::vector<Ranking::FeatureValues> Ranking::Features(
    const text::Document& document, const std::vector<Candidate>& candidates) const {
  const absl::flat_hash_set<std::string> title = TitleWords(document, candidates);
  const std::vector<bool> subsumed = FindSubsumed(candidates);
  std::vector<FeatureValues> result;
  result.reserve(candidates.size());
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& candidate = candidates[i];
    const auto words = static_cast<float>(candidate.words.size());
    float in_title_words = 0;
    float rarity = 0;
    float letters = 0;
    size_t longest = 0;
    for (const std::string& word : candidate.words) {
      if (title.contains(word)) in_title_words += 1;
      rarity += Rarity(word);
      letters += static_cast<float>(word.size());
      longest = std::max(longest, word.size());
    }
    const bool in_title = in_title_words == words;
    const auto first = static_cast<float>(candidate.occurrences.front().sentence);
    const auto count = static_cast<float>(candidate.occurrences.size());
    const auto modifiers =
        std::count_if(candidate.occurrences.begin(), candidate.occurrences.end(),
                      [](const Occurrence& occurrence) { return occurrence.modifier; });
    result.push_back({
        std::log2(1 + count),
        std::log2(1 + static_cast<float>(candidate.family)),
        in_title ? 1.0F : 0.0F,
        std::exp(-first / kEarlySentences),
        candidate.kind == CandidateKind::kName ? 1.0F : 0.0F,
        candidate.kind == CandidateKind::kSingle ? 1.0F : 0.0F,
        candidate.words.size() == 2 ? 1.0F : 0.0F,
        candidate.words.size() == 3 ? 1.0F : 0.0F,
        candidate.words.size() > 3 ? 1.0F : 0.0F,
        rarity / words,
        subsumed[i] ? 1.0F : 0.0F,
        static_cast<float>(modifiers) / count,
        std::min(letters / words, kMaxLetters),
        std::min(static_cast<float>(longest), kMaxLetters),
    });
  }
  return result;
}

std::vector<float> Ranking::Score(const text::Document& document,
                                  const std::vector<Candidate>& candidates) const {
  std::vector<float> scores;
  scores.reserve(candidates.size());
  for (const FeatureValues& features : Features(document, candidates)) {
    float score = 0;
    for (size_t k = 0; k < features.size(); ++k) score += features[k] * weights_[k];
    scores.push_back(score);
  }
  return scores;
}

}  // namespace nutgraf::extract::keyphrases
