// The single-byte code pages that real pages were wrongly read with, and the way back from a
// character to the byte that it was.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_CODE_PAGES_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_CODE_PAGES_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nutgraf::text {

struct CodePage {
  std::string_view name;     // as ICU and the IANA list spell it
  std::string_view c1_name;  // the ISO page that differs by having C1 controls only; may be empty
  char16_t high[128];        // the characters of bytes 80..FF, 0 where undefined
};

inline constexpr uint8_t kCodePageCount = 16;

/// Positions in CodePages() that rules name.
inline constexpr uint8_t kWindows1252 = 0;
inline constexpr uint8_t kWindows1250 = 1;
inline constexpr uint8_t kWindows1251 = 2;
inline constexpr uint8_t kWindows1257 = 3;
inline constexpr uint8_t kWindows1254 = 4;
inline constexpr uint8_t kWindows1253 = 5;
inline constexpr uint8_t kWindows1255 = 6;
inline constexpr uint8_t kWindows1256 = 7;
inline constexpr uint8_t kIso8859Dash2 = 8;
inline constexpr uint8_t kIso8859Dash13 = 9;
inline constexpr uint8_t kIso8859Dash15 = 10;
inline constexpr uint8_t kMacintosh = 11;
inline constexpr uint8_t kIbm866 = 14;
inline constexpr uint8_t kKoi8R = 15;

/// All pages, those tried first in front.
std::span<const CodePage> CodePages();

/// For each character its byte in each page, 0 where the page lacks it. Every page also takes the
/// C1 controls U+0080..9F, and the characters of bytes that it leaves undefined, as the bytes of
/// their number. Built once, then read only: safe from many
/// threads.
class CodePageIndex {
 public:
  using Row = std::array<uint8_t, kCodePageCount>;

  static const CodePageIndex& Get();

  const Row& BytesOf(char32_t c) const { return rows_[row_of_[Slot(c)]]; }
  uint8_t ByteOf(char32_t c, uint8_t page) const { return BytesOf(c)[page]; }

 private:
  static constexpr char32_t kLimit = 0x2600;

  /// Mac Roman's apple and ligatures stand far from all else.
  static constexpr size_t Slot(char32_t c) {
    if (c < kLimit) return c;
    return c == 0xF8FF ? kLimit + 1 : (c == 0xFB01 || c == 0xFB02 ? kLimit + 2 + (c & 1U) : kLimit);
  }

  CodePageIndex();
  void Add(char32_t c, uint8_t page, uint8_t byte);

  std::vector<Row> rows_;         // row 0: no page has it
  std::vector<uint16_t> row_of_;  // by slot
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_CODE_PAGES_H_
