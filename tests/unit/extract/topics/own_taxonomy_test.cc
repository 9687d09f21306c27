#include "service/extract/topics/own_taxonomy.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace nutgraf::extract::topics {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kHeader[] = "code\tlabel\tdefinition\tkeywords\tparent\n";

std::string Fault(std::string_view content) {
  const auto parsed = ParseOwnTaxonomy(content, "own.tsv");
  EXPECT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parsed.status().message());
}

std::string RowFault(const std::string& row) { return Fault(kHeader + row + "\n"); }

TEST(OwnTaxonomy, ReadsConceptsAndPutsParentsFirst) {
  const auto parsed = ParseOwnTaxonomy(
      "\xEF\xBB\xBF# ours\r\n\r\ncode\tlabel\tdefinition\tkeywords\tparent\r\n"
      "desk:bonds\tSchool bonds\t\tbond measure, levy;;  mill rate \tdesk:schools\r\n"
      "# a comment between\r\n"
      "desk:schools\tSchools\tPublic schools\t\t\r\n"
      "desk:short\tShort\t\tshort row",
      "own.tsv");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  ASSERT_EQ(parsed->concepts.size(), 3);
  EXPECT_EQ(parsed->concepts[0].code, "desk:schools");
  EXPECT_EQ(parsed->concepts[0].definition, "Public schools");
  EXPECT_EQ(parsed->concepts[1].code, "desk:short");
  const OwnConcept& bonds = parsed->concepts[2];
  EXPECT_EQ(bonds.label, "School bonds");
  EXPECT_EQ(bonds.parent, "desk:schools");
  EXPECT_EQ(bonds.line, 4);
  EXPECT_THAT(bonds.keywords, ElementsAre("bond measure", "levy", "mill rate"));
  EXPECT_EQ(parsed->name, "own.tsv");
  EXPECT_EQ(parsed->version.size(), 8);
}

TEST(OwnTaxonomy, TheColumnOfParentsMayBeLeftOut) {
  EXPECT_TRUE(
      ParseOwnTaxonomy("code\tlabel\tdefinition\tkeywords\nd:a\tA\tb\tc\n", "own.tsv").ok());
  EXPECT_EQ(Fault("code\tlabel\tdefinition\tkeywords\nd:a\tA\tb\tc\t\n"),
            "own.tsv:2: has 5 cells; the header has 4");
}

TEST(OwnTaxonomy, TheVersionNamesTheContent) {
  const std::string a = std::string(kHeader) + "d:a\tA\t\t\t\n";
  const std::string b = std::string(kHeader) + "d:a\tB\t\t\t\n";
  EXPECT_EQ(ParseOwnTaxonomy(a, "x")->version, ParseOwnTaxonomy(a, "y")->version);
  EXPECT_NE(ParseOwnTaxonomy(a, "x")->version, ParseOwnTaxonomy(b, "x")->version);
}

TEST(OwnTaxonomy, NeedsAHeaderAndConcepts) {
  EXPECT_EQ(Fault(""), "own.tsv: has no header line");
  EXPECT_EQ(Fault("# nothing\n\n"), "own.tsv: has no header line");
  EXPECT_EQ(Fault(kHeader), "own.tsv: has no concepts");
  EXPECT_THAT(Fault("desk:a\tA\tb\tc\n"), StartsWith("own.tsv:1: must be the header"));
  EXPECT_THAT(Fault("label\tcode\tdefinition\tkeywords\n"), HasSubstr("must be the header"));
}

TEST(OwnTaxonomy, NamesTheLineOfEachFault) {
  EXPECT_EQ(RowFault("d:a\tA\tb"), "own.tsv:2: has 3 cells; the header has 5");
  EXPECT_EQ(RowFault("d:a\t  \t\tkey\t"), "own.tsv:2: has no label");
  EXPECT_EQ(RowFault("d:a\tA\t\t\t\nd:b\tB\t\t\t\nd:a\tA\t\t\t"),
            "own.tsv:4: has the code \"d:a\" again, after line 2");
  EXPECT_EQ(RowFault("d:a\tA\t\t\td:b"),
            "own.tsv:2: has the parent \"d:b\", which is no code of the file");
  EXPECT_EQ(RowFault("d:a\tA\t\t\t\xC3\xA9 evil"),
            "own.tsv:2: has the parent that, which is no code of the file");
  EXPECT_EQ(RowFault("medtop:11000000\tPolitics\t\t\t"),
            "own.tsv:2: has the code \"medtop:11000000\": \"medtop:\" is kept for Media Topics");
  EXPECT_EQ(RowFault("d:a\tA\xFF\t\t\t"), "own.tsv:2: is not UTF-8");
  EXPECT_EQ(RowFault(std::string("d:a\tA\0b\t\t\t", 9)), "own.tsv:2: has a control character");
  EXPECT_EQ(RowFault("d:a\tA\t\x1B[31m\t\t"), "own.tsv:2: has a control character");
}

