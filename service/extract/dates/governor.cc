#include "service/extract/dates/governor.h"

#include <algorithm>
#include <vector>

namespace nutgraf::extract::dates {
namespace {

constexpr int kMaxClimb = 8;
constexpr uint32_t kMaxChildren = 40;  // tokens looked at on either side of a verb

/// The first token that ends after `byte`; tokens.size() when there is none.
uint32_t TokenAt(const text::Document& document, uint32_t byte) {
  const auto it =
      std::upper_bound(document.tokens.begin(), document.tokens.end(), byte,
                       [](uint32_t at, const text::Token& token) { return at < token.span.end; });
  return static_cast<uint32_t>(it - document.tokens.begin());
}

}  // namespace

CueDirection GoverningCue(const text::Document& document, const language::Annotations& annotations,
                          text::Span span, const Recognizer& recognizer) {
  const uint32_t token = TokenAt(document, span.begin);
  if (token >= annotations.head.size() || token >= document.tokens.size()) {
    return CueDirection::kNone;
  }
  const text::TokenRange range = document.sentences[document.tokens[token].sentence].tokens;
  // Verbs above the expression, nearest first; a verb's words are itself and its auxiliaries,
  // particles and markers, in text order.
  int32_t at = static_cast<int32_t>(token);
  for (int step = 0; step < kMaxClimb && at >= 0; ++step) {
    const auto here = static_cast<uint32_t>(at);
    if (!range.Contains(here)) break;
    const language::Upos upos = annotations.upos[here];
    const bool verbal = upos == language::Upos::kVerb || upos == language::Upos::kAux ||
                        annotations.head[here] == language::Annotations::kNoHead;
    if (verbal && here != token) {
      std::vector<Atom> atoms;
      const uint32_t first = here - std::min(here - range.first, kMaxChildren);
      for (uint32_t t = first; t <= here; ++t) {
        const bool child =
            annotations.head[t] == at && (annotations.deprel[t] == language::DepRel::kAux ||
                                          annotations.deprel[t] == language::DepRel::kAuxPass ||
                                          annotations.deprel[t] == language::DepRel::kCop ||
                                          annotations.deprel[t] == language::DepRel::kMark);
        if (child || t == here) {
          Split(document.text(), document.tokens[t].span, recognizer.lexicon(), &atoms);
        }
      }
      const Lattice lattice(atoms, recognizer.lexicon());
      const CueDirection cue =
          recognizer.CueBefore(lattice, 0, static_cast<uint32_t>(atoms.size()));
      if (cue != CueDirection::kNone) return cue;
      // A finite verb without a cue settles it, unless it hangs on another ("is set to | begin").
      if (annotations.deprel[here] != language::DepRel::kXcomp) return CueDirection::kNone;
    }
    at = annotations.head[here];
  }
  return CueDirection::kNone;
}

bool NamesAPerson(const text::Document& document, const language::Annotations& annotations,
                  const Expression& expression, text::Span span) {
  if (annotations.entities.empty() || expression.date.captures != 1) return false;
  const Symbol symbol = static_cast<Symbol>(expression.date.capture[0].symbol);
  if (symbol != kMonth && symbol != kSeason && symbol != kWeekday && symbol != kHoliday) {
    return false;
  }
  if (expression.begin + 1 != expression.end) return false;
  const uint32_t token = TokenAt(document, span.begin);
  const auto it = std::upper_bound(
      annotations.entities.begin(), annotations.entities.end(), token,
      [](uint32_t at, const language::EntityMention& entity) { return at < entity.tokens.first; });
  if (it == annotations.entities.begin()) return false;
  const language::EntityMention& entity = *std::prev(it);
  return entity.type == language::EntityType::kPerson && entity.tokens.Contains(token);
}

}  // namespace nutgraf::extract::dates
