#include "service/extract/quotes/direct.h"

#include <algorithm>
#include <optional>

#include "service/extract/quotes/adjuncts.h"
#include "service/extract/quotes/phrases.h"

namespace nutgraf::extract::quotes {
namespace {

using text::TokenRange;

/// Words of [range), punctuation left out.
uint32_t CountWords(const Reading& r, TokenRange range) {
  uint32_t words = 0;
  for (uint32_t i = range.first; i < range.last; ++i) words += r.IsPunct(i) ? 0 : 1;
  return words;
}

struct Shape {
  uint32_t words = 0;
  uint32_t sentences = 0;
  bool capital = false;   // begins like a sentence
  bool terminal = false;  // . ! ? … before the closing mark
  bool comma = false;     // , before the closing mark
};

Shape ShapeOf(const Reading& r, const QuotedSpan& span) {
  Shape shape;
  shape.words = CountWords(r, span.tokens);
  for (uint32_t i = span.tokens.first; i < span.tokens.last; ++i) {
    shape.sentences += r.IsAny(i, {".", "!", "?"}) ? 1 : 0;
  }
  for (uint32_t i = span.tokens.first; i < span.tokens.last; ++i) {
    if (r.IsPunct(i)) continue;
    shape.capital = r.IsCapitalized(i) || r.document().tokens[i].kind == text::TokenKind::kNumber;
    break;
  }
  const std::string_view inner = r.document().Slice(span.inner);
  if (inner.ends_with("\xE2\x80\xA6")) {
    shape.terminal = true;
  } else if (!inner.empty()) {
    // A nested quotation may close right before: look past its marks.
    size_t end = inner.size();
    while (end > 0 && (inner[end - 1] == '\'' || inner[end - 1] == '"')) --end;
    while (end >= 3 && inner.substr(end - 3, 2) == "\xE2\x80" &&
           (inner[end - 1] == '\x99' || inner[end - 1] == '\x9D')) {
      end -= 3;
    }
    const char last = end > 0 ? inner[end - 1] : ' ';
    shape.terminal = last == '.' || last == '!' || last == '?' || last == '-';
    shape.comma = last == ',';
    if (inner.ends_with("\xE2\x80\x94")) shape.terminal = true;
  }
  return shape;
}

bool LooksLikeSentence(const Shape& shape) {
  return shape.capital && (shape.terminal || shape.comma) && shape.words >= 2;
}

class Finder {
 public:
  Finder(const Reading& reading, const ClauseFinder& finder, std::vector<UnitCues>& cues)
      : r_(reading), finder_(finder), cues_(cues), utterance_of_(reading.quoted().size(), -1) {}

  std::vector<Utterance> Run() {
    uint32_t next = 0;
    for (size_t u = 0; u < r_.units().size(); ++u) {
      const Unit& unit = r_.units()[u];
      std::vector<uint32_t> spans;
      while (next < r_.quoted().size() && r_.quoted()[next].tokens.first < unit.tokens.last) {
        if (r_.quoted()[next].tokens.first >= unit.tokens.first) spans.push_back(next);
        ++next;
      }
      ReadUnit(u, spans);
    }
    return std::move(utterances_);
  }

 private:
  const QuotedSpan& Span(uint32_t q) const { return r_.quoted()[q]; }

  uint32_t Append(Utterance utterance) {
    utterances_.push_back(std::move(utterance));
    const auto id = static_cast<uint32_t>(utterances_.size() - 1);
    for (const uint32_t q : utterances_[id].pieces) utterance_of_[q] = static_cast<int32_t>(id);
    return id;
  }

  void Extend(uint32_t id, uint32_t q) {
    utterances_[id].pieces.push_back(q);
    utterance_of_[q] = static_cast<int32_t>(id);
  }

  bool OnlyPunctuation(uint32_t begin, uint32_t end) const {
    for (uint32_t i = begin; i < end; ++i) {
      if (!r_.IsPunct(i)) return false;
    }
    return true;
  }

  struct Attached {
    size_t cue = 0;
    TokenRange speaker;
  };

