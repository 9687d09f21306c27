// The committed tables of facts: their columns, and facts that must be in them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "service/knowledge/knowledge.h"

namespace nutgraf::knowledge {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class TablesTest : public ::testing::Test {
 protected:
  static const Table& Get(const std::string& name) {
    static const auto knowledge = *Knowledge::Open(NUTGRAF_BINARY_DIR "/data/knowledge.bin");
    const auto table = knowledge->Require("knowledge/" + name);
    if (!table.ok()) std::abort();
    return **table;
  }
  /// A column's cells in the rows of `key`, folded here.
  static std::vector<std::string> Cells(const std::string& table, std::string_view key,
                                        std::string_view column) {
    std::vector<std::string> cells;
    for (const Row row : Get(table).Find(Fold(key))) cells.emplace_back(row.Cell(column));
    return cells;
  }
};

TEST_F(TablesTest, HaveTheDocumentedColumns) {
  const std::pair<std::string, std::vector<std::string>> tables[] = {
      {"countries", {"name", "form", "kind", "iso2"}},
      {"country_facts",
       {"iso2", "name", "official_name", "iso3", "capital", "continent", "subregion", "currency",
        "wikidata", "geonames"}},
      {"demonyms", {"word", "form", "kind", "iso2", "region"}},
      {"groups", {"word", "form", "kind"}},
      {"cities",
       {"name", "form", "kind", "iso2", "admin1", "population", "latitude", "longitude", "capital",
        "geonames"}},
      {"admin1", {"name", "form", "kind", "iso2", "code"}},
      {"us_states", {"name", "form", "postal", "ap_abbreviation", "capital", "demonym"}},
      {"places", {"name", "form", "kind", "iso2"}},
      {"metonyms", {"name", "form", "kind", "iso2", "stands_for"}},
      {"titles", {"title", "form", "class"}},
      {"organizations", {"name", "form", "kind", "canonical", "type", "headquarters"}},
      {"organization_words", {"word", "position", "kind"}},
      {"political_parties", {"name", "form", "kind", "iso2", "canonical"}},
      {"companies", {"name", "form", "kind", "ticker", "sector"}},
      {"universities", {"name", "iso2", "domain"}},
      {"given_names", {"name", "gender", "weight"}},
      {"surnames", {"name", "weight"}},
      {"people", {"name", "form", "role", "iso2", "wikidata"}},
      {"currencies", {"name", "code", "symbol"}}};
  for (const auto& [name, columns] : tables) {
    const Table& table = Get(name);
    ASSERT_EQ(table.columns(), static_cast<int>(columns.size())) << name;
    for (size_t i = 0; i < columns.size(); ++i) {
      EXPECT_EQ(table.Column(columns[i]), static_cast<int>(i)) << name;
    }
    EXPECT_GT(table.rows(), 0u) << name;
  }
}

TEST_F(TablesTest, KnowCountriesUnderTheirNames) {
  for (const char* name : {"United States", "US", "U.S.", "USA", "United States of America"}) {
    EXPECT_THAT(Cells("countries", name, "iso2"), ElementsAre("US")) << name;
  }
  EXPECT_THAT(Cells("countries", "UK", "iso2"), ElementsAre("GB"));
  EXPECT_THAT(Cells("countries", "UAE", "iso2"), ElementsAre("AE"));
  EXPECT_THAT(Cells("countries", "Côte d’Ivoire", "iso2"), Each("CI"));
  EXPECT_THAT(Cells("countries", "Kosovo", "iso2"), ElementsAre("XK"));
  EXPECT_THAT(Cells("countries", "Burma", "iso2"), ElementsAre("MM"));
  EXPECT_THAT(Cells("countries", "us", "kind"), ElementsAre("code"));
  EXPECT_THAT(Cells("countries", "Atlantis", "iso2"), IsEmpty());
  const RowRange pakistan = Get("country_facts").Find("PK");
  ASSERT_EQ(pakistan.size(), 1u);
  EXPECT_EQ(pakistan.front().Cell("name"), "Pakistan");
  EXPECT_EQ(pakistan.front().Cell("capital"), "Islamabad");
  EXPECT_EQ(pakistan.front().Cell("wikidata"), "Q843");
}

TEST_F(TablesTest, EveryCountryCodeHasItsFacts) {
  const Table& facts = Get("country_facts");
  for (const char* name : {"countries", "cities", "admin1"}) {
    const Table& table = Get(name);
    const int column = table.Column("iso2");
    for (const Row row : table.All()) {
      ASSERT_TRUE(facts.Has(row.Cell(column))) << name << " row " << row.index();
    }
  }
}

TEST_F(TablesTest, KnowDemonyms) {
  EXPECT_THAT(Cells("demonyms", "Pakistani", "iso2"), Contains("PK"));
  EXPECT_THAT(Cells("demonyms", "Dutch", "iso2"), Contains("NL"));
  EXPECT_THAT(Cells("demonyms", "Texans", "region"), Contains("TX"));
  EXPECT_THAT(Cells("groups", "Republicans", "kind"), ElementsAre("political"));
}

TEST_F(TablesTest, KnowCitiesWithTheirCoordinates) {
  const RowRange paris = Get("cities").Find("paris");
  ASSERT_GT(paris.size(), 1u);  // and Paris, Texas
  EXPECT_EQ(paris.front().Cell("iso2"), "FR");
  EXPECT_NEAR(std::atof(std::string(paris.front().Cell("latitude")).c_str()), 48.85, 0.05);
  EXPECT_NEAR(std::atof(std::string(paris.front().Cell("longitude")).c_str()), 2.35, 0.05);
  EXPECT_EQ(paris.front().Cell("capital"), "1");
  EXPECT_THAT(Cells("cities", "New York", "kind"), Contains("alias"));
  EXPECT_THAT(Cells("cities", "Kiev", "iso2"), ElementsAre("UA"));
  for (const Row row : Get("cities").All()) {
    const double latitude = std::atof(std::string(row.Cell("latitude")).c_str());
    const double longitude = std::atof(std::string(row.Cell("longitude")).c_str());
    ASSERT_TRUE(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180);
    ASSERT_TRUE(row.Cell("population") != "0" || row.Cell("capital") == "1") << row.Cell("form");
  }
}

TEST_F(TablesTest, KnowDivisionsStatesAndPlaces) {
  EXPECT_THAT(Cells("admin1", "Calif.", "code"), ElementsAre("US.CA"));
  EXPECT_THAT(Cells("admin1", "Bavaria", "code"), Contains("DE.02"));
  EXPECT_THAT(Cells("us_states", "Texas", "postal"), ElementsAre("TX"));
  EXPECT_THAT(Cells("places", "Middle East", "kind"), ElementsAre("region"));
  EXPECT_THAT(Cells("metonyms", "Kremlin", "iso2"), ElementsAre("RU"));
}

TEST_F(TablesTest, KnowTitles) {
  EXPECT_THAT(Cells("titles", "Mr.", "class"), ElementsAre("honorific"));
  EXPECT_THAT(Cells("titles", "foreign minister", "class"), ElementsAre("minister_or_secretary"));
  EXPECT_THAT(Cells("titles", "Spokesperson", "class"), Contains("spokesperson"));
  EXPECT_THAT(Cells("titles", "Acting", "class"), ElementsAre("modifier"));
}

TEST_F(TablesTest, KnowOrganisations) {
  EXPECT_THAT(Cells("organizations", "UNICEF", "type"), Not(IsEmpty()));
  EXPECT_THAT(Cells("organizations", "IMF", "canonical"), Contains("International Monetary Fund"));
  EXPECT_THAT(Cells("organization_words", "Ministry", "position"), ElementsAre("any"));
  EXPECT_THAT(Cells("companies", "Boeing", "kind"), ElementsAre("major"));
  EXPECT_THAT(Cells("universities", "Harvard University", "iso2"), ElementsAre("US"));
  EXPECT_THAT(Cells("political_parties", "Bulgarian Socialist Party", "iso2"), ElementsAre("BG"));
}

TEST_F(TablesTest, KnowNamesOfPeople) {
  EXPECT_THAT(Cells("given_names", "Maria", "gender"), Not(IsEmpty()));
  EXPECT_THAT(Cells("surnames", "Smith", "weight"), Not(Contains("0")));
  EXPECT_THAT(Cells("surnames", "Mueller", "weight"), Not(IsEmpty()));
  EXPECT_THAT(Cells("people", "Abraham Lincoln", "role"), Contains("US President"));
  EXPECT_THAT(Cells("currencies", "Swiss francs", "code"), ElementsAre("CHF"));
}

}  // namespace
}  // namespace nutgraf::knowledge
