// Settings from the command line, the environment and a file, in this order of precedence:
//   --queue_size=64            the command line
//   NUTGRAF_QUEUE_SIZE=64      the environment: NUTGRAF_ and the flag's name in capitals
//   queue_size = 64            --config_file; "#" begins a comment line
//   the default
//
// A setting that does not exist (in the file) or whose value can't be read is an error that names
// it and where it stands. Flags are Abseil's, so they are the process's; call once, from main.

#ifndef NUTGRAF_SERVICE_SERVER_FLAGS_H_
#define NUTGRAF_SERVICE_SERVER_FLAGS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/server/config.h"

namespace nutgraf::server {

/// Null for a variable that is not set; getenv, outside of tests.
using Environment = std::function<const char*(const char* name)>;

/// Sets flags from the file (named by `arguments` or the environment) and the environment; the
/// command line itself is then parsed over them by ReadConfig or, in tests, by the test.
absl::Status ApplyDefaults(const std::vector<std::string>& arguments,
                           const Environment& environment);

/// The flags as they stand, validated.
absl::StatusOr<ServerConfig> ConfigFromFlags();

/// The whole of it. Ends the process on --help and on flags that don't exist, as Abseil does.
absl::StatusOr<ServerConfig> ReadConfig(int argc, char** argv);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_FLAGS_H_
