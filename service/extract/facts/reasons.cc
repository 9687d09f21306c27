#include "service/extract/facts/reasons.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeast = 0.3F;      // an answer below is not given
constexpr float kLeastWhy = 0.4F;   // nor a reason
constexpr uint32_t kReach = 10;     // sentences behind the event that may say why
constexpr float kRelated = 0.15F;   // of the title, in a sentence that may say why from afar
constexpr uint32_t kDoerReach = 6;  // sentences around the event that may say what its doer did
constexpr uint32_t kMaxWords = 30;

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

bool IsClause(const Reading& reading, uint32_t head) {
  const Upos upos = reading.Upos(head);
  return upos == Upos::kVerb || upos == Upos::kAux ||
         (reading.parsed() && reading.Child(head, DepRel::kCop) >= 0);
}

/// "in a letter on Sunday": the day answers another question.
TokenRange WithoutDate(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first + 1; t < range.last; ++t) {
    const int32_t date = reading.DateAt(t);
    if (date == kNone || reading.input().dates.dates[date].type == DateType::kDuration) continue;
    range.last = t;
    while (range.size() > 1 && reading.Upos(range.last - 1) == Upos::kAdp) --range.last;
    break;
  }
  return range;
}

/// Speech without quotation marks: a report has no "you" and "I".
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

/// `own`: the clause is the event's; by what another sentence was said is no answer.
void OfferPieces(const Reading& reading, const Clause& clause, PieceKind kind, float weight,
                 std::optional<Answer>* best, bool own = false) {
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
    if (kind == PieceKind::kHow) range = WithoutDate(reading, range);
    if (kind == PieceKind::kWhy && SpeaksToReader(reading, range)) continue;
    range.last = std::min(range.last, range.first + kMaxWords);
    Offer(reading, range, weight * piece.strength, best);
  }
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

/// "for three years"
bool SaysHowLong(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t date = reading.DateAt(t);
    if (date != kNone && reading.input().dates.dates[date].type == DateType::kDuration) return true;
  }
  return false;
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

