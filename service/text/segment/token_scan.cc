#include "service/text/segment/token_scan.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "service/text/segment/short_fold.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr size_t kLongestSuffix = 8;  // bytes of a clitic or of a unit

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsApostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }
bool IsHyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }

}  // namespace

TokenScan::Char TokenScan::At(size_t at) const {
  if (at >= text_.size()) return {};
  const CodePoint c = DecodeAt(text_, at);
  return {c.value, c.size, rules_.characters_.Of(c.value)};
}

TokenScan::Char TokenScan::Before(size_t at) const {
  if (at <= begin_) return {};
  const CodePoint c = DecodeBefore(text_, at);
  return {c.value, c.size, rules_.characters_.Of(c.value)};
}

bool TokenScan::IsAlnum(const Char& c) const {
  return IsLetterClass(c.kind) || c.kind == C::kDigit || c.kind == C::kMark;
}

bool TokenScan::IsWordChar(const Char& c) const {
  return IsAlnum(c) || c.kind == C::kNumber || c.value == '_';
}

void TokenScan::Run() {
  gap_end_ = begin_;
  chunk_end_ = begin_;
  for (size_t at = begin_; at < text_.size();) {
    const Char c = At(at);
    if (IsSpaceClass(c.kind) || c.kind == C::kFormat) {
      at += c.size;
      gap_end_ = at;
      continue;
    }
    if (at >= chunk_end_) {
      chunk_end_ = std::min(text_.find_first_of(" \t\n\r\f\v", at), text_.size());
      chunk_has_at_ = text_.substr(at, chunk_end_ - at).find('@') != std::string_view::npos;
    }
    size_t end = ScanEmoji(at);
    if (end > at) {
      Add(at, end, TokenKind::kEmoji);
      at = end;
      continue;
    }
    switch (c.kind) {
      case C::kUpper:
      case C::kLower:
      case C::kLetter:
      case C::kDigit:
      case C::kNumber:
      case C::kMark:
        if ((end = ScanEmail(at)) > at) {
          Add(at, end, TokenKind::kEmail);
        } else if ((end = ScanUrl(at)) > at) {
          Add(at, end, TokenKind::kUrl);
        } else if (c.kind == C::kDigit || c.kind == C::kNumber) {
          end = ScanSeries(at);
          if (end > at) {
            Add(at, end, TokenKind::kNumber);
          } else {
            end = ScanWord(at);
            AddNumber(at, end);
            end = tokens_->back().span.end;
          }
        } else {
          end = ScanWord(at);
          AddWord(at, end);
          end = tokens_->back().span.end;
        }
        break;
      case C::kIdeograph:
        end = at + c.size;
        while (At(end).kind == C::kMark) end += At(end).size;
        Add(at, end, TokenKind::kWord);
        break;
      default:
        if ((end = ScanTag(at)) > at) {
          Add(at, end, c.value == '@' ? TokenKind::kHandle : TokenKind::kHashtag);
        } else if ((end = ScanApostrophe(at)) > at) {
          Add(at, end,
              absl::ascii_isdigit(text_[end - 1]) || absl::ascii_isdigit(text_[end - 2])
                  ? TokenKind::kNumber
                  : TokenKind::kWord);
        } else if ((end = ScanEmoticon(at)) > at) {
          Add(at, end, TokenKind::kSymbol);
        } else if (c.value == '.' && IsDigit(At(at + 1).value) && gap_end_ == at) {
          end = ScanNumber(at + 1);
          Add(at, end, TokenKind::kNumber);
        } else {
          end = ScanRun(at);
          const bool symbol = c.kind == C::kSymbol || c.kind == C::kCurrency ||
                              c.kind == C::kUnknown || c.kind == C::kModifier ||
                              c.kind == C::kRegional || c.kind == C::kEmoji || c.value == '%' ||
                              c.value == '#' || c.value == '&' || c.value == '*' ||
                              c.value == '@' || c.value == 0x2030;
          Add(at, end, symbol ? TokenKind::kSymbol : TokenKind::kPunctuation);
        }
    }
    at = end;
  }
}

