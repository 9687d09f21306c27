#include "service/analysis/fingerprint.h"

#include <gtest/gtest.h>

namespace nutgraf::analysis {
namespace {

TEST(FingerprintTest, IsSha256OfLengthTitleAndText) {
  // printf '0:' | sha256sum
  EXPECT_EQ(Fingerprint("", ""),
            "ba768b331fd86cec803be04e56ab2b3d4c0e98ef4ee4fcd4e72ad7cce61a1d1f");
}

TEST(FingerprintTest, TellsTitleAndTextApart) {
  EXPECT_NE(Fingerprint("ab", "c"), Fingerprint("a", "bc"));
  EXPECT_EQ(Fingerprint("ab", "c"), Fingerprint("ab", "c"));
}

}  // namespace
}  // namespace nutgraf::analysis
