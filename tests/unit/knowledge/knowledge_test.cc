#include "service/knowledge/knowledge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "service/base/absl_compat.h"
#include "service/knowledge/compiler/knowledge_writer.h"
#include "service/knowledge/compiler/table_source.h"
#include "service/knowledge/format.h"

namespace nutgraf::knowledge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A file of the test's own, removed at the end.
class ScratchFile {
 public:
  ScratchFile()
      : path_((std::filesystem::temp_directory_path() /
               ("nutgraf_knowledge_" + std::to_string(getpid())))
                  .string()) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() { std::filesystem::remove(path_); }

  const std::string& Write(std::string_view bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path_;
  }

 private:
  std::string path_;
};

std::string SampleBytes() {
  return *CompileTables({
      *ParseTable("s/quotes/tables/cues.tsv",
                  "word\tkind\tnote\nsay\tneutral\t\nclaim\tdoubt\tx\nsay\tspeech\ty\n"
                  "according to\tneutral\t\n"),
      *ParseTable("s/geo/tables/cities.tsv", "name~\tcountry\nSão Paulo\tBR\nŁódź\tPL\n"),
      *ParseTable("s/geo/tables/empty.tsv", "key\n"),
      *ParseTable("s/geo/tables/long.tsv", "key\n" + std::string(100'000, 'k') + "\n"),
  });
}

std::shared_ptr<const Knowledge> OpenSample(const ScratchFile& file) {
  auto knowledge = Knowledge::Open(file.Write(SampleBytes()));
  EXPECT_TRUE(knowledge.ok()) << knowledge.status();
  return *knowledge;
}

std::vector<std::string> Cells(RowRange rows, std::string_view column) {
  std::vector<std::string> cells;
  for (const Row row : rows) cells.emplace_back(row.Cell(column));
  return cells;
}

TEST(KnowledgeTest, FindsRowsByKeyInFileOrder) {
  const ScratchFile file;
  const auto knowledge = OpenSample(file);
  const Table* cues = knowledge->Find("quotes/cues");
  ASSERT_NE(cues, nullptr);
  EXPECT_EQ(cues->name(), "quotes/cues");
  EXPECT_EQ(cues->rows(), 4u);
  EXPECT_EQ(cues->columns(), 3);
  EXPECT_EQ(cues->Column("kind"), 1);
  EXPECT_EQ(cues->Column("Kind"), -1);
  EXPECT_EQ(cues->MaxWords(), 2);
  EXPECT_THAT(Cells(cues->Find("say"), "kind"), ElementsAre("neutral", "speech"));
  EXPECT_THAT(Cells(cues->Find("claim"), "note"), ElementsAre("x"));
  EXPECT_THAT(Cells(cues->All(), "word"), ElementsAre("say", "say", "claim", "according to"));
  EXPECT_EQ(cues->Find("say").front().Cell(2), "");
}

TEST(KnowledgeTest, SaysWhatIsNotThere) {
  const ScratchFile file;
  const auto knowledge = OpenSample(file);
  const Table* cues = knowledge->Find("quotes/cues");
  EXPECT_TRUE(cues->Find("Say").empty());
  EXPECT_TRUE(cues->Find("").empty());
  EXPECT_FALSE(cues->Has("sa"));
  EXPECT_TRUE(cues->Has("claim"));
  EXPECT_EQ(cues->Find("claim").front().Cell("nonesuch"), "");
  EXPECT_EQ(cues->Cell(99, 0), "");
  EXPECT_EQ(cues->Cell(0, 99), "");
  EXPECT_EQ(knowledge->Find("quotes"), nullptr);
  EXPECT_TRUE(knowledge->Find("geo/empty")->Find("x").empty());
  EXPECT_THAT(Cells(knowledge->Find("geo/empty")->All(), "key"), IsEmpty());
  const auto missing = knowledge->Require("quotes/none");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(ToStd(missing.status().message())), HasSubstr("quotes/none"));
}

TEST(KnowledgeTest, FoldedKeysAreFoundFolded) {
  const ScratchFile file;
  const auto knowledge = OpenSample(file);
  const Table* cities = *knowledge->Require("geo/cities");
  EXPECT_THAT(Cells(cities->Find(Fold("SÃO PAULO")), "country"), ElementsAre("BR"));
  EXPECT_THAT(Cells(cities->Find("lodz"), "country"), ElementsAre("PL"));
  EXPECT_TRUE(cities->Find("Łódź").empty());
}

TEST(KnowledgeTest, KeepsLongStrings) {
  const ScratchFile file;
  const auto knowledge = OpenSample(file);
  EXPECT_TRUE(knowledge->Find("geo/long")->Has(std::string(100'000, 'k')));
  EXPECT_FALSE(knowledge->Find("geo/long")->Has(std::string(99'999, 'k')));
}

TEST(KnowledgeTest, FindsEveryKeyOfALargeTable) {
  std::string text = "key\tvalue\n";
  for (int i = 0; i < 20'000; ++i) {
    text += "key " + std::to_string(i) + "\t" + std::to_string(i * 7) + "\n";
  }
  const ScratchFile file;
  const auto knowledge =
      *Knowledge::Open(file.Write(*CompileTables({*ParseTable("s/a/tables/b.tsv", text)})));
  const Table* table = knowledge->Find("a/b");
  for (int i = 0; i < 20'000; ++i) {
    const RowRange rows = table->Find("key " + std::to_string(i));
    ASSERT_EQ(rows.size(), 1u) << i;
    ASSERT_EQ(rows.front().Cell("value"), std::to_string(i * 7));
  }
  EXPECT_FALSE(table->Has("key 20000"));
}

TEST(KnowledgeOpenTest, SaysThatAFileIsMissing) {
  EXPECT_EQ(Knowledge::Open("/nonexistent/knowledge.bin").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Knowledge::Open("/").status().code(), absl::StatusCode::kNotFound);
}

TEST(KnowledgeOpenTest, RefusesAnotherVersion) {
  std::string bytes = SampleBytes();
  const uint32_t version = format::kVersion + 1;
  std::memcpy(bytes.data() + offsetof(format::FileHeader, version), &version, sizeof(version));
  const ScratchFile file;
  const auto opened = Knowledge::Open(file.Write(bytes));
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(ToStd(opened.status().message())), HasSubstr("version"));
}

/// Tables without the long string, so that every byte can be tried.
std::string SmallBytes() {
  return *CompileTables({*ParseTable("s/a/tables/b.tsv", "k~\tv\nsay\t1\nclaim\t2\nsay\t3\n"),
                         *ParseTable("s/a/tables/c.tsv", "k\nz\n")});
}

TEST(KnowledgeOpenTest, RefusesEveryTruncation) {
  const std::string bytes = SmallBytes();
  const ScratchFile file;
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto opened = Knowledge::Open(file.Write(bytes.substr(0, size)));
    ASSERT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << size << " bytes";
  }
  EXPECT_EQ(Knowledge::Open(file.Write(bytes + "\n")).status().code(), absl::StatusCode::kDataLoss);
}

TEST(KnowledgeOpenTest, RefusesAFlippedBitInEveryByte) {
  const std::string bytes = SmallBytes();
  const ScratchFile file;
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string altered = bytes;
    altered[i] = static_cast<char>(altered[i] ^ (1 << i % 8));
    ASSERT_EQ(Knowledge::Open(file.Write(altered)).status().code(), absl::StatusCode::kDataLoss)
        << "byte " << i;
  }
}

/// Alterations whose checksum was made right again must not lead a look-up out of the file or into
/// an endless loop: either they are refused or they read other values.
TEST(KnowledgeOpenTest, StaysInBoundsWhenTheChecksumIsForged) {
  const std::string bytes = SmallBytes();
  const ScratchFile file;
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const int value : {0x00, 0x7F, 0xFF}) {
      std::string altered = bytes;
      altered[i] = static_cast<char>(value);
      format::FileHeader header;
      std::memcpy(&header, altered.data(), sizeof(header));
      header.checksum = format::Checksum(altered);
      std::memcpy(altered.data(), &header, sizeof(header));
      const auto opened = Knowledge::Open(file.Write(altered));
      if (!opened.ok()) {
        ASSERT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
        continue;
      }
      for (const char* name : {"a/b", "a/c"}) {
        const Table* table = (*opened)->Find(name);
        if (table == nullptr) continue;
        size_t length = 0;
        for (const char* key : {"say", "claim", "z", ""}) {
          for (const Row row : table->Find(key)) length += row.Cell(0).size();
        }
        for (const Row row : table->All()) length += row.Cell("v").size();
        ASSERT_LE(length, altered.size() * 8);
      }
    }
  }
}

TEST(KnowledgeOpenTest, OpensTheBuildsOwnFileQuickly) {
  const auto begin = std::chrono::steady_clock::now();
  const auto knowledge = Knowledge::Open(NUTGRAF_BINARY_DIR "/data/knowledge.bin");
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(knowledge.ok()) << knowledge.status();
  EXPECT_LT(elapsed, std::chrono::seconds(1));  // some 10 ms; slack for sanitizers and busy cores
}

}  // namespace
}  // namespace nutgraf::knowledge
