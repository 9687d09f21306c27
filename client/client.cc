#include "client/client.h"

#include <fmt/format.h>
#include <grpcpp/client_context.h>

#include <random>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "client/channel.h"
#include "client/health.h"
#include "client/retry.h"
#include "client/status.h"
#include "nutgraf/v1/article_service.grpc.pb.h"
#include "service/base/stopwatch.h"

namespace nutgraf::client {
namespace {

/// From 0 to 1.
double Random() {
  thread_local std::minstd_rand random(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(random);
}

/// gRPC ends the process over metadata that HTTP/2 does not allow.
absl::Status Check(const CallOptions& call) {
  if (!IsMetadata(call.request_id)) {
    return absl::InvalidArgumentError("the request id is not printable ASCII");
  }
  if (!IsMetadata(call.traceparent)) {
    return absl::InvalidArgumentError("the traceparent is not printable ASCII");
  }
  return absl::OkStatus();
}

class ClientImpl : public Client {
 public:
  ClientImpl(ClientOptions options, std::shared_ptr<grpc::Channel> channel,
             const std::shared_ptr<grpc::Channel>& health)
      : options_(std::move(options)),
        channel_(std::move(channel)),
        stub_(v1::ArticleService::NewStub(channel_)),
        health_(health) {}

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
    // Not tried again: who asks wants to know how it is now.
    if (absl::Status status = Check(call); !status.ok()) return status;
    grpc::ClientContext context;
    Prepare(call, RequestId(call), call.timeout.value_or(options_.timeout), context);
    return AskHealth(health_, context, service);
  }

  absl::Status Stream(const std::function<std::optional<v1::StreamAnalyzeArticlesRequest>()>& next,
                      const std::function<void(const v1::StreamAnalyzeArticlesResponse&)>& answered,
                      const CallOptions& call) override {
    if (absl::Status status = Check(call); !status.ok()) return status;
    grpc::ClientContext context;
    Prepare(call, RequestId(call), call.timeout.value_or(absl::InfiniteDuration()), context);
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
  static std::string RequestId(const CallOptions& call) {
    return call.request_id.empty() ? NewRequestId() : call.request_id;
  }

  // gRPC counts the deadline on the monotonic clock from here on.
  void Prepare(const CallOptions& call, const std::string& request_id, absl::Duration timeout,
               grpc::ClientContext& context) const {
    const absl::Time deadline = absl::Now() + timeout;
    if (deadline != absl::InfiniteFuture()) context.set_deadline(absl::ToChronoTime(deadline));
    context.AddMetadata("x-request-id", request_id);
    if (!call.traceparent.empty()) context.AddMetadata("traceparent", call.traceparent);
    if (!options_.bearer_token.empty()) {
      context.AddMetadata("authorization", "Bearer " + options_.bearer_token);
    }
  }

  template <typename Response, typename Method>
  absl::StatusOr<Response> Unary(const CallOptions& call, Method method) const {
    if (absl::Status status = Check(call); !status.ok()) return status;
    const absl::Duration timeout = call.timeout.value_or(options_.timeout);
    const Stopwatch watch;
    const std::string request_id = RequestId(call);
    const RetryPolicy policy{.max_attempts = options_.max_attempts};
    for (int attempts = 1; true; ++attempts) {
      grpc::ClientContext context;
      Prepare(call, request_id, timeout - watch.elapsed(), context);
      Response response;
      const grpc::Status status = method(context, &response);
      if (status.ok()) return response;
      const std::optional<absl::Duration> pause = PauseBeforeRetry(
          policy, attempts, status.error_code(), ReadPushback(context, status), Random());
      if (!pause || watch.elapsed() + *pause >= timeout) return FromGrpc(status);
      absl::SleepFor(*pause);
    }
  }

  const ClientOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::ArticleService::Stub> stub_;
  HealthStub health_;
};

}  // namespace

std::string NewRequestId() {
  thread_local std::mt19937_64 random(std::random_device{}());
  return fmt::format("{:016x}", random());
}

absl::StatusOr<std::unique_ptr<Client>> Client::Create(const ClientOptions& options) {
  auto channel = CreateChannel(options);
  if (!channel.ok()) return channel.status();
  auto health = CreateChannel(options, Connections::kShared, Unhealthy::kAsked);
  if (!health.ok()) return health.status();
  return std::make_unique<ClientImpl>(options, *std::move(channel), *health);
}

}  // namespace nutgraf::client
