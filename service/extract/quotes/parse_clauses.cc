// The reader of dependency trees: content is what the tree hangs on the cue (clausal complements,
// objects with their predicates), or what the cue's clause is put into (parataxis).
//
// The rules over tokens still end a clause at a further attribution and answer where the tree gives
// nothing. Relations are those of Universal Dependencies 2
// (https://universaldependencies.org/u/dep).

#include <algorithm>
#include <optional>

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/clauses.h"
#include "service/extract/quotes/parse_speakers.h"
#include "service/extract/quotes/token_clauses.h"

namespace nutgraf::extract::quotes {
namespace {

using language::Annotations;
using language::DepRel;
using language::Upos;
using text::TokenRange;

class ParseClauseFinder : public ClauseFinder {
 public:
  TokenRange Speaker(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                     size_t index) const override {
    return ParseSpeaker(r, unit, cues, index);
  }

  std::optional<ReportedClause> Clause(const Reading& r, const Unit& unit,
                                       std::span<const Cue> cues, size_t index) const override {
    const Cue& cue = cues[index];
    ReportedClause clause;
    clause.speaker = ParseSpeaker(r, unit, cues, index);
    clause.confidence = cue.entry->strength;
    if (clause.speaker.empty() && cue.form != CueForm::kNoun) clause.confidence *= 0.7F;
    const TokenRange limits{unit.tokens.first, ContentLimit(r, unit)};
    bool found = false;
    switch (cue.form) {
      case CueForm::kNoun:
        if (!NounComplement(r, cues, index, limits, clause)) return std::nullopt;
        return clause;
      case CueForm::kPhrase:
        break;
      case CueForm::kPassive:
        found = Passive(r, unit, cues, index, limits, clause);
        break;
      case CueForm::kParticiple:
        if (!Reduced(r, unit, cue, limits, clause)) return std::nullopt;
        return clause;
      default:
        if (IsAim(r, cue)) return std::nullopt;
        found = Complement(r, cues, index, limits, clause) ||
                Around(r, unit, cue, limits, clause) ||
                ObjectOf(r, unit, cues, index, limits, clause);
        if (!found && (!cue.entry->Has(kFrameThat) || HasForeignObject(r, cue))) {
          return std::nullopt;
        }
        break;
    }
    if (found) return clause;
    return TokenClause(r, unit, cues, index, clause.speaker);
  }

 private:
  /// "has said his piece": an object of a verb that reports clauses only.
  static bool HasForeignObject(const Reading& r, const Cue& cue) {
    if (cue.entry->Has(kFrameObject)) return false;
    const int32_t object = r.tree().Child(cue.token, {DepRel::kObj});
    return object > static_cast<int32_t>(cue.token) && !r.InQuotes(static_cast<uint32_t>(object));
  }

  /// "aimed at discussing the plan": an aim, not speech.
  static bool IsAim(const Reading& r, const Cue& cue) {
    if (cue.form != CueForm::kGerund || cue.entry->Has(kFrameThat)) return false;
    const int32_t mark = r.tree().Child(cue.token, {DepRel::kMark, DepRel::kCase});
    return mark != Annotations::kNoHead &&
           r.IsAny(static_cast<uint32_t>(mark), {"at", "of", "for", "to", "in", "without", "from"});
  }

  /// The pieces of the subtree of `head` inside of `limits`, without the cue's own clause.
  static std::vector<TokenRange> Pieces(const Reading& r, TokenRange range, uint32_t head,
                                        const Cue& cue, TokenRange speaker) {
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
    return {{range.first, first}, {last, range.last}};
  }

  static bool SetContent(const Reading& r, std::vector<TokenRange> pieces, ReportedClause& clause) {
    clause.content.clear();
    for (const TokenRange piece : pieces) {
      if (piece.first >= piece.last) continue;
      const TokenRange trimmed = Trim(r, piece);
      if (trimmed.empty()) continue;
      if (trimmed.Overlaps(clause.speaker)) return false;
      clause.content.push_back(trimmed);
    }
    return !clause.content.empty();
  }