  /// `"…," X said`: the cue whose clause begins where the quotation ends.
  std::optional<Attached> CueAfter(const Unit& unit, const UnitCues& unit_cues, uint32_t q,
                                   uint32_t limit) const {
    uint32_t at = Span(q).tokens.last;
    while (at < limit && (r_.IsComma(at) || r_.IsDash(at))) ++at;
    for (size_t c = 0; c < unit_cues.cues.size(); ++c) {
      const Cue& cue = unit_cues.cues[c];
      if (cue.group.first < at || unit_cues.used[c]) continue;
      if (cue.group.first >= limit) break;
      if (!cue.entry->Has(kFrameQuote)) continue;
      if (cue.form == CueForm::kNoun || cue.form == CueForm::kPhrase) continue;
      const TokenRange speaker = finder_.Speaker(r_, unit, unit_cues.cues, c);
      if (cue.form == CueForm::kFinite && !speaker.empty() &&
          (speaker.first == at || (cue.group.first == at && speaker.first >= cue.group.last))) {
        return Attached{c, speaker};
      }
      // A clause with its own verb lies between.
      if (cue.group.first > at + 30) break;
      if (cue.form == CueForm::kFinite) break;
    }
    return std::nullopt;
  }

  struct Before {
    Attached attached;
    bool mark = false;  // a comma or colon stands before the quotation
    bool that = false;
  };

  /// `X said: "…"`: the cue after which nothing but hearer and adjuncts stands.
  std::optional<Before> CueBefore(const Unit& unit, const UnitCues& unit_cues, uint32_t q,
                                  uint32_t floor) const {
    const uint32_t first = Span(q).tokens.first;
    for (size_t c = unit_cues.cues.size(); c > 0;) {
      --c;
      const Cue& cue = unit_cues.cues[c];
      if (cue.group.last > first || cue.form == CueForm::kPhrase) continue;
      if (cue.group.first < floor) break;
      if (!cue.entry->Has(kFrameQuote) || cue.form == CueForm::kNoun) break;
      Before before;
      before.attached.cue = c;
      before.attached.speaker = finder_.Speaker(r_, unit, unit_cues.cues, c);
      uint32_t at = cue.group.last;
      if (before.attached.speaker.first == at) at = before.attached.speaker.last;  // inverted
      at = SkipAdjuncts(r_, at, first);
      if (at < first && !r_.IsPunct(at) && !r_.Is(at, "that")) {
        const TokenRange hearer = NounPhraseAfter(r_, at, first, PhraseExtent::kShort);
        if (!hearer.empty() && (cue.entry->Has(kFrameHearer) || r_.Is(first - 1, ":"))) {
          at = SkipAdjuncts(r_, hearer.last, first);
        }
      }
      if (at + 2 == first && r_.IsComma(at) && r_.Is(at + 1, "that")) ++at;
      if (at + 1 == first && r_.Is(at, "that")) {
        before.that = true;
        return before;
      }
      if (at < first && (r_.IsComma(at) || r_.Is(at, ":"))) {
        before.mark = true;
        ++at;
      } else if (first > unit.tokens.first && r_.Is(first - 1, ":") &&
                 !(cue.entry->Has(kFrameBare) && HasFiniteVerb(r_, at, first))) {
        before.mark = true;  // "X said this of the plan: …"
        at = first;
      }
      if (at == first) return before;
      break;
    }
    return std::nullopt;
  }

  Utterance MakeAttributed(const UnitCues& unit_cues, const Attached& attached, uint32_t q) const {
    const Cue& cue = unit_cues.cues[attached.cue];
    Utterance utterance;
    utterance.pieces = {q};
    utterance.speaker = attached.speaker;
    utterance.cue = cue.group;
    utterance.entry = cue.entry;
    utterance.negated = cue.negated;
    utterance.confidence = attached.speaker.empty() ? 0.75F : 0.95F;
    return utterance;
  }

