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
  virtual absl::StatusOr<v1::ArticleMetadata> Analyze(const v1::AnalyzeArticleRequest& request) = 0;
  /// Whether a failure of this code is the article's own (go on with the next one) and not the
  /// server's or the connection's (stop).
  virtual bool IsArticleFault(absl::StatusCode code) const = 0;
};

struct LocalOptions {
  std::string data_directory;                         // empty: DefaultDataDirectory()
  absl::Duration timeout = absl::InfiniteDuration();  // of one analysis
};

/// Loads the analysis library. Its options, limits and answers are the server's.
absl::StatusOr<std::unique_ptr<Backend>> CreateLocalBackend(const LocalOptions& options);

/// `client` must outlive it. `request_id` goes with every call when not empty.
std::unique_ptr<Backend> CreateRemoteBackend(client::Client& client, const std::string& request_id);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_BACKEND_H_
