#include "service/text/segment/abbreviations.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace nutgraf::text {
namespace {

constexpr size_t kLongest = 16;

}  // namespace

absl::StatusOr<Abbreviations> Abbreviations::Create(const knowledge::Knowledge& knowledge) {
  const absl::StatusOr<const knowledge::Table*> table = knowledge.Require("text/abbreviations");
  if (!table.ok()) return table.status();
  Abbreviations result;
  for (const knowledge::Row row : (*table)->All()) {
    const std::string_view when = row.Cell("when");
    AbbreviationKind kind = AbbreviationKind::kNone;
    if (when == "title") kind = AbbreviationKind::kTitle;
    if (when == "number") kind = AbbreviationKind::kNumber;
    if (when == "any") kind = AbbreviationKind::kAny;
    if (kind == AbbreviationKind::kNone || row.Cell("form").size() > kLongest) {
      return absl::InvalidArgumentError(
          fmt::format("text/abbreviations: row {} is malformed", row.index() + 1));
    }
    result.kinds_.emplace(row.Cell("form"), kind);
  }
  return result;
}

AbbreviationKind Abbreviations::Find(std::string_view word) const {
  if (word.empty() || word.size() > kLongest) return AbbreviationKind::kNone;
  const auto found = kinds_.find(word);
  if (found != kinds_.end()) return found->second;
  if (word.size() < 2 || !std::all_of(word.begin(), word.end(), absl::ascii_isupper)) {
    return AbbreviationKind::kNone;
  }
  std::array<char, kLongest> capitalised{};
  std::transform(word.begin(), word.end(), capitalised.begin(), absl::ascii_tolower);
  capitalised[0] = word[0];
  const auto upper = kinds_.find(std::string_view(capitalised.data(), word.size()));
  // Only titles: "NO." and "CO." are too often a word or a code in capitals.
  return upper != kinds_.end() && upper->second == AbbreviationKind::kTitle
             ? upper->second
             : AbbreviationKind::kNone;
}

}  // namespace nutgraf::text
