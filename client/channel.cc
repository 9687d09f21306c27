#include "client/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>

namespace nutgraf::client {
namespace {

// The largest answer: a batch of 64 articles of 1 MiB each, with every slice of text in it.
constexpr int kMaxAnswerBytes = 512 << 20;
// No retryPolicy: retry.h says why and when. A server that does not know health is taken for
// healthy.
constexpr char kServiceConfig[] =
    R"({"loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""}})";

}  // namespace

bool IsMetadata(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> CreateChannel(const ClientOptions& options,
                                                             Connections connections,
                                                             Unhealthy unhealthy) {
  if (options.target.empty()) return absl::InvalidArgumentError("the target is empty");
  if (options.max_attempts < 1) return absl::InvalidArgumentError("max_attempts is at least 1");
  if (!options.bearer_token.empty() && !options.tls) {
    return absl::InvalidArgumentError("a bearer token is sent over TLS only");
  }
  if (!IsMetadata(options.bearer_token)) {
    return absl::InvalidArgumentError("the bearer token is not printable ASCII");
  }
  if (options.tls && options.tls->private_key.empty() != options.tls->certificate_chain.empty()) {
    return absl::InvalidArgumentError("a private key and a certificate chain go together");
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetServiceConfigJSON(kServiceConfig);
  if (connections == Connections::kOwn) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  if (unhealthy == Unhealthy::kAsked) arguments.SetInt(GRPC_ARG_INHIBIT_HEALTH_CHECKING, 1);
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (options.tls) {
    credentials = grpc::SslCredentials({.pem_root_certs = options.tls->root_certificates,
                                        .pem_private_key = options.tls->private_key,
                                        .pem_cert_chain = options.tls->certificate_chain});
    if (!options.tls->server_name.empty()) {
      arguments.SetSslTargetNameOverride(options.tls->server_name);
    }
  }
  return grpc::CreateCustomChannel(options.target, credentials, arguments);
}

}  // namespace nutgraf::client
