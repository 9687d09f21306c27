#include "service/extract/dates/calendar.h"

#include <cstdlib>

#include "fmt/format.h"

namespace nutgraf::extract::dates {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr const char* kSeasonCodes[] = {"SP", "SU", "FA", "WI"};

Day Make(int y, int m, int d) {
  return Day(year_month_day(year(y), month(static_cast<unsigned>(m)),
                            std::chrono::day(static_cast<unsigned>(d))));
}

int FloorDiv(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

bool YearFits(int y) { return y >= kMinYear && y <= kMaxYear; }

bool IsDigits(std::string_view s) {
  for (const char c : s) {
    if (c < '0' || c > '9') return false;
  }
  return !s.empty();
}

}  // namespace

std::optional<Day> MakeDay(int y, int m, int d) {
  if (!YearFits(y) || m < 1 || m > 12 || d < 1 || d > 31) return std::nullopt;
  const year_month_day ymd(year(y), month(static_cast<unsigned>(m)),
                           std::chrono::day(static_cast<unsigned>(d)));
  if (!ymd.ok()) return std::nullopt;
  return Day(ymd);
}

int YearOf(Day day) { return static_cast<int>(year_month_day(day).year()); }
int MonthOf(Day day) {
  return static_cast<int>(static_cast<unsigned>(year_month_day(day).month()));
}
int DayOf(Day day) { return static_cast<int>(static_cast<unsigned>(year_month_day(day).day())); }
int WeekdayOf(Day day) { return static_cast<int>(std::chrono::weekday(day).iso_encoding()); }

Day AddMonths(Day day, int n) {
  const year_month_day moved = year_month_day(day) + months(n);
  if (moved.ok()) return Day(moved);
  return Day(moved.year() / moved.month() / std::chrono::last);
}

Day LastOfMonth(int y, int m) {
  return Day(year(y) / month(static_cast<unsigned>(m)) / std::chrono::last);
}

std::optional<Day> NthWeekday(int y, int m, int weekday, int n) {
  if (!YearFits(y) || m < 1 || m > 12 || weekday < 1 || weekday > 7) return std::nullopt;
  if (n == -1) {
    const Day last = LastOfMonth(y, m);
    return last - days((WeekdayOf(last) - weekday + 7) % 7);
  }
  const Day first = Make(y, m, 1);
  const Day day = first + days((weekday - WeekdayOf(first) + 7) % 7 + 7 * (n - 1));
  if (n < 1 || MonthOf(day) != m) return std::nullopt;
  return day;
}

Day EasterSunday(int y) {
  const int a = y % 19;
  const int b = y / 100;
  const int c = y % 100;
  const int g = (b - (b + 8) / 25 + 1) / 3;
  const int h = (19 * a + b - b / 4 - g + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  return Make(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

Day OrthodoxEaster(int y) {
  const int d = (19 * (y % 19) + 15) % 30;
  const int e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
  const int sum = d + e + 114;
  return Make(y, sum / 31, sum % 31 + 1) + days(13);  // Julian to Gregorian, 1900-2099
}

Day MondayOf(Day day) { return day - days(WeekdayOf(day) - 1); }

std::string IsoDate(Day day) {
  const int y = YearOf(day);
  return fmt::format("{}{:04}-{:02}-{:02}", y < 0 ? "-" : "", std::abs(y), MonthOf(day),
                     DayOf(day));
}

std::optional<Day> ParseIsoDate(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::string_view y = text.substr(0, 4);
  const std::string_view m = text.substr(5, 2);
  const std::string_view d = text.substr(8, 2);
  if (!IsDigits(y) || !IsDigits(m) || !IsDigits(d)) return std::nullopt;
  return MakeDay(std::atoi(std::string(y).c_str()), std::atoi(std::string(m).c_str()),
                 std::atoi(std::string(d).c_str()));
}

std::string YearValue(int y) {
  return y > 0 ? fmt::format("{:04}", y) : fmt::format("BC{:04}", 1 - y);
}

Period DayPeriod(Day day) {
  return {fmt::format("{}-{:02}-{:02}", YearValue(YearOf(day)), MonthOf(day), DayOf(day)), day, day,
          DateGranularity::kDay};
}

Period WeekPeriod(Day day) {
  const Day monday = MondayOf(day);
  const Day thursday = monday + days(3);  // a week belongs to the year of its Thursday
  const int y = YearOf(thursday);
  const int week = static_cast<int>((thursday - Make(y, 1, 1)).count()) / 7 + 1;
  return {fmt::format("{}-W{:02}", YearValue(y), week), monday, monday + days(6),
          DateGranularity::kWeek};
}

Period WeekendPeriod(Day day) {
  Period p = WeekPeriod(day);
  return {p.value + "-WE", p.first + days(5), p.last, DateGranularity::kWeekend};
}

Period MonthPeriod(int y, int m) {
  return {fmt::format("{}-{:02}", YearValue(y), m), Make(y, m, 1), LastOfMonth(y, m),
          DateGranularity::kMonth};
}

Period SeasonPeriod(int y, int season) {
  const int first_month = 3 + 3 * season;
  const Day last = season == 3 ? LastOfMonth(y + 1, 2) : LastOfMonth(y, first_month + 2);
  return {fmt::format("{}-{}", YearValue(y), kSeasonCodes[season]), Make(y, first_month, 1), last,
          DateGranularity::kSeason};
}

Period QuarterPeriod(int y, int quarter) {
  return {fmt::format("{}-Q{}", YearValue(y), quarter), Make(y, 3 * quarter - 2, 1),
          LastOfMonth(y, 3 * quarter), DateGranularity::kQuarter};
}

Period HalfPeriod(int y, int half) {
  return {fmt::format("{}-H{}", YearValue(y), half), Make(y, 6 * half - 5, 1),
          LastOfMonth(y, 6 * half), DateGranularity::kHalfYear};
}

Period YearPeriod(int y) {
  return {YearValue(y), Make(y, 1, 1), Make(y, 12, 31), DateGranularity::kYear};
}

Period DecadePeriod(int first_year) {
  if (first_year <= 0) {  // counted backwards: the 470s BC are 479 BC .. 470 BC
    const int bc = 1 - first_year;
    const int tens = bc / 10;
    return {fmt::format("BC{:03}", tens), Make(1 - (tens * 10 + 9), 1, 1),
            Make(1 - tens * 10, 12, 31), DateGranularity::kDecade};
  }
  const int y = first_year - first_year % 10;
  return {fmt::format("{:03}", y / 10), Make(y == 0 ? 1 : y, 1, 1), Make(y + 9, 12, 31),
          DateGranularity::kDecade};
}

Period CenturyPeriod(int century) {
  if (century < 0) {  // the 5th century BC is 500 BC .. 401 BC, "BC04"
    const int c = -century;
    return {fmt::format("BC{:02}", c - 1), Make(1 - 100 * c, 1, 1),
            Make(1 - (100 * c - 99), 12, 31), DateGranularity::kCentury};
  }
  const int first = (century - 1) * 100;
  return {fmt::format("{:02}", century - 1), Make(first == 0 ? 1 : first, 1, 1),
          Make(first + 99, 12, 31), DateGranularity::kCentury};
}

std::optional<Period> UnitPeriod(Day day, char unit, int n) {
  // Bounds first: no chrono overflow, no year that TIMEX3 can't write.
  constexpr int kMost = 12 * 10000;
  if (n < -kMost * 30 || n > kMost * 30) return std::nullopt;
  const int y = YearOf(day);
  const int m = MonthOf(day);
  auto year_ok = [](int v) { return v > kMinYear + 100 && v < kMaxYear - 100; };
  if (!year_ok(y)) return std::nullopt;
  auto shifted_days = [&](int d) -> std::optional<Day> {
    const Day moved = day + days(d);
    if (d < -3600000 || d > 3600000 || !year_ok(YearOf(moved))) return std::nullopt;
    return moved;
  };
  switch (unit) {
    case 'D': {
      const auto d = shifted_days(n);
      return d ? std::optional(DayPeriod(*d)) : std::nullopt;
    }
    case 'W': {
      const auto d = shifted_days(n > -kMost && n < kMost ? 7 * n : 9999999);
      return d ? std::optional(WeekPeriod(*d)) : std::nullopt;
    }
    case 'K': {
      const auto d = shifted_days(n > -kMost && n < kMost ? 7 * n : 9999999);
      return d ? std::optional(WeekendPeriod(*d)) : std::nullopt;
    }
    case 'M': {
      const int index = y * 12 + (m - 1) + n;
      const int year_of = FloorDiv(index, 12);
      if (!year_ok(year_of)) return std::nullopt;
      return MonthPeriod(year_of, index - year_of * 12 + 1);
    }
    case 'Q': {
      const int index = y * 4 + (m - 1) / 3 + n;
      const int year_of = FloorDiv(index, 4);
      if (!year_ok(year_of)) return std::nullopt;
      return QuarterPeriod(year_of, index - year_of * 4 + 1);
    }
    case 'H': {
      const int index = y * 2 + (m - 1) / 6 + n;
      const int year_of = FloorDiv(index, 2);
      if (!year_ok(year_of)) return std::nullopt;
      return HalfPeriod(year_of, index - year_of * 2 + 1);
    }
    case 'Y':
      if (n < -20000 || n > 20000 || !year_ok(y + n)) return std::nullopt;
      return YearPeriod(y + n);
    case 'E': {
      if (n < -2000 || n > 2000 || !year_ok(y + 10 * n)) return std::nullopt;
      return DecadePeriod(y + 10 * n);
    }
    case 'C': {
      if (n < -200 || n > 200 || !year_ok(y + 100 * n) || y + 100 * n < 1) return std::nullopt;
      return CenturyPeriod((y + 100 * n) / 100 + 1);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace nutgraf::extract::dates
