// One article as the quote rules read it: tokens in lower case, their quotation marks, names and
// the sentence-like units inside which attributions are looked for.
//
// A unit is one sentence, or several when a quotation holds the ends of the earlier ones: `"A. B,"
// he said.` is one. Units are ascending and inside one paragraph of a story zone.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_READING_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_READING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/extract/participants/participants.h"
#include "service/extract/quotes/lexicon.h"
#include "service/extract/quotes/marks.h"
#include "service/extract/quotes/transcripts.h"
#include "service/extract/quotes/tree.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::quotes {

/// A mention of a participant, in one list with all others.
struct PersonMention {
  text::Span span;
  uint32_t participant = 0;
  MentionKind kind = MentionKind::kName;
};

struct Unit {
  text::TokenRange tokens;
  uint32_t paragraph = 0;
  text::ZoneType zone = text::ZoneType::kBody;
  bool first_in_paragraph = false;
  bool headline = false;  // in a headline zone, or the article's first line
};

/// Holds references: document, annotations, participants and lexicon must outlive it.
class Reading {
 public:
  Reading(const text::Document& document, const language::Annotations& notes,
          const ParticipantsResult& people, const Lexicon& lexicon);

  const text::Document& document() const { return document_; }
  const language::Annotations& notes() const { return notes_; }
  const ParticipantsResult& people() const { return people_; }
  const Lexicon& lexicon() const { return lexicon_; }
  /// Empty without a parse.
  const Tree& tree() const { return tree_; }
  const std::vector<Unit>& units() const { return units_; }
  /// Of a transcript; their paragraphs are in no unit.
  const std::vector<Turn>& turns() const { return turns_; }
  const std::vector<QuotedSpan>& quoted() const { return quoted_; }
  /// Of all participants, ascending by where they begin.
  const std::vector<PersonMention>& mentions() const { return mentions_; }

  /// Lower case, with straight apostrophes.
  std::string_view Lower(uint32_t token) const { return lower_[token]; }
  language::Upos Pos(uint32_t token) const { return notes_.upos[token]; }
  /// Index into quoted(), or kNone for a token outside of all quotation marks.
  int32_t QuotedAt(uint32_t token) const { return quoted_at_[token]; }
  bool InQuotes(uint32_t token) const { return quoted_at_[token] != kNone; }
  /// Index into notes().entities, or kNone.
  int32_t EntityAt(uint32_t token) const { return entity_at_[token]; }

  bool Is(uint32_t token, std::string_view word) const { return lower_[token] == word; }
  bool IsAny(uint32_t token, std::initializer_list<std::string_view> words) const;
  bool IsComma(uint32_t token) const { return Is(token, ","); }
  bool IsDash(uint32_t token) const;
  bool IsPunct(uint32_t token) const;
  bool IsWord(uint32_t token) const { return !IsPunct(token); }
  bool IsCapitalized(uint32_t token) const;

  // Closed classes of function words, whatever the tagger says.
  bool IsBe(uint32_t token) const;
  bool IsHave(uint32_t token) const;
  bool IsDoOrModal(uint32_t token) const;
  bool IsAuxiliary(uint32_t token) const {
    return IsBe(token) || IsHave(token) || IsDoOrModal(token);
  }
  bool IsNegation(uint32_t token) const;
  bool IsPersonalSubject(uint32_t token) const;  // he, she, it, they, I, we, you
  bool IsRelative(uint32_t token) const;         // who, which, whose, that
  bool IsWhWord(uint32_t token) const;           // whether, if, how, why, what ...
  bool IsClauseOpener(uint32_t token) const;     // because, when, although ...
  bool IsCoordinator(uint32_t token) const;      // and, but, or, yet
  bool IsVerb(uint32_t token) const {
    return Pos(token) == language::Upos::kVerb || IsAuxiliary(token);
  }
  bool IsNominal(uint32_t token) const;   // noun, name, number
  bool IsModifier(uint32_t token) const;  // adjective, possessive
  bool IsDeterminer(uint32_t token) const;
  bool IsTime(uint32_t token) const { return lexicon_.Is(lower_[token], kTimeWord); }
  bool IsPossessive(uint32_t token) const { return Is(token, "'s") || Is(token, "'"); }

 private:
  void MakeUnits();
  bool IsAttribution(text::TokenRange sentence) const;

  const text::Document& document_;
  const language::Annotations& notes_;
  const ParticipantsResult& people_;
  const Lexicon& lexicon_;
  Tree tree_;
  std::vector<std::string> lower_;
  std::vector<QuotedSpan> quoted_;
  std::vector<int32_t> quoted_at_;
  std::vector<int32_t> entity_at_;
  std::vector<Unit> units_;
  std::vector<Turn> turns_;
  std::vector<PersonMention> mentions_;
};

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_READING_H_
