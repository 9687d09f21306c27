#include "service/text/zones/bylines.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "service/base/absl_compat.h"

namespace nutgraf::text {
namespace {

constexpr uint32_t kMostWords = 24;      // of a line that opens with "By"
constexpr uint32_t kMostNameTokens = 6;  // of one name

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return absl::ascii_tolower(static_cast<unsigned char>(x)) == y;
         });
}

bool IsParticle(std::string_view form) {
  for (const std::string_view p :
       {"de", "da",  "di",   "del", "della", "der", "den", "van", "von", "la", "le",  "el",
        "al", "bin", "bint", "ibn", "ben",   "dos", "du",  "ul",  "ur",  "y",  "ter", "zu"}) {
    if (form == p) return true;
  }
  return false;
}

bool IsNameWord(const Token& token) {
  return token.kind == TokenKind::kWord &&
         (token.letter_case == CaseClass::kCapitalized || token.letter_case == CaseClass::kUpper ||
          token.letter_case == CaseClass::kMixed);
}

}  // namespace

BylineFinder::BylineFinder(const knowledge::Knowledge& knowledge, const DateWords* dates,
                           const Agencies* agencies)
    : given_names_(knowledge.Find("knowledge/given_names")),
      surnames_(knowledge.Find("knowledge/surnames")),
      dates_(dates),
      agencies_(agencies) {}

uint32_t BylineFinder::NameEnd(std::string_view text, const std::vector<Token>& tokens,
                               uint32_t first, uint32_t last) const {
  const auto form = [&](uint32_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  uint32_t end = first;
  for (uint32_t t = first; t < last && t - first < kMostNameTokens; ++t) {
    if (IsNameWord(tokens[t])) {
      if (dates_->MatchDate(text, tokens, t, last) > t) break;
      end = t + 1;
    } else if (t == first || !IsParticle(form(t))) {
      break;
    }
  }
  return end;
}

std::vector<Span> BylineFinder::Names(std::string_view text, const std::vector<Token>& tokens,
                                      uint32_t first, uint32_t last) const {
  const auto form = [&](uint32_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  std::vector<Span> names;
  bool place_follows = false;  // "in Islamabad", "for the Guardian"
  for (uint32_t t = first; t < last;) {
    const uint32_t end = NameEnd(text, tokens, t, last);
    if (end == t) {
      const std::string_view mark = form(t);
      // "; editing by", "Reporting by X, writing by Y": other offices, other people.
      if (mark == ";" || mark == "|") break;
      if (tokens[t].letter_case == CaseClass::kLower) {
        place_follows = mark == "in" || mark == "at" || mark == "for" || mark == "of" ||
                        mark == "from" || (place_follows && mark == "the");
      }
      ++t;
      continue;
    }
    const Span name{tokens[t].span.begin, tokens[end - 1].span.end};
    bool role = agencies_->IsAgency(text.substr(name.begin, name.size()));
    for (uint32_t i = t; i < end; ++i) role |= agencies_->IsRole(form(i));
    const bool behind_comma = t > first && form(t - 1) == "," && end - t < 2;
    if (!role && !place_follows && !behind_comma) names.push_back(name);
    place_follows = false;
    t = end;
  }
  return names;
}

bool BylineFinder::OnlyNames(std::string_view text, const std::vector<Token>& tokens,
                             uint32_t first, uint32_t last) const {
  // Nothing but names, offices, joints and times: "By Monday Jones had lost" fails.
  uint32_t other = 0;
  for (uint32_t t = first; t < last; ++t) {
    if (tokens[t].kind != TokenKind::kWord || tokens[t].letter_case != CaseClass::kLower) continue;
    const std::string_view form = text.substr(tokens[t].span.begin, tokens[t].span.size());
    if (dates_->Find(text, tokens[t]) != DateWords::Kind::kNone || IsParticle(form) ||
        agencies_->IsRole(form)) {
      continue;
    }
    if (form != "and" && form != "for" && form != "with" && form != "from" && form != "by") {
      ++other;
    }
  }
  return other <= 1;
}

std::optional<std::vector<Span>> BylineFinder::Find(std::string_view text, const Block& block,
                                                    const std::vector<Token>& tokens,
                                                    const std::optional<PhraseMatch>& match,
                                                    bool near_title, bool titled) const {
  const auto [first, last] = block.tokens;
  if (first == last || block.words > ZonePhrases::kMostMatchedWords) return std::nullopt;
  const auto form = [&](uint32_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  if (match.has_value() && match->zone == PhraseZone::kByline) {
    if (tokens[first].letter_case == CaseClass::kLower || !OnlyNames(text, tokens, first, last)) {
      return std::nullopt;  // "a report by the bank said ..."
    }
    // Behind the "by" or the colon of "Reporting by", "Author:".
    uint32_t t = first;
    uint32_t words = 0;
    while (t < last && words < match->words) {
      words += tokens[t].kind == TokenKind::kWord ? 1 : 0;
      ++t;
    }
    if (EqualsIgnoringCase(form(first), "editing") || EqualsIgnoringCase(form(first), "edited")) {
      return std::vector<Span>{};
    }
    return Names(text, tokens, t, last);
  }
  uint32_t start = first;
  while (start < last && tokens[start].kind == TokenKind::kPunctuation) ++start;
  if (start == last) return std::nullopt;
  if (EqualsIgnoringCase(form(start), "by") && block.words <= kMostWords) {
    if (start + 1 < last && form(start + 1) == ":") ++start;
    if (start + 1 >= last || !IsNameWord(tokens[start + 1])) return std::nullopt;
    if (dates_->Find(text, tokens[start + 1]) == DateWords::Kind::kMonth ||
        dates_->Find(text, tokens[start + 1]) == DateWords::Kind::kWeekday) {
      return std::nullopt;
    }
    const bool stop = last - first > 1 && form(last - 1) == ".";
    if (stop || !OnlyNames(text, tokens, start + 1, last)) return std::nullopt;
    return Names(text, tokens, start + 1, last);
  }
  if (!near_title || given_names_ == nullptr || block.words > 12 || block.stops) {
    return std::nullopt;
  }
  // "Jane Doe", "Jane Doe - Nov 19, 2019", "Jane Doe, Political Correspondent".
  const uint32_t end = NameEnd(text, tokens, start, last);
  if (end - start < 2 || end - start > 4) return std::nullopt;
  const std::string given = knowledge::Fold(form(start));
  if (!given_names_->Has(given)) return std::nullopt;
  for (uint32_t t = start; t < end; ++t) {
    if (agencies_->IsRole(form(t))) return std::nullopt;
  }
  const std::vector<Span> name = {{tokens[start].span.begin, tokens[end - 1].span.end}};
  if (end == last) {
    if (!titled) return std::nullopt;
    const bool family = surnames_ == nullptr || surnames_->Has(knowledge::Fold(form(end - 1)));
    return family ? std::optional(name) : std::nullopt;
  }
  if (tokens[end].kind == TokenKind::kHandle) return name;
  const std::string_view joint = form(end);
  const bool time = dates_->OnlyTime(text, tokens, {end, last}, nullptr);
  if (time) return name;
  if (joint != "," && joint != "|" && joint != "-" && joint != "–" && joint != "•") {
    return std::nullopt;
  }
  for (uint32_t t = end + 1; t < last; ++t) {
    if (agencies_->IsRole(form(t))) return name;
  }
  return std::nullopt;
}

}  // namespace nutgraf::text
