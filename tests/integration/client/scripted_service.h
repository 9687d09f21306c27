// An article service that does what a test tells it, for tests of clients: it fails, waits and
// remembers who asked, and analyses nothing.
//
//   ScriptedServer server;
//   server.Push({.status = Refusal("QUEUE_FULL"), .pushback = "50"});   // then OK for ever
//   server.seen()[0].metadata                                           // of the first call

#ifndef NUTGRAF_TESTS_INTEGRATION_CLIENT_SCRIPTED_SERVICE_H_
#define NUTGRAF_TESTS_INTEGRATION_CLIENT_SCRIPTED_SERVICE_H_

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "nutgraf/v1/article_service.grpc.pb.h"

namespace nutgraf::testing {

/// What becomes of one call.
struct Act {
  grpc::Status status;
  std::optional<std::string> pushback{};  // the trailer grpc-retry-pushback-ms
  bool wait_for_cancel = false;           // before it ends
};

/// A call as it arrived.
struct Seen {
  std::multimap<std::string, std::string> metadata;
  std::chrono::steady_clock::time_point when;
  std::chrono::system_clock::time_point deadline;
  size_t text_bytes = 0;

  std::string Value(const std::string& key) const {
    const auto found = metadata.find(key);
    return found == metadata.end() ? "" : found->second;
  }
};

/// An error as the service gives it: ErrorInfo, and RetryInfo where `retry` is set.
grpc::Status ServiceError(grpc::StatusCode code, const std::string& reason,
                          std::optional<std::chrono::milliseconds> retry = {});

class ScriptedServer {
 public:
  explicit ScriptedServer(
      const std::string& address = "127.0.0.1:0",
      std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials());
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const { return port_; }  // 0 when the address was taken
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  /// Acts are used up in order, one a call, of whatever method; then `always`, else OK.
  void Push(Act act);
  void Always(Act act);
  std::vector<Seen> seen() const;

 private:
  class Service;
  std::unique_ptr<Service> service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_INTEGRATION_CLIENT_SCRIPTED_SERVICE_H_
