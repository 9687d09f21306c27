// Where std types meet Abseil's.
//
// Debian 12 builds Abseil with its own string_view and optional (not std-aliased). The project uses
// std::string_view and std::optional everywhere; these helpers are the only crossings.

#ifndef NUTGRAF_SERVICE_BASE_ABSL_COMPAT_H_
#define NUTGRAF_SERVICE_BASE_ABSL_COMPAT_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace nutgraf {

inline absl::string_view ToAbsl(std::string_view s) {
  return absl::string_view(s.data(), s.size());
}

inline std::string_view ToStd(absl::string_view s) { return std::string_view(s.data(), s.size()); }

}  // namespace nutgraf

#endif  // NUTGRAF_SERVICE_BASE_ABSL_COMPAT_H_
