// The file of callers: who may call, by which tokens, what, and how much.
//
//   {"callers": [
//     {"name": "newsdesk",
//      "token_sha256": ["5e884898da28047151d0e56f8dc62927…d8 (64 digits)"],
//      "methods": ["AnalyzeArticle", "GetCapabilities"],
//      "articles_per_second": 50, "burst": 100, "max_calls": 16}]}
//
// `name` and `token_sha256` must be there; without `methods` all are allowed, without a limit there
// is none. Only digests are kept in the file; tokens must be long and random (32 bytes of
// `openssl rand`), so that a plain digest can't be guessed back. Two tokens of one caller serve
// while one is replaced by the other. Anything else in the file is an error, for a misspelt limit
// must not be a limit that isn't there.

#ifndef NUTGRAF_SERVICE_SERVER_CALLERS_FILE_H_
#define NUTGRAF_SERVICE_SERVER_CALLERS_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nutgraf::server {

struct CallerSettings {
  std::string name;
  std::vector<std::string> token_digests;  // 64 lower-case hex digits
  std::vector<std::string> methods;        // empty: all
  std::optional<double> articles_per_second;
  double burst = 0;  // set where articles_per_second is
  std::optional<int> max_calls;
};

/// INVALID_ARGUMENT that names the place, "callers[2].burst", and never a digest.
absl::StatusOr<std::vector<CallerSettings>> ParseCallers(std::string_view json);

/// As in the file: 64 lower-case hex digits.
std::string TokenDigest(std::string_view token);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_CALLERS_FILE_H_
