// The day that an article counts from: the request's, the dateline's, an embedded post's, or one
// that a line of the text gives ("Published: March 5, 2023", a line that is only a date). Never the
// clock.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_ANCHOR_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_ANCHOR_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/dates/calendar.h"
#include "service/extract/dates/dates.h"
#include "service/extract/dates/recognizer.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"

namespace nutgraf::extract::dates {

struct Anchor {
  Publication publication;
  std::optional<Day> day;
  int second = -1;  // of the day; -1: not known
};

class AnchorFinder {
 public:
  /// `recognizer` must outlive the finder.
  static absl::StatusOr<std::unique_ptr<const AnchorFinder>> Create(
      const knowledge::Knowledge& knowledge, const Recognizer& recognizer);

  /// INVALID_ARGUMENT when publish_time or time_zone don't parse. Reads the short paragraphs of the
  /// document: O(text).
  absl::StatusOr<Anchor> Find(const text::Document& document, const DateOptions& options) const;

 private:
  enum class Role : uint8_t { kNone, kPublish, kUpdate, kFiller };
  struct Found {
    Day day = {};
    text::Span span = {};
    bool has_year = true;
    int month = 0;  // when it has none
    int day_of_month = 0;
  };

  explicit AnchorFinder(const Recognizer& recognizer) : recognizer_(recognizer) {}

  Role RoleOf(const Atom& atom) const;
  std::optional<Found> DateIn(std::string_view text, text::Span span) const;
  std::optional<Found> FromDateline(const text::Document& document, std::optional<Day> other) const;
  std::optional<Found> FromPosts(const text::Document& document) const;
  std::optional<Found> FromText(const text::Document& document) const;

  const Recognizer& recognizer_;
  std::vector<Role> roles_;  // by the lexicon's word
};

/// The request's time: a day, and a second of it, in `time_zone`. INVALID_ARGUMENT names the field.
absl::StatusOr<Anchor> ParseRequestTime(const DateOptions& options);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_ANCHOR_H_