size_t TokenScan::ScanApostrophe(size_t at) const {
  const Char mark = At(at);
  if (!IsApostrophe(mark.value)) return at;
  size_t end = at + mark.size;
  const bool apart = gap_end_ == at || !IsAlnum(Before(at));
  size_t letters = 0;
  while (letters < kLongestSuffix && IsAlnum(At(end))) {
    end += At(end).size;
    ++letters;
  }
  if (letters == 0 || IsAlnum(At(end))) return at;
  const ShortFold fold(text_.substr(at, end - at));
  if (!apart || (!tokens_->empty() && tokens_->back().span.end == at)) {
    // What follows a word that ended in a period or a bracket: "the U.S.'s".
    if (rules_.suffixes_.contains(fold.view()) && !tokens_->empty() &&
        tokens_->back().kind != TokenKind::kPunctuation) {
      return end;
    }
  }
  if (gap_end_ != at && apart && Before(at).kind != C::kOpen) return at;
  // A decade or a year: '90s, ’72.
  const std::string_view digits = fold.view().substr(1);
  if (digits.size() >= 2 && digits.size() <= 3 && IsDigit(digits[0]) && IsDigit(digits[1]) &&
      (digits.size() == 2 || digits[2] == 's') && !IsApostrophe(At(end).value)) {
    return end;
  }
  return rules_.prefixes_.contains(fold.view()) ? end : at;
}

size_t TokenScan::ScanNumber(size_t at) const {
  size_t end = at;
  size_t group = at;  // where the digits after the last separator begin
  while (end < text_.size()) {
    const Char c = At(end);
    if (c.kind == C::kDigit || c.kind == C::kNumber) {
      end += c.size;
      continue;
    }
    if (c.size != 1 || !IsDigit(At(end + 1).value)) return end;
    if (c.value == ',') {
      // Thousands: three digits after the comma, or two where more groups follow (Indian usage).
      size_t digits = 0;
      while (digits < 4 && IsDigit(At(end + 1 + digits).value)) ++digits;
      const bool more = digits == 2 && At(end + 3).value == ',';
      if ((digits != 3 && !more) || end - group > 3) return end;
    } else if (c.value != '.' && c.value != ':' && c.value != '/') {
      return end;
    }
    group = ++end;
  }
  return end;
}

size_t TokenScan::ScanSeries(size_t at) const {
  size_t end = at;
  size_t groups = 0;
  size_t digits = 0;
  size_t first = 0;
  while (end < text_.size()) {
    size_t group = 0;
    while (IsDigit(At(end + group).value) && group < 12) ++group;
    if (group == 0) return at;
    if (groups == 0) first = group;
    ++groups;
    digits += group;
    end += group;
    if (groups > 5 || digits > 20) return at;
    const Char c = At(end);
    if (!IsHyphen(c.value) || !IsDigit(At(end + c.size).value)) break;
    end += c.size;
  }
  if (IsAlnum(At(end)) || groups < 3) return at;
  return digits >= 7 || (first == 4 && groups == 3) ? end : at;
}

size_t TokenScan::ScanWord(size_t at) const {
  size_t end = at;
  for (;;) {
    const Char c = At(end);
    if (IsWordChar(c)) {
      end = c.kind == C::kDigit ? ScanNumber(end) : end + c.size;
      continue;
    }
    const size_t infix = ScanInfix(at, end);
    if (infix == end) return end;
    end = infix;
  }
}

size_t TokenScan::ScanInfix(size_t word, size_t at) const {
  if (at == word || at >= text_.size()) return at;
  const Char c = At(at);
  const size_t after = at + c.size;
  const Char next = At(after);
  const Char before = Before(at);
  if (c.kind == C::kFormat) return IsWordChar(next) || next.kind == C::kFormat ? after : at;
  if (IsApostrophe(c.value) || c.value == 0x2018) {
    return IsLetterClass(next.kind) && IsAlnum(before) ? after : at;
  }
  if (IsHyphen(c.value)) {
    if (!IsWordChar(next) || !IsWordChar(before)) {
      return before.value == '.' && IsLetterClass(next.kind) ? after : at;
    }
    // A range of numbers is three tokens.
    const bool number = std::all_of(text_.begin() + word, text_.begin() + at, [](char b) {
      return absl::ascii_isdigit(static_cast<unsigned char>(b)) || b == ',' || b == '.' || b == ':';
    });
    return number && next.kind == C::kDigit ? at : after;
  }
  if (c.value == '.') return ScanPeriod(word, at);
  if (c.value == '&') {
    return before.kind == C::kUpper && next.kind == C::kUpper ? after : at;
  }
  if (c.value == '/') {  // "w/o", "n/a"
    return at - word == 1 && IsLetterClass(next.kind) && !IsWordChar(At(after + next.size)) ? after
                                                                                            : at;
  }
  if (c.value == '+') {  // "LGBTQ+", "C++"
    if (before.value != '+' && !IsLetterClass(before.kind)) return at;
    return next.value == '+' || !IsWordChar(next) ? after : at;
  }
  return at;
}

