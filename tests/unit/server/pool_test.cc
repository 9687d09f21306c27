#include "service/server/pool.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

class FunctionTask : public Task {
 public:
  explicit FunctionTask(std::function<void()> run) : run_(std::move(run)) {}
  void Run(Worker& /*worker*/) override { run_(); }

 private:
  std::function<void()> run_;
};

// Holds the only worker of a pool until it is let go, so that a test can fill the queue.
class Blocker : public Task {
 public:
  explicit Blocker(WorkerPool* pool) {
    pool->Submit(this, Lane::kInteractive);
    entered_.get_future().wait();
  }
  void Run(Worker& /*worker*/) override {
    entered_.set_value();
    leave_.get_future().wait();
  }
  void Leave() { leave_.set_value(); }

 private:
  std::promise<void> entered_, leave_;
};

TEST(WorkerPool, RunsEverythingThatWaitsBeforeItEnds) {
  std::atomic<int> count{0};
  std::vector<std::unique_ptr<Task>> tasks;
  {
    WorkerPool pool(3);
    for (int i = 0; i < 1000; ++i) {
      tasks.push_back(std::make_unique<FunctionTask>([&] { ++count; }));
      pool.Submit(tasks.back().get(), i % 2 == 0 ? Lane::kInteractive : Lane::kBulk);
    }
  }
  EXPECT_EQ(count, 1000);
}

TEST(WorkerPool, InteractiveGoesFirstAndBulkIsNotStarved) {
  std::string order;
  std::vector<std::unique_ptr<Task>> tasks;
  {
    WorkerPool pool(1);
    Blocker blocker(&pool);
    const auto add = [&](char c, Lane lane) {
      tasks.push_back(std::make_unique<FunctionTask>([&order, c] { order += c; }));
      pool.Submit(tasks.back().get(), lane);
    };
    for (int i = 0; i < 3; ++i) add('b', Lane::kBulk);
    for (int i = 0; i < 20; ++i) add('i', Lane::kInteractive);
    EXPECT_EQ(pool.waiting(Lane::kBulk), 3U);
    EXPECT_EQ(pool.waiting(Lane::kInteractive), 20U);
    blocker.Leave();
    while (pool.waiting(Lane::kBulk) + pool.waiting(Lane::kInteractive) > 0) {
    }
  }
  EXPECT_EQ(order, "iiiiiiiibiiiiiiiibiiiib");
}

TEST(WorkerPool, ARemovedTaskIsNotRun) {
  bool ran = false;
  FunctionTask task([&] { ran = true; });
  {
    WorkerPool pool(1);
    Blocker blocker(&pool);
    pool.Submit(&task, Lane::kBulk);
    EXPECT_TRUE(pool.Remove(&task));
    EXPECT_FALSE(pool.Remove(&task));
    EXPECT_EQ(pool.waiting(Lane::kBulk), 0U);
    EXPECT_FALSE(pool.Remove(&blocker));  // it runs
    blocker.Leave();
  }
  EXPECT_FALSE(ran);
}

TEST(WorkerPool, ATaskMayDestroyItself) {
  struct SelfDestroying : Task {
    explicit SelfDestroying(std::promise<void>* p) : promise(p) {}
    void Run(Worker& worker) override {
      worker.arena_block()[0] = 'x';
      std::promise<void>* p = promise;
      delete this;
      p->set_value();
    }
    std::promise<void>* promise;
  };
  std::promise<void> done;
  WorkerPool pool(1);
  pool.Submit(new SelfDestroying(&done), Lane::kInteractive);
  done.get_future().wait();
}

}  // namespace
}  // namespace nutgraf::server
