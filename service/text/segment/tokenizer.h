// Splits text into tokens after Universal Dependencies English (see Token in document.h).
//
//   tokenizer.Tokenize(text, {0, size}, &tokens);   // "Price's $5m" -> Price 's $ 5m
//
// Hyphenated compounds stay whole, unlike in the English Web Treebank. Apostrophes, quotation
// marks and hyphens are read in their straight and their typographic forms. White space is what
// Unicode calls so, controls, and marks of no width that stand outside a word.
//
// Linear: every token looks ahead by a bounded number of characters or to its own end. Immutable;
// safe for all threads. `text` must be valid UTF-8.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_TOKENIZER_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_TOKENIZER_H_

#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"
#include "service/text/segment/abbreviations.h"
#include "service/text/segment/characters.h"

namespace nutgraf::text {

class Tokenizer {
 public:
  /// Reads text/abbreviations, text/contractions, text/number_units and text/domains.
  static absl::StatusOr<Tokenizer> Create(const knowledge::Knowledge& knowledge);

  /// Appends the tokens of `range` to `tokens`, with Token::sentence 0. The first token has
  /// space_before set.
  void Tokenize(std::string_view text, Span range, std::vector<Token>* tokens) const;

  const CharacterClasses& characters() const { return characters_; }
  const Abbreviations& abbreviations() const { return abbreviations_; }

 private:
  friend class TokenScan;

  CharacterClasses characters_;
  Abbreviations abbreviations_;
  absl::flat_hash_set<std::string_view> suffixes_;
  absl::flat_hash_set<std::string_view> prefixes_;
  absl::flat_hash_map<std::string_view, std::string_view> splits_;  // word -> its parts
  absl::flat_hash_set<std::string_view> units_;
  absl::flat_hash_set<std::string_view> domains_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_TOKENIZER_H_
