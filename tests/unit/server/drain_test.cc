#include "service/server/drain.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

struct CountingListener : Drain::Listener {
  void OnDrain() override { ++told; }
  std::atomic<int> told{0};
};

TEST(Drain, ClosesTheDoorAndWaitsForThoseInside) {
  Drain drain;
  ASSERT_TRUE(drain.Enter());
  ASSERT_TRUE(drain.Enter());
  drain.Begin();
  EXPECT_FALSE(drain.Enter());
  EXPECT_FALSE(drain.WaitIdle(absl::Milliseconds(20)));
  drain.Leave();
  std::thread last([&] { drain.Leave(); });
  EXPECT_TRUE(drain.WaitIdle(absl::Seconds(10)));
  last.join();
}

TEST(Drain, IsIdleAtOnceWhenNobodyIsInside) {
  Drain drain;
  drain.Begin();
  EXPECT_TRUE(drain.WaitIdle(absl::ZeroDuration()));
}

TEST(Drain, AnInfinitePatienceIsAllowed) {
  Drain drain;
  EXPECT_TRUE(drain.WaitIdle(absl::InfiniteDuration()));
}

TEST(Drain, QuietIsWhenNobodyKnocksAnyMore) {
  Drain drain;
  drain.Begin();
  const auto start = std::chrono::steady_clock::now();
  drain.WaitQuiet(absl::Seconds(60));
  const auto waited = std::chrono::steady_clock::now() - start;
  EXPECT_GE(waited, std::chrono::milliseconds(50));
  EXPECT_LT(waited, std::chrono::seconds(30));
}

TEST(Drain, QuietIsNotWaitedForWithoutEnd) {
  Drain drain;
  drain.Begin();
  std::atomic<bool> stop{false};
  std::thread knocker([&] {
    while (!stop) EXPECT_FALSE(drain.Enter());
  });
  drain.WaitQuiet(absl::Milliseconds(120));
  stop = true;
  knocker.join();
}

TEST(Drain, TellsItsListenersOnce) {
  Drain drain;
  const auto stays = std::make_shared<CountingListener>();
  const auto leaves = std::make_shared<CountingListener>();
  auto gone = std::make_shared<CountingListener>();
  drain.Subscribe(stays);
  drain.Unsubscribe(drain.Subscribe(leaves));
  drain.Subscribe(gone);
  gone.reset();
  drain.Begin();
  drain.Begin();
  EXPECT_EQ(stays->told, 1);
  EXPECT_EQ(leaves->told, 0);
  const auto late = std::make_shared<CountingListener>();
  drain.Subscribe(late);
  EXPECT_EQ(late->told, 1);
}

// Each thread enters until the door is shut: whatever got in is waited for.
TEST(Drain, LosesNobodyAtTheDoor) {
  Drain drain;
  std::atomic<int> inside{0};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (drain.Enter()) {
        ++inside;
        --inside;
        drain.Leave();
      }
    });
  }
  drain.Begin();
  EXPECT_TRUE(drain.WaitIdle(absl::Seconds(10)));
  EXPECT_EQ(inside, 0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace nutgraf::server
