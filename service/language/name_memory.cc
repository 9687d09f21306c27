#include "service/language/name_memory.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "service/base/absl_compat.h"

namespace nutgraf::language {
namespace {

EntityType Best(const TypeScores& scores) {
  return static_cast<EntityType>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

/// The chance of the best type if the scores were logits in tenths.
float Confidence(const TypeScores& scores) {
  const int32_t top = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (const int32_t score : scores) sum += std::exp(static_cast<float>(score - top) / 10.0F);
  // No name is certain, and weak evidence for everything is little for anything.
  const float strength = 1.0F - std::exp(-static_cast<float>(std::max(top, 1)) / 12.0F);
  return 0.98F * strength / sum;
}

std::string_view FirstWord(std::string_view s) { return s.substr(0, s.find(' ')); }
std::string_view LastWord(std::string_view s) {
  const size_t space = s.rfind(' ');
  return space == std::string_view::npos ? s : s.substr(space + 1);
}

std::string Initials(std::string_view folded) {
  std::string initials;
  bool start = true;
  for (size_t i = 0; i < folded.size(); ++i) {
    if (start) {
      const std::string_view word = FirstWord(folded.substr(i));
      if (word != "of" && word != "the" && word != "for" && word != "and" && word != "&") {
        initials.push_back(folded[i]);
      }
    }
    start = folded[i] == ' ' || folded[i] == '-';
  }
  return initials;
}

}  // namespace

void NameMemory::Add(const NameCandidate& candidate, std::string_view folded) {
  const auto [it, added] = index_.try_emplace(std::string(folded), names_.size());
  if (added) names_.push_back({});
  Name& name = names_[it->second];
  name.sum += candidate.scores;
  ++name.count;
  name.sure += candidate.unsure || candidate.only_person ? 0 : 1;
  entries_.push_back({.name = it->second,
                      .own = candidate.scores,
                      .unsure = candidate.unsure,
                      .only_person = candidate.only_person});
}

TypeScores NameMemory::Pooled(const Name& name) const {
  TypeScores pooled = {};
  // The mean, and a little more for every doubling: occurrences of one name are no independent
  // witnesses.
  const auto count = static_cast<float>(name.count);
  const float scale = (1.0F + 0.25F * std::log2(count)) / count;
  for (size_t i = 0; i < kEntityTypes; ++i) {
    pooled[i] = static_cast<int32_t>(std::lround(static_cast<float>(name.sum[i]) * scale));
  }
  return pooled;
}

/// Moves evidence between names that share words.
void NameMemory::Relate(std::vector<TypeScores>* pooled) {
  absl::flat_hash_map<std::string_view, TypeScores> of_word;
  absl::flat_hash_map<std::string, int32_t> initials;
  for (size_t i = 0; i < names_.size(); ++i) {
    const std::string_view folded = names_[i].folded;
    if (folded.find(' ') == std::string_view::npos) continue;
    const TypeScores& scores = (*pooled)[i];
    const EntityType type = Best(scores);
    if (type == EntityType::kPerson && At(scores, type) >= 15) {
      TypeScores& last = of_word[LastWord(folded)];
      At(last, type) = 40;
      At(last, EntityType::kLocation) = -12;
      int32_t& first = At(of_word[FirstWord(folded)], type);
      first = std::max(first, 15);
    } else if (type == EntityType::kOrganization && At(scores, type) >= 15) {
      // "Boeing" of "Boeing Co", "the Foundation" of "Mastercard Foundation".
      for (const std::string_view word : {FirstWord(folded), LastWord(folded)}) {
        int32_t& evidence = At(of_word[word], type);
        evidence = std::max(evidence, 8);
      }
      initials[Initials(folded)] = 30;
    }
  }
  for (size_t i = 0; i < names_.size(); ++i) {
    const std::string_view folded = names_[i].folded;
    if (folded.find(' ') != std::string_view::npos) continue;
    if (const auto it = of_word.find(folded); it != of_word.end()) {
      (*pooled)[i] += it->second;
      names_[i].of_person = At(it->second, EntityType::kPerson) > 0;
      names_[i].of_organization = At(it->second, EntityType::kOrganization) > 0;
    }
    if (const auto it = initials.find(ToAbsl(folded)); it != initials.end()) {
      At((*pooled)[i], EntityType::kOrganization) += it->second;
    }
  }
}

std::vector<NameMemory::Verdict> NameMemory::Settle() {
  for (const auto& [folded, i] : index_) names_[i].folded = folded;
  std::vector<TypeScores> pooled;
  pooled.reserve(names_.size());
  for (const Name& name : names_) pooled.push_back(Pooled(name));
  Relate(&pooled);
  std::vector<Verdict> verdicts;
  verdicts.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    TypeScores scores = pooled[entry.name];
    for (size_t i = 0; i < kEntityTypes; ++i) scores[i] += entry.own[i] / 2;
    Verdict verdict;
    verdict.type = Best(scores);
    verdict.confidence = Confidence(scores);
    const Name& name = names_[entry.name];
    if (entry.only_person) {
      verdict.accepted = name.of_person || (name.of_organization && !entry.unsure);
    } else {
      verdict.accepted = !entry.unsure || name.sure > 0 || name.of_person;
    }
    verdicts.push_back(verdict);
  }
  return verdicts;
}

}  // namespace nutgraf::language
