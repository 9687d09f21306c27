// What the operating system knows of this process, from /proc. What can't be read is zero.

#ifndef NUTGRAF_SERVICE_SERVER_PROCESS_STATE_H_
#define NUTGRAF_SERVICE_SERVER_PROCESS_STATE_H_

#include <cstdint>

namespace nutgraf::server {

struct ProcessState {
  double cpu_seconds = 0;
  double start_seconds = 0;  // Unix time
  int64_t resident_bytes = 0;
  int threads = 0;
  int open_files = 0;
  int64_t max_files = 0;
};

ProcessState ReadProcessState();

/// Lets the process open as many files as the system allows it: each connection is one. The new
/// limit.
int64_t RaiseFileLimit();

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_PROCESS_STATE_H_
