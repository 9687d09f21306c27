// Analyses a text file and prints who takes part and what happens.
//
//   analyze TARGET FILE [CA]    TARGET as dns:///nutgraf-headless:50051; CA: a PEM file, turns TLS
//   on
//
// Uses the contract and gRPC alone; Nutgraf's own client library (client/client.h) does all this by
// itself. Shows what a good caller does: one channel for all calls, balanced over all instances; a
// deadline; tries again what a full or leaving server refused; a token; answers longer than 4 MiB.

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "nutgraf/v1/article_service.grpc.pb.h"

namespace {

// All instances behind the name take part, and one that says it is leaving gets no new calls. Waits
// between tries grow, or are what the server asks for (grpc-retry-pushback-ms).
constexpr char kServiceConfig[] = R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": ""},
  "methodConfig": [{
    "name": [{"service": "nutgraf.v1.ArticleService"}],
    "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.1s", "maxBackoff": "2s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]}
  }]
})";

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << path << ": can't be read\n";
    std::exit(2);
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<grpc::Channel> Connect(const std::string& target, const std::string& ca) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetMaxReceiveMessageSize(-1);
  auto credentials = grpc::InsecureChannelCredentials();
  if (!ca.empty()) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ReadFile(ca);
    credentials = grpc::SslCredentials(options);
  }
  return grpc::CreateCustomChannel(target, credentials, arguments);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "analyze TARGET FILE [CA]\n";
    return 2;
  }
  const auto stub = nutgraf::v1::ArticleService::NewStub(Connect(argv[1], argc > 3 ? argv[3] : ""));
  nutgraf::v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(ReadFile(argv[2]));

  grpc::ClientContext context;
  // The deadline is for all tries; the server drops work that nobody waits for.
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context.set_wait_for_ready(true);
  if (const char* token = std::getenv("NUTGRAF_TOKEN"); token != nullptr) {
    context.AddMetadata("authorization", std::string("Bearer ") + token);
  }
  nutgraf::v1::AnalyzeArticleResponse answer;
  const grpc::Status status = stub->AnalyzeArticle(&context, request, &answer);
  if (!status.ok()) {
    std::cerr << status.error_code() << ": " << status.error_message() << "\n";
    return 1;
  }
  for (const auto& participant : answer.metadata().participants()) {
    std::cout << "participant: " << participant.name() << "\n";
  }
  for (const auto& fact : answer.metadata().headline_facts()) {
    std::cout << "what: " << fact.what().text() << "\n";
  }
  return 0;
}
