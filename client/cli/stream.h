// `nutgraf stream`: articles in as JSON lines over one stream, answers out as they finish.

#ifndef NUTGRAF_CLIENT_CLI_STREAM_H_
#define NUTGRAF_CLIENT_CLI_STREAM_H_

#include <string>

#include "client/client.h"

namespace nutgraf::cli {

/// Writes one line per answer to standard output: protobuf's JSON form of
/// StreamAnalyzeArticlesResponse, whose requestId is the article's id, or its line number where it
/// has none. Lines that are no article are said on standard error and not sent. Returns the exit
/// code.
int RunStream(client::Client& client, const std::string& input,
              const v1::AnalyzeArticleRequest& prototype, const client::CallOptions& call);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_STREAM_H_