  void ReadUnit(size_t u, const std::vector<uint32_t>& spans) {
    const Unit& unit = r_.units()[u];
    UnitCues& unit_cues = cues_[u];
    if (spans.empty()) {
      ReadUnquoted(u);
      return;
    }
    uint32_t floor = unit.tokens.first;
    for (size_t k = 0; k < spans.size(); ++k) {
      const uint32_t q = spans[k];
      const uint32_t limit =
          k + 1 < spans.size() ? Span(spans[k + 1]).tokens.first : unit.tokens.last;
      ReadSpan(u, unit, unit_cues, q, floor, limit);
      floor = Span(q).tokens.last;
    }
    pending_.reset();
    const uint32_t last = unit.tokens.last - 1;
    if (r_.Is(last, ":") && !r_.InQuotes(last)) SetPending(u);
    last_unit_ = u;
  }

  void ReadSpan(size_t u, const Unit& unit, UnitCues& unit_cues, uint32_t q, uint32_t floor,
                uint32_t limit) {
    const QuotedSpan& span = Span(q);
    const Shape shape = ShapeOf(r_, span);
    if (span.continues && q > 0 && utterance_of_[q - 1] >= 0) {
      Extend(static_cast<uint32_t>(utterance_of_[q - 1]), q);
      AttachLate(unit, unit_cues, q, limit);
      return;
    }
    const bool left_empty = OnlyPunctuation(floor, span.tokens.first);
    const bool opens_unit = left_empty && floor == unit.tokens.first;
    const bool right_empty = limit == unit.tokens.last && OnlyPunctuation(span.tokens.last, limit);

    // `X said: "…"`, before `"…," said Y` so that one attribution is not read twice.
    if (const auto before = CueBefore(unit, unit_cues, q, floor);
        before && !unit_cues.used[before->attached.cue]) {
      // Behind "that" only several whole sentences are speech of their own.
      const bool speech = before->that   ? shape.capital && shape.terminal && shape.sentences > 1
                          : before->mark ? shape.words >= 1
                                         : (shape.capital && (shape.terminal || shape.comma)) ||
                                               (shape.capital && shape.words >= 6);
      if (speech &&
          (right_empty || shape.terminal || shape.comma || shape.words >= 6 || before->mark)) {
        Append(MakeAttributed(unit_cues, before->attached, q));
        unit_cues.used[before->attached.cue] = true;
        return;
      }
      if (!before->mark) return;  // a reported clause with quoted words
    }
    if (left_empty) {
      if (const auto after = CueAfter(unit, unit_cues, q, limit)) {
        const bool joins = opens_unit && !unit.first_in_paragraph && Joins(u, q);
        if (joins && utterances_.back().cue.empty()) {
          Utterance& open = utterances_.back();
          const Cue& cue = unit_cues.cues[after->cue];
          open.speaker = after->speaker;
          open.cue = cue.group;
          open.entry = cue.entry;
          open.confidence = 0.95F;
          Extend(static_cast<uint32_t>(utterances_.size() - 1), q);
        } else {
          Append(MakeAttributed(unit_cues, *after, q));
        }
        unit_cues.used[after->cue] = true;
        return;
      }
    }
    if (ContinuesInUnit(unit, q, floor, shape)) {
      Extend(static_cast<uint32_t>(utterances_.size() - 1), q);
      return;
    }
    if (opens_unit && right_empty) {
      ReadStandalone(u, unit, q, shape);
      return;
    }
    // "…, he said of the plan: "…"": after a colon to the end, whatever stands before it.
    if (right_empty && span.tokens.first > unit.tokens.first + 1 &&
        r_.Is(span.tokens.first - 1, ":") && LooksLikeSentence(shape)) {
      Utterance utterance;
      utterance.pieces = {q};
      utterance.confidence = 0.7F;
      for (size_t c = 0; c < unit_cues.cues.size(); ++c) {
        if (unit_cues.cues[c].group.last > span.tokens.first) break;
        // A reported clause that ends in said words.
        if (unit_cues.cues[c].entry->lemma == "say" &&
            HasFiniteVerb(r_, unit_cues.cues[c].group.last, span.tokens.first)) {
          return;
        }
        const TokenRange speaker = finder_.Speaker(r_, unit, unit_cues.cues, c);
        if (!speaker.empty()) {
          utterance.speaker = speaker;
          utterance.cue = unit_cues.cues[c].group;
          utterance.entry = unit_cues.cues[c].entry;
        }
      }
      Append(std::move(utterance));
      return;
    }
    // `"Long speech." – Jane Doe`
    if (opens_unit && shape.words >= 3 && DashAttribution(unit, q)) return;
    // A whole sentence in marks at the start of the unit, whatever follows.
    if (opens_unit && LooksLikeSentence(shape) && shape.words >= 8 && shape.terminal) {
      ReadStandalone(u, unit, q, shape);
    }
  }

