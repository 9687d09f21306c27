// Cuts the tokens of a paragraph into sentences.
//
// A sentence ends with a stop (. ! ? ... and their kin in other scripts) and the quotation marks
// and brackets that close behind it, where what follows can open a sentence; an abbreviation's
// period ends one only before a word that opens sentences. A picture's credit behind its caption
// ("... in Paris Image: Jane Doe") is one of its own. A paragraph's end always ends one.
//
// Linear. Immutable; safe for all threads.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_SENTENCES_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_SENTENCES_H_

#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"
#include "service/text/segment/abbreviations.h"

namespace nutgraf::text {

class SentenceSplitter {
 public:
  /// Reads text/sentence_openers and text/abbreviations.
  static absl::StatusOr<SentenceSplitter> Create(const knowledge::Knowledge& knowledge);

  /// The sentences of one paragraph's `tokens`, as ends: indices into `tokens`, exclusive,
  /// ascending, the last one tokens.size(). Empty for no tokens.
  std::vector<uint32_t> Split(std::string_view text, std::span<const Token> tokens) const;

 private:
  bool OpensCredit(std::string_view text, std::span<const Token> tokens, size_t at) const;
  bool EndsAt(std::string_view text, std::span<const Token> tokens, size_t stop, size_t next) const;

  Abbreviations abbreviations_;
  absl::flat_hash_set<std::string_view> openers_;
  absl::flat_hash_set<std::string_view> credits_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_SENTENCES_H_
