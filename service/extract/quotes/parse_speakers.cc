#include "service/extract/quotes/parse_speakers.h"

#include <algorithm>

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/token_speakers.h"

namespace nutgraf::extract::quotes {

using language::Annotations;
using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

// Bounds of what is walked for one cue, which keep the reading linear whatever the tree.
constexpr uint32_t kLongestSpeaker = 60;
constexpr int kMostSteps = 6;

/// Whether a longer quotation than a nickname stands in the range.
bool HoldsSpeech(const Reading& r, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    if (r.InQuotes(t) && r.quoted()[r.QuotedAt(t)].tokens.size() > 8) return true;
  }
  return false;
}

/// What opens a noun phrase's subtree and is no part of the phrase: "even", "and", "after".
bool IsOpening(const Reading& r, uint32_t token, uint32_t head) {
  if (token == head || r.Is(token, "(")) return false;
  if (r.IsPunct(token)) return !r.InQuotes(token);
  return r.tree().Is(token, {DepRel::kCase, DepRel::kCc, DepRel::kMark}) ||
         (r.tree().Relation(token) == DepRel::kAdvmod &&
          r.tree().Head(token) == static_cast<int32_t>(head));
}

}  // namespace

TokenRange SpeakerPhrase(const Reading& r, const Unit& unit, uint32_t head) {
  const Tree& tree = r.tree();
  TokenRange range = tree.Extent(head);
  // "Roy, when asked why, | said": the comma after what stands between hangs on the name, too.
  uint32_t last = head + 1;
  for (const uint32_t child : tree.Children(head)) {
    if (tree.Relation(child) != DepRel::kPunct) last = std::max(last, tree.Extent(child).last);
  }
  while (last < range.last && r.IsPunct(last)) ++last;
  range.last = std::min(range.last, last);
  if (!unit.tokens.Contains(range) || range.size() > kLongestSpeaker) return {};
  for (const uint32_t child : tree.Children(head)) {
    const uint32_t first = tree.Extent(child).first;
    const DepRel relation = tree.Relation(child);
    const bool clause = relation == DepRel::kAclRelcl || relation == DepRel::kAcl ||
                        relation == DepRel::kParataxis || relation == DepRel::kAdvcl;
    const bool who = relation == DepRel::kAclRelcl &&
                     (r.Is(first, "who") || (r.IsComma(first) && r.Is(first + 1, "who")));
    if (clause && !who && first > head + 1 && (r.IsComma(first - 1) || r.IsComma(first)) &&
        first < range.last) {
      range.last = first;
    }
    // "the council | on Friday", "Berg, | like Lund,": when and how, not who.
    const uint32_t word = r.IsComma(first) ? first + 1 : first;
    if (relation == DepRel::kNmod && first > head && first < range.last &&
        (r.IsAny(word, {"like", "unlike"}) ||
         SkipAdjuncts(r, word, tree.Extent(child).last) >= tree.Extent(child).last)) {
      range.last = first;
    }
    // A clause that the parser joined: "the plan, and the mayor said".
    if (relation == DepRel::kConj && first > head && first < range.last &&
        tree.Child(child, {DepRel::kNsubj, DepRel::kNsubjPass}) != Annotations::kNoHead) {
      range.last = first;
    }
  }
  while (!range.empty() && IsOpening(r, range.first, head)) ++range.first;
  while (!range.empty() && ((r.IsPunct(range.last - 1) && !r.Is(range.last - 1, ")") &&
                             !r.InQuotes(range.last - 1)) ||
                            tree.Relation(range.last - 1) == DepRel::kCc ||
                            (r.IsPossessive(range.last - 1) && range.last - 1 > head))) {
    --range.last;
  }
  if (range.empty() || HoldsSpeech(r, range)) return {};
  return range;
}

