// Calendar arithmetic for dates: the proleptic Gregorian calendar of C++20 chrono, ISO weeks, and
// the periods that news speaks of (weekend, season, quarter, half, decade, century).
//
//   Period p = MonthPeriod(2023, 3);   // value "2023-03", 2023-03-01 .. 2023-03-31
//   MakeDay(2023, 2, 30)               // nullopt: an impossible date is never another day
//
// Pure functions, safe from any thread. Years run from -9999 (10000 BC) to 9999.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_CALENDAR_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_CALENDAR_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "service/extract/dates/dates.h"

namespace nutgraf::extract::dates {

using Day = std::chrono::sys_days;

/// A stretch of whole days with the TIMEX3 value that names it.
struct Period {
  std::string value;
  Day first;
  Day last;  // inclusive
  DateGranularity granularity = DateGranularity::kNone;
};

inline constexpr int kMinYear = -9999;
inline constexpr int kMaxYear = 9999;

/// Nullopt when there is no such day, or the year is outside kMinYear..kMaxYear.
std::optional<Day> MakeDay(int year, int month, int day);
int YearOf(Day day);
int MonthOf(Day day);    // 1..12
int DayOf(Day day);      // 1..31
int WeekdayOf(Day day);  // ISO: Monday 1 .. Sunday 7
/// The same day of the month `months` away, or that month's last day where it is shorter.
Day AddMonths(Day day, int months);
Day LastOfMonth(int year, int month);
/// The n-th (1..5, or -1 for the last) `weekday` of a month.
std::optional<Day> NthWeekday(int year, int month, int weekday, int n);
/// Gregorian Easter Sunday (the computus of Meeus, Jones and Butcher).
Day EasterSunday(int year);
/// Sunday of Easter in the Julian reckoning, as a Gregorian date; years 1900 to 2099.
Day OrthodoxEaster(int year);
Day MondayOf(Day day);

/// "2023-03-05"; years before 1 as "-0043-03-15" (astronomical: 44 BC is -43).
std::string IsoDate(Day day);
/// The day of "2023-03-05" at the start of `text`, or nullopt.
std::optional<Day> ParseIsoDate(std::string_view text);

/// A year as TIMEX3 writes it: "1998", "0476", "BC0044".
std::string YearValue(int year);

Period DayPeriod(Day day);
Period WeekPeriod(Day day);     // the ISO week that holds `day`: "2023-W10"
Period WeekendPeriod(Day day);  // Saturday and Sunday of that week: "2023-W10-WE"
Period MonthPeriod(int year, int month);
/// 0 spring, 1 summer, 2 autumn, 3 winter: meteorological, northern; winter runs from December of
/// `year` to the end of February.
Period SeasonPeriod(int year, int season);
Period QuarterPeriod(int year, int quarter);  // 1..4
Period HalfPeriod(int year, int half);        // 1, 2
Period YearPeriod(int year);
Period DecadePeriod(int first_year);  // 1990 -> "199"
/// `century` as it is counted: 20 -> "19", 1900-01-01 .. 1999-12-31; negative: BC.
Period CenturyPeriod(int century);

/// The period of unit `unit` ('D','W','M','Q','Y','E' decade,'C' century,'K' weekend,'H' half year)
/// that lies `n` units from the one that holds `day`. Nullopt when it leaves the calendar.
std::optional<Period> UnitPeriod(Day day, char unit, int n);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_CALENDAR_H_
