// Calendar dates: which year, month or week an expression means that doesn't say it.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "fmt/format.h"
#include "service/extract/dates/resolver.h"

namespace nutgraf::extract::dates {
namespace {

using std::chrono::days;

constexpr int64_t kFreshDays = 31;  // a day this near behind is news, whatever was told before it

int ExpandShortYear(int64_t two_digits) {
  return static_cast<int>(two_digits >= 40 ? 1900 + two_digits : 2000 + two_digits);
}

std::optional<Period> HolidayPeriod(const Holiday& holiday, int year) {
  std::optional<Day> day;
  switch (holiday.kind) {
    case Holiday::Kind::kFixed:
      day = MakeDay(year, holiday.month, holiday.day);
      break;
    case Holiday::Kind::kNth:
      day = NthWeekday(year, holiday.month, holiday.day, holiday.n);
      if (day) *day += days(holiday.shift);
      break;
    case Holiday::Kind::kEaster:
      if (year > 325 && year <= 4099) day = EasterSunday(year) + days(holiday.day);
      break;
    case Holiday::Kind::kOrthodox:
      if (year >= 1900 && year <= 2099) day = OrthodoxEaster(year) + days(holiday.day);
      break;
    case Holiday::Kind::kListed: {
      const auto it = std::lower_bound(
          holiday.listed.begin(), holiday.listed.end(), year,
          [](const std::pair<int, Day>& entry, int wanted) { return entry.first < wanted; });
      if (it != holiday.listed.end() && it->first == year) day = it->second;
      break;
    }
    case Holiday::Kind::kUnknown:
      break;
  }
  if (!day) return std::nullopt;
  Period period = DayPeriod(*day);
  if (holiday.length > 1) {
    period.last = *day + days(holiday.length - 1);
    period.value += "/" + DayPeriod(period.last).value;
  }
  return period;
}

}  // namespace

std::optional<int> Resolver::YearSaid(const Match& match, DateBasis* basis) const {
  *basis = DateBasis::kExplicit;
  if (const Capture* year = match.Find(kYear)) {
    const bool short_form = year->end - year->begin == 2 && !match.rule->bc && year->value >= 1940;
    if (short_form && scene_.narrative && reference_year_ && *reference_year_ > 1000) {
      // "'89" in an account of the 18th century
      return static_cast<int>(*reference_year_ / 100 * 100 + year->value % 100);
    }
    return static_cast<int>(match.rule->bc ? 1 - year->value : year->value);
  }
  if (const Capture* year = match.Find(kShortYear)) return ExpandShortYear(year->value);
  const Capture* relative = match.Find(kRelative);
  if (relative == nullptr || match.capture[0].symbol == kRelative) return std::nullopt;
  if (match.Find(kMonth) == nullptr && match.Find(kDayNumber) != nullptr) return std::nullopt;
  if (match.Find(kWeekday) != nullptr && match.Find(kMonth) == nullptr) return std::nullopt;
  const BaseDay base = BaseOf(FromReference(*relative) ? Base::kReference : Base::kAnchor);
  if (!base.day) return std::nullopt;
  *basis = base.basis;
  return YearOf(*base.day) + Step(*relative);
}

std::optional<Resolver::Choice> Resolver::ChooseDate(const Match& match, CueDirection cue) const {
  DateBasis basis = DateBasis::kExplicit;
  const std::optional<int> year = YearSaid(match, &basis);
  if (year && (*year < kMinYear + 100 || *year > kMaxYear - 100)) return std::nullopt;
  const Capture* month = match.Find(kMonth);
  const Capture* day = match.Find(kDayNumber);
  if (const Capture* iso = match.Find(kIsoDate)) {
    const auto d =
        MakeDay(static_cast<int>(iso->value >> 16), static_cast<int>(iso->value >> 8 & 0xFF),
                static_cast<int>(iso->value & 0xFF));
    if (!d) return std::nullopt;
    return Choice{.period = DayPeriod(*d)};
  }
  if (match.Find(kNumberDate) != nullptr) return ChooseNumberDate(match);
  if (match.Find(kHoliday) != nullptr) return ChooseHoliday(match, cue);
  if (month != nullptr && day != nullptr) {
    const int m = static_cast<int>(month->value);
    const int d = static_cast<int>(day->value);
    if (!year) return ChooseMonthDay(m, d, match, cue);
    const auto full = MakeDay(*year, m, d);
    if (!full) return std::nullopt;
    return Choice{.period = DayPeriod(*full), .basis = basis};
  }
  if (month != nullptr) {
    const int m = static_cast<int>(month->value);
    if (!year) return ChooseMonth(m, match, cue);
    return Choice{.period = MonthPeriod(*year, m), .basis = basis};
  }
  if (const Capture* weekday = match.Find(kWeekday)) {
    return ChooseWeekday(static_cast<int>(weekday->value), match, cue);
  }
  if (day != nullptr) return ChooseDayOfMonth(static_cast<int>(day->value), match);
  if (const Capture* season = match.Find(kSeason)) {
    const int s = static_cast<int>(season->value);
    if (!year) return ChooseSeason(s, match, cue);
    return Choice{.period = SeasonPeriod(*year, s), .basis = basis};
  }
  if (const Capture* quarter = match.Find(kQuarterCode)) {
    const int q = static_cast<int>(quarter->value);
    if (!year) return ChoosePart('Q', q, match, cue);
    return Choice{.period = QuarterPeriod(*year, q), .basis = basis};
  }
  if (const Capture* half = match.Find(kHalfCode)) {
    const int h = static_cast<int>(half->value);
    if (!year) return ChoosePart('H', h, match, cue);
    return Choice{.period = HalfPeriod(*year, h), .basis = basis};
  }
  if (const Capture* decade = match.Find(kDecade)) {
    const int first = static_cast<int>(decade->value);
    if (match.rule->bc) return Choice{.period = DecadePeriod(1 - first)};
    if (first % 100 == 0 && first < 2000) return Choice{.period = CenturyPeriod(first / 100 + 1)};
    return Choice{.period = DecadePeriod(first)};
  }
  if (year) {
    Period period = YearPeriod(*year);
    if (match.rule->fiscal) period.value = "FY" + period.value;
    return Choice{.period = std::move(period), .basis = basis};
  }
  return std::nullopt;
}

int Resolver::YearTurns(int month) const {
  // After "In December 1941 ..." a narrative's "in January" is the next year's.
  if (!reference_ || reference_->granularity > DateGranularity::kMonth) return 0;
  return MonthOf(reference_->first) - month >= 9 ? 1 : 0;
}

std::optional<int> Resolver::ToldYear(int month) const {
  // "On September 4, 1957, they were stopped. Not until September 23 ..."
  if (!told_year_ || !scene_.anchor || sentence_ - told_sentence_ > 1) return std::nullopt;
  if (*told_year_ > YearOf(*scene_.anchor) - 2) return std::nullopt;
  return *told_year_ + YearTurns(month);
}

std::optional<Resolver::Choice> Resolver::ChooseMonthDay(int month, int day, const Match& match,
                                                         CueDirection cue) const {
  const Capture* weekday = match.Find(kWeekday);
  const Capture* relative = match.Find(kRelative);
  std::optional<int> middle;
  DateBasis basis = DateBasis::kAnchor;
  const bool narrative = scene_.narrative && reference_year_.has_value();
  if (narrative) {
    middle = *reference_year_ + YearTurns(month);
    basis = DateBasis::kReference;
  } else if (scene_.anchor) {
    middle = YearOf(*scene_.anchor);
  }
  // 29 February is a day of some years, 30 February of none.
  if (!MakeDay(2000, month, day)) return std::nullopt;
  if (!middle) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = fmt::format("XXXX-{:02}-{:02}", month, day),
                  .granularity = DateGranularity::kDay};
  }
  std::optional<Day> best;
  std::optional<Day> second;
  int64_t best_cost = 0;
  int64_t second_cost = 0;
  for (int y = *middle - 1; y <= *middle + 1; ++y) {
    const auto candidate = MakeDay(y, month, day);
    if (!candidate) continue;
    int64_t cost = narrative ? std::abs(y - *middle) * 1000
                             : std::abs((*candidate - *scene_.anchor).count()) * 2;
    if (!narrative) {
      const bool ahead = *candidate > *scene_.anchor;
      // A cue is worth three months, not more: "nearest" holds in 94 of 100.
      if (cue == CueDirection::kFuture && !ahead) cost += 180;
      if (cue == CueDirection::kPast && ahead) cost += 180;
      // "last Oct. 13", "next May 2"
      const int step = relative != nullptr ? Step(*relative) : 0;
      if ((step < 0 && *candidate >= *scene_.anchor) || (step > 0 && !ahead)) cost += 5000;
    }
    if (weekday != nullptr && WeekdayOf(*candidate) != static_cast<int>(weekday->value)) {
      cost += 5000;
    }
    if (!best || cost < best_cost) {
      second = best;
      second_cost = best_cost;
      best = candidate;
      best_cost = cost;
    } else if (!second || cost < second_cost) {
      second = candidate;
      second_cost = cost;
    }
  }
  if (!best) return std::nullopt;
  if (!narrative && relative == nullptr && weekday == nullptr && cue != CueDirection::kFuture) {
    const int64_t back = (*scene_.anchor - *best).count();
    const auto told = ToldYear(month);
    const auto then = told ? MakeDay(*told, month, day) : std::nullopt;
    if (then && (back < 0 || back > kFreshDays)) {
      return Choice{
          .period = DayPeriod(*then), .other = DayPeriod(*best), .basis = DateBasis::kReference};
    }
  }
  Choice choice{.period = DayPeriod(*best), .basis = basis};
  if (!narrative && second && second_cost < 2 * best_cost) choice.other = DayPeriod(*second);
  return choice;
}

