// The server's settings, all of them, as plain values with their defaults.
//
// flags.h fills them from the command line, the environment and a file; tests fill them directly.

#ifndef NUTGRAF_SERVICE_SERVER_CONFIG_H_
#define NUTGRAF_SERVICE_SERVER_CONFIG_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace nutgraf::server {

struct TlsConfig {
  std::string certificate{};  // PEM files; all empty: plain text
  std::string key{};
  std::string client_ca{};  // set: only callers with a certificate that it signed are let in
  absl::Duration refresh = absl::Seconds(30);  // between looks at the files
};

struct ServerConfig {
  std::string listen = "127.0.0.1:50051";  // host:port, [v6]:port or unix:path; port 0: any
  std::string port_file{};                 // the port is written there once the server listens
  std::string data_directory{};            // empty: beside the program
  std::string taxonomy_file{};             // a newsroom's own topics; empty: none
  std::string metrics_listen{};            // host:port of the page for Prometheus; empty: none
  std::string health_listen{};             // host:port of health alone, plain text; empty: none

  int workers = 0;         // threads that analyse; 0: as many as the container may use CPUs
  int queue_size = 128;    // single articles that may wait
  int max_batches = 16;    // at once
  int max_streams = 32;    // at once
  int stream_window = 32;  // articles of a stream that are read and not answered
  int64_t stream_window_bytes = 2 << 20;  // and about as many bytes of them
  int max_batch_size = 64;
  int64_t max_text_bytes = 1 << 20;
  int64_t max_message_bytes = 0;  // 0: what the largest batch needs
  int max_metadata_bytes = 16 << 10;
  int max_calls_per_connection = 1024;
  int64_t max_pending_bytes = 256 << 20;  // of requests, over all calls

  std::string callers_file{};  // who may call, and how much; empty: everybody
  absl::Duration callers_refresh = absl::Seconds(30);  // between looks at the file

  absl::Duration keepalive_time = absl::Minutes(2);      // of silence before a connection is probed
  absl::Duration keepalive_timeout = absl::Seconds(20);  // for the answer
  absl::Duration min_ping_interval = absl::Seconds(10);  // of callers' own probes
  absl::Duration handshake_timeout = absl::Seconds(20);  // of TLS and HTTP/2
  absl::Duration max_connection_idle = absl::Minutes(30);  // without a call
  absl::Duration max_connection_age{};                     // zero: no limit
  absl::Duration stream_idle_timeout = absl::Minutes(5);   // of a stream on which nothing moves

  absl::Duration default_deadline = absl::Seconds(60);
  absl::Duration slow_article = absl::Seconds(2);  // from which on one gets a line in the log
  absl::Duration drain_delay = absl::ZeroDuration();
  absl::Duration grace_period = absl::Seconds(25);

  bool reflection = true;
  std::string log_level = "info";
  TlsConfig tls{};
};

/// INVALID_ARGUMENT that lists every setting that is wrong, by the name of its flag, with what
/// would be right.
absl::Status Validate(const ServerConfig& config);

/// max_message_bytes, or what it stands for: a full batch of the longest articles, with room for
/// everything else in each.
int64_t MaxMessageBytes(const ServerConfig& config);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_CONFIG_H_
