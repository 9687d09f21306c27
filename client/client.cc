#include "client/client.h"

#include <fmt/format.h>
#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "client/status.h"
#include "nutgraf/v1/article_service.grpc.pb.h"
#include "service/base/absl_compat.h"

namespace nutgraf::client {
namespace {

// The largest answer: a batch of 64 articles of 1 MiB each, with every slice of text in it.
constexpr int kMaxAnswerBytes = 512 << 20;

// grpc.health.v1 without its .proto, which no package has: HealthCheckRequest {string service = 1}
// and HealthCheckResponse {ServingStatus status = 1} are on the wire what these two wrappers are.
using HealthStub =
    grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::Int32Value>;
constexpr char kHealthCheck[] = "/grpc.health.v1.Health/Check";
constexpr int kServing = 1;  // HealthCheckResponse.ServingStatus

std::string ServiceConfig(int max_attempts) {
  const std::string retry =
      max_attempts < 2
          ? ""
          : fmt::format(
                R"(,"retryPolicy":{{"maxAttempts":{},"initialBackoff":"0.1s","maxBackoff":"5s",)"
                R"("backoffMultiplier":2,"retryableStatusCodes":["UNAVAILABLE","RESOURCE_EXHAUSTED"]}})",
                max_attempts);
  return fmt::format(
      R"({{"loadBalancingConfig":[{{"round_robin":{{}}}}],)"
      R"("methodConfig":[{{"name":[{{"service":"nutgraf.v1.ArticleService"}}]{}}}]}})",
      retry);
}

class ClientImpl : public Client {
 public:
  ClientImpl(ClientOptions options, std::shared_ptr<grpc::Channel> channel)
      : options_(std::move(options)),
        channel_(std::move(channel)),
        stub_(v1::ArticleService::NewStub(channel_)),
        health_(channel_) {}

  absl::StatusOr<v1::AnalyzeArticleResponse> Analyze(const v1::AnalyzeArticleRequest& request,
                                                     const CallOptions& call) override {
    return Unary<v1::AnalyzeArticleResponse>(call, [&](grpc::ClientContext& context, auto* out) {
      return stub_->AnalyzeArticle(&context, request, out);
    });
  }

  absl::StatusOr<v1::BatchAnalyzeArticlesResponse> BatchAnalyze(
      const v1::BatchAnalyzeArticlesRequest& request, const CallOptions& call) override {
    return Unary<v1::BatchAnalyzeArticlesResponse>(
        call, [&](grpc::ClientContext& context, auto* out) {
          return stub_->BatchAnalyzeArticles(&context, request, out);
        });
  }

  absl::StatusOr<v1::GetCapabilitiesResponse> GetCapabilities(const CallOptions& call) override {
    return Unary<v1::GetCapabilitiesResponse>(call, [&](grpc::ClientContext& context, auto* out) {
      return stub_->GetCapabilities(&context, v1::GetCapabilitiesRequest(), out);
    });
  }

  absl::Status CheckHealth(const std::string& service, const CallOptions& call) override {
    google::protobuf::StringValue request;
    request.set_value(service);
    auto state =
        Unary<google::protobuf::Int32Value>(call, [&](grpc::ClientContext& context, auto* out) {
          absl::Notification done;
          grpc::Status status;
          health_.UnaryCall(&context, kHealthCheck, grpc::StubOptions(), &request, out,
                            [&](grpc::Status s) {
                              status = std::move(s);
                              done.Notify();
                            });
          done.WaitForNotification();
          return status;
        });
    if (!state.ok()) return state.status();
    if (state->value() == kServing) return absl::OkStatus();
    return absl::UnavailableError("the server says that it is not serving");
  }

  absl::Status Stream(const std::function<std::optional<v1::StreamAnalyzeArticlesRequest>()>& next,
                      const std::function<void(const v1::StreamAnalyzeArticlesResponse&)>& answered,
                      const CallOptions& call) override {
    grpc::ClientContext context;
    Prepare(call, call.timeout.value_or(absl::InfiniteDuration()), context);
    auto stream = stub_->StreamAnalyzeArticles(&context);
    // Reading goes on while writing: the server reads no further when its window is full.
    std::jthread writer([&stream, &next] {
      while (std::optional<v1::StreamAnalyzeArticlesRequest> request = next()) {
        if (!stream->Write(*request)) return;
      }
      stream->WritesDone();
    });
    v1::StreamAnalyzeArticlesResponse response;
    while (stream->Read(&response)) answered(response);
    writer.join();
    return FromGrpc(stream->Finish());
  }

 private:
  void Prepare(const CallOptions& call, absl::Duration timeout,
               grpc::ClientContext& context) const {
    if (timeout != absl::InfiniteDuration()) {
      context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout));
    }
    if (!call.request_id.empty()) context.AddMetadata("x-request-id", call.request_id);
    if (!options_.bearer_token.empty()) {
      context.AddMetadata("authorization", "Bearer " + options_.bearer_token);
    }
  }

  template <typename Response, typename Method>
  absl::StatusOr<Response> Unary(const CallOptions& call, Method method) const {
    grpc::ClientContext context;
    Prepare(call, call.timeout.value_or(options_.timeout), context);
    Response response;
    if (absl::Status status = FromGrpc(method(context, &response)); !status.ok()) return status;
    return response;
  }

  const ClientOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::ArticleService::Stub> stub_;
  HealthStub health_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Create(const ClientOptions& options) {
  if (options.target.empty()) return absl::InvalidArgumentError("the target is empty");
  if (options.max_attempts < 1 || options.max_attempts > 5) {
    return absl::InvalidArgumentError("max_attempts is 1 to 5");
  }
  if (!options.bearer_token.empty() && !options.tls) {
    return absl::InvalidArgumentError("a bearer token is sent over TLS only");
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetServiceConfigJSON(ServiceConfig(options.max_attempts));
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (options.tls) {
    credentials = grpc::SslCredentials({.pem_root_certs = options.tls->root_certificates,
                                        .pem_private_key = options.tls->private_key,
                                        .pem_cert_chain = options.tls->certificate_chain});
    if (!options.tls->server_name.empty()) {
      arguments.SetSslTargetNameOverride(options.tls->server_name);
    }
  }
  return std::make_unique<ClientImpl>(
      options, grpc::CreateCustomChannel(options.target, credentials, arguments));
}

}  // namespace nutgraf::client
