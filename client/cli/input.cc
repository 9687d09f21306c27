#include "client/cli/input.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "service/base/absl_compat.h"
#include "service/text/encoding/decode.h"

namespace nutgraf::cli {
namespace {

using Json = nlohmann::json;

/// Moves a plain key to its name in the contract; the contract's own name wins when both stand
/// there.
void Rename(Json& object, const char* plain, const char* contract) {
  const auto found = object.find(plain);
  if (found == object.end()) return;
  if (!object.contains(contract) && !found->is_null()) {
    object[contract] = found->is_string() ? *found : Json(found->dump());
  }
  object.erase(plain);
}

}  // namespace

absl::StatusOr<std::string> ReadBytes(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  std::error_code error;  // a directory opens as a file does, and fails (or ends) when it is read
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError(ToAbsl(fmt::format("cannot read {}", path)));
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

absl::StatusOr<std::unique_ptr<std::istream>> OpenLines(const std::string& path) {
  if (path == "-") return std::make_unique<std::istream>(std::cin.rdbuf());
  std::error_code error;
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*file || std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError(ToAbsl(fmt::format("cannot read {}", path)));
  }
  return file;
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

absl::StatusOr<TextInput> ReadText(const std::string& path) {
  auto bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  text::DecodedText decoded = text::DecodeToUtf8(*bytes);
  TextInput input;
  if (decoded.encoding != "utf-8") input.decoded_from = std::string(decoded.encoding);
  input.utf8 = std::move(decoded.text);
  return input;
}

absl::Status SetPublishTime(std::string_view date, v1::Article& article) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!article.time_zone().empty() && !absl::LoadTimeZone(article.time_zone(), &zone)) {
    return absl::InvalidArgumentError("the time zone is not an IANA name");
  }
  absl::Time time;
  std::string error;
  const bool day_only = date.size() == 10;
  const bool parsed = day_only ? absl::ParseTime("%Y-%m-%d", ToAbsl(date), zone, &time, &error)
                               : absl::ParseTime(absl::RFC3339_full, ToAbsl(date), &time, &error);
  if (!parsed) return absl::InvalidArgumentError("the date is neither YYYY-MM-DD nor RFC 3339");
  const absl::Duration since_epoch = time - absl::UnixEpoch();
  const int64_t seconds = absl::ToUnixSeconds(time);
  article.mutable_publish_time()->set_seconds(seconds);
  article.mutable_publish_time()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(since_epoch - absl::Seconds(seconds))));
  return absl::OkStatus();
}

absl::StatusOr<v1::Article> ParseArticleLine(std::string_view line) {
  Json object = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return absl::InvalidArgumentError("the line is not a JSON object");
  Rename(object, "id", "articleId");
  std::string date;
  if (const auto found = object.find("date"); found != object.end()) {
    if (found->is_string()) date = found->get<std::string>();
    object.erase(found);
  }
  v1::Article article;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const auto parsed = google::protobuf::util::JsonStringToMessage(object.dump(), &article, options);
  if (!parsed.ok()) return absl::InvalidArgumentError("the line is not an Article");
  if (!date.empty() && !article.has_publish_time()) {
    if (absl::Status status = SetPublishTime(date, article); !status.ok()) return status;
  }
  return article;
}

}  // namespace nutgraf::cli
