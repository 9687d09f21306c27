#include "service/server/pool.h"

#include <pthread.h>

#include <algorithm>
#include <cassert>

namespace nutgraf::server {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBlockSize = 256 << 10;
constexpr int kLend = 4;            // times its own work that a task lets others work
constexpr int kMuchShorter = 4;     // times, for a task to be fitted into another of its lane
constexpr int kLookAhead = 8;       // waiting tasks that are looked at for one that fits
constexpr size_t kFewOrigins = 64;  // from which on those that have nothing ahead are forgotten

// The worker whose thread this is. A check for cancellation, deep in a stage, has no other way to
// know.
thread_local Worker* current_worker = nullptr;

Clock::duration Cost(const Place& place) { return absl::ToChronoNanoseconds(place.cost); }

// Whether `inner` may be fitted into `outer`. What fits is four times shorter, or single where the
// other is bulk, so a worker is never more than some tasks deep.
bool Fits(const Place& inner, const Place& outer) {
  if (inner.lane == outer.lane) return Cost(inner) * kMuchShorter <= Cost(outer);
  return inner.lane == Lane::kInteractive && Cost(inner) <= Cost(outer);
}

}  // namespace

std::span<char> Worker::arena_block() {
  while (blocks_.size() < frames_.size()) {
    // Left uninitialised: an arena writes before it reads.
    blocks_.emplace_back(new char[kBlockSize]);
  }
  return {blocks_[frames_.size() - 1].get(), kBlockSize};
}

absl::Duration Worker::waited() const { return absl::FromChrono(frames_.back().waited); }
absl::Duration Worker::lent() const { return absl::FromChrono(frames_.back().lent); }
absl::Duration Worker::helped() const { return absl::FromChrono(frames_.back().helped); }

WorkerPool::WorkerPool(int workers) {
  assert(workers > 0);
  for (int i = 0; i < workers; ++i) {
    states_.push_back(std::make_unique<Worker>());
    states_.back()->pool_ = this;
  }
  threads_.reserve(static_cast<size_t>(workers));
  for (const auto& state : states_) {
    threads_.emplace_back([this, worker = state.get()] { Loop(worker); });
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Clock::time_point WorkerPool::Start(const Place& place, Clock::time_point now) const {
  const Queue& queue = QueueOf(place.lane);
  const auto found = queue.origin_end.find(place.origin);
  return found == queue.origin_end.end() ? now : std::max(now, found->second);
}

void WorkerPool::Submit(Task* task, const Place& place) {
  {
    const std::lock_guard lock(mutex_);
    assert(!task->waits_);
    const Clock::time_point now = Clock::now();
    const Clock::time_point start = Start(place, now);
    Queue& queue = QueueOf(place.lane);
    if (queue.origin_end.size() >= kFewOrigins + 2 * queue.tasks.size()) {
      std::erase_if(queue.origin_end, [now](const auto& entry) { return entry.second <= now; });
    }
    queue.origin_end[place.origin] = start + Cost(place) / workers();
    task->place_ = place;
    task->submitted_ = now;
    task->key_ = {start + Cost(place), submitted_++};
    task->waits_ = true;
    queue.tasks.emplace(task->key_, task);
    queue.cost += Cost(place);
    ++waiting_;
  }
  wake_.notify_one();
}

void WorkerPool::Erase(Task* task) {
  Queue& queue = QueueOf(task->place_.lane);
  queue.tasks.erase(task->key_);
  queue.cost -= Cost(task->place_);
  task->waits_ = false;
  --waiting_;
}

bool WorkerPool::Remove(Task* task) {
  const std::lock_guard lock(mutex_);
  if (!task->waits_) return false;
  Erase(task);
  return true;
}

size_t WorkerPool::waiting(Lane lane) const {
  const std::lock_guard lock(mutex_);
  return QueueOf(lane).tasks.size();
}

int WorkerPool::busy() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count_if(
      states_.begin(), states_.end(), [](const auto& worker) { return !worker->frames_.empty(); }));
}

absl::Duration WorkerPool::ExpectedWait(const Place& place) const {
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  size_t idle = 0;
  Clock::duration ahead{};
  for (const auto& worker : states_) {
    if (worker->frames_.empty()) ++idle;
    for (const Worker::Frame& frame : worker->frames_) {
      const Clock::duration worked = now - frame.began - frame.lent;
      const Clock::duration left = std::max(Cost(frame.place) - worked, Clock::duration::zero());
      const bool steps_aside = Fits(place, frame.place);
      ahead += steps_aside ? std::min<Clock::duration>(left, kSlice) : left;
    }
  }
  if (idle > waiting_) return absl::ZeroDuration();
  const Queue& queue = QueueOf(place.lane);
  const Clock::time_point end = Start(place, now) + Cost(place);
  ahead += queue.cost;
  for (auto it = queue.tasks.rbegin(); it != queue.tasks.rend() && it->first.first > end; ++it) {
    ahead -= Cost(it->second->place_);
  }
  if (place.lane == Lane::kBulk) ahead += QueueOf(Lane::kInteractive).cost;
  // Never zero: that would say that a worker is idle.
  return std::max(absl::FromChrono(ahead) / workers(), absl::Microseconds(1));
}

