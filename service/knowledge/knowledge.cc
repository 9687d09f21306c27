#include "service/knowledge/knowledge.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/knowledge/format.h"

namespace nutgraf::knowledge {
namespace {

using format::FileHeader;
using format::Slot;
using format::TableRecord;

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(ToAbsl(fmt::format("knowledge file: {}", what)));
}

constexpr uint32_t kMaxWords = 1000;  // of a key, that a caller's loop may trust

/// A read-only mapping of a whole file.
class Mapping {
 public:
  Mapping() = default;
  Mapping(const void* data, size_t size) : data_(data), size_(size) {}
  Mapping(Mapping&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Mapping() {
    if (data_ != nullptr) munmap(const_cast<void*>(data_), size_);
  }

  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  const void* data_ = nullptr;
  size_t size_ = 0;
};

absl::StatusOr<Mapping> MapFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return absl::NotFoundError(
        ToAbsl(fmt::format("knowledge file {}: {}", path, std::strerror(errno))));
  }
  struct stat info = {};
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(fd);
    return absl::NotFoundError(ToAbsl(fmt::format("knowledge file {}: not a file", path)));
  }
  const auto size = static_cast<size_t>(info.st_size);
  if (size < sizeof(FileHeader)) {
    close(fd);
    return Damaged("shorter than its header");
  }
  void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  const int error = errno;
  close(fd);
  if (data == MAP_FAILED) {
    return absl::UnavailableError(
        ToAbsl(fmt::format("knowledge file {}: {}", path, std::strerror(error))));
  }
  return Mapping(data, size);
}

/// Strings by offset. Valid() is asked once for every offset when the file is opened; At() trusts.
class Pool {
 public:
  Pool() = default;
  explicit Pool(std::string_view bytes) : bytes_(bytes) {}

  bool Valid(uint32_t offset) const {
    uint64_t length = 0;
    int shift = 0;
    for (uint64_t at = offset; at < bytes_.size() && shift < 35; ++at, shift += 7) {
      const auto byte = static_cast<uint8_t>(bytes_[at]);
      length |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return length <= bytes_.size() - at - 1;
    }
    return false;
  }

  std::string_view At(uint32_t offset) const {
    const char* at = bytes_.data() + offset;
    auto byte = static_cast<uint8_t>(*at++);
    uint64_t length = byte & 0x7F;
    for (int shift = 7; byte >= 0x80; shift += 7) {
      byte = static_cast<uint8_t>(*at++);
      length |= static_cast<uint64_t>(byte & 0x7F) << shift;
    }
    return {at, length};
  }

 private:
  std::string_view bytes_;
};

class MappedTable final : public Table {
 public:
  /// Fails unless every offset of `record` and every string it reaches lies within the file.
  static absl::StatusOr<MappedTable> Create(std::string_view file, const TableRecord& record,
                                            Pool pool);

  std::string_view name() const override { return name_; }
  uint32_t rows() const override { return rows_; }
  int columns() const override { return static_cast<int>(headers_.size()); }
  int Column(std::string_view name) const override {
    for (size_t i = 0; i < headers_.size(); ++i) {
      if (pool_.At(headers_[i]) == name) return static_cast<int>(i);
    }
    return -1;
  }
  std::string_view Cell(uint32_t row, int column) const override {
    if (row >= rows_ || column < 0 || column >= columns()) return {};
    return pool_.At(cells_[row * headers_.size() + static_cast<size_t>(column)]);
  }
  RowRange Find(std::string_view key) const override {
    const uint64_t hash = format::Hash(key);
    const auto tag = static_cast<uint32_t>(hash >> 32);
    const size_t mask = slots_.size() - 1;
    for (size_t i = hash & mask; slots_[i].group != format::kEmptySlot; i = (i + 1) & mask) {
      if (slots_[i].tag != tag) continue;
      const uint32_t first = groups_[slots_[i].group];
      if (pool_.At(cells_[first * headers_.size()]) == key) {
        return {this, first, groups_[slots_[i].group + 1]};
      }
    }
    return {this, 0, 0};
  }
  int MaxWords() const override { return max_words_; }

 private:
  std::string_view name_;
  uint32_t rows_ = 0;
  int max_words_ = 0;
  std::span<const uint32_t> headers_;
  std::span<const uint32_t> cells_;
  std::span<const uint32_t> groups_;
  std::span<const Slot> slots_;
  Pool pool_;
};

/// `count` values of T at `offset`; fails when they are not all within the file and aligned.
template <typename T>
bool Section(std::string_view file, uint64_t offset, uint64_t count, std::span<const T>* out) {
  if (offset % alignof(T) != 0 || offset > file.size()) return false;
  if (count > (file.size() - offset) / sizeof(T)) return false;
  *out = {reinterpret_cast<const T*>(file.data() + offset), static_cast<size_t>(count)};
  return true;
}

