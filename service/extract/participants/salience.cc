#include "service/extract/participants/salience.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <string>

#include "service/extract/participants/title_mentions.h"

namespace nutgraf::extract::participants {
namespace {

using text::TokenRange;

constexpr uint32_t kLeadSentences = 2;

class Scorer {
 public:
  Scorer(const Reading& reading, const Cast& cast)
      : reading_(reading), cast_(cast), title_(reading) {
    const text::Document& document = reading.document();
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      order_.push_back(body_sentences_);
      if (document.sentences[s].zone == text::ZoneType::kBody) ++body_sentences_;
    }
    for (const Name& name : cast.names) {
      if (name.type == NameType::kDemonym && name.story && name.country >= 0) {
        ++demonyms_[name.country];
      }
    }
    // A country that acts and that things happen in is one country: both clusters count together.
    for (const Cluster& cluster : cast.clusters) {
      if (cluster.names.empty() || !IsCountry(cluster)) continue;
      CountryUse& country = countries_[CountryOf(cluster)];
      country.names.insert(country.names.end(), cluster.names.begin(), cluster.names.end());
      country.references += cluster.references.size();
    }
    for (auto& [id, country] : countries_) std::sort(country.names.begin(), country.names.end());
    for (const Cluster& cluster : cast.clusters) most_ = std::max(most_, Mentions(cluster));
  }

  Salience Score(const Cluster& cluster) const {
    Salience result;
    if (cluster.names.empty()) return result;
    const Tally tally = Count(cluster, &result.subject);
    const double mentions = Mentions(cluster);
    const double named = std::max(1.0, tally.named);
    const int32_t title = TitleStart(cluster);
    const bool adjective =
        title < 0 && IsCountry(cluster) && title_.FindAdjective(CountryOf(cluster)) >= 0;
    const double values[] = {
        1,
        std::log1p(mentions),
        mentions / std::max(1.0, most_),
        title >= 0 ? 1.0 : 0.0,
        title >= 0 ? std::exp(-title / 4.0) : 0.0,
        adjective ? 1.0 : 0.0,
        std::exp(-static_cast<double>(tally.first) / 3.0),
        tally.first == 0 ? 1.0 : 0.0,
        tally.subjects / named,
        tally.subject_first ? 1.0 : 0.0,
        tally.speeches / named,
        tally.sentences / std::max(1.0, static_cast<double>(body_sentences_)),
        std::log1p(static_cast<double>(References(cluster))),
        cluster.type == NameType::kOrganization ? 1.0 : 0.0,
        cluster.type == NameType::kCountry ? 1.0 : 0.0,
        cluster.type == NameType::kGroup ? 1.0 : 0.0,
        cluster.type == NameType::kPlace ? 1.0 : 0.0,
        IsMedia(cluster) ? 1.0 : 0.0,
        tally.contained / named,
        tally.joined / named,
    };
    static_assert(std::size(values) == kSalienceFeatures.size());
    double sum = 0;
    for (size_t i = 0; i < result.features.size(); ++i) {
      result.features[i] = values[i];
      sum += values[i] * reading_.lexicon().Weight(kSalienceFeatures[i]);
    }
    result.score = static_cast<float>(1.0 / (1.0 + std::exp(-sum)));
    return result;
  }

 private:
  /// What the names of one cluster are in their sentences.
  struct Tally {
    uint32_t first = 0;  // body sentences before the first one
    double named = 0;    // names in the story
    double sentences = 0;
    double subjects = 0;
    double speeches = 0;
    double contained = 0;
    double joined = 0;
    bool subject_first = false;
  };