  /// Whole quotations at the ends: a tree may leave a part of one outside.
  static TokenRange WithQuotations(const Reading& r, TokenRange range, TokenRange limits) {
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

  static TokenRange Within(TokenRange range, TokenRange limits) {
    range.first = std::max(range.first, limits.first);
    range.last = std::max(range.first, std::min(range.last, limits.last));
    return range;
  }

  /// "said that ...", "says he ...", "wants to ...": the clausal complement.
  static bool Complement(const Reading& r, std::span<const Cue> cues, size_t index,
                         TokenRange limits, ReportedClause& clause) {
    const Cue& cue = cues[index];
    const Tree& tree = r.tree();
    for (const uint32_t child : tree.Children(cue.token)) {
      const bool complement = tree.Relation(child) == DepRel::kCcomp &&
                              cue.entry->Has(kFrameThat | kFrameBare | kFrameWh | kFramePost);
      const bool infinitive =
          tree.Relation(child) == DepRel::kXcomp && cue.entry->Has(kFrameTo) && child > cue.token;
      if (!complement && !infinitive) continue;
      TokenRange range = Within(tree.Extent(child), limits);
      if (range.empty()) continue;
      if (range.first >= cue.group.last) {
        range.first = Beginning(r, cue, clause.speaker, child, range.first);
        range.last = std::min(GoesOn(r, cue, child, range.last), limits.last);
        range.last = TreeEnd(r, cues, index, child, range);
        range = WithQuotations(r, range, limits);
        return SetContent(r, {range}, clause);
      }
      range = WithQuotations(r, range, limits);
      return SetContent(r, Pieces(r, range, child, cue, clause.speaker), clause);
    }
    return false;
  }

  /// Where a complement begins that the tree begins too late: before its "that", its subject that
  /// the parser took for the cue's object, the hearer who is to do something.
  static uint32_t Beginning(const Reading& r, const Cue& cue, TokenRange speaker, uint32_t child,
                            uint32_t first) {
    const Tree& tree = r.tree();
    if (first > cue.group.last && (r.Is(first - 1, "that") || r.IsWhWord(first - 1))) {
      return first - 1;
    }
    const int32_t mark = tree.Child(child, {DepRel::kMark});
    const bool infinitive =
        tree.Relation(child) == DepRel::kXcomp ||
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
    if (!infinitive && tree.Head(top) == static_cast<int32_t>(cue.token) &&
        (tree.Is(top, {DepRel::kNsubj, DepRel::kNsubjPass, DepRel::kExpl}) ||
         (!hearer && mark == Annotations::kNoHead &&
          tree.Is(top, {DepRel::kObj, DepRel::kIobj})))) {
      return at;
    }
    if (!infinitive && (mark != Annotations::kNoHead || hearer)) return first;
    for (uint32_t t = at; t < first; ++t) {
      if (r.IsPunct(t) || r.InQuotes(t) || r.Pos(t) == Upos::kAdp) return first;
    }
    return at;
  }

  /// Where the complement ends that begins with the clause of `child`: further clauses that the
  /// tree hangs on the cue right behind it belong to it.
  static uint32_t GoesOn(const Reading& r, const Cue& cue, uint32_t child, uint32_t last) {
    const Tree& tree = r.tree();
    for (const uint32_t next : tree.Children(cue.token)) {
      if (next <= child || tree.Extent(next).first > last) continue;
      if (tree.Extent(next).last <= last || !tree.Is(next, {DepRel::kCcomp})) continue;
      last = tree.Extent(next).last;
    }
    return last;
  }

  /// The child of `ancestor` that `token` is below, or the highest word above it that is none's.
  static uint32_t TopBelow(const Tree& tree, uint32_t token, uint32_t ancestor) {
    uint32_t top = token;
    while (tree.Head(top) != Annotations::kNoHead &&
           tree.Head(top) != static_cast<int32_t>(ancestor) &&
           tree.IsBelow(static_cast<uint32_t>(tree.Head(top)), ancestor)) {
      top = static_cast<uint32_t>(tree.Head(top));
    }
    return top;
  }

  /// Where the clause of `head` ends in the tree when a further attribution of the same kind was
  /// coordinated into it: "says he stays and said that ...".
  static uint32_t TreeEnd(const Reading& r, std::span<const Cue> cues, size_t index, uint32_t head,
                          TokenRange range) {
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
          other.entry->strength >= 0.85F) {
        return start;
      }
    }
    return range.last;
  }

