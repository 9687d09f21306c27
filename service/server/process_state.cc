#include "service/server/process_state.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

namespace nutgraf::server {
namespace {

// Positions in /proc/self/stat, counted from the state that follows the name (proc(5), field 3).
constexpr int kUserTime = 11, kSystemTime = 12, kThreads = 17, kStartTime = 19, kResident = 21;

// Seconds from the Unix epoch to the start of the system.
double BootSeconds() {
  std::ifstream in("/proc/stat");
  for (std::string key; in >> key;) {
    double value = 0;
    if (key == "btime" && in >> value) return value;
    in.ignore(1 << 16, '\n');
  }
  return 0;
}

}  // namespace

ProcessState ReadProcessState() {
  ProcessState out;
  std::ifstream in("/proc/self/stat");
  const std::string stat{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const size_t name_end = stat.rfind(')');  // the name may hold anything
  if (name_end != std::string::npos) {
    std::istringstream fields(stat.substr(name_end + 1));
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    std::string field;
    for (int i = 0; fields >> field; ++i) {
      const double value = i == 0 ? 0 : std::strtod(field.c_str(), nullptr);
      if (i == kUserTime || i == kSystemTime) out.cpu_seconds += value / ticks;
      if (i == kThreads) out.threads = static_cast<int>(value);
      if (i == kStartTime) out.start_seconds = BootSeconds() + value / ticks;
      if (i == kResident) out.resident_bytes = static_cast<int64_t>(value) * sysconf(_SC_PAGESIZE);
    }
  }
  std::error_code error;
  for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end;
       it.increment(error)) {
    ++out.open_files;
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) out.max_files = static_cast<int64_t>(limit.rlim_cur);
  return out;
}

int64_t RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return static_cast<int64_t>(before);
  return static_cast<int64_t>(limit.rlim_cur);
}

}  // namespace nutgraf::server
