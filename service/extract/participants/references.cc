#include "service/extract/participants/references.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace nutgraf::extract::participants {
namespace {

using language::DepRel;
using language::Upos;
using text::TokenRange;

constexpr size_t kWindowMentions = 40;    // recent mentions that are looked at
constexpr uint32_t kWindowSentences = 3;  // sentences back that a pronoun reaches
constexpr uint32_t kNominalSentences = 6;
constexpr uint32_t kNominalModifiers = 3;
constexpr float kNominalScore = 0.8F;

/// A mention that later references may go back to.
struct Recent {
  int32_t cluster = kNone;
  uint32_t token = 0;
  uint32_t sentence = 0;
  bool subject = false;
  bool possessive = false;
  bool pronoun = false;
};

class ReferenceLinker {
 public:
  ReferenceLinker(const Reading& reading, Cast* cast, std::vector<PronounTrace>* trace)
      : reading_(reading), cast_(*cast), trace_(trace), counts_(cast->clusters.size(), 0) {
    for (size_t i = 0; i < weights_.size(); ++i) {
      weights_[i] = reading.lexicon().PronounWeight(kPronounFeatures[i]);
    }
  }

  absl::Status Run(const Cancellation& cancel) {
    const text::Document& document = reading_.document();
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      if (s % 64 == 0) {
        if (absl::Status status = cancel.Check(); !status.ok()) return status;
      }
      const text::Sentence& sentence = document.sentences[s];
      if (sentence.zone != text::ZoneType::kBody &&
          (reading_.has_body() || !text::IsStory(sentence.zone))) {
        continue;
      }
      for (uint32_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
        const int32_t name = cast_.name_at[t];
        if (name != kNone) {
          if (cast_.names[name].tokens.first == t) SeeName(static_cast<uint32_t>(name), s);
          continue;
        }
        if (!reading_.IsWord(t)) continue;
        if (const Pronoun pronoun = reading_.lexicon().FindPronoun(reading_.Folded(t));
            pronoun.found) {
          LinkPronoun(t, s, pronoun);
        } else if (reading_.Folded(t) == "the" || reading_.Folded(t) == "this") {
          LinkNominal(t, s);
        }
      }
    }
    return absl::OkStatus();
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  bool IsSubject(TokenRange range) const {
    const language::Annotations& notes = reading_.annotations();
    if (notes.has_parse()) {
      for (uint32_t t = range.first; t < range.last; ++t) {
        const DepRel relation = notes.deprel[t];
        if (relation == DepRel::kNsubj || relation == DepRel::kNsubjPass) return true;
      }
      return false;
    }
    uint32_t first = range.first;
    const uint32_t begin = reading_.First(first);
    while (first > begin && reading_.Pos(first - 1) != Upos::kAdp &&
           (reading_.Pos(first - 1) == Upos::kDet || reading_.Pos(first - 1) == Upos::kPropn ||
            reading_.Pos(first - 1) == Upos::kNoun || reading_.Pos(first - 1) == Upos::kAdj)) {
      --first;
    }
    if (first > begin && reading_.Pos(first - 1) == Upos::kAdp) return false;
    bool copula = false;
    bool passive = false;
    return reading_.VerbAfter(range.last - 1, &copula, &passive) != reading_.size();
  }

  void Remember(int32_t cluster, TokenRange range, uint32_t sentence, bool pronoun) {
    Recent recent;
    recent.cluster = cluster;
    recent.token = range.first;
    recent.sentence = sentence;
    recent.pronoun = pronoun;
    recent.subject = IsSubject(range);
    recent.possessive =
        range.last < reading_.Last(range.first) && reading_.IsPossessive(range.last);
    recent_.push_back(recent);
    if (recent_.size() > kWindowMentions) recent_.pop_front();
    ++counts_[cluster];
  }

  void SeeName(uint32_t name, uint32_t sentence) {
    const int32_t id = cast_.ClusterOf(name);
    if (id == kNone || cast_.clusters[id].type == NameType::kPlace) return;
    Remember(id, cast_.names[name].tokens, sentence, false);
  }

  void AddReference(int32_t cluster, TokenRange range, MentionKind kind, float score,
                    uint32_t sentence) {
    cast_.clusters[cluster].references.push_back({range, kind, score});
    Remember(cluster, range, sentence, kind == MentionKind::kPronoun);
  }

  // ---- pronouns

  bool Agrees(const Cluster& cluster, const Pronoun& pronoun) const {
    if (pronoun.gender != Gender::kUnknown) {
      return cluster.type == NameType::kPerson &&
             (cluster.gender == Gender::kUnknown || cluster.gender == pronoun.gender);
    }
    if (pronoun.plural) {
      return cluster.type == NameType::kGroup || cluster.type == NameType::kOrganization;
    }
    return cluster.type == NameType::kOrganization || cluster.type == NameType::kCountry;
  }

