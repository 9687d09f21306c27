#include "service/extract/quotes/token_clauses.h"

#include <algorithm>
#include <optional>

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/clauses.h"
#include "service/extract/quotes/phrases.h"
#include "service/extract/quotes/subjects.h"
#include "service/extract/quotes/token_speakers.h"

namespace nutgraf::extract::quotes {

using language::Upos;
using text::TokenRange;

/// Without the punctuation that ends the sentence.
uint32_t ContentLimit(const Reading& r, const Unit& unit) {
  uint32_t end = unit.tokens.last;
  while (end > unit.tokens.first && r.IsPunct(end - 1) && !r.InQuotes(end - 1) &&
         !r.Is(end - 1, ")")) {
    --end;
  }
  return end;
}

TokenRange Trim(const Reading& r, TokenRange range) {
  while (!range.empty() && r.IsPunct(range.first) && !r.InQuotes(range.first) &&
         !r.Is(range.first, "(")) {
    ++range.first;
  }
  while (!range.empty() && r.IsPunct(range.last - 1) && !r.InQuotes(range.last - 1) &&
         !r.Is(range.last - 1, ")")) {
    --range.last;
  }
  return range;
}

namespace {

bool IsVerbCue(const Cue& cue) {
  return cue.form != CueForm::kNoun && cue.form != CueForm::kPhrase;
}

class TokenClauseFinder : public ClauseFinder {
 public:
  TokenRange Speaker(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                     size_t index) const override {
    return TokenSpeaker(r, unit, cues, index);
  }

  std::optional<ReportedClause> Clause(const Reading& r, const Unit& unit,
                                       std::span<const Cue> cues, size_t index) const override {
    return Read(r, unit, cues, index, Speaker(r, unit, cues, index));
  }

  static std::optional<ReportedClause> Read(const Reading& r, const Unit& unit,
                                            std::span<const Cue> cues, size_t index,
                                            TokenRange speaker) {
    const Cue& cue = cues[index];
    ReportedClause clause;
    clause.speaker = speaker;
    clause.confidence = cue.entry->strength;
    const uint32_t limit = ContentLimit(r, unit);
    if (cue.form == CueForm::kPhrase) {
      if (!PhraseContent(r, unit, cue, clause, limit)) return std::nullopt;
      return clause;
    }
    if (cue.form == CueForm::kNoun) {
      if (!After(r, unit, cues, index, clause, limit)) return std::nullopt;
      return clause;
    }
    if (cue.entry->Has(kFramePost) && cue.form == CueForm::kFinite &&
        Before(r, unit, cues, index, clause, limit)) {
      return clause;
    }
    if (cue.form == CueForm::kPassive) {
      if (!PassiveContent(r, unit, cue, clause, limit)) return std::nullopt;
      return clause;
    }
    if (cue.form == CueForm::kParticiple) return std::nullopt;
    // "aimed at discussing the plan": an aim, not speech.
    if (cue.form == CueForm::kGerund && !cue.entry->Has(kFrameThat) &&
        cue.group.first > unit.tokens.first && r.Pos(cue.group.first - 1) == language::Upos::kAdp) {
      return std::nullopt;
    }
    if (!After(r, unit, cues, index, clause, limit)) return std::nullopt;
    if (clause.speaker.empty()) clause.confidence *= 0.7F;
    return clause;
  }

  /// The other cue that begins at `token`, or null.
  static const Cue* CueAt(std::span<const Cue> cues, uint32_t token) {
    for (const Cue& cue : cues) {
      if (cue.group.first <= token && token < cue.group.last && IsVerbCue(cue)) return &cue;
    }
    return nullptr;
  }

  /// Whether [begin, end) is a clause about another cue: "he noted", "according to".
  static bool IsAttributionAhead(const Reading& r, std::span<const Cue> cues, uint32_t begin,
                                 uint32_t end) {
    for (const Cue& cue : cues) {
      if (cue.form == CueForm::kPhrase && cue.group.first == begin) return true;
      if (cue.form != CueForm::kFinite || !cue.entry->Has(kFramePost)) continue;
      if (cue.group.first <= begin || cue.group.first >= end) continue;
      if (cue.group.first - begin > 12) break;
      const TokenRange subject = SubjectBefore(r, begin, cue.group.first);
      if (!subject.empty() && subject.first == begin) return true;
    }
    return false;
  }

