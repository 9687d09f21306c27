#include "service/extract/facts/clause.h"

#include <algorithm>
#include <utility>

#include "service/extract/facts/actors.h"

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr uint32_t kMaxCatenatives = 4;

bool IsPassive(const Reading& reading, uint32_t verb) {
  for (const uint32_t child : reading.Children(verb)) {
    const DepRel relation = reading.Relation(child);
    if (relation == DepRel::kAuxPass || relation == DepRel::kNsubjPass ||
        relation == DepRel::kCsubjPass) {
      return true;
    }
  }
  return false;
}

/// Steps from "scheduled" to "kick" while what stands above only says how real it is.
uint32_t Descend(const Reading& reading, uint32_t top, Clause* clause) {
  uint32_t verb = top;
  for (uint32_t step = 0; step < kMaxCatenatives; ++step) {
    const int32_t below = reading.Child(verb, DepRel::kXcomp);
    if (below < 0 || static_cast<uint32_t>(below) < verb) break;
    if (reading.Upos(static_cast<uint32_t>(below)) != Upos::kVerb) break;
    if (reading.Child(verb, DepRel::kObj) >= 0) break;
    const TokenRange extent = reading.Extent(static_cast<uint32_t>(below));
    bool to = false;
    for (uint32_t t = extent.first; t < static_cast<uint32_t>(below); ++t) {
      to = to || reading.Word(t) == "to";
    }
    if (!to) break;
    const auto words = reading.Words(verb, std::min<uint32_t>(extent.last, verb + 4));
    const auto cue = reading.lexicon().Modality(words);
    if (!cue || !cue->binds_verb) break;
    if (cue->modality != FactModality::kAsserted) clause->modality = cue->modality;
    verb = static_cast<uint32_t>(below);
  }
  return verb;
}

void ReadModality(const Reading& reading, uint32_t first, uint32_t verb, Clause* clause) {
  // "is expected to" above a clause that is read by itself.
  const uint32_t floor = reading.document().sentences[clause->sentence].tokens.first;
  for (uint32_t t = std::max(floor + 3, first) - 3; t < first; ++t) {
    const auto cue = reading.lexicon().Modality(reading.Words(t, verb + 1));
    if (cue && cue->binds_verb && cue->words > 1 && t + cue->words >= first &&
        t + cue->words <= verb && clause->modality == FactModality::kAsserted) {
      clause->modality = cue->modality;
    }
  }
  for (uint32_t t = first; t < verb; ++t) {
    const auto cue = reading.lexicon().Modality(reading.Words(t, verb + 1));
    if (cue && t + cue->words <= verb && clause->modality == FactModality::kAsserted) {
      clause->modality = cue->modality;
    }
    const std::string& word = reading.Word(t);
    if (word == "not" || word == "n't" || word == "never") clause->negated = true;
  }
}

/// A day or a time, no duration.
bool IsPoint(const Reading& reading, uint32_t token) {
  const int32_t date = reading.DateAt(token);
  if (date == kNone) return false;
  const DateType type = reading.input().dates.dates[date].type;
  return type == DateType::kDate || type == DateType::kTime;
}

bool IsNeeded(DepRel relation) {
  switch (relation) {
    case DepRel::kObj:
    case DepRel::kIobj:
    case DepRel::kXcomp:
    case DepRel::kCcomp:
    case DepRel::kCompoundPrt:
      return true;
    default:
      return false;
  }
}

bool IsBeside(DepRel relation) {
  switch (relation) {
    case DepRel::kObl:
    case DepRel::kOblAgent:
    case DepRel::kOblTmod:
    case DepRel::kOblNpmod:
    case DepRel::kAdvcl:
    case DepRel::kAdvmod:
    case DepRel::kNmod:
    case DepRel::kNmodTmod:
      return true;
    default:
      return false;
  }
}

