#include "service/extract/quotes/clause_ranges.h"

#include <algorithm>

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/token_clauses.h"

namespace nutgraf::extract::quotes {

using language::Annotations;
using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

/// "But the plan ..., he said": the conjunction that opens the sentence is the writer's.
TokenRange WithoutOpening(const Reading& r, TokenRange piece, TokenRange speaker) {
  if (piece.last > speaker.first || !r.IsCapitalized(piece.first) || r.InQuotes(piece.first)) {
    return piece;
  }
  if (piece.size() > 1 && r.IsAny(piece.first, {"but", "and", "yet", "so", "still", "however"}) &&
      (r.IsCoordinator(piece.first) || r.IsComma(piece.first + 1))) {
    ++piece.first;
  }
  return piece;
}

/// The child of `ancestor` that `token` is below, or the highest word above it that is none's.
uint32_t TopBelow(const Tree& tree, uint32_t token, uint32_t ancestor) {
  uint32_t top = token;
  while (tree.Head(top) != Annotations::kNoHead &&
         tree.Head(top) != static_cast<int32_t>(ancestor) &&
         tree.IsBelow(static_cast<uint32_t>(tree.Head(top)), ancestor)) {
    top = static_cast<uint32_t>(tree.Head(top));
  }
  return top;
}

/// Where the complement ends that begins with the clause of `child`: further clauses that the
/// tree hangs on the cue right behind it belong to it.
uint32_t GoesOn(const Reading& r, const Cue& cue, uint32_t child, uint32_t last) {
  const Tree& tree = r.tree();
  for (const uint32_t next : tree.Children(cue.token)) {
    if (next <= child || tree.Extent(next).first > last) continue;
    if (tree.Extent(next).last <= last || !tree.Is(next, {DepRel::kCcomp})) continue;
    last = tree.Extent(next).last;
  }
  return last;
}

/// "said that ..., | but that ...": a second clause with "that" right behind the first.
uint32_t AndThat(const Reading& r, uint32_t last, uint32_t limit) {
  uint32_t at = last;
  if (at < limit && r.IsComma(at)) ++at;
  return at + 2 < limit && r.IsAny(at, {"and", "but", "or"}) && r.Is(at + 1, "that") ? limit : last;
}

}  // namespace

TokenRange Within(TokenRange range, TokenRange limits) {
  range.first = std::max(range.first, limits.first);
  range.last = std::max(range.first, std::min(range.last, limits.last));
  return range;
}

TokenRange WithQuotations(const Reading& r, TokenRange range, TokenRange limits) {
  if (range.last < limits.last && r.InQuotes(range.last - 1)) {
    const TokenRange quoted = r.quoted()[r.QuotedAt(range.last - 1)].tokens;
    range.last = std::max(range.last, std::min(quoted.last, limits.last));
  }
  if (r.InQuotes(range.first)) {
    const TokenRange quoted = r.quoted()[r.QuotedAt(range.first)].tokens;
    range.first = std::min(range.first, std::max(quoted.first, limits.first));
  }
  return range;
}

bool GoesOnAt(const Reading& r, const Cue& cue, uint32_t at) {
  const Tree& tree = r.tree();
  if (r.Lower(at).ends_with("ing") && r.Pos(at) == Upos::kVerb) {
    // ", adding ...", ", referring to ...": a cue of its own, whatever it was hung on.
    if (!r.lexicon().Readings(r.Lower(at)).empty()) return false;
    return tree.Relation(at) != DepRel::kAdvcl || tree.Head(at) != static_cast<int32_t>(cue.token);
  }
  return !r.IsAny(at, {"as", "while", "when", "after", "before", "though", "although", "according",
                       "who", "which", "even"});
}

std::vector<TokenRange> Pieces(const Reading& r, TokenRange range, uint32_t head, const Cue& cue,
                               TokenRange speaker) {
  if (!range.Contains(cue.token)) return {range};
  const Tree& tree = r.tree();
  const bool inverted = speaker.first >= cue.group.last;
  uint32_t first = cue.group.first;
  if (!speaker.empty() && !inverted && range.first < speaker.first) {
    first = std::min(first, speaker.first);
  }
  uint32_t last = cue.group.last;
  if (inverted) last = std::max(last, std::min(speaker.last, range.last));
  last = SkipAdjuncts(r, last, range.last);
  while (last < range.last && !r.IsPunct(last) && !r.InQuotes(last) &&
         tree.IsBelow(last, cue.token) && !tree.IsBelow(last, head)) {
    ++last;
  }
  // A hearer or an adjunct that the tree hangs elsewhere ends at the comma.
  for (uint32_t t = last; t < range.last && t < last + 6 && !r.InQuotes(t); ++t) {
    if (r.IsComma(t)) last = t;
  }
  if (last < range.last && r.IsComma(last) && last + 1 < range.last &&
      !GoesOnAt(r, cue, last + 1)) {
    last = range.last;
  }
  return {{range.first, first}, {last, range.last}};
}

bool SetContent(const Reading& r, const std::vector<TokenRange>& pieces, ReportedClause& clause) {
  clause.content.clear();
  for (const TokenRange piece : pieces) {
    if (piece.first >= piece.last) continue;
    const TokenRange trimmed = Trim(r, WithoutOpening(r, piece, clause.speaker));
    if (trimmed.empty()) continue;
    if (trimmed.Overlaps(clause.speaker)) return false;
    clause.content.push_back(trimmed);
  }
  return !clause.content.empty();
}