  /// "It" and "they" that act like a participant: "it said", "their decision".
  bool ActsAlone(uint32_t t, const Pronoun& pronoun) const {
    if (pronoun.form == PronounCase::kPossessive) return true;
    if (pronoun.form != PronounCase::kSubject) return false;
    bool copula = false;
    bool passive = false;
    const uint32_t verb = reading_.VerbAfter(t, &copula, &passive);
    if (verb == reading_.size() || copula || passive) return false;
    const ActorVerb kind = reading_.VerbKind(verb);
    return kind == ActorVerb::kSays || kind == ActorVerb::kActs;
  }

  void LinkPronoun(uint32_t t, uint32_t sentence, const Pronoun& pronoun) {
    const bool personal = pronoun.gender != Gender::kUnknown;
    if (!personal && !ActsAlone(t, pronoun)) return;
    const bool object =
        pronoun.form == PronounCase::kObject || (reading_.Folded(t) == "her" && !BeforeNoun(t));
    std::vector<PronounCandidate> candidates =
        Candidates(t, sentence, pronoun, personal ? kWindowSentences : 1, object);
    int32_t best = kNone;
    double best_score = -1e9;
    double second = -1e9;
    for (PronounCandidate& candidate : candidates) {
      for (size_t i = 0; i < weights_.size(); ++i) {
        candidate.score += weights_[i] * candidate.features[i];
      }
      if (candidate.score > best_score) {
        second = best_score;
        best_score = candidate.score;
        best = candidate.cluster;
      } else {
        second = std::max(second, candidate.score);
      }
    }
    if (trace_ != nullptr && personal) trace_->push_back({t, std::move(candidates)});
    if (best == kNone) return;
    Cluster& cluster = cast_.clusters[best];
    if (personal && cluster.gender == Gender::kUnknown) cluster.gender = pronoun.gender;
    const double margin = std::clamp(best_score - second, 0.0, 3.0);
    const auto score = static_cast<float>((personal ? 0.6 : 0.5) + 0.1 * margin);
    AddReference(best, {t, t + 1}, MentionKind::kPronoun, score, sentence);
  }

  /// Everyone named within reach who agrees, nearest first, with their features.
  std::vector<PronounCandidate> Candidates(uint32_t t, uint32_t sentence, const Pronoun& pronoun,
                                           uint32_t reach, bool object) const {
    std::vector<PronounCandidate> found;
    const bool subject = pronoun.form == PronounCase::kSubject;
    const bool possessive = pronoun.form == PronounCase::kPossessive && !object;
    uint32_t most = 0;
    for (size_t i = recent_.size(); i-- > 0;) {
      const Recent& recent = recent_[i];
      if (sentence - recent.sentence > reach) break;
      const Cluster& cluster = cast_.clusters[recent.cluster];
      if (!Agrees(cluster, pronoun)) continue;
      auto known = std::find_if(found.begin(), found.end(), [&](const PronounCandidate& other) {
        return other.cluster == recent.cluster;
      });
      const bool here = recent.sentence == sentence;
      if (known == found.end()) {
        PronounCandidate candidate;
        candidate.cluster = recent.cluster;
        PronounFeatures& f = candidate.features;
        f[0] = here ? 1 : 0;
        f[1] = sentence - recent.sentence == 1 ? 1 : 0;
        f[2] = std::log1p(static_cast<double>(t - recent.token));
        f[3] = found.empty() ? 1 : 0;
        f[4] = recent.subject ? 1 : 0;
        f[7] = recent.subject && subject ? 1 : 0;
        f[8] = !recent.subject && !subject ? 1 : 0;
        f[9] = recent.possessive ? 1 : 0;
        f[10] = std::log1p(static_cast<double>(counts_[recent.cluster]));
        f[12] = cluster.gender != Gender::kUnknown && cluster.gender == pronoun.gender ? 1 : 0;
        f[15] = recent.pronoun ? 1 : 0;
        most = std::max(most, counts_[recent.cluster]);
        found.push_back(candidate);
        known = found.end() - 1;
      }
      PronounFeatures& f = known->features;
      if (!recent.subject) continue;
      if (sentence - recent.sentence == 1) f[6] = 1;
      if (!here) continue;
      f[5] = 1;
      if ((object || possessive) && SameClause(recent.token, t)) f[object ? 13 : 14] = 1;
    }
    for (PronounCandidate& candidate : found) {
      candidate.features[11] = counts_[candidate.cluster] == most ? 1 : 0;
    }
    return found;
  }

