#include "service/extract/quotes/token_speakers.h"

#include <algorithm>

#include "service/extract/quotes/phrases.h"
#include "service/extract/quotes/subjects.h"

namespace nutgraf::extract::quotes {

using language::Upos;
using text::TokenRange;

// Where the clause of the token at `at` can begin at the earliest: after the last quotation, or
/// at the start of the unit.
uint32_t ClauseFloor(const Reading& r, const Unit& unit, uint32_t at) {
  for (uint32_t i = at; i > unit.tokens.first; --i) {
    if (r.InQuotes(i - 1)) {
      const QuotedSpan& span = r.quoted()[r.QuotedAt(i - 1)];
      if (span.tokens.size() > 5) return i;
      i = std::max(span.tokens.first, unit.tokens.first) + 1;
    }
  }
  return unit.tokens.first;
}

namespace {

/// "according to X": X is a noun phrase, whatever the tagger makes of its words.
TokenRange PhraseSpeaker(const Reading& r, const Unit& unit, const Cue& cue) {
  const TokenRange phrase =
      NounPhraseAfter(r, cue.group.last, unit.tokens.last, PhraseExtent::kFull);
  if (!phrase.empty()) return phrase;
  uint32_t end = cue.group.last;
  while (end < unit.tokens.last && end < cue.group.last + 8 && !r.IsPunct(end)) ++end;
  return {cue.group.last, end};
}

/// The subject of the clause that the cue hangs on: an earlier verb's.
TokenRange SharedSubject(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                         size_t index) {
  const Cue& cue = cues[index];
  const uint32_t first = cue.group.first;
  // "a statement saying", "footage showing": the noun itself.
  if (cue.form == CueForm::kGerund && first > unit.tokens.first && r.IsNominal(first - 1)) {
    if (const int32_t e = r.EntityAt(first - 1); e != kNone) {
      return r.notes().entities[e].tokens;
    }
    return NounPhraseBefore(r, ClauseFloor(r, unit, first), first);
  }
  // "She said ... but warned": an earlier cue in the same tense.
  if (cue.form == CueForm::kFinite) {
    for (size_t earlier = index; earlier > 0;) {
      --earlier;
      const Cue& other = cues[earlier];
      if (other.form != CueForm::kFinite || other.past != cue.past) continue;
      const TokenRange subject =
          SubjectBefore(r, ClauseFloor(r, unit, other.group.first), other.group.first);
      if (!subject.empty()) return subject;
    }
  }
  for (uint32_t i = first; i > unit.tokens.first;) {
    --i;
    if (r.InQuotes(i)) continue;
    if (!r.IsVerb(i) || r.Lower(i).ends_with("ing")) continue;
    if (i > unit.tokens.first && (r.Is(i - 1, "to") || r.IsVerb(i - 1))) continue;
    uint32_t group = i;
    while (group > unit.tokens.first &&
           (r.Pos(group - 1) == Upos::kAdv || r.IsNegation(group - 1)) && !r.IsTime(group - 1)) {
      --group;
    }
    const TokenRange subject = SubjectBefore(r, ClauseFloor(r, unit, group), group);
    if (!subject.empty() && r.IsRelative(subject.first) && subject.size() == 1) continue;
    if (!subject.empty()) return subject;
    if (group > unit.tokens.first && r.InQuotes(group - 1)) {
      const TokenRange after = NounPhraseAfter(r, i + 1, unit.tokens.last, PhraseExtent::kFull);
      if (!after.empty() && after.first == i + 1 && after.last <= first) return after;
    }
  }
  // "Citing his age, X said": the subject comes after.
  if (first == unit.tokens.first || cue.form == CueForm::kGerund) {
    for (size_t next = index + 1; next < cues.size(); ++next) {
      if (cues[next].form != CueForm::kFinite) continue;
      return SubjectBefore(r, ClauseFloor(r, unit, cues[next].group.first), cues[next].group.first);
    }
  }
  return {};
}

TokenRange FiniteSubject(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                         size_t index) {
  const Cue& cue = cues[index];
  const uint32_t first = cue.group.first;
  const uint32_t floor = ClauseFloor(r, unit, first);
  // "…," said X: nothing but the end of the content stands before the verb.
  const bool after_content = first == floor || r.InQuotes(first - 1) || r.IsComma(first - 1);
  if (after_content && cue.entry->Has(kFramePost)) {
    const TokenRange after =
        NounPhraseAfter(r, cue.group.last, unit.tokens.last, PhraseExtent::kFull);
    if (first > unit.tokens.first && !after.empty() && after.first == cue.group.last &&
        (after.last >= unit.tokens.last || !r.IsVerb(after.last))) {
      const TokenRange before = SubjectBefore(r, floor, first);
      if (before.empty()) return after;
    }
  }
  if (first > floor && (r.IsCoordinator(first - 1) ||
                        (r.IsComma(first - 1) && SubjectBefore(r, floor, first).empty()))) {
    return SharedSubject(r, unit, cues, index);
  }
  return SubjectBefore(r, floor, first);
}

/// "X's claim that", "their hope that", "a claim by X that".
TokenRange NounOwner(const Reading& r, const Unit& unit, const Cue& cue) {
  const uint32_t floor = unit.tokens.first;
  uint32_t i = cue.token;
  while (i > floor && (r.Pos(i - 1) == Upos::kAdj || r.IsNominal(i - 1)) && !r.InQuotes(i - 1)) {
    --i;
  }
  if (i > floor && r.IsPossessive(i - 1) && i - 1 > floor) {
    return NounPhraseBefore(r, floor, i - 1);
  }
  if (i > floor && r.IsAny(i - 1, {"his", "her", "their", "its", "my", "our", "your"})) {
    return {i - 1, i};
  }
  if (cue.group.last < unit.tokens.last && r.IsAny(cue.group.last, {"by", "from"})) {
    return NounPhraseAfter(r, cue.group.last + 1, unit.tokens.last, PhraseExtent::kShort);
  }
  return {};
}

/// "was announced by X".
TokenRange Agent(const Reading& r, const Unit& unit, const Cue& cue) {
  for (uint32_t i = cue.group.last; i < unit.tokens.last && i < cue.group.last + 4; ++i) {
    if (r.Is(i, "by")) {
      return NounPhraseAfter(r, i + 1, unit.tokens.last, PhraseExtent::kFull);
    }
  }
  return {};
}

}  // namespace

TokenRange TokenSpeaker(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                        size_t index) {
  const Cue& cue = cues[index];
  switch (cue.form) {
    case CueForm::kPhrase:
      return PhraseSpeaker(r, unit, cue);
    case CueForm::kNoun:
      return NounOwner(r, unit, cue);
    case CueForm::kPassive:
      return Agent(r, unit, cue);
    case CueForm::kParticiple:
      return Agent(r, unit, cue);
    case CueForm::kFinite:
      return FiniteSubject(r, unit, cues, index);
    case CueForm::kGerund:
    case CueForm::kInfinitive:
      return SharedSubject(r, unit, cues, index);
  }
  return {};
}

}  // namespace nutgraf::extract::quotes
