#include "service/server/cpu_quota.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

namespace fs = std::filesystem;

class CpuQuotaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(::testing::TempDir()) /
        (std::string("cgroup_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& path, const std::string& content) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << content;
  }

  CgroupPaths Paths() const {
    return {.self = (folder_ / "self").string(), .root = (folder_ / "fs").string()};
  }

  fs::path folder_;
};

TEST_F(CpuQuotaTest, Version2TakesTheTightestLevel) {
  Write("self", "0::/kubepods/pod1/container\n");
  Write("fs/kubepods/cpu.max", "800000 100000\n");
  Write("fs/kubepods/pod1/cpu.max", "150000 100000\n");
  Write("fs/kubepods/pod1/container/cpu.max", "max 100000\n");
  EXPECT_DOUBLE_EQ(CpuQuota(Paths()).value_or(-1), 1.5);
}

TEST_F(CpuQuotaTest, Version2InANamespaceReadsTheRoot) {
  Write("self", "0::/\n");
  Write("fs/cpu.max", "50000 100000\n");
  EXPECT_DOUBLE_EQ(CpuQuota(Paths()).value_or(-1), 0.5);
  EXPECT_EQ(AvailableCpus(Paths()), 1);
}

TEST_F(CpuQuotaTest, Version1) {
  Write("self", "3:cpuset:/x\n2:cpu,cpuacct:/docker/abc\n1:name=systemd:/\n");
  Write("fs/cpu/docker/abc/cpu.cfs_quota_us", "100000\n");
  Write("fs/cpu/docker/abc/cpu.cfs_period_us", "50000\n");
  EXPECT_DOUBLE_EQ(CpuQuota(Paths()).value_or(-1), 2.0);
}

TEST_F(CpuQuotaTest, Version1WhereThePathOfTheHostIsNotMounted) {
  Write("self", "2:cpu,cpuacct:/docker/abc\n");
  Write("fs/cpu,cpuacct/cpu.cfs_quota_us", "10000\n");
  Write("fs/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  EXPECT_DOUBLE_EQ(CpuQuota(Paths()).value_or(-1), 0.1);
}

TEST_F(CpuQuotaTest, NoLimitIsNoQuota) {
  EXPECT_FALSE(CpuQuota(Paths()).has_value());  // no files at all
  Write("self", "2:cpu:/\n0::/\n");
  Write("fs/cpu/cpu.cfs_quota_us", "-1\n");
  Write("fs/cpu/cpu.cfs_period_us", "100000\n");
  Write("fs/cpu.max", "max 100000\n");
  EXPECT_FALSE(CpuQuota(Paths()).has_value());
  EXPECT_GE(AvailableCpus(Paths()), 1);
}

TEST_F(CpuQuotaTest, MalformedFilesAreNoLimit) {
  Write("self", "nonsense\n0::/../../etc\n0:\n::\n");
  for (const char* content :
       {"", "abc def\n", "100000\n", "nan 1\n", "inf 1\n", "1 0\n", "-5 -5\n"}) {
    Write("fs/cpu.max", content);
    EXPECT_FALSE(CpuQuota(Paths()).has_value()) << content;
  }
}

}  // namespace
}  // namespace nutgraf::server
