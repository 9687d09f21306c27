// grpc.health.v1 without its .proto, which no package has: HealthCheckRequest {string service = 1}
// and HealthCheckResponse {ServingStatus status = 1} are on the wire what two wrappers are.

#ifndef NUTGRAF_CLIENT_HEALTH_H_
#define NUTGRAF_CLIENT_HEALTH_H_

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>  // how protobuf messages are sent

#include <string>

#include "absl/status/status.h"

namespace nutgraf::client {

using HealthStub =
    grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::Int32Value>;

/// One question, answered before it returns. OK when `service` (empty: the whole server) is
/// SERVING, UNAVAILABLE when it says otherwise, else the call's own error. Not to be called on one
/// of gRPC's callback threads.
absl::Status AskHealth(HealthStub& stub, grpc::ClientContext& context, const std::string& service);

}  // namespace nutgraf::client

#endif  // NUTGRAF_CLIENT_HEALTH_H_