void AddPieces(const Reading& reading, uint32_t verb, uint32_t main_verb, Clause* clause) {
  for (const uint32_t child : reading.Children(verb)) {
    const DepRel relation = reading.Relation(child);
    if (child == main_verb) continue;
    Piece piece{.head = child, .range = reading.Extent(child)};
    while (piece.range.size() > 1 && reading.IsPunctuation(piece.range.first)) {
      ++piece.range.first;
    }
    while (piece.range.size() > 1 && reading.IsPunctuation(piece.range.last - 1)) {
      --piece.range.last;
    }
    const bool dated = relation == DepRel::kObj && IsPoint(reading, child);
    // "was selected to buy the unit"
    const bool chosen = clause->passive && relation == DepRel::kAdvcl &&
                        piece.range.first == verb + 1 && reading.Word(verb + 1) == "to";
    // "denied taking bribes", "pleaded guilty to stealing": what the verb is about.
    const bool gerund = relation == DepRel::kAdvcl && reading.Word(child).ends_with("ing") &&
                        (piece.range.first == verb + 1 ||
                         (reading.Word(piece.range.first) == "to" && child > piece.range.first));
    if (((IsNeeded(relation) && !dated) || chosen || gerund) && verb == main_verb) {
      piece.kind = PieceKind::kCore;
    } else if (reading.Word(piece.range.first) == "according") {
      piece.kind = PieceKind::kOther;
      piece.opening = 1;
    } else if (IsBeside(relation) || dated) {
      if (clause->passive && IsAgentPhrase(reading, child)) continue;
      ClassifyPiece(reading, &piece);
      if (relation == DepRel::kAdvcl && piece.kind == PieceKind::kOther &&
          reading.Word(piece.range.first) == "to" &&
          // "came back to beat them": what came of it, not why.
          !reading.lexicon().IsContest(reading.PredicateLemma(child)) &&
          !reading.lexicon().Is(WordClass::kOutcome, reading.PredicateLemma(child))) {
        piece.kind = PieceKind::kWhy;
        piece.strength = 0.6F;
      }
    } else {
      continue;
    }
    clause->pieces.push_back(piece);
  }
}

/// Cuts the phrases of time and place, and the clauses about the last noun, off the end.
TokenRange TrimTail(const Reading& reading, uint32_t verb, TokenRange what) {
  for (int cuts = 0; cuts < 4; ++cuts) {
    while (what.last > verb + 1 &&
           (reading.IsPunctuation(what.last - 1) || reading.Upos(what.last - 1) == Upos::kCconj)) {
      --what.last;
    }
    uint32_t cut = what.last;
    bool object = false;
    for (uint32_t t = verb + 1; t < what.last; ++t) {
      const Upos upos = reading.Upos(t);
      if (object && reading.Extent(t).last >= what.last && reading.Extent(t).first > verb + 1) {
        const DepRel relation = reading.Relation(t);
        Piece piece{.head = t, .range = {reading.Extent(t).first, what.last}};
        // "a decision to change the bars" needs its infinitive, a participle is added.
        const bool infinitive = reading.Word(piece.range.first) == "to";
        if ((relation == DepRel::kAcl && !infinitive) || relation == DepRel::kAclRelcl) {
          cut = piece.range.first;
        } else if (relation == DepRel::kNmod || relation == DepRel::kObl ||
                   relation == DepRel::kOblTmod || relation == DepRel::kNummod ||
                   relation == DepRel::kNmodTmod || relation == DepRel::kOblNpmod) {
          ClassifyPiece(reading, &piece);
          if (piece.kind == PieceKind::kWhen || piece.kind == PieceKind::kWhere) {
            cut = piece.range.first;
          }
        }
        if (cut < what.last) break;
      }
      object = object || upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron ||
               upos == Upos::kAdj;
    }
    if (cut == what.last || cut <= verb + 1) break;
    what.last = cut;
  }
  // "began Tuesday, overwhelming ..."
  if (verb + 1 < what.last && IsPoint(reading, verb + 1)) {
    uint32_t day = verb + 1;
    while (day + 1 < what.last && reading.DateAt(day + 1) == reading.DateAt(verb + 1)) ++day;
    if (reading.Head(day) == static_cast<int32_t>(verb)) what.last = verb + 1;
  }
  return what;
}

