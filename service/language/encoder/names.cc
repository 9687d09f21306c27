#include "service/language/encoder/names.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"

namespace nutgraf::language {
namespace {

// Chosen on ner_pud, ner_gum_news and ner_conll2003_dev together; docs/language.md has the table.
constexpr float kOutside = 0.5F;    // bias of "no name": the model names too much
constexpr float kOtherName = 1.0F;  // and sees organisations where products, laws and events are
constexpr float kAgreement = 0.9F;  // how far a word goes towards the mean of its occurrences
constexpr float kOutsideAgreement = 0.45F;  // the same of being no name
constexpr float kFloor = 1e-6F;             // of a probability
constexpr size_t kLongestAcronym = 5;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

/// What occurrences of one word share; empty for a word that is written without a capital. Long
/// words in capitals are those of headlines, short ones acronyms ("US", not "us" or "Us").
std::string Key(std::string_view form) {
  bool upper = false;
  bool lower = false;
  for (const char c : form) {
    // Letters beyond ASCII count as capitals where they begin a word: names, far more than not.
    upper = upper || IsUpper(c);
    lower = lower || IsLower(c);
  }
  if (!upper && (form.empty() || (static_cast<uint8_t>(form[0]) & 0x80) == 0 || !lower)) return {};
  std::string key(form);
  if (!lower && form.size() > 1 && form.size() <= kLongestAcronym) return key;
  for (char& c : key) {
    if (IsUpper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

}  // namespace

float Confidence(const Scheme& scheme, const float* logits, size_t stride,
                 const Scheme::Labelled& span) {
  float confidence = 1;
  for (int t = span.begin; t < span.end; ++t) {
    const float* row = logits + t * stride;
    const float max = *std::max_element(row, row + scheme.labels());
    float total = 0;
    float of_type = 0;
    for (int l = 0; l < scheme.labels(); ++l) {
      const float e = std::exp(row[l] - max);
      total += e;
      if (scheme.type(l) == span.type) of_type += e;
    }
    confidence = std::min(confidence, of_type / total);
  }
  return confidence;
}

NameReader::NameReader(const Scheme& scheme) : scheme_(scheme), bias_(scheme.labels(), 0) {
  for (int l = 0; l < scheme.labels(); ++l) {
    const std::string name = scheme.type(l) < 0 ? "" : scheme.type_names()[scheme.type(l)];
    bias_[l] = name.empty() ? kOutside : name == "EVENT" || name == "MISC" ? kOtherName : 0;
  }
}

void NameReader::TypeScores(const float* row, float* scores) const {
  const auto types = static_cast<int>(scheme_.type_names().size());
  std::fill_n(scores, types + 1, 0.0F);
  const float max = *std::max_element(row, row + scheme_.labels());
  float total = 0;
  for (int l = 0; l < scheme_.labels(); ++l) {
    const float e = std::exp(row[l] - max);
    total += e;
    scores[scheme_.type(l) + 1] += e;
  }
  for (int k = 0; k <= types; ++k) scores[k] /= total;
}

void NameReader::Agree(std::span<const std::string_view> forms, EntityLogits& logits) const {
  const auto labels = static_cast<size_t>(scheme_.labels());
  const size_t kinds = scheme_.type_names().size() + 1;  // O and the types
  absl::flat_hash_map<std::string, uint32_t> index;
  std::vector<std::vector<uint32_t>> words;  // in the order of the text: sums are the same always
  for (uint32_t t = 0; t < forms.size(); ++t) {
    std::string key = Key(forms[t]);
    if (key.empty()) continue;
    const auto [it, added] = index.try_emplace(std::move(key), words.size());
    if (added) words.emplace_back();
    words[it->second].push_back(t);
  }
  std::vector<float> scores, mean(kinds), shift(kinds);
  for (const std::vector<uint32_t>& word : words) {
    if (word.size() < 2) continue;
    scores.resize(word.size() * kinds);
    std::fill(mean.begin(), mean.end(), 0.0F);
    for (size_t i = 0; i < word.size(); ++i) {
      TypeScores(logits.values.data() + word[i] * labels, scores.data() + i * kinds);
      for (size_t k = 0; k < kinds; ++k) mean[k] += scores[i * kinds + k];
    }
    for (float& m : mean) m = std::log(m / static_cast<float>(word.size()) + kFloor);
    for (size_t i = 0; i < word.size(); ++i) {
      for (size_t k = 0; k < kinds; ++k) {
        const float weight = k == 0 ? kOutsideAgreement : kAgreement;
        shift[k] = weight * (mean[k] - std::log(scores[i * kinds + k] + kFloor));
      }
      float* row = logits.values.data() + word[i] * labels;
      for (size_t l = 0; l < labels; ++l) row[l] += shift[scheme_.type(static_cast<int>(l)) + 1];
    }
  }
}

std::vector<NameReader::Name> NameReader::Read(const EntityLogits& logits) const {
  const auto labels = static_cast<size_t>(scheme_.labels());
  std::vector<Name> names;
  std::vector<float> biased;
  std::vector<int> path;
  for (const text::TokenRange part : logits.parts) {
    const float* rows = logits.values.data() + part.first * labels;
    biased.assign(rows, rows + part.size() * labels);
    for (size_t i = 0; i < biased.size(); ++i) biased[i] += bias_[i % labels];
    scheme_.BestPath(biased.data(), static_cast<int>(part.size()), labels, path);
    for (const Scheme::Labelled& span : scheme_.Spans(path)) {
      names.push_back({{part.first + static_cast<uint32_t>(span.begin),
                        part.first + static_cast<uint32_t>(span.end)},
                       span.type,
                       Confidence(scheme_, biased.data(), labels, span)});
    }
  }
  return names;
}

}  // namespace nutgraf::language
