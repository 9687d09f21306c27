// The whole stage on small articles: intervals, basis, direction, modes, zones.

#include <string>

#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

const DateOptions kOptions{.publish_time = kExampleDay};

DateMention Only(const std::string& text, const DateOptions& options = kOptions) {
  const DatesResult result = ExtractDates(text, options);
  EXPECT_EQ(result.dates.size(), 1U) << DescribeAll(text, result);
  return result.dates.empty() ? DateMention{} : result.dates[0];
}

TEST(Dates, ADateHasItsIntervalAndBasis) {
  const DateMention day = Only("It opens on 6 March 2023.");
  EXPECT_EQ(day.start, "2023-03-06");
  EXPECT_EQ(day.end, "2023-03-06");
  EXPECT_EQ(day.granularity, DateGranularity::kDay);
  EXPECT_EQ(day.basis, DateBasis::kExplicit);
  EXPECT_EQ(day.direction, DateDirection::kPast);
  const DateMention month = Only("It opens next month.");
  EXPECT_EQ(month.start, "2023-04-01");
  EXPECT_EQ(month.end, "2023-04-30");
  EXPECT_EQ(month.basis, DateBasis::kAnchor);
  EXPECT_EQ(month.direction, DateDirection::kFuture);
  EXPECT_EQ(Only("It opens today.").direction, DateDirection::kPresent);
  EXPECT_EQ(Only("It opens this year.").direction, DateDirection::kPresent);
}

TEST(Dates, ARangeIsOneValueWithBothEnds) {
  const DateMention range = Only("The talks are on 6-7 March 2023 in Islamabad.");
  EXPECT_EQ(range.value, "2023-03-06/2023-03-07");
  EXPECT_EQ(range.start, "2023-03-06");
  EXPECT_EQ(range.end, "2023-03-07");
  EXPECT_EQ(Only("The talks are on March 28–31.").value, "2023-03-28/2023-03-31");
}

TEST(Dates, RangesOfWholeDatesAreTwoAndShareTheYear) {
  const std::string text = "It ran from December 28 to January 3, 2023, and May and June 2021.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, kOptions)),
            "[December 28]=DATE 2022-12-28; [January 3, 2023]=DATE 2023-01-03; "
            "[May]=DATE 2021-05; [June 2021]=DATE 2021-06");
}

TEST(Dates, AListOfDaysSharesItsMonth) {
  const std::string text = "They surrendered on May 4 and 5, 1865.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, kOptions)),
            "[May 4]=DATE 1865-05-04; [5, 1865]=DATE 1865-05-05");
}

TEST(Dates, AWeekdayIsTheLatestPastOneOrToday) {
  EXPECT_EQ(Only("He died on Wednesday.").value, "2023-03-08");
  EXPECT_EQ(Only("He died on Thursday.").value, "2023-03-02");
  const DateMention scheduled = Only("The vote is scheduled for Thursday.");
  EXPECT_EQ(scheduled.value, "2023-03-09");
  ASSERT_EQ(scheduled.alternatives.size(), 1U);
  EXPECT_EQ(scheduled.alternatives[0].value, "2023-03-02");
  EXPECT_EQ(scheduled.alternatives[0].start, "2023-03-02");
  EXPECT_GT(scheduled.confidence, scheduled.alternatives[0].confidence);
}

TEST(Dates, TheNearestCueDecides) {
  const std::string text = "Ministers will hold talks on Monday, the office announced on Tuesday.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, kOptions)),
            "[Monday]=DATE 2023-03-13; [Tuesday]=DATE 2023-03-07");
}

TEST(Dates, AMonthDayIsTheNearest) {
  EXPECT_EQ(Only("It began on December 20.").value, "2022-12-20");
  EXPECT_EQ(Only("It begins on June 20.").value, "2023-06-20");
  EXPECT_EQ(Only("It fell on February 29.").value, "2024-02-29");
  EXPECT_EQ(Only("It fell on Sunday, March 5.").value, "2023-03-05");
}

TEST(Dates, ClockTimesTakeTheDayOfTheirSentence) {
  const std::string text = "On Monday the mayor spoke at 8:30 p.m. ET in the square.";
  const DatesResult result = ExtractDates(text, kOptions);
  EXPECT_EQ(DescribeAll(text, result),
            "[Monday]=DATE 2023-03-06; [8:30 p.m. ET]=TIME 2023-03-06T20:30-05:00");
  EXPECT_EQ(result.dates[1].start, "2023-03-06T20:30:00-05:00");
  EXPECT_EQ(result.dates[1].basis, DateBasis::kReference);
  EXPECT_EQ(Only("It is at noon.").start, "2023-03-08T12:00:00");
}