/// The verb with its objects, up to the first phrase that answers another question; nominal
/// predicates whole. A passive begins with its auxiliary, or, when its agent answers who, with what
/// it is done to.
void ReadWhat(const Reading& reading, Clause* clause) {
  const uint32_t verb = clause->main_verb;
  TokenRange what{std::min(clause->top, verb), verb + 1};
  if (clause->top != verb && clause->modality != FactModality::kAsserted) what.first = verb;
  for (const uint32_t child : reading.Children(verb)) {
    const DepRel relation = reading.Relation(child);
    if (child < verb && clause->passive && relation == DepRel::kAux &&
        clause->modality == FactModality::kAsserted) {
      what.first = std::min(what.first, child);
    }
    if (child < verb && (relation == DepRel::kCop || relation == DepRel::kAuxPass ||
                         relation == DepRel::kCompound || relation == DepRel::kAmod ||
                         relation == DepRel::kDet || relation == DepRel::kNmodPoss)) {
      what.first = std::min(what.first, child);
    }
  }
  uint32_t limit = clause->range.last;
  uint32_t core = verb + 1;
  uint32_t plain = verb + 1;
  for (const uint32_t child : reading.Children(verb)) {
    if (child <= verb) continue;
    const Piece* piece = nullptr;
    for (const Piece& candidate : clause->pieces) {
      if (candidate.head == child) piece = &candidate;
    }
    const DepRel relation = reading.Relation(child);
    if (piece == nullptr) {
      if (relation == DepRel::kConj || relation == DepRel::kParataxis) {
        limit = std::min(limit, reading.Extent(child).first);
      } else if (relation == DepRel::kNmod || relation == DepRel::kAcl ||
                 relation == DepRel::kFlat || relation == DepRel::kCompound) {
        plain = std::max(plain, reading.Extent(child).last);
      }
      continue;
    }
    if (piece->kind == PieceKind::kOther && piece->opening > 0) continue;  // "according to"
    const bool participant = relation == DepRel::kObl && piece->kind == PieceKind::kOther &&
                             reading.ParticipantAt(child) != kNone;
    if (piece->kind == PieceKind::kCore || participant) {
      core = std::max(core, TrimPhrase(reading, child, piece->range).last);
    } else if (piece->kind == PieceKind::kOther && relation != DepRel::kAdvcl) {
      plain = std::max(plain, TrimPhrase(reading, child, piece->range).last);
    } else if (piece->range.first > verb) {
      limit = std::min(limit, piece->range.first);
    }
  }
  what.last = std::max(core, std::min(std::max(plain, core), limit));
  what.last = std::max(std::min(what.last, clause->range.last), verb + 1);
  what = TrimTail(reading, verb, what);
  if (clause->from_agent && !clause->subject.empty() && clause->subject.last <= what.first &&
      clause->subject.size() <= 24) {
    what.first = clause->subject.first;
  }
  clause->what = what;
}

}  // namespace

