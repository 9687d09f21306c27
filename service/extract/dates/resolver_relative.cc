// Steps from the anchor or from another date of the text: "last week", "the next day", "three days
// ago", "the last week of March".

#include <algorithm>
#include <cmath>
#include <utility>

#include "fmt/format.h"
#include "service/extract/dates/resolver.h"

namespace nutgraf::extract::dates {
namespace {

using std::chrono::days;

/// The value of a step of that unit whose day isn't known.
std::string UnknownValue(char unit) {
  switch (unit) {
    case 'W':
    case 'K':
    case 'F':
      return "XXXX-WXX";
    case 'M':
      return "XXXX-XX";
    case 'Q':
      return "XXXX-QX";
    case 'H':
      return "XXXX-HX";
    case 'Y':
      return "XXXX";
    case 'E':
      return "XXX";
    case 'C':
      return "XX";
    case 'h':
    case 'm':
    case 's':
      return "XXXX-XX-XXTXX:XX";
    default:
      return "XXXX-XX-XX";
  }
}

DateGranularity GranularityOf(char unit) {
  switch (unit) {
    case 'D':
      return DateGranularity::kDay;
    case 'W':
    case 'F':
      return DateGranularity::kWeek;
    case 'K':
      return DateGranularity::kWeekend;
    case 'M':
      return DateGranularity::kMonth;
    case 'Q':
      return DateGranularity::kQuarter;
    case 'H':
      return DateGranularity::kHalfYear;
    case 'Y':
      return DateGranularity::kYear;
    case 'E':
      return DateGranularity::kDecade;
    case 'C':
      return DateGranularity::kCentury;
    default:
      return DateGranularity::kNone;
  }
}

/// The n-th (-1: last) weekday, day, week, weekend or month of `within`.
std::optional<Period> NthWithin(const Period& within, char unit, const Capture* weekday, int n) {
  if (weekday != nullptr) {
    const auto day = NthWeekday(YearOf(within.first), MonthOf(within.first),
                                static_cast<int>(weekday->value), n);
    if (!day) return std::nullopt;
    return DayPeriod(*day);
  }
  switch (unit) {
    case 'D': {
      const Day day = n < 0 ? within.last + days(n + 1) : within.first + days(n - 1);
      if (n == 0 || day < within.first || day > within.last) return std::nullopt;
      return DayPeriod(day);
    }
    case 'M': {
      if (n < 1 || n > 12) return std::nullopt;
      return MonthPeriod(YearOf(within.first), n);
    }
    case 'W': {
      // The first week holds the 1st's Thursday; the last is the last that ends inside.
      if (n < 0) {
        if (n < -53) return std::nullopt;
        const bool whole_year = within.granularity == DateGranularity::kYear;
        const Day last = whole_year ? within.last - days(3) : within.last - days(6);
        return WeekPeriod(last + days(7 * (n + 1)));
      }
      if (n < 1 || n > 53) return std::nullopt;
      const Day first = within.first + days(7 * (n - 1));
      const bool late = WeekdayOf(within.first) > 4;
      const Day day = late ? first + days(7) : first;
      if (MondayOf(day) > within.last) return std::nullopt;
      return WeekPeriod(day);
    }
    case 'K': {
      if (n == -1) {  // the last whose Sunday is still inside
        return WeekendPeriod(within.last - days(6));
      }
      if (n < 1 || n > 5) return std::nullopt;
      const Day first = within.first + days((6 - WeekdayOf(within.first) + 7) % 7);
      const Day saturday = first + days(7 * (n - 1));
      if (saturday > within.last) return std::nullopt;
      return WeekendPeriod(saturday);
    }
    default:
      return std::nullopt;
  }
}

bool IsClockUnit(char unit) { return unit == 'h' || unit == 'm' || unit == 's'; }

}  // namespace

Resolver::BaseDay Resolver::BaseOf(Base base) const {
  BaseDay anchor{.day = scene_.anchor, .basis = DateBasis::kAnchor};
  const bool recent = scene_.narrative || sentence_ - reference_sentence_ <= 1;
  if (base == Base::kReference && reference_ && recent) {
    return {.day = reference_->first,
            .basis = DateBasis::kReference,
            .granularity = reference_->granularity};
  }
  // A narrative doesn't count from the day it was published.
  if (scene_.narrative) {
    if (!reference_) return {.day = std::nullopt};
    return {.day = reference_->first,
            .basis = DateBasis::kReference,
            .granularity = reference_->granularity};
  }
  return anchor;
}

std::optional<Resolver::Choice> Resolver::ChooseRelative(const Expression& expression,
                                                         CueDirection cue, Resolution* out) const {
  const Match& match = expression.date;
  const Rule& rule = *match.rule;
  const Capture* relative = match.Find(kRelative);
  const Capture* unit_said = match.Find(kUnit);
  const Capture* part = match.Find(kPart);
  const int step = relative != nullptr ? Step(*relative) : rule.n;
  if (match.Find(kWeekday) != nullptr || match.Find(kMonth) != nullptr ||
      match.Find(kSeason) != nullptr) {
    return std::nullopt;  // those are kDate
  }
  char unit = rule.unit;
  if (unit_said != nullptr) unit = static_cast<char>(unit_said->value);
  const bool of_day = part != nullptr || unit == 0;
  if (of_day && unit_said == nullptr && rule.unit == 0) unit = 'D';
  if (IsClockUnit(unit)) return std::nullopt;  // "the last minute", "this hour"
  bool reference = rule.base == Base::kReference ||
                   (relative != nullptr && FromReference(*relative)) || scene_.narrative;
  // "the next day", "the next morning" count from what was told; "next week" from now.
  if (unit == 'D' && step == 1) reference = true;
  BaseDay base = BaseOf(reference ? Base::kReference : Base::kAnchor);
  if (unit == 'D' && reference && reference_day_) {  // "the next day", however far back the first
    base = {.day = reference_day_, .basis = DateBasis::kReference};
  }
  if (unit == 'D' && !scene_.narrative && base.granularity > DateGranularity::kDay) {
    base = BaseOf(Base::kAnchor);
  }
  if (part != nullptr) {
    out->type = DateType::kTime;
    const PartOfDay code = PartFromCode(static_cast<char>(part->value));
    if (!base.day) {
      return Choice{.basis = DateBasis::kNone,
                    .unresolved = fmt::format("XXXX-XX-XXT{}", code.code),
                    .granularity = DateGranularity::kPartOfDay};
    }
  }
  if (unit == 'F') unit = 'W';
  if (!base.day || (unit == 'D' && base.granularity > DateGranularity::kDay)) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = UnknownValue(unit),
                  .granularity = GranularityOf(unit)};
  }
  // "this weekend" on a Monday or Tuesday is the one just over.
  int n = step;
  std::optional<Period> other;
  if (unit == 'K' && base.basis == DateBasis::kAnchor) {
    const int weekday = WeekdayOf(*base.day);
    if (step == 0 && weekday <= 3 && cue != CueDirection::kFuture) {
      n = -1;
      other = UnitPeriod(*base.day, 'K', 0);
    }
    if (step < 0 && weekday >= 6) other = UnitPeriod(*base.day, 'K', 0);
  }
  auto period = UnitPeriod(*base.day, unit, n);
  if (!period) return std::nullopt;
  if (rule.fiscal) period->value = "FY" + period->value;
  return Choice{.period = std::move(period), .other = std::move(other), .basis = base.basis};
}

