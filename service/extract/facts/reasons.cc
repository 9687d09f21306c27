#include "service/extract/facts/reasons.h"

#include <algorithm>
#include <optional>
#include <string>

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeast = 0.3F;    // an answer below is not given
constexpr uint32_t kReach = 10;   // sentences behind the event that may say why
constexpr float kRelated = 0.1F;  // of the title, in a sentence that may say why from afar
constexpr uint32_t kMaxWords = 30;

void Offer(const Reading& reading, TokenRange range, float confidence,
           std::optional<Answer>* best) {
  while (!range.empty() && reading.IsPunctuation(range.first)) ++range.first;
  while (!range.empty() && reading.IsPunctuation(range.last - 1)) --range.last;
  if (range.empty() || confidence < kLeast) return;
  if (*best && (*best)->confidence >= confidence) return;
  best->emplace();
  (*best)->span = reading.document().SpanOf(range);
  (*best)->text = reading.document().Slice(range);
  (*best)->confidence = std::min(confidence, 0.95F);
}

void OfferPieces(const Reading& reading, const Clause& clause, PieceKind kind, float weight,
                 std::optional<Answer>* best) {
  for (const Piece& piece : clause.pieces) {
    if (piece.kind != kind) continue;
    TokenRange range = piece.range;
    if (kind == PieceKind::kWhy) range.first += std::min(piece.opening, range.size() - 1);
    if (kind == PieceKind::kWhy && piece.opening > 0)
      range = TrimPhrase(reading, piece.head, range);
    Offer(reading, range, weight * piece.strength, best);
  }
}

bool HasSubstance(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const Upos upos = reading.Upos(t);
    if (upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kVerb || upos == Upos::kAdj ||
        upos == Upos::kNum) {
      return true;
    }
  }
  return false;
}

/// A reason without its opening words and with all that hangs on it.
TokenRange WholeReason(const Reading& reading, TokenRange range) {
  if (const auto cue = reading.lexicon().Cause(reading.Words(range.first, range.last));
      cue && cue->words < range.size()) {
    range.first += cue->words;
  }
  if (!reading.parsed()) return range;
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t head = reading.Head(t);
    if (head >= 0 && range.Contains(static_cast<uint32_t>(head))) continue;
    const TokenRange extent = reading.Extent(t);
    if (extent.first + 2 < range.first) continue;  // it hangs above, not below
    range.last = std::max(range.last, std::min(extent.last, range.first + kMaxWords));
  }
  return range;
}

void OfferRole(const Reading& reading, uint32_t verb, language::Role role, float weight,
               std::optional<Answer>* best) {
  const language::Predicate* predicate = reading.PredicateAt(verb);
  if (predicate == nullptr) return;
  for (const language::RoleArgument& argument : predicate->arguments) {
    if (argument.role == role && !argument.tokens.empty()) {
      // A lone adverb ("officially") or preposition tells nobody anything.
      if (!HasSubstance(reading, argument.tokens)) continue;
      const TokenRange range =
          role == language::Role::kWhy ? WholeReason(reading, argument.tokens) : argument.tokens;
      Offer(reading, range, weight * argument.confidence, best);
    }
  }
}

/// The phrase behind a cause cue at `at`: to the end of what hangs there, or without a parse to the
/// next comma.
TokenRange Behind(const Reading& reading, uint32_t at, uint32_t words, uint32_t limit) {
  TokenRange range{at + words, limit};
  if (range.empty()) return range;
  if (reading.parsed()) {
    // The widest phrase that begins with the cue or right behind it.
    uint32_t last = range.first;
    for (uint32_t t = at; t < std::min(limit, at + kMaxWords); ++t) {
      const TokenRange extent = reading.Extent(t);
      if (extent.first >= at && extent.first <= range.first) last = std::max(last, extent.last);
    }
    if (last > range.first) range.last = std::min(last, limit);
  } else {
    for (uint32_t t = range.first + 1; t < limit; ++t) {
      if (reading.Word(t) == ",") {
        range.last = t;
        break;
      }
    }
  }
  range.last = std::min(range.last, range.first + kMaxWords);
  return range;
}

/// Causes named anywhere in a stretch by words that mean nothing else.
void OfferCues(const Reading& reading, TokenRange stretch, float weight,
               std::optional<Answer>* best) {
  for (uint32_t t = stretch.first; t < stretch.last; ++t) {
    const auto cue = reading.lexicon().Cause(reading.Words(t, stretch.last));
    if (!cue || cue->strength < 0.7F) continue;
    if (t + cue->words < stretch.last && reading.DateAt(t + cue->words) != kNone) continue;
    Offer(reading, Behind(reading, t, cue->words, stretch.last), weight * cue->strength, best);
  }
}

