#include "service/language/encoder/windows.h"

#include <algorithm>
#include <utility>

namespace nutgraf::language {
namespace {

using text::TokenRange;

// Indices of encoder.case, encoder.space and encoder.start that [CLS] and [SEP] have too.
constexpr uint8_t kCaseNone = 0;
constexpr uint8_t kGlued = 0, kSpaced = 1, kContinuation = 2;
constexpr uint8_t kInside = 0, kStart = 1;

/// Fills one window after another.
class Cutter {
 public:
  Cutter(const TokenSequence& sequence, const WordPieces& word_pieces, const EncoderConfig& config)
      : sequence_(sequence),
        word_pieces_(word_pieces),
        config_(config),
        room_(static_cast<size_t>(config.window) - 2) {
    Open();
  }

  void Add(TokenRange sentence) {
    ids_.clear();
    begins_.clear();
    for (uint32_t t = sentence.first; t < sentence.last; ++t) {
      begins_.push_back(ids_.size());
      word_pieces_.Append(sequence_.forms[t], ids_);
      ids_.resize(std::min(ids_.size(), begins_.back() + room_));
    }
    begins_.push_back(ids_.size());
    TokenRange rest = sentence;
    while (!rest.empty()) {
      const TokenRange part = Part(sentence.first, rest);
      Append(sentence.first, part);
      rest.first = part.last;
    }
  }

  std::vector<Window> Take() {
    Close();
    return std::move(windows_);
  }

 private:
  size_t PiecesOf(uint32_t base, TokenRange range) const {
    return begins_[range.last - base] - begins_[range.first - base];
  }

  /// The longest head of `rest` that fits a window: all of it, or up to a mark in its second half.
  TokenRange Part(uint32_t base, TokenRange rest) const {
    if (PiecesOf(base, rest) <= room_) return rest;
    TokenRange part = {rest.first, rest.first};
    uint32_t mark = rest.first;
    while (part.last < rest.last && PiecesOf(base, {rest.first, part.last + 1}) <= room_) {
      ++part.last;
      const std::string_view form = sequence_.forms[part.last - 1];
      if ((form == "," || form == ";" || form == ":") && PiecesOf(base, part) * 2 >= room_) {
        mark = part.last;
      }
    }
    if (mark > rest.first) part.last = mark;
    return part;
  }

  void Append(uint32_t base, TokenRange part) {
    if (window_.pieces.size() - 1 + PiecesOf(base, part) > room_) {
      Close();
      Open();
    }
    if (window_.parts.empty()) window_.tokens = {part.first, part.first};
    window_.parts.push_back(part);
    window_.tokens.last = part.last;
    for (uint32_t t = part.first; t < part.last; ++t) {
      window_.first.push_back(static_cast<uint32_t>(window_.pieces.size()));
      const uint8_t letter_case = CaseIndex(sequence_.forms[t]);
      const bool opens = t == part.first;
      for (size_t p = begins_[t - base]; p < begins_[t - base + 1]; ++p) {
        const bool first = p == begins_[t - base];
        window_.pieces.push_back(
            {ids_[p], letter_case,
             !first ? kContinuation : (opens || sequence_.space_before[t] ? kSpaced : kGlued),
             first && opens ? kStart : kInside});
      }
    }
  }

  void Open() {
    window_ = Window();
    window_.pieces.push_back({config_.cls, kCaseNone, kSpaced, kInside});
  }

  void Close() {
    if (window_.parts.empty()) return;
    window_.pieces.push_back({config_.sep, kCaseNone, kSpaced, kInside});
    windows_.push_back(std::move(window_));
    window_ = Window();
  }

  const TokenSequence& sequence_;
  const WordPieces& word_pieces_;
  const EncoderConfig& config_;
  const size_t room_;
  std::vector<int32_t> ids_;    // pieces of the sentence at hand
  std::vector<size_t> begins_;  // index into ids_ of each of its tokens, and the end
  Window window_;
  std::vector<Window> windows_;
};

}  // namespace

TokenSequence SequenceOf(const text::Document& document) {
  TokenSequence sequence;
  sequence.forms.reserve(document.tokens.size());
  sequence.space_before.reserve(document.tokens.size());
  for (const text::Token& token : document.tokens) {
    sequence.forms.push_back(document.Slice(token));
    sequence.space_before.push_back(token.space_before);
  }
  for (const text::Sentence& sentence : document.sentences) {
    if (!sentence.tokens.empty()) sequence.sentences.push_back(sentence.tokens);
  }
  return sequence;
}

TokenSequence SequenceOf(const text::TitleText& title) {
  TokenSequence sequence;
  for (const text::Token& token : title.tokens) {
    sequence.forms.push_back(
        std::string_view(title.text).substr(token.span.begin, token.span.size()));
    sequence.space_before.push_back(token.space_before);
  }
  if (!title.tokens.empty()) {
    sequence.sentences.push_back({0, static_cast<uint32_t>(title.tokens.size())});
  }
  return sequence;
}

std::vector<Window> CutWindows(const TokenSequence& sequence, const WordPieces& word_pieces,
                               const EncoderConfig& config) {
  Cutter cutter(sequence, word_pieces, config);
  for (const TokenRange sentence : sequence.sentences) cutter.Add(sentence);
  return cutter.Take();
}

}  // namespace nutgraf::language
