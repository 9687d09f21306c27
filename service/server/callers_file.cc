#include "service/server/callers_file.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"
#include "nutgraf/v1/article_service.pb.h"
#include "service/base/absl_compat.h"

namespace nutgraf::server {
namespace {

using nlohmann::json;

constexpr size_t kDigestDigits = 64;
constexpr size_t kMaxName = 64;
constexpr double kMaxRate = 1e6;
constexpr int kMaxCalls = 1'000'000;

absl::Status Wrong(std::string_view where, std::string_view what) {
  return absl::InvalidArgumentError(ToAbsl(fmt::format("{}: {}", where, what)));
}

bool IsMethod(const std::string& name) {
  static const auto* const service =
      nutgraf::v1::AnalyzeArticleRequest::descriptor()->file()->pool()->FindServiceByName(
          "nutgraf.v1.ArticleService");
  return service != nullptr && service->FindMethodByName(name) != nullptr;
}

bool IsName(std::string_view s) {
  return !s.empty() && s.size() <= kMaxName &&
         std::all_of(s.begin(), s.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool IsDigest(std::string_view s) {
  return s.size() == kDigestDigits &&
         std::all_of(s.begin(), s.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

absl::Status ReadStrings(const json& value, const std::string& where, bool (*good)(const json&),
                         std::string_view rule, std::vector<std::string>* out) {
  if (!value.is_array() || value.empty()) return Wrong(where, "must be a list that is not empty");
  for (size_t i = 0; i < value.size(); ++i) {
    if (!value[i].is_string() || !good(value[i])) {
      return Wrong(fmt::format("{}[{}]", where, i), rule);
    }
    out->push_back(value[i].get<std::string>());
  }
  return absl::OkStatus();
}

absl::StatusOr<double> ReadNumber(const json& value, const std::string& where, double most) {
  if (!value.is_number()) return Wrong(where, "must be a number");
  const auto number = value.get<double>();
  if (!(number > 0 && number <= most)) {
    return Wrong(where, fmt::format("must be above 0 and at most {}", most));
  }
  return number;
}

absl::Status ReadField(const std::string& key, const json& value, const std::string& where,
                       CallerSettings* out) {
  if (key == "name") {
    if (!value.is_string() || !IsName(value.get<std::string>())) {
      return Wrong(where, "must be 1 to 64 printable characters without spaces");
    }
    out->name = value.get<std::string>();
    return absl::OkStatus();
  }
  if (key == "token_sha256") {
    absl::Status status = ReadStrings(
        value, where, [](const json& s) { return IsDigest(s.get<std::string>()); },
        "must be a SHA-256 digest of 64 hex digits", &out->token_digests);
    for (std::string& digest : out->token_digests) absl::AsciiStrToLower(&digest);
    return status;
  }
  if (key == "methods") {
    return ReadStrings(
        value, where, [](const json& s) { return IsMethod(s.get<std::string>()); },
        "must be a method of nutgraf.v1.ArticleService", &out->methods);
  }
  const bool calls = key == "max_calls";
  if (!calls && key != "articles_per_second" && key != "burst") {
    return Wrong(where, "is no setting of a caller");
  }
  const auto number = ReadNumber(value, where, calls ? kMaxCalls : kMaxRate);
  if (!number.ok()) return number.status();
  if (calls) {
    if (!value.is_number_integer()) return Wrong(where, "must be a whole number");
    out->max_calls = static_cast<int>(*number);
  } else if (key == "burst") {
    out->burst = *number;
  } else {
    out->articles_per_second = *number;
  }
  return absl::OkStatus();
}

absl::StatusOr<CallerSettings> ReadCaller(const json& value, const std::string& where) {
  if (!value.is_object()) return Wrong(where, "must be an object");
  CallerSettings out;
  for (const auto& [key, field] : value.items()) {
    // A key may be anything; it is named only where it is a known one.
    const bool known = key.size() <= kMaxName && IsName(key);
    const std::string place = known ? fmt::format("{}.{}", where, key) : where;
    if (absl::Status status = ReadField(key, field, place, &out); !status.ok()) return status;
  }
  if (out.name.empty()) return Wrong(where, "has no name");
  if (out.token_digests.empty()) return Wrong(where, "has no token_sha256");
  if (out.burst > 0 && !out.articles_per_second) {
    return Wrong(where, "burst needs articles_per_second");
  }
  if (out.articles_per_second && out.burst == 0) {
    out.burst = std::max(1.0, *out.articles_per_second);
  }
  return out;
}

}  // namespace

absl::StatusOr<std::vector<CallerSettings>> ParseCallers(std::string_view text) {
  const json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) return Wrong("callers", "the file is not JSON");
  if (!root.is_object() || root.size() != 1 || !root.contains("callers") ||
      !root["callers"].is_array()) {
    return Wrong("callers", "the file must be an object with the one list \"callers\"");
  }
  std::vector<CallerSettings> out;
  std::set<std::string> names, digests;
  for (size_t i = 0; i < root["callers"].size(); ++i) {
    const std::string where = fmt::format("callers[{}]", i);
    auto caller = ReadCaller(root["callers"][i], where);
    if (!caller.ok()) return caller.status();
    if (!names.insert(caller->name).second) return Wrong(where, "has the name of an earlier one");
    for (const std::string& digest : caller->token_digests) {
      if (!digests.insert(digest).second) return Wrong(where, "has a token of an earlier one");
    }
    out.push_back(*std::move(caller));
  }
  return out;
}

std::string TokenDigest(std::string_view token) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(token.data(), token.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace nutgraf::server
