#include "tests/integration/client/scripted_service.h"

#include <grpcpp/server_builder.h>

#include <thread>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace nutgraf::testing {

namespace v1 = ::nutgraf::v1;

grpc::Status ServiceError(grpc::StatusCode code, const std::string& reason,
                          std::optional<std::chrono::milliseconds> retry) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message("scripted");
  google::rpc::ErrorInfo info;
  info.set_domain("nutgraf");
  info.set_reason(reason);
  status.add_details()->PackFrom(info);
  if (retry) {
    google::rpc::RetryInfo delay;
    delay.mutable_retry_delay()->set_nanos(static_cast<int32_t>(retry->count() * 1'000'000));
    status.add_details()->PackFrom(delay);
  }
  return {code, "scripted", status.SerializeAsString()};
}

class ScriptedServer::Service final : public v1::ArticleService::Service {
 public:
  grpc::Status AnalyzeArticle(grpc::ServerContext* context,
                              const v1::AnalyzeArticleRequest* request,
                              v1::AnalyzeArticleResponse* response) override {
    response->mutable_metadata()->set_article_id(request->article().article_id());
    return Perform(context, request->article().text().size());
  }

  grpc::Status BatchAnalyzeArticles(grpc::ServerContext* context,
                                    const v1::BatchAnalyzeArticlesRequest* request,
                                    v1::BatchAnalyzeArticlesResponse* response) override {
    for (int i = 0; i < request->requests_size(); ++i) response->add_results();
    return Perform(context, 0);
  }

  grpc::Status StreamAnalyzeArticles(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::StreamAnalyzeArticlesResponse, v1::StreamAnalyzeArticlesRequest>*
          stream) override {
    const grpc::Status status = Perform(context, 0);
    if (!status.ok()) return status;
    v1::StreamAnalyzeArticlesRequest request;
    while (stream->Read(&request)) {
      v1::StreamAnalyzeArticlesResponse response;
      response.set_request_id(request.request_id());
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  grpc::Status GetCapabilities(grpc::ServerContext* context,
                               const v1::GetCapabilitiesRequest* /*request*/,
                               v1::GetCapabilitiesResponse* response) override {
    response->set_server_version("scripted");
    return Perform(context, 0);
  }

  grpc::Status Perform(grpc::ServerContext* context, size_t text_bytes) {
    Act act;
    {
      const std::lock_guard lock(mutex_);
      Seen& seen = seen_.emplace_back();
      for (const auto& [key, value] : context->client_metadata()) {
        seen.metadata.emplace(std::string(key.data(), key.size()),
                              std::string(value.data(), value.size()));
      }
      seen.when = std::chrono::steady_clock::now();
      seen.deadline = context->deadline();
      seen.text_bytes = text_bytes;
      act = always_;
      if (!acts_.empty()) {
        act = std::move(acts_.front());
        acts_.pop_front();
      }
    }
    while (act.wait_for_cancel && !context->IsCancelled()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (act.pushback) context->AddTrailingMetadata("grpc-retry-pushback-ms", *act.pushback);
    return act.status;
  }

  mutable std::mutex mutex_;
  std::deque<Act> acts_;
  Act always_;
  std::vector<Seen> seen_;
};

ScriptedServer::ScriptedServer(const std::string& address,
                               std::shared_ptr<grpc::ServerCredentials> credentials)
    : service_(std::make_unique<Service>()) {
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort(address, std::move(credentials), &port_);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) port_ = 0;
}

ScriptedServer::~ScriptedServer() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
}

void ScriptedServer::Push(Act act) {
  const std::lock_guard lock(service_->mutex_);
  service_->acts_.push_back(std::move(act));
}

void ScriptedServer::Always(Act act) {
  const std::lock_guard lock(service_->mutex_);
  service_->always_ = std::move(act);
}

std::vector<Seen> ScriptedServer::seen() const {
  const std::lock_guard lock(service_->mutex_);
  return service_->seen_;
}

}  // namespace nutgraf::testing
