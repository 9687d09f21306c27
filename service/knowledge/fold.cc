// Folding of keys. The two strings below hold, for each code point of a Latin block, its lower-case
// letter without accents: derived from the Unicode character database (lower-case mapping, then
// canonical decomposition without combining marks), with the usual transcriptions of letters that
// don't decompose. '.' leaves the code point as it is, a digit names a pair of letters in kPairs.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "service/knowledge/knowledge.h"

namespace nutgraf::knowledge {
namespace {

constexpr std::array<std::string_view, 10> kPairs = {"",   "ss", "ae", "oe", "th",
                                                     "dz", "lj", "nj", "ij", "'n"};

constexpr uint32_t kLatinBegin = 0xC0;
constexpr std::string_view kLatin =
    "aaaaaa2ceeeeiiiidnooooo.ouuuuy41aaaaaa2ceeeeiiiidnooooo.ouuuuy4yaaaaaaccccccccdd"
    "ddeeeeeeeeeegggggggghhhhiiiiiiiiii88jjkkkllllll..llnnnnnn9nnoooooo33rrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzsbb....o..dd...eeeff.g.i.kk......oo.............u"
    "uu.yy...............555666777aaiioouuuuuuuuuueaaaa22..ggkkoooo..j555gg..nnaa22oo"
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy...............b............";
static_assert(kLatin.size() == 0x250 - kLatinBegin);

constexpr uint32_t kAdditionalBegin = 0x1E00;
constexpr std::string_view kAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s..1."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy......";
static_assert(kAdditional.size() == 0x1F00 - kAdditionalBegin);

struct CodePoint {
  uint32_t value = 0;
  size_t bytes = 1;  // 1 for a byte that starts no valid sequence
};

CodePoint Decode(std::string_view text, size_t at) {
  const auto lead = static_cast<uint8_t>(text[at]);
  const size_t bytes = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes <= 1 || at + bytes > text.size()) return {lead, 1};
  uint32_t value = lead & (0xFF >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<uint8_t>(text[at + i]);
    if ((next & 0xC0) != 0x80) return {lead, 1};
    value = value << 6 | (next & 0x3F);
  }
  return {value, bytes};
}

bool IsSpace(uint32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool IsCombiningMark(uint32_t c) { return c >= 0x300 && c <= 0x36F; }

/// The folded form of a code point above ASCII, where it is ASCII.
std::string_view Latin(uint32_t c) {
  char folded = '.';
  const char* at = &folded;
  if (c >= kLatinBegin && c < kLatinBegin + kLatin.size()) {
    at = &kLatin[c - kLatinBegin];
  } else if (c >= kAdditionalBegin && c < kAdditionalBegin + kAdditional.size()) {
    at = &kAdditional[c - kAdditionalBegin];
  } else if (c == 0x2018 || c == 0x2019 || c == 0x2BC) {
    return "'";
  } else if (c == 0x2010 || c == 0x2011) {
    return "-";
  }
  if (*at == '.') return {};
  if (*at >= '0' && *at <= '9') return kPairs[static_cast<size_t>(*at - '0')];
  return {at, 1};
}

/// Lower case of the Greek and Cyrillic capitals, which have it at a fixed distance.
uint32_t OtherLower(uint32_t c) {
  if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  return c;
}

}  // namespace

void FoldInto(std::string_view text, std::string* out) {
  out->clear();
  bool pending_space = false;
  const auto append = [&](std::string_view piece) {
    if (pending_space && !out->empty()) out->push_back(' ');
    pending_space = false;
    out->append(piece);
  };
  for (size_t at = 0; at < text.size();) {
    const char byte = text[at];
    if (byte >= 'A' && byte <= 'Z') {
      const char lower = static_cast<char>(byte - 'A' + 'a');
      append({&lower, 1});
      ++at;
      continue;
    }
    const CodePoint c = Decode(text, at);
    if (IsSpace(c.value)) {
      pending_space = true;
    } else if (c.bytes == 1) {
      append(text.substr(at, 1));
    } else if (const std::string_view latin = Latin(c.value); !latin.empty()) {
      append(latin);
    } else if (const uint32_t lower = OtherLower(c.value); lower != c.value) {
      const char bytes[2] = {static_cast<char>(0xC0 | lower >> 6),
                             static_cast<char>(0x80 | (lower & 0x3F))};
      append({bytes, 2});
    } else if (!IsCombiningMark(c.value)) {
      append(text.substr(at, c.bytes));
    }
    at += c.bytes;
  }
}

std::string Fold(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  FoldInto(text, &folded);
  return folded;
}

}  // namespace nutgraf::knowledge
