#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/contract/convert.h"

namespace nutgraf::contract {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::AnalyzeArticleRequest GoodRequest() {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text("Obama spoke in Paris.");
  return request;
}

// "field REASON" of each violation.
std::vector<std::string> Violations(const v1::AnalyzeArticleRequest& request,
                                    const RequestLimits& limits = {}) {
  std::vector<std::string> out;
  for (const auto& v : ConvertRequest(request, limits).violations) {
    EXPECT_FALSE(v.description.empty());
    out.push_back(v.field + " " + v.reason);
  }
  return out;
}

TEST(ConvertRequest, TakesTextAlone) {
  const auto message = GoodRequest();
  const ConvertedRequest in = ConvertRequest(message, {});
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.request.text, "Obama spoke in Paris.");
  EXPECT_EQ(in.request.publish_time, "");
  EXPECT_EQ(in.offset_encoding, text::OffsetEncoding::kUtf8);
  EXPECT_THAT(in.request.features, IsEmpty());
}

TEST(ConvertRequest, TakesEverything) {
  auto message = GoodRequest();
  auto* article = message.mutable_article();
  article->set_title("Obama in Paris");
  article->set_language_code("en-GB");
  article->mutable_publish_time()->set_seconds(1678046400);  // 2023-03-05T20:00:00Z
  article->set_time_zone("Asia/Karachi");
  message.add_features(v1::FEATURE_DATES);
  message.add_features(v1::FEATURE_QUOTES);
  message.set_offset_encoding(v1::OFFSET_ENCODING_UTF16);
  message.set_min_confidence(0.5F);
  const ConvertedRequest in = ConvertRequest(message, {});
  ASSERT_TRUE(in.ok());
  EXPECT_EQ(in.request.title, "Obama in Paris");
  EXPECT_EQ(in.request.language_code, "en-GB");
  EXPECT_EQ(in.request.time_zone, "Asia/Karachi");
  EXPECT_EQ(in.request.publish_time, "2023-03-06T01:00:00+05:00");
  EXPECT_THAT(in.request.features,
              ElementsAre(analysis::Feature::kDates, analysis::Feature::kQuotes));
  EXPECT_EQ(in.offset_encoding, text::OffsetEncoding::kUtf16);
  EXPECT_FLOAT_EQ(in.request.min_confidence, 0.5F);
}

TEST(ConvertRequest, TheEpochIsATimeAndNotAnAbsence) {
  auto message = GoodRequest();
  message.mutable_article()->mutable_publish_time();
  EXPECT_EQ(ConvertRequest(message, {}).request.publish_time, "1970-01-01");
}

TEST(ConvertRequest, MissingArticleAndText) {
  v1::AnalyzeArticleRequest message;
  EXPECT_THAT(Violations(message), ElementsAre("article REQUIRED"));
  message.mutable_article();
  EXPECT_THAT(Violations(message), ElementsAre("article.text REQUIRED"));
}

TEST(ConvertRequest, TextAtAndOverTheLimit) {
  v1::AnalyzeArticleRequest message;
  message.mutable_article()->set_text(std::string(100, 'x'));
  EXPECT_THAT(Violations(message, {.max_text_bytes = 100}), IsEmpty());
  EXPECT_THAT(Violations(message, {.max_text_bytes = 99}), ElementsAre("article.text TOO_LONG"));
}

TEST(ConvertRequest, ListsEveryFaultInTheOrderOfTheFields) {
  v1::AnalyzeArticleRequest message;
  auto* article = message.mutable_article();
  article->set_article_id(std::string(257, 'i'));
  article->set_title(std::string(4097, 't'));
  article->mutable_publish_time()->set_nanos(-1);
  article->set_time_zone("Europe/Atlantis");
  article->set_language_code("en_US!");
  article->set_source_uri(std::string(2049, 'u'));
  message.add_features(v1::FEATURE_DATES);
  message.add_features(v1::FEATURE_UNSPECIFIED);
  message.add_features(static_cast<v1::Feature>(99));
  message.set_offset_encoding(static_cast<v1::OffsetEncoding>(9));
  message.set_min_confidence(1.5F);
  EXPECT_THAT(
      Violations(message),
      ElementsAre("article.article_id TOO_LONG", "article.title TOO_LONG", "article.text REQUIRED",
                  "article.time_zone UNKNOWN_VALUE", "article.publish_time OUT_OF_RANGE",
                  "article.language_code MALFORMED", "article.source_uri TOO_LONG",
                  "features[1] UNKNOWN_VALUE", "features[2] UNKNOWN_VALUE",
                  "offset_encoding UNKNOWN_VALUE", "min_confidence OUT_OF_RANGE"));
}

TEST(ConvertRequest, FaultsDoNotRepeatWhatWasSent) {
  auto message = GoodRequest();
  message.mutable_article()->set_time_zone("Secret/Place");
  message.mutable_article()->set_language_code("s3cr3t!");
  for (const auto& v : ConvertRequest(message, {.max_text_bytes = 3}).violations) {
    EXPECT_EQ(v.description.find("ecret"), std::string::npos);
    EXPECT_EQ(v.description.find("s3cr3t"), std::string::npos);
    EXPECT_EQ(v.description.find("Obama"), std::string::npos);
  }
}

TEST(ConvertRequest, TimesOutsideTheCalendar) {
  for (const int64_t seconds :
       {int64_t{-62135596801}, int64_t{253402300800}, std::numeric_limits<int64_t>::min(),
        std::numeric_limits<int64_t>::max()}) {
    auto message = GoodRequest();
    message.mutable_article()->mutable_publish_time()->set_seconds(seconds);
    EXPECT_THAT(Violations(message), ElementsAre("article.publish_time OUT_OF_RANGE")) << seconds;
  }
}

TEST(ConvertRequest, NamesThatAreNoTimeZones) {
  for (const char* zone :
       {"/etc/passwd", "../../etc/passwd", "file:/etc/passwd", "localtime", "posix/UTC", "Europe",
        "zone.tab", "Europe/Paris ", "UTC\n", "Fixed/UTC+05:00:00", "EST5EDT;rm"}) {
    auto message = GoodRequest();
    message.mutable_article()->set_time_zone(zone);
    EXPECT_THAT(Violations(message), ElementsAre("article.time_zone UNKNOWN_VALUE")) << zone;
  }
  auto message = GoodRequest();
  message.mutable_article()->set_time_zone(std::string(65, 'A'));
  EXPECT_THAT(Violations(message), ElementsAre("article.time_zone TOO_LONG"));
}

TEST(ConvertRequest, ConfidenceMustBeANumberFromZeroToOne) {
  for (const float bad : {-0.1F, 1.01F, std::nanf(""), std::numeric_limits<float>::infinity()}) {
    auto message = GoodRequest();
    message.set_min_confidence(bad);
    EXPECT_THAT(Violations(message), ElementsAre("min_confidence OUT_OF_RANGE")) << bad;
  }
}

TEST(ConvertRequest, TooManyFeatures) {
  auto message = GoodRequest();
  for (int i = 0; i < 33; ++i) message.add_features(v1::FEATURE_DATES);
  EXPECT_THAT(Violations(message), ElementsAre("features TOO_MANY"));
}

}  // namespace
}  // namespace nutgraf::contract
