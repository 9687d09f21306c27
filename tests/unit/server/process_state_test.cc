#include "service/server/process_state.h"

#include <chrono>
#include <cstdio>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

TEST(ProcessState, IsThatOfThisProcess) {
  const ProcessState before = ReadProcessState();
  EXPECT_GT(before.resident_bytes, 1 << 20);
  EXPECT_GE(before.threads, 1);
  EXPECT_GE(before.open_files, 3);
  EXPECT_GE(before.max_files, before.open_files);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const double seconds = std::chrono::duration<double>(now).count();
  EXPECT_LT(before.start_seconds, seconds + 1);
  EXPECT_GT(before.start_seconds, seconds - 3600);
  std::FILE* file = std::fopen("/dev/null", "r");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(ReadProcessState().open_files, before.open_files + 1);
  std::fclose(file);
}

TEST(ProcessState, TheFileLimitIsRaisedAndNeverLowered) {
  const int64_t before = ReadProcessState().max_files;
  const int64_t after = RaiseFileLimit();
  EXPECT_GE(after, before);
  EXPECT_EQ(ReadProcessState().max_files, after);
}

}  // namespace
}  // namespace nutgraf::server
