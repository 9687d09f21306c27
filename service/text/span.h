// Half-open ranges, used by every stage.

#ifndef NUTGRAF_SERVICE_TEXT_SPAN_H_
#define NUTGRAF_SERVICE_TEXT_SPAN_H_

#include <algorithm>
#include <cstdint>

namespace nutgraf::text {

/// Bytes [begin, end) of Document::text() (the repaired UTF-8 text), unless a comment says
/// otherwise. Begin and end always stand between code points.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool Contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool Overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(const Span&, const Span&) = default;
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// Tokens [first, last) of Document::tokens.
struct TokenRange {
  uint32_t first = 0;
  uint32_t last = 0;

  uint32_t size() const { return last - first; }
  bool empty() const { return first == last; }
  bool Contains(uint32_t token) const { return first <= token && token < last; }
  bool Contains(TokenRange other) const { return first <= other.first && other.last <= last; }
  bool Overlaps(TokenRange other) const { return first < other.last && other.first < last; }
  friend bool operator==(const TokenRange&, const TokenRange&) = default;
  friend auto operator<=>(const TokenRange&, const TokenRange&) = default;
};

/// The smallest range that holds both.
inline Span Cover(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SPAN_H_
