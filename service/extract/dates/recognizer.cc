#include "service/extract/dates/recognizer.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "service/extract/dates/plausible.h"

namespace nutgraf::extract::dates {
namespace {

std::vector<int32_t> InternAll(std::string_view phrase, Lexicon* lexicon) {
  std::vector<int32_t> words;
  while (!phrase.empty()) {
    const size_t space = phrase.find(' ');
    if (space != 0) words.push_back(lexicon->Intern(phrase.substr(0, space)));
    if (space == std::string_view::npos) break;
    phrase.remove_prefix(space + 1);
  }
  return words;
}

/// Whether `words` end just before atom `end` and begin not before `first`.
bool EndsWith(const Lattice& lattice, const std::vector<int32_t>& words, uint32_t first,
              uint32_t end) {
  if (words.size() > end - first) return false;
  const uint32_t begin = end - static_cast<uint32_t>(words.size());
  for (uint32_t k = 0; k < words.size(); ++k) {
    if (lattice.atoms()[begin + k].word != words[k]) return false;
  }
  return true;
}

/// "from 10 August 2013 to 12 September": the second end is of the first one's year, or the next.
void ShareForward(bool range, const Match& from, Match* to) {
  const Capture* year = from.Find(kYear);
  const Capture* first = from.Find(kMonth);
  const Capture* second = to->Find(kMonth);
  if (!range || year == nullptr || first == nullptr || second == nullptr ||
      to->rule->kind != RuleKind::kDate || to->Find(kYear) != nullptr ||
      to->Find(kRelative) != nullptr || to->captures >= Match::kMaxCaptures) {
    return;
  }
  Capture shared = *year;
  if (second->value < first->value) ++shared.value;
  to->capture[to->captures++] = shared;
}

/// "the evening", without a day
bool IsPartAlone(const Match& match) {
  return match.rule->kind == RuleKind::kRelative && match.rule->unit == 'D' && match.rule->n == 0 &&
         match.Find(kPart) != nullptr;
}

template <typename Phrase>
std::vector<std::vector<uint32_t>> IndexByLast(const std::vector<Phrase>& phrases) {
  std::vector<std::vector<uint32_t>> index;
  for (uint32_t i = 0; i < phrases.size(); ++i) {
    const auto last = static_cast<size_t>(phrases[i].words.back());
    if (index.size() <= last) index.resize(last + 1);
    index[last].push_back(i);
  }
  return index;
}

}  // namespace

bool IsClockOnly(const Match& match) {
  if (match.rule->kind != RuleKind::kDate) return false;
  return (match.Find(kClock) != nullptr && match.Find(kMonth) == nullptr &&
          match.Find(kIsoDate) == nullptr) ||
         match.rule->value == "half" || match.rule->value == "quarter" ||
         match.rule->value == "toquarter";
}

bool IsDayLevel(const Match& match) {
  const Rule& rule = *match.rule;
  if (rule.kind == RuleKind::kShift) return rule.unit == 'D' && rule.value.empty();
  if (rule.kind == RuleKind::kRelative) {
    const Capture* unit = match.Find(kUnit);
    return rule.unit == 'D' || (unit != nullptr && unit->value == 'D');
  }
  if (rule.kind != RuleKind::kDate && rule.kind != RuleKind::kList) return false;
  return match.Find(kDayNumber) != nullptr || match.Find(kWeekday) != nullptr ||
         match.Find(kHoliday) != nullptr || match.Find(kIsoDate) != nullptr ||
         match.Find(kNumberDate) != nullptr;
}

absl::StatusOr<std::unique_ptr<const Recognizer>> Recognizer::Create(
    const knowledge::Knowledge& knowledge) {
  std::unique_ptr<Recognizer> made(new Recognizer());
  if (absl::Status status = made->lexicon_.Load(knowledge); !status.ok()) return status;
  const auto rules = knowledge.Require("dates/rules");
  if (!rules.ok()) return rules.status();
  if (absl::Status status = made->grammar_.Compile(**rules, &made->lexicon_); !status.ok()) {
    return status;
  }
  const auto modifiers = knowledge.Require("dates/modifiers");
  if (!modifiers.ok()) return modifiers.status();
  if (absl::Status status = made->LoadModifiers(**modifiers); !status.ok()) return status;
  const auto cues = knowledge.Require("dates/cues");
  if (!cues.ok()) return cues.status();
  if (absl::Status status = made->LoadCues(**cues); !status.ok()) return status;
  return std::unique_ptr<const Recognizer>(std::move(made));
}

absl::Status Recognizer::LoadModifiers(const knowledge::Table& table) {
  const int modifier = table.Column("modifier");
  const int applies = table.Column("applies");
  for (uint32_t row = 0; row < table.rows(); ++row) {
    Modifier entry;
    entry.words = InternAll(table.Cell(row, 0), &lexicon_);
    entry.modifier = table.Cell(row, modifier);
    const std::string_view to = table.Cell(row, applies);
    if (entry.words.empty() || (to != "date" && to != "duration" && to != "any" && to != "part")) {
      return absl::InvalidArgumentError(
          fmt::format("table {} row {}: bad phrase or applies", table.name(), row + 1));
    }
    entry.applies = to == "date"       ? Applies::kDate
                    : to == "duration" ? Applies::kDuration
                    : to == "part"     ? Applies::kPart
                                       : Applies::kAny;
    modifiers_.push_back(std::move(entry));
  }
  modifiers_by_last_ = IndexByLast(modifiers_);
  return absl::OkStatus();
}

absl::Status Recognizer::LoadCues(const knowledge::Table& table) {
  const int direction = table.Column("direction");
  for (uint32_t row = 0; row < table.rows(); ++row) {
    Cue cue;
    cue.words = InternAll(table.Cell(row, 0), &lexicon_);
    const std::string_view to = table.Cell(row, direction);
    if (cue.words.empty() || (to != "past" && to != "future" && to != "none" && to != "until")) {
      return absl::InvalidArgumentError(
          fmt::format("table {} row {}: bad phrase or direction", table.name(), row + 1));
    }
    cue.direction = to == "past"     ? CueDirection::kPast
                    : to == "future" ? CueDirection::kFuture
                                     : CueDirection::kStop;
    cue.leads = to == "until";
    cues_.push_back(std::move(cue));
  }
  cues_by_last_ = IndexByLast(cues_);
  return absl::OkStatus();
}

const Recognizer::Cue* Recognizer::CueEndingAt(const Lattice& lattice, uint32_t first,
                                               uint32_t end) const {
  const int32_t word = lattice.atoms()[end - 1].word;
  if (word < 0 || static_cast<size_t>(word) >= cues_by_last_.size()) return nullptr;
  const Cue* longest = nullptr;
  for (const uint32_t index : cues_by_last_[static_cast<size_t>(word)]) {
    const Cue& cue = cues_[index];
    if (cue.leads || (longest != nullptr && cue.words.size() <= longest->words.size())) continue;
    if (EndsWith(lattice, cue.words, first, end)) longest = &cue;
  }
  return longest;
}

CueDirection Recognizer::CueBefore(const Lattice& lattice, uint32_t first, uint32_t atom,
                                   uint32_t window) const {
  const uint32_t stop = atom > window ? std::max(first, atom - window) : first;
  for (uint32_t end = atom; end > stop; --end) {
    const Cue* cue = CueEndingAt(lattice, first, end);
    if (cue != nullptr) return cue->direction;
  }
  return CueDirection::kNone;
}

bool Recognizer::LeadsAhead(const Lattice& lattice, uint32_t first, uint32_t atom) const {
  if (atom <= first) return false;
  const int32_t word = lattice.atoms()[atom - 1].word;
  if (word < 0 || static_cast<size_t>(word) >= cues_by_last_.size()) return false;
  const auto& ending = cues_by_last_[static_cast<size_t>(word)];
  return std::any_of(ending.begin(), ending.end(), [&](uint32_t index) {
    return cues_[index].leads && EndsWith(lattice, cues_[index].words, first, atom);
  });
}

void Recognizer::Find(Lattice* lattice, std::vector<Expression>* expressions) const {
  const size_t from = expressions->size();
  const auto size = static_cast<uint32_t>(lattice->atoms().size());
  std::vector<Match> matches;
  uint32_t previous_end = 0;
  for (uint32_t i = 0; i < size;) {
    grammar_.MatchAt(lattice, i, &matches);
    const Match* chosen = nullptr;
    for (const Match& match : matches) {
      if (Plausible(match, previous_end, lattice)) {
        chosen = &match;
        break;
      }
    }
    if (chosen == nullptr) {
      ++i;
      continue;
    }
    previous_end = chosen->end;
    i = chosen->end;
    Append(*chosen, expressions);
  }
  if (expressions->size() == from) return;
  JoinParts(lattice, from, expressions);
  JoinModifiers(*lattice, from, expressions);
  JoinClocks(*lattice, from, expressions);
  ShareYears(*lattice, from, expressions);
}

void Recognizer::Append(const Match& match, std::vector<Expression>* out) const {
  Expression expression;
  expression.date = match;
  expression.begin = match.begin;
  expression.end = match.end;
  if (match.rule->kind != RuleKind::kList) {
    out->push_back(std::move(expression));
    return;
  }
  // "May 4 and 5, 1865": one expression for each day. The month and year stay with the day that
  // they stand beside, in span; all share them in meaning.
  uint32_t days = 0;
  while (match.Find(kDayNumber, static_cast<int>(days)) != nullptr) ++days;
  for (uint32_t k = 0; k < days; ++k) {
    const Capture day = *match.Find(kDayNumber, static_cast<int>(k));
    Expression one;
    one.date.rule = match.rule;
    one.date.rule_index = match.rule_index;
    for (uint32_t c = 0; c < match.captures; ++c) {
      if (match.capture[c].symbol == kDayNumber) continue;
      one.date.capture[one.date.captures++] = match.capture[c];
    }
    one.date.capture[one.date.captures++] = day;
    one.begin = k == 0 ? match.begin : day.begin;
    one.end = k + 1 == days ? match.end : day.end;
    one.date.begin = one.begin;
    one.date.end = one.end;
    out->push_back(std::move(one));
  }
}

void Recognizer::JoinParts(Lattice* lattice, size_t from, std::vector<Expression>* out) const {
  for (size_t i = from; i < out->size(); ++i) {
    Expression& e = (*out)[i];
    if (!IsDayLevel(e.date) || e.part != 0) continue;
    if (i + 1 < out->size() && (*out)[i + 1].begin <= e.end) continue;
    const Edge* part = lattice->Longest(e.end, kPart);
    if (part == nullptr) continue;
    e.part = static_cast<char>(part->value);
    e.end = part->end;
  }
}

void Recognizer::JoinModifiers(const Lattice& lattice, size_t from,
                               std::vector<Expression>* out) const {
  uint32_t first = 0;
  for (size_t i = from; i < out->size(); ++i) {
    Expression& e = (*out)[i];
    const RuleKind kind = e.date.rule->kind;
    const bool duration = kind == RuleKind::kDuration;
    const bool date = kind == RuleKind::kDate || kind == RuleKind::kRelative ||
                      kind == RuleKind::kShift || kind == RuleKind::kNth ||
                      kind == RuleKind::kList || kind == RuleKind::kOffset;
    const Atom& head = lattice.atoms()[e.begin];
    const bool counted = head.kind == AtomKind::kNumber ||
                         (head.word >= 0 &&
                          (lexicon_.word(head.word).number > 0 || head.word == lexicon_.Find("a") ||
                           head.word == lexicon_.Find("an") || head.word == lexicon_.Find("half")));
    // "about" and its like may stand before a modifier of their own kind: two rounds.
    for (int round = 0; round < 2 && e.begin > first; ++round) {
      const int32_t last = lattice.atoms()[e.begin - 1].word;
      if (last < 0 || static_cast<size_t>(last) >= modifiers_by_last_.size()) break;
      const Modifier* best = nullptr;
      for (const uint32_t index : modifiers_by_last_[static_cast<size_t>(last)]) {
        const Modifier& modifier = modifiers_[index];
        const bool applies =
            (modifier.applies == Applies::kDate && date) ||
            (modifier.applies == Applies::kDuration && (duration || kind == RuleKind::kOffset) &&
             counted) ||
            (modifier.applies == Applies::kAny &&
             ((duration && counted) || (kind == RuleKind::kOffset && counted) ||
              (date && e.date.Find(kYear) != nullptr))) ||
            (modifier.applies == Applies::kPart && IsDayLevel(e.date) && e.part == 0);
        if (!applies || !EndsWith(lattice, modifier.words, first, e.begin)) continue;
        if (best == nullptr || modifier.words.size() > best->words.size()) best = &modifier;
      }
      if (best == nullptr) break;
      e.begin -= static_cast<uint32_t>(best->words.size());
      if (best->applies == Applies::kPart) {
        e.part = best->modifier[0];
      } else if (e.modifier.empty()) {
        e.modifier = best->modifier;
      }
    }
    first = e.end;
  }
}

void Recognizer::JoinClocks(const Lattice& lattice, size_t from,
                            std::vector<Expression>* out) const {
  const int32_t links[] = {lexicon_.FindMark(','), lexicon_.Find("at"),     lexicon_.Find("on"),
                           lexicon_.Find("of"),    lexicon_.Find("around"), lexicon_.Find("about")};
  const int32_t in_word = lexicon_.Find("in");
  const auto linked = [&](uint32_t begin, uint32_t end) {
    if (end < begin || end - begin > 2) return false;
    for (uint32_t k = begin; k < end; ++k) {
      const int32_t word = lattice.atoms()[k].word;
      if (word < 0 || std::find(std::begin(links), std::end(links), word) == std::end(links)) {
        return false;
      }
    }
    return true;
  };
  size_t kept = from;
  for (size_t i = from; i < out->size(); ++i) {
    Expression& e = (*out)[i];
    if (kept > from) {
      Expression& before = (*out)[kept - 1];
      const bool day_then_clock =
          (IsDayLevel(before.date) || before.date.rule->value == "N" ||
           (before.date.rule->kind == RuleKind::kRelative && before.date.Find(kPart) != nullptr)) &&
          IsClockOnly(e.date);
      const bool clock_then_day = IsClockOnly(before.date) && !before.timed && IsDayLevel(e.date);
      if (!before.timed && before.part == 0 && IsDayLevel(before.date) && IsPartAlone(e.date) &&
          e.begin == before.end + 1 && lattice.atoms()[before.end].word == in_word) {
        before.part = static_cast<char>(e.date.Find(kPart)->value);  // "Monday in the evening"
        before.end = e.end;
        continue;
      }
      if (!before.timed && !e.timed && (day_then_clock || clock_then_day) &&
          linked(before.end, e.begin)) {
        if (day_then_clock) {
          before.clock = e.date;
          before.timed = true;
          before.end = e.end;
        } else {
          e.clock = before.date;
          e.timed = true;
          e.begin = before.begin;
          before = std::move(e);
        }
        continue;
      }
    }
    if (kept != i) (*out)[kept] = std::move(e);
    ++kept;
  }
  out->resize(kept);
}

void Recognizer::ShareYears(const Lattice& lattice, size_t from,
                            std::vector<Expression>* out) const {
  const int32_t dash = lexicon_.FindMark('-');
  const int32_t comma = lexicon_.FindMark(',');
  const int32_t to = lexicon_.Find("to");
  const int32_t through = lexicon_.Find("through");
  const int32_t until = lexicon_.Find("until");
  const int32_t and_word = lexicon_.Find("and");
  const int32_t between = lexicon_.Find("between");
  for (size_t i = out->size(); i-- > from + 1;) {
    Expression& a = (*out)[i - 1];
    Expression& b = (*out)[i];
    if (b.begin != a.end + 1) continue;
    const int32_t link = lattice.atoms()[a.end].word;
    if (link < 0) continue;
    const bool after_between =
        a.begin > 0 && lattice.atoms()[a.begin - 1].word == between && link == and_word;
    const bool range =
        link == dash || link == to || link == through || link == until || after_between;
    if (!range && link != and_word && link != comma) continue;
    a.opens_range = range;
    ShareForward(range, a.date, &b.date);
    const Capture* year = b.date.Find(kYear);
    const Capture* month_a = a.date.Find(kMonth);
    const Capture* month_b = b.date.Find(kMonth);
    if (year == nullptr || month_a == nullptr || month_b == nullptr ||
        a.date.Find(kYear) != nullptr || a.date.Find(kRelative) != nullptr ||
        a.date.captures >= Match::kMaxCaptures) {
      continue;
    }
    Capture shared = *year;
    if (range && month_a->value > month_b->value) --shared.value;
    a.date.capture[a.date.captures++] = shared;
  }
}

}  // namespace nutgraf::extract::dates