std::optional<Resolver::Choice> Resolver::ChooseMonth(int month, const Match& match,
                                                      CueDirection cue) const {
  const Capture* relative = match.Find(kRelative);
  const bool reference = (relative != nullptr && FromReference(*relative)) || scene_.narrative;
  const BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (!base.day) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = fmt::format("XXXX-{:02}", month),
                  .granularity = DateGranularity::kMonth};
  }
  const int y = YearOf(*base.day);
  const int m = MonthOf(*base.day);
  if (relative != nullptr) {
    int year = y;
    if (Step(*relative) < 0 && month >= m) --year;
    if (Step(*relative) > 0 && month <= m) ++year;
    return Choice{.period = MonthPeriod(year, month), .basis = base.basis};
  }
  if (scene_.narrative && base.basis == DateBasis::kReference) {
    return Choice{.period = MonthPeriod(reference_year_.value_or(y) + YearTurns(month), month),
                  .basis = base.basis};
  }
  const int past = month <= m ? y : y - 1;
  const int future = month >= m ? y : y + 1;
  const bool ahead = cue == CueDirection::kFuture;
  if (const auto told = ToldYear(month); told && !ahead && base.basis == DateBasis::kAnchor) {
    return Choice{.period = MonthPeriod(*told, month),
                  .other = MonthPeriod(past, month),
                  .basis = DateBasis::kReference};
  }
  Choice choice{.period = MonthPeriod(ahead ? future : past, month), .basis = base.basis};
  if (past != future) choice.other = MonthPeriod(ahead ? past : future, month);
  return choice;
}

