#include "service/text/offset_map.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

/// Carries `s` from one text to the other. `from` and `to` name a replacement's side in each.
Span Carry(std::span<const Replacement> replacements, Span s, Span Replacement::*from,
           Span Replacement::*to) {
  // An offset between two replacements keeps its distance to the one before it.
  const auto after = [&](size_t next, uint32_t offset) {
    if (next == 0) return offset;
    const Replacement& previous = replacements[next - 1];
    return (previous.*to).end + (offset - (previous.*from).end);
  };
  // The first replacement that ends behind the beginning either holds it or comes later.
  const auto first = std::upper_bound(
      replacements.begin(), replacements.end(), s.begin,
      [from](uint32_t offset, const Replacement& r) { return offset < (r.*from).end; });
  const auto first_index = static_cast<size_t>(first - replacements.begin());
  const bool begin_inside = first != replacements.end() && (*first.*from).begin <= s.begin;
  if (s.empty()) {
    // A point between code points that were kept, or at a replacement's edge, stays a point.
    const bool strictly_inside = begin_inside && (*first.*from).begin < s.begin;
    if (strictly_inside) return *first.*to;
    const uint32_t point = begin_inside ? (*first.*to).begin : after(first_index, s.begin);
    return {point, point};
  }
  // The first replacement that begins at or behind the end; the one before it may hold the end.
  const auto last = std::lower_bound(
      first, replacements.end(), s.end,
      [from](const Replacement& r, uint32_t offset) { return (r.*from).begin < offset; });
  const auto last_index = static_cast<size_t>(last - replacements.begin());
  const bool end_inside = last_index > 0 && (replacements[last_index - 1].*from).end >= s.end;
  return {begin_inside ? (*first.*to).begin : after(first_index, s.begin),
          end_inside ? (replacements[last_index - 1].*to).end : after(last_index, s.end)};
}

constexpr uint32_t kCheckpointBytes = 256;

size_t CountUnits(std::string_view s, OffsetEncoding encoding) {
  return encoding == OffsetEncoding::kUtf16 ? CountUtf16Units(s) : CountCodePoints(s);
}

}  // namespace

OffsetMap::OffsetMap(std::vector<Replacement> replacements)
    : replacements_(std::move(replacements)) {
#ifndef NDEBUG
  for (size_t i = 0; i < replacements_.size(); ++i) {
    assert(!replacements_[i].raw.empty() && !replacements_[i].repaired.empty());
    assert(i == 0 || (replacements_[i - 1].raw.end <= replacements_[i].raw.begin &&
                      replacements_[i - 1].repaired.end <= replacements_[i].repaired.begin));
  }
#endif
}

Span OffsetMap::RawSpan(Span repaired) const {
  return Carry(replacements_, repaired, &Replacement::repaired, &Replacement::raw);
}

Span OffsetMap::RepairedSpan(Span raw) const {
  return Carry(replacements_, raw, &Replacement::raw, &Replacement::repaired);
}

OffsetEncoder::OffsetEncoder(std::string_view utf8, OffsetEncoding encoding)
    : utf8_(utf8), encoding_(encoding) {
  if (encoding == OffsetEncoding::kUtf8 || IsAscii(utf8)) return;
  checkpoints_.reserve(utf8.size() / kCheckpointBytes + 1);
  // A unit belongs to its code point's lead byte, so a checkpoint may cut a code point in two.
  uint32_t units = 0;
  for (size_t at = 0; at <= utf8.size(); at += kCheckpointBytes) {
    checkpoints_.push_back(units);
    units += static_cast<uint32_t>(CountUnits(utf8.substr(at, kCheckpointBytes), encoding));
  }
}

uint32_t OffsetEncoder::Encode(uint32_t byte_offset) const {
  assert(byte_offset <= utf8_.size() && IsBoundary(utf8_, byte_offset));
  if (checkpoints_.empty()) return byte_offset;
  const size_t clamped = std::min<size_t>(byte_offset, utf8_.size());
  const size_t checkpoint = clamped / kCheckpointBytes;
  const size_t start = checkpoint * kCheckpointBytes;
  const auto walked = CountUnits(utf8_.substr(start, clamped - start), encoding_);
  return checkpoints_[checkpoint] + static_cast<uint32_t>(walked);
}

}  // namespace nutgraf::text
