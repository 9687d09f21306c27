#include "service/text/segment/sentences.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::text {
namespace {

enum class Mark { kNone, kStop, kAbbreviation, kEllipsis, kOpen, kClose, kQuote };

Mark MarkOf(std::string_view form, const Token& token) {
  if (token.kind == TokenKind::kWord) {
    return form.size() > 1 && form.back() == '.' ? Mark::kAbbreviation : Mark::kNone;
  }
  if (token.kind != TokenKind::kPunctuation) return Mark::kNone;
  switch (form.front()) {
    case '.':
      return form.size() > 1 ? Mark::kEllipsis : Mark::kStop;
    case '!':
    case '?':
      return Mark::kStop;
    case '"':
    case '\'':
    case '`':
      return Mark::kQuote;
    case '(':
    case '[':
    case '{':
      return Mark::kOpen;
    case ')':
    case ']':
    case '}':
      return Mark::kClose;
    default:
      break;
  }
  if (form.starts_with("…")) return Mark::kEllipsis;
  for (const std::string_view stop :
       {"。", "！", "？", "．", "｡", "।", "॥", "۔", "؟", "։", "።", "‽"}) {
    if (form.starts_with(stop)) return Mark::kStop;
  }
  for (const std::string_view close : {"”", "’", "»", "›", "」", "』", "）", "】"}) {
    if (form == close) return Mark::kClose;
  }
  for (const std::string_view open : {"“", "‘", "«", "‹", "「", "『", "（", "【", "„", "‚"}) {
    if (form == open) return Mark::kOpen;
  }
  return Mark::kNone;
}

// The mark of a note, "[23]", which stands behind the stop of the sentence that it belongs to.
bool IsNote(std::string_view text, std::span<const Token> tokens, size_t at) {
  return at + 2 < tokens.size() && tokens[at + 1].kind == TokenKind::kNumber &&
         !tokens[at + 1].space_before && text[tokens[at].span.begin] == '[' &&
         text[tokens[at + 2].span.begin] == ']';
}

}  // namespace

absl::StatusOr<SentenceSplitter> SentenceSplitter::Create(const knowledge::Knowledge& knowledge) {
  absl::StatusOr<Abbreviations> abbreviations = Abbreviations::Create(knowledge);
  if (!abbreviations.ok()) return abbreviations.status();
  const auto openers = knowledge.Require("text/sentence_openers");
  if (!openers.ok()) return openers.status();
  SentenceSplitter splitter;
  splitter.abbreviations_ = *std::move(abbreviations);
  for (const knowledge::Row row : (*openers)->All()) {
    if (row.Cell("kind") == "opener") {
      splitter.openers_.insert(row.Cell("word"));
    } else if (row.Cell("kind") == "credit") {
      splitter.credits_.insert(row.Cell("word"));
    } else {
      return absl::InvalidArgumentError(
          fmt::format("text/sentence_openers: row {} is malformed", row.index() + 1));
    }
  }
  return splitter;
}

bool SentenceSplitter::OpensCredit(std::string_view text, std::span<const Token> tokens,
                                   size_t at) const {
  if (at == 0 || at + 2 >= tokens.size() || !tokens[at].space_before ||
      tokens[at].letter_case != CaseClass::kCapitalized || !tokens[at + 2].space_before) {
    return false;
  }
  const auto form = [&](size_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  if (form(at + 1) != ":" || tokens[at + 2].letter_case == CaseClass::kLower) return false;
  const std::string lower = absl::AsciiStrToLower(ToAbsl(form(at)));
  return credits_.contains(std::string_view{lower});
}

bool SentenceSplitter::EndsAt(std::string_view text, std::span<const Token> tokens, size_t stop,
                              size_t next) const {
  const auto form = [&](size_t i) {
    return text.substr(tokens[i].span.begin, tokens[i].span.size());
  };
  const Mark mark = MarkOf(form(stop), tokens[stop]);
  // What follows, past opening marks.
  size_t first = next;
  while (first < tokens.size() && first < next + 4) {
    const Mark m = MarkOf(form(first), tokens[first]);
    if (m != Mark::kOpen && m != Mark::kQuote) break;
    ++first;
  }
  if (first >= tokens.size()) return true;
  const Token& word = tokens[first];
  const bool spaced = tokens[next].space_before;
  const bool small = word.letter_case == CaseClass::kLower ||
                     (word.kind == TokenKind::kPunctuation && first == next);
  switch (mark) {
    case Mark::kStop: {
      // Scripts without spaces between sentences.
      if (static_cast<unsigned char>(form(stop).front()) >= 0x80) return true;
      if (!spaced && tokens[next].kind != TokenKind::kWord) return false;
      if (!spaced) return word.letter_case == CaseClass::kCapitalized;
      // "... on foot. eBay said": a stop that is no abbreviation's, before a word without a
      // capital.
      const bool plain = next == stop + 1 && word.kind == TokenKind::kWord && stop > 0 &&
                         tokens[stop - 1].kind == TokenKind::kWord &&
                         tokens[stop - 1].span.size() > 2;
      return !small || plain;
    }
    case Mark::kEllipsis:
      return spaced && !small && word.kind == TokenKind::kWord;
    case Mark::kAbbreviation: {
      if (!spaced || small) return false;
      const std::string_view abbreviation = form(stop).substr(0, form(stop).size() - 1);
      if (next > stop + 1) return true;  // "(at 5 p.m.) He"
      if (abbreviations_.Find(abbreviation) == AbbreviationKind::kTitle ||
          abbreviations_.Find(abbreviation) == AbbreviationKind::kNumber ||
          abbreviation.size() == 1) {
        return false;
      }
      const std::string lower = absl::AsciiStrToLower(ToAbsl(form(first)));
      return word.kind == TokenKind::kWord && openers_.contains(lower);
    }
    default:
      return false;
  }
}

std::vector<uint32_t> SentenceSplitter::Split(std::string_view text,
                                              std::span<const Token> tokens) const {
  std::vector<uint32_t> ends;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view form = text.substr(tokens[i].span.begin, tokens[i].span.size());
    const Mark mark = MarkOf(form, tokens[i]);
    if (i > 0 && OpensCredit(text, tokens, i) && (ends.empty() || ends.back() != i)) {
      ends.push_back(static_cast<uint32_t>(i));
    }
    if (mark != Mark::kStop && mark != Mark::kEllipsis && mark != Mark::kAbbreviation) continue;
    size_t next = i + 1;
    while (next < tokens.size()) {
      if (IsNote(text, tokens, next)) {
        next += 3;
        continue;
      }
      if (tokens[next].space_before) break;
      const Mark m =
          MarkOf(text.substr(tokens[next].span.begin, tokens[next].span.size()), tokens[next]);
      if (m != Mark::kStop && m != Mark::kEllipsis && m != Mark::kClose && m != Mark::kQuote) break;
      ++next;
    }
    if (next >= tokens.size()) break;
    if (EndsAt(text, tokens, i, next)) ends.push_back(static_cast<uint32_t>(next));
    i = next - 1;
  }
  if (!tokens.empty()) ends.push_back(static_cast<uint32_t>(tokens.size()));
  return ends;
}

}  // namespace nutgraf::text
