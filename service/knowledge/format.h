// The compiled file: what the compiler writes and the loader maps. Little-endian, 8-byte aligned
// sections, offsets from the start of the file.
//
//   FileHeader
//   TableRecord[tables]           sorted by name
//   per table: uint32 headers[columns], uint32 cells[rows * columns],
//              uint32 groups[group_count + 1], Slot[slots]
//   pool                          strings, each a LEB128 length and its bytes; equal strings once
//
// A string is named by its offset within the pool. A group is the rows of one key; group g is rows
// [groups[g], groups[g+1]). Slots are an open-addressing table (linear probing, never full) from
// Hash(key) to a group.
//
// The checksum is over the whole file with the checksum field as zero; each step is a bijection of
// the state, so that no change of a single 8-byte word goes unseen.

#ifndef NUTGRAF_SERVICE_KNOWLEDGE_FORMAT_H_
#define NUTGRAF_SERVICE_KNOWLEDGE_FORMAT_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace nutgraf::knowledge::format {

static_assert(std::endian::native == std::endian::little, "the compiled file is little-endian");

inline constexpr char kMagic[8] = {'N', 'U', 'T', 'G', 'K', 'N', 'O', 'W'};
inline constexpr uint32_t kVersion = 1;
inline constexpr uint32_t kEmptySlot = 0xFFFFFFFF;

struct FileHeader {
  char magic[8];
  uint32_t version;
  uint32_t tables;
  uint64_t file_size;
  uint64_t checksum;
  uint64_t pool_offset;
  uint64_t pool_size;
};
static_assert(sizeof(FileHeader) == 48);

struct TableRecord {
  uint32_t name;  // string
  uint32_t rows;
  uint32_t columns;
  uint32_t max_words;
  uint32_t group_count;
  uint32_t slots;  // a power of two, larger than group_count
  uint64_t headers_offset;
  uint64_t cells_offset;
  uint64_t groups_offset;
  uint64_t slots_offset;
};
static_assert(sizeof(TableRecord) == 56);

struct Slot {
  uint32_t tag;    // upper half of the key's hash
  uint32_t group;  // or kEmptySlot
};
static_assert(sizeof(Slot) == 8);

/// One step of the checksum and of the hash: a bijection of `state` for a fixed word, and of `word`
/// for a fixed state.
inline uint64_t Mix(uint64_t state, uint64_t word) {
  state = (state ^ word) * 0x9E3779B97F4A7C15ull;
  return state ^ (state >> 29);
}

/// Over `bytes`, the last word padded with zeros, and the length.
inline uint64_t Hash(std::string_view bytes) {
  uint64_t state = Mix(0x6E757467726166ull, bytes.size());
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    state = Mix(state, word);
  }
  if (i < bytes.size()) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, bytes.size() - i);
    state = Mix(state, word);
  }
  return Mix(state, 0x5851F42D4C957F2Dull);
}

/// The checksum of a whole file, whatever its checksum field holds.
inline uint64_t Checksum(std::string_view file) {
  FileHeader header;
  std::memcpy(&header, file.data(), sizeof(header));
  header.checksum = 0;
  const std::string_view head(reinterpret_cast<const char*>(&header), sizeof(header));
  return Mix(Hash(head), Hash(file.substr(sizeof(header))));
}

}  // namespace nutgraf::knowledge::format

#endif  // NUTGRAF_SERVICE_KNOWLEDGE_FORMAT_H_
