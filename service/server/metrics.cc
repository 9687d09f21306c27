#include "service/server/metrics.h"

#include <exception>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "prometheus/exposer.h"
#include "prometheus/text_serializer.h"
#include "service/server/logging.h"
#include "service/server/process_state.h"

namespace nutgraf::server {
namespace {

using prometheus::ClientMetric;
using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::MetricFamily;
using prometheus::MetricType;
using prometheus::Registry;

// Seconds. A short article takes a worker some milliseconds, the longest one half a minute.
const Histogram::BucketBoundaries& Times() {
  static const auto& times = *new Histogram::BucketBoundaries{
      .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30};
  return times;
}

prometheus::Family<Counter>& Counters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

prometheus::Family<Histogram>& Histograms(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

MetricFamily Values(const char* name, const char* help, MetricType type,
                    const std::vector<std::pair<ClientMetric::Label, double>>& values) {
  MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  for (const auto& [label, value] : values) {
    ClientMetric metric;
    if (!label.name.empty()) metric.label.push_back(label);
    metric.gauge.value = value;
    metric.counter.value = value;
    family.metric.push_back(std::move(metric));
  }
  return family;
}

// What the server and the process are at the moment of asking.
class State final : public prometheus::Collectable {
 public:
  State(const WorkerPool* pool, const Admission* admission)
      : pool_(*pool), admission_(*admission) {}

  std::vector<MetricFamily> Collect() const override {
    const auto gauge = [](const char* name, const char* help, double value) {
      return Values(name, help, MetricType::Gauge, {{{}, value}});
    };
    std::vector<MetricFamily> out;
    out.push_back(gauge("nutgraf_workers", "Threads that analyse.", pool_.workers()));
    out.push_back(gauge("nutgraf_workers_busy", "Threads that analyse now.", pool_.busy()));
    out.push_back(Values(
        "nutgraf_queue_articles", "Articles that wait for a worker, by lane.", MetricType::Gauge,
        {{{"lane", "interactive"}, static_cast<double>(pool_.waiting(Lane::kInteractive))},
         {{"lane", "bulk"}, static_cast<double>(pool_.waiting(Lane::kBulk))}}));
    out.push_back(gauge("nutgraf_pending_bytes", "Bytes of the requests in the server.",
                        static_cast<double>(admission_.bytes())));
    const ProcessState process = ReadProcessState();
    out.push_back(Values("process_cpu_seconds_total", "Processor time of the process.",
                         MetricType::Counter, {{{}, process.cpu_seconds}}));
    out.push_back(gauge("process_resident_memory_bytes", "Resident memory of the process.",
                        static_cast<double>(process.resident_bytes)));
    out.push_back(gauge("process_open_fds", "Open file descriptors.", process.open_files));
    out.push_back(gauge("process_max_fds", "Most file descriptors that may be open.",
                        static_cast<double>(process.max_files)));
    out.push_back(gauge("process_threads", "Threads of the process.", process.threads));
    out.push_back(gauge("process_start_time_seconds", "Start of the process, Unix time.",
                        process.start_seconds));
    return out;
  }

 private:
  const WorkerPool& pool_;
  const Admission& admission_;
};

class Page final : public MetricsPage {
 public:
  Page(const std::string& listen, const Metrics& metrics)
      : collectables_(metrics.collectables()),
        exposer_(std::vector<std::string>{"listening_ports", listen, "num_threads", "2",
                                          "request_timeout_ms", "5000", "enable_directory_listing",
                                          "no"}) {
    for (const auto& collectable : collectables_) exposer_.RegisterCollectable(collectable);
  }

  int port() const override { return exposer_.GetListeningPorts().front(); }

 private:
  std::vector<std::shared_ptr<prometheus::Collectable>> collectables_;
  prometheus::Exposer exposer_;
};

}  // namespace

Metrics::Metrics(const WorkerPool* pool, const Admission* admission, const Versions& versions)
    : registry_(std::make_shared<Registry>()),
      state_(std::make_shared<State>(pool, admission)),
      started_(Counters(*registry_, "nutgraf_calls_started_total", "Calls that came, by method.")),
      finished_(Counters(*registry_, "nutgraf_calls_total",
                         "Calls that ended, by method and status code.")),
      refused_(Counters(*registry_, "nutgraf_calls_failed_total",
                        "Calls that ended without an answer, by the reason told to the caller.")),
      in_flight_(prometheus::BuildGauge()
                     .Name("nutgraf_calls_in_flight")
                     .Help("Calls that came and have not ended, by method.")
                     .Register(*registry_)),
      duration_(Histograms(*registry_, "nutgraf_call_duration_seconds",
                           "Time from a call's arrival to its end, by method.")),
      received_(Counters(*registry_, "nutgraf_request_bytes_total",
                         "Bytes of messages received, by method.")),
      sent_(Counters(*registry_, "nutgraf_response_bytes_total",
                     "Bytes of messages sent, by method.")),
      articles_(Counters(*registry_, "nutgraf_articles_total",
                         "Articles that reached the analysis, by method and result.")),
      wait_(Histograms(*registry_, "nutgraf_queue_wait_seconds",
                       "Time that articles waited for a worker, by method.")),
      run_(Histograms(*registry_, "nutgraf_article_duration_seconds",
                      "Time that articles took a worker, by method.")),
      stage_(Histograms(*registry_, "nutgraf_stage_duration_seconds",
                        "Time of an article in each stage of the analysis.")),
      bytes_(Counters(*registry_, "nutgraf_analyzed_bytes_total", "Bytes of the articles analysed.")
                 .Add({})),
      words_(Counters(*registry_, "nutgraf_analyzed_words_total",
                      "Words and numbers of the articles analysed.")
                 .Add({})) {
  prometheus::BuildGauge()
      .Name("nutgraf_build_info")
      .Help("Always 1; the label tells the version of the server.")
      .Register(*registry_)
      .Add({{"version", versions.server}})
      .Set(1);
  prometheus::BuildGauge()
      .Name("nutgraf_model_info")
      .Help("Always 1; the labels tell the versions of the model and of the topics' taxonomy.")
      .Register(*registry_)
      .Add({{"version", versions.model}, {"taxonomy", versions.taxonomy}})
      .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::OnCallStarted(std::string_view method) {
  const std::string name(method);
  started_.Add({{"method", name}}).Increment();
  in_flight_.Add({{"method", name}}).Increment();
}

void Metrics::OnArticle(const ArticleRecord& record) {
  const std::string method(record.method);
  articles_.Add({{"method", method}, {"result", record.ok ? "ok" : "failed"}}).Increment();
  wait_.Add({{"method", method}}, Times()).Observe(absl::ToDoubleSeconds(record.queue_time));
  run_.Add({{"method", method}}, Times()).Observe(absl::ToDoubleSeconds(record.run_time));
  if (!record.ok) return;
  bytes_.Increment(static_cast<double>(record.bytes));
  words_.Increment(static_cast<double>(record.words));
  for (const analysis::StageTiming& stage : record.stages) {
    stage_.Add({{"stage", stage.stage}}, Times()).Observe(absl::ToDoubleSeconds(stage.wall));
  }
}

void Metrics::OnCallFinished(const CallRecord& record) {
  const std::string method(record.method);
  in_flight_.Add({{"method", method}}).Decrement();
  finished_.Add({{"method", method}, {"code", std::string(StatusCodeName(record.code))}})
      .Increment();
  if (!record.reason.empty()) {
    refused_.Add({{"method", method}, {"reason", std::string(record.reason)}}).Increment();
  }
  duration_.Add({{"method", method}}, Times()).Observe(absl::ToDoubleSeconds(record.total_time));
  received_.Add({{"method", method}}).Increment(static_cast<double>(record.request_bytes));
  sent_.Add({{"method", method}}).Increment(static_cast<double>(record.response_bytes));
}

std::vector<std::shared_ptr<prometheus::Collectable>> Metrics::collectables() const {
  return {registry_, state_};
}

std::string Metrics::Text() const {
  std::vector<MetricFamily> families;
  for (const auto& collectable : collectables()) {
    for (MetricFamily& family : collectable->Collect()) families.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(families);
}

absl::StatusOr<std::unique_ptr<MetricsPage>> MetricsPage::Open(const std::string& listen,
                                                               const Metrics& metrics) {
  try {
    return std::make_unique<Page>(listen, metrics);
  } catch (const std::exception&) {
    return absl::UnavailableError(fmt::format("--metrics_listen={}: can't listen there", listen));
  }
}

}  // namespace nutgraf::server
