// How many processors this process may use: the container's quota, not the host's cores.
//
// In: /proc/self/cgroup and the cgroup file systems (v1 and v2, each level up to the root counts),
// and the thread's processor affinity. Out: at least 1; a quota of 1.5 is 2. Reads a few small
// files, once, at start. A file that is missing or malformed is no limit.

#ifndef NUTGRAF_SERVICE_SERVER_CPU_QUOTA_H_
#define NUTGRAF_SERVICE_SERVER_CPU_QUOTA_H_

#include <optional>
#include <string>

namespace nutgraf::server {

struct CgroupPaths {
  std::string self = "/proc/self/cgroup";
  std::string root = "/sys/fs/cgroup";
};

/// The tightest quota, in processors; nothing when there is none.
std::optional<double> CpuQuota(const CgroupPaths& paths);

int AvailableCpus(const CgroupPaths& paths = {});

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_CPU_QUOTA_H_
