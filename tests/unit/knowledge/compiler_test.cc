#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "service/base/absl_compat.h"
#include "service/knowledge/compiler/knowledge_writer.h"
#include "service/knowledge/compiler/table_source.h"

namespace nutgraf::knowledge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kPath[] = "service/quotes/tables/cues.tsv";

std::string Fault(std::string_view text) {
  const auto table = ParseTable(kPath, text);
  return table.ok() ? "none" : std::string(ToStd(table.status().message()));
}

TEST(TableNameTest, IsTheFolderAboveTablesAndTheStem) {
  EXPECT_EQ(*TableName("service/extract/quotes/tables/cues.tsv"), "quotes/cues");
  EXPECT_EQ(*TableName("/a/b/service/text/zones/tables/post_marks.tsv"), "zones/post_marks");
  EXPECT_FALSE(TableName("service/quotes/cues.tsv").ok());
  EXPECT_FALSE(TableName("tables/cues.tsv").ok());
  EXPECT_FALSE(TableName("service/quotes/tables/cues.csv").ok());
}

TEST(ParseTableTest, ReadsCommentsHeaderAndRows) {
  const auto table =
      ParseTable(kPath, "# source: ours\n# CC0\n\nword\tkind\nsay\tneutral\n\nclaim\t\n# 1\tsign");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->name, "quotes/cues");
  EXPECT_THAT(table->columns, ElementsAre("word", "kind"));
  EXPECT_THAT(table->cells, ElementsAre("say", "neutral", "claim", "", "# 1", "sign"));
}

TEST(ParseTableTest, FoldsMarkedColumnsOnly) {
  const auto table = ParseTable(kPath, "name~\tform\nSÃO  Paulo\tSÃO  Paulo\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->columns, ElementsAre("name", "form"));
  EXPECT_THAT(table->cells, ElementsAre("sao paulo", "SÃO  Paulo"));
}

TEST(ParseTableTest, NamesFileAndLineOfAFault) {
  EXPECT_THAT(Fault("a\tb\n1\t2\n3\n"), HasSubstr("cues.tsv:3: 1 cells where the header has 2"));
  EXPECT_THAT(Fault("# c\na\tb\n1\t2\t3\n"), HasSubstr("cues.tsv:3: 3 cells"));
  EXPECT_THAT(Fault("a\n\xC3(\n"), HasSubstr("cues.tsv:2: not UTF-8"));
  EXPECT_THAT(Fault("a\n\xED\xA0\x80\n"), HasSubstr("cues.tsv:2: not UTF-8"));
  EXPECT_THAT(Fault("a\n\xC0\x80\n"), HasSubstr("cues.tsv:2: not UTF-8"));
  EXPECT_THAT(Fault("a\tb\n\t2\n"), HasSubstr("cues.tsv:2: an empty key"));
  EXPECT_THAT(Fault("a~\n \xCC\x81\n"), HasSubstr("cues.tsv:2: an empty key"));
  EXPECT_THAT(Fault("a\ta\n"), HasSubstr("cues.tsv:1: column a twice"));
  EXPECT_THAT(Fault("a\t~\n"), HasSubstr("cues.tsv:1: a column without a name"));
  EXPECT_THAT(Fault("a\r\n1\r\n"), HasSubstr("cues.tsv:1: carriage return"));
  EXPECT_THAT(Fault(""), HasSubstr("no header line"));
  EXPECT_THAT(Fault("# only comments\n"), HasSubstr("no header line"));
  EXPECT_EQ(Fault("a\n"), "none");
}

TEST(ReadTableTest, SaysWhichFileIsMissing) {
  const auto table = ReadTable("nowhere/tables/x.tsv");
  EXPECT_EQ(table.status().code(), absl::StatusCode::kNotFound);
}

TEST(CompileTablesTest, IsTheSameInWhateverOrder) {
  std::vector<TableSource> tables = {*ParseTable("s/b/tables/x.tsv", "k\tv\na\t1\nb\t2\n"),
                                     *ParseTable("s/a/tables/y.tsv", "k\nz\n"),
                                     *ParseTable("s/a/tables/empty.tsv", "k\n")};
  const auto forward = CompileTables(tables);
  std::ranges::reverse(tables);
  const auto backward = CompileTables(tables);
  ASSERT_TRUE(forward.ok());
  ASSERT_TRUE(backward.ok());
  EXPECT_EQ(*forward, *backward);
}

TEST(CompileTablesTest, RefusesTwoTablesOfOneName) {
  const TableSource table = *ParseTable("s/a/tables/y.tsv", "k\nz\n");
  EXPECT_EQ(CompileTables({table, table}).status().code(), absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace nutgraf::knowledge
