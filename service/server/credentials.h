// What the server proves itself with: nothing, or TLS, or TLS with client certificates.
//
// Certificate and key are read anew when their files change, so that they can be renewed without a
// restart; a pair that does not fit together is left out and the last good one serves on.

#ifndef NUTGRAF_SERVICE_SERVER_CREDENTIALS_H_
#define NUTGRAF_SERVICE_SERVER_CREDENTIALS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/security/server_credentials.h"
#include "service/server/config.h"

namespace nutgraf::server {

/// INVALID_ARGUMENT, naming flag and file, for files that can't be read or hold no PEM of their
/// kind.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const TlsConfig& config);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_CREDENTIALS_H_
