#include "service/extract/quotes/cues.h"

#include <optional>

namespace nutgraf::extract::quotes {
namespace {

using language::DepRel;
using language::Upos;

/// The end of the entry's words at `token`, or nothing when they don't stand there.
std::optional<uint32_t> MatchRest(const Reading& r, const Unit& unit, const CueEntry& entry,
                                  uint32_t token) {
  uint32_t at = token + 1;
  for (const std::string& word : entry.rest) {
    if (at >= unit.tokens.last || !r.Is(at, word) || r.InQuotes(at)) return std::nullopt;
    ++at;
  }
  return at;
}

/// The preposition of an entry of two words that stands apart from its verb but hangs on it in the
/// tree: "spoke at length | of", "see the plan | as"; 0 when there is none.
uint32_t ParticleApart(const Reading& r, const Unit& unit, const CueEntry& entry, uint32_t token) {
  const Tree& tree = r.tree();
  if (tree.empty() || entry.kind != CueKind::kVerb || entry.rest.size() != 1) return 0;
  for (const uint32_t child : tree.Children(token)) {
    if (child < token || !tree.Is(child, {DepRel::kObl, DepRel::kAdvcl, DepRel::kXcomp})) continue;
    for (const uint32_t mark : tree.Children(child)) {
      if (mark > token && mark < child && unit.tokens.Contains(mark) && !r.InQuotes(mark) &&
          r.Is(mark, entry.rest[0]) && tree.Is(mark, {DepRel::kCase, DepRel::kMark})) {
        return mark;
      }
    }
  }
  return 0;
}

bool ReadsAsVerb(const Reading& r, const Unit& unit, uint32_t token, uint8_t inflections) {
  const Upos pos = r.Pos(token);
  // "a highly anticipated visit"
  if (!r.tree().empty() && r.tree().Relation(token) == DepRel::kAmod) return false;
  if (token > unit.tokens.first) {
    const uint32_t before = token - 1;
    if ((inflections & (kParticiple | kGerund)) && r.IsAny(before, {"the", "a", "an"})) {
      return false;  // "a supposed winner", "the saying"
    }
    // "Lund's claim", but "he's claiming".
    if (r.IsPossessive(before) && !r.IsBe(before) &&
        !(before > unit.tokens.first && r.IsPersonalSubject(before - 1))) {
      return false;
    }
  }
  if (pos == Upos::kVerb || pos == Upos::kAux) return true;
  // In a headline every word has a capital: "Mayor Calls Plan a Mistake".
  if (pos == Upos::kPropn && (inflections & (kPresent3 | kPast)) && unit.headline &&
      token > unit.tokens.first) {
    return true;
  }
  if (pos == Upos::kPropn || pos == Upos::kDet || pos == Upos::kAdp) return false;
  const bool introduces = token + 1 < unit.tokens.last &&
                          (r.IsAny(token + 1, {"that", ":", ","}) || r.InQuotes(token + 1));
  if (introduces && (inflections & (kPast | kGerund))) return true;
  // A tagger without a parse takes "claims" or "plans" for nouns: after a personal pronoun they are
  // verbs.
  return token > unit.tokens.first && r.IsPersonalSubject(token - 1);
}

/// A noun, also where the tagger takes it for a verb: after a possessive.
bool ReadsAsNoun(const Reading& r, const Unit& unit, uint32_t token) {
  if (r.Pos(token) == Upos::kNoun) return true;
  return token > unit.tokens.first && r.IsPossessive(token - 1) && !r.IsBe(token - 1);
}

/// Goes left from the verb over auxiliaries, adverbs and negations.
void ReadGroup(const Reading& r, const Unit& unit, uint8_t inflections, Cue& cue) {
  uint32_t first = cue.token;
  bool be = false;
  bool have = false;
  bool modal = false;
  bool to = false;
  for (uint32_t i = cue.token; i > unit.tokens.first;) {
    --i;
    if (r.InQuotes(i)) break;
    if (r.IsNegation(i) && !r.Is(i, "no")) {
      cue.negated = true;
      if (!r.Is(i, "never")) continue;
      first = i;
    } else if (r.IsBe(i)) {
      be = true;
      first = i;
    } else if (r.IsHave(i)) {
      have = true;
      first = i;
    } else if (r.IsDoOrModal(i)) {
      modal = true;
      first = i;
    } else if (r.Is(i, "to")) {
      to = true;
      first = i;
      break;
    } else if (r.Pos(i) == Upos::kAdv && !r.IsTime(i) && !r.IsWhWord(i) && !r.IsClauseOpener(i)) {
      first = i;  // kept only when it leans on the verb; trimmed by the subject's reader
    } else {
      break;
    }
  }
  cue.group.first = first;
  cue.auxiliary = be || have || modal;
  if (inflections & kGerund) {
    cue.form = be ? CueForm::kFinite : CueForm::kGerund;
  } else if (to) {
    cue.form = be && (inflections & kParticiple) ? CueForm::kPassive : CueForm::kInfinitive;
  } else if (be && (inflections & kParticiple)) {
    cue.form = CueForm::kPassive;
  } else if ((inflections & kPast) || (inflections & kPresent3) || (inflections & kBase)) {
    cue.form = CueForm::kFinite;
    cue.past = (inflections & kPast) && !cue.auxiliary;
    // "When asked about the visit, X said": no subject can stand before it.
    const Tree& tree = r.tree();
    const bool inverted = !tree.empty() && first == unit.tokens.first &&
                          tree.Child(cue.token, {DepRel::kNsubj}) > static_cast<int32_t>(cue.token);
    if (cue.past && !inverted &&
        (first == unit.tokens.first ||
         r.IsAny(first - 1, {"when", "if", "as", "while", "once", "though"}))) {
      cue.form = CueForm::kParticiple;
    }
  } else {
    cue.form = have ? CueForm::kFinite : CueForm::kParticiple;
  }
}

/// Whether a form of "be" stands in the group before the cue's word.
bool HoldsBe(const Reading& r, const Cue& cue) {
  for (uint32_t i = cue.group.first; i < cue.token; ++i) {
    if (r.IsBe(i)) return true;
  }
  return false;
}

std::optional<Cue> CueAt(const Reading& r, const Unit& unit, uint32_t token) {
  for (const FormReading& reading : r.lexicon().Readings(r.Lower(token))) {
    const CueEntry& entry = r.lexicon().entries()[reading.entry];
    auto end = MatchRest(r, unit, entry, token);
    Cue cue;
    if (!end) {
      cue.particle = ParticleApart(r, unit, entry, token);
      if (cue.particle == 0) continue;
      end = token + 1;
    }
    cue.entry = &entry;
    cue.token = token;
    cue.group = {token, *end};
    switch (entry.kind) {
      case CueKind::kPhrase:
        cue.form = CueForm::kPhrase;
        return cue;
      case CueKind::kNoun:
        if (!ReadsAsNoun(r, unit, token)) continue;
        cue.form = CueForm::kNoun;
        return cue;
      case CueKind::kAdjective:
        if (r.Pos(token) == Upos::kNoun || r.Pos(token) == Upos::kPropn) continue;
        ReadGroup(r, unit, kPresent3, cue);
        if (cue.form != CueForm::kFinite || !HoldsBe(r, cue)) continue;
        return cue;
      case CueKind::kVerb:
        if (!ReadsAsVerb(r, unit, token, reading.inflections)) continue;
        ReadGroup(r, unit, reading.inflections, cue);
        return cue;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Cue> FindCues(const Reading& reading, const Unit& unit) {
  std::vector<Cue> cues;
  // What is longer outside of quotation marks is no sentence; reading its clauses would cost more
  // than linear time.
  constexpr uint32_t kLongestSentence = 400;
  uint32_t outside = 0;
  for (uint32_t token = unit.tokens.first; token < unit.tokens.last; ++token) {
    outside += reading.InQuotes(token) ? 0 : 1;
  }
  if (outside > kLongestSentence) return cues;
  for (uint32_t token = unit.tokens.first; token < unit.tokens.last; ++token) {
    if (reading.InQuotes(token) || reading.IsPunct(token)) continue;
    const std::optional<Cue> cue = CueAt(reading, unit, token);
    if (!cue) continue;
    cues.push_back(*cue);
    token = cue->group.last - 1;
  }
  return cues;
}

}  // namespace nutgraf::extract::quotes
