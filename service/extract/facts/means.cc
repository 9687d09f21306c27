#include "service/extract/facts/means.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "service/extract/facts/actors.h"
#include "service/extract/facts/offers.h"

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr uint32_t kDoerReach = 6;    // sentences around the event that may say what its doer did
constexpr uint32_t kMediumReach = 2;  // sentences behind what somebody says that may say by what

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

/// How somebody came to harm, or won: "died after a fall", "killed in a crash", "won after beating
/// them". The clause may hang on a verb joined to the event's ("killed and ten hurt when ...").
void OfferAfter(const Reading& reading, const Clause& clause, std::optional<Answer>* best) {
  const Lexicon& lexicon = reading.lexicon();
  const bool harm = lexicon.Is(WordClass::kHarm, clause.predicate);
  if (!reading.parsed() || (!harm && !lexicon.IsContest(clause.predicate))) return;
  const auto offer = [&](uint32_t verb) {
    for (const uint32_t child : reading.Children(verb)) {
      TokenRange range = reading.Extent(child);
      const std::string& opening = reading.Word(range.first);
      const DepRel relation = reading.Relation(child);
      const bool clausal = relation == DepRel::kAdvcl && (opening == "after" || opening == "when");
      const bool event =
          relation == DepRel::kObl && lexicon.EventKind(reading.Word(child)).has_value();
      const bool behind = event && (opening == "after" || opening == "following");
      if (harm ? !clausal && !behind && !(event && (opening == "in" || opening == "from"))
               : opening != "after" || !lexicon.IsContest(reading.PredicateLemma(child))) {
        continue;
      }
      if (opening != "in") ++range.first;
      range.last = std::min(range.last, range.first + kMaxAnswerWords);
      Offer(reading, WithoutDate(reading, range), 0.55F, best);
    }
  };
  offer(clause.main_verb);
  for (const uint32_t child : reading.Children(clause.main_verb)) {
    if (harm && reading.Relation(child) == DepRel::kConj) offer(child);
  }
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
    const bool quoted =
        std::any_of(words.begin(), words.begin() + std::min<ptrdiff_t>(words.size(), 2),
                    [](const std::string& word) {
                      return word == "\"" || word == "'" || word == "\u2018" || word == "\u201c";
                    });
    if (!quoted && reading.Upos(piece.range.first + 1) != Upos::kAdj) continue;
    Offer(reading, {piece.range.first + 1, piece.range.last}, weight, best);
  }
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

/// "killed and fifty hurt after a tram, believed to have been too fast, crashed": how harm came
/// about where the tree does not hang it on the verb. A clause only; nothing behind a number or a
/// day.
void OfferAfterApart(const Reading& reading, const Clause& clause, std::optional<Answer>* best) {
  if (!reading.parsed() || !reading.lexicon().Is(WordClass::kHarm, clause.predicate)) return;
  const uint32_t last = std::min(clause.range.last, clause.main_verb + kMaxAnswerWords);
  for (uint32_t t = clause.main_verb + 1; t + 1 < last; ++t) {
    if (reading.Word(t) != "after" && reading.Word(t) != "when") continue;
    if (reading.Upos(t + 1) != Upos::kDet && reading.Upos(t + 1) != Upos::kPropn) return;
    TokenRange range{t + 1, std::min(clause.range.last, t + 1 + kMaxAnswerWords)};
    bool tells = false;
    for (uint32_t v = range.first; v < range.last && !tells; ++v) {
      tells = reading.Upos(v) == Upos::kVerb && reading.Word(v) != "according" &&
              reading.Relation(v) != DepRel::kAcl && reading.Relation(v) != DepRel::kAclRelcl &&
              reading.Relation(v) != DepRel::kAmod;
    }
    if (tells) Offer(reading, WithoutDate(reading, range), 0.45F, best);
    return;
  }
}

/// "won in a thrilling final": the contest with what it was like, of the clause's verb or the
/// headline's.
void OfferContest(const Reading& reading, const Title& title, const Clause& clause,
                  std::optional<Answer>* best) {
  if (!reading.parsed()) return;
  const TokenRange tokens = reading.document().sentences[clause.sentence].tokens;
  for (uint32_t t = tokens.first; t < tokens.last; ++t) {
    const int32_t verb = reading.Head(t);
    if (reading.Relation(t) != DepRel::kObl || verb < 0) continue;
    const auto above = static_cast<uint32_t>(verb);
    if (above != clause.main_verb && !title.IsVerb(above)) continue;
    if (!reading.lexicon().IsContest(reading.PredicateLemma(above))) continue;
    if (reading.lexicon().EventKind(reading.Word(t)) != "contest") continue;
    const TokenRange extent = reading.Extent(t);
    if (reading.Word(extent.first) != "in" || reading.Child(t, DepRel::kAmod) < 0) continue;
    Offer(reading, {extent.first, t + 1}, 0.5F, best);
    return;
  }
}

/// By what the actor of an event of speech spoke, where the next sentences take the speech up: "She
/// blamed the board. In a letter to ..., she said".
void OfferSpeech(const Reading& reading, const Event& event, const Event& other,
                 std::optional<Answer>* best) {
  if (!reading.parsed() || event.clause.actors.empty()) return;
  if (!reading.lexicon().Is(WordClass::kSpeech, event.clause.predicate)) return;
  if (other.position <= event.position || other.position > event.position + kMediumReach) return;
  const int32_t speaker = reading.ParticipantAt(event.clause.actors.front().head);
  if (speaker == kNone) return;
  const TokenRange tokens = reading.document().sentences[other.clause.sentence].tokens;
  for (uint32_t t = tokens.first; t < tokens.last; ++t) {
    if (reading.Upos(t) != Upos::kVerb || reading.InDirectQuote(t)) continue;
    const int32_t subject = SubjectOf(reading, t);
    if (subject < 0 || reading.ParticipantAt(static_cast<uint32_t>(subject)) != speaker) continue;
    const auto clause = ReadParsedClause(reading, t);
    if (!clause) continue;
    for (const Piece& piece : clause->pieces) {
      if (!IsMedium(reading, piece)) continue;
      Offer(reading, WithoutDate(reading, piece.range), 0.8F * piece.strength, best);
    }
  }
}

}  // namespace

std::optional<Answer> FindHow(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events) {
  std::optional<Answer> best;
  const Clause& clause = event.clause;
  OfferPieces(reading, clause, PieceKind::kHow, 1.0F, &best, /*own=*/true);
  OfferRole(reading, clause.main_verb, language::Role::kHow, 0.8F, &best);
  OfferMeans(reading, clause, 0.7F, &best);
  OfferAfter(reading, clause, &best);
  if (!best) OfferAfterApart(reading, clause, &best);
  OfferContest(reading, title, clause, &best);
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
    OfferSpeech(reading, event, other, &best);
  }
  return best;
}

}  // namespace nutgraf::extract::facts
