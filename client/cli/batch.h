// `nutgraf batch`: articles in as JSON lines, ArticleMetadata out as JSON lines, in the same order.

#ifndef NUTGRAF_CLIENT_CLI_BATCH_H_
#define NUTGRAF_CLIENT_CLI_BATCH_H_

#include <string>

#include "client/cli/backend.h"
#include "nutgraf/v1/article_service.pb.h"

namespace nutgraf::cli {

struct BatchOptions {
  std::string input = "-";
  std::string output = "-";
  bool restart = false;  // overwrite the output instead of going on behind its last whole line
  int concurrency = 1;
  v1::AnalyzeArticleRequest prototype;  // features, offsets and threshold of every request
};

/// Writes one line per article: ArticleMetadata, or {"articleId":…,"error":{"code":…,"message":…}}
/// for one that can't be analysed. Goes on where an earlier run into the same output file stopped:
/// the output's whole lines are counted and as many articles are skipped. A failure of the server
/// or the connection stops the run, to be resumed later. Shows progress on a terminal. Returns the
/// exit code.
int RunBatch(Backend& backend, const BatchOptions& options);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_BATCH_H_
