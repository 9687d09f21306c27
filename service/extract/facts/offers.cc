#include "service/extract/facts/offers.h"

#include <algorithm>
#include <string>

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeast = 0.3F;  // an answer below is not given

/// A lone adverb ("officially"), pronoun or preposition tells nobody anything.
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

/// Whether the range begins with a quotation mark whose other one stands in it: '"revenge" for'.
bool ClosesInside(const Reading& reading, TokenRange range) {
  const std::string& mark = reading.Word(range.first);
  if (mark != "\"" && mark != "\u201c") return false;
  for (uint32_t t = range.first + 1; t < range.last; ++t) {
    if (reading.Word(t) == (mark == "\"" ? "\"" : "\u201d")) return true;
  }
  return false;
}

bool IsClause(const Reading& reading, uint32_t head) {
  const Upos upos = reading.Upos(head);
  return upos == Upos::kVerb || upos == Upos::kAux ||
         (reading.parsed() && reading.Child(head, DepRel::kCop) >= 0);
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
    range.last = std::max(range.last, std::min(extent.last, range.first + kMaxAnswerWords));
  }
  return range;
}

/// Whether the phrase's opening words say when, where or how.
bool SaysElse(const Reading& reading, TokenRange range) {
  Piece piece{.head = range.last - 1, .range = range};
  for (uint32_t t = range.first; t < range.last && reading.parsed(); ++t) {
    const int32_t head = reading.Head(t);
    if (head < 0 || !range.Contains(static_cast<uint32_t>(head))) piece.head = t;
  }
  ClassifyPiece(reading, &piece);
  return piece.kind == PieceKind::kWhen || piece.kind == PieceKind::kWhere ||
         piece.kind == PieceKind::kHow;
}

/// "died after a fall", "won after beating them": how it came about. So is what its class of verbs
/// says of a clause behind "after".
bool SaysHowInstead(const Reading& reading, const Clause& clause, const Piece& piece) {
  if (reading.Word(piece.range.first) != "after") return false;
  const Lexicon& lexicon = reading.lexicon();
  return lexicon.Is(WordClass::kHarm, clause.predicate) ||
         (lexicon.IsContest(clause.predicate) &&
          lexicon.IsContest(reading.PredicateLemma(piece.head)));
}

/// Whether the preposition that opens the piece names the cause beside the clause's verb.
bool NamesCause(const Reading& reading, const Clause& clause, const Piece& piece) {
  for (const knowledge::Row row : reading.lexicon().CauseArguments(clause.predicate)) {
    if (row.Cell("cause") == reading.Word(piece.range.first)) return true;
  }
  return false;
}

}  // namespace

void Offer(const Reading& reading, TokenRange range, float confidence,
           std::optional<Answer>* best) {
  while (!range.empty() && reading.IsPunctuation(range.first) && !ClosesInside(reading, range)) {
    ++range.first;
  }
  while (!range.empty() && reading.IsPunctuation(range.last - 1)) --range.last;
  // "because of the defendant's": cut short, it is no phrase.
  if (!range.empty() && reading.Word(range.last - 1) == "'s") return;
  if (range.empty() || confidence < kLeast || !HasSubstance(reading, range)) return;
  if (*best && (*best)->confidence >= confidence) return;
  best->emplace();
  (*best)->span = reading.document().SpanOf(range);
  (*best)->text = reading.document().Slice(range);
  (*best)->confidence = std::min(confidence, 0.95F);
}

TokenRange WithoutDate(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first + 1; t < range.last; ++t) {
    const int32_t date = reading.DateAt(t);
    if (date == kNone || reading.input().dates.dates[date].type == DateType::kDuration) continue;
    range.last = t;
    // "in a statement released earlier today"
    const auto dangles = [&reading](uint32_t token) {
      const Upos upos = reading.Upos(token);
      return upos == Upos::kAdp ||
             (upos == Upos::kVerb && reading.parsed() && reading.Relation(token) == DepRel::kAcl);
    };
    while (range.size() > 1 && dangles(range.last - 1)) --range.last;
    break;
  }
  return range;
}

bool SpeaksToReader(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const std::string& word = reading.Word(t);
    if (word == "you" || word == "your" || word == "i" || word == "my" || word == "me") return true;
  }
  return false;
}

bool IsMedium(const Reading& reading, const Piece& piece) {
  return piece.kind == PieceKind::kHow &&
         reading.lexicon().Medium(reading.Words(piece.range.first, piece.range.last)).has_value();
}

bool SaysHowLong(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t date = reading.DateAt(t);
    if (date != kNone && reading.input().dates.dates[date].type == DateType::kDuration) return true;
  }
  return false;
}

void OfferPieces(const Reading& reading, const Clause& clause, PieceKind kind, float weight,
                 std::optional<Answer>* best, bool own) {
  for (const Piece& piece : clause.pieces) {
    if (piece.kind != kind || (!own && IsMedium(reading, piece))) continue;
    // Of another sentence only what says by its words that it is a reason.
    if (!own && kind == PieceKind::kWhy && piece.opening == 0) continue;
    TokenRange range = piece.range;
    if (kind == PieceKind::kWhy) range.first += std::min(piece.opening, range.size() - 1);
    // A clause is given whole: what stands between its commas belongs to it.
    if (kind == PieceKind::kWhy && piece.opening > 0 && !IsClause(reading, piece.head)) {
      range = TrimPhrase(reading, piece.head, range);
    }
    // "charged him with theft": the reason.
    if (kind == PieceKind::kHow && NamesCause(reading, clause, piece)) continue;
    if (kind == PieceKind::kHow) range = WithoutDate(reading, range);
    if (kind == PieceKind::kWhy && SpeaksToReader(reading, range)) continue;
    // "met to mark the day", told as the marking: no clause is its own reason.
    if (kind == PieceKind::kWhy && range.Contains(clause.main_verb)) continue;
    if (kind == PieceKind::kWhy && own && SaysHowInstead(reading, clause, piece)) continue;
    range.last = std::min(range.last, range.first + kMaxAnswerWords);
    Offer(reading, range, weight * piece.strength, best);
  }
}

void OfferRole(const Reading& reading, uint32_t verb, language::Role role, float weight,
               std::optional<Answer>* best, int32_t told) {
  const language::Predicate* predicate = reading.PredicateAt(verb);
  if (predicate == nullptr) return;
  for (const language::RoleArgument& argument : predicate->arguments) {
    if (argument.role == role && !argument.tokens.empty()) {
      if (role == language::Role::kHow && SaysHowLong(reading, argument.tokens)) continue;
      // "travelled to meet him", told as the meeting: no clause is its own reason.
      if (told >= 0 && argument.tokens.Contains(static_cast<uint32_t>(told))) continue;
      // "in a thrilling final" is no reason, whatever the role says.
      if (role == language::Role::kWhy && SaysElse(reading, argument.tokens)) continue;
      const TokenRange range =
          role == language::Role::kWhy ? WholeReason(reading, argument.tokens) : argument.tokens;
      Offer(reading, range, weight * argument.confidence, best);
    }
  }
}

}  // namespace nutgraf::extract::facts