namespace {

TokenRange Usable(const Reading& r, const Unit& unit, int32_t head, const Cue& cue) {
  if (head == Annotations::kNoHead || r.InQuotes(static_cast<uint32_t>(head))) return {};
  const TokenRange phrase = SpeakerPhrase(r, unit, static_cast<uint32_t>(head));
  return phrase.Contains(cue.token) ? TokenRange{} : phrase;
}

/// "by X", also where the parser calls it oblique.
TokenRange AgentOf(const Reading& r, const Unit& unit, uint32_t verb, const Cue& cue) {
  const Tree& tree = r.tree();
  for (const uint32_t child : tree.Children(verb)) {
    if (child < verb || !tree.Is(child, {DepRel::kOblAgent, DepRel::kObl})) continue;
    const int32_t by = tree.Child(child, {DepRel::kCase});
    if (by == Annotations::kNoHead || !r.Is(static_cast<uint32_t>(by), "by")) continue;
    return Usable(r, unit, static_cast<int32_t>(child), cue);
  }
  return {};
}

/// The nearest subject before the verb, or the one after it. Where the parser cut one phrase in two
/// ("Lund spokeswoman | Tove Berg"), both parts.
TokenRange SubjectOf(const Reading& r, const Unit& unit, uint32_t verb, const Cue& cue) {
  const Tree& tree = r.tree();
  TokenRange subject;
  for (const uint32_t child : tree.Children(verb)) {
    if (tree.Relation(child) != DepRel::kNsubj) continue;
    if (child > verb && !subject.empty()) break;
    const TokenRange phrase = Usable(r, unit, static_cast<int32_t>(child), cue);
    if (phrase.empty()) continue;
    const bool joins = !subject.empty() && subject.last == phrase.first &&
                       r.Pos(phrase.first) == Upos::kPropn && r.IsNominal(phrase.first - 1);
    subject = joins ? TokenRange{subject.first, phrase.last} : phrase;
  }
  return subject;
}

TokenRange VerbSubject(const Reading& r, const Unit& unit, const Cue& cue) {
  const Tree& tree = r.tree();
  uint32_t verb = cue.token;
  for (int step = 0; step < kMostSteps; ++step) {
    if (const TokenRange own = SubjectOf(r, unit, verb, cue); !own.empty()) {
      return own;
    }
    if (step > 0) {
      // "was asked to say", "was cheered, saying": what the passive is about.
      const TokenRange passive = Usable(r, unit, tree.Child(verb, {DepRel::kNsubjPass}), cue);
      if (!passive.empty()) return passive;
    }
    const int32_t above = tree.Head(verb);
    if (above == Annotations::kNoHead || !unit.tokens.Contains(static_cast<uint32_t>(above))) {
      return {};
    }
    const auto head = static_cast<uint32_t>(above);
    switch (tree.Relation(verb)) {
      case DepRel::kXcomp: {
        // "asked X to say": the object of what it hangs on.
        const int32_t object = tree.Child(head, {DepRel::kObj, DepRel::kIobj});
        if (object != Annotations::kNoHead && static_cast<uint32_t>(object) > head &&
            static_cast<uint32_t>(object) < verb) {
          return Usable(r, unit, object, cue);
        }
        break;
      }
      case DepRel::kConj:
      case DepRel::kAdvcl:
      case DepRel::kAux:
      case DepRel::kParataxis:
        break;
      default:
        return {};
    }
    verb = head;
  }
  return {};
}

TokenRange PhraseSubject(const Reading& r, const Unit& unit, const Cue& cue) {
  const int32_t head = r.tree().Head(cue.token);
  if (head == Annotations::kNoHead || static_cast<uint32_t>(head) < cue.group.last) return {};
  TokenRange phrase = SpeakerPhrase(r, unit, static_cast<uint32_t>(head));
  phrase.first = std::max(phrase.first, cue.group.last);
  return phrase.last > phrase.first ? phrase : TokenRange{};
}

TokenRange OwnerOf(const Reading& r, const Unit& unit, const Cue& cue) {
  const Tree& tree = r.tree();
  for (const uint32_t child : tree.Children(cue.token)) {
    if (tree.Relation(child) == DepRel::kNmodPoss) {
      return Usable(r, unit, static_cast<int32_t>(child), cue);
    }
    if (tree.Relation(child) != DepRel::kNmod || child < cue.token) continue;
    const int32_t mark = tree.Child(child, {DepRel::kCase});
    if (mark != Annotations::kNoHead && r.IsAny(static_cast<uint32_t>(mark), {"by", "from"})) {
      return Usable(r, unit, static_cast<int32_t>(child), cue);
    }
  }
  // "X made the claim that": the subject of the verb that the noun is the object of.
  const int32_t head = tree.Head(cue.token);
  if (head != Annotations::kNoHead && tree.Relation(cue.token) == DepRel::kObj &&
      r.IsAny(
          static_cast<uint32_t>(head),
          {"made",      "make",       "makes",   "making",    "issued",    "issue",      "issues",
           "issuing",   "repeated",   "repeats", "repeat",    "repeating", "expressed",  "express",
           "expresses", "expressing", "voiced",  "voice",     "voices",    "voicing",    "raised",
           "raises",    "gave",       "gives",   "delivered", "renewed",   "reiterated", "offered",
           "has",       "had",        "have"})) {
    Cue verb = cue;
    verb.token = static_cast<uint32_t>(head);
    return VerbSubject(r, unit, verb);
  }
  return {};
}

}  // namespace

TokenRange ParseSpeaker(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                        size_t index) {
  const Cue& cue = cues[index];
  TokenRange speaker;
  switch (cue.form) {
    case CueForm::kPhrase:
      speaker = PhraseSubject(r, unit, cue);
      break;
    case CueForm::kNoun:
      speaker = OwnerOf(r, unit, cue);
      break;
    case CueForm::kPassive:
    case CueForm::kParticiple:
      speaker = AgentOf(r, unit, cue.token, cue);
      break;
    default:
      speaker = VerbSubject(r, unit, cue);
      break;
  }
  if (speaker.empty()) speaker = TokenSpeaker(r, unit, cues, index);
  // "it is clear that ...": nobody.
  if (cue.entry->kind == CueKind::kAdjective && speaker.size() == 1 && r.Is(speaker.first, "it")) {
    return {};
  }
  return speaker;
}

}  // namespace nutgraf::extract::quotes
