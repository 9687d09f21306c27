#include "service/extract/topics/taxonomy.h"

#include <array>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract::topics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A table in memory with the columns of mediatopics.tsv.
class RowsTable : public knowledge::Table {
 public:
  using Cells = std::array<std::string, 4>;
  explicit RowsTable(std::vector<Cells> rows) : rows_(std::move(rows)) {}
  std::string_view name() const override { return "topics/mediatopics"; }
  uint32_t rows() const override { return static_cast<uint32_t>(rows_.size()); }
  int columns() const override { return 4; }
  int Column(std::string_view name) const override {
    constexpr std::array<std::string_view, 4> kNames = {"code", "level", "parent", "label"};
    for (int i = 0; i < 4; ++i) {
      if (kNames[i] == name) return i;
    }
    return -1;
  }
  std::string_view Cell(uint32_t row, int column) const override { return rows_[row][column]; }
  knowledge::RowRange Find(std::string_view /*key*/) const override { return {this, 0, 0}; }
  int MaxWords() const override { return 1; }

 private:
  std::vector<Cells> rows_;
};

Taxonomy MediaTopics() {
  auto taxonomy = Taxonomy::Create(**testing::TestKnowledge()->Require("topics/mediatopics"));
  EXPECT_TRUE(taxonomy.ok()) << taxonomy.status();
  return *std::move(taxonomy);
}

TEST(TaxonomyTest, HoldsTheActiveConceptsOfTheEdition) {
  const Taxonomy taxonomy = MediaTopics();
  EXPECT_EQ(taxonomy.size(), 1084);
  EXPECT_EQ(taxonomy.roots().size(), 17);
}

TEST(TaxonomyTest, GivesPathLevelAndRoot) {
  const Taxonomy taxonomy = MediaTopics();
  const ConceptId id = taxonomy.Find("medtop:20000639");
  ASSERT_NE(id, kNoConcept);
  EXPECT_EQ(taxonomy.at(id).level, 3);
  EXPECT_THAT(taxonomy.Path(id),
              ElementsAre("politics and government", "international relations", "diplomacy"));
  EXPECT_EQ(taxonomy.at(taxonomy.at(id).root).code, "medtop:11000000");
}

TEST(TaxonomyTest, KnowsNoRetiredCode) {
  const Taxonomy taxonomy = MediaTopics();
  // "civil and public service", retired in 2025.
  EXPECT_EQ(taxonomy.Find("medtop:20000594"), kNoConcept);
  EXPECT_EQ(taxonomy.Find(""), kNoConcept);
}

TEST(TaxonomyTest, EachConceptStandsAfterItsParent) {
  const Taxonomy taxonomy = MediaTopics();
  for (size_t i = 0; i < taxonomy.size(); ++i) {
    const Concept& entry = taxonomy.at(static_cast<ConceptId>(i));
    if (entry.level == 1) continue;
    ASSERT_LT(entry.parent, i) << entry.code;
    ASSERT_EQ(entry.level, taxonomy.at(entry.parent).level + 1) << entry.code;
  }
}

TEST(TaxonomyTest, RefusesAChildBeforeItsParent) {
  const auto taxonomy = Taxonomy::Create(
      RowsTable({{"medtop:2", "2", "medtop:1", "child"}, {"medtop:1", "1", "", "parent"}}));
  EXPECT_EQ(taxonomy.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(taxonomy.status().message()), HasSubstr("medtop:2"));
}

TEST(TaxonomyTest, RefusesAWrongLevelAndACodeTwice) {
  EXPECT_FALSE(Taxonomy::Create(RowsTable({{"medtop:1", "2", "", "top"}})).ok());
  EXPECT_FALSE(
      Taxonomy::Create(RowsTable({{"medtop:1", "1", "", "a"}, {"medtop:1", "1", "", "b"}})).ok());
}

}  // namespace
}  // namespace nutgraf::extract::topics
