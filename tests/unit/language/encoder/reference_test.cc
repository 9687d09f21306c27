// The C++ encoder against the reference implementation in PyTorch (model/reference.py), whose
// output for the shipped weights lies in tests/data/language/reference.json.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "service/language/encoder/heads.h"
#include "service/language/encoder/network.h"
#include "service/language/encoder/weights.h"
#include "service/language/encoder/windows.h"
#include "service/language/encoder/word_pieces.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

using Json = nlohmann::json;

const Weights& TestWeights() {
  static const auto* const weights = [] {
    auto opened = Weights::Open(testing::WeightsDirectory());
    if (!opened.ok()) {
      ADD_FAILURE() << opened.status().ToString();
      std::abort();
    }
    return opened->release();
  }();
  return *weights;
}

/// One window of the reference as a token sequence.
struct ReferenceWindow {
  Json json;
  std::vector<std::string> tokens;
  TokenSequence sequence;
};

std::vector<ReferenceWindow> ReferenceWindows() {
  const Json all =
      Json::parse(testing::ReadFile(NUTGRAF_SOURCE_DIR "/tests/data/language/reference.json"));
  std::vector<ReferenceWindow> windows;
  windows.reserve(all.size());
  for (const Json& json : all) {
    ReferenceWindow& window = windows.emplace_back();
    window.json = json;
    window.tokens = json["tokens"].get<std::vector<std::string>>();
    uint32_t at = 0;
    for (const uint32_t length : json["sentences"].get<std::vector<uint32_t>>()) {
      window.sequence.sentences.push_back({at, at + length});
      at += length;
    }
    for (size_t i = 0; i < window.tokens.size(); ++i) {
      window.sequence.forms.push_back(window.tokens[i]);
      const auto first = json["first"][i].get<size_t>();
      window.sequence.space_before.push_back(json["space"][first].get<int>() == 1);
    }
  }
  return windows;
}

TEST(ReferenceTest, PiecesAndFeaturesAreTheSame) {
  const WordPieces word_pieces(TestWeights().vocabulary(), TestWeights().config().unk);
  for (const ReferenceWindow& reference : ReferenceWindows()) {
    const auto windows = CutWindows(reference.sequence, word_pieces, TestWeights().config());
    ASSERT_EQ(windows.size(), 1U);
    std::vector<int> ids, cases, spaces, starts;
    for (const Piece& piece : windows[0].pieces) {
      ids.push_back(piece.id);
      cases.push_back(piece.letter_case);
      spaces.push_back(piece.space);
      starts.push_back(piece.start);
    }
    EXPECT_EQ(ids, reference.json["pieces"].get<std::vector<int>>());
    EXPECT_EQ(cases, reference.json["case"].get<std::vector<int>>());
    EXPECT_EQ(spaces, reference.json["space"].get<std::vector<int>>());
    EXPECT_EQ(starts, reference.json["start"].get<std::vector<int>>());
    EXPECT_EQ(windows[0].first, reference.json["first"].get<std::vector<uint32_t>>());
  }
}

/// Entities as the reference writes them: EVENT and MISC are one type here.
std::vector<std::tuple<uint32_t, uint32_t, std::string>> Entities(const Json& decoded) {
  static const std::map<std::string, EntityType> types = {
      {"PERSON", EntityType::kPerson},
      {"ORGANIZATION", EntityType::kOrganization},
      {"LOCATION", EntityType::kLocation},
      {"NORP", EntityType::kNorp}};
  std::vector<std::tuple<uint32_t, uint32_t, std::string>> entities;
  for (const Json& entity : decoded["entities"]) {
    const auto type = types.find(entity[2].get<std::string>());
    entities.emplace_back(entity[0].get<uint32_t>(), entity[1].get<uint32_t>(),
                          Name(type == types.end() ? EntityType::kMisc : type->second));
  }
  return entities;
}

void ExpectDecoded(const Json& decoded, const Annotations& notes) {
  std::vector<std::tuple<uint32_t, uint32_t, std::string>> entities;
  for (const EntityMention& e : notes.entities) {
    entities.emplace_back(e.tokens.first, e.tokens.last, Name(e.type));
  }
  EXPECT_EQ(entities, Entities(decoded));
  std::vector<std::string> upos;
  for (const Upos u : notes.upos) upos.emplace_back(Name(u));
  EXPECT_EQ(upos, decoded["upos"].get<std::vector<std::string>>());
  std::vector<int> heads;
  for (const int32_t head : notes.head) heads.push_back(head + 1);
  EXPECT_EQ(heads, decoded["heads"].get<std::vector<int>>());
  ASSERT_EQ(notes.predicates.size(), decoded["roles"].size());
  for (size_t p = 0; p < notes.predicates.size(); ++p) {
    const Json& expected = decoded["roles"][p];
    const Predicate& predicate = notes.predicates[p];
    EXPECT_EQ(predicate.token, expected["predicate"].get<uint32_t>());
    EXPECT_EQ(predicate.noun, expected["kind"] == "noun");
    ASSERT_EQ(predicate.arguments.size(), expected["spans"].size());
    for (size_t a = 0; a < predicate.arguments.size(); ++a) {
      EXPECT_EQ(predicate.arguments[a].tokens.first, expected["spans"][a][0].get<uint32_t>());
      EXPECT_EQ(predicate.arguments[a].tokens.last, expected["spans"][a][1].get<uint32_t>());
    }
  }
}

Annotations RunNetwork(const ReferenceWindow& reference, Arithmetic arithmetic,
                       const Kernels& kernels, Multiplier multiplier = Multiplier::kBest) {
  const WordPieces word_pieces(TestWeights().vocabulary(), TestWeights().config().unk);
  const auto network = Network::Create(TestWeights(), arithmetic, kernels, multiplier);
  EXPECT_TRUE(network.ok());
  const Heads heads(TestWeights(), kernels, (*network)->products());
  auto work = heads.MakeWorkspace();
  auto workspace = (*network)->MakeWorkspace();
  Annotations notes;
  for (const Window& window : CutWindows(reference.sequence, word_pieces, TestWeights().config())) {
    heads.Annotate(window, (*network)->Run(window.pieces, window.first, workspace), work, notes);
  }
  return notes;
}

class ReferenceOnKernels : public ::testing::TestWithParam<const Kernels*> {};

TEST_P(ReferenceOnKernels, IntegerDecisionsAreTheReferences) {
  for (const ReferenceWindow& reference : ReferenceWindows()) {
    for (const Multiplier multiplier : {Multiplier::kOneDnn, Multiplier::kPacked}) {
      ExpectDecoded(reference.json["int8"],
                    RunNetwork(reference, Arithmetic::kInteger, *GetParam(), multiplier));
    }
  }
}

TEST_P(ReferenceOnKernels, FloatDecisionsAreTheReferences) {
  for (const ReferenceWindow& reference : ReferenceWindows()) {
    ExpectDecoded(reference.json["float"], RunNetwork(reference, Arithmetic::kFloat, *GetParam()));
  }
}

INSTANTIATE_TEST_SUITE_P(AllInstructionSets, ReferenceOnKernels,
                         ::testing::ValuesIn(Kernels::All().begin(), Kernels::All().end()),
                         [](const auto& kernels) { return std::string(kernels.param->name); });

}  // namespace
}  // namespace nutgraf::language
