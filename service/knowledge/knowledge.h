// Tables of facts and of rules, compiled at build time to one memory-mapped file.
//
// Every `service/**/tables/*.tsv` (UTF-8, a header line, tab separated, `#` comment lines allowed
// before the header) becomes a Table named after its stage folder and file:
// service/knowledge/tables/countries.tsv is "knowledge/countries",
// service/extract/quotes/tables/cues.tsv is "quotes/cues". The first column is the key; rows are
// grouped by key in file order, and several rows may share a key.
//
//   auto knowledge = Knowledge::Open(path);  // milliseconds; fails on a damaged file
//   const Table* cues = (*knowledge)->Find("quotes/cues");
//   const int kind = cues->Column("kind");   // once, at start
//   for (Row row : cues->Find("announce")) row.Cell(kind);  // no allocation
//
// The stage folder is the parent of `tables`; two files of one name fail the build, as do a row
// with another number of cells than the header, an empty key, a carriage return and bytes that are
// not UTF-8. A `#` after the header is data. Blank lines are skipped.
//
// Keys are matched byte by byte; a column named with a trailing `~` in the header (`name~`) is
// folded when compiled (lower case, accents stripped, single spaces), and Find() then expects a
// folded key: see Fold(). The `~` is not part of the column's name: Column("name"). Multi-word
// keys: MaxWords() bounds the longest-match loop of a caller.
//
// Thread safety: immutable; share one instance. All string_views live as long as the Knowledge.

#ifndef NUTGRAF_SERVICE_KNOWLEDGE_KNOWLEDGE_H_
#define NUTGRAF_SERVICE_KNOWLEDGE_KNOWLEDGE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nutgraf::knowledge {

class Table;

/// One row; cheap to copy.
class Row {
 public:
  Row(const Table* table, uint32_t index) : table_(table), index_(index) {}
  uint32_t index() const { return index_; }
  std::string_view Cell(int column) const;               // column in 0..columns-1
  std::string_view Cell(std::string_view column) const;  // "" for an unknown column

 private:
  const Table* table_;
  uint32_t index_;
};

/// Rows [first, last) of a table, iterable.
class RowRange {
 public:
  class Iterator {
   public:
    Iterator(const Table* table, uint32_t index) : table_(table), index_(index) {}
    Row operator*() const { return Row(table_, index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const Table* table_;
    uint32_t index_;
  };
  RowRange(const Table* table, uint32_t first, uint32_t last)
      : table_(table), first_(first), last_(last) {}
  Iterator begin() const { return {table_, first_}; }
  Iterator end() const { return {table_, last_}; }
  bool empty() const { return first_ == last_; }
  uint32_t size() const { return last_ - first_; }
  Row front() const { return Row(table_, first_); }

 private:
  const Table* table_;
  uint32_t first_;
  uint32_t last_;
};

class Table {
 public:
  virtual ~Table() = default;
  virtual std::string_view name() const = 0;
  virtual uint32_t rows() const = 0;
  virtual int columns() const = 0;
  virtual int Column(std::string_view name) const = 0;  // -1 when absent
  virtual std::string_view Cell(uint32_t row, int column) const = 0;
  virtual RowRange Find(std::string_view key) const = 0;  // O(1)
  virtual int MaxWords() const = 0;                       // most space-separated words in a key

  bool Has(std::string_view key) const { return !Find(key).empty(); }
  RowRange All() const { return {this, 0, rows()}; }
};

class Knowledge {
 public:
  virtual ~Knowledge() = default;

  /// Maps the compiled file. NOT_FOUND, or DATA_LOSS for one that is truncated, altered or of
  /// another version.
  static absl::StatusOr<std::shared_ptr<const Knowledge>> Open(const std::string& path);

  /// Sixteen hex digits that name the tables' content: the file's checksum.
  virtual std::string version() const = 0;

  /// Null for a table that is not in the file.
  virtual const Table* Find(std::string_view name) const = 0;
  /// As Find, for tables that a stage can't do without: a missing one is an error that names it.
  absl::StatusOr<const Table*> Require(std::string_view name) const;
};

/// Lower case, accents stripped (Latin letters; ß is ss, ø is o), typographic apostrophes and
/// hyphens to ' and -, runs of white space to one space and none at the ends: the form of `~` keys.
/// Idempotent; bytes that are not UTF-8 pass unchanged. Linear.
std::string Fold(std::string_view text);
/// The same into a buffer that is reused (cleared first), for look-ups in loops.
void FoldInto(std::string_view text, std::string* out);

}  // namespace nutgraf::knowledge

#endif  // NUTGRAF_SERVICE_KNOWLEDGE_KNOWLEDGE_H_
