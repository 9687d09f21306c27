// The view of an analysis for people.

#ifndef NUTGRAF_CLIENT_CLI_RENDER_H_
#define NUTGRAF_CLIENT_CLI_RENDER_H_

#include <string>

#include "nutgraf/v1/metadata.pb.h"

namespace nutgraf::cli {

struct RenderOptions {
  bool color = false;  // ANSI bold and dim
  int width = 100;     // columns; long values are broken at spaces
};

/// Several lines, ending in a line end. Control characters of the article are shown as spaces, so
/// that text from the network can't steer the terminal.
std::string Render(const v1::ArticleMetadata& metadata, const RenderOptions& options);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_RENDER_H_
