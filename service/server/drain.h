// The drain: from the wish to stop to the moment when nothing that was accepted is left.
//
// Every call passes Enter() first. Begin() closes that door: what was let in before is counted
// until its Leave(), what comes after is refused; there is nothing in between, for both happen
// under one lock. Long-lived streams are told by their Listener, so that they read no more.

#ifndef NUTGRAF_SERVICE_SERVER_DRAIN_H_
#define NUTGRAF_SERVICE_SERVER_DRAIN_H_

#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "absl/time/time.h"

namespace nutgraf::server {

class Drain {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    /// Called once, on the draining thread, without locks held.
    virtual void OnDrain() = 0;
  };
  using Subscription = std::list<std::weak_ptr<Listener>>::iterator;

  /// False once the drain has begun; else the caller owes a Leave().
  bool Enter();
  void Leave();

  /// Within Enter() and Leave() of the subscribing call.
  Subscription Subscribe(const std::shared_ptr<Listener>& listener);
  void Unsubscribe(Subscription subscription);

  void Begin();
  bool begun() const;

  /// Waits until all that entered has left, at most `patience` long; true when all has.
  bool WaitIdle(absl::Duration patience);

  /// Waits until a while has passed in which nobody knocked at the closed door, at most `patience`
  /// long. After Begin().
  void WaitQuiet(absl::Duration patience);

  int inside() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  bool begun_ = false;
  int inside_ = 0;
  int64_t refused_ = 0;
  std::list<std::weak_ptr<Listener>> listeners_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_DRAIN_H_
