#include "service/server/flags.h"

#include <cstdlib>
#include <fstream>
#include <string_view>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/reflection.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

using nutgraf::server::ServerConfig;

// Each default is said once, in config.h.
ABSL_FLAG(std::string, config_file, "", "File of settings, one \"name = value\" a line.");
ABSL_FLAG(std::string, listen, ServerConfig().listen,
          "Address to serve on: host:port, [v6 address]:port or unix:path. Port 0 takes any.");
ABSL_FLAG(std::string, port_file, "", "File that the port is written to once the server listens.");
ABSL_FLAG(std::string, metrics_listen, ServerConfig().metrics_listen,
          "Address of the metrics page for Prometheus, as 0.0.0.0:9464. Empty: none.");
ABSL_FLAG(std::string, health_listen, ServerConfig().health_listen,
          "Address where health alone is answered, in plain text, as 0.0.0.0:50052. Empty: none.");
ABSL_FLAG(
    std::string, data_directory, "",
    "Folder of knowledge.bin and weights. Default: data or share/nutgraf beside the program.");
ABSL_FLAG(std::string, taxonomy_file, "",
          "The newsroom's own taxonomy, a table of codes, labels, definitions and keywords, beside "
          "Media Topics. Empty: none.");
ABSL_FLAG(int, workers, ServerConfig().workers,
          "Threads that analyse. 0: as many as the container may use processors.");
ABSL_FLAG(int, queue_size, ServerConfig().queue_size,
          "Single articles that may wait beyond those at work; more are refused.");
ABSL_FLAG(int, max_batches, ServerConfig().max_batches, "Batches in the server at once.");
ABSL_FLAG(int, max_streams, ServerConfig().max_streams, "Streams in the server at once.");
ABSL_FLAG(int, stream_window, ServerConfig().stream_window,
          "Articles of one stream that are read and not yet answered.");
ABSL_FLAG(int64_t, stream_window_bytes, ServerConfig().stream_window_bytes,
          "Bytes of one stream that are read and not yet answered; one article always fits.");
ABSL_FLAG(int, max_batch_size, ServerConfig().max_batch_size, "Articles in one batch, at most 64.");
ABSL_FLAG(int64_t, max_text_bytes, ServerConfig().max_text_bytes, "Longest text of an article.");
ABSL_FLAG(int64_t, max_message_bytes, ServerConfig().max_message_bytes,
          "Largest message received. 0: what a full batch of the longest articles needs.");
ABSL_FLAG(int, max_metadata_bytes, ServerConfig().max_metadata_bytes,
          "Most bytes of a call's metadata.");
ABSL_FLAG(int, max_calls_per_connection, ServerConfig().max_calls_per_connection,
          "Calls under way on one connection; more wait at the client.");
ABSL_FLAG(int64_t, max_pending_bytes, ServerConfig().max_pending_bytes,
          "Bytes of all requests in the server; more are refused.");
ABSL_FLAG(std::string, callers_file, "",
          "File of callers: tokens, methods, quotas. Empty: everybody may call.");
ABSL_FLAG(absl::Duration, callers_refresh, ServerConfig().callers_refresh,
          "Time between looks for a changed file of callers.");
ABSL_FLAG(absl::Duration, keepalive_time, ServerConfig().keepalive_time,
          "Silence after which a connection is probed.");
ABSL_FLAG(absl::Duration, keepalive_timeout, ServerConfig().keepalive_timeout,
          "Time for the answer to a probe; then the connection is closed.");
ABSL_FLAG(absl::Duration, min_ping_interval, ServerConfig().min_ping_interval,
          "Shortest time between probes of a caller; who probes more often is cut off.");
ABSL_FLAG(absl::Duration, handshake_timeout, ServerConfig().handshake_timeout,
          "Time for a new connection to become one.");
ABSL_FLAG(absl::Duration, max_connection_idle, ServerConfig().max_connection_idle,
          "Time without a call after which a connection is closed.");
ABSL_FLAG(absl::Duration, max_connection_age, ServerConfig().max_connection_age,
          "Age at which a connection is closed once its calls are done. 0: none.");
ABSL_FLAG(absl::Duration, stream_idle_timeout, ServerConfig().stream_idle_timeout,
          "Time after which a stream on which nothing moves is ended.");
