// What the command line's exit codes mean.

#ifndef NUTGRAF_CLIENT_CLI_EXIT_CODE_H_
#define NUTGRAF_CLIENT_CLI_EXIT_CODE_H_

#include "absl/status/status.h"

namespace nutgraf::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitAnalysis =
    1;                                // an article could not be analysed, or an input not be read
inline constexpr int kExitUsage = 2;  // wrong arguments
inline constexpr int kExitRpcBase = 64;  // plus the gRPC code of a call that failed

/// The exit code of a failed call to a server.
inline int RpcExitCode(const absl::Status& status) {
  return status.ok() ? kExitOk : kExitRpcBase + static_cast<int>(status.code());
}

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_EXIT_CODE_H_
