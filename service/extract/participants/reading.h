// One article as the participants stage reads it: folded words, the story's tokens, and helpers
// that walk inside a sentence. Made once per article; holds views, so document, annotations and
// lexicon must outlive it. Costs one pass over the tokens.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_READING_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_READING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/extract/participants/lexicon.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::participants {

class Reading {
 public:
  Reading(const text::Document& document, const language::Annotations& annotations,
          const Lexicon& lexicon);

  const text::Document& document() const { return document_; }
  const language::Annotations& annotations() const { return annotations_; }
  const Lexicon& lexicon() const { return lexicon_; }

  uint32_t size() const { return static_cast<uint32_t>(folded_.size()); }
  std::string_view Word(uint32_t token) const { return document_.Slice(document_.tokens[token]); }
  std::string_view Folded(uint32_t token) const { return folded_[token]; }
  std::string_view Lemma(uint32_t token) const { return annotations_.lemma[token]; }
  language::Upos Pos(uint32_t token) const { return annotations_.upos[token]; }
  text::CaseClass Case(uint32_t token) const { return document_.tokens[token].letter_case; }

  /// The token opens with a capital letter.
  bool Capital(uint32_t token) const;
  bool IsWord(uint32_t token) const;
  bool IsVerb(uint32_t token) const;  // VERB or AUX
  bool IsMark(uint32_t token, std::string_view mark) const { return Word(token) == mark; }
  bool IsPossessive(uint32_t token) const;  // "'s", "’s", "'", "’" after a word
  bool IsQuoteMark(uint32_t token) const;

  bool Story(uint32_t token) const { return text::IsStory(document_.ZoneOf(token)); }
  uint32_t SentenceOf(uint32_t token) const { return document_.tokens[token].sentence; }
  uint32_t First(uint32_t token) const {  // first token of its sentence
    return document_.sentences[SentenceOf(token)].tokens.first;
  }
  uint32_t Last(uint32_t token) const {  // one past its sentence
    return document_.sentences[SentenceOf(token)].tokens.last;
  }
  /// Folded words of a range, joined by single spaces.
  std::string Key(text::TokenRange range) const;

  /// The longest role noun that ends with token `last` and starts no earlier than `from`: "prime
  /// minister". `*first` is its first token. Empty when there is none.
  RoleNoun RoleEndingAt(uint32_t last, uint32_t from, uint32_t* first) const;

  /// What tables/actor_verbs.tsv says of a verb; forgives lemmas that lost or won a final letter
  /// ("announc", "acte"), which a learned lemmatizer makes of rare forms.
  ActorVerb VerbKind(uint32_t token) const;
  bool IsLeadVerb(uint32_t token) const;

  /// The main verb that follows `token` past adverbs, auxiliaries and one aside between commas, or
  /// size() when the next words are no verb group. `*copula` when the group is a form of be alone;
  /// `*passive` when it is a form of be with a participle.
  uint32_t VerbAfter(uint32_t token, bool* copula, bool* passive) const;

  /// The token of a name whose head in the parse lies outside of it; its last token without a
  /// parse.
  uint32_t HeadOf(text::TokenRange range) const;

  /// The verb or predicate whose subject the name is, alone, as part of a title's phrase or in a
  /// list; size() when it is none. By the parse where there is one, else by the words that follow.
  uint32_t SubjectOf(text::TokenRange range) const;

  /// Whether the text has body sentences at all; when not, headlines may found participants.
  bool has_body() const { return has_body_; }
  bool is_sport() const { return is_sport_; }

 private:
  template <typename Known>
  auto ByLemma(uint32_t token, Known known) const;

  const text::Document& document_;
  const language::Annotations& annotations_;
  const Lexicon& lexicon_;
  std::vector<std::string> folded_;
  bool has_body_ = false;
  bool is_sport_ = false;
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_READING_H_
