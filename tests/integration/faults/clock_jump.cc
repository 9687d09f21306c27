// Preloaded into a server by processes_test.cc: CLOCK_REALTIME is ahead by a thousand seconds for
// each byte of the file that CLOCK_JUMP_FILE names, so that a test moves the clock by writing a
// file. The monotonic clock is left alone, as it is when an operator sets the time.

#include <dlfcn.h>
#include <sys/stat.h>

#include <cstdlib>
#include <ctime>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  using ClockGettime = int (*)(clockid_t, timespec*);
  static const auto real = reinterpret_cast<ClockGettime>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = real(clock, time);
  const char* path = std::getenv("CLOCK_JUMP_FILE");
  struct stat file = {};
  if (clock == CLOCK_REALTIME && path != nullptr && stat(path, &file) == 0) {
    time->tv_sec += 1000 * file.st_size;
  }
  return result;
}
