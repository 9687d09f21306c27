#include "service/analysis/language_policy.h"

#include <gtest/gtest.h>

namespace nutgraf::analysis {
namespace {

TEST(LanguagePolicyTest, ReadsEnglishOfAnyRegionAndTextTooShortToTell) {
  EXPECT_TRUE(IsSupportedLanguage("en"));
  EXPECT_TRUE(IsSupportedLanguage("en-GB"));
  EXPECT_TRUE(IsSupportedLanguage("und"));
  EXPECT_FALSE(IsSupportedLanguage("de"));
  EXPECT_FALSE(IsSupportedLanguage("enm"));  // Middle English
}

TEST(LanguagePolicyTest, FactsNeedWhoAndWhen) {
  const auto required = Required(Feature::kHeadlineFacts);
  EXPECT_TRUE(required[static_cast<size_t>(Feature::kHeadlineFacts)]);
  EXPECT_TRUE(required[static_cast<size_t>(Feature::kParticipants)]);
  EXPECT_TRUE(required[static_cast<size_t>(Feature::kDates)]);
  EXPECT_FALSE(required[static_cast<size_t>(Feature::kTopics)]);
}

}  // namespace
}  // namespace nutgraf::analysis
