// How one piece of work lives beside others on the same threads.
//
// Long work offers seams: every Cancellation::Check() or ShouldStop() is one. A Scheduler that was
// given to the Cancellation may run other work there, on the same thread, before it returns, so
// that short work need not wait until long work is done. And work that falls into parts offers
// those to threads that have nothing else to do.
//
// What this asks of a stage: no lock is held, and no thread_local state is half changed, where it
// checks for cancellation. Neither call changes what a stage computes.

#ifndef NUTGRAF_SERVICE_BASE_SCHEDULER_H_
#define NUTGRAF_SERVICE_BASE_SCHEDULER_H_

#include <cstddef>
#include <functional>

namespace nutgraf {

/// Implemented by the server's worker pool. Thread-safe.
class Scheduler {
 public:
  virtual ~Scheduler() = default;

  /// A seam of the work on the calling thread. Mostly returns at once.
  virtual void Pace() = 0;

  /// Runs part(0) to part(count - 1), each once, on the calling thread and on those that are idle,
  /// and returns when all have ended. Parts must be independent of each other and must not throw;
  /// some milliseconds each are worth their while.
  virtual void ForEach(size_t count, const std::function<void(size_t)>& part) = 0;
};

}  // namespace nutgraf

#endif  // NUTGRAF_SERVICE_BASE_SCHEDULER_H_