  /// `"…" he said, "…"` and `"…" he said. "…"`: the piece goes on from the one before in its unit.
  bool ContinuesInUnit(const Unit& unit, uint32_t q, uint32_t floor, const Shape& shape) const {
    if (floor == unit.tokens.first || q == 0 || utterances_.empty()) return false;
    if (utterance_of_[q - 1] != static_cast<int32_t>(utterances_.size() - 1)) return false;
    const Utterance& utterance = utterances_.back();
    const uint32_t first = Span(q).tokens.first;
    if (utterance.cue.empty() || utterance.cue.first < floor) return false;
    const bool mark = r_.IsPunct(first - 1);
    return mark && (shape.words >= 2 || shape.terminal);
  }

  /// Whether the unit goes right on from the last utterance in the same paragraph.
  bool Joins(size_t u, uint32_t q) const {
    if (u == 0 || q == 0 || utterances_.empty() || last_unit_ + 1 != u) return false;
    // Names and words in marks may stand between: `"…," he said on "The Hour." "…"`.
    uint32_t before = q - 1;
    const TokenRange unit = r_.units()[u - 1].tokens;
    while (before > 0 && utterance_of_[before] < 0 && unit.Contains(Span(before).tokens.first)) {
      --before;
    }
    if (utterance_of_[before] != static_cast<int32_t>(utterances_.size() - 1)) return false;
    return Span(before).paragraph == Span(q).paragraph && Span(before).tokens.first >= unit.first;
  }

  void ReadStandalone(size_t u, const Unit& unit, uint32_t q, const Shape& shape) {
    if (Joins(u, q) && !unit.first_in_paragraph) {
      Extend(static_cast<uint32_t>(utterances_.size() - 1), q);
      return;
    }
    Utterance utterance;
    utterance.pieces = {q};
    utterance.confidence = 0.6F;
    if (pending_) {
      const Cue& cue = cues_[pending_->unit].cues[pending_->cue];
      utterance.speaker = pending_->speaker;
      utterance.cue = cue.group;
      utterance.entry = cue.entry;
      utterance.negated = cue.negated;
      utterance.confidence = utterance.speaker.empty() ? 0.7F : 0.9F;
      cues_[pending_->unit].used[pending_->cue] = true;
    } else if ((shape.words < 3 && !shape.terminal) || Span(q).single) {
      return;  // a name or a word that stands alone, or a heading
    } else if (u > 0 && !unit.first_in_paragraph && last_unit_ + 1 == u) {
      utterance.speaker = SpeakerOfUnit(u - 1);
    } else if (unit.first_in_paragraph && !utterances_.empty() && u > 0 && last_unit_ + 1 == u &&
               !utterances_.back().speaker.empty() && UtteranceInUnit(u - 1)) {
      // A further paragraph of speech right after speech: the same voice.
      utterance.speaker = utterances_.back().speaker;
      utterance.confidence = 0.5F;
    }
    Append(std::move(utterance));
  }

  bool UtteranceInUnit(size_t u) const {
    const TokenRange tokens = r_.units()[u].tokens;
    return tokens.Contains(Span(utterances_.back().pieces.back()).tokens.first);
  }

  /// Who speaks in a sentence that is followed by speech: the subject of its last cue.
  TokenRange SpeakerOfUnit(size_t u) const {
    const Unit& unit = r_.units()[u];
    const UnitCues& unit_cues = cues_[u];
    for (size_t c = unit_cues.cues.size(); c > 0;) {
      --c;
      const TokenRange speaker = finder_.Speaker(r_, unit, unit_cues.cues, c);
      if (!speaker.empty() && !r_.IsRelative(speaker.first)) return speaker;
    }
    return {};
  }

