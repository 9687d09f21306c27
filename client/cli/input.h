// What the command line reads: files of any encoding, and articles as JSON lines.

#ifndef NUTGRAF_CLIENT_CLI_INPUT_H_
#define NUTGRAF_CLIENT_CLI_INPUT_H_

#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nutgraf/v1/article.pb.h"

namespace nutgraf::cli {

/// The bytes of a file, or of standard input for "-". NOT_FOUND when it can't be read.
absl::StatusOr<std::string> ReadBytes(const std::string& path);

/// The same as a stream, for reading line by line.
absl::StatusOr<std::unique_ptr<std::istream>> OpenLines(const std::string& path);

/// Whether a line holds nothing but white space: such lines of JSON lines are passed over.
bool IsBlank(std::string_view line);

struct TextInput {
  std::string utf8;
  std::string decoded_from;  // the encoding that was recognised; empty when it was UTF-8
};

/// A text file, decoded to UTF-8 where it is something else.
absl::StatusOr<TextInput> ReadText(const std::string& path);

/// Sets publish_time from an RFC 3339 time, or from an ISO date, which stands for that day's
/// midnight in the article's time zone (set `time_zone` first). INVALID_ARGUMENT for anything else.
absl::Status SetPublishTime(std::string_view date, v1::Article& article);

/// One line of `nutgraf batch`: protobuf's JSON form of Article, or the plain keys id, title, text
/// and date. Other keys are passed over. INVALID_ARGUMENT says what is wrong, without text of the
/// article.
absl::StatusOr<v1::Article> ParseArticleLine(std::string_view line);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_INPUT_H_
