// The door for callers with tokens: "authorization: Bearer <token>" against the file of callers.
//
// Who has no token, or none that the file knows, is UNAUTHENTICATED; who asks for a method that is
// not theirs gets PERMISSION_DENIED; who is over their quota RESOURCE_EXHAUSTED with the time to
// wait. The file is looked at every `refresh`, and a changed one is taken without a restart; one
// with an error is reported in the log and left aside. Quotas are of this server alone, and go on
// over a change of the file. Health checks are gRPC's own service and need no token. Thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_AUTHENTICATOR_H_
#define NUTGRAF_SERVICE_SERVER_AUTHENTICATOR_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/server/callers_file.h"
#include "service/server/guard.h"
#include "service/server/logging.h"

namespace nutgraf::server {

class Authenticator final : public Guard {
 public:
  /// INVALID_ARGUMENT when the file can't be read or has an error. `log` must outlive it.
  static absl::StatusOr<std::unique_ptr<Authenticator>> Open(const std::string& path,
                                                             absl::Duration refresh, Log* log);
  ~Authenticator() override;

  std::optional<Failure> Check(std::string_view method, const grpc::CallbackServerContext& context,
                               Pass* pass) override;

  /// As Check, for a value of the authorization header.
  std::optional<Failure> CheckToken(std::string_view method, std::string_view authorization,
                                    Pass* pass);

 private:
  class Caller;
  class CallerMeter;
  using ByDigest = std::unordered_map<std::string, std::shared_ptr<Caller>>;

  Authenticator(std::string path, Log* log) : path_(std::move(path)), log_(*log) {}
  absl::Status Load();  // on one thread at a time
  void Watch(absl::Duration refresh);

  const std::string path_;
  Log& log_;
  std::string content_;  // as last read; of the watching thread
  std::unordered_map<std::string, std::shared_ptr<Caller>> by_name_;  // of the watching thread

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::shared_ptr<const ByDigest> by_digest_;
  std::thread watcher_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_AUTHENTICATOR_H_
