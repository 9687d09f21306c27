#include "service/knowledge/compiler/knowledge_writer.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/knowledge/format.h"

namespace nutgraf::knowledge {
namespace {

using format::FileHeader;
using format::Slot;
using format::TableRecord;

/// Strings in order of first use, each once. Views must outlive the pool.
class StringPool {
 public:
  uint32_t Add(std::string_view s) {
    const auto [it, added] = offsets_.try_emplace(s, static_cast<uint32_t>(bytes_.size()));
    if (added) {
      uint64_t length = s.size();
      for (; length >= 0x80; length >>= 7) bytes_.push_back(static_cast<char>(length | 0x80));
      bytes_.push_back(static_cast<char>(length));
      bytes_.append(s);
    }
    return it->second;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::unordered_map<std::string_view, uint32_t> offsets_;
};

/// The keys of a table in order of first appearance, with their rows in file order.
std::vector<std::vector<uint32_t>> GroupByKey(const TableSource& table) {
  std::vector<std::vector<uint32_t>> groups;
  std::unordered_map<std::string_view, size_t> index;
  for (size_t row = 0; row < table.rows(); ++row) {
    const auto [it, added] = index.try_emplace(table.Cell(row, 0), groups.size());
    if (added) groups.emplace_back();
    groups[it->second].push_back(static_cast<uint32_t>(row));
  }
  return groups;
}

template <typename T>
uint64_t AppendArray(const std::vector<T>& values, std::string* file) {
  file->resize((file->size() + 7) / 8 * 8);
  const uint64_t offset = file->size();
  file->append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  return offset;
}

std::vector<Slot> BuildIndex(const TableSource& table,
                             const std::vector<std::vector<uint32_t>>& groups) {
  std::vector<Slot> slots(std::bit_ceil(groups.size() + groups.size() / 3 + 1),
                          Slot{.tag = 0, .group = format::kEmptySlot});
  const size_t mask = slots.size() - 1;
  for (size_t g = 0; g < groups.size(); ++g) {
    const uint64_t hash = format::Hash(table.Cell(groups[g].front(), 0));
    size_t i = hash & mask;
    while (slots[i].group != format::kEmptySlot) i = (i + 1) & mask;
    slots[i] = {.tag = static_cast<uint32_t>(hash >> 32), .group = static_cast<uint32_t>(g)};
  }
  return slots;
}

TableRecord WriteTable(const TableSource& table, StringPool* pool, std::string* file) {
  const std::vector<std::vector<uint32_t>> groups = GroupByKey(table);
  TableRecord record = {};
  record.name = pool->Add(table.name);
  record.rows = static_cast<uint32_t>(table.rows());
  record.columns = static_cast<uint32_t>(table.columns.size());
  record.group_count = static_cast<uint32_t>(groups.size());
  std::vector<uint32_t> headers;
  for (const std::string& column : table.columns) headers.push_back(pool->Add(column));
  std::vector<uint32_t> cells;
  std::vector<uint32_t> starts;
  cells.reserve(table.cells.size());
  for (const std::vector<uint32_t>& group : groups) {
    starts.push_back(static_cast<uint32_t>(cells.size() / table.columns.size()));
    const std::string_view key = table.Cell(group.front(), 0);
    record.max_words = std::max(record.max_words,
                                static_cast<uint32_t>(std::count(key.begin(), key.end(), ' ') + 1));
    for (const uint32_t row : group) {
      for (size_t column = 0; column < table.columns.size(); ++column) {
        cells.push_back(pool->Add(table.Cell(row, column)));
      }
    }
  }
  starts.push_back(record.rows);
  const std::vector<Slot> slots = BuildIndex(table, groups);
  record.slots = static_cast<uint32_t>(slots.size());
  record.headers_offset = AppendArray(headers, file);
  record.cells_offset = AppendArray(cells, file);
  record.groups_offset = AppendArray(starts, file);
  record.slots_offset = AppendArray(slots, file);
  return record;
}

}  // namespace

absl::StatusOr<std::string> CompileTables(std::vector<TableSource> tables) {
  std::ranges::sort(tables, {}, &TableSource::name);
  const auto twice = std::ranges::adjacent_find(tables, {}, &TableSource::name);
  if (twice != tables.end()) {
    return absl::AlreadyExistsError(ToAbsl(fmt::format("table {} twice", twice->name)));
  }
  StringPool pool;
  std::vector<TableRecord> records(tables.size());
  std::string file(sizeof(FileHeader) + records.size() * sizeof(TableRecord), '\0');
  for (size_t i = 0; i < tables.size(); ++i) records[i] = WriteTable(tables[i], &pool, &file);
  if (pool.bytes().size() > std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError("the strings of all tables exceed 4 GiB");
  }
  FileHeader header = {};
  std::memcpy(header.magic, format::kMagic, sizeof(header.magic));
  header.version = format::kVersion;
  header.tables = static_cast<uint32_t>(tables.size());
  header.pool_offset = file.size();
  header.pool_size = pool.bytes().size();
  file += pool.bytes();
  header.file_size = file.size();
  std::memcpy(file.data(), &header, sizeof(header));
  if (!records.empty()) {
    std::memcpy(file.data() + sizeof(header), records.data(), records.size() * sizeof(TableRecord));
  }
  header.checksum = format::Checksum(file);
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

}  // namespace nutgraf::knowledge
