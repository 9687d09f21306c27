// Durations, sets, vague expressions, ranges, and times of day.

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "service/extract/dates/resolver.h"

namespace nutgraf::extract::dates {
namespace {

using std::chrono::days;

std::string Count(int64_t thousandths) {
  if (thousandths % 1000 == 0) return fmt::format("{}", thousandths / 1000);
  std::string text = fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
  while (text.back() == '0') text.pop_back();
  return text;
}

struct IsoUnit {
  char letter;
  int times;
  bool time;
};

IsoUnit IsoUnitOf(char unit) {
  switch (unit) {
    case 'h':
      return {'H', 1, true};
    case 'm':
      return {'M', 1, true};
    case 's':
      return {'S', 1, true};
    case 'F':
      return {'W', 2, false};
    case 'Q':
      return {'M', 3, false};
    case 'H':
      return {'M', 6, false};
    case 'E':
      return {'Y', 10, false};
    case 'C':
      return {'Y', 100, false};
    case 'L':
      return {'Y', 1000, false};
    default:
      return {unit, 1, false};
  }
}

std::string ClockText(int64_t second, bool with_seconds) {
  return with_seconds
             ? fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
             : fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
}

std::string OffsetText(int minutes) {
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                     std::abs(minutes) % 60);
}

}  // namespace

PartOfDay PartFromCode(char code) {
  switch (code) {
    case 'M':
      return {"MO", 6, 11};
    case 'D':
      return {"MO", 4, 6};
    case 'L':
      return {"MI", 11, 13};
    case 'A':
      return {"AF", 12, 17};
    case 'E':
      return {"EV", 18, 21};
    case 'U':
      return {"EV", 17, 19};
    default:
      return {"NI", 20, 29};
  }
}

std::string DurationValue(int64_t thousandths, char unit) {
  if (unit == 'K') {
    return thousandths < 0 ? "PXWE" : fmt::format("P{}WE", Count(thousandths));
  }
  const IsoUnit iso = IsoUnitOf(unit);
  const std::string count = thousandths < 0 ? "X" : Count(thousandths * iso.times);
  return fmt::format("P{}{}{}", iso.time ? "T" : "", count, iso.letter);
}

std::optional<Resolution> Resolver::ResolveDuration(const Match& match) const {
  const Rule& rule = *match.rule;
  const Capture* unit_said = match.Find(kUnit);
  if (unit_said == nullptr && rule.unit == 0) return std::nullopt;
  const char unit = unit_said != nullptr ? static_cast<char>(unit_said->value) : rule.unit;
  const Capture* count = match.Find(kNumber);
  const Capture* relative = match.Find(kRelative);
  // "a minute and 30 seconds": the first unit's count is the article.
  const bool first_unsaid =
      count != nullptr && unit_said != nullptr && unit_said->begin < count->begin;
  int64_t thousandths = count != nullptr && !first_unsaid ? count->value : 1000;
  const bool plural_alone = count == nullptr && unit_said != nullptr && rule.sign == 1;
  if (match.Find(kQuantity) != nullptr || plural_alone) thousandths = -1;
  if (rule.value == "half") thousandths += 500;
  if (rule.value == "ofhalf") thousandths = 500;
  if (rule.n > 0) thousandths = rule.n * 1000;
  Resolution out;
  out.type = DateType::kDuration;
  out.value = DurationValue(thousandths, unit);
  for (int k = 1; match.Find(kUnit, k) != nullptr; ++k) {  // "two years and three months"
    const Capture* more_count = match.Find(kNumber, first_unsaid ? k - 1 : k);
    if (more_count == nullptr) return std::nullopt;
    const char more_unit = static_cast<char>(match.Find(kUnit, k)->value);
    std::string more = DurationValue(more_count->value, more_unit).substr(1);
    if (out.value.find('T') != std::string::npos && more.starts_with('T')) more.erase(0, 1);
    out.value += more;
  }
  out.confidence = rule.confidence;
  // "the next four years", "the past 30 days": a stretch that begins or ends at publication.
  int direction = relative != nullptr && !FromReference(*relative) ? Step(*relative) : 0;
  if (rule.value == "past") direction = -1;
  if (rule.sign == -1) direction = -1;
  if (scene_.anchor && !scene_.narrative && direction != 0) {
    out.basis = DateBasis::kAnchor;
    if (thousandths > 0 && thousandths % 1000 == 0 && thousandths < 1000 * 1000) {
      const IsoUnit iso = IsoUnitOf(unit);
      const int n = static_cast<int>(thousandths / 1000) * iso.times * direction;
      std::optional<Day> far;
      if (iso.letter == 'Y' && !iso.time) far = AddMonths(*scene_.anchor, 12 * n);
      if (iso.letter == 'M' && !iso.time) far = AddMonths(*scene_.anchor, n);
      if (iso.letter == 'W') far = *scene_.anchor + days(7 * n);
      if (iso.letter == 'D') far = *scene_.anchor + days(n);
      if (far && YearOf(*far) > kMinYear && YearOf(*far) < kMaxYear) {
        Period period{out.value, std::min(*far, *scene_.anchor), std::max(*far, *scene_.anchor),
                      DateGranularity::kDay};
        out.start = IsoDate(period.first);
        out.end = IsoDate(period.last);
        out.period = std::move(period);
      }
    }
  }
  return out;
}

