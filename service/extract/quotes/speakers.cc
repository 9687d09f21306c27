#include "service/extract/quotes/speakers.h"

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
  const auto& participants = r.people().participants;
  for (size_t p = 0; p < participants.size(); ++p) {
    for (const Mention& mention : participants[p].mentions) {
      if (mention.span.begin >= whole.end) break;
      if (mention.span.end <= whole.begin) continue;
      // The mention covers the head, or it ends the head ("Spokesperson [Ned Price]").
      const bool covers = mention.span.Contains(head);
      const bool ends = head.Contains(mention.span) && mention.span.end == head.end;
      const bool person = participants[p].type == ParticipantType::kPerson &&
                          head.Contains(mention.span) && mention.kind != MentionKind::kNominal &&
                          mention.span.end == head.end;
      if (!covers && !ends && !person) continue;
      const uint32_t size = mention.span.size();
      if (size > best_size) {
        best = static_cast<int32_t>(p);
        best_size = size;
      }
    }
  }
  return best;
}

}  // namespace nutgraf::extract::quotes
