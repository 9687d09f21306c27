#include "service/server/authenticator.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/server/quota.h"

namespace nutgraf::server {
namespace {

using Clock = TokenBucket::Clock;

// Longer than any token that is meant.
constexpr size_t kMaxToken = 4096;
constexpr absl::Duration kRetryCalls = absl::Milliseconds(100);
constexpr absl::Duration kShortestRetry = absl::Milliseconds(1);

Failure Unauthenticated() {
  Failure failure;
  failure.code = grpc::StatusCode::UNAUTHENTICATED;
  failure.reason = kUnauthenticated;
  failure.message = "the call needs a known bearer token";
  return failure;
}

Failure OverQuota(std::string_view reason, std::string message, absl::Duration retry_after) {
  Failure failure = Refused(reason, retry_after);
  failure.message = std::move(message);
  return failure;
}

// The scheme's name is of any case (RFC 9110); empty where it is another scheme.
std::string_view BearerToken(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size() || authorization.size() > kMaxToken) return {};
  for (size_t i = 0; i < kScheme.size(); ++i) {
    const char c = authorization[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kScheme[i]) return {};
  }
  return authorization.substr(kScheme.size());
}

}  // namespace

// One caller over all versions of the file.
class Authenticator::Caller {
 public:
  explicit Caller(const CallerSettings& settings) { Set(settings); }

  void Set(const CallerSettings& settings) {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
    if (!settings.articles_per_second) {
      bucket_.reset();
    } else if (bucket_ == nullptr) {
      bucket_ = std::make_shared<TokenBucket>(*settings.articles_per_second, settings.burst,
                                              Clock::now());
    } else {
      bucket_->Set(*settings.articles_per_second, settings.burst, Clock::now());
    }
  }

  std::optional<Failure> Enter(std::string_view method) {
    const std::lock_guard lock(mutex_);
    const auto& methods = settings_.methods;
    if (!methods.empty() && std::find(methods.begin(), methods.end(), method) == methods.end()) {
      Failure failure;
      failure.code = grpc::StatusCode::PERMISSION_DENIED;
      failure.reason = kMethodNotAllowed;
      failure.message = "the method is not open to this caller";
      return failure;
    }
    if (settings_.max_calls && calls_ >= *settings_.max_calls) {
      return OverQuota(kTooManyCalls, "the caller has as many calls under way as it may",
                       kRetryCalls);
    }
    ++calls_;
    return std::nullopt;
  }

  void Leave() {
    const std::lock_guard lock(mutex_);
    --calls_;
  }

  std::optional<Failure> Charge(int articles) {
    std::shared_ptr<TokenBucket> bucket;
    {
      const std::lock_guard lock(mutex_);
      bucket = bucket_;
    }
    if (bucket == nullptr) return std::nullopt;
    const absl::Duration wait = bucket->Take(articles, Clock::now());
    if (wait <= absl::ZeroDuration()) return std::nullopt;
    return OverQuota(kQuotaExceeded, "the caller has had as many articles as it may",
                     std::max(wait, kShortestRetry));
  }

  std::string name() const {
    const std::lock_guard lock(mutex_);
    return settings_.name;
  }

 private:
  mutable std::mutex mutex_;
  CallerSettings settings_;
  std::shared_ptr<TokenBucket> bucket_;
  int calls_ = 0;
};

class Authenticator::CallerMeter final : public Meter {
 public:
  explicit CallerMeter(std::shared_ptr<Caller> caller) : caller_(std::move(caller)) {}
  ~CallerMeter() override { caller_->Leave(); }
  std::optional<Failure> Charge(int articles) override { return caller_->Charge(articles); }

 private:
  const std::shared_ptr<Caller> caller_;
};

absl::StatusOr<std::unique_ptr<Authenticator>> Authenticator::Open(const std::string& path,
                                                                   absl::Duration refresh,
                                                                   Log* log) {
  std::unique_ptr<Authenticator> out(new Authenticator(path, log));
  if (absl::Status status = out->Load(); !status.ok()) {
    return absl::InvalidArgumentError(
        fmt::format("--callers_file={}: {}", path, ToStd(status.message())));
  }
  out->watcher_ = std::thread([self = out.get(), refresh] { self->Watch(refresh); });
  return out;
}

Authenticator::~Authenticator() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

absl::Status Authenticator::Load() {
  std::ifstream in(path_);
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && content.empty()) return absl::NotFoundError("can't be read");
  if (content == content_) return absl::OkStatus();
  const auto callers = ParseCallers(content);
  content_ = std::move(content);  // also one with an error: it is reported once
  if (!callers.ok()) return callers.status();
  auto by_digest = std::make_shared<ByDigest>();
  std::unordered_map<std::string, std::shared_ptr<Caller>> by_name;
  for (const CallerSettings& settings : *callers) {
    std::shared_ptr<Caller> caller = by_name_[settings.name];
    if (caller == nullptr) {
      caller = std::make_shared<Caller>(settings);
    } else {
      caller->Set(settings);
    }
    for (const std::string& digest : settings.token_digests) (*by_digest)[digest] = caller;
    by_name[settings.name] = std::move(caller);
  }
  by_name_ = std::move(by_name);
  {
    const std::lock_guard lock(mutex_);
    by_digest_ = std::move(by_digest);
  }
  log_.Event(spdlog::level::info, "callers_loaded", {{"callers", callers->size()}});
  return absl::OkStatus();
}

void Authenticator::Watch(absl::Duration refresh) {
  std::string reported;
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, absl::ToChronoMilliseconds(refresh), [this] { return stopping_; })) {
    lock.unlock();
    const absl::Status status = Load();
    const std::string error(ToStd(status.message()));
    if (!status.ok() && error != reported) {
      log_.Event(spdlog::level::warn, "callers_rejected", {{"error", error}});
    }
    reported = error;
    lock.lock();
  }
}

std::optional<Failure> Authenticator::Check(std::string_view method,
                                            const grpc::CallbackServerContext& context,
                                            Pass* pass) {
  const auto [begin, end] = context.client_metadata().equal_range("authorization");
  // Two of them would let two readers see two callers.
  if (begin == end || std::next(begin) != end) return Unauthenticated();
  return CheckToken(method, {begin->second.data(), begin->second.size()}, pass);
}

std::optional<Failure> Authenticator::CheckToken(std::string_view method,
                                                 std::string_view authorization, Pass* pass) {
  const std::string_view token = BearerToken(authorization);
  if (token.empty()) return Unauthenticated();
  std::shared_ptr<const ByDigest> by_digest;
  {
    const std::lock_guard lock(mutex_);
    by_digest = by_digest_;
  }
  // What the look-up's time tells is about digests, which nobody can choose.
  const auto found = by_digest->find(TokenDigest(token));
  if (found == by_digest->end()) return Unauthenticated();
  pass->caller = found->second->name();
  if (auto failure = found->second->Enter(method)) return failure;
  pass->meter = std::make_shared<CallerMeter>(found->second);
  return std::nullopt;
}

}  // namespace nutgraf::server
