// Finds the dates that stand in datelines, bylines and posts: "March 5, 2023", "Sunday, 5 March",
// "2023-03-05", "5/3/2023". Where they stand, not what they mean: that is extract/dates.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_DATE_WORDS_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_DATE_WORDS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"

namespace nutgraf::text {

class DateWords {
 public:
  enum class Kind : uint8_t { kNone, kMonth, kWeekday, kPart, kZone, kLabel, kAgo, kFiller };

  /// Table text/date_words.
  static absl::StatusOr<DateWords> Create(const knowledge::Knowledge& knowledge);

  Kind Find(std::string_view text, const Token& token) const;

  /// The end of a calendar date that starts at token `at`, before `last`; `at` when none does.
  uint32_t MatchDate(std::string_view text, const std::vector<Token>& tokens, uint32_t at,
                     uint32_t last) const;

  /// Whether the tokens say only when: a date, perhaps with labels, a clock time, a time zone, or
  /// a relative time ("2 hours ago"). `date` receives the first calendar date, if there is one.
  bool OnlyTime(std::string_view text, const std::vector<Token>& tokens, TokenRange range,
                TokenRange* date) const;

 private:
  absl::flat_hash_map<std::string_view, Kind> kinds_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_DATE_WORDS_H_