  /// "After aides insisted that ..., the campaign ...": the cue's clause is not the main one.
  static bool OpensSubordinate(const Reading& r, const Unit& unit, const Cue& cue) {
    uint32_t first = unit.tokens.first;
    while (first < cue.token && (r.IsPunct(first) || r.IsCoordinator(first))) ++first;
    if (first >= cue.token) return cue.form == CueForm::kGerund;
    if (!r.IsAny(first, {"after", "while", "although", "though", "when", "as", "if", "since",
                         "because", "before", "once", "even"})) {
      return cue.form == CueForm::kGerund && first == cue.group.first;
    }
    for (uint32_t i = first; i < cue.token; ++i) {
      if (r.IsComma(i)) return false;
    }
    return true;
  }

  /// Whether a clause with a subject of its own begins at `at`: "she was", "the campaign has".
  static bool MainClauseAt(const Reading& r, uint32_t at, uint32_t limit) {
    if (at >= limit || r.InQuotes(at)) return false;
    const TokenRange subject = NounPhraseAfter(r, at, limit, PhraseExtent::kShort);
    return !subject.empty() && subject.last < limit &&
           (r.IsVerb(subject.last) || r.Pos(subject.last) == Upos::kAdv);
  }

  /// See ClauseEnd.
  static uint32_t ContentEnd(const Reading& r, const Unit& unit, std::span<const Cue> cues,
                             size_t index, uint32_t begin, uint32_t limit, bool object) {
    const Cue& cue = cues[index];
    const bool subordinate = OpensSubordinate(r, unit, cue);
    for (uint32_t i = begin; i < limit; ++i) {
      if (r.InQuotes(i)) continue;
      if (i == begin) continue;
      if (subordinate && r.IsComma(i) && MainClauseAt(r, i + 1, limit)) return i;
      if (r.Is(i, ";")) return i;
      if (r.IsDash(i) && !r.Is(i, "-")) {
        bool closes = false;
        for (uint32_t j = i + 1; j < limit && !closes; ++j) closes = r.IsDash(j) && !r.Is(j, "-");
        if (!closes) return i;
      }
      const bool comma = r.IsComma(i);
      const uint32_t next = comma ? i + 1 : i;
      if (next >= limit) break;
      if (r.InQuotes(next)) continue;
      // "and warned against ...": a second verb of the same subject.
      if (r.IsCoordinator(next) && next + 1 < limit) {
        uint32_t verb = next + 1;
        while (verb < limit && r.Pos(verb) == Upos::kAdv) ++verb;
        if (verb < limit) {
          const Cue* other = CueAt(cues, verb);
          if (other != nullptr && other != &cue && other->form == cue.form &&
              other->past == cue.past && other->group.first <= verb) {
            return i;
          }
        }
        if (!r.Is(next, "or") && ClauseWithCue(r, cues, next + 1, limit)) return i;
      }
      if (comma) {
        if (r.Lower(next).ends_with("ing") && CueAt(cues, next) != nullptr) return i;
        if (r.IsAny(next, {"though", "although", "while", "but", "even", "which", "who"}) &&
            ClauseWithCue(r, cues, next + 1, limit)) {
          return i;
        }
        if (IsAttributionAhead(r, cues, next, limit)) return i;
        if (object && (r.IsAny(next, {"which", "who", "whose", "where", "but", "when", "while",
                                      "though", "although", "as", "after", "before"}) ||
                       (r.Lower(next).ends_with("ing") && r.Pos(next) == Upos::kVerb &&
                        !r.Is(next, "including")))) {
          return i;
        }
      } else if (object && r.IsAny(i, {"when", "while", "after", "before", "during", "until",
                                       "because", "if"})) {
        return i;
      }
    }
    return limit;
  }

  /// Whether the adjunct at `at` names where something was said: "at last week's forum".
  static bool IsMedium(const Reading& r, uint32_t at, uint32_t limit) {
    const uint32_t end = SkipAdjuncts(r, at, limit);
    if (!r.IsAny(at, {"in", "at", "during", "on"})) return false;
    for (uint32_t i = at; i < end; ++i) {
      if (r.lexicon().Is(r.Lower(i), kEventWord)) return true;
    }
    return false;
  }

  /// Whether a clause with a finite cue and its own subject begins near `begin`.
  static bool ClauseWithCue(const Reading& r, std::span<const Cue> cues, uint32_t begin,
                            uint32_t limit) {
    for (const Cue& cue : cues) {
      if (cue.form != CueForm::kFinite || cue.group.first < begin) continue;
      if (cue.group.first >= limit || cue.group.first - begin > 8) return false;
      for (uint32_t i = begin; i < cue.group.first; ++i) {
        if (r.Pos(i) == Upos::kVerb) return false;
      }
      return true;
    }
    return false;
  }

