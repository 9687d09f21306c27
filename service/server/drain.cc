#include "service/server/drain.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "absl/time/clock.h"

namespace nutgraf::server {

bool Drain::Enter() {
  const std::lock_guard lock(mutex_);
  if (begun_) {
    ++refused_;
    return false;
  }
  ++inside_;
  return true;
}

void Drain::Leave() {
  const std::lock_guard lock(mutex_);
  // Notified under the lock: the waiter may destroy this as soon as it holds it.
  if (--inside_ == 0) idle_.notify_all();
}

Drain::Subscription Drain::Subscribe(const std::shared_ptr<Listener>& listener) {
  std::unique_lock lock(mutex_);
  const auto subscription = listeners_.insert(listeners_.end(), listener);
  const bool late = begun_;
  lock.unlock();
  if (late) listener->OnDrain();
  return subscription;
}

void Drain::Unsubscribe(Subscription subscription) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(subscription);
}

void Drain::Begin() {
  std::vector<std::shared_ptr<Listener>> told;
  {
    const std::lock_guard lock(mutex_);
    if (begun_) return;
    begun_ = true;
    for (const auto& listener : listeners_) {
      if (auto alive = listener.lock()) told.push_back(std::move(alive));
    }
  }
  for (const auto& listener : told) listener->OnDrain();
}

bool Drain::begun() const {
  const std::lock_guard lock(mutex_);
  return begun_;
}

bool Drain::WaitIdle(absl::Duration patience) {
  // A length of the steady clock, so that a jump of the wall clock neither cuts nor stretches it.
  const auto wait = absl::ToChronoMilliseconds(std::min(patience, absl::Hours(24)));
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, wait, [this] { return inside_ == 0; });
}

void Drain::WaitQuiet(absl::Duration patience) {
  constexpr absl::Duration kQuiet = absl::Milliseconds(50);
  int64_t before = -1;
  for (; patience > absl::ZeroDuration(); patience -= kQuiet) {
    {
      const std::lock_guard lock(mutex_);
      if (refused_ == before) return;
      before = refused_;
    }
    absl::SleepFor(std::min(patience, kQuiet));
  }
}

int Drain::inside() const {
  const std::lock_guard lock(mutex_);
  return inside_;
}

}  // namespace nutgraf::server
