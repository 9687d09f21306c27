// What watches calls: the access log, the metrics. Each is told of every call's beginning and end
// and of every article; none may change a call.

#ifndef NUTGRAF_SERVICE_SERVER_OBSERVER_H_
#define NUTGRAF_SERVICE_SERVER_OBSERVER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "grpcpp/support/status_code_enum.h"
#include "service/analysis/analyzer.h"

namespace nutgraf::server {

/// One call, whole: no text of an article, only sizes, times and names of the protocol.
struct CallRecord {
  std::string_view method;  // "AnalyzeArticle"
  std::string request_id;   // the caller's x-request-id, or the server's own
  std::string traceparent;  // as sent, when well-formed; else empty
  std::string peer;         // "ipv4:10.0.0.1:5123"
  std::string caller;       // who the token belongs to; empty where none is asked for
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string_view reason;  // ErrorInfo.reason; empty when OK
  int64_t request_bytes = 0;
  int64_t response_bytes = 0;
  int items = 0;              // articles asked for: 1, the batch's, or the stream's so far
  int failed_items = 0;       // of a batch or stream
  absl::Duration queue_time;  // from arrival to the worker; zero where no worker was reached
  absl::Duration run_time;    // on the worker; the sum over the items of a batch or stream
  absl::Duration total_time;  // from arrival to the call's end
};

/// One article that reached a worker: alone, or of a batch or stream.
struct ArticleRecord {
  std::string_view method;
  std::string_view request_id;  // of the call
  std::string_view traceparent;
  bool ok = false;
  int64_t bytes = 0;  // of text and title
  int64_t words = 0;  // zero where the analysis failed
  absl::Duration queue_time;
  absl::Duration run_time;
  std::span<const analysis::StageTiming> stages;  // valid during the call of OnArticle
};

class CallObserver {
 public:
  virtual ~CallObserver() = default;
  /// All on any thread, concurrently; must not block.
  virtual void OnCallStarted(std::string_view /*method*/) {}
  virtual void OnArticle(const ArticleRecord& /*record*/) {}
  virtual void OnCallFinished(const CallRecord& record) = 0;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_OBSERVER_H_
