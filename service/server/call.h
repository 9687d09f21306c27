// One call, whatever its method: who asks, what it may cost, when it must end, what became of it.
//
// A reactor owns a Call. Arrive() takes it through the doors in their order (guards, drain,
// admission); Close() tells the observers, once, from the reactor's OnDone(). Between the two, the
// reactor and its tasks read the cancellation and write the record.

#ifndef NUTGRAF_SERVICE_SERVER_CALL_H_
#define NUTGRAF_SERVICE_SERVER_CALL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "service/analysis/analyzer.h"
#include "service/base/cancellation.h"
#include "service/base/stopwatch.h"
#include "service/contract/convert.h"
#include "service/server/admission.h"
#include "service/server/drain.h"
#include "service/server/errors.h"
#include "service/server/guard.h"
#include "service/server/logging.h"
#include "service/server/observer.h"
#include "service/server/pool.h"
#include "service/server/service_times.h"

namespace nutgraf::server {

/// Makes request ids that are unique in one server's life and unlikely to meet another's.
class RequestIds {
 public:
  RequestIds();
  std::string Next();

 private:
  std::string prefix_;
  std::atomic<uint64_t> count_{0};
};

/// What all calls share. Owned by the server, outlives every call.
struct Surroundings {
  const analysis::Analyzer& analyzer;
  contract::RequestLimits request_limits;
  int stream_window = 32;
  int64_t stream_window_bytes = 2 << 20;
  absl::Duration stream_idle_timeout = absl::Minutes(5);
  int max_batch_size = contract::RequestLimits::kMaxBatchSize;
  absl::Duration default_deadline;  // of an article, for calls that come without one

  Log& log;
  WorkerPool& pool;
  ServiceTimes& service_times;
  Admission& admission;
  Drain& drain;
  RequestIds& request_ids;
  std::vector<Guard*> guards;            // in the order of asking
  std::vector<CallObserver*> observers;  // in the order of telling
};

class Call {
 public:
  /// Reads the caller's metadata; sends back x-request-id and traceparent. A call without a
  /// deadline of its own gets one of `default_deadline` from now.
  Call(Surroundings* surroundings, grpc::CallbackServerContext* context, std::string_view method,
       absl::Duration default_deadline);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Nothing when the call may go on. A stream is judged article by article, so only its `bytes`
  /// count here.
  std::optional<Failure> Arrive(CallKind kind, int64_t bytes);
  /// As Arrive, for a call that costs nothing: no admission.
  std::optional<Failure> ArriveFree();

  /// Takes so many articles from the caller's quota; nothing when it has them.
  std::optional<Failure> Charge(int articles);

  /// The status to finish with; notes it in the record and adds the trailers that belong to it.
  /// Both give the place in admission back, before the caller can know that the call has ended.
  grpc::Status Succeed();
  grpc::Status Fail(const Failure& failure);

  /// Tells the observers.
  void Close();

  /// Where an article of `bytes` stands in the pool.
  Place PlaceOf(Lane lane, int64_t bytes) const;

  Surroundings& surroundings() { return surroundings_; }
  grpc::CallbackServerContext& context() { return context_; }
  Cancellation& cancellation() { return cancellation_; }
  CallRecord& record() { return record_; }  // one thread at a time
  uint64_t origin() const { return origin_; }

 private:
  Surroundings& surroundings_;
  grpc::CallbackServerContext& context_;
  const Stopwatch since_arrival_;
  const uint64_t origin_;  // the connection
  Cancellation cancellation_;
  CallRecord record_;
  Admission::Ticket ticket_;
  std::shared_ptr<Meter> meter_;
  bool inside_ = false;  // has entered the drain's door
};

/// Analyses one request of `call` into `metadata`, from checking to conversion; nothing when all
/// went well. Exceptions of the analysis end here. Adds to the server's measured service time, and
/// tells the observers of the article.
std::optional<Failure> AnalyzeOne(const Surroundings& surroundings, const CallRecord& call,
                                  const nutgraf::v1::AnalyzeArticleRequest& request,
                                  const Cancellation& cancellation, const Worker& worker,
                                  nutgraf::v1::ArticleMetadata* metadata);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_CALL_H_