std::optional<Resolution> Resolver::ResolveSet(const Match& match) const {
  const Rule& rule = *match.rule;
  Resolution out;
  out.type = DateType::kSet;
  out.confidence = rule.confidence;
  const Capture* weekday = match.Find(kWeekdays);
  if (weekday == nullptr) weekday = match.Find(kWeekday);
  if (!rule.value.empty()) {
    out.value = rule.value;
  } else if (weekday != nullptr) {
    out.value = fmt::format("XXXX-WXX-{}", weekday->value);
  } else if (const Capture* month = match.Find(kMonth)) {
    out.value = fmt::format("XXXX-{:02}", month->value);
  } else if (const Capture* part = match.Find(kPart)) {
    out.value = fmt::format("XXXX-XX-XXT{}", PartFromCode(static_cast<char>(part->value)).code);
  } else if (const Capture* season = match.Find(kSeason)) {
    constexpr const char* kCodes[] = {"SP", "SU", "FA", "WI"};
    out.value = fmt::format("XXXX-{}", kCodes[season->value]);
  } else if (const Capture* holiday = match.Find(kHoliday)) {
    const Holiday& day = lexicon_.holiday(holiday->value);
    out.value = day.kind == Holiday::Kind::kFixed
                    ? fmt::format("XXXX-{:02}-{:02}", day.month, day.day)
                    : "P1Y";
  } else if (const Capture* frequency = match.Find(kFrequency)) {
    const char unit = static_cast<char>(frequency->value);
    out.value = unit == 'N' ? "XXXX-XX-XXTNI" : DurationValue(1000, unit);
  } else if (const Capture* unit = match.Find(kUnit)) {
    const Capture* count = match.Find(kNumber);
    const Capture* ordinal = match.Find(kOrdinal);
    int64_t n = 1000;
    if (rule.n > 0) n = rule.n * 1000;
    if (ordinal != nullptr) n = ordinal->value * 1000;
    if (count != nullptr && rule.sign == 0) n = count->value;
    if (n > 1000 * 1000000) return std::nullopt;
    out.value = DurationValue(n, static_cast<char>(unit->value));
  } else {
    return std::nullopt;
  }
  return out;
}

std::optional<Resolution> Resolver::ResolveVague(const Match& match) const {
  Resolution out;
  out.value = match.rule->value;
  out.confidence = match.rule->confidence;
  if (match.rule->value == "PRESENT_REF" && scene_.anchor && !scene_.narrative) {
    out.basis = DateBasis::kAnchor;
  }
  return out;
}

