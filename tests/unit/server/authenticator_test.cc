#include "service/server/authenticator.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "spdlog/sinks/null_sink.h"

namespace nutgraf::server {
namespace {

class AuthenticatorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "/callers_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
  }
  void TearDown() override { std::filesystem::remove(path_); }

  // The caller "desk" with the token "secret", and these settings.
  void Write(const std::string& settings, const std::string& token = "secret") const {
    const std::string draft = path_ + ".new";
    std::ofstream(draft) << R"({"callers": [{"name": "desk", "token_sha256": [")"
                         << TokenDigest(token) << "\"]" << settings << "}]}";
    std::filesystem::rename(draft, path_);
  }

  std::unique_ptr<Authenticator> Open(absl::Duration refresh = absl::Hours(1)) {
    auto out = Authenticator::Open(path_, refresh, &log_);
    EXPECT_TRUE(out.ok()) << out.status();
    return *std::move(out);
  }

  static std::string_view Reason(const std::optional<Failure>& failure) {
    return failure ? failure->reason : "";
  }

  std::string path_;
  Log log_{std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::off};
};

TEST_F(AuthenticatorTest, KnowsItsCallersByTheirTokens) {
  Write("");
  const auto door = Open();
  Pass pass;
  EXPECT_EQ(door->CheckToken("AnalyzeArticle", "Bearer secret", &pass), std::nullopt);
  EXPECT_EQ(pass.caller, "desk");
  EXPECT_EQ(door->CheckToken("AnalyzeArticle", "bearer secret", &pass), std::nullopt);
  for (const std::string& bad :
       {std::string(), std::string("secret"), std::string("Bearer "), std::string("Bearer wrong"),
        std::string("Bearer secret "), std::string("Basic secret"),
        "Bearer " + TokenDigest("secret"), "Bearer " + std::string(100'000, 'x')}) {
    Pass none;
    const auto failure = door->CheckToken("AnalyzeArticle", bad, &none);
    ASSERT_TRUE(failure.has_value()) << bad.substr(0, 40);
    EXPECT_EQ(failure->code, grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(none.caller, "");
  }
}

TEST_F(AuthenticatorTest, MethodsThatAreNotListedAreClosed) {
  Write(R"(, "methods": ["AnalyzeArticle"])");
  const auto door = Open();
  Pass pass;
  EXPECT_EQ(door->CheckToken("AnalyzeArticle", "Bearer secret", &pass), std::nullopt);
  const auto failure = door->CheckToken("BatchAnalyzeArticles", "Bearer secret", &pass);
  EXPECT_EQ(Reason(failure), kMethodNotAllowed);
  EXPECT_EQ(failure->code, grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(AuthenticatorTest, CallsAtOnceAreBoundedAndGivenBack) {
  Write(R"(, "max_calls": 2)");
  const auto door = Open();
  Pass first, third;
  {
    Pass second;
    EXPECT_EQ(door->CheckToken("AnalyzeArticle", "Bearer secret", &first), std::nullopt);
    EXPECT_EQ(door->CheckToken("AnalyzeArticle", "Bearer secret", &second), std::nullopt);
    const auto failure = door->CheckToken("AnalyzeArticle", "Bearer secret", &third);
    EXPECT_EQ(Reason(failure), kTooManyCalls);
    EXPECT_TRUE(failure->retry_after.has_value());
  }
  EXPECT_EQ(door->CheckToken("AnalyzeArticle", "Bearer secret", &third), std::nullopt);
}

TEST_F(AuthenticatorTest, ArticlesAreMetered) {
  Write(R"(, "articles_per_second": 0.01, "burst": 2)");
  const auto door = Open();
  Pass pass;
  ASSERT_EQ(door->CheckToken("AnalyzeArticle", "Bearer secret", &pass), std::nullopt);
  EXPECT_EQ(pass.meter->Charge(1), std::nullopt);
  EXPECT_EQ(pass.meter->Charge(1), std::nullopt);
  const auto failure = pass.meter->Charge(1);
  EXPECT_EQ(Reason(failure), kQuotaExceeded);
  EXPECT_EQ(failure->code, grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_GT(*failure->retry_after, absl::Seconds(90));
}

TEST_F(AuthenticatorTest, AChangedFileIsTakenAndABrokenOneLeftAside) {
  Write("");
  const auto door = Open(absl::Milliseconds(10));
  const auto eventually = [&](const std::string& token, bool known) {
    for (int i = 0; i < 1000; ++i) {
      Pass pass;
      if (!door->CheckToken("AnalyzeArticle", "Bearer " + token, &pass) == known) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  };
  EXPECT_TRUE(eventually("secret", true));
  Write("", "new");
  EXPECT_TRUE(eventually("new", true));
  EXPECT_TRUE(eventually("secret", false));
  std::ofstream(path_) << "{";
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(eventually("new", true));
  std::filesystem::remove(path_);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(eventually("new", true));
  Write("", "newest");
  EXPECT_TRUE(eventually("newest", true));
}

TEST_F(AuthenticatorTest, AFileThatIsMissingOrWrongEndsTheStart) {
  auto door = Authenticator::Open(path_, absl::Hours(1), &log_);
  EXPECT_EQ(door.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(door.status().ToString().find("--callers_file="), std::string::npos);
  Write(R"(, "max_call": 2)");
  door = Authenticator::Open(path_, absl::Hours(1), &log_);
  EXPECT_NE(door.status().ToString().find("callers[0].max_call"), std::string::npos);
}

}  // namespace
}  // namespace nutgraf::server
