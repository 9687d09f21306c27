#include "service/server/pool.h"

#include <pthread.h>

#include <cassert>

namespace nutgraf::server {

// Left uninitialised: an arena writes before it reads.
Worker::Worker() : block_(new char[kBlockSize]) {}

WorkerPool::WorkerPool(int workers) {
  assert(workers > 0);
  threads_.reserve(static_cast<size_t>(workers));
  for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::Submit(Task* task, Lane lane) {
  {
    const std::lock_guard lock(mutex_);
    assert(task->lane_ < 0);
    auto& queue = lanes_[static_cast<size_t>(lane)];
    task->position_ = queue.insert(queue.end(), task);
    task->lane_ = static_cast<int>(lane);
  }
  wake_.notify_one();
}

bool WorkerPool::Remove(Task* task) {
  const std::lock_guard lock(mutex_);
  if (task->lane_ < 0) return false;
  lanes_[static_cast<size_t>(task->lane_)].erase(task->position_);
  task->lane_ = -1;
  return true;
}

size_t WorkerPool::waiting(Lane lane) const {
  const std::lock_guard lock(mutex_);
  return lanes_[static_cast<size_t>(lane)].size();
}

Task* WorkerPool::Next() {
  auto& interactive = lanes_[static_cast<size_t>(Lane::kInteractive)];
  auto& bulk = lanes_[static_cast<size_t>(Lane::kBulk)];
  const bool take_bulk =
      !bulk.empty() && (interactive.empty() || interactive_in_a_row_ >= kInteractiveInARow);
  interactive_in_a_row_ = take_bulk || bulk.empty() ? 0 : interactive_in_a_row_ + 1;
  auto& queue = take_bulk ? bulk : interactive;
  Task* task = queue.front();
  queue.pop_front();
  task->lane_ = -1;
  return task;
}

void WorkerPool::Loop() {
  pthread_setname_np(pthread_self(), "nutgraf-worker");
  Worker worker;
  while (true) {
    Task* task = nullptr;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !lanes_[0].empty() || !lanes_[1].empty(); });
      if (lanes_[0].empty() && lanes_[1].empty()) return;
      task = Next();
    }
    task->Run(worker);
  }
}

}  // namespace nutgraf::server
