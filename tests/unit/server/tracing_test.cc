#include "service/server/tracing.h"

#include <string>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

constexpr char kGood[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(Traceparent, IsRecognised) {
  EXPECT_TRUE(IsTraceparent(kGood));
  EXPECT_EQ(TraceId(kGood), "0af7651916cd43dd8448eb211c80319c");
}

TEST(Traceparent, OfALaterVersionMayGoOn) {
  std::string later = kGood;
  later[1] = '1';
  EXPECT_TRUE(IsTraceparent(later));
  EXPECT_TRUE(IsTraceparent(later + "-anything"));
  EXPECT_FALSE(IsTraceparent(later + "anything"));
  EXPECT_FALSE(IsTraceparent(later + "-a b"));
  EXPECT_FALSE(IsTraceparent(later + "-" + std::string(300, 'a')));
}

TEST(Traceparent, ThatIsMalformedIsNone) {
  for (const char* bad : {
           "",
           "rubbish",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
           "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
           "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "00-00000000000000000000000000000000-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
           "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
       }) {
    EXPECT_FALSE(IsTraceparent(bad)) << bad;
  }
}

}  // namespace
}  // namespace nutgraf::server
