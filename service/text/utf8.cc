#include "service/text/utf8.h"

#include <bit>
#include <cstring>

namespace nutgraf::text {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080U;

uint64_t LoadWord(const char* p) {
  uint64_t word = 0;
  std::memcpy(&word, p, sizeof(word));
  return word;
}

uint8_t ByteAt(std::string_view s, size_t i) { return static_cast<uint8_t>(s[i]); }

/// Length of the valid sequence at `begin`, 0 where none starts. The second byte's range carries
/// all the rules (Unicode table 3-7): E0 and F0 exclude overlong forms, ED surrogates, F4 what lies
/// above U+10FFFF.
uint32_t SequenceLength(std::string_view s, size_t begin) {
  const uint8_t lead = ByteAt(s, begin);
  if (lead < 0x80U) return 1;
  if (lead < 0xC2U || lead > 0xF4U) return 0;
  const uint32_t length = lead < 0xE0U ? 2 : (lead < 0xF0U ? 3 : 4);
  if (s.size() - begin < length) return 0;
  uint8_t low = 0x80U;
  uint8_t high = 0xBFU;
  if (lead == 0xE0U) low = 0xA0U;
  if (lead == 0xEDU) high = 0x9FU;
  if (lead == 0xF0U) low = 0x90U;
  if (lead == 0xF4U) high = 0x8FU;
  const uint8_t second = ByteAt(s, begin + 1);
  if (second < low || second > high) return 0;
  for (uint32_t i = 2; i < length; ++i) {
    if (!IsContinuationByte(s[begin + i])) return 0;
  }
  return length;
}

/// Bytes of `s` that do not continue a sequence, eight at a time: a continuation byte has its high
/// bit set and the next one clear.
size_t CountLeads(std::string_view s) {
  size_t continuations = 0;
  size_t i = 0;
  for (; i + sizeof(uint64_t) <= s.size(); i += sizeof(uint64_t)) {
    const uint64_t word = LoadWord(s.data() + i);
    continuations += static_cast<size_t>(std::popcount(word & ~(word << 1U) & kHighBits));
  }
  for (; i < s.size(); ++i) continuations += IsContinuationByte(s[i]) ? 1 : 0;
  return s.size() - continuations;
}

}  // namespace

size_t FirstInvalidUtf8(std::string_view s) {
  size_t i = 0;
  while (i < s.size()) {
    while (i + sizeof(uint64_t) <= s.size() && (LoadWord(s.data() + i) & kHighBits) == 0) {
      i += sizeof(uint64_t);
    }
    // One word's worth of single steps before the next try keeps mixed text from paying twice.
    const size_t stop = s.size() - i < sizeof(uint64_t) ? s.size() : i + sizeof(uint64_t);
    while (i < stop) {
      const uint32_t length = SequenceLength(s, i);
      if (length == 0) return i;
      i += length;
    }
  }
  return kValidUtf8;
}

bool IsAscii(std::string_view s) {
  size_t i = 0;
  for (; i + sizeof(uint64_t) <= s.size(); i += sizeof(uint64_t)) {
    if ((LoadWord(s.data() + i) & kHighBits) != 0) return false;
  }
  for (; i < s.size(); ++i) {
    if (ByteAt(s, i) >= 0x80U) return false;
  }
  return true;
}

namespace internal {

CodePoint DecodeMultiByte(std::string_view s, size_t begin) {
  const auto at = static_cast<uint32_t>(begin);
  const uint32_t length = SequenceLength(s, begin);
  const auto tail = [&](size_t i) { return static_cast<char32_t>(ByteAt(s, begin + i) & 0x3FU); };
  const char32_t lead = ByteAt(s, begin);
  switch (length) {
    case 2:
      return {((lead & 0x1FU) << 6U) | tail(1), at, 2};
    case 3:
      return {((lead & 0x0FU) << 12U) | (tail(1) << 6U) | tail(2), at, 3};
    case 4:
      return {((lead & 0x07U) << 18U) | (tail(1) << 12U) | (tail(2) << 6U) | tail(3), at, 4};
    default:
      return {kReplacementCharacter, at, 1};
  }
}

}  // namespace internal

CodePoint DecodeBefore(std::string_view s, size_t end) {
  size_t begin = end - 1;
  while (begin > 0 && end - begin < 4 && IsContinuationByte(s[begin])) --begin;
  const CodePoint found = DecodeAt(s, begin);
  if (found.end() == end) return found;
  return {kReplacementCharacter, static_cast<uint32_t>(end - 1), 1};
}

size_t CountCodePoints(std::string_view s) { return CountLeads(s); }

size_t CountUtf16Units(std::string_view s) {
  // Every code point is one unit, and those of four bytes (lead F0..F4) one more.
  size_t four = 0;
  for (const char c : s) four += static_cast<uint8_t>(c) >= 0xF0U ? 1 : 0;
  return CountLeads(s) + four;
}

size_t Utf8Size(char32_t c) {
  if (c < 0x80U) return 1;
  if (c < 0x800U) return 2;
  return c < 0x10000U || c > 0x10FFFFU ? 3 : 4;
}

void AppendUtf8(char32_t c, std::string* out) {
  if (c > 0x10FFFFU || (c >= 0xD800U && c <= 0xDFFFU)) c = kReplacementCharacter;
  const auto put = [out](char32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (c < 0x80U) {
    put(c);
  } else if (c < 0x800U) {
    put(0xC0U | (c >> 6U));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000U) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

}  // namespace nutgraf::text