std::optional<Resolver::Choice> Resolver::ChooseDayOfMonth(int day, const Match& match) const {
  const Capture* relative = match.Find(kRelative);
  const bool reference = relative == nullptr || FromReference(*relative);
  const BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (!base.day || base.granularity > DateGranularity::kMonth) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = fmt::format("XXXX-XX-{:02}", day),
                  .granularity = DateGranularity::kDay};
  }
  const auto month = UnitPeriod(*base.day, 'M', relative != nullptr ? Step(*relative) : 0);
  if (!month) return std::nullopt;
  const auto resolved = MakeDay(YearOf(month->first), MonthOf(month->first), day);
  if (!resolved) return std::nullopt;
  return Choice{.period = DayPeriod(*resolved), .basis = base.basis};
}

std::optional<Resolver::Choice> Resolver::ChooseWeekday(int weekday, const Match& match,
                                                        CueDirection cue) const {
  const Capture* relative = match.Find(kRelative);
  const Capture* day = match.Find(kDayNumber);
  const bool first = relative != nullptr && match.capture[0].symbol == kRelative;
  const bool reference = (relative != nullptr && FromReference(*relative)) || scene_.narrative;
  BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (scene_.narrative) base.day = reference_day_;
  if (!base.day) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = fmt::format("XXXX-WXX-{}", weekday),
                  .granularity = DateGranularity::kDay};
  }
  const Day from = *base.day;
  const Day same_week = MondayOf(from) + days(weekday - 1);
  const int back = (WeekdayOf(from) - weekday + 7) % 7;
  const Day past = from - days(back);  // today counts
  const Day future = from + days((7 - back) % 7);
  if (day != nullptr && relative == nullptr) {  // "Friday 23": the nearest such day
    for (int k = 0; k <= 26; ++k) {
      for (const Day candidate : {past - days(7 * k), future + days(7 * k)}) {
        if (DayOf(candidate) == static_cast<int>(day->value)) {
          return Choice{.period = DayPeriod(candidate), .basis = base.basis};
        }
      }
    }
    return std::nullopt;
  }
  if (match.rule->n != 0) {  // "Monday week"
    return Choice{.period = DayPeriod((back == 0 ? from : future) + days(7 * match.rule->n)),
                  .basis = base.basis};
  }
  if (relative != nullptr) {
    const int step = Step(*relative);
    if (!first || match.rule->value == "week") {
      return Choice{.period = DayPeriod(same_week + days(7 * step)), .basis = base.basis};
    }
    Choice choice{.basis = base.basis};
    if (step < 0) {
      choice.period = DayPeriod(back == 0 ? from - days(7) : past);
      choice.other = DayPeriod(choice.period->first - days(7));
    } else if (step > 0) {
      choice.period = DayPeriod(back == 0 ? from + days(7) : future);
      choice.other = DayPeriod(choice.period->first + days(7));
    } else {
      choice.period = DayPeriod(same_week);
      // "it will open this Monday", said on a Saturday
      if (cue == CueDirection::kFuture && same_week < from) {
        choice.other = choice.period;
        choice.period = DayPeriod(same_week + days(7));
      }
    }
    return choice;
  }
  const bool ahead = cue == CueDirection::kFuture;
  Choice choice{.period = DayPeriod(ahead ? future : past), .basis = base.basis};
  choice.other = DayPeriod(ahead ? (back == 0 ? from - days(7) : past)
                                 : (back == 0 ? from + days(7) : future));
  return choice;
}

