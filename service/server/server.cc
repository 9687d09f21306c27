#include "service/server/server.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/contract/enums.h"
#include "service/server/admission.h"
#include "service/server/authenticator.h"
#include "service/server/call.h"
#include "service/server/cpu_quota.h"
#include "service/server/credentials.h"
#include "service/server/drain.h"
#include "service/server/health_port.h"
#include "service/server/metrics.h"
#include "service/server/pool.h"
#include "service/server/process_state.h"
#include "service/server/service.h"

namespace nutgraf::server {
namespace {

// Reflection is a service of gRPC's synchronous kind, a thread to a stream; nothing else is.
constexpr int kMaxReflectionThreads = 8;
// Probes of a caller that come too soon before the connection is cut off.
constexpr int kMaxPingStrikes = 2;
// After all of ours is done, only health watchers and reflection streams are left to cut off.
constexpr absl::Duration kLastWord = absl::Milliseconds(100);
constexpr absl::Duration kQuietPatience = absl::Seconds(1);

// The library offers itself to every server of the process as soon as it is linked; this leaves it
// in or takes it out.
class ReflectionOption final : public grpc::ServerBuilderOption {
 public:
  explicit ReflectionOption(bool on) : on_(on) {}
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    auto ours = std::make_unique<grpc::reflection::ProtoServerReflectionPlugin>();
    std::erase_if(*plugins, [&](const auto& plugin) { return plugin->name() == ours->name(); });
    if (on_) plugins->push_back(std::move(ours));
  }

 private:
  const bool on_;
};

int Workers(const ServerConfig& config) {
  return config.workers > 0 ? config.workers : AvailableCpus();
}

AdmissionLimits Limits(const ServerConfig& config) {
  return {.workers = Workers(config),
          .max_waiting = config.queue_size,
          .max_batches = config.max_batches,
          .max_streams = config.max_streams,
          .max_bytes = config.max_pending_bytes};
}

nutgraf::v1::GetCapabilitiesResponse DescribeCapabilities(const ServerConfig& config,
                                                          const analysis::Analyzer& analyzer) {
  nutgraf::v1::GetCapabilitiesResponse out;
  auto* limits = out.mutable_limits();
  limits->set_max_text_bytes(static_cast<uint32_t>(config.max_text_bytes));
  limits->set_max_title_bytes(contract::RequestLimits::kMaxTitleBytes);
  limits->set_max_batch_size(static_cast<uint32_t>(config.max_batch_size));
  limits->set_stream_window(static_cast<uint32_t>(config.stream_window));
  limits->set_max_message_bytes(static_cast<uint32_t>(MaxMessageBytes(config)));
  const analysis::Capabilities capabilities = analyzer.capabilities();
  for (const std::string& language : capabilities.languages) out.add_language_codes(language);
  for (int i = 0; i < analysis::kFeatureCount; ++i) {
    out.add_features(contract::ToProto(static_cast<analysis::Feature>(i)));
  }
  for (const auto encoding :
       {text::OffsetEncoding::kUtf8, text::OffsetEncoding::kUtf16, text::OffsetEncoding::kUtf32}) {
    out.add_offset_encodings(contract::ToProto(encoding));
  }
  out.set_taxonomy_version(capabilities.taxonomy_version);
  out.set_model_version(capabilities.model_version);
  out.set_server_version(NUTGRAF_VERSION);
  return out;
}

class ServerImpl final : public Server {
 public:
  ServerImpl(const ServerConfig& config, std::unique_ptr<const analysis::Analyzer> analyzer,
             Log* log, Extensions extensions)
      : config_(config),
        log_(*log),
        analyzer_(std::move(analyzer)),
        extensions_(std::move(extensions)),
        access_log_(log, config.slow_article > absl::ZeroDuration() ? config.slow_article
                                                                    : absl::InfiniteDuration()),
        admission_(Limits(config)),
        pool_(Workers(config)),
        surroundings_{
            .analyzer = *analyzer_,
            .request_limits = {.max_text_bytes = static_cast<uint32_t>(config.max_text_bytes)},
            .stream_window = config.stream_window,
            .stream_window_bytes = config.stream_window_bytes,
            .stream_idle_timeout = config.stream_idle_timeout,
            .max_batch_size = config.max_batch_size,
            .default_deadline = config.default_deadline,
            .log = log_,
            .pool = pool_,
            .service_times = service_times_,
            .admission = admission_,
            .drain = drain_,
            .request_ids = request_ids_,
            .guards = {},
            .observers = {},
        },
        service_(&surroundings_, DescribeCapabilities(config, *analyzer_)) {
    // The way of a call: the guards in their order, the drain, admission, the pool; then, at its
    // end, the observers in theirs.
    for (const auto& guard : extensions_.guards) surroundings_.guards.push_back(guard.get());
    for (const auto& observer : extensions_.observers) {
      surroundings_.observers.push_back(observer.get());
    }
    surroundings_.observers.push_back(&access_log_);
    if (!config_.metrics_listen.empty()) {
      const analysis::Capabilities capabilities = analyzer_->capabilities();
      metrics_ =
          std::make_unique<Metrics>(&pool_, &admission_,
                                    Metrics::Versions{.server = NUTGRAF_VERSION,
                                                      .model = capabilities.model_version,
                                                      .taxonomy = capabilities.taxonomy_version});
      surroundings_.observers.push_back(metrics_.get());
    }
  }

