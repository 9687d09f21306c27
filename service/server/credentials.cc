#include "service/server/credentials.h"

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "fmt/format.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace nutgraf::server {
namespace {

absl::Status CheckPem(const char* flag, const std::string& path, std::string_view kind) {
  std::ifstream in(path);
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && content.empty()) {
    return absl::InvalidArgumentError(fmt::format("--{}={}: can't be read", flag, path));
  }
  const size_t begin = content.find("-----BEGIN ");
  if (begin == std::string::npos || content.find(kind, begin) == std::string::npos) {
    return absl::InvalidArgumentError(fmt::format("--{}={}: holds no PEM {}", flag, path, kind));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const TlsConfig& config) {
  if (config.certificate.empty()) return grpc::InsecureServerCredentials();
  absl::Status status = CheckPem("tls_cert", config.certificate, "CERTIFICATE");
  status.Update(CheckPem("tls_key", config.key, "PRIVATE KEY"));
  const bool mutual = !config.client_ca.empty();
  if (mutual) status.Update(CheckPem("tls_client_ca", config.client_ca, "CERTIFICATE"));
  if (!status.ok()) return status;

  const auto provider = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      config.key, config.certificate, config.client_ca,
      static_cast<unsigned>(absl::ToInt64Seconds(config.refresh)));
  grpc::experimental::TlsServerCredentialsOptions options(provider);
  options.watch_identity_key_cert_pairs();
  if (mutual) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  } else {
    options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace nutgraf::server
