// A paragraph as the zone rules see it: counts and marks taken from its tokens once.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_BLOCK_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_BLOCK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/text/document.h"
#include "service/text/span.h"

namespace nutgraf::text {

/// One paragraph (a line, or several wrapped ones) and what tells prose from the rest of a page.
struct Block {
  Span span;
  TokenRange tokens;
  bool blank_before = false;  // a blank line, or the text's start, stands before it
  uint32_t words = 0;         // word and number tokens
  uint32_t lower_words = 0;   // of them without a capital
  bool stops = false;         // ends as a sentence does: . ! ? or an ellipsis, and what closes
  bool prose = false;         // reads as running sentences rather than as a title or a label
  bool social = false;        // has a handle, a hashtag or an emoji
  bool post_link = false;     // has a link of a social network (t.co, pic.twitter.com)
};

Block MakeBlock(std::string_view text, Span span, TokenRange range, bool blank_before,
                const std::vector<Token>& tokens);

/// A word of a block as written between white space and slashes, without the marks around it.
struct FoldedWord {
  std::string_view form;  // lower case (ASCII), straight apostrophes; of a FoldedBlock
  Span span;
  bool capital = false;  // opens with a capital
  bool delimited =
      false;  // a mark other than a comma or an apostrophe follows: "Related:", "READ |"
};

/// The first words of a block, for matching phrases. Costs its own length, at most kMostWords.
class FoldedBlock {
 public:
  static constexpr size_t kMostWords = 80;

  FoldedBlock(std::string_view text, const Block& block, const std::vector<Token>& tokens);

  FoldedBlock(const FoldedBlock&) = delete;
  FoldedBlock& operator=(const FoldedBlock&) = delete;

  const std::vector<FoldedWord>& words() const { return words_; }
  bool complete() const { return complete_; }  // all words of the block are here
  /// Words [first, first + count) joined by single spaces.
  std::string_view Join(size_t first, size_t count) const;

 private:
  std::string forms_;  // all words, joined by single spaces
  std::vector<FoldedWord> words_;
  bool complete_ = true;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_BLOCK_H_
