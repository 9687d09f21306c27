#include "service/extract/participants/pronoun_model.h"

#include <algorithm>
#include <cmath>

#include "service/extract/participants/title_mentions.h"

namespace nutgraf::extract::participants {
namespace {

using language::DepRel;
using language::Upos;
using text::TokenRange;

constexpr size_t kWindowMentions = 40;    // recent mentions that are looked at
constexpr uint32_t kWindowSentences = 3;  // sentences back that he and she reach
constexpr uint32_t kNeuterSentences = 1;  // and it and they
constexpr uint32_t kLaterTokens = 40;     // after a pronoun that comes before its name
constexpr int kMaxClauses = 4;            // above the pronoun's own
constexpr double kMaxLeaning = 3;

}  // namespace

std::string PronounWeightName(size_t index) {
  return std::string(kPronounForms[index / kPronounFeatures.size()]) +
         std::string(kPronounFeatures[index % kPronounFeatures.size()]);
}

PronounModel::PronounModel(const Reading& reading, const Cast& cast)
    : reading_(reading),
      cast_(cast),
      clauses_(reading),
      counts_(cast.clusters.size(), 0),
      leaning_(cast.clusters.size(), 0),
      in_title_(cast.clusters.size(), false),
      quoted_(reading.size(), false),
      bracketed_(reading.size(), false),
      said_(reading.size(), kNone),
      mentioned_at_(reading.size(), kNone) {
  for (size_t i = 0; i < weights_.size(); ++i) {
    weights_[i] = reading.lexicon().PronounWeight(PronounWeightName(i));
  }
  const TitleMentions title(reading);
  for (size_t c = 0; c < cast.clusters.size(); ++c) {
    const Cluster& cluster = cast.clusters[c];
    if (cluster.names.empty() || cluster.type != NameType::kPerson) continue;
    const std::string& surname = cast.names[cluster.longest].words.back();
    in_title_[c] = (surname.size() > 2 && title.Find(surname) >= 0) ||
                   std::any_of(cluster.names.begin(), cluster.names.end(), [&](uint32_t name) {
                     return title.Find(cast.names[name].key) >= 0;
                   });
  }
  bool open = false;
  uint32_t paragraph = 0;
  for (uint32_t t = 0; t < reading.size(); ++t) {
    const uint32_t own = reading.document().sentences[reading.SentenceOf(t)].paragraph;
    if (own != paragraph) open = false;
    paragraph = own;
    if (reading.IsQuoteMark(t)) {
      const std::string_view mark = reading.Word(t);
      open = mark == "“" || mark == "``" || mark == "«" || (mark == "\"" && !open);
    }
    quoted_[t] = open;
  }
  int depth = 0;
  for (uint32_t t = 0; t < reading.size(); ++t) {
    if (t == reading.First(t)) depth = 0;
    if (reading.IsMark(t, "(")) ++depth;
    bracketed_[t] = depth > 0;
    if (reading.IsMark(t, ")") && depth > 0) --depth;
  }
  const auto& attributions = reading.annotations().attributions;
  for (size_t i = 0; i < attributions.size(); ++i) {
    for (const TokenRange content : attributions[i].content) {
      for (uint32_t t = content.first; t < std::min(content.last, reading.size()); ++t) {
        said_[t] = static_cast<int32_t>(i);
      }
    }
  }
}

void PronounModel::Remember(int32_t cluster, TokenRange range, bool pronoun, Gender gender) {
  RecentMention mention;
  mention.cluster = cluster;
  mention.tokens = range;
  mention.sentence = reading_.SentenceOf(range.first);
  mention.head = reading_.HeadOf(range);
  mention.predicate = reading_.SubjectOf(range);
  mention.depth = clauses_.Depth(mention.head);
  mention.pronoun = pronoun;
  mention.possessive = range.last < reading_.Last(range.first) && reading_.IsPossessive(range.last);
  const auto joins = [this](uint32_t t) {
    return reading_.Folded(t) == "and" || reading_.Folded(t) == "or" || reading_.IsMark(t, "&");
  };
  mention.listed = (range.first > reading_.First(range.first) && joins(range.first - 1)) ||
                   (range.last < reading_.Last(range.first) && joins(range.last));
  mention.bracketed = bracketed_[range.first];
  mention.of_kin = clauses_.OfKin(mention.head);
  mention.first = recent_.empty() || recent_.back().sentence != mention.sentence;
  recent_.push_back(mention);
  if (recent_.size() > kWindowMentions) recent_.pop_front();
  for (uint32_t t = range.first; t < range.last; ++t) mentioned_at_[t] = cluster;
  ++counts_[cluster];
  if (gender == Gender::kMale) ++leaning_[cluster];
  if (gender == Gender::kFemale) --leaning_[cluster];
  if (pronoun && gender != Gender::kUnknown) {
    chain_ = cluster;
    chain_sentence_ = mention.sentence;
  }
  if (first_person_ == kNone && cast_.clusters[cluster].type == NameType::kPerson) {
    first_person_ = cluster;
  }
}

bool PronounModel::Agrees(const Cluster& cluster, const Pronoun& pronoun) const {
  if (pronoun.gender != Gender::kUnknown) {
    return cluster.type == NameType::kPerson &&
           (cluster.gender == Gender::kUnknown || cluster.gender == pronoun.gender);
  }
  if (pronoun.plural) {
    return cluster.type == NameType::kGroup || cluster.type == NameType::kOrganization;
  }
  return cluster.type == NameType::kOrganization || cluster.type == NameType::kCountry;
}

double PronounModel::Leaning(int32_t cluster, Gender gender) const {
  if (gender == Gender::kUnknown || cast_.clusters[cluster].gender != Gender::kUnknown) return 0;
  const double leaning = std::clamp<double>(leaning_[cluster], -kMaxLeaning, kMaxLeaning);
  return (gender == Gender::kMale ? leaning : -leaning) / kMaxLeaning;
}

bool PronounModel::BeforeNoun(uint32_t token) const {
  const uint32_t next = token + 1;
  if (next >= reading_.Last(token)) return false;
  const Upos pos = reading_.Pos(next);
  return pos == Upos::kNoun || pos == Upos::kAdj || pos == Upos::kPropn || pos == Upos::kNum;
}

/// "thanked him", not "saw a snake near him".
bool PronounModel::IsObjectOfVerb(uint32_t token) const {
  const language::Annotations& notes = reading_.annotations();
  if (!notes.has_parse()) {
    return token > reading_.First(token) && reading_.Pos(token - 1) == Upos::kVerb;
  }
  return notes.deprel[token] == DepRel::kObj || notes.deprel[token] == DepRel::kIobj;
}

/// No conjunction, comma or second verb phrase marker between two tokens.
bool PronounModel::SameClause(uint32_t from, uint32_t to) const {
  int verbs = 0;
  for (uint32_t t = from; t < to; ++t) {
    const Upos pos = reading_.Pos(t);
    if (pos == Upos::kSconj || reading_.IsMark(t, ",") || reading_.IsQuoteMark(t)) return false;
    if (pos == Upos::kVerb && ++verbs > 1) return false;
  }
  return true;
}

bool PronounModel::IsSubject(const RecentMention& mention, const ClauseSubject& subject) const {
  if (mention.IsSubject(reading_) && mention.predicate == subject.predicate) return true;
  return subject.token >= mention.tokens.first && subject.token < mention.tokens.last;
}

/// Whom the source of an attribution names, or a pronoun before meant; kNone unless one person.
int32_t PronounModel::SpeakerOf(const language::Attribution& attribution) const {
  int32_t speaker = kNone;
  for (uint32_t t = attribution.source.first;
       t < std::min(attribution.source.last, reading_.size()); ++t) {
    const int32_t name = cast_.name_at[t];
    const int32_t id =
        name != kNone ? cast_.ClusterOf(static_cast<uint32_t>(name)) : mentioned_at_[t];
    if (id == kNone || id == speaker || cast_.clusters[id].type != NameType::kPerson) continue;
    if (speaker != kNone) return kNone;
    speaker = id;
  }
  return speaker;
}

PronounModel::Place PronounModel::PlaceOf(uint32_t token, const Pronoun& pronoun,
                                          size_t form) const {
  Place place;
  place.token = token;
  place.sentence = reading_.SentenceOf(token);
  place.clause = clauses_.Of(token);
  place.subject = clauses_.SubjectOf(place.clause);
  place.noun = reading_.size();
  place.gender = pronoun.gender;
  place.is_subject = form == 0;
  place.is_object = form == 1 && IsObjectOfVerb(token);
  place.quoted = quoted_[token];
  if (said_[token] != kNone) {
    place.speaker = SpeakerOf(reading_.annotations().attributions[said_[token]]);
  }
  if (!clauses_.parsed()) return place;
  const DepRel relation = reading_.annotations().deprel[token];
  const int32_t head = reading_.annotations().head[token];
  if (form == 2 && relation == DepRel::kNmodPoss && head >= 0) {
    place.noun = static_cast<uint32_t>(head);
  }
  uint32_t clause = place.clause;
  for (int link = 0; link < kMaxClauses && reading_.annotations().head[clause] >= 0; ++link) {
    const DepRel how = reading_.annotations().deprel[clause];
    clause = clauses_.Of(static_cast<uint32_t>(reading_.annotations().head[clause]));
    place.above.emplace_back(clauses_.SubjectOf(clause), how);
  }
  place.is_argument = form == 1 && (place.is_object || relation == DepRel::kObl);
  return place;
}

PronounTrace PronounModel::Candidates(uint32_t token, const Pronoun& pronoun) const {
  PronounTrace trace;
  trace.token = token;
  // A reflexive is bound to the subject of its clause, as possessives tend to be.
  const bool object = pronoun.form == PronounCase::kObject ||
                      (reading_.Folded(token) == "her" && !BeforeNoun(token));
  const bool subject = pronoun.form == PronounCase::kSubject;
  trace.form = object ? 1 : subject ? 0 : 2;
  trace.opening = token == reading_.First(token);
  const Place place = PlaceOf(token, pronoun, trace.form);
  const uint32_t reach = pronoun.gender != Gender::kUnknown ? kWindowSentences : kNeuterSentences;
  uint32_t most = 0;
  std::vector<PronounCandidate>& found = trace.candidates;
  for (size_t i = recent_.size(); i-- > 0;) {
    const RecentMention& mention = recent_[i];
    if (place.sentence - mention.sentence > reach) break;
    if (!Agrees(cast_.clusters[mention.cluster], pronoun)) continue;
    auto known = std::find_if(found.begin(), found.end(), [&](const PronounCandidate& other) {
      return other.cluster == mention.cluster;
    });
    if (known == found.end()) {
      PronounCandidate candidate;
      candidate.cluster = mention.cluster;
      candidate.features[kLogBetween] = std::log1p(static_cast<double>(found.size()));
      DescribeCluster(mention.cluster, place, &candidate);
      DescribeLast(mention, place, &candidate);
      most = std::max(most, counts_[mention.cluster]);
      found.push_back(candidate);
      known = found.end() - 1;
    }
    known->features[kLogRecent] += 1;
    DescribeSubject(mention, place, &*known);
  }
  if (pronoun.gender == Gender::kUnknown) {
    // Most of them mean no participant: only who governs the clause, or the sentence before.
    const bool opens = subject || trace.opening;
    const bool parse = clauses_.parsed();
    std::erase_if(found, [opens, parse](const PronounCandidate& candidate) {
      const auto& f = candidate.features;
      const bool before =
          f[kLastSubject] > 0 && (f[kSameSentence] > 0 || f[kMainSubject] > 0 || !parse);
      return f[kBound] == 0 && f[kSubjectAbove] == 0 && !(opens && before);
    });
  }
  if (!found.empty()) found.front().features[kNearest] = 1;
  for (PronounCandidate& candidate : found) {
    candidate.features[kLogRecent] = std::log1p(candidate.features[kLogRecent]);
    candidate.features[kMostNamed] = counts_[candidate.cluster] == most ? 1 : 0;
  }
  if (pronoun.gender != Gender::kUnknown) AddLater(place, pronoun, &trace);
  Score(&trace);
  return trace;
}

void PronounModel::DescribeCluster(int32_t id, const Place& place,
                                   PronounCandidate* candidate) const {
  const Cluster& cluster = cast_.clusters[id];
  auto& f = candidate->features;
  f[kLogCount] = std::log1p(static_cast<double>(counts_[id]));
  f[kLogNames] = std::log1p(static_cast<double>(cluster.names.size()));
  f[kInTitle] = in_title_[id] ? 1 : 0;
  f[kGenderKnown] = cluster.gender != Gender::kUnknown && cluster.gender == place.gender ? 1 : 0;
  f[kGenderLeans] = Leaning(id, place.gender);
  f[kFirstNamed] = id == first_person_ ? 1 : 0;
  if (id == chain_) {
    f[chain_sentence_ == place.sentence ? kChainHere : kChainBefore] = 1;
  }
  if (id == place.speaker) f[place.quoted ? kSpeaker : kSays] = 1;
}

/// How and where the candidate was mentioned last.
void PronounModel::DescribeLast(const RecentMention& mention, const Place& place,
                                PronounCandidate* candidate) const {
  auto& f = candidate->features;
  const bool acts = mention.IsSubject(reading_);
  f[kSameSentence] = mention.sentence == place.sentence ? 1 : 0;
  f[kSentenceBefore] = place.sentence - mention.sentence == 1 ? 1 : 0;
  f[kLogDistance] = std::log1p(static_cast<double>(place.token - mention.tokens.first));
  f[kLastSubject] = acts ? 1 : 0;
  f[kBothSubjects] = acts && place.is_subject ? 1 : 0;
  f[kBothObjects] = !acts && !place.is_subject ? 1 : 0;
  f[kLastPossessive] = mention.possessive ? 1 : 0;
  f[kLastPronoun] = mention.pronoun ? 1 : 0;
  f[kMainSubject] = acts && clauses_.IsRoot(mention.predicate) ? 1 : 0;
  f[kLogDepth] = std::log1p(static_cast<double>(mention.depth));
  f[kListed] = mention.listed ? 1 : 0;
  f[kOtherSideOfQuote] = quoted_[mention.head] != place.quoted ? 1 : 0;
  f[kFirstOfSentence] = mention.first ? 1 : 0;
  f[kLastFull] = !mention.pronoun && mention.tokens.size() > 1 ? 1 : 0;
  f[kBracketed] = mention.bracketed ? 1 : 0;
  f[kOfKin] = mention.of_kin ? 1 : 0;
  if (!clauses_.parsed()) return;
  const auto& deprel = reading_.annotations().deprel;
  const DepRel relation = deprel[mention.head];
  f[kSameRelation] = !acts && !place.is_subject && relation == deprel[place.token] ? 1 : 0;
  f[kLastObject] = relation == DepRel::kObj || relation == DepRel::kIobj ? 1 : 0;
  f[kLastModifier] = relation == DepRel::kNmod ? 1 : 0;
  f[kLastOblique] = relation == DepRel::kObl || relation == DepRel::kOblAgent ? 1 : 0;
  if (mention.sentence != place.sentence) return;
  const bool same = clauses_.Of(mention.head) == place.clause && !acts;
  f[kSameClause] = same ? 1 : 0;
  const bool argument = f[kLastObject] > 0 || f[kLastOblique] > 0;
  f[kArgument] = same && argument && place.is_argument ? 1 : 0;
  if (place.noun == reading_.size()) return;
  const uint32_t phrase = clauses_.PhraseOf(mention.head);
  const DepRel noun = deprel[place.noun];
  const auto above = reading_.annotations().head[place.noun];
  if (noun == DepRel::kConj && above >= 0 &&
      clauses_.PhraseOf(static_cast<uint32_t>(above)) == phrase) {
    f[kJoined] = 1;
  }
  if (noun == DepRel::kAppos && clauses_.PhraseOf(place.noun) == phrase) f[kApposed] = 1;
}

/// Whether a mention governs the clause of the pronoun.
void PronounModel::DescribeSubject(const RecentMention& mention, const Place& place,
                                   PronounCandidate* candidate) const {
  auto& f = candidate->features;
  const bool here = mention.sentence == place.sentence;
  const bool acts = mention.IsSubject(reading_);
  if (acts && place.sentence - mention.sentence == 1) f[kSubjectBefore] = 1;
  if (!here) return;
  if (acts) f[kSubjectHere] = 1;
  const uint32_t none = reading_.size();
  const bool own = clauses_.parsed() ? IsSubject(mention, place.subject)
                                     : acts && SameClause(mention.tokens.first, place.token);
  if (own && !place.is_subject) {
    f[kBound] = 1;
    if (place.is_object) f[kBarred] = 1;
    if (place.subject.relative) f[kRelative] = 1;
    if (place.noun != none && place.noun == place.subject.predicate) f[kPredicate] = 1;
  }
  if (own) return;
  for (const auto& [subject, how] : place.above) {
    if (!IsSubject(mention, subject)) continue;
    f[kSubjectAbove] = 1;
    if (how == DepRel::kAdvcl) f[kAdverbialAbove] = 1;
    if (how == DepRel::kCcomp || how == DepRel::kParataxis) f[kContentAbove] = 1;
    return;
  }
}

/// "In her book, Smith ...", "When he came back, Smith ...": who is named in the clause that the
/// pronoun's opening phrase depends on.
void PronounModel::AddLater(const Place& place, const Pronoun& pronoun, PronounTrace* trace) const {
  if (!clauses_.parsed()) return;
  const uint32_t end = std::min(reading_.Last(place.token), place.token + kLaterTokens);
  bool subject_seen = false;
  for (uint32_t t = place.token + 1; t < end; ++t) {
    const int32_t index = cast_.name_at[t];
    if (index == kNone || cast_.names[index].tokens.first != t) continue;
    const TokenRange range = cast_.names[index].tokens;
    const int32_t id = cast_.ClusterOf(static_cast<uint32_t>(index));
    if (id == kNone || !Agrees(cast_.clusters[id], pronoun)) continue;
    auto known = std::find_if(trace->candidates.begin(), trace->candidates.end(),
                              [id](const PronounCandidate& c) { return c.cluster == id; });
    const uint32_t head = reading_.HeadOf(range);
    const uint32_t clause = clauses_.Of(head);
    const uint32_t predicate = reading_.SubjectOf(range);
    const bool acts = predicate != reading_.size();
    const uint32_t above = acts ? predicate : clause;
    const bool opening = above > place.token && clauses_.DependsOn(place.token, above) &&
                         !clauses_.InSubjectOf(place.token, above) &&
                         (place.noun == reading_.size() || clauses_.PhraseOf(head) != place.noun);
    if (known != trace->candidates.end()) {
      known->features[kNamedAgain] = 1;
      if (opening && acts && !subject_seen) known->features[kSubjectAfter] = 1;
    } else if (opening) {
      PronounCandidate candidate;
      candidate.cluster = id;
      DescribeCluster(id, place, &candidate);
      candidate.features[kComesAfter] = 1;
      if (acts && !subject_seen) candidate.features[kSubjectAfter] = 1;
      trace->candidates.push_back(candidate);
    }
    subject_seen = subject_seen || (opening && acts);
  }
}

void PronounModel::Score(PronounTrace* trace) const {
  const size_t special = trace->form * kPronounFeatures.size();
  const size_t opening = trace->opening ? 3 * kPronounFeatures.size() : 0;
  for (PronounCandidate& candidate : trace->candidates) {
    for (size_t i = 0; i < candidate.features.size(); ++i) {
      double weight = weights_[i];
      if (special > 0) weight += weights_[special + i];
      if (opening > 0) weight += weights_[opening + i];
      candidate.score += weight * candidate.features[i];
    }
  }
}

}  // namespace nutgraf::extract::participants