TEST(OwnTaxonomy, CodesHaveASchemeAndAName) {
  for (const char* bad : {"", "a", ":a", "d:", "D:a", "1d:a", "d e:a", "d:a b", "d:\xC3\xA9",
                          "a23456789012345678901234567890123:x"}) {
    EXPECT_THAT(RowFault(std::string(bad) + "\tA\t\t\t"), HasSubstr("has no code of the form"))
        << bad;
  }
  EXPECT_THAT(RowFault("d:" + std::string(65, 'x') + "\tA\t\t\t"), HasSubstr("has no code"));
  for (const char* good : {"d:a", "my-desk2:A.b_c/1", "d:a:b", "medtopics:1"}) {
    EXPECT_TRUE(ParseOwnTaxonomy(std::string(kHeader) + good + "\tA\t\t\t\n", "x").ok()) << good;
  }
}

TEST(OwnTaxonomy, NoConceptIsItsOwnAncestor) {
  EXPECT_EQ(RowFault("d:a\tA\t\t\td:a"), "own.tsv:2: is its own ancestor");
  EXPECT_THAT(RowFault("d:a\tA\t\t\td:c\nd:b\tB\t\t\td:a\nd:c\tC\t\t\td:b"),
              HasSubstr("is its own ancestor"));
}

TEST(OwnTaxonomy, HasEightLevelsAtMost) {
  const auto chain = [](int length) {
    std::string content = kHeader;
    for (int i = length; i >= 1; --i) {
      content += "d:" + std::to_string(i) + "\tA\t\t\t";
      if (i > 1) content += "d:" + std::to_string(i - 1);
      content += "\n";
    }
    return content;
  };
  const auto parsed = ParseOwnTaxonomy(chain(8), "x");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(parsed->concepts[i].code, "d:" + std::to_string(i + 1));
  }
  EXPECT_EQ(Fault(chain(9)), "own.tsv:2: lies deeper than 8 levels");
  EXPECT_THAT(Fault(chain(10'000)), HasSubstr("lies deeper than 8 levels"));
}

TEST(OwnTaxonomy, HoldsItsLimits) {
  EXPECT_THAT(RowFault("d:a\t" + std::string(201, 'x') + "\t\t\t"), HasSubstr("label of more"));
  EXPECT_THAT(RowFault("d:a\tA\t" + std::string(2001, 'x') + "\t\t"),
              HasSubstr("definition of more"));
  EXPECT_THAT(RowFault("d:a\tA\t\t" + std::string(101, 'x') + "\t"), HasSubstr("keyword of more"));
  std::string many;
  for (int i = 0; i <= 200; ++i) many += "k" + std::to_string(i) + ",";
  EXPECT_THAT(RowFault("d:a\tA\t\t" + many + "\t"), HasSubstr("more than 200 keywords"));
  std::string rows = kHeader;
  for (int i = 0; i < 10'000; ++i) rows += "d:" + std::to_string(i) + "\tA\t\t\t\n";
  EXPECT_TRUE(ParseOwnTaxonomy(rows, "x").ok());
  EXPECT_EQ(Fault(rows + "d:more\tA\t\t\t\n"),
            "own.tsv:10002: is one too many; at most 10000 concepts");
  EXPECT_THAT(Fault(std::string((4 << 20) + 1, '#')), HasSubstr("at most 4194304 are read"));
}

TEST(OwnTaxonomy, ListsTenFaultsAndCountsTheRest) {
  std::string rows = kHeader;
  for (int i = 0; i < 25; ++i) rows += "bad\tA\t\t\t\n";
  const std::string fault = Fault(rows);
  EXPECT_EQ(std::count(fault.begin(), fault.end(), '\n'), 10);
  EXPECT_THAT(fault, EndsWith("and 15 more"));
  EXPECT_THAT(fault, Not(HasSubstr("own.tsv:12:")));
}

TEST(OwnTaxonomy, HostileBytesAreFaultsAndNothingElse) {
  for (const std::string& content :
       {std::string(1000, '\0'), std::string(1000, '\t'), std::string(1000, '\n'),
        std::string(1000, '\r'), std::string("\xEF\xBB\xBF"), std::string(5000, '\xFF'),
        kHeader + std::string(3000, '\t'), kHeader + std::string("\xEF\xBB\xBF\n")}) {
    Fault(content);
  }
}

TEST(OwnTaxonomy, FilesThatCannotBeReadAreNamed) {
  for (const char* path : {"/nonexistent/own.tsv", "/", "/dev/zero"}) {
    const auto read = ReadOwnTaxonomy(path);
    ASSERT_FALSE(read.ok()) << path;
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(read.status().message()), StartsWith(path));
  }
}

TEST(OwnTaxonomy, FilesAreReadToTheirEndOrRefused) {
  const std::string path = ::testing::TempDir() + "own_taxonomy_test_file.tsv";
  std::ofstream(path) << kHeader << "d:a\tA\t\t\t\n";
  const auto read = ReadOwnTaxonomy(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->concepts.size(), 1);
  EXPECT_EQ(read->name, path);
  std::ofstream(path) << kHeader << std::string(4 << 20, '\n');
  EXPECT_THAT(std::string(ReadOwnTaxonomy(path).status().message()), HasSubstr("more than"));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace nutgraf::extract::topics
