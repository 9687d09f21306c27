#include "service/server/wire.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "nutgraf/v1/article_service.pb.h"

namespace nutgraf::server {
namespace {

namespace v1 = ::nutgraf::v1;

TEST(Wire, AMessageInManySlicesIsReadWhole) {
  v1::AnalyzeArticleRequest message;
  message.mutable_article()->set_text(std::string(100, 'x'));
  const std::string bytes = message.SerializeAsString();
  std::vector<grpc::Slice> slices;
  for (size_t i = 0; i < bytes.size(); i += 7) slices.emplace_back(bytes.substr(i, 7));
  v1::AnalyzeArticleRequest read;
  EXPECT_FALSE(Parse(grpc::ByteBuffer(slices.data(), slices.size()), &read).has_value());
  EXPECT_EQ(read.article().text(), message.article().text());
}

TEST(Wire, BytesThatAreNoMessageAreTheCallersError) {
  const grpc::Slice slice("\xFF\xFF\xFF");
  v1::AnalyzeArticleRequest read;
  const auto failure = Parse(grpc::ByteBuffer(&slice, 1), &read);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->code, grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(Wire, AnEmptyBufferIsAnEmptyMessage) {
  v1::AnalyzeArticleRequest read;
  const grpc::Slice slice("");
  EXPECT_FALSE(Parse(grpc::ByteBuffer(&slice, 1), &read).has_value());
}

TEST(Wire, ElementsInARowAreTheWholeMessage) {
  v1::BatchAnalyzeArticlesResponse message;
  std::vector<grpc::Slice> slices;
  for (const size_t size : {0U, 1U, 200U, 70000U}) {
    auto* result = message.add_results();
    result->mutable_metadata()->set_article_id(std::string(size, 'i'));
    slices.push_back(
        SerializeElement(v1::BatchAnalyzeArticlesResponse::kResultsFieldNumber, *result));
  }
  v1::BatchAnalyzeArticlesResponse read;
  EXPECT_FALSE(Parse(grpc::ByteBuffer(slices.data(), slices.size()), &read).has_value());
  EXPECT_EQ(read.SerializeAsString(), message.SerializeAsString());
}

}  // namespace
}  // namespace nutgraf::server
