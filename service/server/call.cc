#include "service/server/call.h"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>
#include <variant>

#include "fmt/format.h"

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

// W3C Trace Context: "00-<32 hex>-<16 hex>-<2 hex>".
bool IsTraceparent(std::string_view s) {
  constexpr std::string_view kShape = "hh-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
  if (s.size() != kShape.size()) return false;
  for (size_t i = 0; i < s.size(); ++i) {
    const bool hex = (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'f');
    if (kShape[i] == 'h' ? !hex : s[i] != '-') return false;
  }
  return true;
}

// gRPC writes "none" as the end of time.
absl::Time Deadline(const grpc::CallbackServerContext& context, absl::Time otherwise) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return otherwise;
  return absl::FromChrono(deadline);
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
      arrival_(absl::Now()),
      cancellation_(Deadline(*context, arrival_ + default_deadline)) {
  record_.method = method;
  record_.peer = context->peer();
  const std::string_view id = Metadata(*context, "x-request-id");
  record_.request_id = !id.empty() && id.size() <= kMaxRequestId && IsPrintableAscii(id)
                           ? std::string(id)
                           : surroundings_.request_ids.Next();
  const std::string_view traceparent = Metadata(*context, "traceparent");
  if (IsTraceparent(traceparent)) record_.traceparent = traceparent;
  context->AddInitialMetadata("x-request-id", record_.request_id);
  for (CallObserver* observer : surroundings_.observers) observer->OnCallStarted(method);
}

Call::~Call() {
  if (inside_) surroundings_.drain.Leave();
}

std::optional<Failure> Call::ArriveFree() {
  for (Guard* guard : surroundings_.guards) {
    if (auto failure = guard->Check(record_.method, context_)) return failure;
  }
  inside_ = surroundings_.drain.Enter();
  if (!inside_) return Draining();
  return std::nullopt;
}

std::optional<Failure> Call::Arrive(CallKind kind, int64_t bytes) {
  record_.request_bytes = bytes;
  if (auto failure = ArriveFree()) return failure;
  auto admitted = surroundings_.admission.Admit(kind, bytes);
  if (auto* failure = std::get_if<Failure>(&admitted)) return std::move(*failure);
  ticket_ = std::move(std::get<Admission::Ticket>(admitted));
  return std::nullopt;
}

grpc::Status Call::Succeed() {
  ticket_ = Admission::Ticket();
  return grpc::Status::OK;
}

grpc::Status Call::Fail(const Failure& failure) {
  ticket_ = Admission::Ticket();
  record_.code = failure.code;
  record_.reason = failure.reason;
  AddPushback(failure, &context_);
  return ToGrpcStatus(failure);
}

void Call::Close() {
  record_.total_time = absl::Now() - arrival_;
  for (CallObserver* observer : surroundings_.observers) observer->OnCallFinished(record_);
}

std::optional<Failure> AnalyzeOne(const Surroundings& surroundings,
                                  const nutgraf::v1::AnalyzeArticleRequest& request,
                                  const Cancellation& cancellation,
                                  nutgraf::v1::ArticleMetadata* metadata) {
  if (const absl::Status status = cancellation.Check(); !status.ok()) return FromAnalysis(status);
  contract::ConvertedRequest in = contract::ConvertRequest(request, surroundings.request_limits);
  if (!in.ok()) return InvalidRequest(std::move(in.violations));

  const absl::Time start = absl::Now();
  const char* what = nullptr;
  try {
    const absl::StatusOr<analysis::Analysis> analysis =
        surroundings.analyzer.Analyze(in.request, cancellation);
    if (analysis.ok()) {
      contract::ConvertAnalysis(*analysis, request.article().article_id(), in.offset_encoding,
                                metadata);
      surroundings.admission.RecordServiceTime(absl::Now() - start);
      return std::nullopt;
    }
    Failure failure = FromAnalysis(analysis.status());
    if (failure.code == grpc::StatusCode::INTERNAL) {
      surroundings.log.Event(spdlog::level::err, "analysis_failed",
                             {{"status", analysis.status().ToString()}});
    }
    return failure;
  } catch (const std::bad_alloc&) {
    what = "out of memory";
  } catch (...) {
    what = "exception";  // whose text may hold text of the article
  }
  surroundings.log.Event(spdlog::level::err, "analysis_failed", {{"status", what}});
  return FromAnalysis(absl::InternalError(""));
}

}  // namespace nutgraf::server