size_t TokenScan::ScanPeriod(size_t word, size_t at) const {
  const Char next = At(at + 1);
  const Char before = Before(at);
  if (!IsLetterClass(before.kind) || before.kind == C::kLetter) return at;
  const Char before2 = Before(at - before.size);
  const bool single = at - before.size == word || before2.value == '.' || IsHyphen(before2.value);
  if (IsLetterClass(next.kind)) {
    // "resume.doc", "alt.religion": a missing space would stand before a capital.
    if (single || next.kind == C::kLower) return at + 1;
    // "Ph.D"
    size_t end = at + 1;
    while (end < text_.size() && end - at < 6 && IsLetterClass(At(end).kind)) end += At(end).size;
    return end - word <= 12 && rules_.abbreviations_.Find(text_.substr(word, end - word)) ==
                                   AbbreviationKind::kAny
               ? at + 1
               : at;
  }
  // "U.S.-led": the last period of a dotted abbreviation inside a compound.
  if (IsHyphen(next.value) && before2.value == '.' && IsLetterClass(At(at + 1 + next.size).kind)) {
    return at + 1;
  }
  return at;
}

bool TokenScan::PeriodBelongs(size_t word, size_t period) const {
  if (At(period + 1).value == '.') return false;  // an ellipsis
  const std::string_view form = text_.substr(word, period - word);
  size_t next_at = period + 1;
  while (next_at < text_.size() && At(next_at).value == ' ' && next_at - period < 4) ++next_at;
  const Char next = At(next_at);
  const Char before = Before(period);
  const Char before2 = Before(period - before.size);
  const bool letter = IsLetterClass(before.kind) && before.kind != C::kLetter;
  if (letter && form.size() > before.size && before2.value == '.') return true;  // "U.S."
  if (form.size() == before.size && before.kind == C::kUpper) {                  // an initial
    if (next.kind != C::kUpper && next.kind != C::kOpen) return false;
    const bool initial_next = At(next_at + next.size).value == '.';
    const bool after_name = !tokens_->empty() && tokens_->back().span.end + 1 >= word &&
                            tokens_->back().letter_case == CaseClass::kCapitalized;
    return initial_next || form != "I" || after_name;
  }
  switch (rules_.abbreviations_.Find(form)) {
    case AbbreviationKind::kNone:
      return false;
    case AbbreviationKind::kTitle:
      return next.kind == C::kUpper || next.kind == C::kLetter || next.kind == C::kOpen;
    case AbbreviationKind::kNumber:
      return next.kind == C::kDigit || next.value == '#';
    case AbbreviationKind::kAny:
      return true;
  }
  return false;
}

size_t TokenScan::SuffixStart(size_t begin, size_t end) const {
  const std::string_view word = text_.substr(begin, end - begin);
  // "n't" first: its apostrophe stands inside it.
  const size_t last = word.find_last_of("'\x99\xBC");
  if (last == std::string_view::npos) return end;
  size_t apostrophe = begin + last;
  if (text_[apostrophe] != '\'') {
    apostrophe -= text_[apostrophe] == '\x99' ? 2 : 1;
    if (apostrophe <= begin || apostrophe > end || !IsApostrophe(At(apostrophe).value)) return end;
  }
  if (apostrophe == begin) return end;
  if (apostrophe > begin + 1 && absl::ascii_tolower(text_[apostrophe - 1]) == 'n' &&
      rules_.suffixes_.contains(
          ShortFold(text_.substr(apostrophe - 1, end - apostrophe + 1)).view())) {
    return apostrophe - 1;
  }
  const std::string_view suffix = text_.substr(apostrophe, end - apostrophe);
  return rules_.suffixes_.contains(ShortFold(suffix).view()) ? apostrophe : end;
}

