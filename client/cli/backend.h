// Where an analysis is made: by a server, or in this process (--local).

#ifndef NUTGRAF_CLIENT_CLI_BACKEND_H_
#define NUTGRAF_CLIENT_CLI_BACKEND_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/client.h"
#include "nutgraf/v1/article_service.pb.h"
#include "nutgraf/v1/metadata.pb.h"

namespace nutgraf::cli {

/// Safe for many threads.
class Backend {
 public:
  virtual ~Backend() = default;
  /// `line`, when not 0, makes the call's request id the article's own.
  virtual absl::StatusOr<v1::ArticleMetadata> Analyze(const v1::AnalyzeArticleRequest& request,
                                                      size_t line) = 0;
  /// Whether a failure of this code is the article's own (go on with the next one) and not the
  /// server's or the connection's (stop).
  virtual bool IsArticleFault(absl::StatusCode code) const = 0;
};

struct LocalOptions {
  std::string data_directory;                         // empty: DefaultDataDirectory()
  std::string taxonomy_file = {};                     // a newsroom's own topics; empty: none
  absl::Duration timeout = absl::InfiniteDuration();  // of one analysis
};

/// Loads the analysis library. Its options, limits and answers are the server's.
absl::StatusOr<std::unique_ptr<Backend>> CreateLocalBackend(const LocalOptions& options);

/// `client` must outlive it. `call` goes with every call; its request id, when not empty, with "-"
/// and the article's line behind it.
std::unique_ptr<Backend> CreateRemoteBackend(client::Client& client,
                                             const client::CallOptions& call);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_BACKEND_H_
