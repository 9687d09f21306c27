#include "service/server/unary_call.h"

#include "google/protobuf/arena.h"
#include "nutgraf/v1/article_service.pb.h"
#include "service/server/arena.h"
#include "service/server/wire.h"

namespace nutgraf::server {

namespace v1 = ::nutgraf::v1;
using google::protobuf::Arena;

UnaryCall::UnaryCall(Surroundings* surroundings, grpc::CallbackServerContext* context,
                     const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
    : call_(surroundings, context, "AnalyzeArticle", surroundings->default_deadline),
      request_(*request),
      response_(*response) {
  call_.record().items = 1;
  auto failure = call_.Arrive(CallKind::kUnary, static_cast<int64_t>(request->Length()));
  if (!failure) failure = call_.Charge(1);
  if (failure) {
    Finish(call_.Fail(*failure));
    return;
  }
  surroundings->pool.Submit(
      this, call_.PlaceOf(Lane::kInteractive, static_cast<int64_t>(request->Length())));
}

void UnaryCall::Run(Worker& worker) {
  CallRecord& record = call_.record();
  const Stopwatch watch;
  record.queue_time = worker.waited();
  std::optional<Failure> failure;
  {
    Arena arena(ArenaOptions(worker.arena_block()));
    auto* request = Arena::CreateMessage<v1::AnalyzeArticleRequest>(&arena);
    auto* response = Arena::CreateMessage<v1::AnalyzeArticleResponse>(&arena);
    if (const absl::Status status = call_.cancellation().Check(); !status.ok()) {
      failure = FromAnalysis(status);  // expired while it waited: not worth parsing
    } else {
      failure = Parse(request_, request);
    }
    if (!failure) {
      failure = AnalyzeOne(call_.surroundings(), record, *request, call_.cancellation(), worker,
                           response->mutable_metadata());
    }
    if (!failure) {
      const grpc::Slice slice = Serialize(*response);
      response_ = grpc::ByteBuffer(&slice, 1);
      record.response_bytes = static_cast<int64_t>(slice.size());
    }
  }
  record.run_time = watch.elapsed() - worker.lent();
  Finish(failure ? call_.Fail(*failure) : call_.Succeed());
}

void UnaryCall::OnCancel() {
  call_.cancellation().Cancel();
  if (!call_.surroundings().pool.Remove(this)) return;  // a worker has it, and will finish it
  Finish(call_.Fail(FromAnalysis(absl::CancelledError("the caller cancelled the call"))));
}

void UnaryCall::OnDone() {
  call_.Close();
  delete this;
}

}  // namespace nutgraf::server