/// "blamed her defeat on the director": the cause is an argument of the verb.
void OfferArguments(const Reading& reading, uint32_t verb, float weight,
                    std::optional<Answer>* best) {
  if (!reading.parsed()) return;
  for (const knowledge::Row row : reading.lexicon().CauseArguments(reading.Lemma(verb))) {
    const std::string_view wanted = row.Cell("cause");
    for (const uint32_t child : reading.Children(verb)) {
      const DepRel relation = reading.Relation(child);
      const TokenRange extent = reading.Extent(child);
      const bool object = wanted == "object" && relation == DepRel::kObj;
      const bool agent = wanted == "agent" && relation == DepRel::kOblAgent;
      const bool phrase = relation == DepRel::kObl && reading.Word(extent.first) == wanted;
      if (!object && !agent && !phrase) continue;
      TokenRange range = TrimPhrase(reading, child, extent);
      if (!object && range.size() > 1) ++range.first;
      Offer(reading, range, weight, best);
      return;
    }
  }
}

/// "beating the Indians to win the series": the clause above an aim says how it was reached.
void OfferMeans(const Reading& reading, const Clause& clause, float weight,
                std::optional<Answer>* best) {
  if (!reading.parsed()) return;
  const int32_t head = reading.Head(clause.top);
  if (head < 0) return;
  const auto above = static_cast<uint32_t>(head);
  const DepRel relation = reading.Relation(clause.top);
  if (relation != DepRel::kAdvcl && relation != DepRel::kXcomp) return;
  if (!reading.Word(above).ends_with("ing") || above > clause.top) return;
  TokenRange range{above, reading.Extent(clause.top).first};
  Offer(reading, range, weight, best);
}

/// "described the talks as excellent". Participle clauses behind a comma are no manner: most of
/// them tell what came of it ("killing two").
void OfferAs(const Reading& reading, const Clause& clause, float weight,
             std::optional<Answer>* best) {
  for (const Piece& piece : clause.pieces) {
    if (piece.kind != PieceKind::kOther || piece.range.size() < 2) continue;
    if (reading.Word(piece.range.first) != "as") continue;
    const auto words = reading.Words(piece.range.first + 1, piece.range.last);
    if (std::find(words.begin(), words.end(), "as") != words.end()) continue;  // "as much as"
    Offer(reading, {piece.range.first + 1, piece.range.last}, weight, best);
  }
}

}  // namespace

std::optional<Answer> FindWhy(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events) {
  std::optional<Answer> best;
  const Clause& clause = event.clause;
  OfferPieces(reading, clause, PieceKind::kWhy, 1.0F, &best);
  OfferRole(reading, clause.main_verb, language::Role::kWhy, 0.8F, &best);
  OfferArguments(reading, clause.main_verb, 0.8F, &best);
  for (const language::Predicate* predicate : reading.PredicatesOf(clause.sentence)) {
    OfferRole(reading, predicate->token, language::Role::kWhy, 0.6F, &best);
  }
  OfferCues(reading, reading.document().sentences[clause.sentence].tokens, 0.8F, &best);
  for (const Event* other : same) {
    OfferPieces(reading, other->clause, PieceKind::kWhy, 0.7F, &best);
    OfferRole(reading, other->clause.main_verb, language::Role::kWhy, 0.5F, &best);
    OfferArguments(reading, other->clause.main_verb, 0.6F, &best);
    OfferCues(reading, reading.document().sentences[other->clause.sentence].tokens, 0.8F, &best);
  }
  for (const Event& other : events) {
    if (other.position <= event.position || other.position > event.position + kReach) continue;
    const TokenRange tokens = reading.document().sentences[other.clause.sentence].tokens;
    const float related = title.Overlap({&tokens, 1});
    const bool shares =
        std::find_first_of(event.people.begin(), event.people.end(), other.people.begin(),
                           other.people.end()) != event.people.end();
    if (other.quoted || (!shares && !title.empty() && related < kRelated)) continue;
    const float distance = static_cast<float>(other.position - event.position);
    OfferCues(reading, tokens, 0.4F + 0.3F * related - 0.02F * distance, &best);
  }
  return best;
}

std::optional<Answer> FindHow(const Reading& reading, const Event& event,
                              std::span<const Event* const> same) {
  std::optional<Answer> best;
  const Clause& clause = event.clause;
  OfferPieces(reading, clause, PieceKind::kHow, 1.0F, &best);
  OfferRole(reading, clause.main_verb, language::Role::kHow, 0.8F, &best);
  OfferMeans(reading, clause, 0.7F, &best);
  OfferAs(reading, clause, 0.45F, &best);
  if (clause.top != clause.main_verb) {
    OfferRole(reading, clause.top, language::Role::kHow, 0.7F, &best);
  }
  const std::string verb = Stem(clause.predicate);
  for (const Event* other : same) {
    OfferPieces(reading, other->clause, PieceKind::kHow, 0.6F, &best);
    if (!reading.parsed()) continue;
    // The same verb below another: "two were killed when the insurgents struck with a car bomb".
    const TokenRange tokens = reading.document().sentences[other->clause.sentence].tokens;
    for (uint32_t t = tokens.first; t < tokens.last; ++t) {
      if (t == other->clause.main_verb || reading.Upos(t) != Upos::kVerb) continue;
      if (Stem(reading.PredicateLemma(t)) != verb) continue;
      if (const auto echo = ReadParsedClause(reading, t)) {
        OfferPieces(reading, *echo, PieceKind::kHow, 0.8F, &best);
      }
    }
  }
  return best;
}

}  // namespace nutgraf::extract::facts
