#include <algorithm>

#include "service/extract/facts/clause.h"

namespace nutgraf::extract::facts {

using language::EntityType;
using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeastManner = 0.3F;
constexpr float kLeastCause = 0.3F;
constexpr float kSequence = 0.35F;
constexpr uint32_t kDurationWords = 4;

bool IsGerund(const Reading& reading, uint32_t token) {
  return reading.Word(token).ends_with("ing") &&
         (reading.Upos(token) == Upos::kVerb || reading.Upos(token) == Upos::kNoun ||
          reading.Upos(token) == Upos::kAux);
}

/// Whether what follows a cue is what the cue takes.
bool Follows(const Reading& reading, Takes takes, uint32_t at, TokenRange range) {
  if (takes == Takes::kAny) return at < range.last;
  if (takes == Takes::kClause) {
    for (uint32_t t = at; t < range.last; ++t) {
      if (reading.Upos(t) == Upos::kVerb || reading.Upos(t) == Upos::kAux) return true;
    }
    return false;
  }
  uint32_t next = at;
  while (next < range.last && reading.Upos(next) == Upos::kAdv) ++next;
  if (next >= range.last) return false;
  switch (takes) {
    case Takes::kVerb:
      return reading.Upos(next) == Upos::kVerb || reading.Upos(next) == Upos::kAux;
    case Takes::kGerund:
      return IsGerund(reading, next);
    default:
      return reading.Upos(next) != Upos::kAdp && reading.Upos(next) != Upos::kPunct;
  }
}

/// Whether the phrase is a place by its head's name or by what the head, a city or a district, is
/// called.
bool NamesPlace(const Reading& reading, uint32_t head, TokenRange range) {
  const uint32_t last = reading.lexicon().IsPlaceNoun(reading.Word(head))
                            ? range.last
                            : std::min(head + 1, range.last);
  for (uint32_t t = range.first; t < last; ++t) {
    if (reading.PlaceAt(t) != kNone) return true;
    const int32_t entity = reading.EntityAt(t);
    if (entity != kNone && reading.notes().entities[entity].type == EntityType::kLocation) {
      return true;
    }
  }
  return false;
}

/// Durations and repetitions are no dates.
bool HasDate(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t date = reading.DateAt(t);
    if (date == kNone) continue;
    const DateType type = reading.input().dates.dates[date].type;
    if (type == DateType::kDate || type == DateType::kTime) return true;
  }
  return false;
}

bool HasDuration(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t date = reading.DateAt(t);
    if (date != kNone && reading.input().dates.dates[date].type == DateType::kDuration) return true;
  }
  return false;
}

}  // namespace

void ClassifyPiece(const Reading& reading, Piece* piece) {
  const TokenRange range = piece->range;
  if (range.empty()) return;
  const auto words = reading.Words(range.first, range.last);
  const auto set = [piece](PieceKind kind, uint32_t opening, float strength) {
    piece->kind = kind;
    piece->opening = opening;
    piece->strength = strength;
  };
  const bool dated = HasDate(reading, {piece->head, piece->head + 1}) ||
                     (range.size() <= 6 && HasDate(reading, range));
  const auto cause = reading.lexicon().Cause(words);
  const bool causes = cause && Follows(reading, cause->takes, range.first + cause->words, range);
  // "in a letter on Sunday"
  const auto medium = reading.lexicon().Medium(words);
  if (medium && reading.DateAt(piece->head) == kNone) {
    return set(PieceKind::kHow, 0, medium->strength);
  }
  if (dated && !(causes && cause->words > 1)) {
    return set(PieceKind::kWhen, 0, 0.9F);
  }
  const auto locative = reading.lexicon().Locative(words);
  if (locative && locative->strength >= 0.4F && NamesPlace(reading, piece->head, range)) {
    return set(PieceKind::kWhere, locative->words, locative->strength);
  }
  if (causes && cause->strength >= kLeastCause) {
    const uint32_t next = range.first + cause->words;
    // "over the next four years"
    if (HasDuration(reading, {next, std::min(range.last, next + kDurationWords)})) {
      return set(PieceKind::kWhen, 0, 0.3F);
    }
    // "after meeting him": what came before, seldom why.
    const bool sequence = reading.Word(range.first) == "after" && IsGerund(reading, next);
    return set(PieceKind::kWhy, cause->words, sequence ? kSequence : cause->strength);
  }
  const auto manner = reading.lexicon().Manner(words);
  if (manner && manner->strength >= kLeastManner &&
      Follows(reading, manner->takes, range.first + manner->words, range) &&
      // "a dispute with the company": with whom, not how.
      (reading.ParticipantAt(piece->head) == kNone || manner->strength > 0.5F)) {
    return set(PieceKind::kHow, manner->words, manner->strength);
  }
}

TokenRange TrimPhrase(const Reading& reading, uint32_t head, TokenRange range) {
  const auto content = [&reading](uint32_t t) { return !reading.IsPunctuation(t); };
  while (!range.empty() && !content(range.first) && range.first < head) ++range.first;
  for (uint32_t t = head + 1; t < range.last; ++t) {
    const std::string& word = reading.Word(t);
    if (word == "," || word == ";" || word == ":" || word == "—" || word == "–" || word == "--" ||
        word == "(") {
      range.last = t;
      break;
    }
    if (word == "who" || word == "which" || word == "whose" || word == "that" || word == "where") {
      if (reading.Upos(t) == Upos::kPron || reading.Upos(t) == Upos::kSconj ||
          reading.Upos(t) == Upos::kAdv) {
        range.last = t;
        break;
      }
    }
  }
  while (range.size() > 1 && !content(range.last - 1)) --range.last;
  return range;
}

}  // namespace nutgraf::extract::facts
