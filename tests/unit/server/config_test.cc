#include "service/server/config.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using ::testing::HasSubstr;

std::string Problems(const ServerConfig& config) {
  const absl::Status status = Validate(config);
  return {status.message().data(), status.message().size()};
}

TEST(Config, TheDefaultsAreValid) { EXPECT_EQ(Problems({}), ""); }

TEST(Config, ListsEveryProblemByItsFlag) {
  ServerConfig config;
  config.workers = -1;
  config.max_batch_size = 65;
  config.log_level = "loud";
  config.grace_period = absl::Seconds(-1);
  const std::string problems = Problems(config);
  EXPECT_THAT(problems, HasSubstr("--workers=-1: must be from 0 to 1024"));
  EXPECT_THAT(problems, HasSubstr("--max_batch_size=65: must be from 1 to 64"));
  EXPECT_THAT(problems, HasSubstr("--log_level=loud: must be debug, info"));
  EXPECT_THAT(problems, HasSubstr("--grace_period=-1s: must be from 0 to 1h"));
}

TEST(Config, Addresses) {
  ServerConfig config;
  for (const char* good :
       {"127.0.0.1:50051", "0.0.0.0:0", "[::]:443", "localhost:65535", "unix:/run/nutgraf.sock"}) {
    config.listen = good;
    EXPECT_EQ(Problems(config), "") << good;
  }
  for (const char* bad : {"", ":50051", "localhost", "localhost:", "localhost:65536",
                          "localhost:http", "::1:50051", "unix:", "host:-1"}) {
    config.listen = bad;
    EXPECT_THAT(Problems(config), HasSubstr("--listen=")) << bad;
  }
}

TEST(Config, AFullBatchOfTheLongestArticlesFitsAMessage) {
  EXPECT_GE(MaxMessageBytes({}), int64_t{64} * (1 << 20));
  ServerConfig config;
  config.max_text_bytes = 64 << 20;  // 64 of these would not fit any message
  EXPECT_THAT(Problems(config), HasSubstr("--max_message_bytes"));
  config.max_batch_size = 8;
  EXPECT_EQ(Problems(config), "");
}

TEST(Config, AMessageMustHoldOneArticle) {
  ServerConfig config;
  config.max_message_bytes = 1 << 20;
  EXPECT_THAT(Problems(config), HasSubstr("--max_message_bytes=1048576: must be from 1064960"));
}

TEST(Config, TimesOfConnectionsHaveTheirRanges) {
  ServerConfig config;
  config.keepalive_time = config.keepalive_timeout = config.min_ping_interval =
      config.handshake_timeout = config.max_connection_idle = config.stream_idle_timeout =
          config.callers_refresh = absl::ZeroDuration();
  config.max_connection_age = config.slow_article = absl::Seconds(-1);
  const std::string problems = Problems(config);
  for (const char* flag : {"keepalive_time", "keepalive_timeout", "min_ping_interval",
                           "handshake_timeout", "max_connection_idle", "stream_idle_timeout",
                           "callers_refresh", "max_connection_age", "slow_article"}) {
    EXPECT_THAT(problems, HasSubstr(std::string("--") + flag + "="));
  }
}

TEST(Config, MetricsAndHealthListenOnPorts) {
  ServerConfig config;
  config.metrics_listen = "0.0.0.0:9464";
  config.health_listen = "[::]:50052";
  EXPECT_EQ(Problems(config), "");
  for (const char* bad : {"unix:/run/metrics", "9464", "host:"}) {
    config.metrics_listen = config.health_listen = bad;
    EXPECT_THAT(Problems(config), HasSubstr("--metrics_listen=")) << bad;
    EXPECT_THAT(Problems(config), HasSubstr("--health_listen=")) << bad;
  }
}

TEST(Config, TlsFilesComeTogether) {
  ServerConfig config;
  config.tls.certificate = "cert.pem";
  EXPECT_THAT(Problems(config), HasSubstr("--tls_cert and --tls_key: must be set together"));
  config.tls = {.certificate = "", .key = "", .client_ca = "ca.pem"};
  EXPECT_THAT(Problems(config), HasSubstr("--tls_client_ca: needs"));
}

}  // namespace
}  // namespace nutgraf::server
