#include "client/cli/bench.h"

#include <fmt/format.h>
#include <pthread.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <string_view>
#include <thread>
#include <utility>

#include "client/bench/report.h"
#include "client/bench/samples.h"
#include "client/channel.h"
#include "client/cli/exit_code.h"
#include "client/cli/input.h"
#include "service/base/absl_compat.h"

namespace nutgraf::cli {
namespace {

int Fail(const absl::Status& status, int code) {
  fmt::print(stderr, "nutgraf: {}\n", ToStd(status.message()));
  return code;
}

/// Turns the first SIGINT into `stopped`; the second one does what it always does.
class Interrupt {
 public:
  Interrupt() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);  // of threads to come, too
    waiter_ = std::jthread([this](const std::stop_token& end) {
      const timespec moment{.tv_sec = 0, .tv_nsec = 100'000'000};
      while (!end.stop_requested()) {
        if (sigtimedwait(&signals_, nullptr, &moment) != SIGINT) continue;
        if (stopped.exchange(true)) std::_Exit(128 + SIGINT);
        fmt::print(stderr, "nutgraf: waiting for the calls under way\n");
      }
    });
  }
  ~Interrupt() {
    waiter_ = {};
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::atomic<bool> stopped = false;

 private:
  sigset_t signals_{};
  std::jthread waiter_;
};

absl::StatusOr<std::vector<v1::Article>> ReadArticles(const std::string& path) {
  if (path.empty()) return bench::BuiltInArticles();
  auto in = OpenLines(path);
  if (!in.ok()) return in.status();
  std::vector<v1::Article> out;
  size_t number = 0;
  for (std::string line; std::getline(**in, line);) {
    ++number;
    if (IsBlank(line)) continue;
    auto article = ParseArticleLine(line);
    if (!article.ok()) {
      return absl::InvalidArgumentError(
          ToAbsl(fmt::format("line {}: {}", number, ToStd(article.status().message()))));
    }
    out.push_back(*std::move(article));
  }
  return out;
}

absl::StatusOr<std::vector<bench::Kind>> ReadSamples(const BenchOptions& options) {
  auto articles = ReadArticles(options.articles);
  if (!articles.ok()) return articles.status();
  std::vector<bench::Share> mix;
  if (!options.mix.empty()) {
    auto parsed = bench::ParseMix(options.mix);
    if (!parsed.ok()) return parsed.status();
    mix = *std::move(parsed);
  }
  return bench::MakeSamples(*articles, mix, options.prototype);
}

/// The tests one after the other.
class Tests {
 public:
  Tests(const BenchOptions& options, const std::vector<bench::Kind>& kinds)
      : options_(options), kinds_(kinds), run_id_(client::NewRequestId().substr(0, 8)) {}

  absl::Status Connect() {
    for (int i = 0; i < options_.connections; ++i) {
      auto channel = client::CreateChannel(options_.server, client::Connections::kOwn);
      if (!channel.ok()) return channel.status();
      channels_.push_back(*std::move(channel));
    }
    auto health = client::CreateChannel(options_.server, client::Connections::kOwn,
                                        client::Unhealthy::kAsked);
    if (!health.ok()) return health.status();
    health_ = *std::move(health);
    return absl::OkStatus();
  }

  std::vector<bench::LoadReport> RunAll() {
    std::vector<bench::LoadReport> reports;
    std::vector<double> rates = options_.rates;
    if (rates.empty()) {
      reports.push_back(Closed());
      for (const double load : options_.loads) {
        rates.push_back(load * reports[0].PerSecond(reports[0].ok));
      }
    }
    for (const double rate : rates) {
      if (interrupt_.stopped || rate <= 0) break;
      reports.push_back(Open(rate));
    }
    return reports;
  }

 private:
  bench::LoadReport Closed() {
    bench::LoadOptions load = options_.load;
    load.rate = 0;
    return Run(load, fmt::format("{} calls at once", load.in_flight));
  }

  bench::LoadReport Open(double rate) {
    bench::LoadOptions load = options_.load;
    load.rate = rate;
    load.in_flight = 0;
    return Run(load, fmt::format("{:.4g} calls a second", rate));
  }

  bench::LoadReport Run(bench::LoadOptions load, std::string_view what) {
    fmt::print(stderr, "nutgraf: {} for {:g} s\n", what,
               absl::ToDoubleSeconds(load.warmup + load.duration));
    load.request_id_prefix = fmt::format("bench-{}-{}", run_id_, ++runs_);
    return bench::RunLoad(channels_, health_, kinds_, load, interrupt_.stopped);
  }

  const BenchOptions& options_;
  const std::vector<bench::Kind>& kinds_;
  const std::string run_id_;
  Interrupt interrupt_;  // before gRPC starts threads of its own for these channels
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::shared_ptr<grpc::Channel> health_;
  int runs_ = 0;
};

}  // namespace

int RunBench(const BenchOptions& options) {
  auto kinds = ReadSamples(options);
  if (!kinds.ok()) {
    return Fail(kinds.status(), absl::IsNotFound(kinds.status()) ? kExitAnalysis : kExitUsage);
  }
  Tests tests(options, *kinds);
  if (absl::Status status = tests.Connect(); !status.ok()) return Fail(status, kExitAnalysis);
  auto client = client::Client::Create(options.server);
  if (!client.ok()) return Fail(client.status(), kExitAnalysis);
  auto server = (*client)->GetCapabilities({});
  if (!server.ok()) return Fail(server.status(), RpcExitCode(server.status()));

  const std::vector<bench::LoadReport> reports = tests.RunAll();
  if (options.json) {
    nlohmann::ordered_json json = {{"target", options.server.target},
                                   {"serverVersion", server->server_version()},
                                   {"modelVersion", server->model_version()},
                                   {"connections", options.connections}};
    for (const auto& report : reports) json["tests"].push_back(bench::ToJson(report));
    std::cout << json.dump(2) << "\n";
  } else {
    std::cout << fmt::format("{}, server {}, model {}, {} connections, deadline {:g} s\n",
                             options.server.target, server->server_version(),
                             server->model_version(), options.connections,
                             absl::ToDoubleSeconds(options.load.timeout))
              << bench::ToTable(reports);
  }
  return std::cout.flush() ? kExitOk : kExitAnalysis;
}

}  // namespace nutgraf::cli