  /// A hearer and adjuncts between cue and content: "told reporters on Friday | that".
  static uint32_t SkipToContent(const Reading& r, const Cue& cue, uint32_t limit) {
    uint32_t at = SkipAdjuncts(r, cue.group.last, limit);
    if (cue.entry->Has(kFrameHearer)) {
      const TokenRange hearer = NounPhraseAfter(r, at, limit, PhraseExtent::kShort);
      if (!hearer.empty()) {
        const uint32_t after = SkipAdjuncts(r, hearer.last, limit);
        const bool introduces =
            after >= limit ||
            (r.Is(after, "that") || r.IsWhWord(after) || r.IsComma(after) || r.Is(after, ":") ||
             r.InQuotes(after) || r.IsPersonalSubject(after) || r.Is(after, "to") ||
             IsArticle(r, after));
        if (introduces || r.lexicon().Is(r.Lower(at), kHearerWord)) at = after;
      }
    }
    uint32_t after_adverbs = at;
    while (after_adverbs < limit && r.Pos(after_adverbs) == Upos::kAdv &&
           !r.InQuotes(after_adverbs) && !r.IsWhWord(after_adverbs)) {
      ++after_adverbs;
    }
    if (after_adverbs < limit &&
        (r.Is(after_adverbs, "that") || r.IsWhWord(after_adverbs) || r.IsComma(after_adverbs) ||
         SkipAdjuncts(r, after_adverbs, limit) > after_adverbs)) {
      at = SkipAdjuncts(r, after_adverbs, limit);
    }
    if (at < limit && !r.Is(at, "that") && cue.entry->Has(kFrameThat)) {
      at = ThatAhead(r, cue, at, limit).value_or(at);
    }
    // "said after the convention | he would": a short adjunct before a clause.
    if (at < limit && r.Pos(at) == Upos::kAdp && cue.entry->Has(kFrameBare)) {
      const TokenRange object = NounPhraseAfter(r, at + 1, limit, PhraseExtent::kShort);
      if (!object.empty() && object.first == at + 1 && object.last < limit &&
          (r.IsPersonalSubject(object.last) || r.InQuotes(object.last))) {
        at = object.last;
      }
    }
    return at;
  }

  /// The "that" before which only a hearer or an adjunct stands, however long: "told a crowd at the
  /// club that", "says at a stop in Toledo, Ohio, that".
  static std::optional<uint32_t> ThatAhead(const Reading& r, const Cue& cue, uint32_t at,
                                           uint32_t limit) {
    const bool adjunct = r.Pos(at) == Upos::kAdp || r.Pos(at) == Upos::kAdv || r.IsTime(at);
    if (!cue.entry->Has(kFrameHearer) && !adjunct) return std::nullopt;
    for (uint32_t i = at; i < limit && i < at + 16; ++i) {
      if (r.Is(i, "that")) return i;
      if (r.IsVerb(i) || r.IsPersonalSubject(i) || r.Is(i, ":")) return std::nullopt;
    }
    return std::nullopt;
  }

  static bool IsArticle(const Reading& r, uint32_t i) {
    return r.IsAny(i, {"the", "a", "an", "his", "her", "their", "its", "there"});
  }

  static bool StartsNounPhrase(const Reading& r, uint32_t i) {
    if (r.InQuotes(i)) return true;
    switch (r.Pos(i)) {
      case Upos::kDet:
      case Upos::kNoun:
      case Upos::kPropn:
      case Upos::kAdj:
      case Upos::kPron:
      case Upos::kNum:
        return !r.IsPunct(i);
      case Upos::kVerb:
        return r.Lower(i).ends_with("ing") ||
               (r.Lower(i).ends_with("ed") && i + 1 < r.notes().upos.size() && r.IsNominal(i + 1));
      default:
        return r.IsNominal(i) || r.IsPersonalSubject(i);
    }
  }