std::optional<Resolution> Resolver::ResolveRange(const Match& match, CueDirection cue) const {
  Resolution out;
  out.confidence = match.rule->confidence;
  if (match.Find(kClock) != nullptr) return std::nullopt;  // ResolveClock
  if (const Capture* unit = match.Find(kUnit)) {           // "two to three weeks"
    const Capture* low = match.Find(kNumber, 0);
    const Capture* high = match.Find(kNumber, 1);
    if (low == nullptr || high == nullptr) return std::nullopt;
    out.type = DateType::kDuration;
    out.value = DurationValue(low->value, static_cast<char>(unit->value)) + "/" +
                DurationValue(high->value, static_cast<char>(unit->value));
    return out;
  }
  const Capture* first = match.Find(kDayNumber, 0);
  const Capture* second = match.Find(kDayNumber, 1);
  if (first != nullptr && second != nullptr) {
    if (first->value >= second->value) return std::nullopt;
    DateBasis basis = DateBasis::kExplicit;
    const Capture* month = match.Find(kMonth);
    const std::optional<int> year = YearSaid(match, &basis);
    if (month == nullptr) return std::nullopt;
    const int m = static_cast<int>(month->value);
    std::optional<Day> begin;
    if (year) {
      begin = MakeDay(*year, m, static_cast<int>(first->value));
    } else {
      const auto chosen = ChooseMonthDay(m, static_cast<int>(first->value), match, cue);
      if (!chosen) return std::nullopt;
      if (!chosen->period) {
        out.value =
            fmt::format("XXXX-{:02}-{:02}/XXXX-{:02}-{:02}", m, first->value, m, second->value);
        out.granularity = DateGranularity::kDay;
        return out;
      }
      begin = chosen->period->first;
      basis = chosen->basis;
    }
    if (!begin) return std::nullopt;
    const auto end = MakeDay(YearOf(*begin), m, static_cast<int>(second->value));
    if (!end) return std::nullopt;
    Period period = DayPeriod(*begin);
    period.last = *end;
    period.value += "/" + DayPeriod(*end).value;
    out.value = period.value;
    out.start = IsoDate(period.first);
    out.end = IsoDate(period.last);
    out.granularity = DateGranularity::kDay;
    out.basis = basis;
    out.period = std::move(period);
    return out;
  }
  const Capture* from = match.Find(kYear);
  const Capture* to = match.Find(kShortYear);
  if (from != nullptr && to != nullptr) {  // "2019-21"
    const int begin = static_cast<int>(from->value);
    const int end = begin - begin % 100 + static_cast<int>(to->value);
    if (end <= begin || end - begin > 60) return std::nullopt;
    Period period = YearPeriod(begin);
    const Period last = YearPeriod(end);
    period.value += "/" + last.value;
    period.last = last.last;
    out.value = period.value;
    out.start = IsoDate(period.first);
    out.end = IsoDate(period.last);
    out.granularity = DateGranularity::kYear;
    out.basis = DateBasis::kExplicit;
    out.period = std::move(period);
    return out;
  }
  return std::nullopt;
}

std::optional<Resolution> Resolver::ResolveClock(const Expression& expression,
                                                 std::optional<Day> day) const {
  Resolution out;
  out.basis = day ? DateBasis::kReference : DateBasis::kAnchor;
  if (!day && !scene_.narrative) day = scene_.anchor;
  out.confidence = expression.date.rule->confidence;
  if (day) {
    out.period = DayPeriod(*day);
    out.value = out.period->value;
  } else {
    out.basis = DateBasis::kNone;
    out.value = "XXXX-XX-XX";
  }
  Expression timed = expression;
  timed.clock = expression.date;
  timed.timed = true;
  if (!AddTime(timed, &out)) return std::nullopt;
  return out;
}

