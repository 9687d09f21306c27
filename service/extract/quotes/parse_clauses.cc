// The reader of dependency trees: content is what the tree hangs on the cue (clausal complements,
// objects with their predicates), or what the cue's clause is put into (parataxis).
//
// The rules over tokens still end a clause at a further attribution and answer where the tree gives
// nothing. Relations are those of Universal Dependencies 2
// (https://universaldependencies.org/u/dep).

#include <algorithm>
#include <optional>

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/clause_ranges.h"
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
    if (!IsReport(r, unit, cue, clause.speaker)) return std::nullopt;
    const TokenRange limits{unit.tokens.first, ContentLimit(r, unit)};
    bool found = false;
    switch (cue.form) {
      case CueForm::kNoun:
        if (!NounComplement(r, unit, cues, index, limits, clause)) return std::nullopt;
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
        found = Interrupted(r, unit, cues, index, limits, clause) ||
                Complement(r, cues, index, limits, clause) ||
                Around(r, unit, cue, limits, clause) ||
                ObjectOf(r, unit, cues, index, limits, clause);
        if (!found && (!cue.entry->Has(kFrameThat) || HasForeignObject(r, cue))) {
          return std::nullopt;
        }
        break;
    }
    if (found) {
      AddRelative(r, cue, limits, clause);
      return clause;
    }
    return TokenClause(r, unit, cues, index, clause.speaker);
  }

 private:
  /// "has said his piece": an object of a verb that reports clauses only.
  static bool HasForeignObject(const Reading& r, const Cue& cue) {
    if (cue.entry->Has(kFrameObject)) return false;
    const int32_t object = r.tree().Child(cue.token, {DepRel::kObj});
    return object > static_cast<int32_t>(cue.token) && !r.InQuotes(static_cast<uint32_t>(object));
  }

  /// Whether the cue's clause can report at all: not a command or question to the reader ("don't
  /// forget that", "do you know where"), not what an event does to a thing ("the war questioned his
  /// rule"), not what something is for ("a speech designed to address crime").
  static bool IsReport(const Reading& r, const Unit& unit, const Cue& cue, TokenRange speaker) {
    const Tree& tree = r.tree();
    if (cue.form == CueForm::kNoun || cue.form == CueForm::kPhrase) return true;
    const bool clausal = tree.Child(cue.token, {DepRel::kCcomp}) != Annotations::kNoHead;
    const bool weak = cue.entry->strength < 0.7F;
    if (cue.form == CueForm::kFinite && !cue.past && !unit.headline &&
        tree.Child(cue.token, {DepRel::kNsubj}) == Annotations::kNoHead &&
        (cue.group.first == unit.tokens.first || r.Is(cue.group.first - 1, "please")) &&
        !r.IsHave(cue.group.first) && !r.Lower(cue.token).ends_with("s")) {
      return false;
    }
    if (speaker.size() == 1 && r.Is(speaker.first, "you") && speaker.first > unit.tokens.first &&
        r.IsDoOrModal(speaker.first - 1) && r.Is(unit.tokens.last - 1, "?")) {
      return false;
    }
    if (cue.form == CueForm::kInfinitive && weak && !clausal &&
        tree.Is(cue.token, {DepRel::kAdvcl, DepRel::kAcl})) {
      return false;
    }
    if (clausal || speaker.empty()) return true;
    // The last word of the phrase's first part is its head.
    uint32_t head = speaker.first;
    while (head + 1 < speaker.last && r.Pos(head + 1) != Upos::kAdp && !r.IsPunct(head + 1) &&
           !r.IsRelative(head + 1)) {
      ++head;
    }
    return r.EntityAt(head) != kNone || !r.lexicon().Is(r.Lower(head), kMuteWord);
  }

  /// "aimed at discussing the plan": an aim, not speech.
  static bool IsAim(const Reading& r, const Cue& cue) {
    if (cue.form != CueForm::kGerund || cue.entry->Has(kFrameThat)) return false;
    const int32_t mark = r.tree().Child(cue.token, {DepRel::kMark, DepRel::kCase});
    return mark != Annotations::kNoHead &&
           r.IsAny(static_cast<uint32_t>(mark), {"at", "of", "for", "to", "in", "without", "from"});
  }

  /// "The plan, he said, would work": an attribution between commas, whatever the tree makes of the
  /// two halves.
  static bool Interrupted(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                          size_t index, TokenRange limits, ReportedClause& clause) {
    const Cue& cue = cues[index];
    const TokenRange speaker = clause.speaker;
    if (cue.form != CueForm::kFinite || !cue.entry->Has(kFramePost) ||
        !cue.entry->Has(kFrameThat) || speaker.empty() || speaker.last > cue.group.first) {
      return false;
    }
    uint32_t end = speaker.first;
    if (end > limits.first && r.Is(end - 1, "as")) --end;
    if (end <= limits.first + 1 || !r.IsComma(end - 1)) return false;
    const uint32_t comma = SkipAdjuncts(r, cue.group.last, limits.last);
    if (comma + 1 >= limits.last || !r.IsComma(comma) || !GoesOnAt(r, cue, comma + 1) ||
        r.IsCoordinator(comma + 1)) {
      return false;
    }
    TokenRange before{limits.first, end - 1};
    for (uint32_t t = before.first; t < before.last; ++t) {
      if (r.InQuotes(t)) return false;
      if (r.Is(t, ";") || (r.IsComma(t) && t + 2 < before.last && r.Is(t + 1, "but"))) {
        before.first = t + 1;
      }
    }
    before = Trim(r, before);
    while (!before.empty() && r.IsCoordinator(before.first)) ++before.first;
    if (before.empty() || r.IsAny(before.first, {"when", "while", "as", "if", "after", "before"}) ||
        r.Lower(before.first).ends_with("ing") || r.Pos(before.first) == Upos::kVerb ||
        SkipAdjuncts(r, before.first, before.last) == before.last) {
      return false;
    }
    TokenRange after{comma + 1, limits.last};
    after.last = ClauseEnd(r, unit, cues, index, after, false);
    after = WithQuotations(r, after, limits);
    return SetContent(r, {before, after}, clause);
  }

  /// "what she called a mistake", "which he said was ...": the relative word belongs to the
  /// content.
  static void AddRelative(const Reading& r, const Cue& cue, TokenRange limits,
                          ReportedClause& clause) {
    const TokenRange speaker = clause.speaker;
    if (clause.content.size() != 1 || cue.form != CueForm::kFinite || speaker.empty() ||
        speaker.last > cue.group.first || speaker.first <= limits.first ||
        clause.content.front().first < cue.group.last) {
      return;
    }
    const uint32_t word = speaker.first - 1;
    if (!r.IsAny(word, {"what", "which", "who"}) || r.InQuotes(word)) return;
    if (word > limits.first && r.Pos(word - 1) == Upos::kAdp && !r.Is(word, "what")) return;
    // "which he said that ...", "who she told to go": the clause lacks nothing.
    if (r.Is(clause.content.front().first, "that")) return;
    clause.content.insert(clause.content.begin(), {word, word + 1});
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
        range.first = ComplementBegin(r, cue, clause.speaker, child, range.first);
        range.last = ComplementEnd(r, cues, index, child, range, limits);
        range = WithQuotations(r, range, limits);
        return SetContent(r, {range}, clause);
      }
      range = WithQuotations(r, range, limits);
      return SetContent(r, Pieces(r, range, child, cue, clause.speaker), clause);
    }
    return false;
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
    if (!rest.empty()) rest.last = EndBeforeAttribution(r, cues, index, cue.token, rest);
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
  static bool NounComplement(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                             size_t index, TokenRange limits, ReportedClause& clause) {
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
      range.last = EndBeforeAttribution(r, cues, index, child, range);
      range = WithQuotations(r, range, limits);
      return SetContent(r, {range}, clause);
    }
    return cue.entry->rest.empty() ? false : NounObject(r, unit, cues, index, limits, clause);
  }

  /// "her criticism of the plan".
  static bool NounObject(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                         size_t index, TokenRange limits, ReportedClause& clause) {
    const Cue& cue = cues[index];
    // Without an owner it is a topic, not what somebody says: "criticism of the plan grows".
    if (!cue.entry->Has(kFrameObject) || clause.speaker.empty()) return false;
    for (const uint32_t child : r.tree().Children(cue.token)) {
      const TokenRange extent = r.tree().Extent(child);
      if (child < cue.group.last || extent.first >= cue.group.last || extent.last > limits.last) {
        continue;
      }
      TokenRange range{cue.group.last, extent.last};
      range.last = ClauseEnd(r, unit, cues, index, range, true);
      return SetContent(r, {WithQuotations(r, range, limits)}, clause);
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
      first = !cue.entry->Has(kFrameHearer) && object > static_cast<int32_t>(cue.token) &&
                      object < static_cast<int32_t>(cue.particle)
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
