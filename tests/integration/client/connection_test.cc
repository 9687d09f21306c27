// The client library's connections: several addresses behind one name, TLS, tokens.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "client/client.h"
#include "gtest/gtest.h"
#include "tests/integration/client/certificates.h"
#include "tests/integration/client/scripted_service.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

namespace v1 = ::nutgraf::v1;
using client::Client;
using client::ClientOptions;
using grpc::StatusCode;

std::unique_ptr<Client> Connect(const ClientOptions& options) {
  auto client = Client::Create(options);
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

absl::Status Analyze(Client& client) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text("x");
  return client.Analyze(request).status();
}

/// Answers every question for an IPv4 address with the same ones, and all others with nothing: as
/// much of RFC 1035 as one name takes.
class NameServer {
 public:
  explicit NameServer(std::vector<std::string> addresses) : addresses_(std::move(addresses)) {
    socket_ = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& end) { Serve(end); });
  }
  ~NameServer() {
    thread_ = {};
    close(socket_);
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  int questions() const { return questions_; }

 private:
  void Serve(const std::stop_token& end) {
    while (!end.stop_requested()) {
      pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, 50) <= 0) continue;
      char buffer[512];
      sockaddr_in peer{};
      socklen_t size = sizeof(peer);
      const ssize_t got =
          recvfrom(socket_, buffer, sizeof(buffer), 0, reinterpret_cast<sockaddr*>(&peer), &size);
      if (got < 12) continue;
      const std::string answer = Answer(std::string_view(buffer, static_cast<size_t>(got)));
      if (answer.empty()) continue;
      sendto(socket_, answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&peer), size);
    }
  }

  std::string Answer(std::string_view query) {
    size_t end = 12;  // of the header; then the name: labels, each behind its length
    while (end < query.size() && query[end] != 0) end += 1 + static_cast<unsigned char>(query[end]);
    end += 5;  // the last length, type, class
    if (end > query.size()) return "";
    const bool wants_ipv4 = query[end - 4] == 0 && query[end - 3] == 1;
    if (wants_ipv4) ++questions_;
    const size_t count = wants_ipv4 ? addresses_.size() : 0;
    std::string out(query.substr(0, 2));
    out += "\x81\x80";  // a response, recursion available, no error
    out += std::string("\0\1\0", 3) + static_cast<char>(count) + std::string(4, '\0');
    out += query.substr(12, end - 12);
    for (size_t i = 0; i < count; ++i) {
      in_addr address{};
      inet_pton(AF_INET, addresses_[i].c_str(), &address);
      out += std::string("\xC0\x0C\0\1\0\1\0\0\0\1\0\4", 12);  // the name asked for, A, IN, 1 s
      out.append(reinterpret_cast<const char*>(&address), 4);
    }
    return out;
  }

  const std::vector<std::string> addresses_;
  int socket_ = -1;
  int port_ = 0;
  std::atomic<int> questions_ = 0;
  std::jthread thread_;
};

/// Two servers on one port of two addresses.
struct Pair {
  std::unique_ptr<ScriptedServer> first, second;

  bool Start() {
    for (int i = 0; i < 20; ++i) {
      first = std::make_unique<ScriptedServer>();
      second = std::make_unique<ScriptedServer>("127.0.0.2:" + std::to_string(first->port()));
      if (second->port() != 0) return true;
    }
    return false;
  }
};

TEST(ClientConnections, CallsGoToAllAddressesOfADnsNameInTurn) {
  Pair servers;
  ASSERT_TRUE(servers.Start());
  const NameServer names({"127.0.0.1", "127.0.0.2"});
  const auto client = Connect({.target = "dns://" + names.address() +
                                         "/nutgraf.test:" + std::to_string(servers.first->port())});
  // Both connections are up at some time; from then on, turn by turn.
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] {
    return Analyze(*client).ok() && !servers.first->seen().empty() &&
           !servers.second->seen().empty();
  }));
  EXPECT_GT(names.questions(), 0);
  const size_t first = servers.first->seen().size();
  const size_t second = servers.second->seen().size();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Analyze(*client).ok());
  EXPECT_EQ(servers.first->seen().size() - first, 10U);
  EXPECT_EQ(servers.second->seen().size() - second, 10U);
}

TEST(ClientConnections, ACallThatAServerTurnsAwayIsAnsweredByAnother) {
  ScriptedServer draining, well;
  draining.Always({.status = ServiceError(StatusCode::UNAVAILABLE, "DRAINING"), .pushback = "1"});
  const auto client = Connect(
      {.target = "ipv4:" + draining.address() + "," + well.address(), .max_attempts = 1000});
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Analyze(*client).ok());
  EXPECT_EQ(well.seen().size(), 20U);
}

TEST(ClientConnections, AServerThatIsGoneIsLeftOut) {
  auto gone = std::make_unique<ScriptedServer>();
  ScriptedServer stays;
  const auto client =
      Connect({.target = "ipv4:" + gone->address() + "," + stays.address(), .max_attempts = 1000});
  ASSERT_TRUE(FakeAnalyzer::Eventually(
      [&] { return Analyze(*client).ok() && !gone->seen().empty() && !stays.seen().empty(); }));
  gone.reset();
  const size_t before = stays.seen().size();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Analyze(*client).ok());
  EXPECT_EQ(stays.seen().size() - before, 20U);
}

