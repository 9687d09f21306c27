#include "service/extract/quotes/phrases.h"

#include <algorithm>
#include <optional>

namespace nutgraf::extract::quotes {
namespace {

using language::EntityType;
using language::Upos;
using text::TokenRange;

// Bounds of look-back, which keep the reading linear whatever the text.
constexpr uint32_t kLongestPhrase = 60;
constexpr uint32_t kLongestRelative = 18;

bool IsModifier(const Reading& r, uint32_t i) {
  const Upos pos = r.Pos(i);
  return pos == Upos::kAdj || r.IsPossessive(i) ||
         r.IsAny(i, {"my", "your", "his", "her", "its", "our", "their", "whose", "both", "all"});
}

bool IsDeterminer(const Reading& r, uint32_t i) {
  return r.Pos(i) == Upos::kDet ||
         r.IsAny(i, {"the", "a", "an", "this", "these", "those", "some", "many", "several", "few",
                     "most", "no", "one", "another", "other", "any", "each", "every"});
}

bool IsQuantityAdverb(const Reading& r, uint32_t i) {
  return r.IsAny(i, {"about", "only", "nearly", "almost", "roughly", "around", "some", "over",
                     "even", "just", "then", "former", "at", "least", "more", "than"});
}

bool IsParticiple(const Reading& r, uint32_t i) {
  const std::string_view word = r.Lower(i);
  return r.Pos(i) == Upos::kVerb &&
         (word.ends_with("ed") || word.ends_with("en") || word.ends_with("ing"));
}

bool StartsPerson(const Reading& r, uint32_t i) {
  const int32_t e = r.EntityAt(i);
  return e != kNone && r.notes().entities[e].tokens.first == i &&
         r.notes().entities[e].type == EntityType::kPerson;
}

/// The "(" that belongs to the ")" at `close`, within `floor`.
std::optional<uint32_t> OpeningParenthesis(const Reading& r, uint32_t floor, uint32_t close) {
  for (uint32_t i = close; i > floor && close - i < kLongestRelative;) {
    --i;
    if (r.Is(i, "(")) return i;
  }
  return std::nullopt;
}

/// The relative pronoun of the relative clause that `verb` stands in, when a nominal is before it.
std::optional<uint32_t> RelativePronoun(const Reading& r, uint32_t floor, uint32_t verb) {
  for (uint32_t i = verb; i > floor + 1 && verb - i < kLongestRelative;) {
    --i;
    if (r.IsPunct(i)) return std::nullopt;
    if (r.IsRelative(i) && !r.Is(i, "whose") && r.IsNominal(i - 1)) return i;
  }
  return std::nullopt;
}

/// Whether the comma at `comma`, before a conjunction, ends an item of a list: "A, B, and C" rather
/// than two clauses.
bool IsList(const Reading& r, uint32_t floor, uint32_t comma) {
  for (uint32_t i = comma; i > floor && comma - i < 10;) {
    --i;
    if (r.IsComma(i)) return true;
    if (r.IsVerb(i) || r.IsPunct(i)) return false;
  }
  return false;
}

TokenRange StripFront(const Reading& r, TokenRange phrase) {
  while (!phrase.empty()) {
    const uint32_t i = phrase.first;
    const bool quantity = phrase.size() > 1 && IsQuantityAdverb(r, i) &&
                          (r.Pos(i + 1) == Upos::kNum || IsDeterminer(r, i + 1));
    if ((r.IsCoordinator(i) || r.IsPunct(i) || r.IsPossessive(i) ||
         (r.Pos(i) == Upos::kAdv && !quantity) || r.Pos(i) == Upos::kSconj ||
         (r.Pos(i) == Upos::kAdp && !quantity)) &&
        !r.Is(i, "(")) {
      ++phrase.first;
    } else {
      break;
    }
  }
  return phrase;
}

bool HasHead(const Reading& r, TokenRange phrase) {
  for (uint32_t i = phrase.first; i < phrase.last; ++i) {
    if (r.IsNominal(i) || r.Pos(i) == Upos::kPron || IsDeterminer(r, i) ||
        (r.Pos(i) == Upos::kAdj && i + 1 == phrase.last)) {
      return true;
    }
  }
  return false;
}

}  // namespace

TokenRange NounPhraseBefore(const Reading& r, uint32_t floor, uint32_t end) {
  if (end - floor > kLongestPhrase) floor = end - kLongestPhrase;
  uint32_t i = end;
  uint32_t after_preposition =
      end;  // where the phrase would begin were the preposition not its own
  bool coordinated = false;
  bool done = false;
  while (i > floor && !done) {
    const uint32_t t = i - 1;
    if (r.Is(t, ")")) {
      const auto open = OpeningParenthesis(r, floor, t);
      if (!open) break;
      i = *open;
      continue;
    }
    if (r.InQuotes(t)) {
      // A nickname: Marcia "Cia" Price.
      const QuotedSpan& span = r.quoted()[r.QuotedAt(t)];
      if (i == end || span.tokens.size() > 5 || span.tokens.first <= floor ||
          !r.IsNominal(span.tokens.first - 1)) {
        break;
      }
      i = span.tokens.first;
      continue;
    }
    if (r.IsPersonalSubject(t)) {
      if (i == end) i = t;
      break;
    }
    if (r.IsComma(t)) {
      if (!coordinated || t <= floor || !r.IsNominal(t - 1)) break;
      i = t;
      continue;
    }
    if (r.IsCoordinator(t)) {
      if (i == end || t <= floor || r.Is(t, "but") ||
          !(r.IsNominal(t - 1) || r.Is(t - 1, ")") ||
            (r.IsComma(t - 1) && IsList(r, floor, t - 1)))) {
        break;
      }
      coordinated = true;
      i = t;
      continue;
    }
    if (r.IsPunct(t)) break;
    if (r.IsClauseOpener(t) && !(i == end && r.Is(t, "that"))) break;
    if (r.IsTime(t) && i < end && r.IsCapitalized(i) && r.IsCapitalized(t) &&
        r.EntityAt(i) != r.EntityAt(t)) {
      break;
    }
    if (i < end && StartsPerson(r, i) && r.EntityAt(t) != kNone &&
        r.notes().entities[r.EntityAt(t)].type == EntityType::kPerson) {
      break;
    }
    if (IsDeterminer(r, t)) {
      i = t;
      // Left of a determiner only a preposition, a quantity or a coordination goes on.
      if (i > floor &&
          !(r.Pos(i - 1) == Upos::kAdp || r.IsCoordinator(i - 1) || IsQuantityAdverb(r, i - 1) ||
            r.IsVerb(i - 1) || IsModifier(r, i - 1) || (r.IsComma(i - 1) && coordinated))) {
        done = true;
      }
      continue;
    }
    if (r.IsNominal(t) || IsModifier(r, t) || r.Is(t, "/")) {
      i = t;
      continue;
    }
    if (r.Pos(t) == Upos::kPron) {
      if (i == end || (i < end && r.Pos(i) == Upos::kAdp)) i = t;
      break;
    }
    if (r.Is(t, "of")) {
      if (i == end) break;
      i = t;
      continue;
    }
    if (r.Pos(t) == Upos::kAdp) {
      if (i == end) break;
      if (after_preposition == end) after_preposition = i;
      if (t == floor || !(r.IsNominal(t - 1) || r.Pos(t - 1) == Upos::kVerb)) {
        i = after_preposition;  // "On Monday officials ...": not theirs
        break;
      }
      i = t;
      continue;
    }
    if (IsQuantityAdverb(r, t) && i < end && (r.Pos(i) == Upos::kNum || IsDeterminer(r, i))) {
      i = t;
      continue;
    }
    if (r.IsVerb(t)) {
      if (i == end) break;
      if (IsParticiple(r, t) && r.IsNominal(i) &&
          (t == floor || r.IsPunct(t - 1) || IsDeterminer(r, t - 1) || r.InQuotes(t - 1))) {
        i = t;  // "retired general Jane Doe"
        continue;
      }
      if (const auto relative = RelativePronoun(r, floor, t)) {
        i = *relative;
        continue;
      }
      if (IsParticiple(r, t) && t > floor && r.IsNominal(t - 1) &&
          (r.Pos(i) == Upos::kAdp || r.Lower(t).ends_with("ing"))) {
        i = t;  // "states led by ...", "a union representing ..."
        continue;
      }
      if (after_preposition != end && r.Pos(i) == Upos::kAdp) i = after_preposition;
      break;
    }
    break;
  }
  if (after_preposition != end && i < end && r.Pos(i) == Upos::kAdp && !r.Is(i, "of")) {
    i = after_preposition;
  }
  const TokenRange phrase = StripFront(r, {i, end});
  return HasHead(r, phrase) ? phrase : TokenRange{};
}

namespace {

enum class Insertion : uint8_t { kNone, kBelongs, kAdjunct, kClause };

/// Whether [begin, end) is a clause of its own: a subject and its finite verb.
bool IsClause(const Reading& r, uint32_t begin, uint32_t end) {
  if (r.IsClauseOpener(begin) || r.IsWhWord(begin) || r.IsVerb(begin)) return false;
  for (uint32_t i = begin; i < end; ++i) {
    if (r.IsRelative(i)) return false;
    if (r.IsAuxiliary(i) && i > begin && !r.IsAny(i, {"be", "been", "being", "having"})) {
      return true;
    }
  }
  return false;
}


/// What the stretch [begin, end) between two commas is to the noun phrase before it.
Insertion Classify(const Reading& r, uint32_t begin, uint32_t end) {
  if (begin >= end) return Insertion::kNone;
  const Upos pos = r.Pos(begin);
  if (r.IsRelative(begin)) return Insertion::kBelongs;
  if (IsClause(r, begin, end)) return Insertion::kClause;
  if (r.IsNegation(begin) || r.IsClauseOpener(begin) || r.IsWhWord(begin)) {
    return Insertion::kAdjunct;
  }
  if (r.Is(begin, "of")) return Insertion::kBelongs;
  if (r.Is(begin, "now") || r.Is(begin, "then")) return Insertion::kBelongs;
  if (pos == Upos::kAdp || r.Is(begin, "to")) return Insertion::kAdjunct;
  if (pos == Upos::kAdv || r.IsTime(begin)) return Insertion::kAdjunct;
  if (pos == Upos::kVerb || pos == Upos::kAux) return Insertion::kAdjunct;
  if (pos == Upos::kNum && end - begin <= 2) return Insertion::kBelongs;
  if (const int32_t e = r.EntityAt(begin); e != kNone) {
    const auto& entity = r.notes().entities[e];
    if (entity.type == EntityType::kPerson) return Insertion::kNone;
    if (entity.tokens.last >= end) {
      return entity.type == EntityType::kLocation ? Insertion::kBelongs : Insertion::kNone;
    }
    return Insertion::kBelongs;  // "State Department spokesman"
  }
  if (IsDeterminer(r, begin) || pos == Upos::kAdj || pos == Upos::kNoun || IsModifier(r, begin)) {
    return Insertion::kBelongs;
  }
  if (pos == Upos::kPropn) return end - begin <= 1 ? Insertion::kBelongs : Insertion::kNone;
  return Insertion::kNone;
}

}  // namespace

namespace {

/// Where adjuncts of time begin that part a subject from its verb: "Lund | just this month | said".
uint32_t BeforeAdjuncts(const Reading& r, uint32_t floor, uint32_t verb) {
  uint32_t best = verb;
  for (uint32_t at = verb; at > floor + 1 && verb - at < 6;) {
    --at;
    if (r.IsPunct(at) || r.InQuotes(at)) break;
    if (SkipAdjuncts(r, at, verb) == verb && at > floor) best = at;
  }
  while (best < verb && best > floor + 1 &&
         r.IsAny(best - 1, {"just", "only", "earlier", "late"})) {
    --best;
  }
  return best;
}

}  // namespace

TokenRange SubjectBefore(const Reading& r, uint32_t floor, uint32_t verb) {
  verb = BeforeAdjuncts(r, floor, verb);
  if (verb <= floor) return {};
  const uint32_t last = verb - 1;
  if (r.InQuotes(last)) return {};
  if (r.IsRelative(last) && !r.Is(last, "whose")) {
    return {last, verb};
  }
  if (!r.IsComma(last) && !r.IsDash(last)) return NounPhraseBefore(r, floor, verb);

  // "Jane Doe, 42, the mayor, | said": go back over insertions to their head.
  uint32_t segment_end = last;
  uint32_t belongs_until = last;  // the speaker's span ends here when all insertions are its own
  bool belongs = true;
  const uint32_t earliest = verb - floor > kLongestPhrase ? verb - kLongestPhrase : floor;
  while (true) {
    uint32_t comma = segment_end;
    bool found = false;
    while (comma > earliest) {
      --comma;
      if (r.InQuotes(comma)) break;
      if (r.IsComma(comma) || (r.IsDash(comma) && r.IsDash(last))) {
        found = true;
        break;
      }
    }
    if (!found) {
      const TokenRange head = NounPhraseBefore(r, floor, segment_end);
      if (head.empty()) return {};
      // A subject is not parted from its verb by a comma: without an insertion there is none.
      if (segment_end == last) return {};
      return {head.first, belongs ? belongs_until : head.last};
    }
    Insertion insertion = Classify(r, comma + 1, segment_end);
    // What stands between the last comma pair must be an insertion: "his deputy, Jane Doe, said".
    if (insertion == Insertion::kNone && segment_end == last) insertion = Insertion::kBelongs;
    if (insertion == Insertion::kClause) return {};
    if (insertion == Insertion::kNone) {
      const TokenRange head = NounPhraseBefore(r, comma + 1, segment_end);
      if (head.empty()) return {};
      return {head.first, belongs ? belongs_until : head.last};
    }
    if (insertion == Insertion::kAdjunct) {
      belongs_until = comma;  // what stood before this insertion may still belong
    }
    segment_end = comma;
  }
}

TokenRange NounPhraseAfter(const Reading& r, uint32_t begin, uint32_t limit, PhraseExtent extent) {
  uint32_t i = begin;
  bool apposition = false;
  bool open = true;
  while (i < limit && open) {
    if (r.InQuotes(i)) {
      const QuotedSpan& span = r.quoted()[r.QuotedAt(i)];
      if (i == begin || span.tokens.size() > 5 || span.tokens.last >= limit ||
          !r.IsNominal(span.tokens.last)) {
        break;
      }
      i = span.tokens.last;
      continue;
    }
    if (i > begin && SkipAdjuncts(r, i, limit) > i && !r.IsNominal(i)) break;
    if (r.Is(i, "(")) {
      uint32_t close = i;
      while (close < limit && !r.Is(close, ")") && close - i < kLongestRelative) ++close;
      if (close >= limit || !r.Is(close, ")")) break;
      i = close + 1;
      continue;
    }
    if (r.IsComma(i)) {
      if (extent == PhraseExtent::kShort || i == begin || i + 1 >= limit) break;
      const Upos next = r.Pos(i + 1);
      const bool goes_on = r.IsRelative(i + 1) || IsDeterminer(r, i + 1) || next == Upos::kAdj ||
                           next == Upos::kNoun || next == Upos::kNum || r.Is(i + 1, "now") ||
                           r.Is(i + 1, "of") || IsModifier(r, i + 1) ||
                           (next == Upos::kPropn && !r.IsTime(i + 1));
      if (!goes_on || r.InQuotes(i + 1)) break;
      apposition = true;
      i += 2;
      continue;
    }
    if (apposition) {
      if (r.IsPunct(i) && !r.Is(i, "-") && !r.Is(i, "&") && !r.Is(i, "/")) break;
      ++i;
      continue;
    }
    if (i == begin && (r.Pos(i) == Upos::kPron || r.IsPersonalSubject(i)) && !IsModifier(r, i)) {
      return {begin, begin + 1};
    }
    if (r.IsTime(i) && i > begin && r.Pos(i) != Upos::kAdj && r.EntityAt(i) == kNone) break;
    if (IsDeterminer(r, i)) {
      if (i > begin && r.Pos(i - 1) != Upos::kAdp && !r.IsCoordinator(i - 1) &&
          !IsModifier(r, i - 1) && !IsDeterminer(r, i - 1)) {
        break;
      }
      ++i;
      continue;
    }
    if (r.IsNominal(i) || IsModifier(r, i) || r.Is(i, "-") || r.Is(i, "&")) {
      ++i;
      continue;
    }
    if (r.Is(i, "of") && i > begin) {
      ++i;
      continue;
    }
    if (r.Pos(i) == Upos::kAdv && i + 1 < limit &&
        (r.Pos(i + 1) == Upos::kAdj || r.Pos(i + 1) == Upos::kNum)) {
      ++i;
      continue;
    }
    if (r.IsCoordinator(i) && i > begin && i + 1 < limit &&
        (r.IsNominal(i + 1) || IsDeterminer(r, i + 1)) && !r.Is(i, "but")) {
      ++i;
      continue;
    }
    if (extent == PhraseExtent::kFull && i > begin && r.Pos(i) == Upos::kAdp &&
        r.Pos(i - 1) == Upos::kNoun && r.IsAny(i, {"for", "at", "from", "with", "in", "to"})) {
      ++i;
      continue;
    }
    if (extent == PhraseExtent::kFull && i > begin && r.IsRelative(i)) {
      apposition = true;
      ++i;
      continue;
    }
    open = false;
  }
  while (i > begin && (r.Pos(i - 1) == Upos::kAdp || r.IsCoordinator(i - 1) || r.IsComma(i - 1) ||
                       (IsDeterminer(r, i - 1) && i - 1 > begin && r.Is(i - 1, "the")))) {
    --i;
  }
  const TokenRange phrase{begin, i};
  return HasHead(r, phrase) ? phrase : TokenRange{};
}

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
    return at;
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
    if (r.IsNominal(t) || r.Pos(t) == Upos::kAdj || IsDeterminer(r, t) || IsModifier(r, t) ||
        r.Is(t, "-") || r.Is(t, "&")) {
      ++t;
      continue;
    }
    break;
  }
  if (event && !(strict && !r.IsAny(at, {"with", "from"}))) return t;
  if (time && (!strict || r.IsAny(at, {"before", "after"}))) return t;
  if (time && r.Is(at, "of") && t == at + 2) return t;  // "told his listeners of Monday"
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
