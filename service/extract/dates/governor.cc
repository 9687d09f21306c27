#include "service/extract/dates/governor.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
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

constexpr uint32_t kTokensBefore = 24;  // looked at for a clause's verb without a parse
constexpr uint32_t kTokensAfter = 16;

using language::DepRel;
using language::Upos;

bool IsVerb(Upos upos) { return upos == Upos::kVerb || upos == Upos::kAux; }

/// Parts of speech and lemmas of a document, with what English verb forms tell.
class Verbs {
 public:
  Verbs(const text::Document& document, const language::Annotations& annotations)
      : document_(document), notes_(annotations) {}

  bool known() const {
    return notes_.upos.size() == document_.tokens.size() &&
           notes_.lemma.size() == document_.tokens.size();
  }
  Upos upos(uint32_t token) const { return notes_.upos[token]; }
  bool IsOne(uint32_t token, std::initializer_list<std::string_view> forms) const {
    const std::string_view word = Text(token);
    return std::any_of(forms.begin(), forms.end(), [word](std::string_view form) {
      return word.size() == form.size() &&
             std::equal(word.begin(), word.end(), form.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
             });
    });
  }

  /// Of an auxiliary by itself.
  Tense OfAuxiliary(uint32_t token) const {
    return IsOne(token, {"was", "were", "had", "did"}) ? Tense::kPast : Tense::kOther;
  }
  /// Of a verb without auxiliaries.
  Tense OfForm(uint32_t token) const {
    const std::string_view word = Text(token);
    if (word.ends_with("ing") || IsOne(token, {"be", "been"})) return Tense::kUnknown;
    const std::string& lemma = notes_.lemma[token];
    if (lemma.empty()) return Tense::kUnknown;
    const bool base = word == lemma;
    if (!base && word.ends_with('s')) return Tense::kPresent;
    return base ? Tense::kOther : Tense::kPast;
  }
  /// Of the group that ends with the verb or auxiliary `token`: "was not | told".
  Tense OfGroup(uint32_t token, uint32_t first) const {
    const bool plain = upos(token) == Upos::kVerb;
    if (!plain && !IsOne(token, {"be", "been", "being"})) {
      const Tense tense = OfAuxiliary(token);
      return tense == Tense::kOther && IsOne(token, {"is", "are"}) ? Tense::kPresent : tense;
    }
    for (uint32_t t = token; t-- > first && token - t <= 5;) {
      if (upos(t) == Upos::kAux) {
        if (IsOne(t, {"be", "been", "being"})) continue;
        return OfAuxiliary(t);
      }
      if (IsOne(t, {"to"})) return Tense::kOther;
      if (upos(t) != Upos::kAdv && upos(t) != Upos::kPart) break;
    }
    return plain ? OfForm(token) : Tense::kUnknown;
  }

  /// Of the verb with its auxiliaries in the tree.
  Tense OfTree(uint32_t verb, text::TokenRange range) const {
    const auto at = static_cast<int32_t>(verb);
    const uint32_t first = verb - std::min(verb - range.first, kMaxChildren);
    const uint32_t last = std::min(range.last, verb + kMaxChildren);
    bool copula = false;
    for (uint32_t t = first; t < last; ++t) {
      if (notes_.head[t] != at) continue;
      const DepRel relation = notes_.deprel[t];
      if (relation == DepRel::kMark && IsOne(t, {"to"})) return Tense::kOther;
      if (relation != DepRel::kAux && relation != DepRel::kAuxPass && relation != DepRel::kCop) {
        continue;
      }
      if (IsOne(t, {"be", "been", "being"})) continue;
      if (OfAuxiliary(t) == Tense::kPast) return Tense::kPast;
      if (relation != DepRel::kCop || !IsOne(t, {"is", "are"})) return Tense::kOther;
      copula = true;
    }
    if (copula) return Tense::kPresent;
    if (notes_.deprel[verb] == DepRel::kAcl || notes_.deprel[verb] == DepRel::kAmod) {
      return Tense::kOther;  // "a show booked until Friday"
    }
    return IsVerb(upos(verb)) ? OfForm(verb) : Tense::kUnknown;
  }

 private:
  std::string_view Text(uint32_t token) const {
    const text::Span span = document_.tokens[token].span;
    return document_.text().substr(span.begin, span.size());
  }

  const text::Document& document_;
  const language::Annotations& notes_;
};

Tense TenseByTree(const Verbs& verbs, const language::Annotations& annotations, uint32_t token,
                  text::TokenRange range) {
  auto at = static_cast<int32_t>(token);
  for (int step = 0; step < kMaxClimb && at >= 0; ++step) {
    const auto here = static_cast<uint32_t>(at);
    if (!range.Contains(here)) break;
    if (here != token &&
        (IsVerb(verbs.upos(here)) || annotations.head[here] == language::Annotations::kNoHead)) {
      const Tense tense = verbs.OfTree(here, range);
      if (tense != Tense::kUnknown) return tense;
    }
    at = annotations.head[here];
  }
  return Tense::kUnknown;
}

/// By order of words: the verb right after the expression, else the nearest before, else the next.
Tense TenseByOrder(const Verbs& verbs, uint32_t token, uint32_t after, text::TokenRange range) {
  if (after < range.last && IsVerb(verbs.upos(after))) {
    const Tense tense = verbs.OfGroup(after, after);
    if (tense != Tense::kUnknown) return tense;
  }
  const uint32_t first = token - std::min(token - range.first, kTokensBefore);
  for (uint32_t t = token; t-- > first;) {
    if (!IsVerb(verbs.upos(t))) continue;
    const Tense tense = verbs.OfGroup(t, first);
    if (tense != Tense::kUnknown) return tense;
  }
  const uint32_t last = std::min(range.last, after + kTokensAfter);
  for (uint32_t t = after; t < last; ++t) {
    if (!IsVerb(verbs.upos(t))) continue;
    const Tense tense = verbs.OfGroup(t, after);
    if (tense != Tense::kUnknown) return tense;
  }
  return Tense::kUnknown;
}

}  // namespace

Tense ClauseTense(const text::Document& document, const language::Annotations& annotations,
                  text::Span span) {
  const Verbs verbs(document, annotations);
  const uint32_t token = TokenAt(document, span.begin);
  if (!verbs.known() || token >= document.tokens.size()) return Tense::kUnknown;
  const text::TokenRange range = document.sentences[document.tokens[token].sentence].tokens;
  if (annotations.has_parse()) return TenseByTree(verbs, annotations, token, range);
  return TenseByOrder(verbs, token, TokenAt(document, span.end), range);
}

bool IsVerbalAt(const text::Document& document, const language::Annotations& annotations,
                uint32_t byte) {
  const uint32_t token = TokenAt(document, byte);
  if (token >= annotations.upos.size()) return false;
  return IsVerb(annotations.upos[token]) || annotations.upos[token] == Upos::kAdj;
}

bool VerbBefore(const text::Document& document, const language::Annotations& annotations,
                text::Span span) {
  const uint32_t token = TokenAt(document, span.begin);
  if (token >= document.tokens.size() || token >= annotations.upos.size()) return false;
  const text::TokenRange range = document.sentences[document.tokens[token].sentence].tokens;
  const uint32_t first = token - std::min(token - range.first, kTokensBefore);
  for (uint32_t t = first; t < token; ++t) {
    if (IsVerb(annotations.upos[t])) return true;
  }
  return false;
}

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
      if (cue == CueDirection::kPast || cue == CueDirection::kFuture) return cue;
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
