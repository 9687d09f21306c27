#include "service/extract/participants/clauses.h"

namespace nutgraf::extract::participants {
namespace {

using language::DepRel;
using language::Upos;

constexpr int kMaxLinks = 32;  // of the parse that are followed upwards
constexpr int kMaxControl = 8;
constexpr int kMaxPhrase = 5;

bool IsRelativePronoun(std::string_view folded) {
  return folded == "who" || folded == "that" || folded == "which" || folded == "whom";
}

}  // namespace

Clauses::Clauses(const Reading& reading)
    : reading_(reading),
      clause_(reading.size()),
      subject_(reading.size(), reading.size()),
      object_(reading.size(), reading.size()) {
  const uint32_t size = reading.size();
  for (uint32_t t = 0; t < size; ++t) clause_[t] = t;
  if (!parsed()) return;
  for (uint32_t t = 0; t < size; ++t) {
    if (Head(t) < 0) continue;
    const DepRel relation = Relation(t);
    if (relation == DepRel::kNsubj || relation == DepRel::kNsubjPass) subject_[Head(t)] = t;
    if (relation == DepRel::kObj) object_[Head(t)] = t;
  }
  for (uint32_t t = 0; t < size; ++t) {
    uint32_t at = t;
    for (int link = 0; link < kMaxLinks && Head(at) >= 0 && !IsClause(at); ++link) {
      at = static_cast<uint32_t>(Head(at));
    }
    clause_[t] = at;
  }
}

bool Clauses::IsClause(uint32_t token) const {
  if (subject_[token] != reading_.size()) return true;
  switch (Relation(token)) {
    case DepRel::kRoot:
    case DepRel::kCcomp:
    case DepRel::kXcomp:
    case DepRel::kAdvcl:
    case DepRel::kAcl:
    case DepRel::kAclRelcl:
    case DepRel::kParataxis:
    case DepRel::kCsubj:
    case DepRel::kCsubjPass:
      return true;
    case DepRel::kConj:
      return reading_.Pos(token) == Upos::kVerb;
    default:
      return false;
  }
}

ClauseSubject Clauses::SubjectOf(uint32_t clause) const {
  const uint32_t none = reading_.size();
  if (!parsed()) return {none, none};
  uint32_t at = clause;
  bool relative = false;
  for (int step = 0; step < kMaxControl; ++step) {
    const uint32_t own = subject_[at];
    const DepRel relation = Relation(at);
    const bool stands_for_noun = relation == DepRel::kAclRelcl || relation == DepRel::kAcl;
    if (own != none && !(stands_for_noun && IsRelativePronoun(reading_.Folded(own)))) {
      return {at, own, relative};
    }
    if (Head(at) < 0) return {none, none};
    const auto head = static_cast<uint32_t>(Head(at));
    if (stands_for_noun) {
      // "Smith was a lawyer who ...": the noun's own subject; "Smith, a lawyer who ...": the name.
      relative = true;
      const uint32_t noun = PhraseOf(head);
      if (subject_[noun] == none) return {none, noun, true};
      at = noun;
      continue;
    }
    if (relation == DepRel::kXcomp && object_[head] != none && object_[head] < at) {
      return {none, object_[head], relative};
    }
    at = clause_[head];
  }
  return {none, none};
}

uint32_t Clauses::Depth(uint32_t token) const {
  uint32_t depth = 0;
  if (!parsed()) return depth;
  while (depth < kMaxLinks && Head(token) >= 0) {
    token = static_cast<uint32_t>(Head(token));
    ++depth;
  }
  return depth;
}

bool Clauses::IsRoot(uint32_t token) const {
  return parsed() && token < reading_.size() && Head(token) < 0;
}

DepRel Clauses::LinkTo(uint32_t token, uint32_t above) const {
  if (!parsed()) return DepRel::kRoot;
  for (int link = 0; link < kMaxLinks && Head(token) >= 0; ++link) {
    const auto head = static_cast<uint32_t>(Head(token));
    if (head == above) return Relation(token);
    token = head;
  }
  return DepRel::kRoot;
}

bool Clauses::InSubjectOf(uint32_t token, uint32_t predicate) const {
  const DepRel link = LinkTo(token, predicate);
  return link == DepRel::kNsubj || link == DepRel::kNsubjPass;
}

uint32_t Clauses::PhraseOf(uint32_t token) const {
  if (!parsed()) return token;
  for (int link = 0; link < kMaxPhrase && Head(token) >= 0; ++link) {
    const DepRel relation = Relation(token);
    if (relation != DepRel::kFlat && relation != DepRel::kCompound && relation != DepRel::kAppos) {
      break;
    }
    token = static_cast<uint32_t>(Head(token));
  }
  return token;
}

bool Clauses::OfKin(uint32_t token) const {
  if (!parsed()) return false;
  bool inside = false;
  for (int link = 0; link < kMaxPhrase && Head(token) >= 0; ++link) {
    const DepRel relation = Relation(token);
    if (inside && reading_.lexicon().Role(reading_.Folded(token)).kind == "kin") return true;
    if (relation == DepRel::kNmod) {
      inside = true;
    } else if (relation != DepRel::kFlat && relation != DepRel::kCompound &&
               relation != DepRel::kAppos && relation != DepRel::kConj) {
      return false;
    }
    token = static_cast<uint32_t>(Head(token));
  }
  return inside && reading_.lexicon().Role(reading_.Folded(token)).kind == "kin";
}

}  // namespace nutgraf::extract::participants
