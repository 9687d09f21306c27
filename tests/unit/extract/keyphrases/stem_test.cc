#include "service/extract/keyphrases/stem.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace nutgraf::extract::keyphrases {
namespace {

TEST(StemTest, JoinsAFamily) {
  EXPECT_EQ(Stem("declines"), Stem("decline"));
  EXPECT_EQ(Stem("declining"), Stem("decline"));
  EXPECT_EQ(Stem("investment"), Stem("invest"));
  EXPECT_EQ(Stem("invested"), Stem("invest"));
  EXPECT_NE(Stem("mercy"), Stem("merger"));
}

// The examples of the paper, step by step.
TEST(StemTest, FollowsThePaper) {
  for (const auto& [word, stem] : {std::pair{"caresses", "caress"},
                                   {"ponies", "poni"},
                                   {"feed", "feed"},
                                   {"agreed", "agre"},
                                   {"plastered", "plaster"},
                                   {"motoring", "motor"},
                                   {"conflated", "conflat"},
                                   {"hopping", "hop"},
                                   {"falling", "fall"},
                                   {"filing", "file"},
                                   {"happy", "happi"},
                                   {"sky", "sky"},
                                   {"relational", "relat"},
                                   {"rational", "ration"},
                                   {"predication", "predic"},
                                   {"triplicate", "triplic"},
                                   {"goodness", "good"},
                                   {"adoption", "adopt"},
                                   {"effective", "effect"},
                                   {"probate", "probat"},
                                   {"rate", "rate"},
                                   {"controll", "control"},
                                   {"toying", "toi"}}) {
    EXPECT_EQ(Stem(word), stem) << word;
  }
}

TEST(StemTest, LeavesOtherWordsAlone) {
  EXPECT_EQ(Stem(""), "");
  EXPECT_EQ(Stem("is"), "is");
  EXPECT_EQ(Stem("caf\xC3\xA9s"), "caf\xC3\xA9s");
  EXPECT_EQ(Stem("ex-ministers"), "ex-ministers");
  const std::string endless(1 << 20, 'y');
  EXPECT_EQ(Stem(endless), endless);
}

}  // namespace
}  // namespace nutgraf::extract::keyphrases
