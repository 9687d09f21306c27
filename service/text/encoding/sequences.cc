#include "service/text/encoding/sequences.h"

#include <algorithm>
#include <array>

#include "service/text/encoding/code_pages.h"

namespace nutgraf::text {
namespace {

constexpr size_t kLongest = 6;

struct Bytes {
  std::array<uint8_t, kLongest> b{};
  size_t size = 0;
};

/// The bytes from the start on, as far as they may continue the sequence that the first begins.
Bytes Spell(std::span<const char32_t> text, uint8_t page) {
  const CodePageIndex& index = CodePageIndex::Get();
  Bytes out;
  for (size_t i = 0; i < std::min(text.size(), kLongest); ++i) {
    const uint8_t byte = i > 0 && text[i] == ' ' ? 0xA0 : index.ByteOf(text[i], page);
    const bool surrogate = i == 3 && byte == 0xED && out.b[0] == 0xED;
    if (i == 0 ? !IsLeadByte(byte) : (byte & 0xC0U) != 0x80U && !surrogate) break;
    out.b[out.size++] = byte;
  }
  return out;
}

Sequence Decode(const Bytes& s) {
  const auto tail = [&](size_t i) { return static_cast<char32_t>(s.b[i] & 0x3FU); };
  const char32_t lead = s.b[0];
  if (s.size < 2) return {};
  if (lead < 0xE0) return {.value = ((lead & 0x1FU) << 6U) | tail(1), .size = 2};
  if (s.size < 3) return {};
  if (lead == 0xED && s.b[1] >= 0xA0) {
    if (s.size < 6 || s.b[1] > 0xAF || s.b[3] != 0xED || s.b[4] < 0xB0) return {};
    const char32_t high = ((s.b[1] & 0x0FU) << 6U) | tail(2);
    const char32_t low = ((s.b[4] & 0x0FU) << 6U) | tail(5);
    return {.value = 0x10000 + (high << 10U) + low, .size = 6};
  }
  if (lead < 0xF0) {
    const char32_t c = ((lead & 0x0FU) << 12U) | (tail(1) << 6U) | tail(2);
    return c < 0x800 ? Sequence{} : Sequence{.value = c, .size = 3};
  }
  if (s.size < 4) return {};
  const char32_t c = ((lead & 0x07U) << 18U) | (tail(1) << 12U) | (tail(2) << 6U) | tail(3);
  return c < 0x10000 || c > 0x10FFFF ? Sequence{} : Sequence{.value = c, .size = 4};
}

}  // namespace

Sequence SequenceAt(std::span<const char32_t> text, uint8_t page) {
  const Bytes bytes = Spell(text, page);
  Sequence out = Decode(bytes);
  const CodePage& code_page = CodePages()[page];
  bool beside_own = false;
  bool contradicts = false;
  for (size_t i = 0; i < out.size; ++i) {
    const char32_t c = text[i];
    if (c == ' ') ++out.spaces;
    if (!IsC1(c)) {
      beside_own = beside_own || bytes.b[i] < 0xA0;
      continue;
    }
    out.c1 = true;
    contradicts = contradicts || Contradicts(c, page);
  }
  // Only a page with an ISO sister was ever mixed up with it in one text.
  if (contradicts && code_page.c1_name.empty()) return {};
  out.mixed = contradicts && beside_own;
  return out;
}

bool Contradicts(char32_t c, uint8_t page) {
  if (!IsC1(c)) return false;
  const char16_t own = CodePages()[page].high[c - 0x80];
  return own != 0 && own != c;
}

}  // namespace nutgraf::text