ABSL_FLAG(absl::Duration, slow_article, ServerConfig().slow_article,
          "Time on a worker from which on an article gets a warning in the log.");
ABSL_FLAG(absl::Duration, default_deadline, ServerConfig().default_deadline,
          "Time for an article whose caller sets no deadline.");
ABSL_FLAG(absl::Duration, drain_delay, ServerConfig().drain_delay,
          "On SIGTERM: time between NOT_SERVING and refusing calls, for load balancers to notice.");
ABSL_FLAG(absl::Duration, grace_period, ServerConfig().grace_period,
          "On SIGTERM: time for accepted calls to finish; then they are cancelled.");
ABSL_FLAG(bool, reflection, ServerConfig().reflection, "Offer gRPC reflection.");
ABSL_FLAG(std::string, log_level, ServerConfig().log_level,
          "Least level that is logged: debug, info, warning, error or off.");
ABSL_FLAG(std::string, tls_cert, "", "Certificate chain, PEM; read anew when the file changes.");
ABSL_FLAG(std::string, tls_key, "", "Private key, PEM; read anew when the file changes.");
ABSL_FLAG(std::string, tls_client_ca, "",
          "Authorities of client certificates, PEM. Set: callers must have one.");
ABSL_FLAG(absl::Duration, tls_refresh, ServerConfig().tls.refresh,
          "Time between looks for changed TLS files.");

namespace nutgraf::server {
namespace {

constexpr std::string_view kThisFile = "service/server/flags.cc";

bool IsOurs(const absl::CommandLineFlag& flag) {
  return absl::EndsWith(flag.Filename(), ToAbsl(kThisFile));
}

absl::Status Set(absl::CommandLineFlag* flag, std::string_view value, std::string_view where) {
  std::string error;
  if (flag->ParseFrom(ToAbsl(value), &error)) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("{}: the value of {} can't be read{}{}", where,
                                                ToStd(flag->Name()), error.empty() ? "" : ": ",
                                                error));
}

absl::Status ApplyFile(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(fmt::format("--config_file={}: can't be read", path));
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string where = fmt::format("{}:{}", path, number);
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (stripped.empty() || stripped[0] == '#') continue;
    const size_t equals = stripped.find('=');
    if (equals == absl::string_view::npos) {
      return absl::InvalidArgumentError(fmt::format("{}: not \"name = value\"", where));
    }
    const absl::string_view name = absl::StripTrailingAsciiWhitespace(stripped.substr(0, equals));
    const absl::string_view value = absl::StripLeadingAsciiWhitespace(stripped.substr(equals + 1));
    absl::CommandLineFlag* flag = absl::FindCommandLineFlag(name);
    if (flag == nullptr || !IsOurs(*flag) || name == "config_file") {
      return absl::InvalidArgumentError(
          fmt::format("{}: {} is no setting of this server", where, ToStd(name)));
    }
    if (absl::Status status = Set(flag, ToStd(value), where); !status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string ConfigFile(const std::vector<std::string>& arguments, const Environment& environment) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string_view argument = arguments[i];
    if (argument == "--") break;
    if (!argument.starts_with('-')) continue;
    argument.remove_prefix(argument.starts_with("--") ? 2 : 1);
    constexpr std::string_view kName = "config_file";
    if (argument == kName && i + 1 < arguments.size()) return arguments[i + 1];
    if (argument.starts_with(kName) && argument.substr(kName.size()).starts_with('=')) {
      return std::string(argument.substr(kName.size() + 1));
    }
  }
  const char* path = environment("NUTGRAF_CONFIG_FILE");
  return path == nullptr ? "" : path;
}

}  // namespace

