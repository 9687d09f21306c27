#include "service/knowledge/compiler/table_source.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::knowledge {
namespace {

absl::Status Fault(std::string_view path, size_t line, std::string_view what) {
  return absl::InvalidArgumentError(ToAbsl(fmt::format("{}:{}: {}", path, line, what)));
}

/// Well-formed by the table of the Unicode standard: no overlong form, surrogate or value too high.
bool IsUtf8(std::string_view s) {
  for (size_t i = 0; i < s.size();) {
    const auto lead = static_cast<uint8_t>(s[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t bytes = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (bytes == 0 || i + bytes > s.size()) return false;
    for (size_t k = 1; k < bytes; ++k) {
      if ((static_cast<uint8_t>(s[i + k]) & 0xC0) != 0x80) return false;
    }
    const auto second = static_cast<uint8_t>(s[i + 1]);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    i += bytes;
  }
  return true;
}

std::vector<std::string_view> Split(std::string_view line) {
  std::vector<std::string_view> cells;
  for (size_t begin = 0;;) {
    const size_t tab = line.find('\t', begin);
    cells.push_back(line.substr(begin, tab - begin));
    if (tab == std::string_view::npos) return cells;
    begin = tab + 1;
  }
}

}  // namespace

absl::StatusOr<std::string> TableName(std::string_view path) {
  const std::filesystem::path file(path);
  const std::filesystem::path folder = file.parent_path();
  const std::string stage = folder.parent_path().filename().string();
  if (folder.filename() != "tables" || file.extension() != ".tsv" || stage.empty()) {
    return absl::InvalidArgumentError(
        ToAbsl(fmt::format("{}: not of the form <stage>/tables/<name>.tsv", path)));
  }
  return stage + "/" + file.stem().string();
}

absl::StatusOr<TableSource> ParseTable(std::string_view path, std::string_view text) {
  auto name = TableName(path);
  if (!name.ok()) return name.status();
  TableSource table;
  table.name = *std::move(name);
  std::vector<bool> folded;
  size_t line_number = 0;
  while (!text.empty()) {
    ++line_number;
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!IsUtf8(line)) return Fault(path, line_number, "not UTF-8");
    if (line.find('\r') != std::string_view::npos) {
      return Fault(path, line_number, "carriage return; lines end in a single line feed");
    }
    if (line.find('\0') != std::string_view::npos) return Fault(path, line_number, "NUL byte");
    const bool before_header = table.columns.empty();
    if (line.empty() || (before_header && line.front() == '#')) continue;
    const std::vector<std::string_view> cells = Split(line);
    if (before_header) {
      for (std::string_view cell : cells) {
        folded.push_back(!cell.empty() && cell.back() == '~');
        if (folded.back()) cell.remove_suffix(1);
        if (cell.empty()) return Fault(path, line_number, "a column without a name");
        if (std::ranges::find(table.columns, cell) != table.columns.end()) {
          return Fault(path, line_number, fmt::format("column {} twice", cell));
        }
        table.columns.emplace_back(cell);
      }
      continue;
    }
    if (cells.size() != table.columns.size()) {
      return Fault(
          path, line_number,
          fmt::format("{} cells where the header has {}", cells.size(), table.columns.size()));
    }
    for (size_t i = 0; i < cells.size(); ++i) {
      table.cells.push_back(folded[i] ? Fold(cells[i]) : std::string(cells[i]));
      if (i == 0 && table.cells.back().empty()) return Fault(path, line_number, "an empty key");
    }
  }
  if (table.columns.empty()) return Fault(path, line_number + 1, "no header line");
  return table;
}

absl::StatusOr<TableSource> ReadTable(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(ToAbsl(fmt::format("{}: cannot be read", path)));
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return ParseTable(path, text);
}

}  // namespace nutgraf::knowledge
