// AnalyzeArticle: one article on one worker.

#ifndef NUTGRAF_SERVICE_SERVER_UNARY_CALL_H_
#define NUTGRAF_SERVICE_SERVER_UNARY_CALL_H_

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/server/call.h"
#include "service/server/pool.h"

namespace nutgraf::server {

/// Lives from the call's arrival to its OnDone(), which deletes it. Whoever finishes it (the door,
/// the worker, or a cancellation that finds it still waiting) touches it no more afterwards.
class UnaryCall final : public grpc::ServerUnaryReactor, public Task {
 public:
  UnaryCall(Surroundings* surroundings, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  void Run(Worker& worker) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  Call call_;
  const grpc::ByteBuffer& request_;
  grpc::ByteBuffer& response_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_UNARY_CALL_H_
