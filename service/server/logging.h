// Logs: one JSON object a line, through spdlog.
//
//   Log log(sink, spdlog::level::info);
//   log.Event(spdlog::level::info, "listening", {{"port", 50051}});
//   {"time":"2026-01-31T12:00:00.123456Z","level":"info","event":"listening","port":50051}
//
// Strings of callers are escaped, and bytes that are not UTF-8 replaced, so that a line is always
// one JSON object. Text of articles is never logged. Writing happens on a thread of its own; when
// the reader of the log stands still, old lines are dropped rather than calls held up.

#ifndef NUTGRAF_SERVICE_SERVER_LOGGING_H_
#define NUTGRAF_SERVICE_SERVER_LOGGING_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "service/server/observer.h"
#include "spdlog/async_logger.h"
#include "spdlog/logger.h"
#include "spdlog/sinks/sink.h"

namespace nutgraf::server {

/// "debug", "info", "warning", "error", "off".
absl::StatusOr<spdlog::level::level_enum> LogLevel(std::string_view name);

/// The thread and the logger that uses it; the last lines are written when it is destroyed.
class Log {
 public:
  Log(spdlog::sink_ptr sink, spdlog::level::level_enum level);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool Enabled(spdlog::level::level_enum level) const { return logger_->should_log(level); }
  /// `fields` is a JSON object, written in its order after time, level and event.
  void Event(spdlog::level::level_enum level, std::string_view event,
             const nlohmann::ordered_json& fields = nlohmann::ordered_json::object());

  /// Also writes what gRPC and protobuf have to say, as events of the process-wide hooks that they
  /// offer; for the main program, once.
  void TakeLibraryMessages();

 private:
  std::shared_ptr<spdlog::details::thread_pool> thread_;
  std::shared_ptr<spdlog::logger> logger_;
};

/// A line for each call: debug when all is well and it is a capabilities call, info for the others,
/// warning for the server's own failures.
class AccessLog : public CallObserver {
 public:
  /// Articles that take longer than `slow` get a line of their own, with their stages.
  explicit AccessLog(Log* log, absl::Duration slow = absl::InfiniteDuration())
      : log_(*log), slow_(slow) {}
  void OnArticle(const ArticleRecord& record) override;
  void OnCallFinished(const CallRecord& record) override;

 private:
  Log& log_;
  const absl::Duration slow_;
};

/// The name of the protocol: "RESOURCE_EXHAUSTED".
std::string_view StatusCodeName(grpc::StatusCode code);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_LOGGING_H_
