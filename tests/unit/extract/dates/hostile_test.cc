// Untrusted text: no crash, no long wait, no invented dates.

#include <time.h>

#include <algorithm>
#include <random>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

/// Processor time of this thread, the best of two: other programs take turns on the machine.
double SecondsFor(const std::string& text) {
  const text::Document document = testing::MakeDocument(text);
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  double best = 1e9;
  for (int round = 0; round < 2; ++round) {
    const double start = now();
    const auto result =
        TestExtractor().Extract(document, {}, {.publish_time = kExampleDay}, Cancellation());
    EXPECT_TRUE(result.ok());
    best = std::min(best, now() - start);
  }
  return best;
}

TEST(HostileDates, TimeIsLinear) {
  for (const std::string_view piece :
       {"March 6 and 7 and ", "the the first first ", "last this next ", "1-2-3-4-", "the day of ",
        "two hundred and ", "'", "May ", "12:12:12 ", "every other second day after ", "2023",
        "twenty-", "the early late mid early in the ", "a few more years ago later "}) {
    SecondsFor(Repeat(piece, 4000));
    const double small = SecondsFor(Repeat(piece, 80000));
    const double large = SecondsFor(Repeat(piece, 640000));
    // Eight times the text: at most some times eight (a machine under load is no quadratic).
    EXPECT_LT(large, 0.02 + 40 * small) << piece;
    EXPECT_LT(large, 10.0) << piece;
  }
}

TEST(HostileDates, OddTextIsReadOrLeft) {
  for (const std::string_view text :
       {"",
        " ",
        "\n\n\n",
        "0",
        "99999999999999999999 years ago",
        "in 999999999 years",
        "999999 centuries ago",
        "999999999999 BC",
        "9999999 BC",
        "the 99th century BC",
        "100000000 months later",
        "'",
        "''''",
        "March",
        "March 0",
        "March 99",
        "0/0/0",
        "00:00:00",
        "1/1/1/1/1",
        "the 0th of March 2023",
        "Q9 2020",
        "the 5th quarter of 2020",
        "31/02/2023 29/02/2023",
        "9999-12-31",
        "the week after next 9999",
        "two million years",
        "\xF0\x9F\x87\xB5\xF0\x9F\x87\xB0 5\xEF\xB8\x8F\xE2\x83\xA3 March 2023"}) {
    for (const char* day : {"", "0001-01-01", "9999-12-31", "2024-02-29"}) {
      for (const DateMode mode : {DateMode::kNews, DateMode::kNarrative}) {
        const DatesResult result = ExtractDates(text, {.publish_time = day, .mode = mode});
        for (const DateMention& date : result.dates) {
          EXPECT_LE(date.span.end, text.size());
          EXPECT_FALSE(date.value.empty());
        }
      }
    }
  }
}

TEST(HostileDates, RandomMixturesOfTheVocabularyHold) {
  const knowledge::Table* words = testing::TestKnowledge()->Find("dates/words");
  const knowledge::Table* rules = testing::TestKnowledge()->Find("dates/rules");
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same mixture each time
  const char* marks[] = {" ", "-", ", ", ".", "'", " the ", " of ", "2023", "7", ":30", "/", " a "};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      switch (random() % 3) {
        case 0:
          text += words->Cell(static_cast<uint32_t>(random() % words->rows()), 0);
          break;
        case 1:
          text += ReadExample(rules->Cell(static_cast<uint32_t>(random() % rules->rows()), 4)).text;
          break;
        default:
          text += marks[random() % std::size(marks)];
      }
      if (random() % 2 == 0) text += ' ';
    }
    const DatesResult result = ExtractDates(text, {.publish_time = kExampleDay});
    uint32_t end = 0;
    for (const DateMention& date : result.dates) {
      ASSERT_GE(date.span.begin, end) << text;
      ASSERT_LE(date.span.end, text.size()) << text;
      ASSERT_FALSE(date.value.empty()) << text;
      end = date.span.end;
    }
  }
}

TEST(HostileDates, CancellationIsHeeded) {
  const text::Document document = testing::MakeDocument("He left on Monday.");
  Cancellation cancel;
  cancel.Cancel();
  EXPECT_EQ(TestExtractor().Extract(document, {}, {}, cancel).status().code(),
            absl::StatusCode::kCancelled);
}

TEST(HostileDates, IdenticalInputGivesIdenticalAnswers) {
  const std::string text =
      Repeat("It fell last March, on Monday night at 8 p.m. ET, or so. ", 3000);
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay})),
            DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay})));
}

}  // namespace
}  // namespace nutgraf::extract