TEST(Dates, ATimeBesideADayIsOneExpression) {
  EXPECT_EQ(Only("It began at 8 p.m. on Monday.").value, "2023-03-06T20:00");
  EXPECT_EQ(Only("It began at 12:00 UTC Monday.").value, "2023-03-06T12:00Z");
  EXPECT_EQ(Only("It began Monday night at 9 o'clock.").value, "2023-03-06T21:00");
  const DateMention night = Only("It began late Monday night.");
  EXPECT_EQ(Describe(night), "TIME 2023-03-06TNI END");
  EXPECT_EQ(night.start, "2023-03-06T20:00:00");
  EXPECT_EQ(night.end, "2023-03-07T05:59:59");
  EXPECT_EQ(night.granularity, DateGranularity::kPartOfDay);
}

TEST(Dates, FractionsAreCounted) {
  EXPECT_EQ(Only("It took 2 1/2 years to build.").value, "P2.5Y");
  EXPECT_EQ(Only("It took 3½ hours to build.").value, "PT3.5H");
  EXPECT_EQ(Only("It took 1-3/4 hours to build.").value, "PT1.75H");
  EXPECT_EQ(Only("It fell on 2 1/2/2023.").value, "2023-01-02");
}

TEST(Dates, SummerTimeIsTheZonesOwn) {
  EXPECT_EQ(Only("It began at 8 p.m. ET on July 4, 2023.").value, "2023-07-04T20:00-04:00");
  EXPECT_EQ(Only("It began at 8 p.m. ET on January 4, 2023.").value, "2023-01-04T20:00-05:00");
}

TEST(Dates, DayAndMonthOrderIsDecidedByTheArticle) {
  const std::string month_first = "It was signed on 04/25/2022 and sealed on 06/05/2022.";
  EXPECT_EQ(DescribeAll(month_first, ExtractDates(month_first, kOptions)),
            "[04/25/2022]=DATE 2022-04-25; [06/05/2022]=DATE 2022-06-05");
  const std::string day_first = "It was signed on 25/04/2022 and sealed on 06/05/2022.";
  EXPECT_EQ(DescribeAll(day_first, ExtractDates(day_first, kOptions)),
            "[25/04/2022]=DATE 2022-04-25; [06/05/2022]=DATE 2022-05-06");
  EXPECT_EQ(Only("It was sealed on 06/05/2022.",
                 {.publish_time = kExampleDay, .time_zone = "Europe/London"})
                .value,
            "2022-05-06");
  // Near publication the near reading wins, and the other one is an alternative.
  const DateMention near = Only("It was sealed on 07/03/2023.");
  EXPECT_EQ(near.value, "2023-03-07");
  ASSERT_EQ(near.alternatives.size(), 1U);
  EXPECT_EQ(near.alternatives[0].value, "2023-07-03");
}

TEST(Dates, StepsFromAnotherDateSayTheirBasis) {
  const std::string text = "The bank failed on May 4, 2022. It was sold the next day.";
  const DatesResult result = ExtractDates(text, kOptions);
  EXPECT_EQ(DescribeAll(text, result),
            "[May 4, 2022]=DATE 2022-05-04; [the next day]=DATE 2022-05-05");
  EXPECT_EQ(result.dates[1].basis, DateBasis::kReference);
}

TEST(Dates, AnchoredDurationsHaveTheirInterval) {
  const DateMention past = Only("It rained over the past 30 days.");
  EXPECT_EQ(past.type, DateType::kDuration);
  EXPECT_EQ(past.value, "P30D");
  EXPECT_EQ(past.start, "2023-02-06");
  EXPECT_EQ(past.end, "2023-03-08");
  EXPECT_EQ(past.direction, DateDirection::kPast);
  const DateMention plain = Only("It rained for three days.");
  EXPECT_EQ(plain.start, "");
  EXPECT_EQ(plain.basis, DateBasis::kNone);
}

constexpr const char* kNarrative =
    "The war began on 4 May 1939. In June the town fell. On 3 July the army crossed the river, and "
    "the next day it took the bridge. By December 1939 the front was still. In January the thaw "
    "came, and on 8 March 1940 a truce was signed. In April 1941 it broke. On 9 May the capital "
    "fell; by 1942 nothing was left. In 1943 peace was made and in 1944 it was kept.";

