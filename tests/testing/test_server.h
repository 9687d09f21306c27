// A server in this process, on a port of its own, and what a test needs to call it.
//
//   FakeAnalyzer analyzer;
//   TestServer server(analyzer.Make(), {.workers = 1});
//   auto answer = server.Analyze("Obama spoke.");        // answer.status, answer.response
//
// The server is stopped when the TestServer ends; a server that can't stop hangs the test.

#ifndef NUTGRAF_TESTS_TESTING_TEST_SERVER_H_
#define NUTGRAF_TESTS_TESTING_TEST_SERVER_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "nlohmann/json.hpp"
#include "nutgraf/v1/article_service.grpc.pb.h"
#include "service/server/server.h"

namespace nutgraf::testing {

/// The lines of a log, as the JSON that they must be.
class LogLines {
 public:
  void Add(std::string line);
  std::vector<nlohmann::json> All() const;
  std::string Text() const;
  /// Those of one event, "call" for instance.
  std::vector<nlohmann::json> Of(const std::string& event) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

template <typename Response>
struct Answer {
  grpc::Status status;
  Response response;
  std::multimap<std::string, std::string> headers;
  std::multimap<std::string, std::string> trailers;
};

/// The google.rpc.Status of an error, and its details; nothing where there is none of the kind.
google::rpc::Status Details(const grpc::Status& status);
template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& status) {
  for (const auto& any : status.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}
std::string Reason(const google::rpc::Status& status);
/// "field REASON", in order.
std::vector<std::string> Violations(const google::rpc::Status& status);

nutgraf::v1::AnalyzeArticleRequest Request(const std::string& text);

class TestServer {
 public:
  /// `config.listen` is overwritten.
  TestServer(std::unique_ptr<const analysis::Analyzer> analyzer, server::ServerConfig config = {},
             server::Extensions extensions = {});
  ~TestServer();

  std::string address() const;
  std::shared_ptr<grpc::Channel> NewChannel() const;
  nutgraf::v1::ArticleService::Stub& stub() { return *stub_; }
  server::Server& server() { return *server_; }
  LogLines& log_lines() { return *lines_; }
  bool Stop();  // once; then the log is complete

  Answer<nutgraf::v1::AnalyzeArticleResponse> Analyze(
      const nutgraf::v1::AnalyzeArticleRequest& request, grpc::ClientContext* context = nullptr);
  Answer<nutgraf::v1::AnalyzeArticleResponse> Analyze(const std::string& text) {
    return Analyze(Request(text));
  }
  Answer<nutgraf::v1::BatchAnalyzeArticlesResponse> Batch(const std::vector<std::string>& texts,
                                                          grpc::ClientContext* context = nullptr);

 private:
  std::shared_ptr<LogLines> lines_ = std::make_shared<LogLines>();
  std::unique_ptr<server::Log> log_;
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<nutgraf::v1::ArticleService::Stub> stub_;
};

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_TESTING_TEST_SERVER_H_
