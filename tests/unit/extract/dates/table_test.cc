// Every row of every table of the stage is tested by the example that it carries.

#include <algorithm>
#include <string>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/base/absl_compat.h"
#include "service/extract/dates/lexicon.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

/// The example's bracketed words must come out whole, as expected.
void ExpectExamples(const char* table_name) {
  const knowledge::Table* table = testing::TestKnowledge()->Find(table_name);
  ASSERT_NE(table, nullptr);
  const DateOptions options{.publish_time = kExampleDay, .time_zone = "", .mode = DateMode::kNews};
  for (uint32_t row = 0; row < table->rows(); ++row) {
    SCOPED_TRACE(fmt::format("{} row {}: {}", table_name, row + 1, table->Cell(row, 0)));
    const Example example = ReadExample(table->Cell(row, table->Column("example")));
    const std::string_view expected = table->Cell(row, table->Column("expect"));
    const DatesResult result = ExtractDates(example.text, options);
    const auto found =
        std::find_if(result.dates.begin(), result.dates.end(),
                     [&](const DateMention& date) { return date.span == example.span; });
    if (found == result.dates.end()) {
      ADD_FAILURE() << "not found; got " << DescribeAll(example.text, result);
      continue;
    }
    EXPECT_EQ(Describe(*found), expected) << example.text;
  }
}

TEST(DateTables, RulesMeanWhatTheirExamplesSay) { ExpectExamples("dates/rules"); }
TEST(DateTables, ModifiersMeanWhatTheirExamplesSay) { ExpectExamples("dates/modifiers"); }
TEST(DateTables, CuesTurnTheirExamples) { ExpectExamples("dates/cues"); }

TEST(DateTables, HolidaysFallWhereTheirRowsSay) {
  const knowledge::Table* table = testing::TestKnowledge()->Find("dates/holidays");
  ASSERT_NE(table, nullptr);
  for (uint32_t row = 0; row < table->rows(); ++row) {
    SCOPED_TRACE(table->Cell(row, 0));
    std::string phrase(table->Cell(row, 0));
    for (const char* mark : {" ' ", " . ", " - "}) {  // back to how it is written
      size_t at = 0;
      const std::string joined = mark[1] == '\'' ? "'" : mark[1] == '.' ? ". " : "-";
      while ((at = phrase.find(mark, at)) != std::string::npos) phrase.replace(at, 3, joined);
    }
    if (const size_t at = phrase.find("s'day"); at != std::string::npos) {
      phrase.replace(at, 5, "s' day");
    }
    phrase[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(phrase[0])));
    const DatesResult result = ExtractDates(phrase + " 2023 came.", {.publish_time = kExampleDay});
    ASSERT_EQ(result.dates.size(), 1U);
    const std::string_view expected = table->Cell(row, table->Column("in_2023"));
    EXPECT_EQ(result.dates[0].start, expected);
    if (expected.empty()) {
      EXPECT_EQ(result.dates[0].value, "2023-XX-XX");
    }
  }
}

TEST(DateTables, ZonesStandWhereTheirRowsSay) {
  const knowledge::Table* table = testing::TestKnowledge()->Find("dates/zones");
  ASSERT_NE(table, nullptr);
  for (uint32_t row = 0; row < table->rows(); ++row) {
    std::string name(table->Cell(row, 0));
    SCOPED_TRACE(name);
    for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (const auto& [month, column] :
         {std::pair("January", "january"), std::pair("July", "july")}) {
      const int minutes = std::stoi(std::string(table->Cell(row, table->Column(column))));
      const std::string zone = minutes == 0
                                   ? "Z"
                                   : fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+',
                                                 std::abs(minutes) / 60, std::abs(minutes) % 60);
      const DatesResult result =
          ExtractDates(fmt::format("At 8:30 p.m. {} on {} 15, 2023, it began.", name, month),
                       {.publish_time = kExampleDay});
      ASSERT_EQ(result.dates.size(), 1U);
      EXPECT_EQ(result.dates[0].value,
                fmt::format("2023-{}-15T20:30{}", month[2] == 'n' ? "01" : "07", zone));
    }
  }
}

TEST(DateTables, PublicationLinesGiveTheirDate) {
  const knowledge::Table* table = testing::TestKnowledge()->Find("dates/publication");
  ASSERT_NE(table, nullptr);
  for (uint32_t row = 0; row < table->rows(); ++row) {
    const std::string line(table->Cell(row, table->Column("example")));
    SCOPED_TRACE(line);
    const DatesResult result = ExtractDates("Ministers meet in Paris\n\n" + line +
                                            "\n\nMinisters met in Paris to talk about trade.");
    EXPECT_EQ(result.publication.date, table->Cell(row, table->Column("expect")));
    EXPECT_EQ(result.publication.source, PublicationSource::kText);
  }
}

TEST(DateTables, WordsHaveTheirClass) {
  const knowledge::Table* table = testing::TestKnowledge()->Find("dates/words");
  ASSERT_NE(table, nullptr);
  dates::Lexicon lexicon;
  ASSERT_TRUE(lexicon.Load(*testing::TestKnowledge()).ok());
  for (uint32_t row = 0; row < table->rows(); ++row) {
    SCOPED_TRACE(table->Cell(row, 0));
    const int32_t index = lexicon.Find(table->Cell(row, 0));
    ASSERT_GE(index, 0);
    const std::string_view name = table->Cell(row, table->Column("class"));
    const dates::Word& word = lexicon.word(index);
    if (name == "NUMWORD") {
      EXPECT_GE(word.number, 1);
    } else if (name == "ORDWORD") {
      EXPECT_GE(word.ordinal, 1);
    } else {
      const dates::Symbol symbol = dates::Lexicon::ClassFromName(name);
      EXPECT_TRUE(std::any_of(word.classes.begin(), word.classes.end(),
                              [&](const auto& entry) { return entry.symbol == symbol; }));
    }
  }
}

}  // namespace
}  // namespace nutgraf::extract
