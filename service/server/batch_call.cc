#include "service/server/batch_call.h"

#include <algorithm>

#include "fmt/format.h"
#include "service/server/arena.h"
#include "service/server/wire.h"

namespace nutgraf::server {

namespace v1 = ::nutgraf::v1;
using google::protobuf::Arena;

BatchCall::BatchCall(Surroundings* surroundings, grpc::CallbackServerContext* context,
                     const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
    : call_(surroundings, context, "BatchAnalyzeArticles", surroundings->default_deadline),
      request_bytes_(*request),
      response_(*response),
      arena_(ArenaOptions()) {
  if (auto failure = call_.Arrive(CallKind::kBatch, static_cast<int64_t>(request->Length()))) {
    Finish(call_.Fail(*failure));
    return;
  }
  surroundings->pool.Submit(this, {.lane = Lane::kBulk, .origin = call_.origin()});
}

std::optional<Failure> BatchCall::ReadRequest() {
  if (const absl::Status status = call_.cancellation().Check(); !status.ok()) {
    return FromAnalysis(status);
  }
  request_ = Arena::CreateMessage<v1::BatchAnalyzeArticlesRequest>(&arena_);
  if (auto failure = Parse(request_bytes_, request_)) return failure;
  const int limit = call_.surroundings().max_batch_size;
  const int size = request_->requests_size();
  if (size == 0) {
    return InvalidRequest(
        {{"requests", std::string(contract::kReasonRequired), "the batch has no requests"}});
  }
  if (size > limit) {
    return InvalidRequest({{"requests", std::string(contract::kReasonTooMany),
                            fmt::format("{} requests are more than the {} allowed", size, limit)}});
  }
  return call_.Charge(size);
}

void BatchCall::Run(Worker& worker) {
  call_.record().queue_time = worker.waited();
  if (auto failure = ReadRequest()) {
    Finish(call_.Fail(*failure));
    return;
  }
  const int size = request_->requests_size();
  call_.record().items = size;
  items_ = std::vector<Item>(static_cast<size_t>(size));
  results_.resize(items_.size());
  for (int i = 0; i < size; ++i) {
    items_[static_cast<size_t>(i)].owner = this;
    items_[static_cast<size_t>(i)].index = i;
  }
  unanswered_ = size;
  // Items may end, and with the last one this, while the loop still runs: only locals are read.
  WorkerPool& pool = call_.surroundings().pool;
  const int started = std::min(size, pool.workers());
  next_ = started;
  std::vector<std::pair<Item*, Place>> first;
  for (int i = 0; i < started; ++i) {
    first.emplace_back(&items_[static_cast<size_t>(i)], PlaceOfItem(i));
  }
  for (const auto& [item, place] : first) pool.Submit(item, place);
}

Place BatchCall::PlaceOfItem(int index) const {
  const auto& article = request_->requests(index).article();
  return call_.PlaceOf(Lane::kBulk, static_cast<int64_t>(article.text().size()));
}

void BatchCall::RunItem(int index, Worker& worker) {
  const Stopwatch watch;
  {
    Arena arena(ArenaOptions(worker.arena_block()));
    auto* result = Arena::CreateMessage<v1::BatchAnalyzeArticlesResult>(&arena);
    const auto failure = AnalyzeOne(call_.surroundings(), call_.record(), request_->requests(index),
                                    call_.cancellation(), worker, result->mutable_metadata());
    if (failure) {
      *result->mutable_error() = ToRpcStatus(*failure);
      failed_.fetch_add(1, std::memory_order_relaxed);
    }
    results_[static_cast<size_t>(index)] =
        SerializeElement(v1::BatchAnalyzeArticlesResponse::kResultsFieldNumber, *result);
  }
  const absl::Duration run_time = watch.elapsed() - worker.lent();
  run_nanos_.fetch_add(absl::ToInt64Nanoseconds(run_time), std::memory_order_relaxed);
  const int next = next_.fetch_add(1, std::memory_order_relaxed);
  if (next < request_->requests_size()) {
    call_.surroundings().pool.Submit(&items_[static_cast<size_t>(next)], PlaceOfItem(next));
  }
  if (unanswered_.fetch_sub(1, std::memory_order_acq_rel) == 1) FinishAnswered();
}

void BatchCall::FinishAnswered() {
  CallRecord& record = call_.record();
  record.failed_items = failed_;
  record.run_time = absl::Nanoseconds(run_nanos_.load());
  // A call that is over as a whole says so itself; its items' own words would reach nobody.
  if (const absl::Status status = call_.cancellation().Check(); !status.ok()) {
    Finish(call_.Fail(FromAnalysis(status)));
    return;
  }
  response_ = grpc::ByteBuffer(results_.data(), results_.size());
  record.response_bytes = static_cast<int64_t>(response_.Length());
  Finish(call_.Succeed());
}

void BatchCall::OnCancel() {
  call_.cancellation().Cancel();  // items under way and to come end at once
  if (!call_.surroundings().pool.Remove(this)) return;
  Finish(call_.Fail(FromAnalysis(absl::CancelledError("the caller cancelled the call"))));
}

void BatchCall::OnDone() {
  call_.Close();
  delete this;
}

}  // namespace nutgraf::server
