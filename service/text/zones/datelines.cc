#include "service/text/zones/datelines.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "service/base/absl_compat.h"

namespace nutgraf::text {
namespace {

constexpr uint32_t kMostTokens = 24;  // of a dateline
constexpr uint32_t kMostPlaceTokens = 10;
constexpr uint32_t kMostAgencyTokens = 6;
constexpr uint32_t kFewestWordsBehind = 4;

bool IsDashForm(std::string_view form) {
  return form == "—" || form == "–" || form == "-" || form == "--" || form == "―" || form == "|";
}

}  // namespace

absl::StatusOr<DatelineFinder> DatelineFinder::Create(const knowledge::Knowledge& knowledge,
                                                      const DateWords* dates,
                                                      const Agencies* agencies) {
  const auto labels = knowledge.Require("text/line_labels");
  if (!labels.ok()) return labels.status();
  DatelineFinder finder;
  finder.dates_ = dates;
  finder.agencies_ = agencies;
  for (const knowledge::Row row : (*labels)->All()) finder.labels_.insert(row.Cell("word"));
  for (const char* name : {"knowledge/cities", "knowledge/countries", "knowledge/us_states",
                           "knowledge/admin1", "knowledge/places"}) {
    if (const knowledge::Table* table = knowledge.Find(name)) finder.places_.push_back(table);
  }
  return finder;
}

bool DatelineFinder::IsKnownPlace(std::string_view name) const {
  if (name.empty() || name.size() > 64) return false;
  const std::string folded = knowledge::Fold(name);
  return std::any_of(places_.begin(), places_.end(),
                     [&](const knowledge::Table* table) { return table->Has(folded); });
}

DatelineFinder::Place DatelineFinder::ScanPlace(std::string_view text,
                                                const std::vector<Token>& tokens, uint32_t first,
                                                uint32_t last) const {
  const auto form = [&](uint32_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  Place place{.end = first};
  uint32_t t = first;
  while (t < last && t - first < kMostPlaceTokens) {
    const Token& token = tokens[t];
    const bool name = token.kind == TokenKind::kWord && token.letter_case != CaseClass::kLower &&
                      token.letter_case != CaseClass::kNone;
    const bool joint =
        t > first && (form(t) == "," || form(t) == "/" || form(t) == "and" || form(t) == "of" ||
                      form(t) == "de" || form(t) == "'s" || form(t) == "&");
    if (!name && !joint) break;
    if (name && dates_->MatchDate(text, tokens, t, last) > t) break;
    if (name && form(t).size() > 1 && form(t).back() == '.' && t + 1 < last &&
        dates_->Find(text, token) == DateWords::Kind::kMonth) {
      break;
    }
    ++t;
    if (name) place.end = t;
  }
  place.capitals = place.end > first && tokens[first].letter_case == CaseClass::kUpper &&
                   tokens[first].span.size() >= 3;
  return place;
}

std::optional<FoundDateline> DatelineFinder::Find(std::string_view text, const Block& block,
                                                  const std::vector<Token>& tokens,
                                                  bool opens) const {
  const uint32_t first = block.tokens.first;
  const uint32_t last = std::min(block.tokens.last, first + kMostTokens);
  if (block.words < kFewestWordsBehind + 1) return std::nullopt;
  const auto form = [&](uint32_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  const auto span = [&](uint32_t begin, uint32_t end) {
    return Span{tokens[begin].span.begin, tokens[end - 1].span.end};
  };
  FoundDateline found;
  Place place = ScanPlace(text, tokens, first, last);
  uint32_t t = place.end;
  uint32_t start = first;
  if (t > first && (form(first) == "By" || form(first) == "BY")) {
    // "By Jane Doe LONDON (Reuters) -", all on one line: the place is what stands in capitals.
    start = t;
    while (start > first + 1 && tokens[start - 1].letter_case == CaseClass::kUpper) --start;
    place.capitals = start < t;
    if (start == t || t >= last || form(t) != "(") return std::nullopt;
  }
  if (t > start) found.parts.place = span(start, t);
  if (t > first && t < last && form(t) == ",") ++t;
  const auto scan_date = [&] {
    const uint32_t end = dates_->MatchDate(text, tokens, t, last);
    if (end == t || !found.parts.date.empty()) return;
    found.parts.date = span(t, end);
    t = end;
    if (t < last && form(t) == ",") ++t;
  };
  scan_date();
  bool listed = false;
  if (t < last && (form(t) == "(" || form(t) == "[")) {
    uint32_t close = t + 1;
    while (close < last && close - t <= kMostAgencyTokens && form(close) != ")" &&
           form(close) != "]") {
      ++close;
    }
    if (close >= last || close == t + 1 || (form(close) != ")" && form(close) != "]")) {
      return std::nullopt;
    }
    const uint32_t dated_until = dates_->MatchDate(text, tokens, t + 1, close);
    if (dated_until == close) {  // "SINGAPORE (May 6, 2021) —"
      found.parts.date = span(t + 1, close);
    }
    const Span agency = dated_until == close ? Span{} : span(t + 1, close);
    const std::string_view name = text.substr(agency.begin, agency.size());
    const std::string_view head = form(t + 1);  // "AFP/APP", "Thomson Reuters Foundation"
    listed = agencies_->IsAgency(name) || agencies_->IsAgency(head) ||
             agencies_->IsAgency(name.substr(0, name.find('/')));
    found.parts.agency = agency;
    t = close + 1;
    if (t < last && form(t) == ",") ++t;
    scan_date();
  }
  if (t >= last) return std::nullopt;
  const bool dash = IsDashForm(form(t)) && (tokens[t].space_before || form(t) != "-");
  const bool colon = form(t) == ":" && !(t + 1 < last && !tokens[t + 1].space_before);
  const bool agency = !found.parts.agency.empty();
  const bool dated = !found.parts.date.empty();
  if (!dash && !colon && !listed) return std::nullopt;
  if (found.parts.place.empty()) {
    if (!agency || !(listed || dated)) return std::nullopt;
  } else {
    const std::string first_word = absl::AsciiStrToLower(ToAbsl(form(start)));
    if (labels_.contains(std::string_view{first_word})) return std::nullopt;
    const std::string_view name = text.substr(found.parts.place.begin, found.parts.place.size());
    const bool known = IsKnownPlace(name) || IsKnownPlace(name.substr(0, name.find(','))) ||
                       IsKnownPlace(form(start));
    if (!dash && !colon && !place.capitals && !known) return std::nullopt;
    // "Doha: The ..." opens a story; later on "Jordan: I think ..." is who speaks.
    if (!opens && !place.capitals && !agency && !dated) return std::nullopt;
    const bool enough =
        dash
            ? place.capitals || (known && (tokens[start].letter_case == CaseClass::kCapitalized)) ||
                  listed || (agency && dated)
            : listed || (known && (place.capitals || dated || !agency)) ||
                  (place.capitals && dated);
    if (!enough) return std::nullopt;
    // Without agency and date, "Russia - the largest country - said" is a sentence.
    if (!agency && !dated && !place.capitals && dash && (form(t) == "–" || form(t) == "-")) {
      return std::nullopt;
    }
  }
  if (dash || colon) ++t;
  // "(AP) — —", "(Reuters): -"
  while (t < last && (IsDashForm(form(t)) || form(t) == ":") && t < block.tokens.last) ++t;
  if (block.tokens.last - t < kFewestWordsBehind) return std::nullopt;
  found.end = t;
  return found;
}

std::optional<Dateline> DatelineFinder::FindLine(std::string_view text, const Block& block,
                                                 const std::vector<Token>& tokens) const {
  const auto [first, last] = block.tokens;
  if (first == last || block.words > 12 || last - first > kMostTokens) return std::nullopt;
  const Place place = ScanPlace(text, tokens, first, last);
  if (place.end == first || place.end == last) return std::nullopt;
  const Span span{tokens[first].span.begin, tokens[place.end - 1].span.end};
  const std::string_view name = text.substr(span.begin, span.size());
  if (!IsKnownPlace(name) && !IsKnownPlace(name.substr(0, name.find(',')))) return std::nullopt;
  TokenRange date;
  if (!dates_->OnlyTime(text, tokens, {place.end, last}, &date) || date.empty()) {
    return std::nullopt;
  }
  Dateline found;
  found.place = span;
  found.date = {tokens[date.first].span.begin, tokens[date.last - 1].span.end};
  return found;
}

}  // namespace nutgraf::text
