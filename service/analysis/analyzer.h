// The analysis library: one article in, everything known about it out. No gRPC, no protobuf.
//
//   auto analyzer = Analyzer::Create({.data_directory = dir});   // loads tables (and weights) once
//   auto analysis = (*analyzer)->Analyze({.text = article}, Cancellation());
//   for (const auto& fact : analysis->facts) ...
//
// All spans of an Analysis are bytes of analysis.document.text(); service/contract turns them into
// spans of the raw text in the caller's encoding. Identical requests give identical analyses. One
// Analyzer serves all threads. Errors: INVALID_ARGUMENT (not UTF-8, too long, bad time or zone),
// CANCELLED, DEADLINE_EXCEEDED. A feature that fails on its own is FAILED in `features`, the others
// stand. Error text has no article text.

#ifndef NUTGRAF_SERVICE_ANALYSIS_ANALYZER_H_
#define NUTGRAF_SERVICE_ANALYSIS_ANALYZER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/base/cancellation.h"
#include "service/extract/dates/dates.h"
#include "service/extract/facts/facts.h"
#include "service/extract/keyphrases/keyphrases.h"
#include "service/extract/participants/participants.h"
#include "service/extract/quotes/quotes.h"
#include "service/extract/topics/topics.h"
#include "service/text/document.h"

namespace nutgraf::analysis {

enum class Feature : uint8_t {
  kHeadlineFacts,
  kParticipants,
  kPlaces,
  kDates,
  kQuotes,
  kTopics,
  kKeyphrases
};
inline constexpr int kFeatureCount = 7;

enum class FeatureState : uint8_t { kNotRequested, kComputed, kUnsupportedLanguage, kFailed };

struct Request {
  std::string_view title = {};
  std::string_view text = {};
  std::string publish_time = {};       // RFC 3339 or ISO date; empty: none
  std::string time_zone = {};          // IANA name; empty: UTC
  std::string language_code = {};      // BCP 47; empty: recognised
  std::vector<Feature> features = {};  // empty: all
  float min_confidence = 0;            // results below are left out
};

enum class WarningType : uint8_t {
  kTextRepaired,         // mis-decoded bytes were repaired
  kNoPublicationDate,    // relative dates stay unresolved
  kUnsupportedLanguage,  // the features that need English were not run
  kEmptyText,            // no letters or digits to analyse
  kFeatureFailed,
  kTruncated,  // the text was analysed in part
};

struct Warning {
  WarningType type = WarningType::kTextRepaired;
  std::string message;  // never article text
  text::Span span;      // empty when about the whole article
};

struct StageTiming {
  std::string stage;  // "text", "language", "dates", ...
  absl::Duration wall;
};

struct Analysis {
  text::Document document;
  std::array<FeatureState, kFeatureCount> features{};
  extract::Publication publication;
  std::vector<extract::HeadlineFact> facts;
  extract::ParticipantsResult entities;
  std::vector<extract::DateMention> dates;
  std::vector<extract::Quote> quotes;
  std::vector<extract::Topic> topics;
  std::vector<extract::Keyphrase> keyphrases;
  std::vector<Warning> warnings;
  uint32_t analyzed_bytes = 0;   // of the raw text
  std::string model_version;     // of the language stage, "+", of the tables: "0.1.0+1f2e3d4c";
                                 // with an own taxonomy another "+" and that one's version
  std::string text_fingerprint;  // hex digest of title and text as sent: equal for identical input
  std::vector<StageTiming> timings;
};

struct AnalyzerOptions {
  std::string data_directory;  // holds knowledge.bin and, optionally, weights/
  uint32_t max_text_bytes = 1 << 20;
  bool rules_only = false;         // read language by rules even where weights are installed
  std::string taxonomy_file = {};  // a newsroom's own topics, beside IPTC's; empty: none
};

/// What the library can do; GetCapabilities answers from it.
struct Capabilities {
  std::vector<std::string> languages;
  std::string taxonomy_version;
  std::string model_version;
  uint32_t max_text_bytes = 0;
};

class Analyzer {
 public:
  virtual ~Analyzer() = default;
  /// INVALID_ARGUMENT for a taxonomy file with faults, which are listed by line.
  static absl::StatusOr<std::unique_ptr<const Analyzer>> Create(const AnalyzerOptions& options);

  virtual absl::StatusOr<Analysis> Analyze(const Request& request,
                                           const Cancellation& cancel) const = 0;
  virtual Capabilities capabilities() const = 0;
};

}  // namespace nutgraf::analysis

#endif  // NUTGRAF_SERVICE_ANALYSIS_ANALYZER_H_
