// Serialises tables to the file that Knowledge::Open maps (format.h).

#ifndef NUTGRAF_SERVICE_KNOWLEDGE_COMPILER_KNOWLEDGE_WRITER_H_
#define NUTGRAF_SERVICE_KNOWLEDGE_COMPILER_KNOWLEDGE_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/knowledge/compiler/table_source.h"

namespace nutgraf::knowledge {

/// The bytes of the compiled file: the same for the same tables in whatever order.
/// ALREADY_EXISTS when two tables have one name, RESOURCE_EXHAUSTED beyond 4 GiB of strings.
absl::StatusOr<std::string> CompileTables(std::vector<TableSource> tables);

}  // namespace nutgraf::knowledge

#endif  // NUTGRAF_SERVICE_KNOWLEDGE_COMPILER_KNOWLEDGE_WRITER_H_
