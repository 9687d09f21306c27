// The contract's messages to and from the plain types of the analysis. Protobuf, no gRPC: the
// server uses it, and so does the command line's --local.
//
//   ConvertedRequest in = ConvertRequest(message, {.max_text_bytes = 1 << 20});
//   if (!in.ok()) ... in.violations ...                  // caller error: INVALID_ARGUMENT
//   auto analysis = analyzer.Analyze(in.request, cancel);  // `message` must outlive this call
//   ConvertAnalysis(*analysis, message.article().article_id(), in.offset_encoding, &metadata);
//
// Laws, checked by tests: every span of the answer indexes the text as it was sent, in the encoding
// asked for, and its `text` is that slice; ids are 1-based positions ("p1"), the same for the same
// analysis. No violation repeats text of the article. All functions are pure and thread-safe; both
// conversions are linear in the size of the message.

#ifndef NUTGRAF_SERVICE_CONTRACT_CONVERT_H_
#define NUTGRAF_SERVICE_CONTRACT_CONVERT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nutgraf/v1/article_service.pb.h"
#include "nutgraf/v1/metadata.pb.h"
#include "service/analysis/analyzer.h"
#include "service/text/offset_map.h"

namespace nutgraf::contract {

namespace v1 = ::nutgraf::v1;

/// One thing that is wrong with a request.
struct FieldViolation {
  std::string field;        // path in the message: "article.text", "features[2]"
  std::string reason;       // one of the constants below
  std::string description;  // for a person
};

inline constexpr std::string_view kReasonRequired = "REQUIRED";
inline constexpr std::string_view kReasonTooLong = "TOO_LONG";
inline constexpr std::string_view kReasonTooMany = "TOO_MANY";
inline constexpr std::string_view kReasonOutOfRange = "OUT_OF_RANGE";
inline constexpr std::string_view kReasonUnknownValue = "UNKNOWN_VALUE";
inline constexpr std::string_view kReasonMalformed = "MALFORMED";
inline constexpr std::string_view kReasonNotUtf8 = "NOT_UTF8";

/// Bytes, of UTF-8. The ones that nobody needs to set are part of the contract.
struct RequestLimits {
  uint32_t max_text_bytes = 1 << 20;

  static constexpr uint32_t kMaxTitleBytes = 4096;
  static constexpr uint32_t kMaxArticleIdBytes = 256;
  static constexpr uint32_t kMaxTimeZoneBytes = 64;
  static constexpr uint32_t kMaxLanguageCodeBytes = 35;
  static constexpr uint32_t kMaxSourceUriBytes = 2048;
  static constexpr uint32_t kMaxRequestIdBytes = 128;
  static constexpr int kMaxFeatures = 32;
  static constexpr int kMaxBatchSize = 64;
};

/// What a request says, or what is wrong with it.
struct ConvertedRequest {
  analysis::Request request;  // views into the message
  text::OffsetEncoding offset_encoding = text::OffsetEncoding::kUtf8;
  std::vector<FieldViolation> violations;

  bool ok() const { return violations.empty(); }
};

/// Checks everything and lists everything that is wrong, in the order of the fields.
ConvertedRequest ConvertRequest(const v1::AnalyzeArticleRequest& message,
                                const RequestLimits& limits);

/// Fills `metadata`, which may live on an arena; it must be empty.
void ConvertAnalysis(const analysis::Analysis& analysis, std::string_view article_id,
                     text::OffsetEncoding offset_encoding, v1::ArticleMetadata* metadata);

}  // namespace nutgraf::contract

#endif  // NUTGRAF_SERVICE_CONTRACT_CONVERT_H_
