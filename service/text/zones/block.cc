#include "service/text/zones/block.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace nutgraf::text {
namespace {

constexpr uint32_t kProseWords = 7;       // of a sentence that ends in a stop
constexpr uint32_t kLongProseWords = 18;  // of one that need not

bool IsWord(const Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
}

bool IsMark(const Token& token) {
  return token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kSymbol;
}

bool Ends(std::string_view text, TokenRange range, const std::vector<Token>& tokens) {
  for (uint32_t t = range.last; t > range.first && range.last - t < 4; --t) {
    const Token& token = tokens[t - 1];
    const std::string_view form = text.substr(token.span.begin, token.span.size());
    if (token.kind == TokenKind::kWord) return form.size() > 2 && form.back() == '.';
    if (token.kind != TokenKind::kPunctuation) return false;
    if (form.front() == '.' || form.front() == '!' || form.front() == '?' ||
        form.starts_with("…") || form == "。" || form == "؟" || form == "۔" || form == "।") {
      return true;
    }
    if (form != "\"" && form != "'" && form != ")" && form != "]" && form != "”" && form != "’" &&
        form != "»" && form != "''") {
      return false;
    }
  }
  return false;
}

bool IsSlash(std::string_view text, const Token& token) {
  return token.span.size() == 1 && text[token.span.begin] == '/';
}

// Whether a mark parts a label from what it labels.
bool Delimits(std::string_view mark) {
  for (const std::string_view m : {":", "|", "-", "–", "—", "--", "»", ">", ">>", "→", "/", "•"}) {
    if (mark == m) return true;
  }
  return false;
}

bool IsPostLink(std::string_view url) {
  return url.starts_with("pic.twitter.com/") || url.starts_with("pic.x.com/") ||
         url.find("//t.co/") != std::string_view::npos || url.starts_with("t.co/");
}

}  // namespace

Block MakeBlock(std::string_view text, Span span, TokenRange range, bool blank_before,
                const std::vector<Token>& tokens) {
  Block block{.span = span, .tokens = range, .blank_before = blank_before};
  for (uint32_t t = range.first; t < range.last; ++t) {
    const Token& token = tokens[t];
    if (IsWord(token)) {
      ++block.words;
      if (token.letter_case == CaseClass::kLower || token.letter_case == CaseClass::kNone) {
        ++block.lower_words;
      }
    } else if (token.kind == TokenKind::kUrl) {
      block.post_link |= IsPostLink(text.substr(token.span.begin, token.span.size()));
    } else {
      block.social |= token.kind == TokenKind::kEmoji || token.kind == TokenKind::kHandle ||
                      token.kind == TokenKind::kHashtag;
    }
  }
  block.stops = Ends(text, range, tokens);
  const bool running = block.lower_words * 2 >= block.words;
  block.prose = running && block.words >= (block.stops ? kProseWords : kLongProseWords);
  return block;
}

FoldedBlock::FoldedBlock(std::string_view text, const Block& block,
                         const std::vector<Token>& tokens) {
  struct Piece {
    size_t begin;
    size_t size;
  };
  std::vector<Piece> pieces;
  uint32_t t = block.tokens.first;
  while (t < block.tokens.last) {
    // A chunk: tokens without white space between them.
    uint32_t end = t + 1;
    while (end < block.tokens.last && !tokens[end].space_before && !IsSlash(text, tokens[end])) {
      ++end;
    }
    uint32_t first = t;
    uint32_t last = end;
    while (first < last && IsMark(tokens[first])) ++first;
    while (last > first && IsMark(tokens[last - 1])) --last;
    const auto form = [&](uint32_t i) {
      return text.substr(tokens[i].span.begin, tokens[i].span.size());
    };
    if (first == last && !words_.empty()) words_.back().delimited |= Delimits(form(t));  // "READ |"
    if (first < last) {
      if (words_.size() == kMostWords) {
        complete_ = false;
        break;
      }
      const Span span{tokens[first].span.begin, tokens[last - 1].span.end};
      if (!forms_.empty()) forms_.push_back(' ');
      const size_t begin = forms_.size();
      const std::string_view raw = text.substr(span.begin, std::min<uint32_t>(span.size(), 64));
      for (size_t i = 0; i < raw.size(); ++i) {
        if (raw.compare(i, 3, "’") == 0) {
          forms_.push_back('\'');
          i += 2;
        } else {
          forms_.push_back(absl::ascii_tolower(static_cast<unsigned char>(raw[i])));
        }
      }
      pieces.push_back({begin, forms_.size() - begin});
      const bool delimited = last < end && Delimits(form(last));  // "Related:"
      const CaseClass letters = tokens[first].letter_case;
      words_.push_back({.form = {},
                        .span = span,
                        .capital = letters == CaseClass::kCapitalized ||
                                   letters == CaseClass::kUpper || letters == CaseClass::kMixed,
                        .delimited = delimited});
    }
    t = end;
  }
  for (size_t i = 0; i < words_.size(); ++i) {
    words_[i].form = std::string_view{forms_}.substr(pieces[i].begin, pieces[i].size);
  }
}

std::string_view FoldedBlock::Join(size_t first, size_t count) const {
  const char* begin = words_[first].form.data();
  const std::string_view last = words_[first + count - 1].form;
  return {begin, static_cast<size_t>(last.data() + last.size() - begin)};
}

}  // namespace nutgraf::text
