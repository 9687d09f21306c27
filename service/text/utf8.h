// UTF-8: checking, walking, counting, appending.
//
// FirstInvalidUtf8() decides once, at the door, whether text is UTF-8; everything behind it works
// on valid text. The walking functions still never read outside the text and never loop when given
// anything else: a byte that starts no valid sequence counts as U+FFFD of one byte.
//
//   FirstInvalidUtf8("caf\xC3\xA9")          // kValidUtf8
//   FirstInvalidUtf8("caf\xE9!")             // 3
//   for (CodePoint c : CodePoints(text)) ... // c.value, c.begin, c.size
//
// Valid means Unicode 15 table 3-7: no overlong form, no surrogate, nothing above U+10FFFF.
// All functions are pure and linear; ASCII is checked and counted eight bytes at a time.

#ifndef NUTGRAF_SERVICE_TEXT_UTF8_H_
#define NUTGRAF_SERVICE_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nutgraf::text {

inline constexpr size_t kValidUtf8 = std::string_view::npos;
inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Offset of the first byte that is not part of a valid sequence (the lead byte of a broken one),
/// or kValidUtf8.
size_t FirstInvalidUtf8(std::string_view s);

inline bool IsValidUtf8(std::string_view s) { return FirstInvalidUtf8(s) == kValidUtf8; }

bool IsAscii(std::string_view s);

/// One code point and where it stands: bytes [begin, begin + size).
struct CodePoint {
  char32_t value = 0;
  uint32_t begin = 0;
  uint32_t size = 0;

  uint32_t end() const { return begin + size; }
  friend bool operator==(const CodePoint&, const CodePoint&) = default;
};

/// Whether the byte continues a sequence (10xxxxxx).
inline bool IsContinuationByte(char c) { return (static_cast<uint8_t>(c) & 0xC0U) == 0x80U; }

namespace internal {
CodePoint DecodeMultiByte(std::string_view s, size_t begin);
}  // namespace internal

/// The code point that starts at `begin` < s.size(). Where no valid sequence starts: U+FFFD, size
/// 1.
inline CodePoint DecodeAt(std::string_view s, size_t begin) {
  const auto lead = static_cast<uint8_t>(s[begin]);
  if (lead < 0x80U) return {lead, static_cast<uint32_t>(begin), 1};
  return internal::DecodeMultiByte(s, begin);
}

/// The code point that ends at `end` > 0; U+FFFD, size 1, where none does.
CodePoint DecodeBefore(std::string_view s, size_t end);

/// Whether `offset` stands between code points of a valid text (both ends of the text do).
inline bool IsBoundary(std::string_view s, size_t offset) {
  return offset == s.size() || (offset < s.size() && !IsContinuationByte(s[offset]));
}

/// Code points of a valid text, that is, UTF-32 units.
size_t CountCodePoints(std::string_view s);

/// UTF-16 code units of a valid text.
size_t CountUtf16Units(std::string_view s);

/// Bytes that `c` takes: 1 to 4; values that are no code point take U+FFFD's 3.
size_t Utf8Size(char32_t c);

/// Appends `c`; surrogates and values above U+10FFFF are appended as U+FFFD.
void AppendUtf8(char32_t c, std::string* out);

/// A range over the code points of a text. Keeps a view: the text must outlive it.
class CodePoints {
 public:
  explicit CodePoints(std::string_view s) : s_(s) {}

  class Iterator {
   public:
    Iterator(std::string_view s, size_t at) : s_(s), at_(at) { Load(); }
    const CodePoint& operator*() const { return current_; }
    const CodePoint* operator->() const { return &current_; }
    Iterator& operator++() {
      at_ += current_.size;
      Load();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void Load() {
      if (at_ < s_.size()) current_ = DecodeAt(s_, at_);
    }

    std::string_view s_;
    size_t at_;
    CodePoint current_;
  };

  Iterator begin() const { return {s_, 0}; }
  Iterator end() const { return {s_, s_.size()}; }

 private:
  std::string_view s_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_UTF8_H_
