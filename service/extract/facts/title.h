// What the title says, for finding the clause that says the same in the text.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/extract/facts/reading.h"
#include "service/extract/facts/title_clause.h"

namespace nutgraf::extract::facts {

/// The content words of the title (sent apart, or the headline zone), each weighted by how rare it
/// is among the story's sentences: a name that stands in all of them tells none apart. A word of
/// the text says a word of the title when they share the stem or, as nouns of events, the kind
/// ("blast", "explosion").
class Title {
 public:
  explicit Title(const Reading& reading);

  bool empty() const { return words_.empty(); }
  /// The weighted share of the title's words that stand in the ranges, 0..1. Words that the story
  /// never uses count for neither side.
  float Overlap(std::span<const text::TokenRange> ranges) const;
  /// Whether the first half of the title, where its verb stands, has the word.
  bool OpensWith(uint32_t token) const {
    return word_at_[token] >= 0 && words_[word_at_[token]].place >= 1.0F;
  }
  bool Says(uint32_t token) const { return word_at_[token] >= 0; }
  bool Says(text::TokenRange range) const;

  /// What the headline tells; nothing where it tells no event.
  const std::optional<TitleClause>& clause() const { return clause_; }
  /// Whether the token says the clause's verb, or is one of the words before it.
  bool IsVerb(uint32_t token) const { return role_at_[token] == kVerbRole; }
  bool IsSubject(uint32_t token) const { return role_at_[token] == kSubjectRole; }
  /// Whether the tokens name whom the clause is about: more than half of the name's words.
  bool NamesSubject(std::span<const uint32_t> tokens) const;
  /// The predicate as the headline has it; empty without a clause.
  std::string Predicate() const;
  /// Where the text has it; empty where the title was sent apart.
  text::Span PredicateSpan() const;

 private:
  static constexpr uint8_t kSubjectRole = 1;
  static constexpr uint8_t kVerbRole = 2;

  struct Word {
    std::string stem;
    float weight = 0;
    float place = 1;        // less behind the middle of the title
    std::string_view kind;  // of the event that it names
  };

  void ReadWords(const Reading& reading);
  void Weigh(const Reading& reading);
  void MarkRoles(const Reading& reading);

  bool apart_ = false;
  std::string_view text_;  // that the headline's words are spans of
  std::vector<TitleWord> headline_;
  std::optional<TitleClause> clause_;
  std::vector<uint8_t> role_at_;  // per token of the document
  std::vector<Word> words_;       // ascending by stem
  std::vector<int32_t> word_at_;  // per token of the document: index into words_, or -1
  float total_ = 0;
};

/// A word without its common endings of inflection and derivation ("resignation", "resigned":
/// "resign"), for comparing only.
std::string Stem(std::string_view folded);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_H_
