// What looks like a time and is none.

#include <string>

#include "gtest/gtest.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

class NotADate : public ::testing::TestWithParam<const char*> {};

TEST_P(NotADate, IsLeftAlone) {
  const std::string text = GetParam();
  const DatesResult result = ExtractDates(text, {.publish_time = kExampleDay});
  EXPECT_EQ(DescribeAll(text, result), "");
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, NotADate,
    ::testing::Values("Some 2000 people marched through the town.", "It cost $1998 to mend.",
                      "A Boeing 737 and an Airbus A320 landed.", "Flight 1980 was late.",
                      "They won 3-2 and lost 6-4.", "They won by 21-14.", "See page 1999 of it.",
                      "He ran 1500 metres.", "The 2,000 men left.", "It rose 5.2% to 1,998 points.",
                      "Call 555-1998 for more.", "The IP is 192.168.1.12 here.",
                      "It weighs 1900 kg in all.", "Version 10.3.11 is out.",
                      "The odds are 3:1 on him.", "It is John 3:16 that he cited.",
                      "Article 1997 was struck out.", "PR NO. 50 was issued.",
                      "He scored 23 of 30 shots."));

INSTANTIATE_TEST_SUITE_P(
    Words, NotADate,
    ::testing::Values("You may march with us.", "The sun sat low.", "Theresa May spoke.",
                      "He said that this may help.", "Mr. May left.", "April Ryan asked.",
                      "Second place went to him.", "They want to spring a surprise.",
                      "Prices may fall to nothing.", "The Women's March drew crowds.",
                      "The March on Washington was held.", "Wed in haste.",
                      "It was a last minute deal.", "The Winter Palace fell.",
                      "An august body of men met.", "Read the Sun or the Mirror."));

INSTANTIATE_TEST_SUITE_P(Ages, NotADate,
                         ::testing::Values("The 5-year-old boy fell.", "He is 18 years old.",
                                           "She died at 92 years of age.",
                                           "A 17-year-old was held.", "Three 9-year-olds sang."));

INSTANTIATE_TEST_SUITE_P(Impossible, NotADate,
                         ::testing::Values("It is due on February 30, 2023.",
                                           "It is due on 31 April 2023.", "Dated 2023-13-45.",
                                           "Dated 32/13/2023."));

INSTANTIATE_TEST_SUITE_P(Addresses, NotADate,
                         ::testing::Values("See https://example.com/2023/03/06/story for it.",
                                           "Write to press.2023@example.com for it.",
                                           "Ask @may2023 about it."));

TEST(DatePrecision, ImpossibleClockTimesAreNoTimes) {
  for (const char* text : {"It is at 25:00.", "It is at 12:75.", "It is at 13 p.m."}) {
    EXPECT_EQ(ExtractDates(text, {.publish_time = kExampleDay}).dates.size(), 0U) << text;
  }
}

TEST(DatePrecision, YearsThatCountNothingAreYears) {
  const std::string text =
      "The 2014 protests and the Beijing 2008 games came before 1998 and the war (1914-1918).";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay})),
            "[2014]=DATE 2014; [2008]=DATE 2008; [1998]=DATE 1998; [1914]=DATE 1914; "
            "[1918]=DATE 1918");
}

TEST(DatePrecision, DecadesOfALifeAreAges) {
  for (const char* text : {"A man in his 20s was held.", "Two men in their late 40s and 50s died.",
                           "A woman in her mid-thirties fled.", "They are in their seventies."}) {
    EXPECT_EQ(ExtractDates(text, {.publish_time = kExampleDay}).dates.size(), 0U) << text;
  }
  const std::string text = "In their 1990s heyday, and in the mid-60s, they sang.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay})),
            "[1990s]=DATE 199; [the mid-60s]=DATE 196 MID");
}

TEST(DatePrecision, AGivenNameBeforeASurnameIsNoMonth) {
  EXPECT_EQ(ExtractDates("Today Jan Berger left.", {.publish_time = kExampleDay}).dates.size(), 1U);
  const std::string text = "It fell in Jan and rose in Jan. 2022.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay})),
            "[Jan]=DATE 2023-01; [Jan. 2022]=DATE 2022-01");
}

TEST(DatePrecision, ANameThatTheLanguageStageKnowsIsNoMonth) {
  const std::string text = "Theresa May and her ministers spoke to reporters in May.";
  const DatesResult result = ExtractDates(text, {.publish_time = "2023-06-08"}, true);
  EXPECT_EQ(DescribeAll(text, result), "[May]=DATE 2023-05");
  EXPECT_GT(result.dates[0].span.begin, 40U);
}

}  // namespace
}  // namespace nutgraf::extract
