#include "service/extract/participants/reading.h"

#include <algorithm>

namespace nutgraf::extract::participants {
namespace {

using language::Upos;
using text::CaseClass;
using text::TokenKind;

constexpr uint32_t kRoleWords = 4;
constexpr uint32_t kAsideTokens = 25;  // "X, when asked about ..., said": how far the verb may be
constexpr int kSubjectSteps = 4;       // flat, appos and conj links from a name up to its subject
constexpr uint32_t kSportCuesNeeded = 4;

}  // namespace

Reading::Reading(const text::Document& document, const language::Annotations& annotations,
                 const Lexicon& lexicon)
    : document_(document), annotations_(annotations), lexicon_(lexicon) {
  folded_.reserve(document.tokens.size());
  uint32_t cues = 0;
  for (const text::Token& token : document.tokens) {
    folded_.push_back(knowledge::Fold(document.Slice(token)));
    if (token.kind == TokenKind::kWord && lexicon.IsSportCue(folded_.back())) ++cues;
  }
  for (const text::Sentence& sentence : document.sentences) {
    has_body_ = has_body_ || sentence.zone == text::ZoneType::kBody;
  }
  is_sport_ = cues >= kSportCuesNeeded && cues * 60 >= document.tokens.size();
}

bool Reading::Capital(uint32_t token) const {
  const CaseClass c = Case(token);
  return c == CaseClass::kCapitalized || c == CaseClass::kUpper ||
         (c == CaseClass::kMixed && !Word(token).empty() &&
          !(Word(token)[0] >= 'a' && Word(token)[0] <= 'z'));
}

bool Reading::IsWord(uint32_t token) const {
  return document_.tokens[token].kind == TokenKind::kWord;
}

bool Reading::IsVerb(uint32_t token) const {
  return Pos(token) == Upos::kVerb || Pos(token) == Upos::kAux;
}

bool Reading::IsPossessive(uint32_t token) const {
  const std::string_view word = Folded(token);
  return (word == "'s" || word == "'") && !document_.tokens[token].space_before;
}

bool Reading::IsQuoteMark(uint32_t token) const {
  const std::string_view word = Word(token);
  return word == "\"" || word == "“" || word == "”" || word == "``" || word == "''" ||
         word == "«" || word == "»" || word == "„";
}

std::string Reading::Key(text::TokenRange range) const {
  std::string key;
  for (uint32_t t = range.first; t < range.last; ++t) {
    if (!key.empty()) key += ' ';
    key += folded_[t];
  }
  return key;
}

RoleNoun Reading::RoleEndingAt(uint32_t last, uint32_t from, uint32_t* first) const {
  RoleNoun best;
  std::string words;
  for (uint32_t n = 0; n < kRoleWords && last >= from + n; ++n) {
    const uint32_t t = last - n;
    words = n == 0 ? folded_[t] : folded_[t] + " " + words;
    if (const RoleNoun role = lexicon_.Role(words); role && role.kind != "honorific") {
      best = role;
      *first = t;
    }
    if (t == 0) break;
  }
  return best;
}

template <typename Known>
auto Reading::ByLemma(uint32_t token, Known known) const {
  std::string lemma(Lemma(token));
  if (const auto found = known(lemma); found != decltype(found){}) return found;
  if (!lemma.empty() && lemma.back() == 'i') lemma.back() = 'y';
  if (const auto found = known(lemma); found != decltype(found){}) return found;
  lemma += 'e';
  if (const auto found = known(lemma); found != decltype(found){}) return found;
  lemma.pop_back();
  if (!lemma.empty()) lemma.pop_back();
  return known(lemma);
}

ActorVerb Reading::VerbKind(uint32_t token) const {
  return ByLemma(token, [this](const std::string& lemma) { return lexicon_.Verb(lemma); });
}

bool Reading::IsLeadVerb(uint32_t token) const {
  return ByLemma(token, [this](const std::string& lemma) { return lexicon_.IsLeadVerb(lemma); });
}

uint32_t Reading::VerbAfter(uint32_t token, bool* copula, bool* passive) const {
  *copula = *passive = false;
  const uint32_t end = Last(token);
  uint32_t t = token + 1;
  // "(US)": a bracket right after the name.
  if (t < end && IsMark(t, "(")) {
    while (t < end && !IsMark(t, ")")) ++t;
    ++t;
  }
  if (t < end && IsMark(t, ",")) {  // an aside between commas
    const uint32_t limit = std::min(end, t + kAsideTokens);
    uint32_t close = t + 1;
    while (close < limit && !IsMark(close, ",")) ++close;
    if (close >= limit) return size();
    t = close + 1;
    if (t >= end || !IsVerb(t)) return size();
  }
  bool be = false;
  bool have = false;
  for (; t < end; ++t) {
    const Upos pos = Pos(t);
    const std::string_view lemma = Lemma(t);
    if (pos == Upos::kAdv || Folded(t) == "not" || Folded(t) == "n't") continue;
    if (pos == Upos::kAux || (pos == Upos::kVerb && lemma == "be")) {
      be = be || lemma == "be";
      have = have || lemma == "have";
      continue;
    }
    if (pos == Upos::kVerb) {
      const bool ing = Folded(t).ends_with("ing");
      // "Islamabad seeking help" is no clause; "is seeking" is.
      if (ing && !be) return size();
      *passive = be && !ing;
      return t;
    }
    break;
  }
  if (be || have) {
    *copula = be;
    return t > token + 1 ? t - 1 : size();
  }
  return size();
}

uint32_t Reading::HeadOf(text::TokenRange range) const {
  if (annotations_.has_parse()) {
    for (uint32_t t = range.first; t < range.last; ++t) {
      const int32_t head = annotations_.head[t];
      const bool inside =
          head >= static_cast<int32_t>(range.first) && head < static_cast<int32_t>(range.last);
      if (!inside && annotations_.deprel[t] != language::DepRel::kPunct) return t;
    }
  }
  return range.last - 1;
}

uint32_t Reading::SubjectOf(text::TokenRange range) const {
  using language::DepRel;
  if (!annotations_.has_parse()) {
    const uint32_t begin = First(range.first);
    uint32_t first = range.first;
    while (first > begin && (Pos(first - 1) == Upos::kDet || Pos(first - 1) == Upos::kPropn ||
                             Pos(first - 1) == Upos::kNoun || Pos(first - 1) == Upos::kAdj)) {
      --first;
    }
    if (first > begin && Pos(first - 1) == Upos::kAdp) return size();
    bool copula = false;
    bool passive = false;
    return VerbAfter(range.last - 1, &copula, &passive);
  }
  uint32_t t = HeadOf(range);
  for (int step = 0; step < kSubjectSteps; ++step) {
    const DepRel relation = annotations_.deprel[t];
    const int32_t head = annotations_.head[t];
    if (head < 0) return size();
    if (relation == DepRel::kNsubj || relation == DepRel::kNsubjPass) {
      return static_cast<uint32_t>(head);
    }
    if (relation != DepRel::kFlat && relation != DepRel::kConj && relation != DepRel::kAppos) {
      return size();
    }
    t = static_cast<uint32_t>(head);
  }
  return size();
}

}  // namespace nutgraf::extract::participants
