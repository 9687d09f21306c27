// Health alone, on a port of its own and in plain text: for probes that speak no TLS, show no
// certificate and must not reach anything else.
//
//   auto health = HealthPort::Open("0.0.0.0:50052");
//   (*health)->SetServing(true);
//
// Answers grpc.health.v1.Health as the main port does, for the whole server and for its service;
// every other method is UNIMPLEMENTED. Nothing that comes in here is larger than a few hundred
// bytes, so a stranger can do little with it; it still has no access control. Thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_HEALTH_PORT_H_
#define NUTGRAF_SERVICE_SERVER_HEALTH_PORT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"

namespace nutgraf::server {

/// Sets what gRPC's own health service says of `server` and of the article service.
void SetHealth(grpc::Server& server, bool serving);

class HealthPort {
 public:
  /// Listens, NOT_SERVING. UNAVAILABLE when the address can't be listened on. Port 0 takes any.
  static absl::StatusOr<std::unique_ptr<HealthPort>> Open(const std::string& listen);

  /// Ends: watchers are cut off at once.
  ~HealthPort();

  int port() const { return port_; }
  void SetServing(bool serving) { SetHealth(*server_, serving); }

 private:
  HealthPort() = default;

  // gRPC starts no server without a service; this one says UNIMPLEMENTED to everything.
  grpc::CallbackGenericService nothing_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_HEALTH_PORT_H_