  /// "The plan, he said, would work": the cue's clause is put into what it reports.
  static bool Around(const Reading& r, const Unit& unit, const Cue& cue, TokenRange limits,
                     ReportedClause& clause) {
    const Tree& tree = r.tree();
    if (!cue.entry->Has(kFramePost) || cue.form != CueForm::kFinite) return false;
    if (tree.Relation(cue.token) != DepRel::kParataxis || cue.entry->strength < 0.75F) return false;
    const int32_t head = tree.Head(cue.token);
    if (head == Annotations::kNoHead || !unit.tokens.Contains(static_cast<uint32_t>(head))) {
      return false;
    }
    const TokenRange range =
        WithQuotations(r, Within(tree.Extent(static_cast<uint32_t>(head)), limits), limits);
    if (range.empty()) return false;
    const std::vector<TokenRange> pieces =
        Pieces(r, range, static_cast<uint32_t>(head), cue, clause.speaker);
    // It is set off by a comma, a dash or a quotation mark.
    const uint32_t before = pieces.front().last;
    if (before > range.first && !r.IsPunct(before - 1) && !r.InQuotes(before - 1)) return false;
    return SetContent(r, pieces, clause);
  }

  /// "The plan was criticized by X as ...", "he is expected to win": what it is about and what is
  /// said of it.
  static bool Passive(const Reading& r, const Unit& unit, std::span<const Cue> cues, size_t index,
                      TokenRange limits, ReportedClause& clause) {
    const Cue& cue = cues[index];
    const Tree& tree = r.tree();
    const int32_t subject = tree.Child(cue.token, {DepRel::kNsubjPass, DepRel::kNsubj});
    if (subject == Annotations::kNoHead || subject >= static_cast<int32_t>(cue.group.first))
      return false;
    const auto noun = static_cast<uint32_t>(subject);
    if (r.Is(noun, "it") &&
        tree.Child(cue.token, {DepRel::kCcomp, DepRel::kCsubj}) != Annotations::kNoHead)
      return false;
    if (tree.Child(cue.token, {DepRel::kCcomp}) != Annotations::kNoHead &&
        cue.entry->Has(kFrameHearer))
      return false;
    TokenRange rest{cue.group.last, cue.group.last};
    bool complement = false;
    for (const uint32_t child : tree.Children(cue.token)) {
      const TokenRange extent = tree.Extent(child);
      if (extent.first < cue.group.last) continue;
      if (rest.empty() && extent.Overlaps(clause.speaker)) {
        rest = {extent.last, extent.last};
        continue;
      }
      if (extent.first > rest.last + 1) break;
      if (!tree.Is(child, {DepRel::kXcomp, DepRel::kObj, DepRel::kObl, DepRel::kAdvcl,
                           DepRel::kCcomp, DepRel::kNmod}) ||
          extent.Overlaps(clause.speaker)) {
        break;
      }
      if (tree.Relation(child) == DepRel::kXcomp || r.IsAny(extent.first, {"as", "of", "for"}))
        complement = true;
      rest.last = extent.last;
    }
    if (!complement && clause.speaker.empty()) return false;
    if (!complement) rest.last = rest.first;
    TokenRange about = SpeakerPhrase(r, unit, noun);
    if (about.empty()) return false;
    rest = Within(rest, limits);
    if (rest.size() > 1 && r.IsAny(rest.first, {"of", "for", "about"})) ++rest.first;
    if (!rest.empty()) rest.last = TreeEnd(r, cues, index, cue.token, rest);
    if (!rest.empty()) rest = WithQuotations(r, rest, limits);
    return SetContent(r, {about, rest}, clause);
  }

  /// "a plan proposed by X".
  static bool Reduced(const Reading& r, const Unit& unit, const Cue& cue, TokenRange limits,
                      ReportedClause& clause) {
    const Tree& tree = r.tree();
    if (clause.speaker.empty() || !tree.Is(cue.token, {DepRel::kAcl}) ||
        !cue.entry->Has(kFrameObject))
      return false;
    const int32_t head = tree.Head(cue.token);
    if (head < 0 || head >= static_cast<int32_t>(cue.token)) return false;
    TokenRange about = SpeakerPhrase(r, unit, static_cast<uint32_t>(head));
    about.last = std::min(about.last, cue.group.first);
    about = Within(about, limits);
    return !about.empty() && SetContent(r, {about}, clause);
  }