  ~ServerImpl() override {
    if (server_ != nullptr && !stopped_) Stop();
  }

  absl::Status Listen() {
    RaiseFileLimit();
    if (!config_.callers_file.empty()) {
      auto authenticator =
          Authenticator::Open(config_.callers_file, config_.callers_refresh, &log_);
      if (!authenticator.ok()) return authenticator.status();
      authenticator_ = *std::move(authenticator);
      surroundings_.guards.insert(surroundings_.guards.begin(), authenticator_.get());
      if (config_.tls.certificate.empty()) {
        log_.Event(spdlog::level::warn, "tokens_in_plain_text");
      }
    }
    auto credentials = MakeCredentials(config_.tls);
    if (!credentials.ok()) return credentials.status();

    grpc::EnableDefaultHealthCheckService(true);  // of the process: gRPC has no other way
    grpc::ServerBuilder builder;
    // Reflection asks for no token, so it is closed where callers need one.
    const bool reflection = config_.reflection && config_.callers_file.empty();
    builder.SetOption(std::make_unique<ReflectionOption>(reflection));
    if (reflection) {
      grpc::ResourceQuota quota("nutgraf");
      quota.SetMaxThreads(kMaxReflectionThreads);
      builder.SetResourceQuota(quota);
      builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
      builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
      builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
    }
    builder.SetMaxReceiveMessageSize(static_cast<int>(MaxMessageBytes(config_)));
    builder.SetMaxSendMessageSize(-1);
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, config_.max_metadata_bytes);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, config_.max_calls_per_connection);
    LimitConnections(&builder);
    // Two servers on one port would share its connections at random; that is never meant.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.RegisterService(&service_);
    int port = 0;
    builder.AddListeningPort(config_.listen, *credentials, &port);
    server_ = builder.BuildAndStart();
    const bool unix_socket = config_.listen.starts_with("unix:");
    if (server_ == nullptr || (port == 0 && !unix_socket)) {
      return absl::UnavailableError(fmt::format("--listen={}: can't listen there", config_.listen));
    }
    port_ = unix_socket ? -1 : port;
    if (metrics_ != nullptr) {
      auto page = MetricsPage::Open(config_.metrics_listen, *metrics_);
      if (!page.ok()) return page.status();
      metrics_page_ = *std::move(page);
    }
    if (!config_.health_listen.empty()) {
      auto health = HealthPort::Open(config_.health_listen);
      if (!health.ok()) return health.status();
      health_port_ = *std::move(health);
    }
    SetServing(true);
    log_.Event(spdlog::level::info, "listening",
               {{"address", config_.listen},
                {"port", port_},
                {"metrics_port", metrics_port()},
                {"health_port", health_port()},
                {"workers", pool_.workers()},
                {"tls", !config_.tls.certificate.empty()},
                {"version", NUTGRAF_VERSION},
                {"model_version", analyzer_->capabilities().model_version}});
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  int metrics_port() const override { return metrics_page_ == nullptr ? 0 : metrics_page_->port(); }