  static bool After(const Reading& r, const Unit& unit, std::span<const Cue> cues, size_t index,
                    ReportedClause& clause, uint32_t limit) {
    const Cue& cue = cues[index];
    const CueEntry& entry = *cue.entry;
    uint32_t at = SkipToContent(r, cue, limit);
    if (cue.form == CueForm::kNoun && at < limit && r.IsAny(at, {"by", "from"})) {
      const TokenRange owner = NounPhraseAfter(r, at + 1, limit, PhraseExtent::kShort);
      if (!owner.empty()) at = owner.last;
    }
    if (at >= limit) return false;
    // An interruption: ", he said, CONTENT".
    bool comma = false;
    if (r.IsComma(at) || r.Is(at, ":")) {
      comma = true;
      const bool colon = r.Is(at, ":");
      // "As experts have pointed out, CONTENT".
      const bool as = !clause.speaker.empty() && clause.speaker.first > unit.tokens.first &&
                      r.Is(clause.speaker.first - 1, "as");
      ++at;
      if (at >= limit) return false;
      if (!colon && !as && !r.Is(at, "that") && !r.InQuotes(at)) return false;
    }
    bool object = false;
    if (r.Is(at, "that") && entry.Has(kFrameThat) && at + 1 < limit) {
      // content from "that"
    } else if (r.IsWhWord(at) && entry.Has(kFrameWh | kFrameThat)) {
      // content from the question word
    } else if (r.Is(at, "to") && entry.Has(kFrameTo) && at + 1 < limit && !r.IsComma(at + 1)) {
      object = true;  // content from "to"
    } else if (r.InQuotes(at) && entry.Has(kFrameQuote | kFrameObject)) {
      object = !entry.Has(kFrameBare);
    } else if (comma && entry.Has(kFrameThat) && HasFiniteVerb(r, at, limit)) {
      // "says: content"
    } else if (cue.form == CueForm::kNoun) {
      return false;
    } else if (!StartsNounPhrase(r, at) &&
               !(entry.Has(kFrameBare) && r.Pos(at) == Upos::kAdv && HasFiniteVerb(r, at, limit))) {
      return false;
    } else if (entry.lemma == "say" && limit - at >= 4) {
      // a clause whose verb the tagger may have missed
    } else if (entry.Has(kFrameBare) && (HasFiniteVerb(r, at, limit) || HasQuoted(r, at, limit))) {
      // a clause without "that"; its verb may stand in quotation marks
    } else if (entry.Has(kFrameObjectTo) && HasInfinitive(r, at, limit)) {
      object = true;
    } else if (entry.Has(kFrameObject)) {
      object = true;
    } else {
      return false;
    }
    uint32_t end = ContentEnd(r, unit, cues, index, at, limit, object);
    end = TrimAdjuncts(r, at, end);
    const TokenRange content = Trim(r, {at, end});
    if (content.empty()) return false;
    if (content.Overlaps(clause.speaker)) return false;
    clause.content = {content};
    return true;
  }

  static bool HasQuoted(const Reading& r, uint32_t begin, uint32_t limit) {
    for (uint32_t i = begin; i < limit; ++i) {
      if (r.InQuotes(i)) return true;
    }
    return false;
  }

  static bool HasInfinitive(const Reading& r, uint32_t begin, uint32_t limit) {
    for (uint32_t i = begin; i + 1 < limit && i < begin + 20; ++i) {
      if (r.Is(i, "to") && r.Pos(i + 1) != Upos::kDet && !r.InQuotes(i)) return true;
    }
    return false;
  }

  /// "CONTENT, X said [in a statement].", "CONTENT, said X.", "CONTENT, X said, CONTENT."
  static bool Before(const Reading& r, const Unit& unit, std::span<const Cue> cues, size_t index,
                     ReportedClause& clause, uint32_t limit) {
    const Cue& cue = cues[index];
    if (clause.speaker.empty() || !cue.entry->Has(kFrameThat)) return false;
    const bool inverted = clause.speaker.first >= cue.group.last;
    const uint32_t head = inverted ? cue.group.first : clause.speaker.first;
    const uint32_t tail = inverted ? clause.speaker.last : cue.group.last;
    if (!inverted && clause.speaker.last > cue.group.first) return false;
    if (head <= unit.tokens.first + 1) return false;
    const uint32_t mark = head - 1;
    if (!r.IsComma(mark) && !(r.InQuotes(mark) && head == QuotedEnd(r, mark))) return false;
    uint32_t begin = unit.tokens.first;
    // Content of an earlier cue ends where that cue's sentence part ends: after "; " or its own.
    for (uint32_t i = mark; i > begin; --i) {
      if (r.Is(i - 1, ";") && !r.InQuotes(i - 1)) {
        begin = i;
        break;
      }
    }
    const TokenRange before = Trim(r, {begin, mark + (r.IsComma(mark) ? 0 : 1)});
    if (before.empty()) return false;
    uint32_t at = inverted ? SkipAdjuncts(r, tail, limit) : SkipToContent(r, cue, limit);
    // "X said of the plan", "X said, adding": nothing more is reported.
    bool more = false;
    if (at < limit && !r.IsComma(at)) {
      const bool reports =
          r.Is(at, "that") || r.InQuotes(at) || r.IsPersonalSubject(at) ||
          (StartsNounPhrase(r, at) && (HasFiniteVerb(r, at, limit) || HasQuoted(r, at, limit))) ||
          (r.IsWhWord(at) && !r.Is(at, "when")) || r.Is(at, ":");
      if (reports && !inverted) return false;
    }
    // An opening adjunct is no content: "In a statement, X said" with nothing after it is rare, and
    // "On Friday, X said that" was turned away above.
    const bool substantial = HasFiniteVerb(r, before.first, before.last) ||
                             r.InQuotes(before.last - 1) || before.size() >= 5;
    if (at < limit && r.IsComma(at) && at + 1 < limit) {
      const bool gerund = r.Lower(at + 1).ends_with("ing") ||
                          r.IsAny(at + 1, {"according", "and", "but", "who", "which", "as", "when",
                                           "while", "although", "though", "citing"});
      if (!gerund && !inverted) more = true;
      if (r.InQuotes(at + 1)) more = true;
    }
    if (!more && !substantial) return false;
    if (!more && SkipAdjuncts(r, before.first, before.last) == before.last) return false;
    clause.content = {before};
    if (more) {
      uint32_t end = ContentEnd(r, unit, cues, index, at + 1, limit, false);
      const TokenRange after = Trim(r, {at + 1, end});
      if (!after.empty() && !after.Overlaps(clause.speaker)) clause.content.push_back(after);
    }
    return true;
  }