std::optional<Resolver::Choice> Resolver::ChooseSeason(int season, const Match& match,
                                                       CueDirection cue) const {
  const Capture* relative = match.Find(kRelative);
  const bool reference = (relative != nullptr && FromReference(*relative)) || scene_.narrative;
  const BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (!base.day) {
    static constexpr std::array<const char*, 4> kUnresolved = {"XXXX-SP", "XXXX-SU", "XXXX-FA",
                                                               "XXXX-WI"};
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = kUnresolved[static_cast<size_t>(season)],
                  .granularity = DateGranularity::kSeason};
  }
  const Day from = *base.day;
  const int y = YearOf(from);
  Period past = SeasonPeriod(y - 2, season);
  std::optional<Period> current;
  Period future = SeasonPeriod(y + 1, season);
  for (int candidate = y - 2; candidate <= y + 1; ++candidate) {
    const Period p = SeasonPeriod(candidate, season);
    if (p.last < from) past = p;
    if (p.first <= from && from <= p.last) current = p;
    if (p.first > from) {
      future = p;
      break;
    }
  }
  if (relative != nullptr) {
    const int step = Step(*relative);
    Choice choice{.basis = base.basis};
    choice.period = step < 0 ? past : step > 0 ? future : current ? *current : future;
    if (step == 0 && !current) {
      const Period same_year = SeasonPeriod(y, season);
      choice.other = choice.period->value == same_year.value ? past : same_year;
    }
    return choice;
  }
  if (scene_.narrative && base.basis == DateBasis::kReference) {
    return Choice{.period = SeasonPeriod(reference_year_.value_or(y), season), .basis = base.basis};
  }
  const bool ahead = cue == CueDirection::kFuture;
  Choice choice{.period = current ? *current : ahead ? future : past, .basis = base.basis};
  choice.other = current ? past : ahead ? past : future;
  return choice;
}

std::optional<Resolver::Choice> Resolver::ChoosePart(char unit, int index, const Match& match,
                                                     CueDirection cue) const {
  // The quarter or half of a year that isn't said: the latest that has begun.
  const Capture* relative = match.Find(kRelative);
  const bool reference = (relative != nullptr && FromReference(*relative)) || scene_.narrative;
  const BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (!base.day) {
    return Choice{
        .basis = DateBasis::kNone,
        .unresolved = fmt::format("XXXX-{}{}", unit, index),
        .granularity = unit == 'Q' ? DateGranularity::kQuarter : DateGranularity::kHalfYear};
  }
  const auto make = [&](int y) {
    return unit == 'Q' ? QuarterPeriod(y, index) : HalfPeriod(y, index);
  };
  const int y = YearOf(*base.day);
  const Period same = make(y);
  if (scene_.narrative && base.basis == DateBasis::kReference) {
    return Choice{.period = same, .basis = base.basis};
  }
  const bool begun = same.first <= *base.day;
  const bool over = same.last < *base.day;
  if (cue == CueDirection::kFuture) {
    return Choice{.period = over ? make(y + 1) : same,
                  .other = over ? same : make(y - 1),
                  .basis = base.basis};
  }
  // In a quarter's first weeks the results are those of a year ago's; a running one is not over.
  Choice choice{.period = begun ? same : make(y - 1), .basis = base.basis};
  choice.other = begun ? make(y - 1) : same;
  return choice;
}

