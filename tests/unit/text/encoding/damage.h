// Makes mojibake for the tests, and reads their sentences.

#ifndef NUTGRAF_TESTS_UNIT_TEXT_ENCODING_DAMAGE_H_
#define NUTGRAF_TESTS_UNIT_TEXT_ENCODING_DAMAGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/text/encoding/repair.h"

namespace nutgraf::text {

enum class Undefined { kKept, kDropped };

/// UTF-8 read with a code page (a position in CodePages()). Bytes that the page leaves undefined,
/// C1 controls with them, become the character of their number or vanish.
std::string Damage(std::string_view utf8, uint8_t page, Undefined undefined = Undefined::kKept);

/// The same with the page's ISO sister: 80..9F are C1 controls.
std::string DamageWithC1(std::string_view utf8, uint8_t page,
                         Undefined undefined = Undefined::kKept);

/// What RepairText makes of a text.
std::string Repaired(std::string_view raw);

/// One line of a table in testdata: what stands before and behind its tab.
struct Line {
  std::string label;
  std::string text;
};
std::vector<Line> ReadLines(std::string_view file);

/// A file of testdata, whole.
std::string ReadTestdata(std::string_view file);

}  // namespace nutgraf::text

#endif  // NUTGRAF_TESTS_UNIT_TEXT_ENCODING_DAMAGE_H_
