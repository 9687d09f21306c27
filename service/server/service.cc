#include "service/server/service.h"

#include "service/server/batch_call.h"
#include "service/server/stream_call.h"
#include "service/server/unary_call.h"
#include "service/server/wire.h"

namespace nutgraf::server {
namespace {

// Answers on gRPC's thread: there is nothing to compute.
class CapabilitiesCall final : public grpc::ServerUnaryReactor {
 public:
  CapabilitiesCall(Surroundings* surroundings, grpc::CallbackServerContext* context,
                   const grpc::ByteBuffer& request, const grpc::ByteBuffer& capabilities,
                   grpc::ByteBuffer* response)
      : call_(surroundings, context, "GetCapabilities", surroundings->default_deadline) {
    nutgraf::v1::GetCapabilitiesRequest message;
    auto failure = call_.ArriveFree();
    if (!failure) failure = Parse(request, &message);
    call_.record().request_bytes = static_cast<int64_t>(request.Length());
    if (failure) {
      Finish(call_.Fail(*failure));
      return;
    }
    *response = capabilities;
    call_.record().response_bytes = static_cast<int64_t>(capabilities.Length());
    Finish(call_.Succeed());
  }

  void OnDone() override {
    call_.Close();
    delete this;
  }

 private:
  Call call_;
};

}  // namespace

ArticleService::ArticleService(Surroundings* surroundings,
                               const nutgraf::v1::GetCapabilitiesResponse& capabilities)
    : surroundings_(surroundings) {
  const grpc::Slice slice = Serialize(capabilities);
  capabilities_ = grpc::ByteBuffer(&slice, 1);
}

grpc::ServerUnaryReactor* ArticleService::AnalyzeArticle(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request,
                                                         grpc::ByteBuffer* response) {
  return new UnaryCall(surroundings_, context, request, response);
}

grpc::ServerUnaryReactor* ArticleService::BatchAnalyzeArticles(grpc::CallbackServerContext* context,
                                                               const grpc::ByteBuffer* request,
                                                               grpc::ByteBuffer* response) {
  return new BatchCall(surroundings_, context, request, response);
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ArticleService::StreamAnalyzeArticles(
    grpc::CallbackServerContext* context) {
  return StreamCall::Start(surroundings_, context);
}

grpc::ServerUnaryReactor* ArticleService::GetCapabilities(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return new CapabilitiesCall(surroundings_, context, *request, capabilities_, response);
}

}  // namespace nutgraf::server
