#include "service/extract/quotes/subjects.h"

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/phrases.h"

namespace nutgraf::extract::quotes {

using language::EntityType;
using language::Upos;
using text::TokenRange;

// Bounds the look-back, which keeps the reading linear whatever the text.
constexpr uint32_t kLongestSubject = 60;

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
  if (r.IsDeterminer(begin) || pos == Upos::kAdj || pos == Upos::kNoun || r.IsModifier(begin)) {
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
  const uint32_t earliest = verb - floor > kLongestSubject ? verb - kLongestSubject : floor;
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

}  // namespace nutgraf::extract::quotes
