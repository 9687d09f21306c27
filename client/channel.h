// How a connection to the article service is made.

#ifndef NUTGRAF_CLIENT_CHANNEL_H_
#define NUTGRAF_CLIENT_CHANNEL_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/client.h"

namespace nutgraf::client {

enum class Connections {
  kShared,  // with all channels of the process to the same place: one is enough for any load
  kOwn,     // of this channel alone
};

enum class Unhealthy {
  kAvoided,  // gRPC watches the health of each server; one that is not SERVING gets no calls
  kAsked,    // for those who want to hear from such a server
};

/// Does not connect yet. INVALID_ARGUMENT for options that can't work together. Answers may have
/// any size that the service can give; with several addresses behind the target, calls go to those
/// that are SERVING in turn, so that a server that drains is left before it refuses; when none is,
/// calls fail with UNAVAILABLE. The channel itself tries nothing again that a server has seen
/// (retry.h).
absl::StatusOr<std::shared_ptr<grpc::Channel>> CreateChannel(
    const ClientOptions& options, Connections connections = Connections::kShared,
    Unhealthy unhealthy = Unhealthy::kAvoided);

/// Whether it can be the value of a call's metadata: printable ASCII.
bool IsMetadata(std::string_view value);

}  // namespace nutgraf::client

#endif  // NUTGRAF_CLIENT_CHANNEL_H_
