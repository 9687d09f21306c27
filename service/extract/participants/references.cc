#include "service/extract/participants/references.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace nutgraf::extract::participants {
namespace {

using language::Upos;
using text::TokenRange;

constexpr uint32_t kNominalSentences = 6;
constexpr uint32_t kNominalModifiers = 3;
constexpr float kNominalScore = 0.8F;
constexpr float kFirstPersonScore = 0.8F;

bool IsFirstPerson(std::string_view folded) {
  return folded == "i" || folded == "me" || folded == "my" || folded == "mine" ||
         folded == "myself";
}

class ReferenceLinker {
 public:
  ReferenceLinker(const Reading& reading, Cast* cast, std::vector<PronounTrace>* trace)
      : reading_(reading), cast_(*cast), trace_(trace), model_(reading, *cast) {}

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
          if (cast_.names[name].tokens.first == t) SeeName(static_cast<uint32_t>(name));
          continue;
        }
        if (!reading_.IsWord(t)) continue;
        if (const Pronoun pronoun = reading_.lexicon().FindPronoun(reading_.Folded(t));
            pronoun.found) {
          LinkPronoun(t, pronoun);
        } else if (reading_.Folded(t) == "the" || reading_.Folded(t) == "this") {
          LinkNominal(t, s);
        }
      }
    }
    LinkFirstPerson();
    return absl::OkStatus();
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  void SeeName(uint32_t name) {
    const int32_t id = cast_.ClusterOf(name);
    if (id == kNone || cast_.clusters[id].type == NameType::kPlace) return;
    model_.Remember(id, cast_.names[name].tokens, false, Gender::kUnknown);
  }

  void AddReference(int32_t cluster, TokenRange range, MentionKind kind, float score,
                    Gender gender) {
    cast_.clusters[cluster].references.push_back({range, kind, score});
    model_.Remember(cluster, range, kind == MentionKind::kPronoun, gender);
  }

  // ---- pronouns

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

  void LinkPronoun(uint32_t t, const Pronoun& pronoun) {
    const bool personal = pronoun.gender != Gender::kUnknown;
    if (!personal && !ActsAlone(t, pronoun)) return;
    PronounTrace trace = model_.Candidates(t, pronoun);
    int32_t best = kNone;
    double best_score = -1e9;
    double second = -1e9;
    for (const PronounCandidate& candidate : trace.candidates) {
      if (candidate.score > best_score) {
        second = best_score;
        best_score = candidate.score;
        best = candidate.cluster;
      } else {
        second = std::max(second, candidate.score);
      }
    }
    if (trace_ != nullptr && personal) trace_->push_back(std::move(trace));
    if (best == kNone) return;
    const double margin = std::clamp(best_score - second, 0.0, 3.0);
    const auto score = static_cast<float>((personal ? 0.6 : 0.5) + 0.1 * margin);
    AddReference(best, {t, t + 1}, MentionKind::kPronoun, score, pronoun.gender);
  }

  /// "I" and "my" in what someone is quoted with are that person, where the language stage says who
  /// speaks.
  void LinkFirstPerson() {
    std::vector<int32_t> pronoun_at(reading_.size(), kNone);
    for (uint32_t c = 0; c < cast_.clusters.size(); ++c) {
      for (const Reference& reference : cast_.clusters[c].references) {
        pronoun_at[reference.tokens.first] = static_cast<int32_t>(c);
      }
    }
    for (const language::Attribution& attribution : reading_.annotations().attributions) {
      const int32_t speaker = SpeakerOf(attribution.source, pronoun_at);
      if (speaker == kNone) continue;
      for (const TokenRange content : attribution.content) {
        for (uint32_t t = content.first; t < std::min(content.last, reading_.size()); ++t) {
          if (pronoun_at[t] != kNone || !reading_.Story(t) || !IsFirstPerson(reading_.Folded(t))) {
            continue;
          }
          pronoun_at[t] = speaker;
          cast_.clusters[speaker].references.push_back(
              {{t, t + 1}, MentionKind::kPronoun, kFirstPersonScore});
        }
      }
    }
  }

  /// The one person in a source: by name, or by a pronoun or nominal that was linked.
  int32_t SpeakerOf(TokenRange source, const std::vector<int32_t>& pronoun_at) const {
    int32_t speaker = kNone;
    for (uint32_t t = source.first; t < std::min(source.last, reading_.size()); ++t) {
      const int32_t name = cast_.name_at[t];
      const int32_t id =
          name != kNone ? cast_.ClusterOf(static_cast<uint32_t>(name)) : pronoun_at[t];
      if (id == kNone || cast_.clusters[id].type != NameType::kPerson || id == speaker) continue;
      if (speaker != kNone) return kNone;
      speaker = id;
    }
    return speaker;
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
      AddReference(found, {article, next}, MentionKind::kNominal, kNominalScore, Gender::kUnknown);
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
    for (size_t i = model_.recent().size(); i-- > 0;) {
      const RecentMention& recent = model_.recent()[i];
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
    for (size_t i = model_.recent().size(); i-- > 0;) {
      const RecentMention& recent = model_.recent()[i];
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
  PronounModel model_;
};

}  // namespace

absl::Status LinkReferences(const Reading& reading, const Cancellation& cancel, Cast* cast,
                            std::vector<PronounTrace>* trace) {
  return ReferenceLinker(reading, cast, trace).Run(cancel);
}

}  // namespace nutgraf::extract::participants
