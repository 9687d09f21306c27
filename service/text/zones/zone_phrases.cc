#include "service/text/zones/zone_phrases.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace nutgraf::text {
namespace {

template <typename Value>
std::optional<Value> Named(std::initializer_list<std::pair<std::string_view, Value>> names,
                           std::string_view name) {
  for (const auto& [key, value] : names) {
    if (key == name) return value;
  }
  return std::nullopt;
}

bool IsCount(std::string_view form) {
  return !form.empty() && std::all_of(form.begin(), form.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == ',' || c == '.' || c == 'k';
  });
}

}  // namespace

absl::StatusOr<ZonePhrases> ZonePhrases::Create(const knowledge::Knowledge& knowledge) {
  const auto table = knowledge.Require("text/zone_phrases");
  if (!table.ok()) return table.status();
  ZonePhrases phrases;
  for (const knowledge::Row row : (*table)->All()) {
    const auto zone = Named<PhraseZone>({{"boilerplate", PhraseZone::kBoilerplate},
                                         {"related", PhraseZone::kRelated},
                                         {"caption", PhraseZone::kCaption},
                                         {"comments", PhraseZone::kComments},
                                         {"byline", PhraseZone::kByline},
                                         {"post", PhraseZone::kPost},
                                         {"section", PhraseZone::kSection}},
                                        row.Cell("zone"));
    const auto place = Named<PhrasePlace>({{"line", PhrasePlace::kLine},
                                           {"start", PhrasePlace::kStart},
                                           {"end", PhrasePlace::kEnd},
                                           {"has", PhrasePlace::kHas}},
                                          row.Cell("where"));
    const auto rest = Named<Rest>({{"any", Rest::kAny},
                                   {"nostop", Rest::kNoStop},
                                   {"title", Rest::kTitle},
                                   {"label", Rest::kLabel},
                                   {"number", Rest::kNumber}},
                                  row.Cell("rest"));
    const std::string_view phrase = row.Cell("phrase");
    if (!zone || !place || !rest || phrase.empty()) {
      return absl::InvalidArgumentError(
          fmt::format("text/zone_phrases: row {} is malformed", row.index() + 1));
    }
    phrases.rules_[phrase].push_back({*zone, *place, *rest});
    const auto words = static_cast<size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
    phrases.longest_ = std::max(phrases.longest_, words);
  }
  return phrases;
}

bool ZonePhrases::Allows(Rest rest, const Block& block, const FoldedBlock& folded, size_t next) {
  const std::vector<FoldedWord>& words = folded.words();
  switch (rest) {
    case Rest::kAny:
      return true;
    case Rest::kNoStop:
      return !block.stops;
    case Rest::kTitle:
      return !block.stops && next + 1 < words.size() && words[next].capital;
    case Rest::kLabel:
      return !block.stops && next > 0 && words[next - 1].delimited;
    case Rest::kNumber:
      return next < words.size() &&
             (absl::ascii_isdigit(static_cast<unsigned char>(words[next].form[0])) ||
              words[next].form == "c");
  }
  return false;
}

std::optional<PhraseMatch> ZonePhrases::FindAt(const Block& block, const FoldedBlock& folded,
                                               size_t first, size_t count,
                                               PhrasePlace place) const {
  const auto found = rules_.find(folded.Join(first, count));
  if (found == rules_.end()) return std::nullopt;
  for (const Rule& rule : found->second) {
    if (rule.place == place && Allows(rule.rest, block, folded, first + count)) {
      return PhraseMatch{rule.zone, place, static_cast<uint32_t>(count)};
    }
  }
  return std::nullopt;
}

std::optional<PhraseMatch> ZonePhrases::Find(const Block& block, const FoldedBlock& folded) const {
  const std::vector<FoldedWord>& words = folded.words();
  if (words.empty() || block.words > kMostMatchedWords || !folded.complete()) return std::nullopt;
  // "Comments (12)" and "12 Comments" are the line "comments".
  size_t first = 0;
  size_t last = words.size();
  if (last > 1 && IsCount(words[last - 1].form)) --last;
  if (last - first > 1 && IsCount(words[first].form)) ++first;
  if (last - first <= longest_) {
    if (auto match = FindAt(block, folded, first, last - first, PhrasePlace::kLine)) return match;
  }
  const size_t most = std::min(longest_, words.size());
  for (size_t n = most; n > 0; --n) {
    if (auto match = FindAt(block, folded, 0, n, PhrasePlace::kStart)) return match;
  }
  for (size_t n = most; n > 0; --n) {
    if (auto match = FindAt(block, folded, words.size() - n, n, PhrasePlace::kEnd)) return match;
  }
  if (block.words > kMostWordsAround) return std::nullopt;
  for (size_t begin = 0; begin < words.size(); ++begin) {
    for (size_t n = std::min(longest_, words.size() - begin); n > 0; --n) {
      if (auto match = FindAt(block, folded, begin, n, PhrasePlace::kHas)) return match;
    }
  }
  return std::nullopt;
}

}  // namespace nutgraf::text
