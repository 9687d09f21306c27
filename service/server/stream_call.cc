#include "service/server/stream_call.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/arena.h"
#include "nutgraf/v1/article_service.pb.h"
#include "service/server/arena.h"
#include "service/server/wire.h"

namespace nutgraf::server {

namespace v1 = ::nutgraf::v1;
using google::protobuf::Arena;

namespace {
constexpr std::string_view kMethod = "StreamAnalyzeArticles";
}  // namespace

// gRPC runs no reaction on the thread that starts an operation, unless that thread is inside of a
// reaction already; so operations may be started, and the call finished, under mutex_.

StreamCall* StreamCall::Start(Surroundings* surroundings, grpc::CallbackServerContext* context) {
  const auto call = std::make_shared<StreamCall>(surroundings, context);
  call->self_ = call;
  call->Begin();
  return call.get();
}

StreamCall::StreamCall(Surroundings* surroundings, grpc::CallbackServerContext* context)
    : call_(surroundings, context, kMethod, absl::InfiniteDuration()) {}

void StreamCall::Begin() {
  // Admitted for a full window, whether the client fills it or not.
  const int64_t reserved = call_.surroundings().stream_window_bytes;
  auto failure = call_.Arrive(CallKind::kStream, reserved);
  call_.record().request_bytes = 0;
  if (failure) {
    finished_ = true;
    Finish(call_.Fail(*failure));
    return;
  }
  StartSendInitialMetadata();
  WatchIdle();
  {
    const std::lock_guard lock(mutex_);
    MaybeRead();
  }
  subscription_ = call_.surroundings().drain.Subscribe(shared_from_this());
}

// One alarm at a time, until the stream has ended.
void StreamCall::WatchIdle() {
  const auto deadline = std::chrono::system_clock::now() +
                        absl::ToChronoMilliseconds(call_.surroundings().stream_idle_timeout);
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  moves_at_alarm_ = moves_;
  // A new one each time: the old one may be what runs this.
  idle_alarm_ = std::make_unique<grpc::Alarm>();
  idle_alarm_->Set(deadline, [weak = weak_from_this()](bool ok) {
    if (!ok) return;
    if (const auto self = weak.lock(); self != nullptr) self->OnIdleTimeout();
  });
}

void StreamCall::OnIdleTimeout() {
  bool stuck = false;
  {
    const std::lock_guard lock(mutex_);
    if (finished_) return;
    const bool moved = moves_ != moves_at_alarm_ || !items_.empty();
    stuck = !moved && writing_;
    if (!moved && !stuck) {
      idled_ = true;
      MaybeFinish();
    }
  }
  // Only a cancellation ends a write that the client does not take.
  if (stuck) call_.context().TryCancel();
  WatchIdle();
}

void StreamCall::MaybeRead() {
  const Surroundings& limits = call_.surroundings();
  if (reading_ || no_more_ || broken_ || draining_ || idled_ || finished_) return;
  if (items_.size() + answers_.size() >= static_cast<size_t>(limits.stream_window)) return;
  // One article always fits, however large.
  if (window_bytes_ >= limits.stream_window_bytes) return;
  reading_ = true;
  StartRead(&incoming_);
}

void StreamCall::OnReadDone(bool ok) {
  const std::lock_guard lock(mutex_);
  reading_ = false;
  ++moves_;
  if (!ok) {
    no_more_ = true;
    MaybeFinish();
    return;
  }
  if (broken_ || finished_ || idled_) return;
  const auto size = static_cast<int64_t>(incoming_.Length());
  window_bytes_ += size;
  CallRecord& record = call_.record();
  record.request_bytes += size;
  ++record.items;

  const absl::Duration timeout =
      std::min(call_.cancellation().time_left(), call_.surroundings().default_deadline);
  auto item = std::make_unique<Item>(shared_from_this(), timeout, &call_.surroundings().pool);
  item->bytes.Swap(&incoming_);
  Item* const task = item.get();
  task->position = items_.insert(items_.end(), std::move(item));
  call_.surroundings().pool.Submit(task, call_.PlaceOf(Lane::kBulk, size));
  MaybeRead();
}

void StreamCall::Item::Run(Worker& worker) {
  const Stopwatch watch;
  const std::shared_ptr<StreamCall> stream = owner;  // outlives this item
  Answer answer = stream->Analyze(*this, worker);
  stream->ItemDone(this, std::move(answer), worker.waited(), watch.elapsed() - worker.lent());
}

StreamCall::Answer StreamCall::Analyze(Item& item, Worker& worker) {
  Arena arena(ArenaOptions(worker.arena_block()));
  auto* request = Arena::CreateMessage<v1::StreamAnalyzeArticlesRequest>(&arena);
  auto* response = Arena::CreateMessage<v1::StreamAnalyzeArticlesResponse>(&arena);
  std::optional<Failure> failure = Parse(item.bytes, request);
  const size_t limit = contract::RequestLimits::kMaxRequestIdBytes;
  if (!failure && request->request_id().size() > limit) {
    failure = InvalidRequest({{"request_id", std::string(contract::kReasonTooLong),
                               fmt::format("{} bytes are more than the {} allowed",
                                           request->request_id().size(), limit)}});
    request->clear_request_id();
  }
  response->set_request_id(request->request_id());
  if (!failure) failure = call_.Charge(1);
  if (!failure) {
    failure = AnalyzeOne(call_.surroundings(), call_.record(), request->request(),
                         item.cancellation, worker, response->mutable_metadata());
  }
  if (failure) *response->mutable_error() = ToRpcStatus(*failure);
  const grpc::Slice slice = Serialize(*response);
  Answer answer;
  answer.bytes = grpc::ByteBuffer(&slice, 1);
  answer.request_bytes = static_cast<int64_t>(item.bytes.Length());
  answer.failed = failure.has_value();
  return answer;
}

void StreamCall::ItemDone(Item* item, Answer answer, absl::Duration queue_time,
                          absl::Duration run_time) {
  std::unique_ptr<Item> dead;  // destroyed after the lock is released
  const std::lock_guard lock(mutex_);
  dead = std::move(*item->position);
  items_.erase(dead->position);
  CallRecord& record = call_.record();
  record.queue_time = std::max(record.queue_time, queue_time);
  record.run_time += run_time;
  if (answer.failed) ++record.failed_items;
  ++moves_;
  if (!broken_) answers_.push_back(std::move(answer));
  MaybeWrite();
  MaybeFinish();
}

void StreamCall::MaybeWrite() {
  if (writing_ || broken_ || finished_ || answers_.empty()) return;
  writing_ = true;
  call_.record().response_bytes += static_cast<int64_t>(answers_.front().bytes.Length());
  StartWrite(&answers_.front().bytes);
}

void StreamCall::OnWriteDone(bool ok) {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    ++moves_;
    window_bytes_ -= answers_.front().request_bytes;
    answers_.pop_front();
    if (ok) {
      MaybeWrite();
      MaybeRead();
      MaybeFinish();
      return;
    }
  }
  OnCancel();
}

