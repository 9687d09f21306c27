// gRPC's status as Abseil's, with what the server's details say.

#ifndef NUTGRAF_CLIENT_STATUS_H_
#define NUTGRAF_CLIENT_STATUS_H_

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace nutgraf::client {

/// The same code; the message is the server's, with the violations of a google.rpc.BadRequest
/// behind it: "the request is invalid (article.text: is empty)".
absl::Status FromGrpc(const grpc::Status& status);

/// As FromGrpc, for an error inside of an answer (batch, stream).
absl::Status FromRpc(const google::rpc::Status& status);

/// ErrorInfo.reason of an error that the service itself gave ("QUEUE_FULL"); empty for all others.
std::string Reason(const grpc::Status& status);

}  // namespace nutgraf::client

#endif  // NUTGRAF_CLIENT_STATUS_H_
