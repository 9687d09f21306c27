#include "client/bench/load.h"

#include <fmt/format.h>
#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "client/health.h"
#include "client/status.h"

namespace nutgraf::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kMethod[] = "/nutgraf.v1.ArticleService/AnalyzeArticle";
constexpr Clock::duration kLongestSleep = std::chrono::milliseconds(50);  // between looks at `stop`
constexpr absl::Duration kHealthTimeout = absl::Seconds(5);

int64_t Micros(Clock::duration d) {
  return std::chrono::duration_cast<std::chrono::microseconds>(d).count();
}

Clock::duration ToClock(absl::Duration d) { return absl::ToChronoNanoseconds(d); }

/// False when the test was stopped meanwhile.
bool SleepUntil(Clock::time_point time, const std::atomic<bool>& stop) {
  while (!stop) {
    const Clock::time_point now = Clock::now();
    if (now >= time) return true;
    std::this_thread::sleep_until(std::min(time, now + kLongestSleep));
  }
  return false;
}

/// "RESOURCE_EXHAUSTED QUEUE_FULL": the code, and the reason where the server gave one.
std::string Outcome(const grpc::Status& status) {
  const std::string code =
      absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
  const std::string reason = client::Reason(status);
  return reason.empty() || reason == code ? code : code + " " + reason;
}

/// One call under way; owned by the queue that it ends on.
struct Call {
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  Clock::time_point due, sent;
  size_t kind = 0;
  int words = 0;
  bool counted = false;  // due in the measured time
  std::string request_id;
};

/// The report as it grows, and how many calls are under way. Thread-safe.
class Recorder {
 public:
  Recorder(const LoadOptions& options, const std::vector<Kind>& kinds) {
    report_.options = options;
    for (const Kind& kind : kinds) report_.kinds.emplace_back().name = kind.name;
  }

  /// Waits, at most a moment, until fewer than `most` calls are under way.
  bool WaitForRoom(int most) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, kLongestSleep, [&] { return under_way_ < most; });
  }

  /// False when `most` calls are under way: not to be sent.
  bool Begin(const Call& call, int most) {
    const std::lock_guard lock(mutex_);
    if (call.counted) {
      ++report_.due;
      ++report_.kinds[call.kind].calls;
    }
    if (under_way_ >= most) {
      if (call.counted) ++report_.not_sent;
      return false;
    }
    ++under_way_;
    if (call.counted) report_.lateness.Record(Micros(call.sent - call.due));
    return true;
  }

  void End(const Call& call) {
    const Clock::time_point now = Clock::now();
    const std::lock_guard lock(mutex_);
    if (call.counted) Count(call, now);
    --under_way_;
    ended_.notify_all();
  }

  void Health(bool serving, int64_t micros) {
    const std::lock_guard lock(mutex_);
    if (serving) {
      report_.health.Record(micros);
    } else {
      ++report_.health_failures;
    }
  }

  LoadReport Finish(double seconds) {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [&] { return under_way_ == 0; });
    report_.seconds = seconds;
    return std::move(report_);
  }

 private:
  void Count(const Call& call, Clock::time_point now) {
    ++report_.outcomes[Outcome(call.status)];
    const int64_t latency = Micros(now - call.due);
    if (!call.status.ok()) {
      report_.failed.Record(latency);
      return;
    }
    ++report_.ok;
    report_.ok_words += call.words;
    report_.ok_bytes += static_cast<int64_t>(call.response.Length());
    report_.latency.Record(latency);
    report_.service.Record(Micros(now - call.sent));
    KindReport& kind = report_.kinds[call.kind];
    ++kind.ok;
    kind.ok_words += call.words;
    kind.latency.Record(latency);
    auto& slowest = report_.slowest;
    if (slowest.size() == LoadReport::kSlowest && slowest.back().micros >= latency) return;
    const auto slower = std::find_if(slowest.begin(), slowest.end(),
                                     [&](const auto& other) { return other.micros < latency; });
    slowest.insert(slower, {latency, call.request_id});
    if (slowest.size() > LoadReport::kSlowest) slowest.pop_back();
  }

  std::mutex mutex_;
  std::condition_variable ended_;
  int under_way_ = 0;
  LoadReport report_;
};

/// Which article comes next: by weight, then in turn.
class Draw {
 public:
  Draw(const std::vector<Kind>& kinds, uint64_t seed)
      : kinds_(kinds), turns_(kinds.size()), random_(seed) {
    std::vector<double> weights;
    weights.reserve(kinds.size());
    for (const Kind& kind : kinds) weights.push_back(kind.weight);
    by_weight_ = std::discrete_distribution<size_t>(weights.begin(), weights.end());
  }

  std::pair<size_t, const Sample*> Next() {
    const size_t kind = by_weight_(random_);
    const auto& samples = kinds_[kind].samples;
    return {kind, &samples[turns_[kind]++ % samples.size()]};
  }

 private:
  const std::vector<Kind>& kinds_;
  std::vector<size_t> turns_;
  std::mt19937_64 random_;
  std::discrete_distribution<size_t> by_weight_;
};

