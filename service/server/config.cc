#include "service/server/config.h"

#include <limits>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/server/logging.h"

namespace nutgraf::server {
namespace {

// Of one article besides its text: title, names, options, and the framing of all.
constexpr int64_t kArticleOverhead = 16 << 10;
constexpr int64_t kMaxTextBytes = 64 << 20;

bool IsAddress(std::string_view address) {
  if (address.starts_with("unix:")) return address.size() > 5;
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view host = address.substr(0, colon);
  const std::string_view port = address.substr(colon + 1);
  if (host.find(':') != std::string_view::npos && !(host.front() == '[' && host.back() == ']')) {
    return false;
  }
  if (port.empty() || port.size() > 5) return false;
  int number = 0;
  for (const char c : port) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  return number <= 65535;
}

class Checker {
 public:
  template <typename T>
  void Range(const char* flag, T value, T low, T high) {
    if (value < low || value > high) {
      Add(fmt::format("--{}={}: must be from {} to {}", flag, value, low, high));
    }
  }

  void Range(const char* flag, absl::Duration value, absl::Duration low, absl::Duration high) {
    if (value < low || value > high) {
      Add(fmt::format("--{}={}: must be from {} to {}", flag, absl::FormatDuration(value),
                      absl::FormatDuration(low), absl::FormatDuration(high)));
    }
  }

  // An address that other programs connect to; empty: none.
  void Port(const char* flag, std::string_view address) {
    if (!address.empty() && (address.starts_with("unix:") || !IsAddress(address))) {
      Add(fmt::format("--{}={}: must be host:port or [v6 address]:port", flag, address));
    }
  }

  void Add(std::string problem) { problems_.push_back(std::move(problem)); }

  absl::Status Result() const {
    if (problems_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrJoin(problems_, "\n"));
  }

 private:
  std::vector<std::string> problems_;
};

}  // namespace

int64_t MaxMessageBytes(const ServerConfig& config) {
  if (config.max_message_bytes > 0) return config.max_message_bytes;
  return config.max_batch_size * (config.max_text_bytes + kArticleOverhead);
}

absl::Status Validate(const ServerConfig& config) {
  Checker check;
  if (!IsAddress(config.listen)) {
    check.Add(fmt::format("--listen={}: must be host:port, [v6 address]:port or unix:path",
                          config.listen));
  }
  check.Port("metrics_listen", config.metrics_listen);
  check.Port("health_listen", config.health_listen);
  check.Range("workers", config.workers, 0, 1024);
  check.Range("queue_size", config.queue_size, 0, 1 << 20);
  check.Range("max_batches", config.max_batches, 1, 1 << 16);
  check.Range("max_streams", config.max_streams, 1, 1 << 16);
  check.Range("stream_window", config.stream_window, 1, 1 << 16);
  check.Range<int64_t>("stream_window_bytes", config.stream_window_bytes, 1 << 10, 1LL << 32);
  check.Range("max_batch_size", config.max_batch_size, 1, 64);
  check.Range<int64_t>("max_text_bytes", config.max_text_bytes, 1, kMaxTextBytes);
  if (config.max_text_bytes >= 1 && config.max_text_bytes <= kMaxTextBytes) {
    const int64_t least = config.max_text_bytes + kArticleOverhead;
    const int64_t most = std::numeric_limits<int32_t>::max();
    if (MaxMessageBytes(config) < least || MaxMessageBytes(config) > most) {
      check.Add(fmt::format(
          "--max_message_bytes={}: must be from {} (one article of --max_text_bytes) to {}",
          MaxMessageBytes(config), least, most));
    }
  }
  check.Range("max_metadata_bytes", config.max_metadata_bytes, 1 << 10, 1 << 20);
  check.Range("max_calls_per_connection", config.max_calls_per_connection, 1, 1 << 20);
  check.Range<int64_t>("max_pending_bytes", config.max_pending_bytes, 1 << 20, 1LL << 40);
  check.Range("callers_refresh", config.callers_refresh, absl::Seconds(1), absl::Hours(24));
  check.Range("keepalive_time", config.keepalive_time, absl::Seconds(1), absl::Hours(24));
  check.Range("keepalive_timeout", config.keepalive_timeout, absl::Milliseconds(100),
              absl::Hours(1));
  check.Range("min_ping_interval", config.min_ping_interval, absl::Milliseconds(10),
              absl::Hours(1));
  check.Range("handshake_timeout", config.handshake_timeout, absl::Milliseconds(100),
              absl::Hours(1));
  check.Range("max_connection_idle", config.max_connection_idle, absl::Milliseconds(100),
              absl::Hours(24));
  if (config.max_connection_age != absl::ZeroDuration()) {
    check.Range("max_connection_age", config.max_connection_age, absl::Milliseconds(100),
                absl::Hours(24));
  }
  check.Range("stream_idle_timeout", config.stream_idle_timeout, absl::Milliseconds(10),
              absl::Hours(24));
  check.Range("slow_article", config.slow_article, absl::ZeroDuration(), absl::Hours(24));
  check.Range("default_deadline", config.default_deadline, absl::Milliseconds(1), absl::Hours(24));
  check.Range("drain_delay", config.drain_delay, absl::ZeroDuration(), absl::Hours(1));
  check.Range("grace_period", config.grace_period, absl::ZeroDuration(), absl::Hours(1));
  if (const auto level = LogLevel(config.log_level); !level.ok()) {
    check.Add(fmt::format("--log_level={}: {}", config.log_level, ToStd(level.status().message())));
  }
  if (config.tls.certificate.empty() != config.tls.key.empty()) {
    check.Add("--tls_cert and --tls_key: must be set together");
  }
  if (!config.tls.client_ca.empty() && config.tls.certificate.empty()) {
    check.Add("--tls_client_ca: needs --tls_cert and --tls_key");
  }
  check.Range("tls_refresh", config.tls.refresh, absl::Seconds(1), absl::Hours(24));
  return check.Result();
}

}  // namespace nutgraf::server
