// Names of news agencies, and the words of a writer's office, as bylines and datelines hold them.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_AGENCIES_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_AGENCIES_H_

#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::text {

/// Table text/agencies. Both lookups ignore case. Immutable; safe for all threads.
class Agencies {
 public:
  static absl::StatusOr<Agencies> Create(const knowledge::Knowledge& knowledge);

  bool IsAgency(std::string_view name) const;
  bool IsRole(std::string_view word) const;

 private:
  absl::flat_hash_set<std::string_view> agencies_;
  absl::flat_hash_set<std::string_view> roles_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_AGENCIES_H_
