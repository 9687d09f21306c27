#include "service/extract/quotes/adjuncts.h"

#include "service/extract/quotes/phrases.h"

namespace nutgraf::extract::quotes {

using language::Upos;
using text::TokenRange;

namespace {

/// One adjunct at `i`, or `i`.
uint32_t SkipOneAdjunct(const Reading& r, uint32_t i, uint32_t limit) {
  if (i >= limit || r.InQuotes(i)) return i;
  uint32_t at = i;
  if (r.IsAny(at, {"last", "this", "next", "earlier", "late", "early", "later", "every", "one",
                   "two", "three", "a", "few", "several"})) {
    uint32_t t = at + 1;
    while (t < limit && t < at + 4 &&
           (r.IsAny(t, {"in", "this", "last", "few", "the", "that", "same", "on"}) || r.IsTime(t) ||
            r.Pos(t) == Upos::kNum)) {
      if (r.IsTime(t)) {
        ++t;
        while (t < limit && (r.IsTime(t) || r.Pos(t) == Upos::kNum)) ++t;
        return t;
      }
      ++t;
    }
    return r.IsTime(at) ? at + 1 : i;
  }
  if (r.IsTime(at)) {
    while (at < limit && (r.IsTime(at) || r.Pos(at) == Upos::kNum)) ++at;
    return at < limit && r.IsPossessive(at) ? i : at;  // "called Friday's decision"
  }
  if (r.Is(at, "to")) {
    // "to reporters", "to the crowd": a hearer, not an infinitive.
    if (at + 1 >= limit || r.InQuotes(at + 1)) return i;
    const Upos next = r.Pos(at + 1);
    if (r.lexicon().Is(r.Lower(at + 1), kHearerWord) || next == Upos::kPropn ||
        next == Upos::kDet) {
      const TokenRange hearer = NounPhraseAfter(r, at + 1, limit, PhraseExtent::kShort);
      return hearer.empty() ? i : hearer.last;
    }
    return i;
  }
  if (!r.IsAny(at, {"in", "at", "during", "on", "via", "through", "by", "before", "after", "over",
                    "from", "with", "of", "about"})) {
    return i;
  }
  const bool strict =
      r.IsAny(at, {"by", "with", "of", "about", "over", "from", "before", "after", "through"});
  uint32_t t = at + 1;
  bool event = false;
  bool time = false;
  bool number = false;
  while (t < limit && t - at < 14 && !r.InQuotes(t)) {
    if (r.lexicon().Is(r.Lower(t), kEventWord)) {
      event = true;
      ++t;
      if (t < limit && r.IsPossessive(t)) {
        ++t;
        continue;
      }
      if (t < limit && r.IsNominal(t) && !r.IsTime(t)) continue;
      break;
    }
    if (r.IsTime(t)) {
      time = true;
      ++t;
      while (t < limit && (r.IsTime(t) || r.Pos(t) == Upos::kNum)) ++t;
      if (t < limit && r.IsPossessive(t)) {
        ++t;
        continue;
      }
      if (t < limit && r.lexicon().Is(r.Lower(t), kEventWord)) continue;
      break;
    }
    if (r.Pos(t) == Upos::kNum) {
      number = true;
      ++t;
      continue;
    }
    if (r.IsNominal(t) || r.Pos(t) == Upos::kAdj || r.IsDeterminer(t) || r.IsModifier(t) ||
        r.Is(t, "-") || r.Is(t, "&")) {
      ++t;
      continue;
    }
    break;
  }
  if (event && !(strict && !r.IsAny(at, {"with", "from"}))) return t;
  if (time && (!strict || r.IsAny(at, {"before", "after"}))) return t;
  if (time && r.Is(at, "of") && t == at + 2) return t;    // "told his listeners of Monday"
  if (number && r.Is(at, "in") && t == at + 2) return t;  // "in 2003"
  return i;
}

}  // namespace

uint32_t SkipAdjuncts(const Reading& r, uint32_t begin, uint32_t limit) {
  uint32_t at = begin;
  bool first = true;
  while (at < limit) {
    uint32_t next = SkipOneAdjunct(r, at, limit);
    if (next == at && !first && r.IsAny(at, {"with", "in", "at", "for"})) {
      // What an adjunct leans on: "in an interview with CNN's Wolf Blitzer", "at a rally in Ohio".
      const TokenRange phrase = NounPhraseAfter(r, at + 1, limit, PhraseExtent::kShort);
      if (!phrase.empty() && phrase.first == at + 1) next = phrase.last;
    }
    if (next == at) break;
    at = next;
    first = false;
  }
  return at;
}

uint32_t TrimAdjuncts(const Reading& r, uint32_t begin, uint32_t end) {
  // The leftmost place from which only adjuncts follow.
  const uint32_t earliest = end - begin > 24 ? end - 24 : begin;
  for (uint32_t at = earliest; at < end; ++at) {
    if (at <= begin + 1 || r.InQuotes(at)) continue;
    if (!r.IsAny(at, {"in", "at", "during", "on", "via"})) continue;
    if (SkipAdjuncts(r, at, end) == end) {
      // Only what names a medium ("in a statement"): a bare date belongs to what was said.
      for (uint32_t t = at; t < end; ++t) {
        if (r.lexicon().Is(r.Lower(t), kEventWord)) return at;
      }
    }
  }
  return end;
}

bool HasFiniteVerb(const Reading& r, uint32_t begin, uint32_t end) {
  for (uint32_t i = begin; i < end; ++i) {
    if (r.InQuotes(i)) continue;
    if (r.IsAuxiliary(i) && !r.IsAny(i, {"be", "been", "being", "having"})) return true;
    if (r.Pos(i) == Upos::kVerb) {
      const std::string_view word = r.Lower(i);
      if (word.ends_with("ing")) continue;
      if (i > begin && r.Is(i - 1, "to")) continue;
      return true;
    }
  }
  return false;
}

}  // namespace nutgraf::extract::quotes
