// The C++ client library of the article service.
//
//   auto client = Client::Create({.target = "dns:///nutgraf.newsroom:50051"});
//   v1::AnalyzeArticleRequest request;
//   request.mutable_article()->set_text(article);
//   absl::StatusOr<v1::AnalyzeArticleResponse> answer = (*client)->Analyze(request);
//
// Every call has a deadline, which the server honours: it drops work that nobody waits for. Calls
// that were refused for load or reached no server are tried again with growing pauses, or after the
// pause that the server asks for (retry.h), all under one deadline: when there is no time left for
// the pause, the last error is returned at once. With a `dns:///` target that resolves to several
// addresses the calls go to them in turn, tries of one call included.
//
// Errors are absl::Status with the code that gRPC gave; the message names the fields that the
// server found wrong. A Client is safe for any number of threads and is best shared: it holds the
// connection.

#ifndef NUTGRAF_CLIENT_CLIENT_H_
#define NUTGRAF_CLIENT_CLIENT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nutgraf/v1/article_service.pb.h"

namespace nutgraf::client {

/// PEM texts (not paths). Empty `root_certificates`: the system's. A key and its chain: mutual TLS.
struct TlsOptions {
  std::string root_certificates{};
  std::string private_key{};
  std::string certificate_chain{};
  std::string server_name{};  // in the server's certificate, where not the target's host
};

struct ClientOptions {
  std::string target = "127.0.0.1:50051";      // any gRPC target name
  std::optional<TlsOptions> tls{};             // absent: plain text
  std::string bearer_token{};                  // sent with each call when not empty; needs TLS
  absl::Duration timeout = absl::Seconds(60);  // of one call, tries included
  int max_attempts = 5;                        // 1: no second try
};

/// What one call may set for itself.
struct CallOptions {
  // Sent as x-request-id with every try and found again in the server's log; at most 128 printable
  // ASCII characters. Empty: NewRequestId().
  std::string request_id{};
  std::string traceparent{};                // W3C Trace Context, sent as it is when not empty
  std::optional<absl::Duration> timeout{};  // in place of ClientOptions::timeout
};

/// 16 hex digits at random.
std::string NewRequestId();

class Client {
 public:
  virtual ~Client() = default;

  /// INVALID_ARGUMENT for options that can't work together. Does not connect yet.
  static absl::StatusOr<std::unique_ptr<Client>> Create(const ClientOptions& options);

  virtual absl::StatusOr<v1::AnalyzeArticleResponse> Analyze(
      const v1::AnalyzeArticleRequest& request, const CallOptions& call) = 0;
  absl::StatusOr<v1::AnalyzeArticleResponse> Analyze(const v1::AnalyzeArticleRequest& request) {
    return Analyze(request, CallOptions());
  }

  virtual absl::StatusOr<v1::BatchAnalyzeArticlesResponse> BatchAnalyze(
      const v1::BatchAnalyzeArticlesRequest& request, const CallOptions& call) = 0;

  virtual absl::StatusOr<v1::GetCapabilitiesResponse> GetCapabilities(const CallOptions& call) = 0;

  /// OK when the server says SERVING for `service` (empty: the server as a whole); UNAVAILABLE with
  /// its state when it says otherwise, NOT_FOUND for a service that it does not have.
  virtual absl::Status CheckHealth(const std::string& service, const CallOptions& call) = 0;

  /// Sends what `next` gives until it gives nothing, and hands every answer to `answered` (in the
  /// calling thread) as it comes. `next` is called from a thread of its own and blocks while the
  /// server's window is full. Not tried again: answers up to an error were received, and a stream
  /// that was refused at once (RESOURCE_EXHAUSTED, UNAVAILABLE) had none. Without a timeout in
  /// `call` the stream has no deadline.
  virtual absl::Status Stream(
      const std::function<std::optional<v1::StreamAnalyzeArticlesRequest>()>& next,
      const std::function<void(const v1::StreamAnalyzeArticlesResponse&)>& answered,
      const CallOptions& call) = 0;
};

}  // namespace nutgraf::client

#endif  // NUTGRAF_CLIENT_CLIENT_H_
