#include "service/text/zones/agencies.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::text {
namespace {

constexpr size_t kLongest = 64;

bool HasFolded(const absl::flat_hash_set<std::string_view>& set, std::string_view name) {
  if (name.empty() || name.size() > kLongest) return false;
  const std::string folded = absl::AsciiStrToLower(ToAbsl(name));
  return set.contains(std::string_view{folded});
}

}  // namespace

absl::StatusOr<Agencies> Agencies::Create(const knowledge::Knowledge& knowledge) {
  const auto table = knowledge.Require("text/agencies");
  if (!table.ok()) return table.status();
  Agencies agencies;
  for (const knowledge::Row row : (*table)->All()) {
    if (row.Cell("kind") == "agency") {
      agencies.agencies_.insert(row.Cell("form"));
    } else if (row.Cell("kind") == "role") {
      agencies.roles_.insert(row.Cell("form"));
    } else {
      return absl::InvalidArgumentError(
          fmt::format("text/agencies: row {} is malformed", row.index() + 1));
    }
  }
  return agencies;
}

bool Agencies::IsAgency(std::string_view name) const { return HasFolded(agencies_, name); }
bool Agencies::IsRole(std::string_view word) const { return HasFolded(roles_, word); }

}  // namespace nutgraf::text
