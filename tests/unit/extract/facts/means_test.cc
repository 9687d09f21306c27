#include "service/extract/facts/means.h"

#include <gmock/gmock.h>

#include "service/extract/facts/facts.h"
#include "tests/unit/extract/facts/facts_fixture.h"

namespace nutgraf::extract {
namespace {

using ::testing::HasSubstr;

class MeansTest : public FactsFixture {};

TEST_F(MeansTest, TheNextSentenceSaysByWhatItWasSaid) {
  EXPECT_EQ(
      Text(First({"Anna Berg blamed the bank for her defeat.\nBerg spoke to supporters on the "
                  "phone and told them that she would return."})
               .how),
      "on the phone");
  // By what somebody else spoke, or what was no speech, is not how.
  EXPECT_EQ(Text(First({"Anna Berg blamed the bank for her defeat.\nPeter Lund spoke to supporters "
                        "on the phone and told them that he would return."})
                     .how),
            "(none)");
  EXPECT_EQ(Text(First({"Anna Berg opened the bridge.\nBerg spoke to supporters on the phone and "
                        "told them that she would return."})
                     .how),
            "(none)");
}

TEST_F(MeansTest, TheContestWithWhatItWasLikeIsHow) {
  EXPECT_EQ(Text(First({"Norway won the World Cup in a thrilling final on Sunday."}).how),
            "in a thrilling final");
  EXPECT_EQ(Text(First({"Norway won the World Cup in the final on Sunday."}).how), "(none)");
}

TEST_F(MeansTest, WhatSomebodyIsChargedWithIsWhyNotHow) {
  const HeadlineFact fact =
      First({"Police charged Peter Lund with stealing three paintings on Friday."});
  EXPECT_EQ(Text(fact.how), "(none)");
  EXPECT_THAT(Text(fact.why), HasSubstr("stealing three paintings"));
}

TEST_F(MeansTest, WhatHarmCameAfterIsHowThoughTheTreeHangsItElsewhere) {
  const auto how = [this](std::string_view tree) {
    const auto facts =
        Extract({.text = "Seven people were killed after a train crashed .", .tree = tree});
    return facts.empty() ? std::string("no fact") : Text(facts.front().how);
  };
  // "crashed" joined to "killed"
  EXPECT_THAT(how("2:nummod/NUM 4:nsubj:pass/NOUN 4:aux:pass/AUX 0:root/VERB 8:mark/SCONJ "
                  "7:det/DET 8:nsubj/NOUN 4:conj/VERB 4:punct/PUNCT"),
              HasSubstr("a train crashed"));
}

}  // namespace
}  // namespace nutgraf::extract
