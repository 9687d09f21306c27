#include "service/server/cpu_quota.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "service/base/absl_compat.h"

namespace nutgraf::server {
namespace {

std::string FirstLine(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

std::optional<double> Positive(std::string_view number) {
  double value = 0;
  if (!absl::SimpleAtod(ToAbsl(number), &value) || !std::isfinite(value) || value <= 0) {
    return std::nullopt;
  }
  return value;
}

std::optional<double> Ratio(std::string_view quota, std::string_view period) {
  const auto q = Positive(quota);  // "max" and "-1" are no limit
  const auto p = Positive(period);
  if (!q || !p) return std::nullopt;
  return *q / *p;
}

std::optional<double> QuotaV2(const std::string& folder) {
  const std::string line = FirstLine(folder + "/cpu.max");
  const std::string_view view = line;
  const size_t space = view.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  return Ratio(view.substr(0, space), view.substr(space + 1));
}

std::optional<double> QuotaV1(const std::string& folder) {
  return Ratio(FirstLine(folder + "/cpu.cfs_quota_us"), FirstLine(folder + "/cpu.cfs_period_us"));
}

// The tightest quota of `path` and its parents. Inside a container the path of the host may not
// exist below the mount; then its root, which is the last level, is the container's own.
template <typename ReadQuota>
void Tighten(const std::string& mount, std::string path, const ReadQuota& read,
             std::optional<double>* tightest) {
  while (true) {
    if (const std::optional<double> quota = read(mount + path)) {
      *tightest = std::min(*quota, tightest->value_or(*quota));
    }
    const size_t slash = path.rfind('/');
    if (path.empty() || slash == std::string::npos) return;
    path.resize(slash);
  }
}

bool NamesCpu(std::string_view controllers) {
  for (const absl::string_view name : absl::StrSplit(ToAbsl(controllers), ',')) {
    if (name == "cpu") return true;
  }
  return false;
}

int AffinityCount() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

std::optional<double> CpuQuota(const CgroupPaths& paths) {
  std::optional<double> tightest;
  std::ifstream in(paths.self);
  std::string line;
  while (std::getline(in, line)) {  // "hierarchy:controllers:path"
    const size_t first = line.find(':');
    const size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    std::string path = line.substr(second + 1);
    if (path == "/") path.clear();
    if (path.find("..") != std::string::npos) path.clear();  // outside of this namespace
    if (controllers.empty()) {
      Tighten(paths.root, path, QuotaV2, &tightest);
      Tighten(paths.root + "/unified", path, QuotaV2, &tightest);
    } else if (NamesCpu(controllers)) {
      Tighten(paths.root + "/cpu", path, QuotaV1, &tightest);
      Tighten(paths.root + "/" + controllers, path, QuotaV1, &tightest);
    }
  }
  return tightest;
}

int AvailableCpus(const CgroupPaths& paths) {
  const int cpus = AffinityCount();
  const auto quota = CpuQuota(paths);
  if (!quota || *quota >= cpus) return cpus;
  return std::max(1, static_cast<int>(std::ceil(*quota)));
}

}  // namespace nutgraf::server
