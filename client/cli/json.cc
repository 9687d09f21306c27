#include "client/cli/json.h"

#include <google/protobuf/util/json_util.h>

#include <cassert>

namespace nutgraf::cli {

std::string ToJson(const google::protobuf::Message& message, JsonStyle style) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = style == JsonStyle::kIndented;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  assert(status.ok());
  (void)status;
  while (!json.empty() && json.back() == '\n') json.pop_back();
  return json;
}

}  // namespace nutgraf::cli
