#include "service/extract/dates/plausible.h"

#include <algorithm>

namespace nutgraf::extract::dates {
namespace {

/// The neighbours of a match, with the questions that the checks ask of them.
class Surroundings {
 public:
  Surroundings(const Match& match, const Lattice& lattice)
      : lattice_(lattice), lexicon_(lattice.lexicon()), match_(match) {}

  const Atom* Before(uint32_t k = 1) const {
    return match_.begin >= k ? &lattice_.atoms()[match_.begin - k] : nullptr;
  }
  const Atom* After(uint32_t k = 0) const {
    return match_.end + k < lattice_.atoms().size() ? &lattice_.atoms()[match_.end + k] : nullptr;
  }
  bool Is(const Atom* atom, std::string_view word) const {
    return atom != nullptr && atom->word >= 0 && atom->word == lexicon_.Find(word);
  }
  bool IsMark(const Atom* atom, char mark) const {
    return atom != nullptr && atom->kind == AtomKind::kMark && atom->word >= 0 &&
           atom->word == lexicon_.FindMark(mark);
  }
  const Word* WordOf(const Atom* atom) const {
    return atom != nullptr && atom->word >= 0 ? &lexicon_.word(atom->word) : nullptr;
  }
  bool Opens(const Atom* atom) const {
    const Word* word = WordOf(atom);
    return word != nullptr && word->opens_year;
  }
  /// A sentence starts here, as far as marks tell.
  bool StartsSentence() const {
    const Atom* before = Before();
    return before == nullptr || IsMark(before, '.') || IsMark(before, '"') || IsMark(before, ':') ||
           (before->kind == AtomKind::kMark && before->word < 0);
  }
  bool GluedBefore() const { return match_.begin > 0 && lattice_.Glued(match_.begin); }
  bool GluedAfter() const { return lattice_.Glued(match_.end); }