void StreamCall::OnCancel() {
  call_.cancellation().Cancel();
  std::list<std::unique_ptr<Item>> dead;
  const std::lock_guard lock(mutex_);
  broken_ = true;
  for (auto it = items_.begin(); it != items_.end();) {
    const auto item = it++;
    (*item)->cancellation.Cancel();
    if (call_.surroundings().pool.Remove(item->get())) dead.splice(dead.end(), items_, item);
  }
  // The first answer may be under way.
  answers_.resize(writing_ ? 1 : 0);
  MaybeFinish();
}

void StreamCall::OnDrain() {
  const std::lock_guard lock(mutex_);
  draining_ = true;
  MaybeFinish();
}

void StreamCall::MaybeFinish() {
  if (finished_ || !items_.empty() || writing_) return;
  if (!broken_ && !answers_.empty()) return;
  if (!broken_ && !no_more_ && !draining_ && !idled_) return;
  finished_ = true;
  if (broken_) {
    absl::Status status = call_.cancellation().time_left() <= absl::ZeroDuration()
                              ? absl::DeadlineExceededError("the deadline of the stream passed")
                              : absl::CancelledError("the caller cancelled the stream");
    Finish(call_.Fail(FromAnalysis(status)));
  } else if (no_more_) {
    Finish(call_.Succeed());
  } else {
    Finish(call_.Fail(draining_ ? Draining() : StreamIdle()));
  }
}

void StreamCall::OnDone() {
  if (subscription_) call_.surroundings().drain.Unsubscribe(*subscription_);
  {
    const std::lock_guard lock(mutex_);
    idle_alarm_.reset();
  }
  call_.Close();
  const std::shared_ptr<StreamCall> last = std::move(self_);
}

}  // namespace nutgraf::server