absl::StatusOr<MappedTable> MappedTable::Create(std::string_view file, const TableRecord& record,
                                                Pool pool) {
  if (!pool.Valid(record.name)) return Damaged("a table's name is out of bounds");
  MappedTable table;
  table.name_ = pool.At(record.name);
  table.rows_ = record.rows;
  table.max_words_ = static_cast<int>(std::min(record.max_words, kMaxWords));
  table.pool_ = pool;
  const uint64_t cell_count = static_cast<uint64_t>(record.rows) * record.columns;
  if (record.columns == 0 || !std::has_single_bit(record.slots) ||
      !Section(file, record.headers_offset, record.columns, &table.headers_) ||
      !Section(file, record.cells_offset, cell_count, &table.cells_) ||
      !Section(file, record.groups_offset, uint64_t{record.group_count} + 1, &table.groups_) ||
      !Section(file, record.slots_offset, record.slots, &table.slots_)) {
    return Damaged(fmt::format("table {}: a section is out of bounds", table.name_));
  }
  for (const std::span<const uint32_t> strings : {table.headers_, table.cells_}) {
    for (const uint32_t offset : strings) {
      if (!pool.Valid(offset)) {
        return Damaged(fmt::format("table {}: a string is out of bounds", table.name_));
      }
    }
  }
  if (table.groups_.front() != 0 || table.groups_.back() != record.rows) {
    return Damaged(fmt::format("table {}: keys don't cover the rows", table.name_));
  }
  for (size_t i = 1; i < table.groups_.size(); ++i) {
    if (table.groups_[i - 1] >= table.groups_[i]) {
      return Damaged(fmt::format("table {}: keys out of order", table.name_));
    }
  }
  bool has_empty = false;  // else a look-up might never end
  for (const Slot& slot : table.slots_) {
    if (slot.group == format::kEmptySlot) {
      has_empty = true;
    } else if (slot.group >= record.group_count) {
      return Damaged(fmt::format("table {}: the index is out of bounds", table.name_));
    }
  }
  if (!has_empty) return Damaged(fmt::format("table {}: the index is full", table.name_));
  return table;
}

class MappedKnowledge final : public Knowledge {
 public:
  static absl::StatusOr<std::shared_ptr<const Knowledge>> Create(Mapping mapping);

  std::string version() const override { return fmt::format("{:016x}", checksum_); }

  const Table* Find(std::string_view name) const override {
    for (const MappedTable& table : tables_) {
      if (table.name() == name) return &table;
    }
    return nullptr;
  }

 private:
  Mapping mapping_;
  uint64_t checksum_ = 0;
  std::vector<MappedTable> tables_;
};

absl::StatusOr<std::shared_ptr<const Knowledge>> MappedKnowledge::Create(Mapping mapping) {
  const std::string_view file = mapping.bytes();
  FileHeader header;
  std::memcpy(&header, file.data(), sizeof(header));
  if (std::memcmp(header.magic, format::kMagic, sizeof(header.magic)) != 0) {
    return Damaged("not a knowledge file");
  }
  if (header.version != format::kVersion) {
    return Damaged(
        fmt::format("version {} where {} is expected", header.version, format::kVersion));
  }
  if (header.file_size != file.size()) return Damaged("truncated or extended");
  if (header.checksum != format::Checksum(file)) return Damaged("its checksum does not match");
  if (header.pool_offset > file.size() || header.pool_size > file.size() - header.pool_offset) {
    return Damaged("the string pool is out of bounds");
  }
  std::span<const TableRecord> records;
  if (!Section(file, sizeof(FileHeader), header.tables, &records)) {
    return Damaged("the directory is out of bounds");
  }
  const Pool pool(file.substr(header.pool_offset, header.pool_size));
  auto knowledge = std::make_shared<MappedKnowledge>();
  knowledge->mapping_ = std::move(mapping);
  knowledge->checksum_ = header.checksum;
  knowledge->tables_.reserve(records.size());
  for (const TableRecord& record : records) {
    auto table = MappedTable::Create(file, record, pool);
    if (!table.ok()) return table.status();
    knowledge->tables_.push_back(*std::move(table));
  }
  return knowledge;
}

}  // namespace

std::string_view Row::Cell(int column) const { return table_->Cell(index_, column); }

std::string_view Row::Cell(std::string_view column) const {
  return table_->Cell(index_, table_->Column(column));
}

absl::StatusOr<std::shared_ptr<const Knowledge>> Knowledge::Open(const std::string& path) {
  auto mapping = MapFile(path);
  if (!mapping.ok()) return mapping.status();
  return MappedKnowledge::Create(*std::move(mapping));
}

absl::StatusOr<const Table*> Knowledge::Require(std::string_view name) const {
  const Table* table = Find(name);
  if (table == nullptr) {
    return absl::NotFoundError(ToAbsl(fmt::format("knowledge file: no table {}", name)));
  }
  return table;
}

}  // namespace nutgraf::knowledge