  Tally Count(const Cluster& cluster, bool* subject) const {
    Tally tally;
    tally.first = body_sentences_;
    int64_t last = -1;
    for (const uint32_t i : Names(cluster)) {
      const Name& name = cast_.names[i];
      if (!name.story) continue;
      const uint32_t sentence = reading_.SentenceOf(name.tokens.first);
      const bool headline =
          reading_.document().sentences[sentence].zone == text::ZoneType::kHeadline;
      const uint32_t at = order_[sentence];
      if ((headline || at < kLeadSentences) && IsSubject(name)) *subject = true;
      if (headline) continue;
      tally.first = std::min(tally.first, at);
      tally.named += 1;
      if (sentence != last) tally.sentences += 1;
      last = sentence;
      if (const uint32_t verb = reading_.SubjectOf(name.tokens); verb != reading_.size()) {
        tally.subjects += 1;
        if (at == 0) tally.subject_first = true;
        if (reading_.VerbKind(verb) == ActorVerb::kSays) tally.speeches += 1;
      }
      const uint32_t begin = reading_.First(name.tokens.first);
      const uint32_t before = name.tokens.first;
      const uint32_t after = name.tokens.last;
      const bool comma = before > begin && reading_.IsMark(before - 1, ",");
      if (comma && before > begin + 1 && IsPlaceAt(before - 2)) tally.contained += 1;
      const bool list = (before > begin && reading_.Folded(before - 1) == "and") ||
                        (after < reading_.Last(before) && reading_.Folded(after) == "and") ||
                        (comma && after < reading_.Last(before) && reading_.IsMark(after, ","));
      if (list) tally.joined += 1;
    }
    return tally;
  }

  bool IsPlaceAt(uint32_t token) const {
    const int32_t name = cast_.name_at[token];
    return name != kNone && cast_.names[name].type == NameType::kPlace;
  }

  /// A country, be it one that acts or the place of something.
  bool IsCountry(const Cluster& cluster) const {
    return cluster.type == NameType::kCountry ||
           (cluster.type == NameType::kPlace &&
            cast_.names[cluster.longest].type == NameType::kCountry);
  }
  int32_t CountryOf(const Cluster& cluster) const {
    return cluster.type == NameType::kCountry ? cluster.country
                                              : cast_.names[cluster.longest].country;
  }

  bool IsMedia(const Cluster& cluster) const {
    if (cluster.type != NameType::kOrganization) return false;
    for (const uint32_t i : cluster.names) {
      const Name& name = cast_.names[i];
      const std::string_view written = reading_.document().Slice(name.tokens);
      if (reading_.lexicon().KnownOrganizationType(name.key, written) == "media") return true;
      if (name.words.size() > 1 && reading_.lexicon().IsMediaWord(name.words.back())) return true;
    }
    return false;
  }

  double Mentions(const Cluster& cluster) const {
    double count = 0;
    for (const uint32_t i : Names(cluster)) count += cast_.names[i].story ? 1 : 0;
    count += 0.5 * static_cast<double>(References(cluster));
    if (!cluster.names.empty() && IsCountry(cluster)) {
      if (const auto found = demonyms_.find(CountryOf(cluster)); found != demonyms_.end()) {
        count += 0.5 * found->second;
      }
    }
    return count;
  }

  const std::vector<uint32_t>& Names(const Cluster& cluster) const {
    if (cluster.names.empty() || !IsCountry(cluster)) return cluster.names;
    return countries_.at(CountryOf(cluster)).names;
  }

  size_t References(const Cluster& cluster) const {
    if (cluster.names.empty() || !IsCountry(cluster)) return cluster.references.size();
    return countries_.at(CountryOf(cluster)).references;
  }

  /// Words of the title before the cluster's name there; -1 when it is not in it.
  int32_t TitleStart(const Cluster& cluster) const {
    int32_t best = -1;
    const auto look = [&best](int32_t at) {
      if (at >= 0 && (best < 0 || at < best)) best = at;
    };
    for (const uint32_t i : cluster.names) {
      const Name& name = cast_.names[i];
      look(title_.Find(name.key));
      if (cluster.type != NameType::kOrganization) continue;
      look(title_.FindOrganization(std::string(reading_.lexicon().CanonicalOrganization(
          name.key, reading_.document().Slice(name.tokens)))));
    }
    if (IsCountry(cluster)) look(title_.FindCountry(CountryOf(cluster)));
    const std::string& surname = cast_.names[cluster.longest].words.back();
    if (cluster.type == NameType::kPerson && surname.size() > 2) look(title_.Find(surname));
    return best;
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
  TitleMentions title_;
  struct CountryUse {
    std::vector<uint32_t> names;
    size_t references = 0;
  };
  std::map<int32_t, CountryUse> countries_;
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
