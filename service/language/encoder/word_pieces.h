// BERT word pieces, uncased, exactly as the reference (Hugging Face's BertWordPieceTokenizer with
// clean_text, handle_chinese_chars, strip_accents and lowercase) gives them for one token at a
// time.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_WORD_PIECES_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_WORD_PIECES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace nutgraf::language {

class WordPieces {
 public:
  /// `vocabulary[i]` is the piece with id i.
  WordPieces(const std::vector<std::string>& vocabulary, int unknown);

  /// Appends the pieces of one token (valid UTF-8) to `ids`; a token of which nothing is left
  /// (control characters) is one [UNK]. Linear in the token, thread-safe.
  void Append(std::string_view token, std::vector<int32_t>& ids) const;

 private:
  void AppendWord(std::string_view word, std::vector<int32_t>& ids) const;

  absl::flat_hash_map<std::string, int32_t> first_;  // pieces that open a word
  absl::flat_hash_map<std::string, int32_t> inner_;  // "##" pieces, without the mark
  size_t longest_ = 0;                               // bytes of the longest piece
  int32_t unknown_;
};

/// The token's index in encoder.case: 0 no cased letter, 1 lower, 2 capitalised, 3 upper, 4 mixed.
uint8_t CaseIndex(std::string_view token);

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_WORD_PIECES_H_
