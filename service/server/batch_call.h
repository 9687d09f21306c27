// BatchAnalyzeArticles: up to 64 articles, answered together, in order.
//
// A batch holds one place in admission and keeps at most as many articles in the pool as there are
// workers; each one that ends brings in the next. So batches take turns article by article, and
// none floods the queue.

#ifndef NUTGRAF_SERVICE_SERVER_BATCH_CALL_H_
#define NUTGRAF_SERVICE_SERVER_BATCH_CALL_H_

#include <atomic>
#include <memory>
#include <vector>

#include "google/protobuf/arena.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "grpcpp/support/slice.h"
#include "nutgraf/v1/article_service.pb.h"
#include "service/server/call.h"
#include "service/server/pool.h"

namespace nutgraf::server {

/// Lives from the call's arrival to its OnDone(). As a task it parses; its items are tasks of their
/// own, and the last of them to end finishes the call.
class BatchCall final : public grpc::ServerUnaryReactor, public Task {
 public:
  BatchCall(Surroundings* surroundings, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  void Run(Worker& worker) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  class Item final : public Task {
   public:
    void Run(Worker& worker) override { owner->RunItem(index, worker); }
    BatchCall* owner = nullptr;
    int index = 0;
  };

  std::optional<Failure> ReadRequest();
  void RunItem(int index, Worker& worker);
  Place PlaceOfItem(int index) const;
  void FinishAnswered();

  Call call_;
  const grpc::ByteBuffer& request_bytes_;
  grpc::ByteBuffer& response_;

  google::protobuf::Arena arena_;  // of the request; items have the worker's
  nutgraf::v1::BatchAnalyzeArticlesRequest* request_ = nullptr;
  std::vector<Item> items_;
  std::vector<grpc::Slice> results_;  // one an item, each written by the item's worker
  std::atomic<int> next_{0};          // the first item that was not submitted yet
  std::atomic<int> unanswered_{0};
  std::atomic<int> failed_{0};
  std::atomic<int64_t> run_nanos_{0};
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_BATCH_CALL_H_
