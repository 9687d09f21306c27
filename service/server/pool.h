// The worker pool: the only threads that analyse.
//
// gRPC's own threads only receive, hand over and send; computing on one starves health checks and
// every other call. The pool has two lanes: interactive tasks go first, and while both wait, every
// ninth task is a bulk one, so that batches and streams slow down under load but never stand still.
// Each lane is first in, first out.
//
// The queue is not bounded here: admission decides what may enter (admission.h). A Task belongs to
// whoever made it, and is not touched by the pool once Run() has been entered; Run() may destroy
// it. All methods are thread-safe.

#ifndef NUTGRAF_SERVICE_SERVER_POOL_H_
#define NUTGRAF_SERVICE_SERVER_POOL_H_

#include <array>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace nutgraf::server {

/// What a worker lends to the task it runs: memory that is warm and need not be asked for again.
class Worker {
 public:
  Worker();
  /// The first block of a protobuf arena; valid until Run() returns.
  std::span<char> arena_block() { return {block_.get(), kBlockSize}; }

 private:
  static constexpr size_t kBlockSize = 256 << 10;
  std::unique_ptr<char[]> block_;
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
  std::list<Task*>::iterator position_;
  int lane_ = -1;  // the lane it waits in, -1 when it does not
};

enum class Lane { kInteractive = 0, kBulk = 1 };

class WorkerPool {
 public:
  explicit WorkerPool(int workers);
  /// Runs what waits, then ends the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  int workers() const { return static_cast<int>(threads_.size()); }

  void Submit(Task* task, Lane lane);

  /// True: the task waited, and will not be run. False: it runs, has run, or was never submitted.
  /// The caller keeps the task alive during the call.
  bool Remove(Task* task);

  size_t waiting(Lane lane) const;

 private:
  static constexpr int kInteractiveInARow = 8;

  void Loop();
  Task* Next();  // under mutex_, with a task waiting

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::array<std::list<Task*>, 2> lanes_;
  int interactive_in_a_row_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_POOL_H_
