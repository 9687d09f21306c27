// What the passes of the facts stage share: the article's tokens with their folded words, the
// dependency tree turned downwards, and what earlier stages found at each token.
//
// Made once for an article, in linear time; holds references to the input, which must outlive it.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_READING_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_READING_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "service/extract/facts/facts.h"
#include "service/extract/facts/lexicon.h"

namespace nutgraf::extract::facts {

class Reading {
 public:
  Reading(const FactsInput& input, const Lexicon& lexicon);

  const text::Document& document() const { return input_.document; }
  const language::Annotations& notes() const { return input_.annotations; }
  const FactsInput& input() const { return input_; }
  const Lexicon& lexicon() const { return lexicon_; }
  bool parsed() const { return !children_begin_.empty(); }

  const std::string& Word(uint32_t token) const { return words_[token]; }  // folded
  std::span<const std::string> Words(uint32_t first, uint32_t last) const {
    return {words_.data() + first, words_.data() + last};
  }
  const std::string& Lemma(uint32_t token) const { return notes().lemma[token]; }
  /// Of a predicate: by the language stage's rules for a verb, else its own.
  std::string PredicateLemma(uint32_t token) const {
    return Upos(token) == language::Upos::kVerb ? lexicon_.VerbLemma(Word(token)) : Lemma(token);
  }
  language::Upos Upos(uint32_t token) const { return notes().upos[token]; }
  language::DepRel Relation(uint32_t token) const { return notes().deprel[token]; }
  int32_t Head(uint32_t token) const { return notes().head[token]; }
  bool IsPunctuation(uint32_t token) const { return notes().upos[token] == language::Upos::kPunct; }

  // With a parse only.
  std::span<const uint32_t> Children(uint32_t token) const {  // ascending
    return {children_.data() + children_begin_[token],
            children_.data() + children_begin_[token + 1]};
  }
  /// The smallest range that holds the token and everything below it.
  text::TokenRange Extent(uint32_t token) const { return extents_[token]; }
  int32_t RootOf(uint32_t sentence) const { return roots_[sentence]; }  // kNoHead: none
  /// The first child that stands in the relation; -1: none.
  int32_t Child(uint32_t token, language::DepRel relation) const;

  // With roles only, else empty or null.
  std::span<const language::Predicate* const> PredicatesOf(uint32_t sentence) const;  // ascending
  const language::Predicate* PredicateAt(uint32_t token) const;

  // What covers the token, or kNone.
  int32_t ParticipantAt(uint32_t token) const { return participant_at_[token]; }
  int32_t PlaceAt(uint32_t token) const { return place_at_[token]; }
  int32_t DateAt(uint32_t token) const { return date_at_[token]; }
  int32_t EntityAt(uint32_t token) const { return entity_at_[token]; }
  /// Whether somebody says the token word for word.
  bool InDirectQuote(uint32_t token) const { return quoted_at_[token]; }
  /// The tokens of a span of bytes.
  text::TokenRange TokensOf(text::Span span) const;

 private:
  void BuildTree();

  const FactsInput& input_;
  const Lexicon& lexicon_;
  std::vector<std::string> words_;
  std::vector<uint32_t> children_;
  std::vector<uint32_t> children_begin_;  // tokens + 1; empty without a parse
  std::vector<text::TokenRange> extents_;
  std::vector<int32_t> roots_;                          // per sentence
  std::vector<const language::Predicate*> predicates_;  // ascending
  std::vector<int32_t> participant_at_;
  std::vector<int32_t> place_at_;
  std::vector<int32_t> date_at_;
  std::vector<int32_t> entity_at_;
  std::vector<bool> quoted_at_;
};

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_READING_H_