bool Resolver::AddTime(const Expression& expression, Resolution* out) const {
  if (!expression.timed) {
    if (expression.part == 0) return true;
    const PartOfDay part = PartFromCode(expression.part);
    out->type = DateType::kTime;
    out->granularity = DateGranularity::kPartOfDay;
    out->value += fmt::format("T{}", part.code);
    if (out->period) {
      out->start = fmt::format("{}T{:02}:00:00", IsoDate(out->period->first), part.first_hour);
      out->end =
          fmt::format("{}T{:02}:59:59", IsoDate(out->period->first + days(part.last_hour / 24)),
                      part.last_hour % 24);
    }
    for (DateAlternative& other : out->alternatives) {
      if (other.value.size() == 10) other.value += fmt::format("T{}", part.code);
    }
    return true;
  }
  const Match& match = expression.clock;
  const Capture* clock = match.Find(kClock);
  int64_t value = clock != nullptr ? clock->value : 0;
  if (clock == nullptr) {  // "half past three"
    const Capture* hour = match.Find(kNumber);
    if (hour == nullptr || hour->value < 1000 || hour->value > 12000 || hour->value % 1000 != 0) {
      return false;
    }
    value = hour->value / 1000 % 12 * 3600;
    const std::string& how = match.rule->value;
    value += how == "half" ? 1800 : how == "quarter" ? 900 : value == 0 ? 12 * 3600 - 900 : -900;
  }
  int64_t second = value & 0xFFFFF;
  const bool seconds = (value & kClockSeconds) != 0;
  const bool marked = (value & kClockMarked) != 0;
  // "8 o'clock Monday night": the part of day says which eight.
  if (!marked && second < 12 * 3600 &&
      (expression.part == 'E' || expression.part == 'A' ||
       (expression.part == 'N' && second >= 5 * 3600))) {
    second += 12 * 3600;
  }
  int64_t first = second;
  if (match.rule->kind == RuleKind::kRange) {  // "3-5 p.m.": the first hour, in the same half
    const Capture* hour = match.Find(kNumber);
    const Capture* day = match.Find(kDayNumber);
    const int64_t h = hour != nullptr ? hour->value / 1000 : day != nullptr ? day->value : -1;
    if (h < 0 || h > 23) return false;
    first = h * 3600;
    if (h < 12 && first + 12 * 3600 < second && second >= 12 * 3600) first += 12 * 3600;
    if (first >= second) return false;
  }
  std::optional<int> offset;
  if (const Capture* zone = match.Find(kZone)) {
    if (zone->value > kZoneOffset - 1000) {
      offset = static_cast<int>(zone->value - kZoneOffset);
    } else if (const Zone& known = lexicon_.zone(zone->value); !known.local && out->period) {
      const Day day = out->period->first;
      const absl::CivilSecond civil(YearOf(day), MonthOf(day), DayOf(day), second / 3600,
                                    second / 60 % 60, second % 60);
      offset = known.zone.At(absl::FromCivil(civil, known.zone)).offset / 60;
    } else if (known.utc) {
      offset = 0;
    }
  }
  const std::string zone_text = offset ? (*offset == 0 ? "Z" : OffsetText(*offset)) : "";
  const std::string day_value = out->value;
  out->type = DateType::kTime;
  out->granularity = seconds                         ? DateGranularity::kSecond
                     : (value & kClockHourOnly) != 0 ? DateGranularity::kHour
                                                     : DateGranularity::kMinute;
  out->value = fmt::format("{}T{}{}", day_value, ClockText(first, seconds), zone_text);
  if (clock != nullptr && second == 24 * 3600 && first == second) {
    // "midnight Saturday" is the end of it for most writers, its start for some.
    out->alternatives.push_back({.value = fmt::format("{}T00:00{}", day_value, zone_text)});
    if (out->period) {
      DateAlternative& start = out->alternatives.back();
      start.start = fmt::format("{}T00:00:00{}", IsoDate(out->period->first), zone_text);
      start.end = start.start;
    }
  }
  if (first != second) {
    out->value += fmt::format("/{}T{}{}", day_value, ClockText(second, seconds), zone_text);
  }
  for (DateAlternative& other : out->alternatives) {
    if (other.value.size() == 10) {
      other.value += fmt::format("T{}{}", ClockText(first, seconds), zone_text);
    }
  }
  if (out->period) {
    const auto stamp = [&](int64_t at) {
      return fmt::format("{}T{}{}", IsoDate(out->period->first + days(at / 86400)),
                         ClockText(at % 86400, true), zone_text);
    };
    out->start = stamp(first);
    out->end = stamp(second);
  }
  return true;
}

}  // namespace nutgraf::extract::dates
