// The published cases of ftfy: see testdata/ftfy/README.md.

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/unit/text/encoding/damage.h"

namespace nutgraf::text {
namespace {

using nlohmann::json;

TEST(FtfyCasesTest, EveryCaseComesOutRightOrAsItsExceptionSays) {
  std::map<std::string, std::string> exceptions;
  for (const json& exception : json::parse(ReadTestdata("ftfy/scope.json"))) {
    ASSERT_FALSE(exception.at("reason").get<std::string>().empty());
    exceptions[exception.at("label")] = exception.at("answer");
  }
  int cases = 0;
  int as_published = 0;
  for (const char* file :
       {"ftfy/in-the-wild.json", "ftfy/synthetic.json", "ftfy/known-failures.json"}) {
    for (const json& entry : json::parse(ReadTestdata(file))) {
      const std::string label = entry.at("label");
      const std::string published =
          entry.value("fixed-encoding", entry.at("fixed").get<std::string>());
      const std::string answer = Repaired(entry.at("original").get<std::string>());
      ++cases;
      as_published += answer == published ? 1 : 0;
      const auto exception = exceptions.find(label);
      if (exception == exceptions.end()) {
        EXPECT_EQ(answer, published) << label;
        continue;
      }
      EXPECT_EQ(answer, exception->second) << label;
      EXPECT_NE(answer, published) << label << " is no exception any more";
      exceptions.erase(exception);
    }
  }
  EXPECT_TRUE(exceptions.empty()) << "exceptions without a case";
  EXPECT_EQ(cases, 110);
  EXPECT_GE(as_published, 99);
  RecordProperty("as_published", as_published);
}

}  // namespace
}  // namespace nutgraf::text
