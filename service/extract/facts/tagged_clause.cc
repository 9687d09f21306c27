// Clauses without a parse.

#include <algorithm>

#include "service/extract/facts/clause.h"

namespace nutgraf::extract::facts {

using language::Upos;
using text::TokenRange;

namespace {

bool IsNominal(Upos upos) {
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron || upos == Upos::kNum;
}

bool IsVerbal(Upos upos) { return upos == Upos::kVerb || upos == Upos::kAux; }

/// A verb that can open a clause: no participle behind a noun, no infinitive.
bool OpensClause(const Reading& reading, TokenRange range, uint32_t t) {
  if (!IsVerbal(reading.Upos(t))) return false;
  if (reading.Upos(t) == Upos::kAux) return true;
  if (reading.Word(t).ends_with("ing")) return false;
  return t == range.first || reading.Word(t - 1) != "to";
}

}  // namespace

std::optional<Clause> ReadTaggedClause(const Reading& reading, TokenRange range) {
  uint32_t verb = range.first;
  bool relative = false;
  for (; verb < range.last; ++verb) {
    const std::string& word = reading.Word(verb);
    if (word == "who" || word == "which" || word == "whose" || word == "where") relative = true;
    if (word == "," && relative && verb > range.first + 1) relative = false;
    if (!OpensClause(reading, range, verb)) continue;
    if (!relative) break;
    // The relative clause's own verb group; the next one is the clause's.
    relative = false;
    while (verb + 1 < range.last && IsVerbal(reading.Upos(verb + 1))) ++verb;
  }
  if (verb >= range.last) return std::nullopt;
  Clause clause;
  clause.sentence = reading.document().tokens[verb].sentence;
  clause.range = range;
  clause.top = verb;
  uint32_t last = verb;  // of the verb group
  for (uint32_t t = verb + 1; t < range.last; ++t) {
    const Upos upos = reading.Upos(t);
    if (IsVerbal(upos)) {
      last = t;
    } else if (upos != Upos::kAdv && upos != Upos::kPart) {
      break;
    }
  }
  clause.main_verb = last;
  for (uint32_t t = verb; t < last; ++t) {
    const auto cue = reading.lexicon().Modality(reading.Words(t, last + 1));
    if (cue && clause.modality == FactModality::kAsserted) clause.modality = cue->modality;
    const std::string& word = reading.Word(t);
    if (word == "not" || word == "n't" || word == "never") clause.negated = true;
  }
  uint32_t subject = verb;  // the last nominal before the verb
  while (subject > range.first && !IsNominal(reading.Upos(subject - 1))) --subject;
  if (subject > range.first) {
    TokenRange phrase{subject - 1, subject};
    while (phrase.first > range.first) {
      const Upos upos = reading.Upos(phrase.first - 1);
      const std::string& word = reading.Word(phrase.first - 1);
      if (IsNominal(upos) || upos == Upos::kAdj || upos == Upos::kDet || upos == Upos::kPart ||
          word == "of" || word == "and") {
        --phrase.first;
      } else {
        break;
      }
    }
    clause.subject = phrase;
    clause.actors.push_back({subject - 1, phrase});
  }
  TokenRange what{last, last + 1};
  bool open = true;  // still inside what
  uint32_t t = last + 1;
  while (t < range.last) {
    uint32_t next = t + 1;
    while (next < range.last && reading.Upos(next) != Upos::kAdp &&
           reading.Upos(next) != Upos::kSconj && reading.Word(next) != "," &&
           reading.Word(next) != "to") {
      ++next;
    }
    if (reading.Upos(t) == Upos::kAdp || reading.Upos(t) == Upos::kSconj ||
        reading.Word(t) == "to") {
      Piece piece{.head = next - 1, .range = {t, next}};
      ClassifyPiece(reading, &piece);
      if (piece.kind != PieceKind::kOther) open = false;
      clause.pieces.push_back(piece);
    }
    if (reading.Word(t) == ",") open = false;
    if (open) what.last = next;
    t = next;
  }
  while (what.size() > 1 && reading.IsPunctuation(what.last - 1)) --what.last;
  clause.what = what;
  clause.predicate = reading.Lemma(last);
  return clause;
}

}  // namespace nutgraf::extract::facts
