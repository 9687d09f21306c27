#include "service/server/callers_file.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kDigest(64, 'a');
const std::string kToken = R"("token_sha256": [")" + kDigest + R"("])";

std::string One(const std::string& fields) { return R"({"callers": [{)" + fields + "}]}"; }

std::string Error(const std::string& json) {
  const auto callers = ParseCallers(json);
  return callers.ok() ? "" : callers.status().ToString();
}

TEST(CallersFile, SaysWhoMayDoWhat) {
  const auto callers = ParseCallers(R"({"callers": [
    {"name": "desk", )" + kToken + R"(, "methods": ["AnalyzeArticle", "GetCapabilities"],
     "articles_per_second": 0.5, "burst": 10, "max_calls": 3},
    {"name": "archive", "token_sha256": [")" +
                                    std::string(64, 'B') + R"("]}]})");
  ASSERT_TRUE(callers.ok()) << callers.status();
  ASSERT_EQ(callers->size(), 2U);
  const CallerSettings& desk = callers->front();
  EXPECT_EQ(desk.name, "desk");
  EXPECT_THAT(desk.token_digests, ElementsAre(kDigest));
  EXPECT_THAT(desk.methods, ElementsAre("AnalyzeArticle", "GetCapabilities"));
  EXPECT_EQ(desk.articles_per_second, 0.5);
  EXPECT_EQ(desk.burst, 10);
  EXPECT_EQ(desk.max_calls, 3);
  const CallerSettings& archive = callers->back();
  EXPECT_THAT(archive.token_digests, ElementsAre(std::string(64, 'b')));
  EXPECT_TRUE(archive.methods.empty());
  EXPECT_FALSE(archive.articles_per_second || archive.max_calls);
}

TEST(CallersFile, WithoutABurstItIsASecondsWorth) {
  EXPECT_EQ(
      ParseCallers(One(R"("name": "a", "articles_per_second": 20, )" + kToken))->front().burst, 20);
  EXPECT_EQ(
      ParseCallers(One(R"("name": "a", "articles_per_second": 0.1, )" + kToken))->front().burst, 1);
}

TEST(CallersFile, FaultsAreNamedByTheirPlace) {
  EXPECT_THAT(Error("{"), HasSubstr("not JSON"));
  EXPECT_THAT(Error("[]"), HasSubstr("one list \"callers\""));
  EXPECT_THAT(Error(R"({"callers": [], "more": 1})"), HasSubstr("one list \"callers\""));
  EXPECT_THAT(Error(R"({"callers": [1]})"), HasSubstr("callers[0]: must be an object"));
  EXPECT_THAT(Error(One(kToken)), HasSubstr("callers[0]: has no name"));
  EXPECT_THAT(Error(One(R"("name": "a")")), HasSubstr("callers[0]: has no token_sha256"));
  EXPECT_THAT(Error(One(R"("name": "a b", )" + kToken)), HasSubstr("callers[0].name: must be"));
  for (const char* field : {
           R"("token_sha256": "abc")",
           R"("token_sha256": ["abc"])",
           R"("token_sha256": [])",
           R"("methods": [])",
           R"("methods": ["Analyse"])",
           R"("methods": "AnalyzeArticle")",
           R"("articles_per_second": 0)",
           R"("articles_per_second": -1)",
           R"("articles_per_second": 1e9)",
           R"("articles_per_second": "1")",
           R"("burst": true)",
           R"("max_calls": 1.5)",
           R"("max_calls": 0)",
           R"("article_per_second": 1)",
       }) {
    const std::string name = std::string(field).substr(1, std::string(field).find('"', 1) - 1);
    EXPECT_THAT(Error(One(std::string(R"("name": "a", )") + field)),
                HasSubstr("callers[0]." + name));
  }
  EXPECT_THAT(Error(One(R"("name": "a", "burst": 5, )" + kToken)), HasSubstr("burst needs"));
}

TEST(CallersFile, NamesAndTokensBelongToOneCaller) {
  const std::string caller = R"({"name": "a", )" + kToken + "}";
  EXPECT_THAT(Error(R"({"callers": [)" + caller + "," + caller + "]}"),
              HasSubstr("callers[1]: has the name of an earlier one"));
  const std::string other = R"({"name": "b", )" + kToken + "}";
  const std::string error = Error(R"({"callers": [)" + caller + "," + other + "]}");
  EXPECT_THAT(error, HasSubstr("callers[1]: has a token of an earlier one"));
  EXPECT_THAT(error, Not(HasSubstr(kDigest)));
}

TEST(CallersFile, HostileFilesAreErrors) {
  for (const std::string& json :
       {std::string(), std::string(100'000, '['), std::string("{\"callers\": [\xff\xfe]}"),
        One(R"("\u0000": 1)"), std::string(1000, '\0')}) {
    EXPECT_NE(Error(json), "");
  }
}

TEST(CallersFile, TheDigestIsSha256) {
  EXPECT_EQ(TokenDigest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace nutgraf::server
