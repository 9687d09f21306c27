#include "service/extract/facts/statement.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace nutgraf::extract::facts {
namespace {

struct Edit {
  text::Span span;
  std::string text;
};

bool IsPossessive(std::string_view folded) {
  return folded == "his" || folded == "its" || folded == "their";
}

bool IsReflexive(std::string_view folded) {
  return folded.ends_with("self") || folded.ends_with("selves");
}

std::string Interval(const DateMention& date) {
  if (date.end.empty() || date.end == date.start) return date.start;
  return date.start + " to " + date.end;
}

bool SaysYear(std::string_view text, const DateMention& date) {
  return date.start.size() >= 4 &&
         text.find(std::string_view{date.start}.substr(0, 4)) != std::string_view::npos;
}

}  // namespace

std::string Statement(const Reading& reading, uint32_t sentence) {
  const text::Document& document = reading.document();
  const text::Sentence& whole = document.sentences[sentence];
  std::vector<Edit> edits;
  // A name stands once: a pronoun behind the name that it means is clear by itself.
  std::vector<int32_t> named;
  for (uint32_t t = whole.tokens.first; t < whole.tokens.last; ++t) {
    const int32_t who = reading.ParticipantAt(t);
    if (who == kNone) continue;
    const bool pronoun = reading.Upos(t) == language::Upos::kPron;
    const bool known = std::find(named.begin(), named.end(), who) != named.end();
    if (!known) named.push_back(who);
    if (!pronoun || known || IsReflexive(reading.Word(t))) continue;
    const Participant& participant = reading.input().participants.participants[who];
    std::string text = participant.name;
    if (IsPossessive(reading.Word(t))) text += "'s";
    // "her" is both: possessive before what is hers.
    if (reading.Word(t) == "her" && t + 1 < whole.tokens.last) {
      const language::Upos next = reading.Upos(t + 1);
      if (next == language::Upos::kNoun || next == language::Upos::kAdj) text += "'s";
    }
    edits.push_back({document.tokens[t].span, std::move(text)});
  }
  for (const DateMention& date : reading.input().dates.dates) {
    if (!whole.span.Contains(date.span) || date.start.empty()) continue;
    if (date.type != DateType::kDate && date.type != DateType::kTime) continue;
    const std::string_view written = document.Slice(date.span);
    if (date.basis == DateBasis::kExplicit || SaysYear(written, date)) continue;
    edits.push_back({date.span, std::string(written) + " (" + Interval(date) + ")"});
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  std::string statement;
  uint32_t at = whole.span.begin;
  for (const Edit& edit : edits) {
    if (edit.span.begin < at) continue;
    statement += document.Slice(text::Span{at, edit.span.begin});
    statement += edit.text;
    at = edit.span.end;
  }
  statement += document.Slice(text::Span{at, whole.span.end});
  return statement;
}

}  // namespace nutgraf::extract::facts
