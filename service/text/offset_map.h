// Maps offsets of the repaired text to offsets of the raw text, and UTF-8 to UTF-16 and UTF-32.
//
// Law: for every span that a later stage can name, RawSpan() is a span of the raw text whose slice
// is what the sender sent for it; spans that cut into a repair widen to the whole repaired piece.

#ifndef NUTGRAF_SERVICE_TEXT_OFFSET_MAP_H_
#define NUTGRAF_SERVICE_TEXT_OFFSET_MAP_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "service/text/span.h"

namespace nutgraf::text {

/// One replaced stretch: raw bytes that were sent, and the repaired bytes that stand for them.
struct Replacement {
  Span raw;       // bytes of the raw text
  Span repaired;  // bytes of the repaired text
};

/// Raw <-> repaired. Empty when nothing was repaired (the identity). Lookup is O(log repairs).
/// Immutable after construction; safe to read from many threads.
class OffsetMap {
 public:
  OffsetMap() = default;
  /// `replacements` ascending and disjoint in both texts.
  explicit OffsetMap(std::vector<Replacement> replacements);

  bool identity() const { return replacements_.empty(); }
  std::span<const Replacement> replacements() const { return replacements_; }

  /// The raw bytes that `repaired` stands for; widened to whole replacements at its ends.
  Span RawSpan(Span repaired) const;
  /// The repaired bytes that stand for `raw`; widened likewise.
  Span RepairedSpan(Span raw) const;

 private:
  std::vector<Replacement> replacements_;
};

enum class OffsetEncoding : uint8_t { kUtf8, kUtf16, kUtf32 };

/// Converts byte offsets of one valid UTF-8 text to UTF-16 or UTF-32 code unit offsets.
/// Built once per response in O(text); a lookup is O(1) amortised by checkpoints (at most one
/// checkpoint's distance, 256 bytes, is walked). Keeps a view: `utf8` must outlive it.
class OffsetEncoder {
 public:
  OffsetEncoder(std::string_view utf8, OffsetEncoding encoding);

  /// `byte_offset` in 0..utf8.size(), between code points.
  uint32_t Encode(uint32_t byte_offset) const;
  Span Encode(Span bytes) const { return {Encode(bytes.begin), Encode(bytes.end)}; }

 private:
  std::string_view utf8_;
  OffsetEncoding encoding_;
  std::vector<uint32_t> checkpoints_;  // empty when the text is ASCII or the encoding is UTF-8
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_OFFSET_MAP_H_
