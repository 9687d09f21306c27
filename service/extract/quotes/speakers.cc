#include "service/extract/quotes/speakers.h"

#include <algorithm>

#include "service/extract/quotes/phrases.h"

namespace nutgraf::extract::quotes {
namespace {

using language::Upos;
using text::Span;
using text::TokenRange;

/// The first noun phrase without what hangs on it: up to a comma, a preposition or a relative.
TokenRange HeadPhrase(const Reading& r, TokenRange speaker) {
  uint32_t end = speaker.first;
  while (end < speaker.last) {
    const bool inside_name =
        r.EntityAt(end) != kNone && end > speaker.first && r.EntityAt(end) == r.EntityAt(end - 1);
    if (!inside_name && end > speaker.first &&
        (r.IsComma(end) || r.Is(end, "(") || r.IsDash(end) || r.IsRelative(end) ||
         r.Pos(end) == Upos::kAdp || r.IsVerb(end))) {
      break;
    }
    ++end;
  }
  while (end > speaker.first + 1 && r.IsPossessive(end - 1)) --end;
  return {speaker.first, end};
}

}  // namespace

int32_t ResolveSpeaker(const Reading& r, const Unit& unit, TokenRange speaker) {
  if (speaker.empty()) return kNone;
  if (speaker.size() == 1 && r.IsRelative(speaker.first) && speaker.first > unit.tokens.first) {
    uint32_t end = speaker.first;
    if (r.IsComma(end - 1) && end > unit.tokens.first + 1) --end;
    const TokenRange antecedent = NounPhraseBefore(r, unit.tokens.first, end);
    return antecedent.empty() || antecedent.last > speaker.first
               ? kNone
               : ResolveSpeaker(r, unit, antecedent);
  }
  const Span whole = r.document().SpanOf(speaker);
  const Span head = r.document().SpanOf(HeadPhrase(r, speaker));
  int32_t best = kNone;
  uint32_t best_size = 0;
  const auto& mentions = r.mentions();
  // A mention that begins further back than this cannot reach the phrase.
  constexpr uint32_t kLongestMention = 400;
  auto at =
      std::lower_bound(mentions.begin(), mentions.end(), whole.end,
                       [](const PersonMention& m, uint32_t end) { return m.span.begin < end; });
  while (at != mentions.begin()) {
    --at;
    if (at->span.begin + kLongestMention < whole.begin) break;
    // It covers the head, or ends it: "Spokesperson [Ned Price]".
    const bool covers = at->span.Contains(head);
    const bool ends = head.Contains(at->span) && at->span.end == head.end;
    if (!covers && !ends) continue;
    if (at->span.size() >= best_size) {
      best = static_cast<int32_t>(at->participant);
      best_size = at->span.size();
    }
  }
  return best;
}

}  // namespace nutgraf::extract::quotes