  /// The attribution that comes only after a later piece: `"… \n "…," she said`.
  void AttachLate(const Unit& unit, UnitCues& unit_cues, uint32_t q, uint32_t limit) {
    Utterance& utterance = utterances_[utterance_of_[q]];
    if (!utterance.cue.empty()) {
      if (const auto after = CueAfter(unit, unit_cues, q, limit)) {
        unit_cues.used[after->cue] = true;
      }
      return;
    }
    if (const auto after = CueAfter(unit, unit_cues, q, limit)) {
      const Cue& cue = unit_cues.cues[after->cue];
      utterance.speaker = after->speaker;
      utterance.cue = cue.group;
      utterance.entry = cue.entry;
      utterance.confidence = 0.95F;
      unit_cues.used[after->cue] = true;
    }
  }

  bool DashAttribution(const Unit& unit, uint32_t q) {
    const uint32_t at = Span(q).tokens.last;
    if (at + 1 >= unit.tokens.last || !r_.IsDash(at)) return false;
    const TokenRange name = NounPhraseAfter(r_, at + 1, unit.tokens.last, PhraseExtent::kFull);
    if (name.empty() || name.first != at + 1 || !r_.IsCapitalized(name.first)) return false;
    if (!OnlyPunctuation(name.last, unit.tokens.last)) return false;
    Utterance utterance;
    utterance.pieces = {q};
    utterance.speaker = name;
    utterance.cue = {at, at + 1};
    utterance.confidence = 0.85F;
    Append(std::move(utterance));
    return true;
  }

  /// A line of its own that names who said what stands above: "― Jane Doe".
  bool DashLine(const Unit& unit) {
    if (utterances_.empty() || unit.tokens.size() < 2 || unit.tokens.size() > 14) return false;
    if (!r_.IsDash(unit.tokens.first)) return false;
    Utterance& utterance = utterances_.back();
    if (!utterance.cue.empty()) return false;
    const TokenRange name =
        NounPhraseAfter(r_, unit.tokens.first + 1, unit.tokens.last, PhraseExtent::kFull);
    if (name.empty() || !OnlyPunctuation(name.last, unit.tokens.last)) return false;
    utterance.speaker = name;
    utterance.cue = {unit.tokens.first, unit.tokens.first + 1};
    utterance.confidence = 0.85F;
    return true;
  }

  void ReadUnquoted(size_t u) {
    const Unit& unit = r_.units()[u];
    pending_.reset();
    if (last_unit_ + 1 == u && DashLine(unit)) {
      last_unit_ = u;
      return;
    }
    if (r_.Is(unit.tokens.last - 1, ":")) SetPending(u);
    last_unit_ = u;
  }

  /// The unit ends with a colon: what comes next is said by its last cue.
  void SetPending(size_t u) {
    const Unit& unit = r_.units()[u];
    const UnitCues& unit_cues = cues_[u];
    for (size_t c = unit_cues.cues.size(); c > 0;) {
      --c;
      const Cue& cue = unit_cues.cues[c];
      if (!cue.entry->Has(kFrameQuote) || cue.form == CueForm::kNoun || unit_cues.used[c]) {
        continue;
      }
      pending_ = Pending{u, c, finder_.Speaker(r_, unit, unit_cues.cues, c)};
      return;
    }
  }

  struct Pending {
    size_t unit;
    size_t cue;
    TokenRange speaker;
  };

  const Reading& r_;
  const ClauseFinder& finder_;
  std::vector<UnitCues>& cues_;
  std::vector<Utterance> utterances_;
  std::vector<int32_t> utterance_of_;  // per quoted span; -1: not speech
  std::optional<Pending> pending_;
  size_t last_unit_ = 0;
};

}  // namespace

std::vector<Utterance> FindUtterances(const Reading& reading, const ClauseFinder& finder,
                                      std::vector<UnitCues>& cues) {
  return Finder(reading, finder, cues).Run();
}

}  // namespace nutgraf::extract::quotes