std::optional<Resolver::Choice> Resolver::ChooseShift(const Match& match) const {
  const Rule& rule = *match.rule;
  char unit = rule.unit;
  if (const Capture* said = match.Find(kUnit); said != nullptr && unit == 0) {
    unit = static_cast<char>(said->value);
  }
  int n = rule.n;
  if (const Capture* shift = match.Find(kShift)) n += static_cast<int>(shift->value);
  if (rule.value == "same") {  // "the same period last year": the reference's period, a year back
    const BaseDay base = BaseOf(Base::kReference);
    if (!base.day) return Choice{.basis = DateBasis::kNone, .unresolved = "XXXX"};
    const char own = base.granularity == DateGranularity::kMonth      ? 'M'
                     : base.granularity == DateGranularity::kQuarter  ? 'Q'
                     : base.granularity == DateGranularity::kHalfYear ? 'H'
                                                                      : 'Y';
    auto period = UnitPeriod(AddMonths(*base.day, 12 * n), own, 0);
    if (!period) return std::nullopt;
    return Choice{.period = std::move(period), .basis = base.basis};
  }
  if (IsClockUnit(unit)) return std::nullopt;
  // History does not happen on the day that it was published.
  if (scene_.narrative && rule.base == Base::kAnchor && match.Find(kShift) != nullptr) {
    if (n == 0) {
      return Choice{.basis = DateBasis::kNone,
                    .unresolved = "PRESENT_REF",
                    .granularity = DateGranularity::kNone};
    }
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = UnknownValue('D'),
                  .granularity = DateGranularity::kDay};
  }
  BaseDay base = BaseOf(rule.base);
  if (unit == 'D' && rule.base == Base::kReference && reference_day_ &&
      (scene_.narrative || base.basis == DateBasis::kReference)) {
    base = {.day = reference_day_, .basis = DateBasis::kReference};
  }
  if (unit == 'F') unit = 'W';
  if (!base.day || (unit == 'D' && base.granularity > DateGranularity::kDay)) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = UnknownValue(unit),
                  .granularity = GranularityOf(unit)};
  }
  auto period = UnitPeriod(*base.day, unit, n);
  if (!period) return std::nullopt;
  return Choice{.period = std::move(period), .basis = base.basis};
}

