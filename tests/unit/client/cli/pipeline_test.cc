#include "client/cli/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace nutgraf::cli {
namespace {

TEST(RunOrderedTest, EmitsInTheOrderReadHoweverLongTheWorkTakes) {
  int given = 0;
  std::vector<int> emitted;
  RunOrdered<int, int>(
      4, 8,
      [&]() -> std::optional<int> { return given < 200 ? std::optional(given++) : std::nullopt; },
      [](int item) {
        std::this_thread::sleep_for(std::chrono::microseconds(item % 7 == 0 ? 500 : 10));
        return item * 2;
      },
      [&](int result) {
        emitted.push_back(result);
        return true;
      });
  ASSERT_EQ(emitted.size(), 200U);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(emitted[i], 2 * i);
}

TEST(RunOrderedTest, ReadsNoFurtherThanTheWindow) {
  std::atomic<int> given = 0;
  std::atomic<int> emitted = 0;
  int most = 0;
  RunOrdered<int, int>(
      3, 5,
      [&]() -> std::optional<int> {
        most = std::max(most, given - emitted);
        return given < 100 ? std::optional<int>(given++) : std::nullopt;
      },
      [](int item) { return item; },
      [&](int) {
        ++emitted;
        return true;
      });
  EXPECT_EQ(emitted, 100);
  EXPECT_LE(most, 5);
}

TEST(RunOrderedTest, StopsWhenEmitRefuses) {
  int given = 0;
  int emitted = 0;
  RunOrdered<int, int>(
      2, 4, [&]() -> std::optional<int> { return given++; }, [](int item) { return item; },
      [&](int) { return ++emitted < 10; });
  EXPECT_EQ(emitted, 10);
  EXPECT_LE(given, 15);
}

}  // namespace
}  // namespace nutgraf::cli
