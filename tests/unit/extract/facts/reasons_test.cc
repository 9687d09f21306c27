#include "service/extract/facts/reasons.h"

#include <gmock/gmock.h>

#include "service/extract/facts/facts.h"
#include "tests/unit/extract/facts/facts_fixture.h"

namespace nutgraf::extract {
namespace {

using ::testing::HasSubstr;

class ReasonsTest : public FactsFixture {};

TEST_F(ReasonsTest, AnArgumentOfTheVerbNamesTheCause) {
  EXPECT_THAT(Text(First({"A court in Oslo fined the bank for misleading its customers."}).why),
              HasSubstr("misleading its customers"));
  EXPECT_THAT(Text(First({"Thousands of farmers protested against the new tax in Lyon on "
                          "Saturday."})
                       .why),
              HasSubstr("the new tax"));
}

TEST_F(ReasonsTest, HowLongIsNoReason) {
  EXPECT_EQ(Text(First({"The league banned the striker for three games on Friday."}).why),
            "(none)");
}

TEST_F(ReasonsTest, ALaterSentenceTakesTheEventUp) {
  EXPECT_THAT(Text(First({"The council of Bergen closed the bridge on Monday.\nThe move follows a "
                          "series of accidents."})
                       .why),
              HasSubstr("a series of accidents"));
  // What follows something else says nothing of the event.
  EXPECT_EQ(Text(First({"The council of Bergen closed the bridge on Monday.\nThe concert follows a "
                        "series of lectures."})
                     .why),
            "(none)");
}

TEST_F(ReasonsTest, HowSomebodyDiedIsNotWhy) {
  const HeadlineFact fact = First({"Two cyclists died after a crash in Leeds on Sunday."});
  EXPECT_EQ(Text(fact.why), "(none)");
  EXPECT_THAT(Text(fact.how), HasSubstr("a crash"));
}

}  // namespace
}  // namespace nutgraf::extract
