// Clauses of the parse, and who is understood to be the subject of each.
//
// A clause is named by its predicate, the token that heads it. Its subject is its own, or that of
// the clause that it leans on: the object of "asked Smith to come", the subject of "came and saw",
// "Having come, Smith saw", the noun of "Smith, who came" and of "Smith, beaten by Jones". Made
// once per article; costs a bounded walk upwards per token. Without a parse every token is its own
// clause and nobody a subject.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CLAUSES_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CLAUSES_H_

#include <cstdint>
#include <vector>

#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

struct ClauseSubject {
  uint32_t predicate;     // the clause whose own subject it is; size() when it is a noun outside
  uint32_t token;         // its head; size() when there is none
  bool relative = false;  // by a relative clause or participle: "Smith, who lost his ..."
};

class Clauses {
 public:
  explicit Clauses(const Reading& reading);

  bool parsed() const { return reading_.annotations().has_parse(); }
  uint32_t Of(uint32_t token) const { return clause_[token]; }
  ClauseSubject SubjectOf(uint32_t clause) const;

  /// Links from a token to the root of its sentence; at most 32.
  uint32_t Depth(uint32_t token) const;
  bool IsRoot(uint32_t token) const;
  /// The relation of the last link on the way from `token` up to `above`, kRoot when `above` is
  /// not above it.
  language::DepRel LinkTo(uint32_t token, uint32_t above) const;
  bool DependsOn(uint32_t token, uint32_t above) const {
    return LinkTo(token, above) != language::DepRel::kRoot;
  }
  bool InSubjectOf(uint32_t token, uint32_t predicate) const;
  /// The head of the phrase that a name or noun is part of: past "flat", "compound", "appos".
  uint32_t PhraseOf(uint32_t token) const;
  /// "the daughter of Smith and Jones": inside of what follows a noun of kinship.
  bool OfKin(uint32_t token) const;

 private:
  bool IsClause(uint32_t token) const;
  int32_t Head(uint32_t token) const { return reading_.annotations().head[token]; }
  language::DepRel Relation(uint32_t token) const { return reading_.annotations().deprel[token]; }

  const Reading& reading_;
  std::vector<uint32_t> clause_;   // per token
  std::vector<uint32_t> subject_;  // per token: the head of its own subject, or size()
  std::vector<uint32_t> object_;   // per token: its object, or size()
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CLAUSES_H_
