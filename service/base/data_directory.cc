#include "service/base/data_directory.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace nutgraf {

std::string DefaultDataDirectory() {
  namespace fs = std::filesystem;
  std::error_code error;
  if (const char* named = std::getenv("NUTGRAF_DATA_DIR"); named != nullptr && *named != '\0') {
    return named;
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return "";
  const fs::path prefix = program.parent_path().parent_path();
  for (const char* folder : {"share/nutgraf", "data"}) {
    if (fs::exists(prefix / folder / "knowledge.bin", error)) return (prefix / folder).string();
  }
  return "";
}

}  // namespace nutgraf
