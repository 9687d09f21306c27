#include "service/server/health_port.h"

#include <chrono>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "nutgraf/v1/article_service.grpc.pb.h"

namespace nutgraf::server {
namespace {

constexpr int kMaxMessageBytes = 1 << 10;  // the name of a service
constexpr int kMaxMetadataBytes = 4 << 10;
constexpr int kMaxCallsPerConnection = 8;
constexpr int kHandshakeMillis = 5'000;
constexpr int kIdleMillis = 60'000;  // probes come every few seconds

// Leaves out what offers itself to every server of the process: reflection.
class NoPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->clear();
  }
};

}  // namespace

void SetHealth(grpc::Server& server, bool serving) {
  auto* health = server.GetHealthCheckService();
  health->SetServingStatus("", serving);
  health->SetServingStatus(nutgraf::v1::ArticleService::service_full_name(), serving);
}

absl::StatusOr<std::unique_ptr<HealthPort>> HealthPort::Open(const std::string& listen) {
  std::unique_ptr<HealthPort> out(new HealthPort);
  grpc::EnableDefaultHealthCheckService(true);  // of the process: gRPC has no other way
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<NoPlugins>());
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxCallsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMillis);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMillis);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterCallbackGenericService(&out->nothing_);
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &out->port_);
  out->server_ = builder.BuildAndStart();
  if (out->server_ == nullptr || out->port_ == 0) {
    return absl::UnavailableError(fmt::format("--health_listen={}: can't listen there", listen));
  }
  out->SetServing(false);
  return out;
}

HealthPort::~HealthPort() {
  if (server_ == nullptr) return;
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

}  // namespace nutgraf::server
