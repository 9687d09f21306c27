// Ordered, bounded work on many threads: read, work, emit in the order read.

#ifndef NUTGRAF_CLIENT_CLI_PIPELINE_H_
#define NUTGRAF_CLIENT_CLI_PIPELINE_H_

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace nutgraf::cli {

/// Calls `work` on every item that `next` gives, on `threads` threads, and `emit` on every result
/// in the order of the items, one at a time. `next` and `emit` are never called by two threads at
/// once. At most `window` items are read and not emitted yet, which bounds memory when one item is
/// slow. Stops early (no more items are read) when `emit` returns false.
template <typename Item, typename Result>
void RunOrdered(int threads, size_t window, const std::function<std::optional<Item>()>& next,
                const std::function<Result(Item)>& work, const std::function<bool(Result)>& emit) {
  std::mutex mutex;
  std::condition_variable room;
  size_t taken = 0;
  size_t emitted = 0;
  bool done = false;
  bool emitting = false;
  std::map<size_t, Result> finished;  // results that wait for an earlier one

  const auto run = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      room.wait(lock, [&] { return done || taken < emitted + window; });
      if (done) return;
      std::optional<Item> item = next();
      if (!item.has_value()) {
        done = true;
        room.notify_all();
        return;
      }
      const size_t index = taken++;
      lock.unlock();
      Result result = work(*std::move(item));
      lock.lock();
      finished.emplace(index, std::move(result));
      // One thread at a time empties the front, without holding the lock while it writes.
      while (!emitting && !finished.empty() && finished.begin()->first == emitted) {
        emitting = true;
        auto node = finished.extract(finished.begin());
        lock.unlock();
        const bool more = emit(std::move(node.mapped()));
        lock.lock();
        emitting = false;
        ++emitted;
        if (!more) {
          done = true;
          finished.clear();
          emitting = true;  // nothing is emitted after a refusal
        }
        room.notify_all();
      }
    }
  };
  std::vector<std::jthread> workers;
  workers.reserve(threads);
  for (int i = 0; i < threads; ++i) workers.emplace_back(run);
}

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_PIPELINE_H_
