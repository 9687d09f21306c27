#include "service/extract/quotes/transcripts.h"

#include <optional>
#include <string_view>

#include "absl/container/flat_hash_set.h"

namespace nutgraf::extract::quotes {
namespace {

using text::CaseClass;
using text::Document;
using text::TokenKind;
using text::TokenRange;

constexpr uint32_t kLongestName = 9;  // tokens before the colon

bool IsPunctuation(const Document& document, uint32_t token) {
  return document.tokens[token].kind == TokenKind::kPunctuation;
}

TokenRange TokensOf(const Document& document, const text::Paragraph& paragraph) {
  if (paragraph.first_sentence >= paragraph.last_sentence) return {};
  return {document.sentences[paragraph.first_sentence].tokens.first,
          document.sentences[paragraph.last_sentence - 1].tokens.last};
}

struct Line {
  TokenRange name;
  uint32_t colon = 0;
};

/// `NAME:` at the start of a paragraph, after marks that stand before it; all in capitals.
std::optional<Line> ReadLine(const Document& document, TokenRange tokens) {
  uint32_t at = tokens.first;
  while (at < tokens.last && IsPunctuation(document, at) &&
         document.Slice(document.tokens[at]) != "(") {
    ++at;
  }
  Line line;
  line.name.first = at;
  bool words = false;
  for (; at < tokens.last && at - line.name.first <= kLongestName; ++at) {
    const std::string_view text = document.Slice(document.tokens[at]);
    if (text == ":") {
      if (!words || at + 1 >= tokens.last) return std::nullopt;
      line.name.last = at;
      line.colon = at;
      return line;
    }
    if (IsPunctuation(document, at)) {
      if (text != "." && text != "," && text != "-" && text != "(" && text != ")") {
        return std::nullopt;
      }
      continue;
    }
    const CaseClass letters = document.tokens[at].letter_case;
    const bool capital = text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z';
    // "McCAIN" is mixed.
    const bool mixed = letters == CaseClass::kMixed && text[0] >= 'A' && text[0] <= 'Z' &&
                       text.back() >= 'A' && text.back() <= 'Z';
    if (letters != CaseClass::kUpper && !capital && !mixed) return std::nullopt;
    words = true;
  }
  return std::nullopt;
}

/// Without the marks around what is said.
TokenRange Trimmed(const Document& document, TokenRange range) {
  const auto is_mark = [&](uint32_t token) {
    const std::string_view text = document.Slice(document.tokens[token]);
    return text == "\"" || text == "\xE2\x80\x9C" || text == "\xE2\x80\x9D" || text == "''" ||
           text == "``";
  };
  if (!range.empty() && is_mark(range.first)) ++range.first;
  if (!range.empty() && is_mark(range.last - 1)) --range.last;
  return range;
}

bool IsDirection(const Document& document, TokenRange range) {
  const std::string_view text = document.Slice(document.tokens[range.first]);
  return text == "(" || text == "[" || text == "*";
}

}  // namespace

std::vector<Turn> FindTurns(const Document& document) {
  std::vector<Turn> turns;
  absl::flat_hash_set<std::string_view> voices;
  std::vector<TokenRange> between;  // paragraphs since the last turn
  uint32_t between_last = 0;
  for (uint32_t p = 0; p < document.paragraphs.size(); ++p) {
    const text::Paragraph& paragraph = document.paragraphs[p];
    if (!text::IsStory(document.zones[paragraph.zone].type)) continue;
    const TokenRange tokens = TokensOf(document, paragraph);
    if (tokens.empty()) continue;
    const std::optional<Line> line = ReadLine(document, tokens);
    if (!line) {
      if (turns.empty()) continue;
      const TokenRange said = Trimmed(document, tokens);
      if (!said.empty() && !IsDirection(document, said)) between.push_back(said);
      between_last = p + 1;
      continue;
    }
    // More than this between two lines is an article that goes on, not a turn.
    constexpr size_t kMostParagraphs = 8;
    if (!turns.empty() && between.size() <= kMostParagraphs) {
      turns.back().content.insert(turns.back().content.end(), between.begin(), between.end());
      if (between_last > turns.back().last_paragraph) turns.back().last_paragraph = between_last;
    }
    between.clear();
    const TokenRange said = Trimmed(document, {line->colon + 1, tokens.last});
    if (said.empty()) continue;
    Turn turn;
    turn.speaker = line->name;
    turn.colon = {line->colon, line->colon + 1};
    turn.content = {said};
    turn.first_paragraph = p;
    turn.last_paragraph = p + 1;
    voices.insert(document.Slice(document.SpanOf(line->name)));
    turns.push_back(std::move(turn));
  }
  if (voices.size() < 2) turns.clear();
  return turns;
}

}  // namespace nutgraf::extract::quotes