 private:
  const Lattice& lattice_;
  const Lexicon& lexicon_;
  const Match& match_;
};

/// "mid-1998", "1914-1918" are years behind a dash; "F-2000", "555-1998" are not.
bool DashAllowsYear(const Surroundings& around) {
  const Atom* behind = around.Before(2);
  if (behind == nullptr) return true;
  if (behind->kind == AtomKind::kNumber) {
    return behind->digits == 4 || behind->digits <= 2;
  }
  return around.Is(behind, "mid") || around.Is(behind, "post") || around.Is(behind, "pre") ||
         around.Is(behind, "late") || around.Is(behind, "early") || around.Is(behind, "end");
}

bool PlausibleYear(const Match& match, uint32_t previous_end, const Surroundings& around) {
  const Capture* capture = match.Find(kYear);
  if (capture == nullptr || capture->end != match.end || capture->begin != match.begin) return true;
  const int64_t year = capture->value;
  const Atom* before = around.Before();
  const Atom* after = around.After();
  if (around.IsMark(after, '%') || around.IsMark(after, '$')) return false;
  if (around.IsMark(before, '$') || around.IsMark(before, '#') || around.IsMark(before, '&')) {
    return false;
  }
  if (around.GluedBefore()) {
    if (around.IsMark(before, '-') && !DashAllowsYear(around)) return false;
    if (around.IsMark(before, '.') || around.IsMark(before, ',') || around.IsMark(before, ':')) {
      return false;
    }
    if (around.IsMark(before, '/') && previous_end + 1 != match.begin) {
      const Atom* behind = around.Before(2);
      if (behind == nullptr || behind->kind != AtomKind::kNumber || behind->digits != 4) {
        return false;
      }
    }
  }
  if (around.GluedAfter() && (around.IsMark(after, ':') || around.IsMark(after, '+'))) return false;
  if (around.GluedAfter() && around.IsMark(after, '/')) {
    const Atom* next = around.After(1);
    if (next != nullptr && next->kind == AtomKind::kWord) return false;
  }
  if (around.GluedAfter() && around.IsMark(after, '-')) {
    const Atom* next = around.After(1);  // "1998-built" is a year, "2000-strong" a count
    if (around.Is(next, "strong") || around.Is(next, "pound") || around.Is(next, "foot") ||
        around.Is(next, "mile") || around.Is(next, "meter") || around.Is(next, "metre") ||
        around.Is(next, "acre") || around.Is(next, "seat") || around.Is(next, "word")) {
      return false;
    }
  }
  const Word* word_before = around.WordOf(before);
  const Word* word_after = around.WordOf(after);
  if (word_before != nullptr && word_before->blocks_year_before) return false;
  const bool opened = around.Opens(before);
  const bool strong = around.Is(before, "in") || around.Is(before, "since") ||
                      around.Is(before, "until") || around.Is(before, "during") ||
                      around.Is(before, "year") || around.Is(before, "early") ||
                      around.Is(before, "late") || around.Is(before, "by");
  if (word_after != nullptr && word_after->blocks_year_after && (!strong || year < 1600) &&
      !(around.Is(after, "to") || around.Is(after, "m"))) {
    return false;
  }
  if (year >= 1900 && year <= 2100) return true;
  if (opened) return true;
  // Beyond living memory a number needs a sign that it is a year.
  const bool bracket = around.IsMark(before, '(') || around.IsMark(after, ')');
  const bool range = around.IsMark(before, '-') || around.IsMark(after, '-');
  const bool named = before != nullptr && before->kind == AtomKind::kWord && before->capital;
  const bool comma = around.IsMark(before, ',') && previous_end + 1 == match.begin;
  return year >= 1200 && year < 1900 &&
         (bracket || range || named || comma || around.Is(before, "the"));
}

/// "Theresa May", "April Ryan", "the March on Washington" name no month.
bool PlausibleMonth(const Match& match, const Surroundings& around) {
  const Capture* capture = match.Find(kMonth);
  if (capture == nullptr || match.captures != 1 || capture->end != match.end ||
      capture->begin != match.begin || match.end - match.begin > 1) {
    return true;
  }
  const int64_t month = capture->value;
  const bool also_name = month == 4 || month == 5 || month == 6 || month == 8;
  const bool also_word = month == 3 || month == 5;
  const Atom* before = around.Before();
  const Atom* after = around.After();
  const Word* word_before = around.WordOf(before);
  if (around.GluedBefore() && !around.IsMark(before, '(') && !around.IsMark(before, '"') &&
      !around.IsMark(before, '-') && !around.IsMark(before, '/')) {
    return false;
  }
  if (word_before != nullptr && word_before->name_title) return false;
  const bool starts = around.StartsSentence();
  if (also_word && starts && !around.IsMark(after, ',') && !around.Is(after, "was") &&
      !around.Is(after, "saw") && !around.Is(after, "and")) {
    return false;
  }
  if (also_name && !starts && before->kind == AtomKind::kWord && before->capital &&
      !around.Opens(before) && word_before == nullptr) {
    return false;
  }
  if (also_name && after != nullptr && after->kind == AtomKind::kWord && after->capital &&
      after->space_before && !around.Opens(before) && around.WordOf(after) == nullptr) {
    return false;
  }
  if (also_name && around.IsMark(after, '\'') && !around.Opens(before)) return month == 8;
  if (month == 3 && (around.Is(after, "on") || around.Is(after, "for")) && !around.Opens(before)) {
    return false;
  }
  if (month == 3 && around.Is(before, "s")) return false;
  return true;
}

/// A clock time without a.m. or p.m. may be a score, a ratio or a verse.
bool PlausibleClock(const Match& match, const Surroundings& around, const Lexicon& lexicon) {
  const Capture* clock = match.Find(kClock);
  if (clock == nullptr || (clock->value & kClockMarked) != 0 || match.Find(kZone) != nullptr) {
    return true;
  }
  if (match.end > clock->end) return true;  // "local time"
  const Atom* before = around.Before();
  const Atom* after = around.After();
  if (around.GluedBefore() && !around.IsMark(before, '(') && !around.IsMark(before, '"') &&
      !around.IsMark(before, '-')) {
    return false;
  }
  if ((clock->value & kClockSeconds) != 0) return around.Is(before, "at");
  if (before != nullptr && before->kind == AtomKind::kWord) {
    const bool result = around.Is(before, "won") || around.Is(before, "lost") ||
                        around.Is(before, "beat") || around.Is(before, "of");
    if (result) return false;
    if (before->capital && before->word < 0) return false;  // "John 3:16"
  }
  const Word* next = around.WordOf(after);
  if (next != nullptr && next->blocks_year_after && after->word != lexicon.Find("hours")) {
    return false;
  }
  return true;
}

/// "64 AD", "404 B.C.", never "5 ad campaigns".
bool EraInCapitals(const Match& match, const Lattice& lattice) {
  const Lexicon& lexicon = lattice.lexicon();
  for (uint32_t i = match.begin; i < match.end; ++i) {
    const Atom& atom = lattice.atoms()[i];
    if (atom.kind != AtomKind::kWord || atom.word < 0 || atom.capital) continue;
    for (const std::string_view era : {"bc", "bce", "ad", "ce", "b", "c"}) {
      if (atom.word == lexicon.Find(era)) return false;
    }
  }
  return true;
}

bool PlausibleDuration(const Match& match, const Surroundings& around, Lattice* lattice) {
  if (match.rule->kind != RuleKind::kDuration && match.rule->kind != RuleKind::kRange) return true;
  const Capture* unit = match.Find(kUnit);
  if (unit == nullptr) return true;
  const Capture* relative = match.Find(kRelative);
  if (relative != nullptr && Step(*relative) == 0 && match.Find(kNumber) == nullptr) return false;
  const Atom* before = around.Before();
  const Atom* after = around.After();
  // Ages: "5-year-old", "aged 14 years", "18 years old", "25 years of age".
  if (around.Is(after, "old") || around.Is(after, "olds") ||
      (around.IsMark(after, '-') &&
       (around.Is(around.After(1), "old") || around.Is(around.After(1), "olds"))) ||
      (around.Is(after, "of") && around.Is(around.After(1), "age")) || around.Is(before, "aged")) {
    return false;
  }
  const Capture* count = match.Find(kNumber);
  if (count != nullptr) {
    const Atom& head = lattice->atoms()[match.begin];
    if (match.begin > 0 && around.GluedBefore() && head.kind == AtomKind::kNumber &&
        (around.IsMark(before, '.') || around.IsMark(before, ',') || around.IsMark(before, '/'))) {
      return false;
    }
    // "m", "s", "h", "min" glued to digits measure other things as often.
    const Atom& unit_atom = lattice->atoms()[unit->begin];
    if (unit_atom.end - unit_atom.begin == 1) return false;
    // "one second", "first second"
    if (unit->value == 's' && count->value > 5000 * 1000) return false;
    // "2010 quarter": a year, not a count.
    if (head.digits == 4 && count->value >= 1900000 && count->value <= 2100000 &&
        unit->value != 'h') {
      return unit_atom.end > unit_atom.begin + 4 && around.Is(&unit_atom, "years");
    }
  }
  return true;
}

}  // namespace

bool Plausible(const Match& match, uint32_t previous_end, Lattice* lattice) {
  const Surroundings around(match, *lattice);
  if (match.rule->upper && !EraInCapitals(match, *lattice)) return false;
  if (match.rule->kind == RuleKind::kDate) {
    const Capture* day = match.Find(kDayNumber);
    if (!PlausibleYear(match, previous_end, around)) return false;
    if (!PlausibleMonth(match, around)) return false;
    if (!PlausibleClock(match, around, lattice->lexicon())) return false;
    // "March 5 million", "May 3.5": a count, not a day. Also digits glued to what follows.
    if (day != nullptr && day->end == match.end && match.Find(kYear) == nullptr) {
      const Atom* after = around.After();
      const Word* next = around.WordOf(after);
      if (next != nullptr && next->blocks_year_after && after->kind == AtomKind::kWord &&
          match.Find(kMonth) != nullptr && day->begin > match.Find(kMonth)->begin) {
        return false;
      }
      if (around.GluedAfter() && after->kind == AtomKind::kMark &&
          (around.IsMark(after, '%') || around.IsMark(after, '$'))) {
        return false;
      }
    }
  }
  return PlausibleDuration(match, around, lattice);
}

}  // namespace nutgraf::extract::dates
