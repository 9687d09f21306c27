#include "tests/testing/raw_call.h"

#include <cstdint>
#include <future>

#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace nutgraf::testing {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string out;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return out;
  for (const grpc::Slice& slice : slices) {
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return out;
}

// Waits for the one operation that was started.
bool Next(grpc::CompletionQueue* queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue->Next(&tag, &ok) && ok;
}

}  // namespace

RawAnswer RawUnary(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                   const std::string& request, grpc::ClientContext* context) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext own;
  if (context == nullptr) context = &own;
  const grpc::ByteBuffer in = ToBuffer(request);
  grpc::ByteBuffer out;
  std::promise<grpc::Status> done;
  stub.UnaryCall(context, method, {}, &in, &out,
                 [&](grpc::Status status) { done.set_value(std::move(status)); });
  RawAnswer answer;
  answer.status = done.get_future().get();
  answer.bytes = ToString(out);
  return answer;
}

RawStreamAnswer RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                          const std::vector<std::string>& requests) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  RawStreamAnswer answer;
  auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  Next(&queue);
  for (const std::string& request : requests) {
    call->Write(ToBuffer(request), nullptr);
    if (!Next(&queue)) break;
  }
  call->WritesDone(nullptr);
  Next(&queue);
  while (true) {
    grpc::ByteBuffer message;
    call->Read(&message, nullptr);
    if (!Next(&queue)) break;
    answer.messages.push_back(ToString(message));
  }
  call->Finish(&answer.status, nullptr);
  Next(&queue);
  queue.Shutdown();
  while (Next(&queue)) {
  }
  return answer;
}

std::string Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  // HealthCheckRequest { string service = 1; }, HealthCheckResponse { ServingStatus status = 1; }
  std::string request;
  if (!service.empty())
    request = "\x0A" + std::string(1, static_cast<char>(service.size())) + service;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  const RawAnswer answer = RawUnary(channel, "/grpc.health.v1.Health/Check", request, &context);
  if (!answer.status.ok()) return answer.status.error_message();
  if (answer.bytes == std::string("\x08\x01")) return "SERVING";
  if (answer.bytes == std::string("\x08\x02")) return "NOT_SERVING";
  return "UNKNOWN";
}

}  // namespace nutgraf::testing
