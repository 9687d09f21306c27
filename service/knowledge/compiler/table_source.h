// One `tables/*.tsv` file, read and checked.

#ifndef NUTGRAF_SERVICE_KNOWLEDGE_COMPILER_TABLE_SOURCE_H_
#define NUTGRAF_SERVICE_KNOWLEDGE_COMPILER_TABLE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nutgraf::knowledge {

/// Rows in file order, `~` columns folded and named without the mark.
struct TableSource {
  std::string name;  // "quotes/cues"
  std::vector<std::string> columns;
  std::vector<std::string> cells;  // row by row, columns.size() each

  size_t rows() const { return cells.size() / columns.size(); }
  std::string_view Cell(size_t row, size_t column) const {
    return cells[row * columns.size() + column];
  }
};

/// "service/extract/quotes/tables/cues.tsv" is "quotes/cues". INVALID_ARGUMENT when the file does
/// not stand in a folder `tables` within another folder.
absl::StatusOr<std::string> TableName(std::string_view path);

/// Reads the text of a table. INVALID_ARGUMENT with "path:line: what" for the first fault.
absl::StatusOr<TableSource> ParseTable(std::string_view path, std::string_view text);

/// ParseTable of a file's content.
absl::StatusOr<TableSource> ReadTable(const std::string& path);

}  // namespace nutgraf::knowledge

#endif  // NUTGRAF_SERVICE_KNOWLEDGE_COMPILER_TABLE_SOURCE_H_
