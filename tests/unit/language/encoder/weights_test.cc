#include "service/language/encoder/weights.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

namespace fs = std::filesystem;

/// A copy of the shipped weights that a test may damage.
class WeightsTest : public ::testing::Test {
 protected:
  WeightsTest()
      : folder_(fs::path(::testing::TempDir()) /
                (std::string("weights_") +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::copy(testing::WeightsDirectory(), folder_);
  }
  ~WeightsTest() override { fs::remove_all(folder_); }

  absl::Status Status() const { return Weights::Open(folder_.string()).status(); }
  void Truncate(const char* file, uintmax_t size) { fs::resize_file(folder_ / file, size); }
  void Flip(const char* file, std::streamoff at) {
    std::fstream f(folder_ / file, std::ios::in | std::ios::out | std::ios::binary);
    f.seekg(at);
    const char c = static_cast<char>(f.get() ^ 0x10);
    f.seekp(at);
    f.put(c);
  }

  const fs::path folder_;
};

TEST_F(WeightsTest, AreReadWhole) {
  const auto weights = Weights::Open(folder_.string());
  ASSERT_TRUE(weights.ok()) << weights.status().ToString();
  EXPECT_EQ((*weights)->vocabulary().size(), static_cast<size_t>((*weights)->config().vocab));
  EXPECT_FALSE((*weights)->lemmas().empty());
}

TEST_F(WeightsTest, AMissingFileIsNamed) {
  for (const char* file : {"config.json", "model.safetensors", "vocab.txt", "lemmas.tsv"}) {
    fs::rename(folder_ / file, folder_ / "away");
    EXPECT_TRUE(absl::IsNotFound(Status())) << file;
    EXPECT_NE(std::string(Status().message()).find(file), std::string::npos);
    fs::rename(folder_ / "away", folder_ / file);
  }
}

TEST_F(WeightsTest, AFolderInAFilesPlaceIsRefused) {
  for (const char* file : {"config.json", "model.safetensors", "vocab.txt", "lemmas.tsv"}) {
    fs::rename(folder_ / file, folder_ / "away");
    fs::create_directory(folder_ / file);
    EXPECT_FALSE(Status().ok()) << file;
    fs::remove(folder_ / file);
    fs::rename(folder_ / "away", folder_ / file);
  }
}

TEST_F(WeightsTest, TruncatedTensorsAreRefused) {
  const auto size = fs::file_size(folder_ / "model.safetensors");
  for (const uintmax_t kept : {size - 1, size / 2, uintmax_t{100}, uintmax_t{8}, uintmax_t{0}}) {
    Truncate("model.safetensors", kept);
    EXPECT_TRUE(absl::IsDataLoss(Status())) << kept;
  }
}

TEST_F(WeightsTest, OneAlteredBitIsRefused) {
  Flip("model.safetensors", 12345678);
  EXPECT_TRUE(absl::IsDataLoss(Status()));
  Flip("model.safetensors", 12345678);
  EXPECT_TRUE(Status().ok());
  Flip("vocab.txt", 1000);
  EXPECT_TRUE(absl::IsDataLoss(Status()));
}

TEST_F(WeightsTest, AConfigThatIsNoneIsRefused) {
  for (const char* text : {"", "[]", "{}", "{\"format\": 2}", "{\"format\": 1}"}) {
    std::ofstream(folder_ / "config.json") << text;
    EXPECT_TRUE(absl::IsDataLoss(Status())) << text;
  }
}

}  // namespace
}  // namespace nutgraf::language
