// Reads one clause: who acts, the verb with what belongs to it, and the phrases beside it.
//
// With a parse the reading follows the dependency tree (Universal Dependencies v2): the main verb
// is the predicate below modal and catenative verbs ("are scheduled to kick off": kick). Without
// one it follows parts of speech: the first finite verb group of the range, the noun phrase before
// it and the stretch after it, cut at prepositions. Pure functions; linear in the clause.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_CLAUSE_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_CLAUSE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

enum class PieceKind : uint8_t { kCore, kOther, kWhen, kWhere, kWhy, kHow };

/// A phrase that depends on the verb.
struct Piece {
  uint32_t head = 0;
  text::TokenRange range;
  PieceKind kind = PieceKind::kOther;
  uint32_t opening = 0;  // words at its start that say its kind: "because of"
  float strength = 0;    // of its kind, 0..1
};

struct Actor {
  uint32_t head = 0;
  text::TokenRange range;  // the noun phrase without what hangs on it behind a comma
};

struct Clause {
  uint32_t sentence = 0;
  text::TokenRange range;
  uint32_t top = 0;        // the token that the clause hangs on: "scheduled"
  uint32_t main_verb = 0;  // the token that says what happens: "kick"
  std::vector<Actor> actors;
  bool from_agent = false;  // the actors are a passive's "by" phrase
  text::TokenRange subject;
  text::TokenRange what;  // the verb with its objects and complements
  std::vector<Piece> pieces;
  std::string predicate;  // lemma with particle
  FactModality modality = FactModality::kAsserted;
  bool passive = false;
  bool negated = false;
};

/// The clause whose predicate is `top`. Needs a parse.
std::optional<Clause> ReadParsedClause(const Reading& reading, uint32_t top);

/// An event told by a noun whose doer is named beside it: "a Taliban truck bombing at the
/// consulate". Needs a parse; roles help.
std::optional<Clause> ReadNounClause(const Reading& reading, uint32_t noun);

/// The first clause of a stretch of one sentence, by parts of speech alone.
std::optional<Clause> ReadTaggedClause(const Reading& reading, text::TokenRange range);

/// What a phrase that begins with `range` says about its verb.
void ClassifyPiece(const Reading& reading, Piece* piece);

/// A noun phrase without what is added behind a comma, relative clauses, and end punctuation.
text::TokenRange TrimPhrase(const Reading& reading, uint32_t head, text::TokenRange range);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_CLAUSE_H_
