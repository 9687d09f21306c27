#include "service/text/zones/date_words.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace nutgraf::text {
namespace {

using Kind = DateWords::Kind;

bool AllDigits(std::string_view form) {
  return !form.empty() && std::all_of(form.begin(), form.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

bool IsDay(std::string_view form) {  // "5", "5th"
  size_t digits = 0;
  while (digits < form.size() && absl::ascii_isdigit(static_cast<unsigned char>(form[digits]))) {
    ++digits;
  }
  if (digits == 0 || digits > 2 || (digits == 2 && form.substr(0, 2) > "31")) return false;
  const std::string_view suffix = form.substr(digits);
  return suffix.empty() || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th";
}

bool IsYear(std::string_view form) {
  return form.size() == 4 && AllDigits(form) && (form[0] == '1' || form[0] == '2');
}

// "2023-03-05", "05/03/2023", "5.3.23"
bool IsNumericDate(std::string_view form) {
  for (const char separator : {'-', '/', '.'}) {
    const auto count = std::count(form.begin(), form.end(), separator);
    const auto digits = std::count_if(form.begin(), form.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
    if (count == 2 && static_cast<size_t>(count + digits) == form.size() && digits >= 4 &&
        digits <= 8) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<DateWords> DateWords::Create(const knowledge::Knowledge& knowledge) {
  const auto table = knowledge.Require("text/date_words");
  if (!table.ok()) return table.status();
  const absl::flat_hash_map<std::string_view, Kind> names = {
      {"month", Kind::kMonth},  {"weekday", Kind::kWeekday}, {"part", Kind::kPart},
      {"zone", Kind::kZone},    {"label", Kind::kLabel},     {"ago", Kind::kAgo},
      {"filler", Kind::kFiller}};
  DateWords words;
  for (const knowledge::Row row : (*table)->All()) {
    const auto kind = names.find(row.Cell("kind"));
    if (kind == names.end()) {
      return absl::InvalidArgumentError(
          fmt::format("text/date_words: row {} is malformed", row.index() + 1));
    }
    words.kinds_.emplace(row.Cell("word"), kind->second);
  }
  return words;
}

Kind DateWords::Find(std::string_view text, const Token& token) const {
  std::array<char, 16> folded{};
  std::string_view form = text.substr(token.span.begin, token.span.size());
  if (form.size() > 1 && form.back() == '.') form.remove_suffix(1);
  if (form.size() > folded.size()) return Kind::kNone;
  std::transform(form.begin(), form.end(), folded.begin(),
                 [](char c) { return absl::ascii_tolower(static_cast<unsigned char>(c)); });
  const auto found = kinds_.find(std::string_view(folded.data(), form.size()));
  return found == kinds_.end() ? Kind::kNone : found->second;
}

uint32_t DateWords::MatchDate(std::string_view text, const std::vector<Token>& tokens, uint32_t at,
                              uint32_t last) const {
  const auto form = [&](uint32_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  uint32_t i = at;
  if (i < last && Find(text, tokens[i]) == Kind::kWeekday) {
    ++i;
    if (i < last && (form(i) == "," || form(i) == ".")) ++i;
  }
  if (i >= last) return at;
  if (IsNumericDate(form(i))) return i + 1;
  const auto year_after = [&](uint32_t end) {  // ", 2023"
    uint32_t y = end;
    if (y < last && form(y) == ",") ++y;
    return y < last && IsYear(form(y)) ? y + 1 : end;
  };
  if (Find(text, tokens[i]) == Kind::kMonth) {
    if (tokens[i].letter_case == CaseClass::kLower) return at;
    if (i + 1 >= last) return at;
    if (IsYear(form(i + 1))) return i + 2;
    return IsDay(form(i + 1)) ? year_after(i + 2) : at;
  }
  if (!IsDay(form(i))) return at;
  ++i;
  if (i < last && (form(i) == "of" || form(i) == "-")) ++i;
  if (i >= last || Find(text, tokens[i]) != Kind::kMonth) return at;
  ++i;
  if (i + 1 < last && form(i) == "-" && IsYear(form(i + 1))) return i + 2;
  return year_after(i);
}

bool DateWords::OnlyTime(std::string_view text, const std::vector<Token>& tokens, TokenRange range,
                         TokenRange* date) const {
  if (range.empty() || range.size() > 40) return false;
  bool anchored = false;  // a date, or a relative time
  for (uint32_t i = range.first; i < range.last;) {
    const uint32_t end = MatchDate(text, tokens, i, range.last);
    if (end > i) {
      if (date != nullptr && date->empty()) *date = {i, end};
      anchored = true;
      i = end;
      continue;
    }
    const Token& token = tokens[i];
    const Kind kind = Find(text, token);
    if (token.kind == TokenKind::kWord && kind == Kind::kNone) return false;
    if (kind == Kind::kMonth) return false;
    if (token.kind == TokenKind::kUrl || token.kind == TokenKind::kEmail ||
        token.kind == TokenKind::kHandle || token.kind == TokenKind::kHashtag) {
      return false;
    }
    anchored |= kind == Kind::kAgo;
    ++i;
  }
  return anchored;
}

}  // namespace nutgraf::text