TEST(ClientConnections, AServerThatSaysNotServingIsLeftBeforeItRefuses) {
  FakeAnalyzer analyzer;
  TestServer drains(analyzer.Make(), {.drain_delay = absl::Seconds(3)});
  TestServer stays(analyzer.Make());
  const auto calls = [](TestServer& server) { return server.log_lines().Of("call").size(); };
  const auto client =
      Connect({.target = "ipv4:" + drains.address() + "," + stays.address(), .max_attempts = 1});
  ASSERT_TRUE(FakeAnalyzer::Eventually(
      [&] { return Analyze(*client).ok() && calls(drains) > 0 && calls(stays) > 0; }));
  // It still takes calls while it says so; nobody tries anything again.
  std::jthread stop([&] { drains.Stop(); });
  const auto channel = drains.NewChannel();
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return Health(channel) == "NOT_SERVING"; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const size_t before = calls(drains);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(Analyze(*client).ok());
  stop.join();  // then its log is complete
  EXPECT_EQ(calls(drains), before);
}

TEST(ClientConnections, HealthIsAskedOfAServerThatDoesNotServe) {
  FakeAnalyzer analyzer;
  TestServer server(analyzer.Make(), {.drain_delay = absl::Seconds(2)});
  const auto client = Connect({.target = server.address(), .max_attempts = 1});
  EXPECT_TRUE(client->CheckHealth("", {}).ok());
  std::jthread stop([&] { server.Stop(); });
  const auto channel = server.NewChannel();
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return Health(channel) == "NOT_SERVING"; }));
  const absl::Status status = client->CheckHealth("", {});
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(status.message(), "the server says that it is not serving");
}

class ClientTls : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"server", "caller", "stranger"}) {
      ASSERT_TRUE(certificates_.Make(name, "nutgraf.test"));
    }
  }

  std::shared_ptr<grpc::ServerCredentials> Credentials(bool mutual) const {
    grpc::SslServerCredentialsOptions options(
        mutual ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
               : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
    options.pem_key_cert_pairs.push_back(
        {certificates_.Read("server.key"), certificates_.Read("server.pem")});
    if (mutual) options.pem_root_certs = certificates_.Read("caller.pem");
    return grpc::SslServerCredentials(options);
  }

  client::TlsOptions Trusting(const std::string& name, const std::string& identity = "") const {
    client::TlsOptions tls;
    tls.root_certificates = certificates_.Read(name + ".pem");
    if (!identity.empty()) {
      tls.private_key = certificates_.Read(identity + ".key");
      tls.certificate_chain = certificates_.Read(identity + ".pem");
    }
    return tls;
  }

  static absl::Status Call(const ScriptedServer& server, const client::TlsOptions& tls,
                           const std::string& token = "") {
    const auto client = Connect({.target = server.address(),
                                 .tls = tls,
                                 .bearer_token = token,
                                 .timeout = absl::Seconds(30),
                                 .max_attempts = 1});
    return Analyze(*client);
  }

  Certificates certificates_;
};

TEST_F(ClientTls, TheServerIsKnownByItsCertificateAndTheCallerByItsToken) {
  ScriptedServer server("127.0.0.1:0", Credentials(false));
  EXPECT_TRUE(Call(server, Trusting("server"), "secret").ok());
  EXPECT_EQ(server.seen()[0].Value("authorization"), "Bearer secret");
  EXPECT_TRUE(absl::IsUnavailable(Call(server, Trusting("stranger"), "secret")));
  EXPECT_EQ(server.seen().size(), 1U);  // nobody else was told the token
}

TEST_F(ClientTls, TheNameInTheCertificateCanBeGiven) {
  ScriptedServer server("127.0.0.1:0", Credentials(false));
  auto tls = Trusting("server");
  tls.server_name = "nutgraf.test";
  EXPECT_TRUE(Call(server, tls).ok());
  tls.server_name = "elsewhere.test";
  EXPECT_TRUE(absl::IsUnavailable(Call(server, tls)));
}

TEST_F(ClientTls, MutualTlsShowsTheCallersCertificate) {
  ScriptedServer server("127.0.0.1:0", Credentials(true));
  EXPECT_TRUE(Call(server, Trusting("server", "caller")).ok());
  EXPECT_FALSE(Call(server, Trusting("server", "stranger")).ok());
  EXPECT_FALSE(Call(server, Trusting("server")).ok());
  EXPECT_EQ(server.seen().size(), 1U);
}

TEST_F(ClientTls, PlainTextToATlsServerFails) {
  ScriptedServer server("127.0.0.1:0", Credentials(false));
  const auto client = Connect({.target = server.address(), .max_attempts = 1});
  EXPECT_TRUE(absl::IsUnavailable(Analyze(*client)));
}

}  // namespace
}  // namespace nutgraf::testing
