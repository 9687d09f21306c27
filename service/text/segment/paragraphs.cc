#include "service/text/segment/paragraphs.h"

#include <algorithm>

#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr uint32_t kNarrowest = 40;  // columns of a line that may be wrapped
constexpr uint32_t kWidest = 100;
constexpr uint32_t kMinGoingOn = 2;  // breaks inside a sentence that show a text is wrapped

bool IsLineBreak(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

uint32_t FirstWordWidth(std::string_view text, Span line, const CharacterClasses& characters) {
  uint32_t width = 0;
  for (size_t at = line.begin; at < line.end && width <= kWidest; ++width) {
    const CodePoint c = DecodeAt(text, at);
    if (IsSpaceClass(characters.Of(c.value))) break;
    at += c.size;
  }
  return width;
}

bool OpensInLowerCase(std::string_view text, Span line, const CharacterClasses& characters) {
  return characters.Of(DecodeAt(text, line.begin).value) == CharacterClass::kLower;
}

bool EndsSentence(std::string_view text, Span line) {
  size_t end = line.end;
  for (int closers = 0; closers < 3 && end > line.begin; ++closers) {
    const CodePoint c = DecodeBefore(text, end);
    switch (c.value) {
      case '.':
      case '!':
      case '?':
      case ':':
      case 0x2026:
      case 0x3002:
        return true;
      case '"':
      case '\'':
      case ')':
      case ']':
      case 0x2019:
      case 0x201D:
        end = c.begin;
        continue;
      default:
        return false;
    }
  }
  return false;
}

}  // namespace

std::vector<Line> SplitLines(std::string_view text, const CharacterClasses& characters) {
  std::vector<Line> lines;
  bool blank = true;  // a blank line or the start of the text came before
  size_t at = 0;
  while (at < text.size()) {
    size_t begin = text.size();
    size_t end = at;
    uint32_t column = 0;
    uint32_t width = 0;
    while (at < text.size()) {
      const CodePoint c = DecodeAt(text, at);
      at += c.size;
      if (IsLineBreak(c.value)) {
        if (c.value == '\r' && at < text.size() && text[at] == '\n') ++at;
        break;
      }
      ++column;
      const CharacterClass kind = characters.Of(c.value);
      if (IsSpaceClass(kind) || kind == CharacterClass::kFormat) continue;
      begin = std::min<size_t>(begin, c.begin);
      end = at;
      width = column;
    }
    if (begin >= end) {
      blank = true;
      continue;
    }
    lines.push_back({.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                     .width = width,
                     .blank_before = blank});
    blank = false;
  }
  return lines;
}

std::vector<LineRange> JoinWrappedLines(std::string_view text, const std::vector<Line>& lines,
                                        const CharacterClasses& characters) {
  // First look whether the text as a whole is wrapped, and how wide.
  uint32_t breaks = 0;
  uint32_t going_on = 0;
  std::vector<uint32_t> widths;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i + 1].blank_before) continue;
    ++breaks;
    if (lines[i].width < kNarrowest || lines[i].width > kWidest) continue;
    if (EndsSentence(text, lines[i].span)) continue;
    if (!OpensInLowerCase(text, lines[i + 1].span, characters)) continue;
    ++going_on;
    widths.push_back(lines[i].width);
  }
  uint32_t wrap = 0;
  if (going_on >= kMinGoingOn && going_on * 4 >= breaks) {
    wrap = *std::max_element(widths.begin(), widths.end());
  }

  std::vector<LineRange> paragraphs;
  for (uint32_t i = 0; i < lines.size(); ++i) {
    bool joins = false;
    if (i > 0 && !lines[i].blank_before) {
      const Line& above = lines[i - 1];
      const bool goes_on = OpensInLowerCase(text, lines[i].span, characters) &&
                           !EndsSentence(text, above.span) && above.width >= kNarrowest &&
                           above.width <= kWidest;
      const bool full = wrap > 0 && above.width <= kWidest &&
                        above.width + 1 + FirstWordWidth(text, lines[i].span, characters) > wrap;
      joins = goes_on || full;
    }
    if (joins) {
      paragraphs.back().last = i + 1;
    } else {
      paragraphs.push_back({i, i + 1});
    }
  }
  return paragraphs;
}

}  // namespace nutgraf::text
