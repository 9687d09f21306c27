#include "service/extract/quotes/phrases.h"

#include <algorithm>
#include <optional>

#include "service/extract/quotes/adjuncts.h"

namespace nutgraf::extract::quotes {
namespace {

using language::EntityType;
using language::Upos;
using text::TokenRange;

// Bounds of look-back, which keep the reading linear whatever the text.
constexpr uint32_t kLongestPhrase = 60;
constexpr uint32_t kLongestRelative = 18;

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
                          (r.Pos(i + 1) == Upos::kNum || r.IsDeterminer(i + 1));
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
    if (r.IsNominal(i) || r.Pos(i) == Upos::kPron || r.IsDeterminer(i) ||
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
    if (r.IsDeterminer(t)) {
      i = t;
      // Left of a determiner only a preposition, a quantity or a coordination goes on.
      if (i > floor &&
          !(r.Pos(i - 1) == Upos::kAdp || r.IsCoordinator(i - 1) || IsQuantityAdverb(r, i - 1) ||
            r.IsVerb(i - 1) || r.IsModifier(i - 1) || (r.IsComma(i - 1) && coordinated))) {
        done = true;
      }
      continue;
    }
    if (r.IsNominal(t) || r.IsModifier(t) || r.Is(t, "/")) {
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
    if (IsQuantityAdverb(r, t) && i < end && (r.Pos(i) == Upos::kNum || r.IsDeterminer(i))) {
      i = t;
      continue;
    }
    if (r.IsVerb(t)) {
      if (i == end) break;
      if (IsParticiple(r, t) && r.IsNominal(i) &&
          (t == floor || r.IsPunct(t - 1) || r.IsDeterminer(t - 1) || r.InQuotes(t - 1))) {
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
      const bool goes_on = r.IsRelative(i + 1) || r.IsDeterminer(i + 1) || next == Upos::kAdj ||
                           next == Upos::kNoun || next == Upos::kNum || r.Is(i + 1, "now") ||
                           r.Is(i + 1, "of") || r.IsModifier(i + 1) ||
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
    if (i == begin && (r.Pos(i) == Upos::kPron || r.IsPersonalSubject(i)) && !r.IsModifier(i)) {
      return {begin, begin + 1};
    }
    if (r.IsTime(i) && i > begin && r.Pos(i) != Upos::kAdj && r.EntityAt(i) == kNone) break;
    if (r.IsDeterminer(i)) {
      if (i > begin && r.Pos(i - 1) != Upos::kAdp && !r.IsCoordinator(i - 1) &&
          !r.IsModifier(i - 1) && !r.IsDeterminer(i - 1)) {
        break;
      }
      ++i;
      continue;
    }
    if (r.IsNominal(i) || r.IsModifier(i) || r.Is(i, "-") || r.Is(i, "&")) {
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
        (r.IsNominal(i + 1) || r.IsDeterminer(i + 1)) && !r.Is(i, "but")) {
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
                       (r.IsDeterminer(i - 1) && i - 1 > begin && r.Is(i - 1, "the")))) {
    --i;
  }
  const TokenRange phrase{begin, i};
  return HasHead(r, phrase) ? phrase : TokenRange{};
}

}  // namespace nutgraf::extract::quotes
