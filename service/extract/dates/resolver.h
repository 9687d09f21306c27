// From expressions to values: the calendar, the anchor, and in narrative the last date mentioned.
//
// One Resolver reads one article in order: it remembers what was last mentioned. Rules of choice,
// as measured on news (docs/dates.md): a weekday is the latest past one or today, a day without a
// year the nearest, a month without a year the past one, unless a cue says otherwise; in narrative
// the year last mentioned. Not thread-safe; cheap to make.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_RESOLVER_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_RESOLVER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/extract/dates/calendar.h"
#include "service/extract/dates/recognizer.h"

namespace nutgraf::extract::dates {

/// What holds for the whole article.
struct Scene {
  std::optional<Day> anchor = std::nullopt;  // publication, in the article's time zone
  int anchor_second = -1;                    // of the day; -1: not known
  bool narrative = false;
  bool day_first = false;  // 06/03 is 6 March
};

struct Resolution {
  DateType type = DateType::kDate;
  std::string value;
  std::string start;
  std::string end;
  DateGranularity granularity = DateGranularity::kNone;
  DateBasis basis = DateBasis::kNone;
  std::vector<DateAlternative> alternatives;
  float confidence = 0;
  std::string modifier;          // from the rule; the expression's own comes first
  std::optional<Period> period;  // the days meant, for direction and as a reference
};

class Resolver {
 public:
  Resolver(const Lexicon& lexicon, Scene scene) : lexicon_(lexicon), scene_(scene) {}

  /// Nullopt for what is no date after all (30 February, "the last minute"). `sentence` rises
  /// through the article.
  std::optional<Resolution> Resolve(const Expression& expression, CueDirection cue,
                                    uint32_t sentence);

  /// The day a clock time alone is on: `day` found beside it, else the reference, else the anchor.
  std::optional<Resolution> ResolveClock(const Expression& expression,
                                         std::optional<Day> day) const;

  /// The last day mentioned, if any.
  std::optional<Day> reference_day() const { return reference_day_; }

 private:
  struct BaseDay {
    std::optional<Day> day = std::nullopt;
    DateBasis basis = DateBasis::kAnchor;
    DateGranularity granularity = DateGranularity::kDay;
  };
  struct Choice {
    std::optional<Period> period = std::nullopt;
    std::optional<Period> other = std::nullopt;  // the second reading
    DateBasis basis = DateBasis::kExplicit;
    std::string unresolved = {};                           // the value when there is no period
    DateGranularity granularity = DateGranularity::kNone;  // when there is no period
  };

  // resolver_date.cc
  std::optional<Choice> ChooseDate(const Match& match, CueDirection cue) const;
  std::optional<Choice> ChooseMonthDay(int month, int day, const Match& match,
                                       CueDirection cue) const;
  std::optional<Choice> ChooseMonth(int month, const Match& match, CueDirection cue) const;
  std::optional<Choice> ChooseDayOfMonth(int day, const Match& match) const;
  std::optional<Choice> ChooseWeekday(int weekday, const Match& match, CueDirection cue) const;
  std::optional<Choice> ChooseSeason(int season, const Match& match, CueDirection cue) const;
  std::optional<Choice> ChoosePart(char unit, int index, const Match& match,
                                   CueDirection cue) const;
  std::optional<Choice> ChooseHoliday(const Match& match, CueDirection cue) const;
  std::optional<Choice> ChooseNumberDate(const Match& match) const;
  int YearTurns(int month) const;
  /// In news: the year of `month` where this or the last sentence tells, by a date with its month,
  /// of two or more years back.
  std::optional<int> ToldYear(int month) const;
  /// The year that the match says, by number or as "last year"; and on what that rests.
  std::optional<int> YearSaid(const Match& match, DateBasis* basis) const;

  // resolver_relative.cc
  BaseDay BaseOf(Base base) const;
  std::optional<Choice> ChooseRelative(const Expression& expression, CueDirection cue,
                                       Resolution* out) const;
  std::optional<Choice> ChooseShift(const Match& match) const;
  std::optional<Choice> ChooseOffset(const Match& match, CueDirection cue, Resolution* out) const;
  std::optional<Choice> ChooseNth(const Match& match, CueDirection cue) const;

  // resolver_quantity.cc
  std::optional<Resolution> ResolveDuration(const Match& match) const;
  std::optional<Resolution> ResolveSet(const Match& match) const;
  std::optional<Resolution> ResolveVague(const Match& match) const;
  std::optional<Resolution> ResolveRange(const Match& match, CueDirection cue) const;

  /// Gives `out` the clock time and part of day on its day (if it has one).
  bool AddTime(const Expression& expression, Resolution* out) const;
  void Remember(const Resolution& resolution, const Match& match, uint32_t sentence);

  const Lexicon& lexicon_;
  Scene scene_;
  std::optional<Day> reference_day_;
  std::optional<Period> reference_;
  std::optional<int> reference_year_;
  uint32_t reference_sentence_ = 0;
  std::optional<int> told_year_;  // of the last date, if it had its month and year
  uint32_t told_sentence_ = 0;
  uint32_t sentence_ = 0;
};

/// The TIMEX3 code of a part of day and the hours it covers.
struct PartOfDay {
  const char* code;
  int first_hour;  // inclusive
  int last_hour;   // its last minute ends the part; above 23: of the next day
};
PartOfDay PartFromCode(char code);

/// "P3Y", "PT20M", "P2.5Y"; `thousandths` < 0 for an unknown number ("PXY").
std::string DurationValue(int64_t thousandths, char unit);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_RESOLVER_H_
