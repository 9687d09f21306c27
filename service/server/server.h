// The server: everything composed, from an analyzer and settings to a listening port.
//
//   auto server = Server::Start(config, std::move(analyzer), sink);   // listens, SERVING
//   (*server)->port();
//   (*server)->Stop();        // NOT_SERVING, refuses new calls, finishes accepted ones, returns
//
// One file pair a concern beside this one; server.cc holds the list of them in the order in which a
// call meets them.

#ifndef NUTGRAF_SERVICE_SERVER_SERVER_H_
#define NUTGRAF_SERVICE_SERVER_SERVER_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "service/analysis/analyzer.h"
#include "service/server/config.h"
#include "service/server/guard.h"
#include "service/server/logging.h"
#include "service/server/observer.h"

namespace nutgraf::server {

/// What a deployment adds: authentication and quotas at the door, metrics at the end of calls.
struct Extensions {
  std::vector<std::unique_ptr<Guard>> guards;
  std::vector<std::unique_ptr<CallObserver>> observers;
};

class Server {
 public:
  /// `log` must outlive the server. Fails with INVALID_ARGUMENT on settings, UNAVAILABLE when the
  /// address can't be listened on.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerConfig& config, std::unique_ptr<const analysis::Analyzer> analyzer, Log* log,
      Extensions extensions = {});

  virtual ~Server() = default;  // as Stop(), when that was not called

  virtual int port() const = 0;          // -1 for a unix socket
  virtual int metrics_port() const = 0;  // 0 without metrics
  virtual int health_port() const = 0;   // 0 without one of its own

  /// Drains and ends; returns within drain_delay + grace_period and a moment. True when every
  /// accepted call was finished, false when some had to be cancelled. Call once.
  virtual bool Stop() = 0;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_SERVER_H_
