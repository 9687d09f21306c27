// Bytes of unknown encoding become UTF-8, for whoever reads files: the server takes UTF-8 alone.
//
//   DecodeToUtf8("\xFF\xFEH\0i\0"s)     // {"Hi", "utf-16le"}
//   DecodeToUtf8("caf\xE9")             // {"café", "windows-1252"}
//   DecodeToUtf8("caf\xC3\xA9")         // {"café", "utf-8"}
//
// In this order: a byte order mark (UTF-8, UTF-16, UTF-32); text that is valid UTF-8, as it is;
// UTF-16 or UTF-32 without a mark, told by where the zero bytes stand; else the single-byte code
// page under which the text looks least odd (plausibility.h), Windows-1252 where nothing speaks for
// another. Never fails: what the encoding leaves undefined becomes U+FFFD, and `lossless` says so.
//
// Pure, linear, safe from many threads. Mojibake inside the text is not its matter: see repair.h.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_DECODE_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_DECODE_H_

#include <string>
#include <string_view>

namespace nutgraf::text {

struct DecodedText {
  std::string text;           // valid UTF-8, without the byte order mark
  std::string_view encoding;  // "utf-8", "utf-16le", "utf-32be", "windows-1252", ...
  bool lossless = true;       // false when bytes were replaced by U+FFFD
};

DecodedText DecodeToUtf8(std::string_view bytes);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_DECODE_H_
