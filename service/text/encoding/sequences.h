// UTF-8 sequences that stand in a text as the characters of a code page.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_SEQUENCES_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_SEQUENCES_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace nutgraf::text {

/// The character that the first `size` characters spell as UTF-8 bytes of a page.
struct Sequence {
  char32_t value = 0;
  size_t size = 0;     // 0: they spell none; 6 is a surrogate pair, as CESU-8 writes it
  int spaces = 0;      // plain spaces that were taken for byte A0, the no-break space
  bool c1 = false;     // some bytes stood as C1 controls
  bool mixed = false;  // ... beside characters of the page's own in that range

  explicit operator bool() const { return size != 0; }
};

/// Bytes are in C2..F4, 80..BF as table 3-7 of Unicode has them, or CESU-8 surrogates.
Sequence SequenceAt(std::span<const char32_t> text, uint8_t page);

/// Whether the character is a C1 control that the page would never have made of its byte.
bool Contradicts(char32_t c, uint8_t page);

/// Whether the byte can begin a sequence of several bytes.
inline bool IsLeadByte(uint8_t byte) { return byte >= 0xC2 && byte <= 0xF4; }

/// Whether the character is a C1 control.
inline bool IsC1(char32_t c) { return c >= 0x80 && c <= 0x9F; }

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_SEQUENCES_H_
