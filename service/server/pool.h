// The worker pool: the only threads that analyse.
//
// gRPC's own threads only receive, hand over and send; computing on one starves health checks and
// every other call. What decides who is next:
//
// - Two lanes. Interactive tasks go first; while both lanes wait, every ninth task is a bulk one,
//   so that batches and streams slow down under load but never stand still.
// - Within a lane, the task that would have ended first if its origin had the pool for itself:
//   after its expected cost, and after what its origin has waiting already. So a short article goes
//   before a long one that came with it, no origin gets more than its share by asking more, and
//   nobody waits for ever, since what comes later ends later.
// - Slices. A task that has worked for kSlice lets much shorter tasks run at its next seam (see
//   scheduler.h) on its own thread, at most four times as long as it has worked itself.
// - Idle workers take parts of long work (ForEach), until a task of their own comes.
//
// The queue is not bounded here: admission decides what may enter (admission.h). A Task belongs to
// whoever made it, and is not touched by the pool once Run() has been entered; Run() may destroy
// it. All methods are thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_POOL_H_
#define NUTGRAF_SERVICE_SERVER_POOL_H_

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "service/base/scheduler.h"

namespace nutgraf::server {

enum class Lane { kInteractive = 0, kBulk = 1 };

/// What a task is to the others.
struct Place {
  Lane lane = Lane::kInteractive;
  uint64_t origin = 0;                          // who asks: tasks of one origin share its share
  absl::Duration cost = absl::Milliseconds(1);  // expected, of one worker; above zero
};

class WorkerPool;

/// What a worker lends to the task it runs: memory that is warm and need not be asked for again.
class Worker {
 public:
  /// The first block of a protobuf arena; valid until Run() returns. Tasks that are fitted into
  /// another have a block of their own.
  std::span<char> arena_block();

  /// How long the task waited for this worker.
  absl::Duration waited() const;

  /// The time since the task began that was not its own but of tasks fitted into it; and the time
  /// that other workers have given to parts of it.
  absl::Duration lent() const;
  absl::Duration helped() const;

 private:
  friend class WorkerPool;
  using Clock = std::chrono::steady_clock;

  // One task that runs, or is interrupted by those above it.
  struct Frame {
    Place place;
    Clock::duration waited{};
    Clock::time_point began;
    Clock::time_point slice_began;
    Clock::duration slice;
    Clock::duration lent{};
    Clock::duration helped{};
  };

  WorkerPool* pool_ = nullptr;
  std::vector<Frame> frames_;  // changed by the worker's thread under the pool's mutex
  std::vector<std::unique_ptr<char[]>> blocks_;  // one a depth
};

class Task {
 public:
  Task() = default;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  virtual ~Task() = default;

  /// Called once, on a worker, unless the task was removed. Must not throw.
  virtual void Run(Worker& worker) = 0;

 private:
  friend class WorkerPool;
  using Clock = std::chrono::steady_clock;
  // When it would end if its origin were alone; then the order of coming.
  using Key = std::pair<Clock::time_point, uint64_t>;
  Place place_;
  Clock::time_point submitted_;
  Key key_;
  bool waits_ = false;
};

class WorkerPool final : public Scheduler {
 public:
  static constexpr std::chrono::milliseconds kSlice{5};

  explicit WorkerPool(int workers);
  /// Runs what waits, then ends the threads.
  ~WorkerPool() override;
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  int workers() const { return static_cast<int>(threads_.size()); }

  void Submit(Task* task, const Place& place);

  /// True: the task waited, and will not be run. False: it runs, has run, or was never submitted.
  /// The caller keeps the task alive during the call.
  bool Remove(Task* task);

  /// How long a task would wait if it were submitted now, from the expected costs of what goes
  /// before it. Zero exactly when a worker is idle. Walks over the tasks that would go after it.
  absl::Duration ExpectedWait(const Place& place) const;

  void Pace() override;
  void ForEach(size_t count, const std::function<void(size_t)>& part) override;

  size_t waiting(Lane lane) const;
  int busy() const;  // workers with a task of their own

 private:
  using Clock = std::chrono::steady_clock;

  struct Queue {
    std::map<Task::Key, Task*> tasks;
    Clock::duration cost{};                                      // of all that wait
    std::unordered_map<uint64_t, Clock::time_point> origin_end;  // of those that lie ahead
  };

  // Work that offers parts to idle workers.
  struct Shared {
    const std::function<void(size_t)>* part = nullptr;
    size_t count = 0;
    std::atomic<size_t> next{0};
    int helpers = 0;  // under mutex_
    Clock::duration helped{};
    std::condition_variable done;
  };

  static constexpr int kInteractiveInARow = 8;

  void Loop(Worker* worker);
  void Run(Task* task, Worker* worker, std::unique_lock<std::mutex>& lock);
  void Help(Shared* shared, std::unique_lock<std::mutex>& lock);

  // All under mutex_.
  Queue& QueueOf(Lane lane) { return queues_[static_cast<size_t>(lane)]; }
  const Queue& QueueOf(Lane lane) const { return queues_[static_cast<size_t>(lane)]; }
  Clock::time_point Start(const Place& place, Clock::time_point now) const;
  Task* Next();
  Task* NextWithin(const Place& outer);
  void Erase(Task* task);
  Shared* Helpable();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::array<Queue, 2> queues_;
  std::atomic<size_t> waiting_{0};  // in both; read without the lock
  std::list<Shared*> shared_;
  uint64_t submitted_ = 0;
  int interactive_in_a_row_ = 0;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Worker>> states_;
  std::vector<std::thread> threads_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_POOL_H_