std::optional<Clause> ReadParsedClause(const Reading& reading, uint32_t top) {
  Clause clause;
  clause.sentence = reading.document().tokens[top].sentence;
  clause.range = reading.Extent(top);
  clause.top = top;
  clause.main_verb = Descend(reading, top, &clause);
  const uint32_t verb = clause.main_verb;
  const bool verbal = reading.Upos(verb) == Upos::kVerb || reading.Upos(verb) == Upos::kAux;
  if (!verbal && reading.Child(verb, DepRel::kCop) < 0) return std::nullopt;
  clause.passive = IsPassive(reading, verb);
  int32_t subject = SubjectOf(reading, verb);
  if (subject < 0) subject = SubjectOf(reading, top);
  if (subject < 0) subject = InheritedSubject(reading, top);
  subject = Antecedent(reading, top, subject);
  if (subject >= 0) clause.subject = reading.Extent(static_cast<uint32_t>(subject));
  if (clause.passive) {
    for (const uint32_t child : reading.Children(verb)) {
      if (!IsAgentPhrase(reading, child)) continue;
      AddActors(reading, child, &clause);
      for (Actor& actor : clause.actors) {
        while (actor.range.first < actor.head && reading.Word(actor.range.first) == "by") {
          ++actor.range.first;
        }
      }
      clause.from_agent = true;
      break;
    }
  }
  // "Whether it is so isn't clear", "Friday will be dry": a clause or a day is nobody.
  const bool clausal = subject >= 0 && (IsPoint(reading, static_cast<uint32_t>(subject)) ||
                                        reading.Relation(subject) == DepRel::kCsubj ||
                                        reading.Relation(subject) == DepRel::kCsubjPass);
  if (clause.actors.empty() && subject >= 0 && !clausal) {
    AddActors(reading, static_cast<uint32_t>(subject), &clause);
  }
  uint32_t first = top;
  for (const uint32_t child : reading.Children(top)) {
    const DepRel relation = reading.Relation(child);
    if (child < top && (relation == DepRel::kAux || relation == DepRel::kAuxPass ||
                        relation == DepRel::kCop || relation == DepRel::kAdvmod)) {
      first = std::min(first, child);
    }
  }
  if (!clause.subject.empty() && clause.subject.last <= top) {
    first = std::max(first, clause.subject.last);
  }
  ReadModality(reading, first, verb, &clause);
  // "denied the charges"
  const auto own = reading.lexicon().Modality(reading.Words(verb, verb + 1));
  if (own && own->modality == FactModality::kDenied && clause.modality == FactModality::kAsserted) {
    clause.modality = FactModality::kDenied;
  }
  for (const uint32_t child : reading.Children(verb)) {
    if (child > verb && reading.Relation(child) == DepRel::kAdvmod &&
        (reading.Word(child) == "not" || reading.Word(child) == "n't")) {
      clause.negated = true;
    }
  }
  if (top != verb) AddPieces(reading, top, verb, &clause);
  AddPieces(reading, verb, verb, &clause);
  clause.predicate = reading.PredicateLemma(verb);
  if (const int32_t particle = reading.Child(verb, DepRel::kCompoundPrt); particle >= 0) {
    clause.predicate += ' ';
    clause.predicate += reading.Word(static_cast<uint32_t>(particle));
  }
  ReadWhat(reading, &clause);
  // "There were two explosions": what is, is what happened, and nobody does it.
  if (reading.Child(verb, DepRel::kExpl) >= 0 && clause.predicate == "be" &&
      clause.actors.size() == 1 && clause.actors.front().head > verb) {
    clause.what = TrimTail(reading, verb, clause.actors.front().range);
    clause.actors.clear();
  }
  return clause;
}

std::optional<Clause> ReadNounClause(const Reading& reading, uint32_t head) {
  const TokenRange extent = reading.Extent(head);
  TokenRange agent;
  if (const language::Predicate* noun = reading.PredicateAt(head)) {
    for (const language::RoleArgument& argument : noun->arguments) {
      if (argument.kind == language::ArgumentKind::kAgent && !argument.tokens.empty() &&
          extent.Contains(argument.tokens) && !argument.tokens.Contains(head)) {
        agent = argument.tokens;
      }
    }
  }
  if (agent.empty() && reading.lexicon().IsEventNoun(reading.Word(head))) {
    for (const uint32_t child : reading.Children(head)) {
      const DepRel relation = reading.Relation(child);
      if ((relation == DepRel::kCompound || relation == DepRel::kNmodPoss) && child < head &&
          (reading.ParticipantAt(child) != kNone || reading.Upos(child) == Upos::kPropn)) {
        agent = reading.Extent(child);
        while (agent.size() > 1 && reading.Upos(agent.last - 1) == Upos::kPart) --agent.last;
      }
    }
  }
  if (agent.empty()) return std::nullopt;
  bool known = false;
  for (uint32_t t = agent.first; t < agent.last; ++t) {
    known = known || reading.ParticipantAt(t) != kNone || reading.EntityAt(t) != kNone ||
            reading.Upos(t) == Upos::kPropn;
    if (reading.PlaceAt(t) != kNone && reading.ParticipantAt(t) == kNone) return std::nullopt;
  }
  if (!known) return std::nullopt;
  Clause clause;
  clause.sentence = reading.document().tokens[head].sentence;
  clause.range = extent;
  clause.top = head;
  clause.main_verb = head;
  clause.subject = agent;
  clause.actors.push_back({agent.last - 1, agent});
  TokenRange what{head, extent.last};
  while (
      what.first > extent.first && !agent.Contains(what.first - 1) &&
      (reading.Upos(what.first - 1) == Upos::kNoun || reading.Upos(what.first - 1) == Upos::kAdj)) {
    --what.first;
  }
  AddPieces(reading, head, head, &clause);
  what = TrimPhrase(reading, head, what);
  clause.what = TrimTail(reading, head, what);
  clause.predicate = reading.Lemma(head);
  return clause;
}

}  // namespace nutgraf::extract::facts