void OfferRole(const Reading& reading, uint32_t verb, language::Role role, float weight,
               std::optional<Answer>* best) {
  const language::Predicate* predicate = reading.PredicateAt(verb);
  if (predicate == nullptr) return;
  for (const language::RoleArgument& argument : predicate->arguments) {
    if (argument.role == role && !argument.tokens.empty()) {
      if (role == language::Role::kHow && SaysHowLong(reading, argument.tokens)) continue;
      // "in a thrilling final" is no reason, whatever the role says.
      if (role == language::Role::kWhy && SaysElse(reading, argument.tokens)) continue;
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

/// The noun phrase that a word opens or stands in, from the word on.
TokenRange Around(const Reading& reading, uint32_t at, TokenRange stretch) {
  TokenRange range{at, at + 1};
  if (!reading.parsed()) return Behind(reading, at, 0, stretch.last);
  range.last = reading.Extent(at).last;
  const int32_t head = reading.Head(at);
  if (head > static_cast<int32_t>(at) &&
      (reading.Relation(at) == DepRel::kCompound || reading.Relation(at) == DepRel::kAmod)) {
    range.last = std::max(range.last, reading.Extent(static_cast<uint32_t>(head)).last);
  }
  range.last = std::min({range.last, stretch.last, at + kMaxWords});
  range = TrimPhrase(reading, at, range);
  if (at > stretch.first && (reading.Word(at - 1) == "\"" || reading.Word(at - 1) == "\u201c")) {
    --range.first;
  }
  return range;
}

/// Causes named anywhere in a stretch by words that mean nothing else.
void OfferCues(const Reading& reading, TokenRange stretch, float weight,
               std::optional<Answer>* best) {
  for (uint32_t t = stretch.first; t < stretch.last; ++t) {
    const auto cue = reading.lexicon().Cause(reading.Words(t, stretch.last));
    if (!cue || cue->strength < 0.7F || reading.InDirectQuote(t)) continue;
    if (t + cue->words < stretch.last && reading.DateAt(t + cue->words) != kNone) continue;
    // "a revenge attack for the strikes": the motive is named by the phrase itself.
    const TokenRange range =
        cue->whole ? Around(reading, t, stretch) : Behind(reading, t, cue->words, stretch.last);
    if (SpeaksToReader(reading, range)) continue;
    Offer(reading, range, weight * cue->strength, best);
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
      // "on the director, who had announced ...": what he did is the reason.
      if (reading.Child(child, DepRel::kAclRelcl) >= 0 && extent.size() <= kMaxWords)
        range = extent;
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
    // "worked as a nurse" says in what office.
    const bool quoted = std::any_of(words.begin(), words.end(), [](const std::string& word) {
      return word == "\"" || word == "'" || word == "\u2018" || word == "\u201c";
    });
    if (!quoted && reading.Upos(piece.range.first + 1) != Upos::kAdj) continue;
    Offer(reading, {piece.range.first + 1, piece.range.last}, weight, best);
  }
}

/// Whether a verb stands right above or below the clause's, so that its reason is the clause's too.
bool Neighbours(const Reading& reading, const Clause& clause, uint32_t verb) {
  if (!reading.parsed()) return true;
  const auto is_head = [&reading](uint32_t token, uint32_t of) {
    return reading.Head(of) == static_cast<int32_t>(token);
  };
  for (const uint32_t own : {clause.top, clause.main_verb}) {
    const DepRel relation = reading.Relation(is_head(verb, own) ? own : verb);
    if (!is_head(verb, own) && !is_head(own, verb)) continue;
    if (relation != DepRel::kAcl && relation != DepRel::kAclRelcl) return true;
  }
  return false;
}

/// How many tokens from `at` on are a result at games: "2-1" as it is tokenized; 0: none.
uint32_t ResultLength(const Reading& reading, uint32_t at, uint32_t last) {
  constexpr size_t kMaxDigits = 3;
  const auto& tokens = reading.document().tokens;
  const auto number = [&](uint32_t t) {
    return tokens[t].kind == text::TokenKind::kNumber && tokens[t].span.size() <= kMaxDigits &&
           reading.DateAt(t) == kNone;
  };
  if (at + 2 >= last || !number(at) || !number(at + 2)) return 0;
  if (reading.Word(at + 1) != "-" && reading.Word(at + 1) != "\u2013") return 0;
  return tokens[at + 1].space_before || tokens[at + 2].space_before ? 0 : 3;
}

/// What a result says of how a game was won: "2-1", "6-4, 6-3", "8-7 in 10 innings".
void OfferResult(const Reading& reading, uint32_t sentence, float weight,
                 std::optional<Answer>* best) {
  const TokenRange tokens = reading.document().sentences[sentence].tokens;
  bool contest = false;
  for (uint32_t t = tokens.first; t < tokens.last && !contest; ++t) {
    contest = reading.lexicon().IsContest(reading.Upos(t) == Upos::kVerb ? reading.PredicateLemma(t)
                                                                         : reading.Word(t));
  }
  for (uint32_t t = tokens.first; t < tokens.last && contest; ++t) {
    uint32_t length = ResultLength(reading, t, tokens.last);
    if (length == 0) continue;
    TokenRange range{t, t + length};
    while (range.last + 1 < tokens.last && reading.Word(range.last) == ",") {
      length = ResultLength(reading, range.last + 1, tokens.last);
      if (length == 0) break;
      range.last += 1 + length;
    }
    if (range.last + 2 < tokens.last && reading.Word(range.last) == "in" &&
        reading.Upos(range.last + 1) == Upos::kNum) {
      range.last += 3;
    }
    Offer(reading, range, weight, best);
    return;
  }
}

/// "The gunman hid behind a wall": what the doer of such an event did says how it was done.
void OfferDoer(const Reading& reading, const Event& event, const Event& other,
               std::optional<Answer>* best) {
  if (!reading.parsed()) return;
  const TokenRange tokens = reading.document().sentences[other.clause.sentence].tokens;
  for (uint32_t t = tokens.first; t < tokens.last; ++t) {
    if (reading.Relation(t) != DepRel::kNsubj) continue;
    const std::string_view kind = reading.lexicon().DoerOf(reading.Word(t));
    if (kind.empty() ||
        !std::binary_search(event.nouns.begin(), event.nouns.end(), "#" + std::string(kind))) {
      continue;
    }
    const int32_t verb = reading.Head(t);
    if (verb < 0 || reading.Upos(static_cast<uint32_t>(verb)) != Upos::kVerb) continue;
    const auto clause = ReadParsedClause(reading, static_cast<uint32_t>(verb));
    if (!clause || clause->negated || clause->what.size() < 3) continue;
    Offer(reading, clause->what, 0.5F, best);
    return;
  }
}

/// How what is reported was made known: "told them in a letter".
void OfferReport(const Reading& reading, const Event& event, std::optional<Answer>* best) {
  if (!event.reported || !reading.parsed()) return;
  int32_t verb = reading.Head(event.clause.top);
  if (verb < 0) {
    // "..., he said in a letter": the report may hang below.
    for (const uint32_t child : reading.Children(event.clause.top)) {
      if (reading.Relation(child) == DepRel::kParataxis) verb = static_cast<int32_t>(child);
    }
  }
  if (verb < 0 || reading.Upos(static_cast<uint32_t>(verb)) != Upos::kVerb) return;
  if (const auto report = ReadParsedClause(reading, static_cast<uint32_t>(verb))) {
    for (const Piece& piece : report->pieces) {
      if (IsMedium(reading, piece)) {
        Offer(reading, WithoutDate(reading, piece.range), 0.8F * piece.strength, best);
      }
    }
  }
}

}  // namespace

std::optional<Answer> FindWhy(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events) {
  std::optional<Answer> best;
  const Clause& clause = event.clause;
  OfferPieces(reading, clause, PieceKind::kWhy, 1.0F, &best, /*own=*/true);
  OfferRole(reading, clause.main_verb, language::Role::kWhy, 0.8F, &best);
  OfferArguments(reading, clause.main_verb, 0.8F, &best);
  for (const language::Predicate* predicate : reading.PredicatesOf(clause.sentence)) {
    const uint32_t verb = predicate->token;
    if (Neighbours(reading, clause, verb)) {
      OfferRole(reading, verb, language::Role::kWhy, 0.6F, &best);
    } else if (clause.subject.Contains(verb) && reading.Relation(verb) == DepRel::kAcl) {
      // "A driver arrested over the deaths ..."
      OfferRole(reading, verb, language::Role::kWhy, 0.5F, &best);
      if (const auto below = ReadParsedClause(reading, verb)) {
        OfferPieces(reading, *below, PieceKind::kWhy, 1.0F, &best);
      }
    }
  }
  OfferCues(reading, reading.document().sentences[clause.sentence].tokens, 0.8F, &best);
  for (const Event* other : same) {
    OfferPieces(reading, other->clause, PieceKind::kWhy, 0.7F, &best);
    OfferArguments(reading, other->clause.main_verb, 0.6F, &best);
    OfferCues(reading, reading.document().sentences[other->clause.sentence].tokens, 0.8F, &best);
  }
  for (const Event& other : events) {
    if (&other == &event || other.position > event.position + kReach) continue;
    const TokenRange tokens = reading.document().sentences[other.clause.sentence].tokens;
    const float related = title.Overlap({&tokens, 1});
    const bool shares =
        std::find_first_of(event.people.begin(), event.people.end(), other.people.begin(),
                           other.people.end()) != event.people.end();
    const uint32_t distance =
        std::max(other.position, event.position) - std::min(other.position, event.position);
    if (other.quoted ||
        (title.empty() ? !shares : related < kRelated && !(shares && distance <= 2)))
      continue;
    const float near = distance <= 1 ? 0.45F : 0.35F;
    OfferCues(reading, tokens, near + 0.4F * related - 0.02F * static_cast<float>(distance), &best);
  }
  if (best && best->confidence < kLeastWhy) best.reset();
  return best;
}

std::optional<Answer> FindHow(const Reading& reading, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events) {
  std::optional<Answer> best;
  const Clause& clause = event.clause;
  OfferPieces(reading, clause, PieceKind::kHow, 1.0F, &best, /*own=*/true);
  OfferRole(reading, clause.main_verb, language::Role::kHow, 0.8F, &best);
  OfferMeans(reading, clause, 0.7F, &best);
  OfferAs(reading, clause, 0.45F, &best);
  if (clause.top != clause.main_verb) {
    OfferRole(reading, clause.top, language::Role::kHow, 0.7F, &best);
  }
  OfferResult(reading, clause.sentence, 0.75F, &best);
  OfferReport(reading, event, &best);
  const std::string verb = Stem(clause.predicate);
  for (const Event* other : same) {
    const bool same_verb = Stem(other->clause.predicate) == verb;
    OfferPieces(reading, other->clause, PieceKind::kHow, same_verb ? 0.8F : 0.6F, &best);
    OfferResult(reading, other->clause.sentence, 0.6F, &best);
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
  for (const Event& other : events) {
    if (&other == &event || other.position > event.position + kDoerReach) continue;
    OfferDoer(reading, event, other, &best);
  }
  return best;
}

}  // namespace nutgraf::extract::facts