uint32_t ComplementBegin(const Reading& r, const Cue& cue, TokenRange speaker, uint32_t child,
                         uint32_t first) {
  const Tree& tree = r.tree();
  if (first > cue.group.last && (r.Is(first - 1, "that") || r.IsWhWord(first - 1))) {
    return first - 1;
  }
  const int32_t mark = tree.Child(child, {DepRel::kMark});
  // "cautioned, as did the mayor, | that ...".
  if (mark > static_cast<int32_t>(first) && mark < static_cast<int32_t>(child) &&
      r.Is(static_cast<uint32_t>(mark), "that") && r.IsComma(static_cast<uint32_t>(mark) - 1)) {
    return static_cast<uint32_t>(mark);
  }
  const bool infinitive = tree.Relation(child) == DepRel::kXcomp ||
                          (mark != Annotations::kNoHead && r.Is(static_cast<uint32_t>(mark), "to"));
  const bool hearer = cue.entry->Has(kFrameHearer);
  uint32_t at = cue.group.last;
  while (at < first) {
    const uint32_t top = TopBelow(tree, at, cue.token);
    const bool hangs = tree.Head(top) == static_cast<int32_t>(cue.token);
    if (r.IsPunct(at) && !r.InQuotes(at)) {
      ++at;
    } else if (hangs && tree.Is(top, {DepRel::kObl, DepRel::kOblTmod, DepRel::kOblNpmod,
                                      DepRel::kNmodTmod, DepRel::kAdvmod, DepRel::kAdvcl,
                                      DepRel::kCompoundPrt, DepRel::kDiscourse})) {
      at = std::max(at + 1, tree.Extent(top).last);
    } else if (hangs && hearer && tree.Is(top, {DepRel::kObj, DepRel::kIobj}) && !infinitive) {
      at = std::max(at + 1, tree.Extent(top).last);
    } else {
      const uint32_t after = SkipAdjuncts(r, at, first);
      if (after == at) break;
      at = after;
    }
  }
  if (at >= first || speaker.Overlaps({at, first})) return first;
  // A subject that the tree hangs on the cue.
  const uint32_t top = TopBelow(tree, at, cue.token);
  if (tree.Head(top) == static_cast<int32_t>(cue.token) &&
      (tree.Is(top, {DepRel::kNsubj, DepRel::kNsubjPass, DepRel::kExpl}) ||
       (!infinitive && !hearer && mark == Annotations::kNoHead &&
        tree.Is(top, {DepRel::kObj, DepRel::kIobj})))) {
    return at;
  }
  if (!infinitive && (mark != Annotations::kNoHead || hearer)) return first;
  for (uint32_t t = at; t < first; ++t) {
    if (r.IsPunct(t) || r.InQuotes(t) || r.Pos(t) == Upos::kAdp) return first;
  }
  return at;
}

uint32_t EndBeforeAttribution(const Reading& r, std::span<const Cue> cues, size_t index,
                              uint32_t head, TokenRange range) {
  const Tree& tree = r.tree();
  const Cue& cue = cues[index];
  for (size_t next = index + 1; next < cues.size(); ++next) {
    const Cue& other = cues[next];
    if (other.token >= range.last) break;
    if (!tree.IsBelow(other.token, head) || other.token == head) continue;
    const uint32_t start = std::min(tree.Extent(other.token).first, other.group.first);
    if (start <= range.first) continue;
    const bool opens =
        start == other.group.first || r.IsCoordinator(start) || (start + 1 == other.group.first);
    const bool comma = r.IsComma(start - 1) || r.IsComma(start);
    // ", and said ...": the same subject's second attribution.
    if (tree.Relation(other.token) == DepRel::kConj && other.form == CueForm::kFinite &&
        tree.Head(other.token) == static_cast<int32_t>(head) && cue.form == CueForm::kFinite &&
        other.past == cue.past && opens && other.entry->Has(kFrameThat) &&
        other.entry->strength >= 0.7F) {
      return start;
    }
    // ", saying ..."
    if (tree.Relation(other.token) == DepRel::kAdvcl && other.form == CueForm::kGerund && comma &&
        opens) {
      return start;
    }
    // ", but he said ...", ", though she noted ...".
    if (tree.Is(other.token, {DepRel::kConj, DepRel::kAdvcl, DepRel::kParataxis}) && comma &&
        other.form == CueForm::kFinite && other.entry->Has(kFramePost) &&
        tree.Child(other.token, {DepRel::kNsubj}) != Annotations::kNoHead &&
        other.entry->strength >= 0.85F) {
      return start;
    }
  }
  for (uint32_t t = range.first; t < range.last; ++t) {
    if (r.Is(t, ";") && !r.InQuotes(t)) return t;
  }
  return range.last;
}

uint32_t ComplementEnd(const Reading& r, std::span<const Cue> cues, size_t index,
                       uint32_t complement, TokenRange range, TokenRange limits) {
  range.last = std::min(GoesOn(r, cues[index], complement, range.last), limits.last);
  range.last = AndThat(r, range.last, limits.last);
  return EndBeforeAttribution(r, cues, index, complement, range);
}

}  // namespace nutgraf::extract::quotes