  bool BeforeNoun(uint32_t t) const {
    const uint32_t next = t + 1;
    if (next >= reading_.Last(t)) return false;
    const Upos pos = reading_.Pos(next);
    return pos == Upos::kNoun || pos == Upos::kAdj || pos == Upos::kPropn || pos == Upos::kNum;
  }

  /// No conjunction, comma or second verb phrase marker between two tokens.
  bool SameClause(uint32_t from, uint32_t to) const {
    int verbs = 0;
    for (uint32_t t = from; t < to; ++t) {
      const Upos pos = reading_.Pos(t);
      if (pos == Upos::kSconj || reading_.IsMark(t, ",") || reading_.IsQuoteMark(t)) return false;
      if (pos == Upos::kVerb && ++verbs > 1) return false;
    }
    return true;
  }

  // ---- nominals

  void LinkNominal(uint32_t article, uint32_t sentence) {
    const uint32_t end = reading_.Last(article);
    uint32_t last = article;
    const uint32_t limit = std::min(end, article + 2 + kNominalModifiers);
    for (uint32_t t = article + 1; t < limit; ++t) {
      const Upos pos = reading_.Pos(t);
      if (cast_.name_at[t] != kNone || !reading_.IsWord(t)) break;
      if (pos != Upos::kNoun && pos != Upos::kPropn && pos != Upos::kAdj) break;
      last = t;
    }
    if (last == article) return;
    const uint32_t next = last + 1;
    if (next < end && cast_.name_at[next] != kNone) return;  // a title or an adjective of a name
    uint32_t first = 0;
    int32_t found = kNone;
    if (const RoleNoun role = reading_.RoleEndingAt(last, article + 1, &first)) {
      found = role.kind == "kin" ? kNone : PersonWithTitle(role, next, sentence);
    } else if (const OrganizationNoun noun = lexicon().Organization(reading_.Folded(last))) {
      if (next < end && (reading_.Folded(next) == "of" || reading_.Folded(next) == "for")) return;
      found = OrganizationOfKind(noun, sentence);
    }
    if (found != kNone) {
      AddReference(found, {article, next}, MentionKind::kNominal, kNominalScore, sentence);
    }
  }

  int32_t PersonWithTitle(const RoleNoun& role, uint32_t next, uint32_t sentence) const {
    // "the president of France": the country must be the person's.
    int32_t country = kNone;
    const uint32_t end = next > 0 ? reading_.Last(next - 1) : 0;
    if (next + 1 < end && reading_.Folded(next) == "of") {
      const uint32_t at =
          reading_.Folded(next + 1) == "the" && next + 2 < end ? next + 2 : next + 1;
      if (cast_.name_at[at] == kNone) return kNone;
      country = cast_.names[cast_.name_at[at]].country;
    }
    for (size_t i = recent_.size(); i-- > 0;) {
      const Recent& recent = recent_[i];
      if (sentence - recent.sentence > kNominalSentences) break;
      const Cluster& cluster = cast_.clusters[recent.cluster];
      if (cluster.type != NameType::kPerson) continue;
      if (role.gender != Gender::kUnknown && cluster.gender != Gender::kUnknown &&
          role.gender != cluster.gender) {
        continue;
      }
      for (const ClusterTitle& title : cluster.titles) {
        if (title.group == role.group && (country == kNone || title.country == country)) {
          return recent.cluster;
        }
      }
    }
    return kNone;
  }

  int32_t OrganizationOfKind(const OrganizationNoun& noun, uint32_t sentence) const {
    for (size_t i = recent_.size(); i-- > 0;) {
      const Recent& recent = recent_[i];
      if (sentence - recent.sentence > kNominalSentences) break;
      const Cluster& cluster = cast_.clusters[recent.cluster];
      if (noun.kind == "country") {
        if (cluster.type == NameType::kCountry) return recent.cluster;
        continue;
      }
      if (cluster.type != NameType::kOrganization) continue;
      if (cluster.kind == noun.kind) return recent.cluster;
      const bool near = sentence - recent.sentence <= 2;
      if (cluster.kind.empty() && near && noun.general) return recent.cluster;
    }
    return kNone;
  }

  const Reading& reading_;
  Cast& cast_;
  std::vector<PronounTrace>* trace_;
  PronounFeatures weights_{};
  std::deque<Recent> recent_;
  std::vector<uint32_t> counts_;  // mentions so far, per cluster
};

}  // namespace

absl::Status LinkReferences(const Reading& reading, const Cancellation& cancel, Cast* cast,
                            std::vector<PronounTrace>* trace) {
  return ReferenceLinker(reading, cast, trace).Run(cancel);
}

}  // namespace nutgraf::extract::participants
