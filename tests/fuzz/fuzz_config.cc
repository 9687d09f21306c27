// The server's file of settings: any bytes are read or refused with a message that says where, and
// what is taken passes Validate or is refused by it.

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/flags/reflection.h"
#include "absl/status/status.h"
#include "service/server/config.h"
#include "service/server/flags.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Settings are read from a path; a file in memory gives one without touching the disk.
  static const int file = memfd_create("settings", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (file < 0 || ftruncate(file, 0) != 0) std::abort();
  if (pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();

  // The flags are the process's: back to their defaults (FlagSaver writes a line for each).
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    std::string error;
    if (flag->CurrentValue() != flag->DefaultValue() &&
        !flag->ParseFrom(flag->DefaultValue(), &error)) {
      std::abort();
    }
  }
  const absl::Status status = nutgraf::server::ApplyDefaults(
      {"--config_file=" + path}, [](const char*) -> const char* { return nullptr; });
  if (!status.ok()) {
    const bool says_where = status.message().find(path + ":") == 0;
    if (!absl::IsInvalidArgument(status) || !says_where) std::abort();
    return 0;
  }
  const auto config = nutgraf::server::ConfigFromFlags();
  if (!config.ok()) {
    if (!absl::IsInvalidArgument(config.status()) || config.status().message().empty()) {
      std::abort();
    }
    return 0;
  }
  if (nutgraf::server::MaxMessageBytes(*config) < config->max_text_bytes) std::abort();
  return 0;
}
