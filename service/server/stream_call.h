// StreamAnalyzeArticles: any number of articles over one stream, answered as they finish.
//
// The window bounds what one stream may hold: at most `stream_window` articles (and about
// `stream_window_bytes` of them) are read and not yet written back, so a client that sends and does
// not read is held by HTTP/2's flow control and costs no more memory. An article that fails is
// answered with its error and the stream goes on. A stream on which nothing moves for
// `stream_idle_timeout` is ended with UNAVAILABLE, so that it does not hold its place for ever, and
// one whose client does not read is cancelled. When the server drains, the stream reads no more,
// answers what it has read and ends with UNAVAILABLE.

#ifndef NUTGRAF_SERVICE_SERVER_STREAM_CALL_H_
#define NUTGRAF_SERVICE_SERVER_STREAM_CALL_H_

#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

#include "grpcpp/alarm.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/server/call.h"
#include "service/server/drain.h"
#include "service/server/pool.h"

namespace nutgraf::server {

class StreamCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                         public Drain::Listener,
                         public std::enable_shared_from_this<StreamCall> {
 public:
  /// The reactor keeps itself alive until OnDone(); its items and the drain hold it longer where
  /// they are still leaving it.
  static StreamCall* Start(Surroundings* surroundings, grpc::CallbackServerContext* context);

  StreamCall(Surroundings* surroundings, grpc::CallbackServerContext* context);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void OnDrain() override;

 private:
  // One article: read, waiting, under way.
  class Item final : public Task {
   public:
    Item(std::shared_ptr<StreamCall> stream, absl::Duration timeout, Scheduler* scheduler)
        : cancellation(timeout, scheduler), owner(std::move(stream)) {}
    void Run(Worker& worker) override;

    grpc::ByteBuffer bytes;
    Cancellation cancellation;
    std::list<std::unique_ptr<Item>>::iterator position;
    std::shared_ptr<StreamCall> owner;
  };

  struct Answer {
    grpc::ByteBuffer bytes;
    int64_t request_bytes = 0;  // given back to the window once written
    bool failed = false;
  };

  void Begin();
  Answer Analyze(Item& item, Worker& worker);
  void ItemDone(Item* item, Answer answer, absl::Duration queue_time, absl::Duration run_time);

  void WatchIdle();
  void OnIdleTimeout();

  // Under mutex_: each starts what may start now, and nothing else.
  void MaybeRead();
  void MaybeWrite();
  void MaybeFinish();

  Call call_;
  std::shared_ptr<StreamCall> self_;  // until OnDone()
  std::optional<Drain::Subscription> subscription_;
  std::unique_ptr<grpc::Alarm> idle_alarm_;

  std::mutex mutex_;
  std::list<std::unique_ptr<Item>> items_;  // read and not done
  std::deque<Answer> answers_;              // done and not written; the first may be under way
  grpc::ByteBuffer incoming_;
  int64_t window_bytes_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool no_more_ = false;  // the client has sent its last
  bool broken_ = false;   // cancelled, or a write failed: nobody listens
  bool draining_ = false;
  bool finished_ = false;
  bool idled_ = false;
  int64_t moves_ = 0;            // reads, answers and writes that ended
  int64_t moves_at_alarm_ = -1;  // when the idle alarm was last set
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_STREAM_CALL_H_
