// Dates: every time expression of the article, its TIMEX3 value, and the calendar interval it
// means.
//
// In: a Document, its Annotations (used for scheduling cues and, with a parse, the governing verb),
// and the anchor. Out: DateMentions in text order, disjoint. Values follow TIMEX3 (ISO 8601 with
// its extensions: "2023-03-06", "2023-W10", "2023-Q1", "P2D", "XXXX-WXX-7", "PAST_REF").
//
// The clock of the machine is never read: with no publication date given or found, a relative
// expression keeps its unresolved value ("XXXX-WXX-7" for a bare Sunday) and empty start and end.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_DATES_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_DATES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract {

/// Where the anchor (the date of publication) comes from, in order of precedence.
enum class PublicationSource : uint8_t { kNone, kRequest, kDateline, kEmbeddedPost, kText };

struct Publication {
  std::string date;  // "2023-03-05", or with a time "2023-03-05T14:30:00+05:00"; empty when kNone
  PublicationSource source = PublicationSource::kNone;
  text::Span span;  // where it stands in the text; empty for kRequest and kNone
};

enum class DateType : uint8_t { kDate, kTime, kDuration, kSet };
enum class DateGranularity : uint8_t {
  kNone,
  kSecond,
  kMinute,
  kHour,
  kPartOfDay,
  kDay,
  kWeekend,
  kWeek,
  kMonth,
  kSeason,
  kQuarter,
  kHalfYear,
  kYear,
  kDecade,
  kCentury,
};
enum class DateDirection : uint8_t { kNone, kPast, kPresent, kFuture };  // against the anchor
enum class DateBasis : uint8_t {
  kNone,       // no calendar date (a duration, a set), or unresolved
  kExplicit,   // the text says it in full
  kAnchor,     // resolved against the publication date
  kReference,  // resolved against another date of the text
};

struct DateAlternative {
  std::string value = {};
  std::string start = {};
  std::string end = {};
  float confidence = 0;
};

struct DateMention {
  text::Span span;
  DateType type = DateType::kDate;
  std::string value;     // TIMEX3 value; never empty
  std::string modifier;  // TIMEX3 mod: "START", "MID", "END", "APPROX", "BEFORE", "AFTER",
                         // "LESS_THAN", "MORE_THAN"... or empty
  std::string
      start;  // ISO 8601 date or date-time, inclusive; empty when unresolved or not a point in time
  std::string end;  // inclusive
  DateGranularity granularity = DateGranularity::kNone;
  DateDirection direction = DateDirection::kNone;
  DateBasis basis = DateBasis::kNone;
  std::vector<DateAlternative> alternatives;  // other readings, most likely first
  float confidence = 0;                       // 0..1
};

/// How relative and partial dates are read. News counts from publication; a narrative (history,
/// a long account of past years) from the date that it last mentioned.
enum class DateMode : uint8_t { kAuto, kNews, kNarrative };

struct DateOptions {
  std::string publish_time = {};    // RFC 3339 or ISO date of the request; empty: look in the text
  std::string time_zone = {};       // IANA name; empty: UTC
  DateMode mode = DateMode::kAuto;  // kAuto: the document decides
};

struct DatesResult {
  Publication publication;
  DateMode mode = DateMode::kNews;  // as read: kNews or kNarrative
  std::vector<DateMention> dates;   // ascending, disjoint; index is the date_id
};

class DateExtractor {
 public:
  virtual ~DateExtractor() = default;

  /// Fails when a table is missing or a rule in it does not compile (the message names the row).
  static absl::StatusOr<std::unique_ptr<const DateExtractor>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  /// INVALID_ARGUMENT for options that don't parse, CANCELLED or DEADLINE_EXCEEDED; thread-safe,
  /// linear time.
  virtual absl::StatusOr<DatesResult> Extract(const text::Document& document,
                                              const language::Annotations& annotations,
                                              const DateOptions& options,
                                              const Cancellation& cancel) const = 0;
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_DATES_H_