  static uint32_t QuotedEnd(const Reading& r, uint32_t token) {
    return r.quoted()[r.QuotedAt(token)].tokens.last;
  }

  static bool PassiveContent(const Reading& r, const Unit& unit, const Cue& cue,
                             ReportedClause& clause, uint32_t limit) {
    // "It was reported that ...", "X is said to ...".
    const uint32_t at = SkipAdjuncts(r, cue.group.last, limit);
    if (at >= limit) return false;
    if (r.Is(at, "that") && cue.entry->Has(kFrameThat)) {
      clause.content = {Trim(r, {at, limit})};
    } else if (r.Is(at, "to") && cue.entry->Has(kFrameTo | kFrameBare | kFrameObjectTo)) {
      const TokenRange subject =
          SubjectBefore(r, ClauseFloor(r, unit, cue.group.first), cue.group.first);
      if (subject.empty()) return false;
      clause.content = {subject, Trim(r, {at, limit})};
      clause.confidence *= 0.7F;
    } else {
      return false;
    }
    return !clause.content.back().empty();
  }

  static bool PhraseContent(const Reading& r, const Unit& unit, const Cue& cue,
                            ReportedClause& clause, uint32_t limit) {
    if (clause.speaker.empty()) return false;
    TokenRange before = Trim(r, {unit.tokens.first, cue.group.first});
    if (before.size() > 1 && r.IsCoordinator(before.first)) ++before.first;
    uint32_t after_begin = clause.speaker.last;
    if (before.empty()) {
      // "According to X, CONTENT": an apposition may have swallowed the content.
      for (uint32_t i = clause.speaker.first; i < clause.speaker.last; ++i) {
        if (!r.IsComma(i)) continue;
        if (HasFiniteVerb(r, i + 1, clause.speaker.last)) {
          clause.speaker.last = i;
          after_begin = i;
          break;
        }
      }
      const TokenRange after = Trim(r, {after_begin, limit});
      if (after.empty()) return false;
      clause.content = {after};
      return true;
    }
    clause.content = {before};
    if (after_begin < limit && r.IsComma(after_begin) && r.IsComma(cue.group.first - 1) &&
        !HasFiniteVerb(r, before.first, before.last)) {
      const TokenRange after = Trim(r, {after_begin, limit});
      if (!after.empty()) clause.content.push_back(after);
    }
    return true;
  }
};

}  // namespace

uint32_t ClauseEnd(const Reading& r, const Unit& unit, std::span<const Cue> cues, size_t index,
                   TokenRange range, bool object) {
  return TokenClauseFinder::ContentEnd(r, unit, cues, index, range.first, range.last, object);
}

std::optional<ReportedClause> TokenClause(const Reading& r, const Unit& unit,
                                          std::span<const Cue> cues, size_t index,
                                          TokenRange speaker) {
  return TokenClauseFinder::Read(r, unit, cues, index, speaker);
}

std::unique_ptr<const ClauseFinder> MakeTokenClauseFinder() {
  return std::make_unique<TokenClauseFinder>();
}

}  // namespace nutgraf::extract::quotes
