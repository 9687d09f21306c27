#include "service/extract/dates/calendar.h"

#include "gtest/gtest.h"

namespace nutgraf::extract::dates {
namespace {

using std::chrono::days;

Day At(int y, int m, int d) { return *MakeDay(y, m, d); }

TEST(Calendar, ImpossibleDaysAreNoOtherDays) {
  EXPECT_FALSE(MakeDay(2023, 2, 29));
  EXPECT_FALSE(MakeDay(2023, 2, 30));
  EXPECT_FALSE(MakeDay(2023, 13, 1));
  EXPECT_FALSE(MakeDay(2023, 4, 31));
  EXPECT_FALSE(MakeDay(2023, 4, 0));
  EXPECT_FALSE(MakeDay(12023, 4, 1));
  EXPECT_TRUE(MakeDay(2024, 2, 29));
  EXPECT_FALSE(MakeDay(1900, 2, 29));
  EXPECT_TRUE(MakeDay(2000, 2, 29));
}

TEST(Calendar, WeekdaysAndWeeksAreIso) {
  EXPECT_EQ(WeekdayOf(At(2023, 3, 8)), 3);
  EXPECT_EQ(WeekPeriod(At(2023, 3, 8)).value, "2023-W10");
  // The ends of years: 1 January 2021 lies in the last week of 2020.
  EXPECT_EQ(WeekPeriod(At(2021, 1, 1)).value, "2020-W53");
  EXPECT_EQ(WeekPeriod(At(2018, 12, 31)).value, "2019-W01");
  EXPECT_EQ(WeekendPeriod(At(2023, 3, 8)).value, "2023-W10-WE");
  EXPECT_EQ(IsoDate(WeekendPeriod(At(2023, 3, 8)).first), "2023-03-11");
  EXPECT_EQ(IsoDate(WeekendPeriod(At(2023, 3, 8)).last), "2023-03-12");
}

TEST(Calendar, EveryWeekStartsOnMondayAndHoldsItsDay) {
  for (Day day = At(1999, 12, 1); day < At(2005, 2, 1); day += days(1)) {
    const Period week = WeekPeriod(day);
    ASSERT_EQ(WeekdayOf(week.first), 1);
    ASSERT_EQ(week.last - week.first, days(6));
    ASSERT_TRUE(week.first <= day && day <= week.last);
  }
}

TEST(Calendar, EasterFallsWhereTheChurchesSay) {
  EXPECT_EQ(IsoDate(EasterSunday(1961)), "1961-04-02");
  EXPECT_EQ(IsoDate(EasterSunday(2000)), "2000-04-23");
  EXPECT_EQ(IsoDate(EasterSunday(2008)), "2008-03-23");
  EXPECT_EQ(IsoDate(EasterSunday(2023)), "2023-04-09");
  EXPECT_EQ(IsoDate(EasterSunday(2038)), "2038-04-25");
  EXPECT_EQ(IsoDate(OrthodoxEaster(2023)), "2023-04-16");
  EXPECT_EQ(IsoDate(OrthodoxEaster(2024)), "2024-05-05");
  EXPECT_EQ(IsoDate(OrthodoxEaster(2025)), "2025-04-20");
  for (int year = 1900; year < 2100; ++year) {
    ASSERT_EQ(WeekdayOf(EasterSunday(year)), 7);
    ASSERT_EQ(WeekdayOf(OrthodoxEaster(year)), 7);
  }
}

TEST(Calendar, MonthsStepToTheLastDay) {
  EXPECT_EQ(IsoDate(AddMonths(At(2023, 1, 31), 1)), "2023-02-28");
  EXPECT_EQ(IsoDate(AddMonths(At(2024, 1, 31), 1)), "2024-02-29");
  EXPECT_EQ(IsoDate(AddMonths(At(2023, 3, 31), -13)), "2022-02-28");
}

TEST(Calendar, NthWeekdays) {
  EXPECT_EQ(IsoDate(*NthWeekday(2023, 11, 4, 4)), "2023-11-23");
  EXPECT_EQ(IsoDate(*NthWeekday(2023, 5, 1, -1)), "2023-05-29");
  EXPECT_FALSE(NthWeekday(2023, 2, 1, 5));
  EXPECT_FALSE(NthWeekday(2023, 2, 8, 1));
}

TEST(Calendar, PeriodsHaveTheirTimex3Value) {
  EXPECT_EQ(MonthPeriod(2023, 2).value, "2023-02");
  EXPECT_EQ(IsoDate(MonthPeriod(2024, 2).last), "2024-02-29");
  EXPECT_EQ(SeasonPeriod(2022, 3).value, "2022-WI");
  EXPECT_EQ(IsoDate(SeasonPeriod(2022, 3).last), "2023-02-28");
  EXPECT_EQ(QuarterPeriod(2010, 4).value, "2010-Q4");
  EXPECT_EQ(IsoDate(QuarterPeriod(2010, 4).first), "2010-10-01");
  EXPECT_EQ(HalfPeriod(2010, 2).value, "2010-H2");
  EXPECT_EQ(DecadePeriod(1990).value, "199");
  EXPECT_EQ(IsoDate(DecadePeriod(1990).last), "1999-12-31");
  EXPECT_EQ(CenturyPeriod(20).value, "19");
  EXPECT_EQ(IsoDate(CenturyPeriod(20).first), "1900-01-01");
}

TEST(Calendar, YearsBeforeChristAreCountedBackwards) {
  EXPECT_EQ(YearPeriod(-479).value, "BC0480");
  EXPECT_EQ(IsoDate(YearPeriod(-479).first), "-0479-01-01");
  EXPECT_EQ(CenturyPeriod(-5).value, "BC04");
  EXPECT_EQ(IsoDate(CenturyPeriod(-5).first), "-0499-01-01");  // 500 BC
  EXPECT_EQ(DecadePeriod(-479).value, "BC048");
}

TEST(Calendar, StepsStayInTheCalendar) {
  const Day day = At(2023, 3, 8);
  EXPECT_EQ(UnitPeriod(day, 'M', -3)->value, "2022-12");
  EXPECT_EQ(UnitPeriod(day, 'M', 10)->value, "2024-01");
  EXPECT_EQ(UnitPeriod(day, 'Q', -1)->value, "2022-Q4");
  EXPECT_EQ(UnitPeriod(day, 'E', -1)->value, "201");
  EXPECT_EQ(UnitPeriod(day, 'C', -1)->value, "19");
  for (const char unit : {'D', 'W', 'K', 'M', 'Q', 'H', 'Y', 'E', 'C'}) {
    for (const int n : {-2000000000, -100000, 100000, 2000000000}) {
      const auto period = UnitPeriod(day, unit, n);
      if (period) {
        EXPECT_GE(YearOf(period->first), kMinYear) << unit << n;
        EXPECT_LE(YearOf(period->last), kMaxYear) << unit << n;
      }
    }
  }
  EXPECT_FALSE(UnitPeriod(day, 'Y', 100000));
  EXPECT_FALSE(UnitPeriod(day, '?', 1));
}

TEST(Calendar, IsoDatesAreReadBack) {
  EXPECT_EQ(ParseIsoDate("2023-03-05T14:00"), At(2023, 3, 5));
  EXPECT_FALSE(ParseIsoDate("2023-3-5"));
  EXPECT_FALSE(ParseIsoDate("2023-02-30"));
  EXPECT_FALSE(ParseIsoDate("20x3-02-03"));
  EXPECT_FALSE(ParseIsoDate(""));
}

}  // namespace
}  // namespace nutgraf::extract::dates
