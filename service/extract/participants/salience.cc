#include "service/extract/participants/salience.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace nutgraf::extract::participants {
namespace {

using text::TokenRange;

constexpr uint32_t kLeadSentences = 2;

class Scorer {
 public:
  Scorer(const Reading& reading, const Cast& cast) : reading_(reading), cast_(cast) {
    const text::Document& document = reading.document();
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      order_.push_back(body_sentences_);
      if (document.sentences[s].zone == text::ZoneType::kBody) ++body_sentences_;
    }
    title_.assign(1, ' ');
    for (const text::Token& token : document.title.tokens) {
      title_.append(knowledge::Fold(
          std::string_view(document.title.text).substr(token.span.begin, token.span.size())));
      title_.push_back(' ');
    }
    for (const Name& name : cast.names) {
      if (name.type == NameType::kDemonym && name.story && name.country >= 0) {
        ++demonyms_[name.country];
      }
    }
    for (const Cluster& cluster : cast.clusters) {
      most_ = std::max(most_, Mentions(cluster));
    }
  }

  Salience Score(const Cluster& cluster) const {
    Salience result;
    if (cluster.names.empty()) return result;
    const double mentions = Mentions(cluster);
    uint32_t first = body_sentences_;
    bool title = false;
    for (const uint32_t i : cluster.names) {
      const Name& name = cast_.names[i];
      if (!name.story) continue;
      const uint32_t sentence = reading_.SentenceOf(name.tokens.first);
      const bool headline =
          reading_.document().sentences[sentence].zone == text::ZoneType::kHeadline;
      const uint32_t at = order_[sentence];
      if (headline) title = true;
      if (!headline) first = std::min(first, at);
      if ((headline || at < kLeadSentences) && IsSubject(name)) result.subject = true;
    }
    auto& f = result.features;
    f[0] = 1;
    f[1] = std::log1p(mentions);
    f[2] = mentions / std::max(1.0, most_);
    f[3] = title || InTitle(cluster) ? 1 : 0;
    f[4] = std::exp(-static_cast<double>(first) / 3.0);
    f[5] = first == 0 ? 1 : 0;
    double sum = 0;
    for (size_t i = 0; i < f.size(); ++i) {
      sum += f[i] * reading_.lexicon().Weight(kSalienceFeatures[i]);
    }
    result.score = static_cast<float>(1.0 / (1.0 + std::exp(-sum)));
    return result;
  }

 private:
  double Mentions(const Cluster& cluster) const {
    double count = 0;
    for (const uint32_t i : cluster.names) count += cast_.names[i].story ? 1 : 0;
    count += 0.5 * static_cast<double>(cluster.references.size());
    if (cluster.type == NameType::kCountry || cluster.type == NameType::kPlace) {
      if (const auto found = demonyms_.find(cluster.country); found != demonyms_.end()) {
        count += 0.5 * found->second;
      }
    }
    return count;
  }

  bool InTitle(const Cluster& cluster) const {
    if (title_.size() < 2) return false;
    const std::string* last = nullptr;
    for (const uint32_t i : cluster.names) {
      const std::string& key = cast_.names[i].key;
      if (last != nullptr && *last == key) continue;
      last = &key;
      std::string padded(1, ' ');
      padded.append(key).push_back(' ');
      if (title_.find(padded) != std::string::npos) return true;
    }
    return false;
  }

  /// Whether the name, alone or in a list, is the subject of a verb that is no verb of speech.
  bool IsSubject(const Name& name) const {
    uint32_t t = name.tokens.first;
    const uint32_t begin = reading_.First(t);
    while (t > begin && (reading_.Folded(t - 1) == "the" || reading_.Capital(t - 1))) --t;
    if (t > begin && reading_.Pos(t - 1) == language::Upos::kAdp) return false;
    bool copula = false;
    bool passive = false;
    uint32_t last = name.tokens.last - 1;
    uint32_t verb = reading_.VerbAfter(last, &copula, &passive);
    for (int joined = 0; joined < 3 && verb == reading_.size(); ++joined) {
      uint32_t next = last + 1;
      const uint32_t end = reading_.Last(last);
      bool conjunction = false;
      while (next < end && (reading_.Folded(next) == "and" || reading_.IsMark(next, ",") ||
                            reading_.Folded(next) == "the")) {
        conjunction = conjunction || reading_.Folded(next) != "the";
        ++next;
      }
      if (!conjunction || next >= end || cast_.name_at[next] == kNone) return false;
      last = cast_.names[cast_.name_at[next]].tokens.last - 1;
      verb = reading_.VerbAfter(last, &copula, &passive);
    }
    if (verb == reading_.size()) return false;
    const bool speaks = !copula && !passive && reading_.VerbKind(verb) == ActorVerb::kSays;
    return !speaks;
  }

  const Reading& reading_;
  const Cast& cast_;
  std::vector<uint32_t> order_;  // per sentence: body sentences before it
  uint32_t body_sentences_ = 0;
  std::string title_;  // folded words between spaces
  std::map<int32_t, int> demonyms_;
  double most_ = 0;
};

}  // namespace

std::vector<Salience> ComputeSalience(const Reading& reading, const Cast& cast) {
  const Scorer scorer(reading, cast);
  std::vector<Salience> result;
  result.reserve(cast.clusters.size());
  for (const Cluster& cluster : cast.clusters) result.push_back(scorer.Score(cluster));
  return result;
}

}  // namespace nutgraf::extract::participants
