// The article that the service was asked for, by general rules alone.

#include <gmock/gmock.h>

#include "tests/unit/extract/facts/facts_fixture.h"

namespace nutgraf::extract {
namespace {

using ::testing::HasSubstr;

class SampleFacts : public FactsFixture {};

TEST_F(SampleFacts, CurtainRaiser) {
  if (testing::SharedDirectory().empty()) GTEST_SKIP() << "no shared evaluation folder";
  const std::string text =
      testing::ReadFile(testing::SharedDirectory() + "/data/articles/curtain_raiser.txt");
  const HeadlineFact fact = First({.text = text, .publish_time = ""});
  ASSERT_EQ(fact.who.size(), 2u);
  EXPECT_EQ(NameOf(fact.who[0].participant), "Pakistan");
  EXPECT_EQ(NameOf(fact.who[1].participant), "United States");
  EXPECT_THAT(Text(fact.what), HasSubstr("two-day counter-terrorism dialogue"));
  EXPECT_EQ(Days(fact.when), "2023-03-06..2023-03-07");
  EXPECT_EQ(Text(fact.where), "Islamabad");
  ASSERT_NE(fact.where->place, kNone);
  EXPECT_EQ(people_.places[fact.where->place].name, "Islamabad");
  EXPECT_THAT(Text(fact.why), HasSubstr("common threat of terrorism"));
  EXPECT_EQ(fact.modality, FactModality::kScheduled);
  EXPECT_EQ(NameOf(fact.attributed_to), "Ministry of Foreign Affairs");
  EXPECT_EQ(fact.predicate, "kick off");
}

}  // namespace
}  // namespace nutgraf::extract
