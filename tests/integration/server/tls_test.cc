// TLS, client certificates, and their renewal without a restart.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "spdlog/sinks/null_sink.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

namespace fs = std::filesystem;

class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(::testing::TempDir()) /
        (std::string("tls_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  std::string Content(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  // name.key and name.pem, self-signed for localhost.
  void MakeCertificate(const std::string& name) const {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=" +
        name + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " + Path(name + ".key") +
        " -out " + Path(name + ".pem") + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  server::ServerConfig Config(const std::string& client_ca = "") const {
    server::ServerConfig config;
    config.tls = {.certificate = Path("server.pem"),
                  .key = Path("server.key"),
                  .client_ca = client_ca.empty() ? "" : Path(client_ca),
                  .refresh = absl::Seconds(1)};
    return config;
  }

  // A call of a client that trusts `roots`.
  grpc::StatusCode Call(const TestServer& server, const std::string& roots,
                        const std::string& identity = "") const {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = Content(roots);
    if (!identity.empty()) {
      options.pem_cert_chain = Content(identity + ".pem");
      options.pem_private_key = Content(identity + ".key");
    }
    return CallWith(server, grpc::SslCredentials(options));
  }

  static grpc::StatusCode CallWith(const TestServer& server,
                                   const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto stub = nutgraf::v1::ArticleService::NewStub(
        grpc::CreateCustomChannel(server.address(), credentials, arguments));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    nutgraf::v1::AnalyzeArticleResponse response;
    return stub->AnalyzeArticle(&context, Request("x"), &response).error_code();
  }

  fs::path folder_;
};

TEST_F(Tls, ServesThoseWhoTrustItAndNoPlainText) {
  MakeCertificate("server");
  MakeCertificate("stranger");
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), Config());
  EXPECT_EQ(Call(server, "server.pem"), grpc::StatusCode::OK);
  EXPECT_EQ(Call(server, "stranger.pem"), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(CallWith(server, grpc::InsecureChannelCredentials()), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, WithAClientAuthorityOnlyItsClientsAreLetIn) {
  MakeCertificate("server");
  MakeCertificate("client");
  MakeCertificate("stranger");
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), Config("client.pem"));
  EXPECT_EQ(Call(server, "server.pem", "client"), grpc::StatusCode::OK);
  EXPECT_EQ(Call(server, "server.pem", "stranger"), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Call(server, "server.pem"), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, ProbesNeedNoCertificateOnTheHealthPort) {
  MakeCertificate("server");
  MakeCertificate("client");
  FakeAnalyzer analyzer;
  auto config = Config("client.pem");
  config.health_listen = "127.0.0.1:0";
  TestServer server(analyzer.Make(), config);
  const auto plain =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server.server().health_port()),
                          grpc::InsecureChannelCredentials());
  EXPECT_EQ(Health(plain), "SERVING");
  EXPECT_EQ(Call(server, "server.pem", "client"), grpc::StatusCode::OK);
  EXPECT_EQ(CallWith(server, grpc::InsecureChannelCredentials()), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, ANewCertificateIsTakenUpWithoutARestart) {
  MakeCertificate("server");
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), Config());
  ASSERT_EQ(Call(server, "server.pem"), grpc::StatusCode::OK);
  fs::copy_file(folder_ / "server.pem", folder_ / "old.pem");
  MakeCertificate("server");  // over the old one
  EXPECT_TRUE(
      FakeAnalyzer::Eventually([&] { return Call(server, "server.pem") == grpc::StatusCode::OK; }));
  EXPECT_EQ(Call(server, "old.pem"), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, FilesThatAreMissingOrOfTheWrongKindAreNamed) {
  MakeCertificate("server");
  FakeAnalyzer analyzer;
  server::Log log(std::make_shared<spdlog::sinks::null_sink_mt>(), spdlog::level::off);
  auto config = Config();
  config.listen = "127.0.0.1:0";
  config.tls.certificate = Path("missing.pem");
  auto server = server::Server::Start(config, analyzer.Make(), &log);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(server.status().ToString().find("--tls_cert="), std::string::npos);
  config.tls = {.certificate = Path("server.pem"), .key = Path("server.pem")};
  server = server::Server::Start(config, analyzer.Make(), &log);
  EXPECT_NE(server.status().ToString().find("holds no PEM PRIVATE KEY"), std::string::npos);
}

}  // namespace
}  // namespace nutgraf::testing
