#include "service/contract/wire_check.h"

#include <string>

#include "gtest/gtest.h"
#include "nutgraf/v1/article_service.pb.h"

namespace nutgraf::contract {
namespace {

// A valid message, with `from` replaced by bytes of the same length.
std::string Encoded(const google::protobuf::Message& message, const std::string& from,
                    const std::string& to) {
  std::string bytes = message.SerializeAsString();
  const size_t at = bytes.find(from);
  EXPECT_NE(at, std::string::npos);
  bytes.replace(at, from.size(), to);
  return bytes;
}

TEST(ExplainParseFailure, NamesTheStringThatIsNotUtf8) {
  v1::AnalyzeArticleRequest message;
  message.mutable_article()->set_title("caf\xC3\xA9");
  message.mutable_article()->set_text("ab__ef");
  const std::string bytes = Encoded(message, "__", "\xE9!");
  EXPECT_FALSE(v1::AnalyzeArticleRequest().ParseFromString(bytes));
  const auto fault = ExplainParseFailure(*v1::AnalyzeArticleRequest::descriptor(), bytes);
  EXPECT_EQ(fault.field, "article.text");
  EXPECT_EQ(fault.reason, kReasonNotUtf8);
  EXPECT_EQ(fault.description, "the byte at offset 2 is not UTF-8");
}

TEST(ExplainParseFailure, CountsRepeatedFields) {
  v1::BatchAnalyzeArticlesRequest message;
  message.add_requests()->mutable_article()->set_text("one");
  message.add_requests()->mutable_article()->set_text("two");
  message.add_requests()->mutable_article()->set_text("\xE2\x82\xAC 3__");
  const std::string bytes = Encoded(message, "__", "\xED\xA0");  // half of a surrogate
  const auto fault = ExplainParseFailure(*v1::BatchAnalyzeArticlesRequest::descriptor(), bytes);
  EXPECT_EQ(fault.field, "requests[2].article.text");
  EXPECT_EQ(fault.description, "the byte at offset 5 is not UTF-8");
}

TEST(ExplainParseFailure, SaysSoWhenTheBytesAreNoMessage) {
  v1::AnalyzeArticleRequest message;
  message.mutable_article()->set_text("hello");
  const std::string good = message.SerializeAsString();
  const auto& type = *v1::AnalyzeArticleRequest::descriptor();
  for (const std::string& bytes : {good.substr(0, good.size() - 1), std::string("\xFF\xFF\xFF"),
                                   std::string("\0", 1), std::string("\x0A\xFF\xFF\xFF\xFF\x0F"),
                                   std::string("\x0B", 1), std::string(1000, '\x0B')}) {
    ASSERT_FALSE(v1::AnalyzeArticleRequest().ParseFromString(bytes));
    const auto fault = ExplainParseFailure(type, bytes);
    EXPECT_EQ(fault.field, "");
    EXPECT_EQ(fault.reason, kReasonMalformed);
  }
}

TEST(ExplainParseFailure, SkipsFieldsOfLaterVersions) {
  v1::AnalyzeArticleRequest message;
  message.mutable_article()->set_text("ab__");
  // Field 100: a varint; field 101: bytes that are no text.
  const std::string bytes =
      std::string("\xA0\x06\x05\xAA\x06\x01\xFF", 7) + Encoded(message, "__", "\xFF\xFE");
  EXPECT_EQ(ExplainParseFailure(*v1::AnalyzeArticleRequest::descriptor(), bytes).field,
            "article.text");
}

}  // namespace
}  // namespace nutgraf::contract
