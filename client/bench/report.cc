#include "client/bench/report.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace nutgraf::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, double>, 6> kQuantiles = {{{"p50", 0.5},
                                                                       {"p75", 0.75},
                                                                       {"p90", 0.9},
                                                                       {"p99", 0.99},
                                                                       {"p99.9", 0.999},
                                                                       {"p99.99", 0.9999}}};
constexpr double kLateShare = 0.1;  // of the median latency, that the generator may be late at p99
constexpr int64_t kLateMicros = 2000;  // and what never matters
constexpr int64_t kFewCalls = 100;     // fewer have no p99

double Millis(int64_t micros) { return static_cast<double>(micros) / 1000; }

std::string Load(const LoadOptions& options) {
  return options.rate > 0 ? fmt::format("{:.4g}/s", options.rate)
                          : fmt::format("{} at once", options.in_flight);
}

std::string Percent(int64_t part, int64_t whole) {
  return whole == 0 ? ""
                    : fmt::format("{:.1f} %",
                                  100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

Json ToJson(const Histogram& histogram) {
  Json json = {{"count", histogram.count()}};
  if (histogram.count() == 0) return json;
  json["mean"] = histogram.mean() / 1000;
  for (const auto& [name, q] : kQuantiles) json[name] = Millis(histogram.Quantile(q));
  json["max"] = Millis(histogram.max());
  return json;
}

std::string Row(const std::string& load, int64_t calls, double ok_rate, double word_rate,
                const Histogram& latency, const std::string& tail) {
  return fmt::format(
      "{:>12} {:>8} {:>9.1f} {:>9.0f} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f}{}\n", load,
      calls, ok_rate, word_rate, Millis(latency.Quantile(0.5)), Millis(latency.Quantile(0.9)),
      Millis(latency.Quantile(0.99)), Millis(latency.Quantile(0.999)), Millis(latency.max()), tail);
}

}  // namespace

std::vector<std::string> Warnings(const LoadReport& report) {
  std::vector<std::string> out;
  const std::string load = Load(report.options);
  if (report.not_sent > 0) {
    out.push_back(fmt::format("{}: {} calls were due while {} were under way, and were not sent",
                              load, report.not_sent, report.options.max_in_flight));
  }
  const int64_t late = report.lateness.Quantile(0.99);
  if (late > kLateMicros &&
      static_cast<double>(late) > kLateShare * static_cast<double>(report.latency.Quantile(0.5))) {
    out.push_back(
        fmt::format("{}: calls were sent up to {:.1f} ms late (p99): the generator is "
                    "too slow for this rate, or its processor is busy",
                    load, Millis(late)));
  }
  if (report.latency.count() > 0 && report.latency.count() < kFewCalls) {
    out.push_back(fmt::format("{}: {} answers are too few for a p99; use a longer --duration", load,
                              report.latency.count()));
  }
  return out;
}

std::string ToTable(const std::vector<LoadReport>& reports) {
  std::string out = fmt::format("{:>12} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>12}\n",
                                "load", "calls", "OK/s", "words/s", "p50 ms", "p90 ms", "p99 ms",
                                "p99.9 ms", "max ms", "health p99");
  for (const LoadReport& report : reports) {
    const std::string health =
        report.health.count() == 0
            ? std::string(13, ' ')
            : fmt::format(" {:>12.2f}", Millis(report.health.Quantile(0.99)));
    out += Row(Load(report.options), report.due, report.PerSecond(report.ok),
               report.PerSecond(report.ok_words), report.latency, health);
    if (report.kinds.size() < 2) continue;
    for (const KindReport& kind : report.kinds) {
      out += Row(kind.name, kind.calls, report.PerSecond(kind.ok), report.PerSecond(kind.ok_words),
                 kind.latency, "");
    }
  }
  for (const LoadReport& report : reports) {
    for (const auto& [outcome, count] : report.outcomes) {
      if (outcome == "OK") continue;
      out += fmt::format("{}: {} x {} ({}), after {:.1f} ms at the median\n", Load(report.options),
                         count, outcome, Percent(count, report.due),
                         Millis(report.failed.Quantile(0.5)));
    }
    if (report.health_failures > 0) {
      out +=
          fmt::format("{}: health failed {} times\n", Load(report.options), report.health_failures);
    }
    for (const std::string& warning : Warnings(report)) out += "warning: " + warning + "\n";
  }
  return out;
}

Json ToJson(const LoadReport& report) {
  const LoadOptions& options = report.options;
  Json json;
  if (options.rate > 0) {
    json["rate"] = options.rate;
    json["arrivals"] = options.poisson ? "poisson" : "constant";
  } else {
    json["inFlight"] = options.in_flight;
  }
  json["seconds"] = report.seconds;
  json["timeoutSeconds"] = absl::ToDoubleSeconds(options.timeout);
  json["calls"] = report.due;
  json["notSent"] = report.not_sent;
  json["outcomes"] = report.outcomes;
  json["okPerSecond"] = report.PerSecond(report.ok);
  json["okWordsPerSecond"] = report.PerSecond(report.ok_words);
  json["okBytes"] = report.ok_bytes;
  json["latencyMs"] = ToJson(report.latency);
  json["uncorrectedLatencyMs"] = ToJson(report.service);
  json["failedLatencyMs"] = ToJson(report.failed);
  json["latenessMs"] = ToJson(report.lateness);
  json["healthMs"] = ToJson(report.health);
  json["healthFailures"] = report.health_failures;
  for (const KindReport& kind : report.kinds) {
    json["kinds"].push_back({{"name", kind.name},
                             {"calls", kind.calls},
                             {"ok", kind.ok},
                             {"latencyMs", ToJson(kind.latency)}});
  }
  json["slowest"] = Json::array();
  for (const auto& slow : report.slowest) {
    json["slowest"].push_back({{"requestId", slow.request_id}, {"latencyMs", Millis(slow.micros)}});
  }
  json["warnings"] = Warnings(report);
  return json;
}

}  // namespace nutgraf::bench
