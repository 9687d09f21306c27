// Protobuf's JSON form of a message.

#ifndef NUTGRAF_CLIENT_CLI_JSON_H_
#define NUTGRAF_CLIENT_CLI_JSON_H_

#include <google/protobuf/message.h>

#include <string>

namespace nutgraf::cli {

enum class JsonStyle { kLine, kIndented };

/// Without a line end. Never fails on a message that was received or made by this program.
std::string ToJson(const google::protobuf::Message& message, JsonStyle style);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_JSON_H_
