// Metrics for Prometheus: what calls, articles and the pool do, as counters and histograms.
//
//   Metrics metrics(pool);                          // an observer of calls
//   auto page = MetricsPage::Open("0.0.0.0:9464", metrics);
//   GET http://host:9464/metrics
//
// Labels are names of the contract only (methods, status codes, reasons, stages), so the number of
// series is bounded by the code: about 250. docs/OPERATIONS.md lists all. Thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_METRICS_H_
#define NUTGRAF_SERVICE_SERVER_METRICS_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "service/server/admission.h"
#include "service/server/observer.h"
#include "service/server/pool.h"

namespace nutgraf::server {

class Metrics final : public CallObserver {
 public:
  struct Versions {
    std::string server;
    std::string model;
    std::string taxonomy;
  };

  /// `pool` and `admission`, which are asked when the page is, must outlive the page.
  Metrics(const WorkerPool* pool, const Admission* admission, const Versions& versions);
  ~Metrics() override;

  void OnCallStarted(std::string_view method) override;
  void OnArticle(const ArticleRecord& record) override;
  void OnCallFinished(const CallRecord& record) override;

  /// In the order of the page.
  std::vector<std::shared_ptr<prometheus::Collectable>> collectables() const;

  /// The page, as it would be sent.
  std::string Text() const;

 private:
  template <typename T>
  using Family = prometheus::Family<T>;

  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<prometheus::Collectable> state_;  // what is asked, not told

  Family<prometheus::Counter>& started_;
  Family<prometheus::Counter>& finished_;
  Family<prometheus::Counter>& refused_;
  Family<prometheus::Gauge>& in_flight_;
  Family<prometheus::Histogram>& duration_;
  Family<prometheus::Counter>& received_;
  Family<prometheus::Counter>& sent_;
  Family<prometheus::Counter>& articles_;
  Family<prometheus::Histogram>& wait_;
  Family<prometheus::Histogram>& run_;
  Family<prometheus::Histogram>& stage_;
  prometheus::Counter& bytes_;
  prometheus::Counter& words_;
};

/// The HTTP server of the page; two threads, no other path than /metrics.
class MetricsPage {
 public:
  virtual ~MetricsPage() = default;
  virtual int port() const = 0;

  /// UNAVAILABLE when the address can't be listened on.
  static absl::StatusOr<std::unique_ptr<MetricsPage>> Open(const std::string& listen,
                                                           const Metrics& metrics);
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_METRICS_H_