std::optional<Resolver::Choice> Resolver::ChooseOffset(const Match& match, CueDirection cue,
                                                       Resolution* out) const {
  const Rule& rule = *match.rule;
  const Capture* weekday =
      match.Find(kWeekday) != nullptr ? match.Find(kWeekday) : match.Find(kWeekdays);
  const Capture* unit_said = match.Find(kUnit);
  const Capture* count = match.Find(kNumber);
  char unit = unit_said != nullptr ? static_cast<char>(unit_said->value) : 'W';
  const bool plural =
      match.capture[0].symbol == kUnit && count == nullptr && match.begin == match.capture[0].begin;
  const bool unknown = match.Find(kQuantity) != nullptr || plural || rule.value == "few";
  if (IsClockUnit(unit)) out->type = DateType::kTime;
  if (rule.base == Base::kEvent || unknown) {
    // "weeks later", "two days after the battle": how far is not known here.
    const bool ago = rule.base == Base::kAnchor && rule.sign < 0;
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = ago ? "PAST_REF" : UnknownValue(unit),
                  .granularity = GranularityOf(unit)};
  }
  int64_t thousandths = count != nullptr ? count->value : 1000;
  if (rule.value == "half") thousandths = 500;
  if (rule.n > 0) thousandths = rule.n * 1000;
  BaseDay base = BaseOf(rule.base);
  if (unit == 'D' && rule.base == Base::kReference && scene_.narrative && reference_day_) {
    base = {.day = reference_day_, .basis = DateBasis::kReference};
  }
  if (match.Find(kHoliday) != nullptr) {  // "three days after Easter"
    const auto holiday = ChooseHoliday(match, cue);
    if (!holiday || !holiday->period) return holiday;
    base = {.day = holiday->period->first, .basis = holiday->basis};
  }
  if (rule.value == "date") {  // "two weeks before May 13"
    const auto date = ChooseDate(match, cue);
    if (!date || !date->period) return date;
    base = {.day = date->period->first, .basis = date->basis};
  }
  if (const Capture* second = match.Find(kUnit, 1); second != nullptr && rule.value == "two") {
    // "1 month and 21 days ago": whole months first, then weeks and days.
    const Capture* second_count = match.Find(kNumber, 1);
    if (!base.day || second_count == nullptr) {
      return Choice{
          .basis = DateBasis::kNone, .unresolved = "PAST_REF", .granularity = GranularityOf(unit)};
    }
    Day day = *base.day;
    char finest = unit;
    for (const auto& [u, c] : {std::pair(unit, count->value),
                               std::pair(static_cast<char>(second->value), second_count->value)}) {
      const auto steps = static_cast<int>(std::min<int64_t>(c / 1000, 100000)) * rule.sign;
      if (u == 'Y' || u == 'M') {
        if (steps < -24000 || steps > 24000) return std::nullopt;
        day = AddMonths(day, u == 'Y' ? 12 * steps : steps);
      } else if (u == 'W' || u == 'D') {
        day += days(u == 'W' ? 7 * steps : steps);
      }
      finest = u;
      if (YearOf(day) < kMinYear + 200 || YearOf(day) > kMaxYear - 200) return std::nullopt;
    }
    auto period = UnitPeriod(day, finest, 0);
    if (!period) return std::nullopt;
    return Choice{.period = std::move(period), .basis = base.basis};
  }
  if (unit == 'F') {
    unit = 'W';
    thousandths *= 2;
  }
  if (unit == 'L') {
    unit = 'C';
    thousandths *= 10;
  }
  if (unit == 'E') {  // "a decade ago" is a year, as "ten years ago" is
    unit = 'Y';
    thousandths *= 10;
  }
  // A fraction is counted in the next smaller unit.
  if (thousandths % 1000 != 0 || (unit == 'C' && rule.value == "half")) {
    if (unit == 'C') {
      thousandths *= 100;
      unit = 'Y';
    } else if (unit == 'Y') {
      thousandths *= 12;
      unit = 'M';
    } else if (unit == 'M') {
      thousandths *= 4;
      unit = 'W';
    } else if (unit == 'W') {
      thousandths *= 7;
      unit = 'D';
    }
  }
  const int64_t whole = thousandths / 1000;
  if (whole > 1000000) return std::nullopt;
  const int n = static_cast<int>(whole) * rule.sign;
  if (IsClockUnit(unit)) {
    const int64_t seconds = whole * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1);
    if (base.day && seconds >= 86400) {
      auto period = UnitPeriod(*base.day, 'D', static_cast<int>(seconds / 86400) * rule.sign);
      if (!period) return std::nullopt;
      return Choice{.period = std::move(period), .basis = base.basis};
    }
    return Choice{
        .basis = DateBasis::kNone,
        .unresolved = rule.base == Base::kAnchor && rule.sign < 0 ? "PAST_REF" : UnknownValue(unit),
        .granularity = DateGranularity::kNone};
  }
  if (!base.day || (unit == 'D' && base.granularity > DateGranularity::kDay &&
                    base.basis == DateBasis::kReference)) {
    return Choice{.basis = DateBasis::kNone,
                  .unresolved = UnknownValue(unit),
                  .granularity = GranularityOf(unit)};
  }
  if (weekday != nullptr) {  // "two weeks ago Monday", "two Mondays ago"
    const int target = static_cast<int>(weekday->value);
    const Day from = *base.day;
    const bool counted_days = unit_said == nullptr;
    if (counted_days) {
      const int back = (WeekdayOf(from) - target + 7) % 7;
      const int first = n < 0 ? (back == 0 ? 7 : back) : 7 - back;
      const int days_away = first + 7 * (std::abs(n) - 1);
      return Choice{.period = DayPeriod(n < 0 ? from - days(days_away) : from + days(days_away)),
                    .basis = base.basis};
    }
    const auto week = UnitPeriod(from, 'W', n);
    if (!week) return std::nullopt;
    return Choice{.period = DayPeriod(week->first + days(target - 1)), .basis = base.basis};
  }
  if (const Capture* shift = match.Find(kShift)) {  // "two days from tomorrow"
    const auto moved = UnitPeriod(*base.day, 'D', static_cast<int>(shift->value));
    if (!moved) return std::nullopt;
    base.day = moved->first;
  }
  auto period = UnitPeriod(*base.day, unit, n);
  if (!period) return std::nullopt;
  return Choice{.period = std::move(period), .basis = base.basis};
}

