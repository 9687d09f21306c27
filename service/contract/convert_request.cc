#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/contract/convert.h"
#include "service/contract/enums.h"

namespace nutgraf::contract {
namespace {

// Timestamps of years 0001 to 9999, as google/protobuf/timestamp.proto promises.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;

bool IsAsciiAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Only names of the zone database, and only ones that are there: the loader behind absl would also
// take paths and would remember each unknown name for ever.
bool IsKnownTimeZone(const std::string& name) {
  if (name == "UTC") return true;
  const auto good = [](char c) {
    return IsAsciiAlnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
  };
  if (name.empty() || name.front() == '/' || !std::all_of(name.begin(), name.end(), good)) {
    return false;
  }
  if (name == "localtime" || name.starts_with("posix/") || name.starts_with("right/")) return false;
  const char* folder = std::getenv("TZDIR");
  const std::string path =
      std::string(folder != nullptr ? folder : "/usr/share/zoneinfo") + "/" + name;
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

class Checker {
 public:
  Checker(const RequestLimits& limits, ConvertedRequest* out) : limits_(limits), out_(*out) {}

  void Check(const v1::AnalyzeArticleRequest& message) {
    if (message.has_article()) {
      CheckArticle(message.article());
    } else {
      Add("article", kReasonRequired, "the request has no article");
    }
    CheckOptions(message);
  }

 private:
  void Add(std::string field, std::string_view reason, std::string description) {
    out_.violations.push_back({std::move(field), std::string(reason), std::move(description)});
  }

  bool CheckLength(const char* field, const std::string& value, uint32_t limit) {
    if (value.size() <= limit) return true;
    Add(field, kReasonTooLong,
        fmt::format("{} bytes are more than the {} allowed", value.size(), limit));
    return false;
  }

  void CheckArticle(const v1::Article& article) {
    using Limits = RequestLimits;
    CheckLength("article.article_id", article.article_id(), Limits::kMaxArticleIdBytes);
    if (CheckLength("article.title", article.title(), Limits::kMaxTitleBytes)) {
      out_.request.title = article.title();
    }
    if (article.text().empty()) {
      Add("article.text", kReasonRequired, "the text is empty");
    } else if (CheckLength("article.text", article.text(), limits_.max_text_bytes)) {
      out_.request.text = article.text();
    }
    CheckTime(article);
    if (CheckLength("article.language_code", article.language_code(),
                    Limits::kMaxLanguageCodeBytes)) {
      CheckLanguage(article.language_code());
    }
    CheckLength("article.source_uri", article.source_uri(), Limits::kMaxSourceUriBytes);
  }

  void CheckTime(const v1::Article& article) {
    bool zone_is_good = true;
    absl::TimeZone zone = absl::UTCTimeZone();
    if (!article.time_zone().empty()) {
      zone_is_good =
          CheckLength("article.time_zone", article.time_zone(), RequestLimits::kMaxTimeZoneBytes);
      if (zone_is_good) {
        zone_is_good =
            IsKnownTimeZone(article.time_zone()) && absl::LoadTimeZone(article.time_zone(), &zone);
        if (!zone_is_good) {
          Add("article.time_zone", kReasonUnknownValue,
              "not a time zone of the IANA database, such as Europe/Paris");
        }
      }
      out_.request.time_zone = article.time_zone();
    }
    if (!article.has_publish_time()) return;
    const auto& time = article.publish_time();
    if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond || time.nanos() < 0 ||
        time.nanos() > 999'999'999) {
      Add("article.publish_time", kReasonOutOfRange, "not a time of the years 0001 to 9999");
    } else if (zone_is_good) {
      // Written in the article's own zone, so that its day is the day of publication there.
      // Midnight is how a caller says that it knows the day only.
      const absl::Time published = absl::FromUnixSeconds(time.seconds());
      const absl::CivilSecond local = zone.At(published).cs;
      const bool day_only = local == absl::CivilSecond(absl::CivilDay(local));
      out_.request.publish_time =
          absl::FormatTime(day_only ? "%E4Y-%m-%d" : absl::RFC3339_sec, published, zone);
    }
  }

  void CheckLanguage(const std::string& code) {
    const bool good =
        code.empty() ||
        (IsAsciiAlnum(code.front()) && IsAsciiAlnum(code.back()) &&
         std::all_of(code.begin(), code.end(), [](char c) { return IsAsciiAlnum(c) || c == '-'; }));
    if (good) {
      out_.request.language_code = code;
    } else {
      Add("article.language_code", kReasonMalformed, "not a BCP 47 language tag, such as en");
    }
  }

  void CheckOptions(const v1::AnalyzeArticleRequest& message) {
    if (message.features_size() > RequestLimits::kMaxFeatures) {
      Add("features", kReasonTooMany,
          fmt::format("{} entries are more than the {} allowed", message.features_size(),
                      RequestLimits::kMaxFeatures));
    } else {
      for (int i = 0; i < message.features_size(); ++i) {
        if (const auto feature = FeatureFromProto(message.features(i))) {
          out_.request.features.push_back(*feature);
        } else {
          Add(fmt::format("features[{}]", i), kReasonUnknownValue,
              "not a feature that this server knows");
        }
      }
    }
    if (const auto encoding = OffsetEncodingFromProto(message.offset_encoding())) {
      out_.offset_encoding = *encoding;
    } else {
      Add("offset_encoding", kReasonUnknownValue, "not an offset encoding that this server knows");
    }
    const float confidence = message.min_confidence();
    if (confidence >= 0 && confidence <= 1) {  // false for NaN
      out_.request.min_confidence = confidence;
    } else {
      Add("min_confidence", kReasonOutOfRange, "not a number from 0 to 1");
    }
  }

  const RequestLimits& limits_;
  ConvertedRequest& out_;
};

}  // namespace

ConvertedRequest ConvertRequest(const v1::AnalyzeArticleRequest& message,
                                const RequestLimits& limits) {
  ConvertedRequest out;
  Checker(limits, &out).Check(message);
  return out;
}

}  // namespace nutgraf::contract
