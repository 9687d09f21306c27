#include "service/server/pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
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
  explicit Blocker(WorkerPool* pool, absl::Duration cost = absl::Milliseconds(1)) {
    pool->Submit(this, {.cost = cost});
    entered_.get_future().wait();
  }
  void Run(Worker& /*worker*/) override {
    entered_.set_value();
    leave_.get_future().wait();
    left_ = true;
  }
  ~Blocker() override {
    while (!left_) std::this_thread::yield();
  }
  void Leave() { leave_.set_value(); }

 private:
  std::promise<void> entered_, leave_;
  std::atomic<bool> left_{false};
};

// Until the workers have let go of all tasks, which may then be destroyed.
void WaitIdle(const WorkerPool& pool) {
  while (pool.busy() > 0) std::this_thread::yield();
}

TEST(WorkerPool, RunsEverythingThatWaitsBeforeItEnds) {
  std::atomic<int> count{0};
  std::vector<std::unique_ptr<Task>> tasks;
  {
    WorkerPool pool(3);
    for (int i = 0; i < 1000; ++i) {
      tasks.push_back(std::make_unique<FunctionTask>([&] { ++count; }));
      pool.Submit(tasks.back().get(), {.lane = i % 2 == 0 ? Lane::kInteractive : Lane::kBulk});
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
      pool.Submit(tasks.back().get(), {.lane = lane});
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
    pool.Submit(&task, {.lane = Lane::kBulk});
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
  pool.Submit(new SelfDestroying(&done), {});
  done.get_future().wait();
}

// Tasks that each add a letter when they run, on a pool whose one worker is held until Go().
class Order {
 public:
  Order() : pool_(std::make_unique<WorkerPool>(1)), blocker_(pool_.get()) {}
  void Add(char letter, const Place& place) {
    tasks_.push_back(std::make_unique<FunctionTask>([this, letter] { order_ += letter; }));
    pool_->Submit(tasks_.back().get(), place);
  }
  WorkerPool& pool() { return *pool_; }
  std::string Go() {
    blocker_.Leave();
    pool_.reset();
    return order_;
  }

 private:
  std::string order_;
  std::vector<std::unique_ptr<Task>> tasks_;
  std::unique_ptr<WorkerPool> pool_;
  Blocker blocker_;
};

TEST(WorkerPool, AShortTaskGoesBeforeALongOneThatCameWithIt) {
  Order order;
  order.Add('L', {.origin = 1, .cost = absl::Seconds(100)});
  order.Add('s', {.origin = 2, .cost = absl::Milliseconds(1)});
  order.Add('s', {.origin = 3, .cost = absl::Milliseconds(1)});
  EXPECT_EQ(order.Go(), "ssL");
}

TEST(WorkerPool, AnOriginThatAsksMuchDoesNotHoldUpTheOthers) {
  Order order;
  for (int i = 0; i < 6; ++i) order.Add('a', {.origin = 1, .cost = absl::Seconds(1)});
  order.Add('b', {.origin = 2, .cost = absl::Seconds(1)});
  order.Add('b', {.origin = 2, .cost = absl::Seconds(1)});
  EXPECT_EQ(order.Go(), "ababaaaa");
}

TEST(WorkerPool, NobodyWaitsForEver) {
  Order order;
  order.Add('L', {.origin = 1, .cost = absl::Milliseconds(50)});
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  order.Add('s', {.origin = 2, .cost = absl::Milliseconds(1)});  // later than L's own end
  EXPECT_EQ(order.Go(), "Ls");
}

TEST(WorkerPool, TheExpectedWaitIsWhatGoesBefore) {
  const Place place{.origin = 9, .cost = absl::Seconds(1)};
  {
    WorkerPool idle(1);
    EXPECT_EQ(idle.ExpectedWait(place), absl::ZeroDuration());
  }
  Order order;
  EXPECT_GT(order.pool().ExpectedWait(place), absl::ZeroDuration());
  EXPECT_LT(order.pool().ExpectedWait(place), absl::Milliseconds(10));
  for (int i = 0; i < 3; ++i) order.Add('a', {.origin = 1, .cost = absl::Seconds(1)});
  order.Add('b', {.lane = Lane::kBulk, .origin = 2, .cost = absl::Seconds(1)});
  // The first of the other origin goes before it, the others after it, and bulk too.
  EXPECT_NEAR(absl::ToDoubleSeconds(order.pool().ExpectedWait(place)), 1, 0.1);
  // For bulk, all that is interactive and the bulk before it.
  EXPECT_NEAR(absl::ToDoubleSeconds(order.pool().ExpectedWait(
                  {.lane = Lane::kBulk, .origin = 9, .cost = absl::Seconds(1)})),
              4, 0.1);
  // After one's own there is a wait for all of them.
  EXPECT_NEAR(absl::ToDoubleSeconds(
                  order.pool().ExpectedWait({.origin = 1, .cost = absl::Milliseconds(1)})),
              3, 0.1);
  EXPECT_EQ(order.Go().size(), 4U);
}

// Work of `cost` that comes to a seam every millisecond, until it is told to stop.
class PacedTask : public Task {
 public:
  explicit PacedTask(WorkerPool* pool, const Place& place) : pool_(*pool) {
    pool->Submit(this, place);
    entered_.get_future().wait();
  }
  void Run(Worker& worker) override {
    entered_.set_value();
    while (!stop_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      pool_.Pace();
    }
    lent_ = worker.lent();
    left_.set_value();
  }
  absl::Duration Stop() {
    stop_ = true;
    left_.get_future().wait();
    return lent_;
  }

 private:
  WorkerPool& pool_;
  std::atomic<bool> stop_{false};
  std::promise<void> entered_, left_;
  absl::Duration lent_;
};

TEST(WorkerPool, ShortTasksAreFittedIntoALongOne) {
  WorkerPool pool(1);
  PacedTask long_task(&pool, {.cost = absl::Seconds(10)});
  std::promise<void> ran;
  FunctionTask inner([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ran.set_value();
  });
  pool.Submit(&inner, {.cost = absl::Milliseconds(20)});
  EXPECT_EQ(ran.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_GE(long_task.Stop(), absl::Milliseconds(20));
  WaitIdle(pool);
}

TEST(WorkerPool, ATaskThatIsFittedInHasMemoryOfItsOwn) {
  struct Holder : Task {
    void Run(Worker& worker) override {
      block = worker.arena_block().data();
      began.set_value();
      while (!stop) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        pool->Pace();
      }
      same = worker.arena_block().data() == block;
    }
    WorkerPool* pool = nullptr;
    std::promise<void> began;
    std::atomic<bool> stop{false};
    char* block = nullptr;
    bool same = false;
  };
  Holder outer, inner;
  {
    WorkerPool pool(1);
    outer.pool = inner.pool = &pool;
    pool.Submit(&outer, {.cost = absl::Seconds(10)});
    outer.began.get_future().wait();
    pool.Submit(&inner, {.cost = absl::Milliseconds(1)});
    inner.began.get_future().wait();
    inner.stop = outer.stop = true;
  }
  EXPECT_NE(inner.block, outer.block);
  EXPECT_TRUE(inner.same);
  EXPECT_TRUE(outer.same);
}

TEST(WorkerPool, NeitherBulkNorLongTasksAreFittedIn) {
  WorkerPool pool(1);
  std::atomic<int> ran{0};
  FunctionTask bulk([&] { ++ran; }), as_long([&] { ++ran; });
  {
    PacedTask long_task(&pool, {.cost = absl::Seconds(10)});
    pool.Submit(&bulk, {.lane = Lane::kBulk, .cost = absl::Milliseconds(1)});
    pool.Submit(&as_long, {.cost = absl::Seconds(9)});
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(ran, 0);
    long_task.Stop();
    while (ran < 2) std::this_thread::yield();
    WaitIdle(pool);
  }
}

TEST(WorkerPool, ALongSingleArticleIsFittedIntoBulk) {
  WorkerPool pool(1);
  std::promise<void> ran;
  FunctionTask single([&] { ran.set_value(); });
  PacedTask bulk(&pool, {.lane = Lane::kBulk, .cost = absl::Seconds(10)});
  pool.Submit(&single, {.cost = absl::Seconds(9)});
  EXPECT_EQ(ran.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  bulk.Stop();
  WaitIdle(pool);
}

// Runs ForEach on a worker and says on how many threads its parts ran.
size_t ThreadsOfParts(WorkerPool* pool, size_t count, std::vector<int>* times) {
  const int busy_before = pool->busy();
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::promise<void> done;
  FunctionTask task([&] {
    pool->ForEach(count, [&](size_t i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      const std::lock_guard lock(mutex);
      ++(*times)[i];
      threads.insert(std::this_thread::get_id());
    });
    done.set_value();
  });
  pool->Submit(&task, {.cost = absl::Seconds(1)});
  done.get_future().wait();
  // The one that may be blocked for the test stays.
  while (pool->busy() > busy_before) std::this_thread::yield();
  return threads.size();
}

TEST(WorkerPool, IdleWorkersTakePartsOfLongWork) {
  WorkerPool pool(4);
  std::vector<int> times(200);
  EXPECT_GT(ThreadsOfParts(&pool, times.size(), &times), 1U);
  for (const int n : times) EXPECT_EQ(n, 1);
}

TEST(WorkerPool, BusyWorkersAreLeftAlone) {
  WorkerPool pool(2);
  Blocker blocker(&pool);
  std::vector<int> times(20);
  EXPECT_EQ(ThreadsOfParts(&pool, times.size(), &times), 1U);
  blocker.Leave();
  WaitIdle(pool);
}

TEST(WorkerPool, AHelperGoesBackToItsOwnWorkWhenSomeComes) {
  WorkerPool pool(2);
  std::atomic<int> parts{0};
  std::promise<void> done;
  FunctionTask task([&] {
    pool.ForEach(200, [&](size_t) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      ++parts;
    });
    done.set_value();
  });
  pool.Submit(&task, {.cost = absl::Milliseconds(1)});  // too short for others to be fitted in
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  std::promise<int> parts_before_other;
  FunctionTask other([&] { parts_before_other.set_value(parts); });
  const int parts_then = parts;
  pool.Submit(&other, {.cost = absl::Seconds(1)});
  EXPECT_LT(parts_before_other.get_future().get(), std::min(parts_then + 50, 200));
  done.get_future().wait();
  WaitIdle(pool);
}

TEST(WorkerPool, OutsideOfItsWorkersForEachIsALoop) {
  WorkerPool pool(2);
  std::vector<int> times(3);
  pool.ForEach(3, [&](size_t i) { ++times[i]; });
  pool.Pace();
  EXPECT_EQ(times, std::vector<int>({1, 1, 1}));
}

}  // namespace
}  // namespace nutgraf::server
