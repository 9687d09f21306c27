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
inline constexpr uint8_t kIso8859Dash13 = 9;
inline constexpr uint8_t kMacintosh = 11;

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

  const Row& BytesOf(char32_t c) const { return rows_[c < kLimit ? row_of_[c] : 0]; }
  uint8_t ByteOf(char32_t c, uint8_t page) const { return BytesOf(c)[page]; }

 private:
  static constexpr char32_t kLimit = 0x2600;

  CodePageIndex();
  void Add(char32_t c, uint8_t page, uint8_t byte);

  std::vector<Row> rows_;         // row 0: no page has it
  std::vector<uint16_t> row_of_;  // by character
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_CODE_PAGES_H_
