#include "service/text/encoding/lost_quotes.h"

#include <algorithm>
#include <cstddef>

#include "service/text/encoding/code_pages.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr size_t kFewestWords = 8;  // fewer tell nothing about the language
constexpr size_t kOneInWords = 8;   // of English words, one in eight at least is one of these
constexpr std::string_view kCommonWords[] = {"the", "of",   "and",  "to",  "in", "a",
                                             "is",  "that", "for",  "was", "on", "with",
                                             "it",  "as",   "said", "he",  "at", "by"};
constexpr std::string_view kClitics[] = {"s", "t", "re", "ve", "ll", "d", "m"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// Whether ASCII words are mostly English. Words that touch other letters do not count.
bool LooksEnglish(std::string_view s) {
  size_t words = 0;
  size_t common = 0;
  for (size_t i = 0; i < s.size();) {
    if (!IsLetter(s[i])) {
      ++i;
      continue;
    }
    const size_t begin = i;
    while (i < s.size() && IsLetter(s[i])) ++i;
    ++words;
    const std::string_view word = s.substr(begin, i - begin);
    common +=
        std::find(std::begin(kCommonWords), std::end(kCommonWords), word) != std::end(kCommonWords)
            ? 1
            : 0;
  }
  return words >= kFewestWords && kOneInWords * common >= words;
}

/// What stands on one side of the letter.
enum class Side { kBlank, kLetter, kDigit, kOpening, kEnding, kOther };

Side SideOf(char c) {
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return Side::kBlank;
  if (IsLetter(c)) return Side::kLetter;
  if (IsDigit(c) || c == '$') return Side::kDigit;
  if (c == '(' || c == '[') return Side::kOpening;
  if (c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == ')' ||
      c == ']' || c == '%') {
    return Side::kEnding;
  }
  return Side::kOther;
}

bool IsClitic(std::string_view behind, char before) {
  for (const std::string_view clitic : kClitics) {
    if (behind.substr(0, clitic.size()) != clitic) continue;
    const size_t end = clitic.size();
    const bool ends = end == behind.size() ||
                      (!IsLetter(behind[end]) && static_cast<uint8_t>(behind[end]) < 0x80);
    if (ends && (clitic != "t" || before == 'n' || before == 'N')) return true;
  }
  return false;
}

/// One pass over the text for one letter. Empty unless something shows beyond doubt that the letter
/// stands for quotes: a contraction, or two ends of a quotation in one line.
class QuoteFinder {
 public:
  QuoteFinder(std::string_view raw, std::string_view letter, uint32_t layers)
      : raw_(raw), letter_(letter), layers_(layers) {}

  std::vector<Cell> Run() {
    size_t last = 0;
    for (size_t i = raw_.find(letter_); i != std::string_view::npos;
         i = raw_.find(letter_, i + letter_.size())) {
      if (raw_.substr(last, i - last).find('\n') != std::string_view::npos) open_ = false;
      last = i;
      Place(i);
    }
    if (!certain_) cells_.clear();
    return std::move(cells_);
  }

 private:
  void Place(size_t at) {
    const size_t end = at + letter_.size();
    const char before = at > 0 ? raw_[at - 1] : ' ';
    const Side left = SideOf(before);
    const Side right = SideOf(end < raw_.size() ? raw_[end] : ' ');
    const bool begins = left == Side::kBlank || left == Side::kOpening;
    const bool ends = right == Side::kBlank || right == Side::kEnding;
    const bool behind_word = left == Side::kLetter || static_cast<uint8_t>(before) >= 0x80;
    if (behind_word && IsClitic(raw_.substr(end), before)) {
      certain_ = true;
      Add(at, 0x2019);
    } else if (left == Side::kBlank && right == Side::kBlank) {
      Add(at, 0x2013);
    } else if (begins && (right == Side::kLetter || right == Side::kDigit)) {
      open_ = true;
      Add(at, 0x201C);
    } else if (ends && !begins && left != Side::kOther) {
      if (open_) {
        certain_ = true;
        open_ = false;
        Add(at, 0x201D);
      } else if (before == 's') {
        Add(at, 0x2019);
      } else if (left == Side::kEnding) {
        Add(at, 0x201D);  // the end of a quotation of several paragraphs
      }
    }
  }

  void Add(size_t at, char32_t value) {
    cells_.push_back(
        {value, static_cast<uint32_t>(at), static_cast<uint32_t>(at + letter_.size()), layers_});
  }

  std::string_view raw_;
  std::string_view letter_;
  uint32_t layers_;
  std::vector<Cell> cells_;
  bool open_ = false;  // a quotation of this line is
  bool certain_ = false;
};

constexpr uint32_t Layers(uint8_t page) {
  return (page + 1U) | static_cast<uint32_t>(layer::kC1 | layer::kLossy);
}

}  // namespace

std::vector<Cell> FindLostQuotes(std::string_view raw) {
  constexpr std::string_view kLatin1 = "\u00E2";
  constexpr std::string_view kBaltic = "\u0101";
  const bool latin1 = raw.find(kLatin1) != std::string_view::npos;
  const bool baltic = raw.find(kBaltic) != std::string_view::npos;
  if (latin1 == baltic || !LooksEnglish(raw)) return {};
  return latin1 ? QuoteFinder(raw, kLatin1, Layers(kWindows1252)).Run()
                : QuoteFinder(raw, kBaltic, Layers(kIso8859Dash13)).Run();
}

}  // namespace nutgraf::text
