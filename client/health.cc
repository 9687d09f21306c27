#include "client/health.h"

#include <grpcpp/completion_queue.h>

#include "client/status.h"

namespace nutgraf::client {
namespace {

constexpr char kCheck[] = "/grpc.health.v1.Health/Check";
constexpr int kServing = 1;  // HealthCheckResponse.ServingStatus

}  // namespace

absl::Status AskHealth(HealthStub& stub, grpc::ClientContext& context, const std::string& service) {
  google::protobuf::StringValue request;
  request.set_value(service);
  google::protobuf::Int32Value state;
  grpc::Status status;
  grpc::CompletionQueue queue;
  const auto reader = stub.PrepareUnaryCall(&context, kCheck, request, &queue);
  reader->StartCall();
  reader->Finish(&state, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  if (!status.ok()) return FromGrpc(status);
  if (state.value() == kServing) return absl::OkStatus();
  return absl::UnavailableError("the server says that it is not serving");
}

}  // namespace nutgraf::client
