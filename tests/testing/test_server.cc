#include "tests/testing/test_server.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "grpcpp/create_channel.h"
#include "spdlog/details/null_mutex.h"
#include "spdlog/sinks/base_sink.h"

namespace nutgraf::testing {
namespace {

std::multimap<std::string, std::string> Copy(
    const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  std::multimap<std::string, std::string> out;
  for (const auto& [key, value] : metadata) {
    out.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  return out;
}

// Hands each line to LogLines, which locks for itself.
class LinesSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit LinesSink(std::shared_ptr<LogLines> lines) : lines_(std::move(lines)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    lines_->Add(std::string(message.payload.data(), message.payload.size()));
  }
  void flush_() override {}

  std::shared_ptr<LogLines> lines_;
};

}  // namespace

void LogLines::Add(std::string line) {
  const std::lock_guard lock(mutex_);
  lines_.push_back(std::move(line));
}

std::vector<nlohmann::json> LogLines::All() const {
  const std::lock_guard lock(mutex_);
  std::vector<nlohmann::json> out;
  for (const std::string& line : lines_) out.push_back(nlohmann::json::parse(line));
  return out;
}

std::string LogLines::Text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const std::string& line : lines_) out += line + "\n";
  return out;
}

std::vector<nlohmann::json> LogLines::Of(const std::string& event) const {
  std::vector<nlohmann::json> out;
  for (auto& line : All()) {
    if (line["event"] == event) out.push_back(std::move(line));
  }
  return out;
}

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status out;
  out.ParseFromString(status.error_details());
  return out;
}

std::string Reason(const google::rpc::Status& status) {
  const auto info = Find<google::rpc::ErrorInfo>(status);
  return info && info->domain() == "nutgraf" ? info->reason() : "";
}

std::vector<std::string> Violations(const google::rpc::Status& status) {
  std::vector<std::string> out;
  if (const auto bad = Find<google::rpc::BadRequest>(status)) {
    for (const auto& v : bad->field_violations()) out.push_back(v.field() + " " + v.reason());
  }
  return out;
}

nutgraf::v1::AnalyzeArticleRequest Request(const std::string& text) {
  nutgraf::v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(text);
  return request;
}

TestServer::TestServer(std::unique_ptr<const analysis::Analyzer> analyzer,
                       server::ServerConfig config, server::Extensions extensions) {
  config.listen = "127.0.0.1:0";
  log_ = std::make_unique<server::Log>(std::make_shared<LinesSink>(lines_),
                                       *server::LogLevel(config.log_level));
  auto started =
      server::Server::Start(config, std::move(analyzer), log_.get(), std::move(extensions));
  if (!started.ok()) {
    std::cerr << "test server: " << started.status().ToString() << "\n";
    std::abort();
  }
  server_ = *std::move(started);
  channel_ = NewChannel();
  stub_ = nutgraf::v1::ArticleService::NewStub(channel_);
}

TestServer::~TestServer() { Stop(); }

bool TestServer::Stop() {
  if (server_ == nullptr) return true;
  const bool finished = server_->Stop();
  server_.reset();
  log_.reset();
  return finished;
}

std::string TestServer::address() const { return "127.0.0.1:" + std::to_string(server_->port()); }

std::shared_ptr<grpc::Channel> TestServer::NewChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);             // tests see the first answer
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
}

Answer<nutgraf::v1::AnalyzeArticleResponse> TestServer::Analyze(
    const nutgraf::v1::AnalyzeArticleRequest& request, grpc::ClientContext* context) {
  Answer<nutgraf::v1::AnalyzeArticleResponse> out;
  grpc::ClientContext own;
  if (context == nullptr) context = &own;
  out.status = stub_->AnalyzeArticle(context, request, &out.response);
  out.headers = Copy(context->GetServerInitialMetadata());
  out.trailers = Copy(context->GetServerTrailingMetadata());
  return out;
}

Answer<nutgraf::v1::BatchAnalyzeArticlesResponse> TestServer::Batch(
    const std::vector<std::string>& texts, grpc::ClientContext* context) {
  nutgraf::v1::BatchAnalyzeArticlesRequest request;
  for (const std::string& text : texts) *request.add_requests() = Request(text);
  Answer<nutgraf::v1::BatchAnalyzeArticlesResponse> out;
  grpc::ClientContext own;
  if (context == nullptr) context = &own;
  out.status = stub_->BatchAnalyzeArticles(context, request, &out.response);
  out.headers = Copy(context->GetServerInitialMetadata());
  out.trailers = Copy(context->GetServerTrailingMetadata());
  return out;
}

}  // namespace nutgraf::testing