void TokenScan::AddWord(size_t begin, size_t end) {
  if (end < text_.size() && text_[end] == '.' && PeriodBelongs(begin, end)) {
    Add(begin, end + 1, TokenKind::kWord);
    return;
  }
  if (const auto split = rules_.splits_.find(ShortFold(text_.substr(begin, end - begin)).view());
      split != rules_.splits_.end()) {
    const size_t middle = begin + split->second.find(' ');
    Add(begin, middle, TokenKind::kWord);
    Add(middle, end, TokenKind::kWord);
    return;
  }
  // "US$5"
  if (end < text_.size() && text_[end] == '$' && end - begin <= 3 &&
      CaseOf(begin, end) != CaseClass::kLower && (IsDigit(At(end + 1).value) || end - begin > 1)) {
    Add(begin, end + 1, TokenKind::kSymbol);
    return;
  }
  std::array<size_t, 3> cuts{};
  size_t count = 0;
  size_t core = end;
  while (count < cuts.size()) {
    const size_t suffix = SuffixStart(begin, core);
    if (suffix == core || suffix <= begin) break;
    cuts[count++] = suffix;
    core = suffix;
  }
  Add(begin, core, TokenKind::kWord);
  while (count > 0) {
    const size_t cut = cuts[--count];
    Add(cut, count == 0 ? end : cuts[count - 1], TokenKind::kWord);
  }
}

void TokenScan::AddNumber(size_t begin, size_t end) {
  const size_t digits = ScanNumber(begin);
  if (digits == end) {
    Add(begin, end, TokenKind::kNumber);
    return;
  }
  const ShortFold rest(text_.substr(digits, std::min<size_t>(end - digits, kLongestSuffix + 1)));
  const std::string_view suffix = rest.view();
  if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th" || suffix == "s" ||
      suffix == "'s") {
    Add(begin, end, TokenKind::kNumber);
    return;
  }
  if (rules_.units_.contains(suffix)) {
    Add(begin, digits, TokenKind::kNumber);
    // "8.30p.m."
    if (suffix.find('.') != std::string_view::npos && end < text_.size() && text_[end] == '.')
      ++end;
    Add(digits, end, TokenKind::kWord);
    return;
  }
  AddWord(begin, end);
}

size_t TokenScan::ScanRun(size_t at) const {
  const Char c = At(at);
  size_t end = at + c.size;
  const bool repeats =
      c.size == 1
          ? std::string_view(".-!?*=_~#+<>'`$").find(text_[at]) != std::string_view::npos
          : c.value == 0x2026 || c.value == 0x2014 || c.value == 0x2013 || c.value == 0xFF01;
  if (!repeats) return end;
  while (end < text_.size() && At(end).value == c.value) end += c.size;
  return end;
}

CaseClass TokenScan::CaseOf(size_t begin, size_t end) const {
  uint32_t upper = 0;
  uint32_t lower = 0;
  bool first_upper = false;
  bool first = true;
  for (size_t at = begin; at < end;) {
    const Char c = At(at);
    at += c.size;
    if (c.kind == C::kUpper) {
      ++upper;
      first_upper = first_upper || first;
    } else if (c.kind == C::kLower) {
      ++lower;
    } else {
      continue;
    }
    first = false;
  }
  if (upper + lower == 0) return CaseClass::kNone;
  if (upper == 0) return CaseClass::kLower;
  if (lower == 0 && upper > 1) return CaseClass::kUpper;
  return first_upper && upper == 1 ? CaseClass::kCapitalized : CaseClass::kMixed;
}

void TokenScan::Add(size_t begin, size_t end, TokenKind kind) {
  const bool lettered = kind == TokenKind::kWord || kind == TokenKind::kNumber ||
                        kind == TokenKind::kHashtag || kind == TokenKind::kSymbol;
  tokens_->push_back({.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                      .kind = kind,
                      .letter_case = lettered ? CaseOf(begin, end) : CaseClass::kNone,
                      .space_before = gap_end_ == begin});
}

}  // namespace nutgraf::text
