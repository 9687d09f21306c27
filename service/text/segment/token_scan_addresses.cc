// Emoji, e-mail and web addresses, handles, hashtags and emoticons: tokens with a grammar of their
// own.

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "service/text/segment/short_fold.h"
#include "service/text/segment/token_scan.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr size_t kLongestLocalPart = 64;  // of an e-mail address, RFC 5321
constexpr size_t kLongestDomain = 253;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsAsciiAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

bool StartsWithIgnoringCase(std::string_view text, size_t at, std::string_view prefix) {
  if (text.size() - at < prefix.size()) return false;
  for (size_t i = 0; i < prefix.size(); ++i) {
    if (absl::ascii_tolower(static_cast<unsigned char>(text[at + i])) != prefix[i]) return false;
  }
  return true;
}

}  // namespace

size_t TokenScan::ScanEmoji(size_t at) const {
  const Char c = At(at);
  if (c.kind == C::kRegional) {
    const Char next = At(at + c.size);
    return at + c.size + (next.kind == C::kRegional ? next.size : 0);
  }
  size_t end = at + c.size;
  Char next = At(end);
  if (IsDigit(c.value) || c.value == '#' || c.value == '*') {  // keycaps
    if (next.value == 0xFE0F) next = At(end += next.size);
    return next.value == 0x20E3 ? end + next.size : at;
  }
  const bool picture = c.kind == C::kEmoji || c.kind == C::kModifier;
  const bool shown = c.value > 0xA8 && c.kind != C::kLower && next.value == 0xFE0F;
  if (!picture && !shown) return at;
  for (;; next = At(end)) {
    if (next.value == 0xFE0F || next.value == 0xFE0E || next.kind == C::kModifier ||
        next.value == 0x20E3 || (next.value >= 0xE0020 && next.value < 0xE0080)) {
      end += next.size;
    } else if (next.value == 0x200D) {
      const Char joined = At(end + next.size);
      if (joined.kind != C::kEmoji && joined.kind != C::kSymbol) return end;
      end += next.size + joined.size;
    } else {
      return end;
    }
  }
}

size_t TokenScan::ScanEmail(size_t at) const {
  if (!chunk_has_at_) return at;
  size_t sign = at;
  const size_t limit = std::min(chunk_end_, at + kLongestLocalPart);
  while (sign < limit && (IsAsciiAlnum(text_[sign]) ||
                          std::string_view("._%+-").find(text_[sign]) != std::string_view::npos)) {
    ++sign;
  }
  if (sign == at || sign >= chunk_end_ || text_[sign] != '@') return at;
  size_t end = sign + 1;
  size_t dot = 0;
  const size_t domain_limit = std::min(chunk_end_, end + kLongestDomain);
  while (end < domain_limit &&
         (IsAsciiAlnum(text_[end]) || text_[end] == '.' || text_[end] == '-')) {
    if (text_[end] == '.') dot = end;
    ++end;
  }
  while (end > sign && !IsAsciiAlnum(text_[end - 1])) --end;
  return dot > sign + 1 && dot + 2 < end ? end : at;
}

size_t TokenScan::ScanUrl(size_t at) const {
  for (const std::string_view scheme : {"http://", "https://", "ftp://", "www."}) {
    if (StartsWithIgnoringCase(text_, at, scheme)) {
      const size_t end = ScanUrlRest(at + scheme.size());
      return end > at + scheme.size() ? end : at;
    }
  }
  return ScanDomain(at);
}

size_t TokenScan::ScanDomain(size_t at) const {
  // "pic.twitter.com/x", "bbc.co.uk": labels of two letters or more, the last a known domain.
  const size_t limit = std::min(chunk_end_, at + kLongestDomain);
  size_t end = at;
  size_t label = at;
  size_t labels = 0;
  size_t known = at;
  while (end < limit) {
    const char c = text_[end];
    if (IsAsciiAlnum(c) || (c == '-' && end > label)) {
      ++end;
      continue;
    }
    if (end == label) break;
    ++labels;
    if (labels > 1 &&
        rules_.domains_.contains(
            ShortFold(text_.substr(label, std::min<size_t>(end - label, 24))).view())) {
      known = end;
    }
    if (c != '.' || end + 1 >= limit) break;
    label = ++end;
  }
  if (end == limit && end > label && labels >= 1 &&
      rules_.domains_.contains(
          ShortFold(text_.substr(label, std::min<size_t>(end - label, 24))).view())) {
    known = end;
  }
  if (known == at || (known < text_.size() && IsAlnum(At(known)))) return at;
  // "said.In" is a missing space, not a domain of India.
  const size_t dot = text_.rfind('.', known - 1);
  if (absl::ascii_isupper(static_cast<unsigned char>(text_[dot + 1])) &&
      absl::ascii_islower(static_cast<unsigned char>(text_[dot - 1]))) {
    return at;
  }
  if (known < text_.size() && text_[known] == '/') return std::max(ScanUrlRest(known), known);
  return known;
}

size_t TokenScan::ScanUrlRest(size_t at) const {
  size_t end = at;
  while (end < chunk_end_) {
    const char byte = text_[end];
    if (static_cast<unsigned char>(byte) < 0x80) {
      if (std::string_view("<>\"{}|\\^`").find(byte) != std::string_view::npos ||
          static_cast<unsigned char>(byte) < 0x21 || byte == 0x7F) {
        break;
      }
      ++end;
      continue;
    }
    const Char c = At(end);
    if (!IsLetterClass(c.kind) && c.kind != C::kMark) break;
    end += c.size;
  }
  int open = 0;
  for (size_t i = at; i < end; ++i) open += text_[i] == '(' ? 1 : text_[i] == ')' ? -1 : 0;
  while (end > at) {
    const char last = text_[end - 1];
    if (last == ')' && open < 0) {
      ++open;
    } else if (std::string_view(".,;:!?'*_]").find(last) == std::string_view::npos) {
      break;
    }
    --end;
  }
  return end;
}

size_t TokenScan::ScanTag(size_t at) const {
  const char first = text_[at];
  if ((first != '@' && first != '#') || IsWordChar(Before(at))) return at;
  size_t end = at + 1;
  bool letter = false;
  for (Char c = At(end); IsWordChar(c) || (first == '#' && c.kind == C::kIdeograph); c = At(end)) {
    if (first == '@' && c.value > 0x7F) break;
    letter = letter || c.kind != C::kDigit;
    end += c.size;
  }
  return end > at + 1 && (letter || (first == '@' && end > at + 2)) ? end : at;
}

size_t TokenScan::ScanEmoticon(size_t at) const {
  const auto byte = [&](size_t i) { return i < text_.size() ? text_[i] : ' '; };
  if ((byte(at) != ':' && byte(at) != ';' && byte(at) != '=') || IsAlnum(Before(at))) return at;
  size_t end = at + 1;
  if (byte(end) == '-' || byte(end) == '\'') ++end;
  const char mouth = byte(end);
  if (std::string_view(")(DPp|/\\").find(mouth) == std::string_view::npos) return at;
  while (end < text_.size() && byte(end) == mouth) ++end;
  return IsAlnum(At(end)) || byte(end) == '/' ? at : end;
}

}  // namespace nutgraf::text