  /// "their claim that ...", "a promise to ...".
  static bool NounComplement(const Reading& r, std::span<const Cue> cues, size_t index,
                             TokenRange limits, ReportedClause& clause) {
    const Cue& cue = cues[index];
    const Tree& tree = r.tree();
    for (const uint32_t child : tree.Children(cue.token)) {
      if (child < cue.group.last || !tree.Is(child, {DepRel::kAcl, DepRel::kCcomp, DepRel::kAdvcl,
                                                     DepRel::kXcomp, DepRel::kAclRelcl})) {
        continue;
      }
      TokenRange range = Within(tree.Extent(child), limits);
      if (range.empty()) continue;
      range.first = std::max(range.first, cue.group.last);
      while (range.first > cue.group.last && range.first < range.last && r.IsPunct(range.first))
        ++range.first;
      const bool that = r.Is(range.first, "that") && cue.entry->Has(kFrameThat);
      const bool to = r.Is(range.first, "to") && cue.entry->Has(kFrameTo);
      const bool wh = r.IsWhWord(range.first) && cue.entry->Has(kFrameWh);
      if (!that && !to && !wh) continue;
      if (tree.Relation(child) == DepRel::kAclRelcl && that &&
          (tree.Relation(range.first) == DepRel::kNsubj ||
           tree.Relation(range.first) == DepRel::kObj))
        continue;
      range.last = TreeEnd(r, cues, index, child, range);
      range = WithQuotations(r, range, limits);
      return SetContent(r, {range}, clause);
    }
    return false;
  }

  /// "criticized the plan as ...", "called for a vote".
  static bool ObjectOf(const Reading& r, const Unit& unit, std::span<const Cue> cues, size_t index,
                       TokenRange limits, ReportedClause& clause) {
    const Cue& cue = cues[index];
    const Tree& tree = r.tree();
    if (cue.form == CueForm::kNoun || !cue.entry->Has(kFrameObject | kFrameObjectTo)) return false;
    uint32_t first = limits.last;
    if (cue.particle > 0) {
      const int32_t object = tree.Child(cue.token, {DepRel::kObj, DepRel::kIobj});
      first =
          object > static_cast<int32_t>(cue.token) && object < static_cast<int32_t>(cue.particle)
              ? tree.Extent(object).first
              : cue.particle + 1;
    } else if (!cue.entry->rest.empty()) {
      first = cue.group.last;
    } else {
      const int32_t object = tree.Child(cue.token, {DepRel::kObj, DepRel::kIobj});
      if (object < static_cast<int32_t>(cue.token)) return false;
      first = tree.Extent(object).first;
    }
    if (first < cue.group.last || first >= limits.last) return false;
    TokenRange range{first, first + 1};
    for (const uint32_t child : tree.Children(cue.token)) {
      if (child < cue.token || tree.Extent(child).first > range.last + 1 ||
          tree.Extent(child).last <= first) {
        continue;
      }
      if (!tree.Is(child, {DepRel::kObj, DepRel::kIobj, DepRel::kObl, DepRel::kXcomp,
                           DepRel::kCcomp, DepRel::kAdvcl, DepRel::kNmod})) {
        continue;
      }
      // "since the vote": when it was said.
      const int32_t mark = tree.Child(child, {DepRel::kCase});
      if (mark != Annotations::kNoHead &&
          r.IsAny(static_cast<uint32_t>(mark), {"since", "after", "before", "during", "until"})) {
        continue;
      }
      range.last = std::max(range.last, tree.Extent(child).last);
    }
    range = Within(range, limits);
    range.last = ClauseEnd(r, unit, cues, index, range, true);
    range.last = TrimAdjuncts(r, range.first, range.last);
    range = WithQuotations(r, range, limits);
    return SetContent(r, {range}, clause);
  }
};

}  // namespace

std::unique_ptr<const ClauseFinder> MakeParseClauseFinder() {
  return std::make_unique<ParseClauseFinder>();
}

}  // namespace nutgraf::extract::quotes