TEST(Dates, ANarrativeCountsFromTheDateLastMentioned) {
  const DatesResult result = ExtractDates(kNarrative, {.publish_time = "2009-12-19"});
  EXPECT_EQ(result.mode, DateMode::kNarrative);
  EXPECT_EQ(DescribeAll(kNarrative, result),
            "[4 May 1939]=DATE 1939-05-04; [June]=DATE 1939-06; [3 July]=DATE 1939-07-03; "
            "[the next day]=DATE 1939-07-04; [December 1939]=DATE 1939-12; [January]=DATE 1940-01; "
            "[8 March 1940]=DATE 1940-03-08; [April 1941]=DATE 1941-04; [9 May]=DATE 1941-05-09; "
            "[1942]=DATE 1942; [1943]=DATE 1943; [1944]=DATE 1944");
}

TEST(Dates, TheModeCanBeSet) {
  const DatesResult news =
      ExtractDates(kNarrative, {.publish_time = "2009-12-19", .mode = DateMode::kNews});
  EXPECT_EQ(news.mode, DateMode::kNews);
  const std::string text = "The war began in 1939. In June the town fell.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, {.publish_time = "2009-12-19"})),
            "[1939]=DATE 1939; [June]=DATE 2009-06");
  const DatesResult narrative =
      ExtractDates(text, {.publish_time = "2009-12-19", .mode = DateMode::kNarrative});
  EXPECT_EQ(DescribeAll(text, narrative), "[1939]=DATE 1939; [June]=DATE 1939-06");
}

TEST(Dates, AnObituaryIsNews) {
  const DatesResult result = ExtractDates(
      "The actress died on Friday. She was born in 1926 and made films in 1947, 1951, 1957, 1963 "
      "and 1965. She will be buried on Monday.",
      {.publish_time = kExampleDay});
  EXPECT_EQ(result.mode, DateMode::kNews);
  EXPECT_EQ(result.dates[0].value, "2023-03-03");
  EXPECT_EQ(result.dates.back().value, "2023-03-13");
}

TEST(Dates, SpansAreAscendingDisjointAndSlices) {
  const DatesResult result = ExtractDates(kNarrative, kOptions);
  uint32_t end = 0;
  for (const DateMention& date : result.dates) {
    EXPECT_GE(date.span.begin, end);
    EXPECT_LT(date.span.begin, date.span.end);
    EXPECT_FALSE(date.value.empty());
    EXPECT_GT(date.confidence, 0.0F);
    EXPECT_LE(date.confidence, 1.0F);
    end = date.span.end;
  }
}

TEST(Dates, OnlyTheStoryAndWhatBelongsToItGiveDates) {
  using text::ZoneType;
  for (const auto& [zone, counts] :
       {std::pair(ZoneType::kBody, true), std::pair(ZoneType::kHeadline, true),
        std::pair(ZoneType::kCaption, true), std::pair(ZoneType::kEmbeddedPost, true),
        std::pair(ZoneType::kByline, true), std::pair(ZoneType::kDateline, true),
        std::pair(ZoneType::kRelatedLink, false), std::pair(ZoneType::kBoilerplate, false),
        std::pair(ZoneType::kComments, false)}) {
    text::Document document = testing::MakeDocument("The ministers met on Monday in the capital.");
    for (text::Zone& one : document.zones) one.type = zone;
    for (text::Sentence& one : document.sentences) one.zone = zone;
    const auto result = TestExtractor().Extract(document, {}, kOptions, Cancellation());
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->dates.size(), counts ? 1U : 0U) << static_cast<int>(zone);
  }
}

TEST(Dates, TheCurtainRaiserComesOutRight) {
  const std::string shared = testing::SharedDirectory();
  if (shared.empty()) GTEST_SKIP() << "no shared folder beside the checkout";
  const std::string text = testing::ReadFile(shared + "/data/articles/curtain_raiser.txt");
  const text::Document document = testing::MakeDocument(text);
  const auto result =
      TestExtractor().Extract(document, testing::Annotate(document), {}, Cancellation());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->publication.date, "2023-03-05");
  EXPECT_EQ(result->publication.source, PublicationSource::kEmbeddedPost);
  EXPECT_EQ(DescribeAll(document.text(), *result),
            "[two-day]=DURATION P2D; [March 6]=DATE 2023-03-06; [Sunday]=DATE 2023-03-05; "
            "[6-7 March 2023]=DATE 2023-03-06/2023-03-07; [March 5, 2023]=DATE 2023-03-05; "
            "[6-7 March 2023]=DATE 2023-03-06/2023-03-07; [two-day]=DURATION P2D; "
            "[Earlier in February]=DATE 2023-02");
}

}  // namespace
}  // namespace nutgraf::extract