Task* WorkerPool::Next() {
  const Queue& interactive = QueueOf(Lane::kInteractive);
  const Queue& bulk = QueueOf(Lane::kBulk);
  if (interactive.tasks.empty() && bulk.tasks.empty()) return nullptr;
  const bool take_bulk = !bulk.tasks.empty() &&
                         (interactive.tasks.empty() || interactive_in_a_row_ >= kInteractiveInARow);
  interactive_in_a_row_ = take_bulk || bulk.tasks.empty() ? 0 : interactive_in_a_row_ + 1;
  Task* task = (take_bulk ? bulk : interactive).tasks.begin()->second;
  Erase(task);
  return task;
}

Task* WorkerPool::NextWithin(const Place& outer) {
  for (const Queue& queue : queues_) {
    int looked_at = 0;
    for (const auto& [key, task] : queue.tasks) {
      if (++looked_at > kLookAhead) break;
      if (!Fits(task->place_, outer)) continue;
      Task* const found = task;  // `task` is in the entry that goes
      Erase(found);
      return found;
    }
  }
  return nullptr;
}

void WorkerPool::Run(Task* task, Worker* worker, std::unique_lock<std::mutex>& lock) {
  const Clock::time_point now = Clock::now();
  Worker::Frame frame;
  frame.place = task->place_;
  frame.waited = now - task->submitted_;
  frame.began = now;
  frame.slice_began = now;
  frame.slice = kSlice;
  worker->frames_.push_back(frame);
  lock.unlock();
  task->Run(*worker);
  lock.lock();
  worker->frames_.pop_back();
}

void WorkerPool::Pace() {
  Worker* const worker = current_worker;
  if (worker == nullptr || worker->pool_ != this || worker->frames_.empty()) return;
  const size_t depth = worker->frames_.size() - 1;
  const Clock::time_point begin = Clock::now();
  const Clock::duration worked = begin - worker->frames_[depth].slice_began;
  if (worked < worker->frames_[depth].slice) return;
  Clock::time_point end = begin;
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  if (waiting_.load(std::memory_order_relaxed) > 0) {
    lock.lock();
    while (end - begin < kLend * worked) {
      Task* const task = NextWithin(worker->frames_[depth].place);
      if (task == nullptr) break;
      Run(task, worker, lock);
      end = Clock::now();
    }
  } else {
    lock.lock();
  }
  Worker::Frame& frame = worker->frames_[depth];
  frame.lent += end - begin;
  frame.slice_began = end;
  // Whoever has lent a long time is owed its part of it.
  frame.slice = std::max<Clock::duration>(kSlice, (end - begin) / kLend);
}

void WorkerPool::ForEach(size_t count, const std::function<void(size_t)>& part) {
  Worker* const worker = current_worker;
  if (worker == nullptr || worker->pool_ != this || worker->frames_.empty() || count < 2) {
    for (size_t i = 0; i < count; ++i) part(i);
    return;
  }
  Shared shared;
  shared.part = &part;
  shared.count = count;
  {
    const std::lock_guard lock(mutex_);
    shared_.push_back(&shared);
  }
  wake_.notify_all();
  for (size_t i = shared.next++; i < count; i = shared.next++) {
    part(i);
    Pace();
  }
  std::unique_lock lock(mutex_);
  shared_.remove(&shared);
  shared.done.wait(lock, [&shared] { return shared.helpers == 0; });
  worker->frames_.back().helped += shared.helped;
}

WorkerPool::Shared* WorkerPool::Helpable() {
  for (Shared* shared : shared_) {
    if (shared->next.load(std::memory_order_relaxed) < shared->count) return shared;
  }
  return nullptr;
}

void WorkerPool::Help(Shared* shared, std::unique_lock<std::mutex>& lock) {
  ++shared->helpers;
  lock.unlock();
  const Clock::time_point begin = Clock::now();
  while (waiting_.load(std::memory_order_relaxed) == 0) {
    const size_t i = shared->next++;
    if (i >= shared->count) break;
    (*shared->part)(i);
  }
  lock.lock();
  shared->helped += Clock::now() - begin;
  // Under the lock: the owner may end `shared` as soon as it holds it.
  if (--shared->helpers == 0) shared->done.notify_all();
}

void WorkerPool::Loop(Worker* worker) {
  pthread_setname_np(pthread_self(), "nutgraf-worker");
  current_worker = worker;
  std::unique_lock lock(mutex_);
  while (true) {
    if (Task* const task = Next(); task != nullptr) {
      Run(task, worker, lock);
    } else if (stopping_) {
      return;
    } else if (Shared* const shared = Helpable(); shared != nullptr) {
      Help(shared, lock);
    } else {
      wake_.wait(lock);
    }
  }
}

}  // namespace nutgraf::server
