#include "service/extract/facts/actors.h"

#include <algorithm>
#include <string>
#include <vector>

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr uint32_t kMaxActors = 8;

bool IsSubject(DepRel relation) {
  return relation == DepRel::kNsubj || relation == DepRel::kNsubjPass ||
         relation == DepRel::kCsubj || relation == DepRel::kCsubjPass;
}

}  // namespace

int32_t SubjectOf(const Reading& reading, uint32_t verb) {
  for (const uint32_t child : reading.Children(verb)) {
    if (IsSubject(reading.Relation(child))) return static_cast<int32_t>(child);
  }
  return -1;
}

int32_t InheritedSubject(const Reading& reading, uint32_t verb) {
  uint32_t at = verb;
  for (int step = 0; step < 4; ++step) {
    const int32_t head = reading.Head(at);
    if (head < 0) return -1;
    const auto above = static_cast<uint32_t>(head);
    switch (reading.Relation(at)) {
      case DepRel::kXcomp:
        // Whom one forces to go, goes; who beats others to win, wins.
        if (const int32_t object = reading.Child(above, DepRel::kObj);
            object >= 0 && !reading.lexicon().IsContest(reading.PredicateLemma(above))) {
          return object;
        }
        break;
      case DepRel::kAcl:
      case DepRel::kAclRelcl:
        return head;
      case DepRel::kConj:
      case DepRel::kAdvcl:
      case DepRel::kCcomp:
      case DepRel::kParataxis:
        break;
      default:
        return -1;
    }
    if (const int32_t subject = SubjectOf(reading, above); subject >= 0) return subject;
    at = above;
  }
  return -1;
}

int32_t Antecedent(const Reading& reading, uint32_t top, int32_t subject) {
  if (subject < 0) return subject;
  const int32_t head = reading.Head(top);
  if (head < 0) return subject;
  const std::string& word = reading.Word(static_cast<uint32_t>(subject));
  const bool relative = word == "who" || word == "which" || word == "that";
  if (relative &&
      (reading.Relation(top) == DepRel::kAclRelcl || reading.Relation(top) == DepRel::kAcl)) {
    return head;
  }
  if (reading.Upos(static_cast<uint32_t>(subject)) != Upos::kPron) return subject;
  const bool personal = word == "it" || word == "they" || word == "he" || word == "she";
  if (personal && reading.ParticipantAt(static_cast<uint32_t>(subject)) == kNone &&
      reading.Relation(top) == DepRel::kCcomp) {
    const int32_t above = SubjectOf(reading, static_cast<uint32_t>(head));
    if (above >= 0) return above;
  }
  return subject;
}

void AddActors(const Reading& reading, uint32_t head, Clause* clause) {
  const int32_t governor = reading.Head(head);
  std::vector<uint32_t> heads = {head};
  bool names = true;
  for (const uint32_t child : reading.Children(head)) {
    // A conjunct behind the verb belongs to another clause.
    const bool before = governor < 0 || static_cast<int32_t>(head) > governor ||
                        static_cast<int32_t>(child) < governor;
    if (reading.Relation(child) == DepRel::kConj && before && heads.size() < kMaxActors) {
      heads.push_back(child);
    }
  }
  for (const uint32_t h : heads) {
    names = names && (reading.ParticipantAt(h) != kNone || reading.EntityAt(h) != kNone);
  }
  TokenRange whole = reading.Extent(head);
  if (governor > static_cast<int32_t>(head)) {
    whole.last = std::min(whole.last, static_cast<uint32_t>(governor));
    // "seven people have been ...": the verb group begins at its auxiliaries.
    for (const uint32_t child : reading.Children(static_cast<uint32_t>(governor))) {
      const DepRel relation = reading.Relation(child);
      if (child > head &&
          (relation == DepRel::kAux || relation == DepRel::kAuxPass || relation == DepRel::kCop)) {
        whole.last = std::min(whole.last, child);
      }
    }
  }
  // "three men and a woman" is one answer; names joined are several.
  if (heads.size() == 1 || !names || reading.EntityAt(head) == reading.EntityAt(heads[1])) {
    TokenRange range = whole;
    if (heads.size() > 1) {
      const TokenRange last = TrimPhrase(reading, heads.back(), reading.Extent(heads.back()));
      range.last = std::max(last.last, head + 1);
    } else {
      range = TrimPhrase(reading, head, whole);
    }
    while (range.first < head && (reading.IsPunctuation(range.first) ||
                                  (reading.Relation(range.first) == DepRel::kCase &&
                                   reading.Head(range.first) == static_cast<int32_t>(head)))) {
      ++range.first;
    }
    clause->actors.push_back({head, range});
    return;
  }
  for (size_t i = 0; i < heads.size(); ++i) {
    TokenRange range = reading.Extent(heads[i]);
    if (i == 0) {
      // The first conjunct's own part ends where the next one's begins.
      range.last = std::min(range.last, reading.Extent(heads[1]).first);
      while (range.last > heads[0] + 1 && (reading.IsPunctuation(range.last - 1) ||
                                           reading.Upos(range.last - 1) == Upos::kCconj)) {
        --range.last;
      }
    }
    while (range.first < heads[i] &&
           (reading.IsPunctuation(range.first) || reading.Upos(range.first) == Upos::kCconj)) {
      ++range.first;
    }
    clause->actors.push_back({heads[i], TrimPhrase(reading, heads[i], range)});
  }
}

bool IsAgentPhrase(const Reading& reading, uint32_t child) {
  if (reading.Relation(child) == DepRel::kOblAgent) return true;
  if (reading.Relation(child) != DepRel::kObl) return false;
  for (const uint32_t mark : reading.Children(child)) {
    if (reading.Relation(mark) == DepRel::kCase && reading.Word(mark) == "by") return true;
  }
  return false;
}

}  // namespace nutgraf::extract::facts
