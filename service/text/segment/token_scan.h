// One pass of the Tokenizer over one range of text. Internal to service/text/segment.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_TOKEN_SCAN_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_TOKEN_SCAN_H_

#include <string_view>
#include <vector>

#include "service/text/segment/tokenizer.h"

namespace nutgraf::text {

class TokenScan {
 public:
  TokenScan(const Tokenizer& rules, std::string_view text, Span range, std::vector<Token>* tokens)
      : rules_(rules), text_(text.substr(0, range.end)), begin_(range.begin), tokens_(tokens) {}

  void Run();

 private:
  using C = CharacterClass;

  struct Char {
    char32_t value = 0;
    uint32_t size = 1;
    C kind = C::kSpace;  // past either end: white space
  };
  Char At(size_t at) const;
  Char Before(size_t at) const;
  bool IsWordChar(const Char& c) const;
  bool IsAlnum(const Char& c) const;

  // Each returns the end of what it recognised at `at`, or `at` when it did not.
  size_t ScanEmoji(size_t at) const;
  size_t ScanUrl(size_t at) const;
  size_t ScanDomain(size_t at) const;
  size_t ScanUrlRest(size_t at) const;
  size_t ScanEmail(size_t at) const;
  size_t ScanTag(size_t at) const;  // @handle, #hashtag
  size_t ScanApostrophe(size_t at) const;
  size_t ScanEmoticon(size_t at) const;
  size_t ScanNumber(size_t at) const;  // digits with their separators
  size_t ScanWord(size_t at) const;
  size_t ScanSeries(size_t at) const;  // digit groups joined by hyphens: a telephone number, a day
  size_t ScanRun(size_t at) const;     // one mark repeated
  // The end of an infix of a word at `at` (its first following letter), or `at`.
  size_t ScanInfix(size_t word, size_t at) const;
  size_t ScanPeriod(size_t word, size_t at) const;

  void AddWord(size_t begin, size_t end);
  void AddNumber(size_t begin, size_t end);
  void Add(size_t begin, size_t end, TokenKind kind);
  size_t SuffixStart(size_t begin, size_t end) const;
  bool PeriodBelongs(size_t word, size_t period) const;
  CaseClass CaseOf(size_t begin, size_t end) const;

  const Tokenizer& rules_;
  std::string_view text_;
  size_t begin_;
  std::vector<Token>* tokens_;
  size_t gap_end_ = 0;    // where the last white space ended
  size_t chunk_end_ = 0;  // of the run without ASCII white space that is being read
  bool chunk_has_at_ = false;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_TOKEN_SCAN_H_
