// Word pieces against the reference tokenizer, whose pieces of odd and of ordinary strings lie in
// tests/data/language/word_pieces.json.

#include "service/language/encoder/word_pieces.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "service/language/encoder/weights.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

WordPieces TestWordPieces() {
  const auto weights = Weights::Open(testing::WeightsDirectory());
  return {(*weights)->vocabulary(), (*weights)->config().unk};
}

TEST(WordPiecesTest, AreTheReferences) {
  // A larger file of the same form may be named for a check by hand.
  const char* named = std::getenv("NUTGRAF_WORD_PIECES");
  const std::string path =
      named == nullptr ? NUTGRAF_SOURCE_DIR "/tests/data/language/word_pieces.json" : named;
  const auto rows = nlohmann::json::parse(testing::ReadFile(path));
  ASSERT_GE(rows.size(), 500U);
  const WordPieces word_pieces = TestWordPieces();
  for (const auto& row : rows) {
    std::vector<int32_t> ids;
    word_pieces.Append(row["text"].get<std::string>(), ids);
    EXPECT_EQ(ids, row["pieces"].get<std::vector<int32_t>>()) << row["text"];
  }
}

TEST(WordPiecesTest, AnEndlessWordIsOneUnknownPiece) {
  std::vector<int32_t> ids;
  const WordPieces word_pieces = TestWordPieces();
  word_pieces.Append(std::string(1 << 20, 'x'), ids);
  EXPECT_EQ(ids, std::vector<int32_t>{100});
}

TEST(CaseIndexTest, ReadsTheCasedLettersOnly) {
  EXPECT_EQ(CaseIndex("2023-"), 0);
  EXPECT_EQ(CaseIndex("talks"), 1);
  EXPECT_EQ(CaseIndex("Ottawa"), 2);
  EXPECT_EQ(CaseIndex("A"), 2);
  EXPECT_EQ(CaseIndex("U.S."), 3);
  EXPECT_EQ(CaseIndex("MoFA"), 4);
  EXPECT_EQ(CaseIndex("iPhone"), 4);
  EXPECT_EQ(CaseIndex("\u00c9cole"), 2);
  EXPECT_EQ(CaseIndex("\u6771\u4eac"), 0);
}

}  // namespace
}  // namespace nutgraf::language
