// What may turn a call away at the door, before it costs anything: who asks, and whether they may.
// The drain and admission stand behind these.

#ifndef NUTGRAF_SERVICE_SERVER_GUARD_H_
#define NUTGRAF_SERVICE_SERVER_GUARD_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "grpcpp/server_context.h"
#include "service/server/errors.h"

namespace nutgraf::server {

/// Counts what one call takes of its caller's quota; held until the call ends.
class Meter {
 public:
  virtual ~Meter() = default;
  /// Nothing: the caller may have so many articles now. Thread-safe.
  virtual std::optional<Failure> Charge(int articles) = 0;
};

/// What a guard has found out about a call that it lets in.
struct Pass {
  std::string caller;
  std::shared_ptr<Meter> meter;  // null: no quota
};

class Guard {
 public:
  virtual ~Guard() = default;
  /// Nothing lets the call in. On gRPC's threads, concurrently; must not block.
  virtual std::optional<Failure> Check(std::string_view method,
                                       const grpc::CallbackServerContext& context, Pass* pass) = 0;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_GUARD_H_
