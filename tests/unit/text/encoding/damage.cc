#include "tests/unit/text/encoding/damage.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "service/text/encoding/code_pages.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

std::string DamageWith(std::string_view utf8, const CodePage& page, bool c1, Undefined undefined) {
  std::string out;
  for (const char raw : utf8) {
    const auto byte = static_cast<uint8_t>(raw);
    if (byte < 0x80) {
      out.push_back(raw);
      continue;
    }
    char32_t c = page.high[byte - 0x80U];
    if (c1 && byte < 0xA0) c = byte;
    const bool lost = c == 0 || (c >= 0x80 && c <= 0x9F);
    if (lost && undefined == Undefined::kDropped) continue;
    AppendUtf8(c == 0 ? byte : c, &out);
  }
  return out;
}

}  // namespace

std::string Damage(std::string_view utf8, uint8_t page, Undefined undefined) {
  return DamageWith(utf8, CodePages()[page], false, undefined);
}

std::string DamageWithC1(std::string_view utf8, uint8_t page, Undefined undefined) {
  return DamageWith(utf8, CodePages()[page], true, undefined);
}

std::string Repaired(std::string_view raw) {
  RepairResult result = RepairText(raw);
  return result.repairs.empty() ? std::string(raw) : std::move(result.text);
}

std::string ReadTestdata(std::string_view file) {
  const std::string path =
      std::string(NUTGRAF_SOURCE_DIR "/tests/unit/text/encoding/testdata/") + std::string(file);
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<Line> ReadLines(std::string_view file) {
  const std::string all = ReadTestdata(file);
  std::vector<Line> lines;
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find('\n', at), all.size());
    const std::string line = all.substr(at, end - at);
    at = end + 1;
    const size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
    lines.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return lines;
}

}  // namespace nutgraf::text
