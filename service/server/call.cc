#include "service/server/call.h"

#include <algorithm>
#include <functional>
#include <new>
#include <random>
#include <utility>
#include <variant>

#include "fmt/format.h"
#include "grpc/support/time.h"
#include "service/server/tracing.h"

namespace nutgraf::server {
namespace {

constexpr size_t kMaxRequestId = contract::RequestLimits::kMaxRequestIdBytes;

// The first value of a metadata key that callers may set.
std::string_view Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto& all = context.client_metadata();
  const auto found = all.find(key);
  if (found == all.end()) return {};
  return {found->second.data(), found->second.size()};
}

bool IsPrintableAscii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// Until the caller's deadline, by the clock that gRPC counts it on, which is the monotonic one:
// once it went over the clock on the wall, setting that would move it.
absl::Duration TimeLeft(const grpc::CallbackServerContext& context, absl::Duration otherwise) {
  const gpr_timespec deadline = context.raw_deadline();
  if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0) return otherwise;
  const gpr_timespec left = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  return absl::Seconds(left.tv_sec) + absl::Nanoseconds(left.tv_nsec);
}

}  // namespace

RequestIds::RequestIds() {
  std::random_device random;
  prefix_ = fmt::format("{:08x}", random());
}

std::string RequestIds::Next() {
  return fmt::format("{}-{:x}", prefix_, count_.fetch_add(1, std::memory_order_relaxed));
}

Call::Call(Surroundings* surroundings, grpc::CallbackServerContext* context,
           std::string_view method, absl::Duration default_deadline)
    : surroundings_(*surroundings),
      context_(*context),
      origin_(std::hash<std::string>()(context->peer())),
      cancellation_(TimeLeft(*context, default_deadline), &surroundings->pool) {
  record_.method = method;
  record_.peer = context->peer();
  const std::string_view id = Metadata(*context, "x-request-id");
  record_.request_id = !id.empty() && id.size() <= kMaxRequestId && IsPrintableAscii(id)
                           ? std::string(id)
                           : surroundings_.request_ids.Next();
  const std::string_view traceparent = Metadata(*context, "traceparent");
  context->AddInitialMetadata("x-request-id", record_.request_id);
  if (IsTraceparent(traceparent)) {
    record_.traceparent = traceparent;
    context->AddInitialMetadata("traceparent", record_.traceparent);
  }
  for (CallObserver* observer : surroundings_.observers) observer->OnCallStarted(method);
}

Call::~Call() {
  if (inside_) surroundings_.drain.Leave();
}

std::optional<Failure> Call::ArriveFree() {
  for (Guard* guard : surroundings_.guards) {
    Pass pass;
    auto failure = guard->Check(record_.method, context_, &pass);
    if (!pass.caller.empty()) record_.caller = std::move(pass.caller);
    if (pass.meter != nullptr) meter_ = std::move(pass.meter);
    if (failure) return failure;
  }
  inside_ = surroundings_.drain.Enter();
  if (!inside_) return Draining();
  return std::nullopt;
}

std::optional<Failure> Call::Arrive(CallKind kind, int64_t bytes) {
  record_.request_bytes = bytes;
  if (auto failure = ArriveFree()) return failure;
  Candidate candidate;
  candidate.kind = kind;
  candidate.bytes = bytes;
  candidate.origin = origin_;
  if (kind != CallKind::kStream) {
    Place place = PlaceOf(kind == CallKind::kUnary ? Lane::kInteractive : Lane::kBulk, bytes);
    // A batch is worked on by all workers at once.
    if (kind == CallKind::kBatch) place.cost /= surroundings_.pool.workers();
    candidate.wait = surroundings_.pool.ExpectedWait(place);
    candidate.cost = place.cost;
    candidate.time_left = cancellation_.time_left();
  }
  auto admitted = surroundings_.admission.Admit(candidate);
  if (auto* failure = std::get_if<Failure>(&admitted)) return std::move(*failure);
  ticket_ = std::move(std::get<Admission::Ticket>(admitted));
  return std::nullopt;
}

std::optional<Failure> Call::Charge(int articles) {
  return meter_ == nullptr ? std::nullopt : meter_->Charge(articles);
}

Place Call::PlaceOf(Lane lane, int64_t bytes) const {
  return {lane, origin_, surroundings_.service_times.Expected(bytes)};
}

grpc::Status Call::Succeed() {
  ticket_ = Admission::Ticket();
  meter_.reset();
  return grpc::Status::OK;
}

grpc::Status Call::Fail(const Failure& failure) {
  ticket_ = Admission::Ticket();
  meter_.reset();
  record_.code = failure.code;
  record_.reason = failure.reason;
  AddPushback(failure, &context_);
  return ToGrpcStatus(failure);
}

void Call::Close() {
  record_.total_time = since_arrival_.elapsed();
  for (CallObserver* observer : surroundings_.observers) observer->OnCallFinished(record_);
}

namespace {

int64_t CountWords(const text::Document& document) {
  return std::count_if(document.tokens.begin(), document.tokens.end(), [](const text::Token& t) {
    return t.kind == text::TokenKind::kWord || t.kind == text::TokenKind::kNumber;
  });
}

// Exceptions become words that hold no text of the article.
template <typename Function>
absl::Status Guarded(Function function) {
  try {
    return function();
  } catch (const std::bad_alloc&) {
    return absl::InternalError("out of memory");
  } catch (...) {
    return absl::InternalError("exception");
  }
}

}  // namespace

std::optional<Failure> AnalyzeOne(const Surroundings& surroundings, const CallRecord& call,
                                  const nutgraf::v1::AnalyzeArticleRequest& request,
                                  const Cancellation& cancellation, const Worker& worker,
                                  nutgraf::v1::ArticleMetadata* metadata) {
  if (const absl::Status status = cancellation.Check(); !status.ok()) return FromAnalysis(status);
  contract::ConvertedRequest in = contract::ConvertRequest(request, surroundings.request_limits);
  if (!in.ok()) return InvalidRequest(std::move(in.violations));

  ArticleRecord record;
  record.method = call.method;
  record.request_id = call.request_id;
  record.traceparent = call.traceparent;
  record.bytes = static_cast<int64_t>(in.request.text.size() + in.request.title.size());
  record.queue_time = worker.waited();
  const Stopwatch watch;
  const absl::Duration lent_before = worker.lent();
  absl::StatusOr<analysis::Analysis> analysis = absl::UnknownError("");
  const absl::Status status = Guarded([&] {
    analysis = surroundings.analyzer.Analyze(in.request, cancellation);
    if (!analysis.ok()) return analysis.status();
    contract::ConvertAnalysis(*analysis, request.article().article_id(), in.offset_encoding,
                              metadata);
    return absl::OkStatus();
  });
  record.run_time = watch.elapsed() - (worker.lent() - lent_before);
  if (status.ok()) {
    record.ok = true;
    record.words = CountWords(analysis->document);
    record.stages = analysis->timings;
    surroundings.service_times.Record(record.bytes, record.run_time + worker.helped());
  }
  for (CallObserver* observer : surroundings.observers) observer->OnArticle(record);
  if (status.ok()) return std::nullopt;

  Failure failure = FromAnalysis(status);
  if (failure.code == grpc::StatusCode::INTERNAL) {
    surroundings.log.Event(spdlog::level::err, "analysis_failed", {{"status", status.ToString()}});
  }
  return failure;
}

}  // namespace nutgraf::server
