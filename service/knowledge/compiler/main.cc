// compile_knowledge OUTPUT TABLE.tsv ...
//
// Compiles tables to one file, written whole or not at all. Prints "file:line: what" for every
// faulty table and exits with 1; 2 on wrong usage.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/knowledge/compiler/knowledge_writer.h"
#include "service/knowledge/compiler/table_source.h"

namespace {

bool WriteWhole(const std::string& path, const std::string& bytes) {
  const std::filesystem::path target(path);
  std::error_code error;
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), error);
  const std::string temporary = path + ".part";
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return false;
  std::filesystem::rename(temporary, target, error);
  return !error;
}

}  // namespace

int main(int argc, char** argv) {
  using nutgraf::ToStd;
  if (argc < 2) {
    fmt::print(stderr, "usage: compile_knowledge OUTPUT TABLE.tsv ...\n");
    return 2;
  }
  std::vector<nutgraf::knowledge::TableSource> tables;
  bool faulty = false;
  for (int i = 2; i < argc; ++i) {
    auto table = nutgraf::knowledge::ReadTable(argv[i]);
    if (table.ok()) {
      tables.push_back(*std::move(table));
    } else {
      fmt::print(stderr, "{}\n", ToStd(table.status().message()));
      faulty = true;
    }
  }
  if (faulty) return 1;
  const auto bytes = nutgraf::knowledge::CompileTables(std::move(tables));
  if (!bytes.ok()) {
    fmt::print(stderr, "{}\n", ToStd(bytes.status().message()));
    return 1;
  }
  if (!WriteWhole(argv[1], *bytes)) {
    fmt::print(stderr, "{}: cannot be written\n", argv[1]);
    return 1;
  }
  return 0;
}
