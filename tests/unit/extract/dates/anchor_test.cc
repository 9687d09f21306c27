// Which day an article counts from.

#include "service/extract/dates/anchor.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

constexpr const char* kStory = "Ministers met on Sunday. They will meet again next week.";

TEST(Publication, TheRequestComesFirst) {
  const DatesResult result =
      ExtractDates("Ministers meet\n\nPublished: March 1, 2023\n\nPARIS, March 2 (Reuters) - " +
                       std::string(kStory),
                   {.publish_time = "2023-03-08"});
  EXPECT_EQ(result.publication.source, PublicationSource::kRequest);
  EXPECT_EQ(result.publication.date, "2023-03-08");
  EXPECT_TRUE(result.publication.span.empty());
}

TEST(Publication, ATimeIsReadInTheArticlesZone) {
  // 22:30 UTC on the 7th is the 8th in Karachi: "today" is the 8th.
  const DatesResult result = ExtractDates(
      "He resigned today.", {.publish_time = "2023-03-07T22:30:00Z", .time_zone = "Asia/Karachi"});
  EXPECT_EQ(result.publication.date, "2023-03-08T03:30:00+05:00");
  ASSERT_EQ(result.dates.size(), 1U);
  EXPECT_EQ(result.dates[0].value, "2023-03-08");
  // Without a zone the offset that was sent is the article's.
  EXPECT_EQ(
      ExtractDates("He resigned.", {.publish_time = "2023-03-07T22:30:00-05:00"}).publication.date,
      "2023-03-07T22:30:00-05:00");
}

TEST(Publication, BadOptionsAreTheCallersError) {
  const text::Document document = testing::MakeDocument(kStory);
  for (const char* time : {"yesterday", "2023-02-30", "2023-03-08T25:00:00Z", "2023-03-08Tnoon",
                           "2023-03-08T10:00:00+99:00", "0000-01-01", "2023-03-08T10:00:00."}) {
    const auto result = TestExtractor().Extract(document, {}, {.publish_time = time}, {});
    EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << time;
    EXPECT_NE(result.status().ToString().find("publish_time"), std::string::npos);
  }
  const auto result = TestExtractor().Extract(document, {}, {.time_zone = "Mars/Olympus"}, {});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(result.status().ToString().find("time_zone"), std::string::npos);
}

TEST(Publication, TheDatelineGivesItWithTheYearOfADateNearby) {
  const std::string text =
      "PARIS, March 5 (Reuters) - Ministers will hold talks on March 7, 2023, they said on Friday.";
  const DatesResult result = ExtractDates(text);
  EXPECT_EQ(result.publication.source, PublicationSource::kDateline);
  EXPECT_EQ(result.publication.date, "2023-03-05");
  EXPECT_EQ(text.substr(result.publication.span.begin, result.publication.span.size()), "March 5");
  EXPECT_NE(DescribeAll(text, result).find("[Friday]=DATE 2023-03-03"), std::string::npos);
}

TEST(Publication, ADatelineWithoutAYearIsNotGuessed) {
  const DatesResult result =
      ExtractDates("PARIS, March 5 (Reuters) - Ministers held talks on Friday, they said.");
  EXPECT_EQ(result.publication.source, PublicationSource::kNone);
  EXPECT_EQ(result.publication.date, "");
}

TEST(Publication, AnEmbeddedPostGivesIt) {
  const DatesResult result = ExtractDates(
      "The ministry announced talks on Sunday.\n"
      "Talks will begin soon\n"
      "— Foreign Office (@ForeignOffice) March 5, 2023\n"
      "The talks will be held in the capital, the statement said.");
  EXPECT_EQ(result.publication.source, PublicationSource::kEmbeddedPost);
  EXPECT_EQ(result.publication.date, "2023-03-05");
}

TEST(Publication, ALineThatIsOnlyADateGivesIt) {
  const DatesResult result =
      ExtractDates("Ministers meet in Paris\n\nWednesday, March 8, 2023\n\nThey met on Sunday.");
  EXPECT_EQ(result.publication.source, PublicationSource::kText);
  EXPECT_EQ(result.publication.date, "2023-03-08");
}

TEST(Publication, PublishedBeatsUpdated) {
  const DatesResult result = ExtractDates(
      "Ministers meet\n\nUpdated March 9, 2023\n\nPublished March 8, 2023\n\nThey met on Sunday.");
  EXPECT_EQ(result.publication.date, "2023-03-08");
}

TEST(Publication, ADateInASentenceIsNoPublication) {
  const DatesResult result =
      ExtractDates("The report was published on March 8, 2023 by the ministry of trade.");
  EXPECT_EQ(result.publication.source, PublicationSource::kNone);
}

TEST(Publication, WithoutOneRelativeDatesStayUnresolved) {
  const std::string text = "He resigned on Sunday, in March, last week, yesterday and at 8 p.m.";
  const DatesResult result = ExtractDates(text);
  EXPECT_EQ(result.publication.source, PublicationSource::kNone);
  EXPECT_EQ(DescribeAll(text, result),
            "[Sunday]=DATE XXXX-WXX-7; [March]=DATE XXXX-03; [last week]=DATE XXXX-WXX; "
            "[yesterday]=DATE XXXX-XX-XX; [8 p.m.]=TIME XXXX-XX-XXT20:00");
  for (const DateMention& date : result.dates) {
    EXPECT_EQ(date.start, "");
    EXPECT_EQ(date.end, "");
    EXPECT_EQ(date.basis, DateBasis::kNone);
    EXPECT_EQ(date.direction, DateDirection::kNone);
  }
}

}  // namespace
}  // namespace nutgraf::extract
