// Cuts a token sequence into the encoder's windows: whole sentences, as many as fit.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_WINDOWS_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_WINDOWS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/language/encoder/network.h"
#include "service/language/encoder/word_pieces.h"
#include "service/text/document.h"
#include "service/text/span.h"

namespace nutgraf::language {

/// The tokens that the encoder reads, in order, and their sentences.
struct TokenSequence {
  std::vector<std::string_view> forms;
  std::vector<bool> space_before;
  std::vector<text::TokenRange> sentences;  // ascending, disjoint, covering all tokens; none empty
};

TokenSequence SequenceOf(const text::Document& document);
TokenSequence SequenceOf(const text::TitleText& title);

struct Window {
  text::TokenRange tokens;
  std::vector<text::TokenRange>
      parts;                    // sentences; a sentence too long for a window is several parts
  std::vector<Piece> pieces;    // [CLS] first, [SEP] last
  std::vector<uint32_t> first;  // index into pieces of each token's first piece
};

/// docs/model.md, "Windows". Linear in the sequence.
std::vector<Window> CutWindows(const TokenSequence& sequence, const WordPieces& word_pieces,
                               const EncoderConfig& config);

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_WINDOWS_H_