  int health_port() const override { return health_port_ == nullptr ? 0 : health_port_->port(); }

  bool Stop() override {
    stopped_ = true;
    SetServing(false);
    log_.Event(spdlog::level::info, "draining", {{"calls", drain_.inside()}});
    absl::SleepFor(config_.drain_delay);
    drain_.Begin();
    const bool finished = drain_.WaitIdle(config_.grace_period);
    const int cut_off = finished ? 0 : drain_.inside();
    // From here on gRPC itself turns new calls away, and with CANCELLED; so the ones that come
    // while callers still learn of the drain are waited out.
    if (finished) drain_.WaitQuiet(kQuietPatience);
    // Cancels what is left; every reactor ends when it is cancelled, so this returns.
    server_->Shutdown(std::chrono::system_clock::now() +
                      absl::ToChronoMilliseconds(finished ? kLastWord : absl::ZeroDuration()));
    server_->Wait();
    health_port_.reset();
    // Tasks and alarms may hold a call that is over for a moment longer.
    drain_.WaitIdle(kQuietPatience);
    log_.Event(finished ? spdlog::level::info : spdlog::level::warn, "stopped",
               {{"cancelled_calls", cut_off}});
    return finished;
  }

 private:
  void LimitConnections(grpc::ServerBuilder* builder) const {
    const auto millis = [builder](const char* argument, absl::Duration time) {
      builder->AddChannelArgument(argument, static_cast<int>(absl::ToInt64Milliseconds(time)));
    };
    millis(GRPC_ARG_KEEPALIVE_TIME_MS, config_.keepalive_time);
    millis(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, config_.keepalive_timeout);
    millis(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, config_.min_ping_interval);
    builder->AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kMaxPingStrikes);
    // A caller may keep a connection that it does not use for now.
    builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    millis(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, config_.handshake_timeout);
    millis(GRPC_ARG_MAX_CONNECTION_IDLE_MS, config_.max_connection_idle);
    if (config_.max_connection_age > absl::ZeroDuration()) {
      millis(GRPC_ARG_MAX_CONNECTION_AGE_MS, config_.max_connection_age);
      millis(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, config_.default_deadline);
    }
  }

  void SetServing(bool serving) {
    SetHealth(*server_, serving);
    if (health_port_ != nullptr) health_port_->SetServing(serving);
  }

  const ServerConfig config_;
  Log& log_;
  const std::unique_ptr<const analysis::Analyzer> analyzer_;
  Extensions extensions_;
  std::unique_ptr<Authenticator> authenticator_;
  AccessLog access_log_;
  RequestIds request_ids_;
  Drain drain_;
  ServiceTimes service_times_;
  Admission admission_;
  WorkerPool pool_;  // its threads use everything above
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<MetricsPage> metrics_page_;
  Surroundings surroundings_;
  ArticleService service_;
  std::unique_ptr<HealthPort> health_port_;  // answers until the last call is done
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  bool stopped_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerConfig& config, std::unique_ptr<const analysis::Analyzer> analyzer, Log* log,
    Extensions extensions) {
  if (absl::Status status = Validate(config); !status.ok()) return status;
  auto server =
      std::make_unique<ServerImpl>(config, std::move(analyzer), log, std::move(extensions));
  if (absl::Status status = server->Listen(); !status.ok()) return status;
  return server;
}

}  // namespace nutgraf::server
