// What may turn a call away at the door, before it costs anything: the slot for authentication,
// quotas and method lists. The drain and admission stand behind these.

#ifndef NUTGRAF_SERVICE_SERVER_GUARD_H_
#define NUTGRAF_SERVICE_SERVER_GUARD_H_

#include <optional>
#include <string_view>

#include "grpcpp/server_context.h"
#include "service/server/errors.h"

namespace nutgraf::server {

class Guard {
 public:
  virtual ~Guard() = default;
  /// Nothing lets the call in. On gRPC's threads, concurrently; must not block.
  virtual std::optional<Failure> Check(std::string_view method,
                                       const grpc::CallbackServerContext& context) = 0;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_GUARD_H_