std::optional<Resolver::Choice> Resolver::ChooseHoliday(const Match& match,
                                                        CueDirection cue) const {
  const Holiday& holiday = lexicon_.holiday(match.Find(kHoliday)->value);
  DateBasis basis = DateBasis::kExplicit;
  const std::optional<int> year = YearSaid(match, &basis);
  if (year) {
    auto period = HolidayPeriod(holiday, *year);
    if (!period) {
      return Choice{.basis = DateBasis::kNone,
                    .unresolved = fmt::format("{}-XX-XX", YearValue(*year)),
                    .granularity = DateGranularity::kDay};
    }
    return Choice{.period = std::move(period), .basis = basis};
  }
  const Capture* relative = match.Find(kRelative);
  const bool reference = (relative != nullptr && FromReference(*relative)) || scene_.narrative;
  const BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (!base.day || holiday.kind == Holiday::Kind::kUnknown) {
    std::string value = "XXXX-XX-XX";
    if (holiday.kind == Holiday::Kind::kFixed) {
      value = fmt::format("XXXX-{:02}-{:02}", holiday.month, holiday.day);
    }
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = std::move(value),
                  .granularity = DateGranularity::kDay};
  }
  const int y = YearOf(*base.day);
  std::optional<Period> past;
  std::optional<Period> future;
  for (int candidate = y - 1; candidate <= y + 1; ++candidate) {
    auto p = HolidayPeriod(holiday, candidate);
    if (!p) continue;
    if (p->first <= *base.day) past = p;
    if (p->first > *base.day && !future) future = p;
  }
  if (scene_.narrative && base.basis == DateBasis::kReference && relative == nullptr) {
    auto p = HolidayPeriod(holiday, y);
    if (!p) return std::nullopt;
    return Choice{.period = std::move(p), .basis = base.basis};
  }
  if (!past || !future) {  // outside the years that the rule knows
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = "XXXX-XX-XX",
                  .granularity = DateGranularity::kDay};
  }
  Choice choice{.basis = base.basis};
  if (relative != nullptr) {
    const int step = Step(*relative);
    choice.period = step < 0 ? past : step > 0 ? future : HolidayPeriod(holiday, y);
    return choice;
  }
  const bool near_future = (future->first - *base.day) < (*base.day - past->first);
  const bool running = past->last >= *base.day;  // "Ramadan is to end on Monday"
  const bool ahead =
      !running && (cue == CueDirection::kFuture || (near_future && cue != CueDirection::kPast));
  choice.period = ahead ? future : past;
  choice.other = ahead ? past : future;
  return choice;
}

std::optional<Resolver::Choice> Resolver::ChooseNumberDate(const Match& match) const {
  const NumberDate numbers = UnpackNumberDate(match.Find(kNumberDate)->value);
  const int year = numbers.four_digits ? numbers.third : ExpandShortYear(numbers.third);
  const auto day_first = MakeDay(year, numbers.second, numbers.first);
  const auto month_first = MakeDay(year, numbers.first, numbers.second);
  if (!day_first && !month_first) return std::nullopt;
  bool first = scene_.day_first;
  if (day_first && month_first && scene_.anchor) {
    // One reading within days of publication, the other months away: news speaks of the near one.
    const auto a = std::abs((*day_first - *scene_.anchor).count());
    const auto b = std::abs((*month_first - *scene_.anchor).count());
    if (a <= 8 && b > 24) first = true;
    if (b <= 8 && a > 24) first = false;
  }
  const auto chosen = (first && day_first) || !month_first ? day_first : month_first;
  const auto other = chosen == day_first ? month_first : day_first;
  Choice choice{.period = DayPeriod(*chosen)};
  if (other && *other != *chosen) choice.other = DayPeriod(*other);
  return choice;
}

}  // namespace nutgraf::extract::dates
