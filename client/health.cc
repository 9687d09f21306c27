#include "client/health.h"

#include <utility>

#include "absl/synchronization/notification.h"
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
  absl::Notification done;
  grpc::Status status;
  stub.UnaryCall(&context, kCheck, grpc::StubOptions(), &request, &state, [&](grpc::Status s) {
    status = std::move(s);
    done.Notify();
  });
  done.WaitForNotification();
  if (!status.ok()) return FromGrpc(status);
  if (state.value() == kServing) return absl::OkStatus();
  return absl::UnavailableError("the server says that it is not serving");
}

}  // namespace nutgraf::client
