#include "service/extract/participants/pronoun_model.h"

#include <algorithm>
#include <cmath>

namespace nutgraf::extract::participants {
namespace {

using language::DepRel;
using language::Upos;
using text::TokenRange;

constexpr size_t kWindowMentions = 40;    // recent mentions that are looked at
constexpr uint32_t kWindowSentences = 3;  // sentences back that he and she reach
constexpr uint32_t kNeuterSentences = 1;  // and it and they
constexpr int kMaxLinks = 32;             // of the parse that are followed upwards
constexpr uint32_t kLaterTokens = 40;     // after a pronoun that comes before its name
constexpr double kMaxLeaning = 3;

/// Whether `above` is an ancestor of `token` in the parse.
bool DependsOn(const Reading& reading, uint32_t token, uint32_t above) {
  const language::Annotations& notes = reading.annotations();
  if (!notes.has_parse()) return false;
  for (int link = 0; link < kMaxLinks && notes.head[token] >= 0; ++link) {
    token = static_cast<uint32_t>(notes.head[token]);
    if (token == above) return true;
  }
  return false;
}

/// Whether `token` stands inside of the subject of `predicate`.
bool InSubjectOf(const Reading& reading, uint32_t token, uint32_t predicate) {
  const language::Annotations& notes = reading.annotations();
  for (int link = 0; link < kMaxLinks && notes.head[token] >= 0; ++link) {
    const auto head = static_cast<uint32_t>(notes.head[token]);
    if (head == predicate) {
      return notes.deprel[token] == DepRel::kNsubj || notes.deprel[token] == DepRel::kNsubjPass;
    }
    token = head;
  }
  return false;
}

uint32_t DepthOf(const Reading& reading, uint32_t token) {
  const language::Annotations& notes = reading.annotations();
  uint32_t depth = 0;
  if (!notes.has_parse()) return depth;
  while (depth < kMaxLinks && notes.head[token] >= 0) {
    token = static_cast<uint32_t>(notes.head[token]);
    ++depth;
  }
  return depth;
}

bool IsRoot(const Reading& reading, uint32_t token) {
  const language::Annotations& notes = reading.annotations();
  return notes.has_parse() && token < reading.size() && notes.head[token] < 0;
}

}  // namespace

std::string PronounWeightName(size_t index) {
  return std::string(kPronounForms[index / kPronounFeatures.size()]) +
         std::string(kPronounFeatures[index % kPronounFeatures.size()]);
}

PronounModel::PronounModel(const Reading& reading, const Cast& cast)
    : reading_(reading),
      cast_(cast),
      counts_(cast.clusters.size(), 0),
      leaning_(cast.clusters.size(), 0),
      quoted_(reading.size(), false),
      bracketed_(reading.size(), false),
      has_subject_(reading.size(), false) {
  for (size_t i = 0; i < weights_.size(); ++i) {
    weights_[i] = reading.lexicon().PronounWeight(PronounWeightName(i));
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
  const language::Annotations& notes = reading.annotations();
  for (uint32_t t = 0; notes.has_parse() && t < reading.size(); ++t) {
    const bool subject = notes.deprel[t] == DepRel::kNsubj || notes.deprel[t] == DepRel::kNsubjPass;
    if (subject && notes.head[t] >= 0) has_subject_[notes.head[t]] = true;
  }
}

void PronounModel::Remember(int32_t cluster, TokenRange range, bool pronoun, Gender gender) {
  RecentMention mention;
  mention.cluster = cluster;
  mention.tokens = range;
  mention.sentence = reading_.SentenceOf(range.first);
  mention.head = reading_.HeadOf(range);
  mention.predicate = reading_.SubjectOf(range);
  mention.depth = DepthOf(reading_, mention.head);
  mention.pronoun = pronoun;
  mention.possessive = range.last < reading_.Last(range.first) && reading_.IsPossessive(range.last);
  const auto joins = [this](uint32_t t) {
    return reading_.Folded(t) == "and" || reading_.Folded(t) == "or" || reading_.IsMark(t, "&");
  };
  mention.listed = (range.first > reading_.First(range.first) && joins(range.first - 1)) ||
                   (range.last < reading_.Last(range.first) && joins(range.last));
  mention.bracketed = bracketed_[range.first];
  mention.first = recent_.empty() || recent_.back().sentence != mention.sentence;
  recent_.push_back(mention);
  if (recent_.size() > kWindowMentions) recent_.pop_front();
  ++counts_[cluster];
  if (gender == Gender::kMale) ++leaning_[cluster];
  if (gender == Gender::kFemale) --leaning_[cluster];
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

/// The predicate whose subject the clause of a token has: past verbs without one of their own
/// ("threatens to throw him", "came in and saw him", "Having seen him, ..."). The token itself
/// without a parse.
uint32_t PronounModel::ClauseOf(uint32_t token) const {
  const language::Annotations& notes = reading_.annotations();
  if (!notes.has_parse()) return token;
  for (int link = 0; link < kMaxLinks && notes.head[token] >= 0; ++link) {
    if (has_subject_[token]) return token;
    if (notes.deprel[token] == DepRel::kAclRelcl || notes.deprel[token] == DepRel::kAcl) {
      return token;
    }
    token = static_cast<uint32_t>(notes.head[token]);
  }
  return token;
}

PronounTrace PronounModel::Candidates(uint32_t token, const Pronoun& pronoun) const {
  PronounTrace trace;
  trace.token = token;
  // A reflexive is bound to the subject of its clause, as possessives tend to be.
  const bool object = pronoun.form == PronounCase::kObject ||
                      (reading_.Folded(token) == "her" && !BeforeNoun(token));
  const bool subject = pronoun.form == PronounCase::kSubject;
  trace.form = object ? 1 : subject ? 0 : 2;
  const uint32_t sentence = reading_.SentenceOf(token);
  const uint32_t reach = pronoun.gender != Gender::kUnknown ? kWindowSentences : kNeuterSentences;
  const language::Annotations& notes = reading_.annotations();
  const uint32_t clause = ClauseOf(token);
  int32_t barred = kNone;  // "Smith thanked him": is not Smith
  uint32_t most = 0;
  std::vector<PronounCandidate>& found = trace.candidates;
  for (size_t i = recent_.size(); i-- > 0;) {
    const RecentMention& mention = recent_[i];
    if (sentence - mention.sentence > reach) break;
    const Cluster& cluster = cast_.clusters[mention.cluster];
    if (!Agrees(cluster, pronoun)) continue;
    auto known = std::find_if(found.begin(), found.end(), [&](const PronounCandidate& other) {
      return other.cluster == mention.cluster;
    });
    const bool here = mention.sentence == sentence;
    const bool before = sentence - mention.sentence == 1;
    const bool acts = mention.IsSubject(reading_);
    if (known == found.end()) {
      PronounCandidate candidate;
      candidate.cluster = mention.cluster;
      auto& f = candidate.features;
      f[kSameSentence] = here ? 1 : 0;
      f[kSentenceBefore] = before ? 1 : 0;
      f[kLogDistance] = std::log1p(static_cast<double>(token - mention.tokens.first));
      f[kLastSubject] = acts ? 1 : 0;
      f[kBothSubjects] = acts && subject ? 1 : 0;
      f[kBothObjects] = !acts && !subject ? 1 : 0;
      f[kLastPossessive] = mention.possessive ? 1 : 0;
      f[kLogCount] = std::log1p(static_cast<double>(counts_[mention.cluster]));
      f[kGenderKnown] =
          cluster.gender != Gender::kUnknown && cluster.gender == pronoun.gender ? 1 : 0;
      f[kGenderLeans] = Leaning(mention.cluster, pronoun.gender);
      f[kLastPronoun] = mention.pronoun ? 1 : 0;
      f[kFirstNamed] = mention.cluster == first_person_ ? 1 : 0;
      f[kMainSubject] = acts && IsRoot(reading_, mention.predicate) ? 1 : 0;
      f[kLogDepth] = std::log1p(static_cast<double>(mention.depth));
      f[kListed] = mention.listed ? 1 : 0;
      f[kOtherSideOfQuote] = quoted_[mention.head] != quoted_[token] ? 1 : 0;
      f[kSameRelation] = notes.has_parse() && !acts && !subject &&
                                 notes.deprel[mention.head] == notes.deprel[token]
                             ? 1
                             : 0;
      f[kFirstOfSentence] = mention.first ? 1 : 0;
      f[kLastFull] = !mention.pronoun && mention.tokens.size() > 1 ? 1 : 0;
      f[kBracketed] = mention.bracketed ? 1 : 0;
      if (notes.has_parse()) {
        const DepRel relation = notes.deprel[mention.head];
        f[kLastObject] = relation == DepRel::kObj || relation == DepRel::kIobj ? 1 : 0;
        f[kLastModifier] = relation == DepRel::kNmod ? 1 : 0;
      }
      most = std::max(most, counts_[mention.cluster]);
      found.push_back(candidate);
      known = found.end() - 1;
    }
    known->features[kLogRecent] += 1;
    if (!acts) continue;
    auto& f = known->features;
    if (before) f[kSubjectBefore] = 1;
    if (!here) continue;
    f[kSubjectHere] = 1;
    const bool own =
        notes.has_parse() ? mention.predicate == clause : SameClause(mention.tokens.first, token);
    if (own && !subject) f[kBound] = 1;
    if (own && object && IsObjectOfVerb(token)) barred = mention.cluster;
    if (!own && DependsOn(reading_, clause, mention.predicate)) f[kSubjectAbove] = 1;
  }
  std::erase_if(
      found, [barred](const PronounCandidate& candidate) { return candidate.cluster == barred; });
  if (pronoun.gender == Gender::kUnknown) {
    // Most of them mean no participant: only who governs the clause, or the sentence before.
    const bool opens = subject || token == reading_.First(token);
    const bool parse = notes.has_parse();
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
  if (pronoun.gender != Gender::kUnknown) AddLater(token, pronoun, &trace);
  Score(&trace);
  return trace;
}

/// "In her book, Smith ...", "When he came back, Smith ...": the subject of the clause that the
/// pronoun's phrase depends on.
void PronounModel::AddLater(uint32_t token, const Pronoun& pronoun, PronounTrace* trace) const {
  if (!reading_.annotations().has_parse()) return;
  const uint32_t end = std::min(reading_.Last(token), token + kLaterTokens);
  for (uint32_t t = token + 1; t < end; ++t) {
    const int32_t name = cast_.name_at[t];
    if (name == kNone || cast_.names[name].tokens.first != t) continue;
    const int32_t id = cast_.ClusterOf(static_cast<uint32_t>(name));
    if (id == kNone || !Agrees(cast_.clusters[id], pronoun)) continue;
    const uint32_t predicate = reading_.SubjectOf(cast_.names[name].tokens);
    if (predicate == reading_.size() || !DependsOn(reading_, token, predicate)) continue;
    if (predicate < token || InSubjectOf(reading_, token, predicate)) continue;
    auto known = std::find_if(trace->candidates.begin(), trace->candidates.end(),
                              [id](const PronounCandidate& c) { return c.cluster == id; });
    if (known != trace->candidates.end()) return;
    PronounCandidate candidate;
    candidate.cluster = id;
    const Cluster& cluster = cast_.clusters[id];
    candidate.features[kComesAfter] = 1;
    candidate.features[kLogCount] = std::log1p(static_cast<double>(counts_[id]));
    candidate.features[kGenderKnown] = cluster.gender == pronoun.gender ? 1 : 0;
    candidate.features[kGenderLeans] = Leaning(id, pronoun.gender);
    trace->candidates.push_back(candidate);
    return;
  }
}

void PronounModel::Score(PronounTrace* trace) const {
  const size_t special = trace->form * kPronounFeatures.size();
  for (PronounCandidate& candidate : trace->candidates) {
    for (size_t i = 0; i < candidate.features.size(); ++i) {
      double weight = weights_[i];
      if (special > 0) weight += weights_[special + i];
      candidate.score += weight * candidate.features[i];
    }
  }
}

}  // namespace nutgraf::extract::participants