/// When calls of an open loop are due.
class Arrivals {
 public:
  Arrivals(const LoadOptions& options, Clock::time_point start)
      : rate_(options.rate), poisson_(options.poisson), start_(start), random_(options.seed) {}

  Clock::time_point Next() {
    // Counted from the start, so that rounding does not add up.
    seconds_ = poisson_ ? seconds_ + gap_(random_) / rate_ : static_cast<double>(count_++) / rate_;
    return start_ +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds_));
  }

 private:
  const double rate_;
  const bool poisson_;
  const Clock::time_point start_;
  std::mt19937_64 random_;
  std::exponential_distribution<double> gap_;
  double seconds_ = 0;
  int64_t count_ = 0;
};

class Generator {
 public:
  Generator(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
            const std::vector<Kind>& kinds, const LoadOptions& options,
            const std::atomic<bool>& stop)
      : options_(options), stop_(stop), recorder_(options, kinds), draw_(kinds, options.seed) {
    for (const auto& channel : channels) stubs_.emplace_back(channel);
    // Not gRPC's callbacks: in 1.51 a process that ends right behind the last one may crash.
    receiver_ = std::jthread([this] {
      void* tag = nullptr;
      bool ok = false;
      while (queue_.Next(&tag, &ok)) {
        const std::unique_ptr<Call> call(static_cast<Call*>(tag));
        recorder_.End(*call);
      }
    });
  }
  /// After Run(), when no call is under way.
  ~Generator() {
    queue_.Shutdown();
    receiver_.join();
  }
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  LoadReport Run(const std::shared_ptr<grpc::Channel>& health) {
    start_ = Clock::now();
    measured_ = start_ + ToClock(options_.warmup);
    end_ = measured_ + ToClock(options_.duration);
    std::atomic<bool> health_stop = false;
    std::jthread prober;
    if (options_.health_interval > absl::ZeroDuration()) {
      prober = std::jthread([&] { ProbeHealth(health, health_stop); });
    }
    if (options_.rate > 0) {
      OpenLoop();
    } else {
      ClosedLoop();
    }
    const Clock::duration counted = std::min(end_, Clock::now()) - measured_;
    health_stop = true;
    if (prober.joinable()) prober.join();
    return recorder_.Finish(std::max(0.0, std::chrono::duration<double>(counted).count()));
  }

 private:
  void OpenLoop() {
    Arrivals arrivals(options_, start_);
    for (auto due = arrivals.Next(); due < end_ && SleepUntil(due, stop_); due = arrivals.Next()) {
      Send(due, options_.max_in_flight);
    }
    SleepUntil(end_, stop_);  // the last gap belongs to the test
  }

  void ClosedLoop() {
    while (!stop_ && Clock::now() < end_) {
      if (recorder_.WaitForRoom(options_.in_flight)) Send(Clock::now(), options_.in_flight);
    }
  }

  void Send(Clock::time_point due, int most) {
    const auto [kind, sample] = draw_.Next();
    auto call = std::make_unique<Call>();
    call->due = due;
    call->kind = kind;
    call->words = sample->words;
    call->counted = due >= measured_ && due < end_;
    call->request_id = fmt::format("{}-{}", options_.request_id_prefix, number_);
    call->sent = Clock::now();
    if (!recorder_.Begin(*call, most)) return;
    call->context.set_deadline(std::chrono::system_clock::now() +
                               std::chrono::duration_cast<std::chrono::system_clock::duration>(
                                   due + ToClock(options_.timeout) - call->sent));
    call->context.AddMetadata("x-request-id", call->request_id);
    if (!options_.bearer_token.empty()) {
      call->context.AddMetadata("authorization", "Bearer " + options_.bearer_token);
    }
    call->reader = stubs_[number_++ % stubs_.size()].PrepareUnaryCall(&call->context, kMethod,
                                                                      sample->request, &queue_);
    call->reader->StartCall();
    Call* const under_way = call.release();  // the receiver may have it before Finish() returns
    under_way->reader->Finish(&under_way->response, &under_way->status, under_way);
  }

  /// Every interval, counted from when it is due, as the calls are.
  void ProbeHealth(const std::shared_ptr<grpc::Channel>& channel, const std::atomic<bool>& stop) {
    client::HealthStub stub(channel);
    for (auto due = start_; SleepUntil(due, stop); due += ToClock(options_.health_interval)) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() +
                           absl::ToChronoMicroseconds(kHealthTimeout));
      const bool serving = client::AskHealth(stub, context, "").ok();
      if (due >= measured_) recorder_.Health(serving, Micros(Clock::now() - due));
    }
  }

  const LoadOptions options_;
  const std::atomic<bool>& stop_;
  Recorder recorder_;
  Draw draw_;
  std::vector<grpc::GenericStub> stubs_;
  grpc::CompletionQueue queue_;
  std::jthread receiver_;
  Clock::time_point start_, measured_, end_;
  uint64_t number_ = 0;
};

}  // namespace

LoadReport RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                   const std::shared_ptr<grpc::Channel>& health, const std::vector<Kind>& kinds,
                   const LoadOptions& options, const std::atomic<bool>& stop) {
  return Generator(channels, kinds, options, stop).Run(health);
}

}  // namespace nutgraf::bench