absl::Status ApplyDefaults(const std::vector<std::string>& arguments,
                           const Environment& environment) {
  if (const std::string path = ConfigFile(arguments, environment); !path.empty()) {
    if (absl::Status status = ApplyFile(path); !status.ok()) return status;
  }
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (!IsOurs(*flag)) continue;
    const std::string variable = "NUTGRAF_" + absl::AsciiStrToUpper(name);
    const char* value = environment(variable.c_str());
    if (value == nullptr) continue;
    if (absl::Status status = Set(flag, value, variable); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<ServerConfig> ConfigFromFlags() {
  ServerConfig config;
  config.listen = absl::GetFlag(FLAGS_listen);
  config.port_file = absl::GetFlag(FLAGS_port_file);
  config.data_directory = absl::GetFlag(FLAGS_data_directory);
  config.taxonomy_file = absl::GetFlag(FLAGS_taxonomy_file);
  config.metrics_listen = absl::GetFlag(FLAGS_metrics_listen);
  config.health_listen = absl::GetFlag(FLAGS_health_listen);
  config.workers = absl::GetFlag(FLAGS_workers);
  config.queue_size = absl::GetFlag(FLAGS_queue_size);
  config.max_batches = absl::GetFlag(FLAGS_max_batches);
  config.max_streams = absl::GetFlag(FLAGS_max_streams);
  config.stream_window = absl::GetFlag(FLAGS_stream_window);
  config.stream_window_bytes = absl::GetFlag(FLAGS_stream_window_bytes);
  config.max_batch_size = absl::GetFlag(FLAGS_max_batch_size);
  config.max_text_bytes = absl::GetFlag(FLAGS_max_text_bytes);
  config.max_message_bytes = absl::GetFlag(FLAGS_max_message_bytes);
  config.max_metadata_bytes = absl::GetFlag(FLAGS_max_metadata_bytes);
  config.max_calls_per_connection = absl::GetFlag(FLAGS_max_calls_per_connection);
  config.max_pending_bytes = absl::GetFlag(FLAGS_max_pending_bytes);
  config.callers_file = absl::GetFlag(FLAGS_callers_file);
  config.callers_refresh = absl::GetFlag(FLAGS_callers_refresh);
  config.keepalive_time = absl::GetFlag(FLAGS_keepalive_time);
  config.keepalive_timeout = absl::GetFlag(FLAGS_keepalive_timeout);
  config.min_ping_interval = absl::GetFlag(FLAGS_min_ping_interval);
  config.handshake_timeout = absl::GetFlag(FLAGS_handshake_timeout);
  config.max_connection_idle = absl::GetFlag(FLAGS_max_connection_idle);
  config.max_connection_age = absl::GetFlag(FLAGS_max_connection_age);
  config.stream_idle_timeout = absl::GetFlag(FLAGS_stream_idle_timeout);
  config.slow_article = absl::GetFlag(FLAGS_slow_article);
  config.default_deadline = absl::GetFlag(FLAGS_default_deadline);
  config.drain_delay = absl::GetFlag(FLAGS_drain_delay);
  config.grace_period = absl::GetFlag(FLAGS_grace_period);
  config.reflection = absl::GetFlag(FLAGS_reflection);
  config.log_level = absl::GetFlag(FLAGS_log_level);
  config.tls.certificate = absl::GetFlag(FLAGS_tls_cert);
  config.tls.key = absl::GetFlag(FLAGS_tls_key);
  config.tls.client_ca = absl::GetFlag(FLAGS_tls_client_ca);
  config.tls.refresh = absl::GetFlag(FLAGS_tls_refresh);
  if (absl::Status status = Validate(config); !status.ok()) return status;
  return config;
}

absl::StatusOr<ServerConfig> ReadConfig(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "The Nutgraf service: raw news articles in, structured facts out, over gRPC.\n"
      "Each flag can also be set as NUTGRAF_<FLAG> in the environment and in --config_file; the\n"
      "command line wins over the environment, and the environment over the file.");
  absl::FlagsUsageConfig usage;
  const auto ours = [](absl::string_view file) { return absl::EndsWith(file, ToAbsl(kThisFile)); };
  usage.contains_helpshort_flags = ours;
  usage.contains_help_flags = ours;
  usage.contains_helppackage_flags = ours;
  usage.version_string = [] { return std::string("nutgraf-server " NUTGRAF_VERSION "\n"); };
  absl::SetFlagsUsageConfig(usage);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (absl::Status status = ApplyDefaults(arguments, [](const char* name) { return getenv(name); });
      !status.ok()) {
    return status;
  }
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    return absl::InvalidArgumentError(
        fmt::format("{}: the server takes flags only; see --help", rest[1]));
  }
  return ConfigFromFlags();
}

}  // namespace nutgraf::server
