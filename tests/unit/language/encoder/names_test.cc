#include "service/language/encoder/names.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace nutgraf::language {
namespace {

const std::vector<std::string> kLabels = {"O",          "S-PERSON", "S-ORGANIZATION",
                                          "S-LOCATION", "S-MISC",   "S-EVENT"};
constexpr int kPerson = 0, kOrganization = 1, kLocation = 2;

class NameReaderTest : public ::testing::Test {
 protected:
  /// A token whose best label is `label`, ahead of all others by `margin`.
  void Add(std::string_view form, int label, float margin) {
    forms_.push_back(form);
    for (int l = 0; l < static_cast<int>(kLabels.size()); ++l) {
      logits_.values.push_back(l == label ? margin : 0);
    }
    const auto n = static_cast<uint32_t>(forms_.size());
    logits_.parts.push_back({n - 1, n});
  }
  /// The type of each token, -1 for none.
  std::vector<int> Types(bool agree = true) {
    const NameReader reader(scheme_);
    if (agree) reader.Agree(forms_, logits_);
    std::vector<int> types(forms_.size(), -1);
    for (const NameReader::Name& name : reader.Read(logits_)) {
      EXPECT_EQ(name.tokens.size(), 1U);
      EXPECT_GT(name.confidence, 0);
      EXPECT_LE(name.confidence, 1);
      types[name.tokens.first] = name.type;
    }
    return types;
  }

  const Scheme scheme_{kLabels};
  std::vector<std::string_view> forms_;
  EntityLogits logits_;
};

TEST_F(NameReaderTest, AnUnsureReadingFollowsTheSureOnes) {
  Add("Varnholt", 2, 8);
  Add("Varnholt", 3, 1.5F);
  Add("Varnholt", 2, 8);
  EXPECT_EQ(Types(), (std::vector<int>{kOrganization, kOrganization, kOrganization}));
}

TEST_F(NameReaderTest, WithoutTheOthersItKeepsItsReading) {
  Add("Varnholt", 2, 8);
  Add("Varnholt", 3, 1.5F);
  Add("Varnholt", 2, 8);
  EXPECT_EQ(Types(false), (std::vector<int>{kOrganization, kLocation, kOrganization}));
}

TEST_F(NameReaderTest, AWordAloneIsLeftAsItIs) {
  Add("Varnholt", 3, 1.5F);
  Add("Oslo", 2, 8);
  const std::vector<float> before = logits_.values;
  NameReader(scheme_).Agree(forms_, logits_);
  EXPECT_EQ(logits_.values, before);
}

TEST_F(NameReaderTest, WordsInLowerCaseAreNoNamesOfOneAnother) {
  Add("march", 0, 8);
  Add("march", 1, 8);
  Add("March", 1, 8);
  const std::vector<float> before = logits_.values;
  NameReader(scheme_).Agree(forms_, logits_);
  EXPECT_EQ(logits_.values, before);
}

TEST_F(NameReaderTest, AHeadlinesCapitalsAreTheSameWordButAnAcronymIsNone) {
  Add("VARNHOLT", 3, 1.5F);
  Add("Varnholt", 1, 8);
  Add("Varnholt", 1, 8);
  Add("IT", 2, 8);
  Add("It", 0, 8);
  Add("IT", 2, 8);
  EXPECT_EQ(Types(),
            (std::vector<int>{kPerson, kPerson, kPerson, kOrganization, -1, kOrganization}));
}

TEST_F(NameReaderTest, FirstLettersBeyondAsciiCount) {
  Add("Ålund", 1, 8);
  Add("Ålund", 3, 1.5F);
  Add("Ålund", 1, 8);
  EXPECT_EQ(Types(), (std::vector<int>{kPerson, kPerson, kPerson}));
}

TEST_F(NameReaderTest, EmptyDocumentsAndOddFormsAreRead) {
  EXPECT_TRUE(Types().empty());
  for (int i = 0; i < 3; ++i) {
    Add("", 0, 8);
    Add("\xFF\xFE", 1, 30);
    Add("\xE2\x80", 1, 200);
    Add("A", 1, -200);
  }
  Types();
  for (const float v : logits_.values) EXPECT_TRUE(std::isfinite(v));
}

}  // namespace
}  // namespace nutgraf::language
