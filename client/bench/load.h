// The load generator: calls that start when they are due, whether or not earlier ones have ended.
//
// Open loop (`rate` > 0): the k-th call is due at k / rate, or at the arrivals of a Poisson process
// of that rate. Latency is counted from when a call was due, not from when it was sent, so that a
// server (or this generator) that stands still is charged for every call that had to wait
// meanwhile: no coordinated omission. How late calls were sent is measured apart; when that is more
// than a small part of the latency, the generator was the bottleneck and the figures are of no use.
//
// Closed loop (`in_flight` > 0): that many calls are kept under way, each next one is due when one
// ends. This finds the capacity; its latencies say little, since a slow server is asked less.
//
// Requests are sent as made and answers are not parsed, so that the generator costs little beside a
// server on the same machine. Nothing is tried again.

#ifndef NUTGRAF_CLIENT_BENCH_LOAD_H_
#define NUTGRAF_CLIENT_BENCH_LOAD_H_

#include <grpcpp/channel.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/bench/histogram.h"
#include "client/bench/samples.h"

namespace nutgraf::bench {

struct LoadOptions {
  double rate = 0;    // calls a second; or
  int in_flight = 0;  // calls under way; exactly one of the two is above 0
  bool poisson = false;
  absl::Duration warmup = absl::Seconds(3);     // calls due in it are sent and not counted
  absl::Duration duration = absl::Seconds(10);  // then those due in it are
  absl::Duration timeout = absl::Seconds(2);    // of a call, from when it is due
  int max_in_flight = 20'000;  // an open loop's calls due beyond are counted and not sent
  absl::Duration health_interval = absl::Milliseconds(100);  // zero: health is not asked
  std::string bearer_token;
  std::string request_id_prefix = "bench";  // x-request-id is this, "-" and a number
  uint64_t seed = 1;  // of arrivals and of the mix; the same seed, the same calls
};

struct KindReport {
  std::string name;
  int64_t calls = 0;
  int64_t ok = 0;
  int64_t ok_words = 0;
  Histogram latency;  // of those that are OK
};

/// What became of the calls that were due in LoadOptions::duration. All histograms are of
/// microseconds.
struct LoadReport {
  LoadOptions options;
  int64_t due = 0;
  int64_t not_sent = 0;                     // over max_in_flight
  std::map<std::string, int64_t> outcomes;  // "OK", "RESOURCE_EXHAUSTED QUEUE_FULL"; calls sent
  int64_t ok = 0;
  int64_t ok_words = 0;
  int64_t ok_bytes = 0;  // of answers
  double seconds = 0;    // what rates divide by
  Histogram latency;     // due to answer, OK
  Histogram service;     // sent to answer, OK: what a test without the correction would show
  Histogram failed;      // due to answer, all others
  Histogram lateness;    // due to sent, all
  Histogram health;      // answers of SERVING
  int64_t health_failures = 0;
  std::vector<KindReport> kinds;
  struct Slow {
    int64_t micros = 0;
    std::string request_id;
  };
  std::vector<Slow> slowest;  // OK calls, slowest first, at most kSlowest

  static constexpr size_t kSlowest = 5;
  double PerSecond(int64_t count) const {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
  }
};

/// Runs one test over `channels` in turn; each should have a connection of its own. `health` is
/// asked beside the load over a connection that nothing else uses. Returns when the last call has
/// ended, at most `timeout` after the last was due. `stop`, when set to true, ends the test early;
/// the report is of what there was. `kinds` as MakeSamples gives them, not empty.
LoadReport RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                   const std::shared_ptr<grpc::Channel>& health, const std::vector<Kind>& kinds,
                   const LoadOptions& options, const std::atomic<bool>& stop);

}  // namespace nutgraf::bench

#endif  // NUTGRAF_CLIENT_BENCH_LOAD_H_