std::optional<Resolver::Choice> Resolver::ChooseNth(const Match& match, CueDirection cue) const {
  const Rule& rule = *match.rule;
  const Capture* ordinal = match.Find(kOrdinal);
  const Capture* weekday = match.Find(kWeekday);
  const Capture* month = match.Find(kMonth);
  int n = ordinal != nullptr ? static_cast<int>(std::min<int64_t>(ordinal->value, 1000)) : rule.n;
  if (rule.value == "last") n = -n;
  DateBasis basis = DateBasis::kExplicit;
  std::optional<int> year = YearSaid(match, &basis);
  if (year && (*year < kMinYear + 100 || *year > kMaxYear - 100)) return std::nullopt;
  if (rule.unit == 'C') {
    if (n < 1 || n > 99) return std::nullopt;
    return Choice{.period = CenturyPeriod(rule.bc ? -n : n)};
  }
  if (rule.unit == 'Q' || rule.unit == 'H') {
    const int most = rule.unit == 'Q' ? 4 : 2;
    const int index = n == -1 ? most : n;
    if (index < 1 || index > most) return std::nullopt;
    if (!year && match.Find(kRelative) == nullptr && rule.unit == 'H') {  // "of the year"
      const BaseDay base = BaseOf(scene_.narrative ? Base::kReference : Base::kAnchor);
      if (base.day) {
        year = YearOf(*base.day);
        basis = base.basis;
      }
    }
    if (!year) return ChoosePart(rule.unit, index, match, cue);
    return Choice{
        .period = rule.unit == 'Q' ? QuarterPeriod(*year, index) : HalfPeriod(*year, index),
        .basis = basis};
  }
  std::optional<Period> within;
  std::optional<Period> other;
  if (month != nullptr && match.Find(kDayNumber) != nullptr) {  // "the week of March 13"
    const Capture* day = match.Find(kDayNumber);
    Choice choice;
    if (year) {
      const auto full =
          MakeDay(*year, static_cast<int>(month->value), static_cast<int>(day->value));
      if (!full) return std::nullopt;
      return Choice{.period = WeekPeriod(*full)};
    }
    auto chosen =
        ChooseMonthDay(static_cast<int>(month->value), static_cast<int>(day->value), match, cue);
    if (!chosen || !chosen->period) return chosen;
    chosen->period = WeekPeriod(chosen->period->first);
    chosen->other.reset();
    return chosen;
  }
  if (month != nullptr) {
    if (year) {
      within = MonthPeriod(*year, static_cast<int>(month->value));
    } else {
      auto chosen = ChooseMonth(static_cast<int>(month->value), match, cue);
      if (!chosen || !chosen->period) {
        return Choice{.basis = DateBasis::kNone,
                      .unresolved = UnknownValue(rule.unit == 0 ? 'D' : rule.unit),
                      .granularity = GranularityOf(rule.unit == 0 ? 'D' : rule.unit)};
      }
      within = chosen->period;
      other = chosen->other;
      basis = chosen->basis;
    }
  } else if (rule.value == "month") {  // "the first Tuesday of next month"
    const Capture* relative = match.Find(kRelative);
    const BaseDay base = BaseOf(FromReference(*relative) ? Base::kReference : Base::kAnchor);
    if (!base.day) {
      return Choice{.basis = DateBasis::kNone,
                    .unresolved = UnknownValue(rule.unit == 0 ? 'D' : rule.unit),
                    .granularity = GranularityOf(rule.unit == 0 ? 'D' : rule.unit)};
    }
    within = UnitPeriod(*base.day, 'M', Step(*relative));
    basis = base.basis;
  } else if (year) {
    within = YearPeriod(*year);
  }
  if (!within) return std::nullopt;
  auto period = NthWithin(*within, rule.unit, weekday, n);
  if (!period) return std::nullopt;
  Choice choice{.period = std::move(period), .basis = basis};
  if (other) choice.other = NthWithin(*other, rule.unit, weekday, n);
  return choice;
}

}  // namespace nutgraf::extract::dates
