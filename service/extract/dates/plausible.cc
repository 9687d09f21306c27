#include "service/extract/dates/plausible.h"

#include <cstddef>
#include <string_view>

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
  /// Only for words that a table or the lattice names: others are never found.
  bool Is(const Atom* atom, std::string_view word) const {
    return atom != nullptr && atom->word >= 0 && atom->word == lexicon_.Find(word);
  }
  bool IsMark(const Atom* atom, char mark) const {
    return atom != nullptr && atom->kind == AtomKind::kMark && atom->word >= 0 &&
           atom->word == lexicon_.FindMark(mark);
  }
  bool Has(const Atom* atom, ContextRole role) const {
    return atom != nullptr && atom->word >= 0 && lexicon_.word(atom->word).Has(role);
  }
  bool Opens(const Atom* atom) const { return Has(atom, ContextRole::kOpensYear); }
  /// A sentence starts here, as far as marks tell.
  bool StartsSentence() const {
    const Atom* before = Before();
    return before == nullptr || IsMark(before, '.') || IsMark(before, '"') || IsMark(before, ':') ||
           (before->kind == AtomKind::kMark && before->word < 0);
  }
  size_t HeadLength() const {
    const Atom& head = lattice_.atoms()[match_.begin];
    return head.end - head.begin;
  }
  bool HeadIsCapital() const { return lattice_.atoms()[match_.begin].capital; }
  bool GluedBefore() const { return match_.begin > 0 && lattice_.Glued(match_.begin); }
  bool GluedAfter() const { return lattice_.Glued(match_.end); }

 private:
  const Lattice& lattice_;
  const Lexicon& lexicon_;
  const Match& match_;
};

bool IsCapitalWord(const Atom* atom) {
  return atom != nullptr && atom->kind == AtomKind::kWord && atom->capital;
}

/// "mid-1998", "1914-1918" are years behind a dash; "F-2000", "555-1998" are not.
bool DashAllowsYear(const Surroundings& around) {
  const Atom* behind = around.Before(2);
  if (behind == nullptr) return true;
  if (behind->kind == AtomKind::kNumber) return behind->digits == 4 || behind->digits <= 2;
  return around.Has(behind, ContextRole::kPrefix);
}

/// A number joined to what stands before or after it, without a space.
bool GlueAllowsYear(uint32_t begin, uint32_t previous_end, const Surroundings& around) {
  const Atom* before = around.Before();
  const Atom* after = around.After();
  if (around.GluedBefore()) {
    if (around.IsMark(before, '-') && !DashAllowsYear(around)) return false;
    if (around.IsMark(before, '.') || around.IsMark(before, ',') || around.IsMark(before, ':')) {
      return false;
    }
    if (around.IsMark(before, '/') && previous_end + 1 != begin) {
      const Atom* behind = around.Before(2);
      if (behind == nullptr || behind->kind != AtomKind::kNumber || behind->digits != 4) {
        return false;
      }
    }
  }
  if (!around.GluedAfter()) return true;
  if (around.IsMark(after, ':') || around.IsMark(after, '+')) return false;
  const Atom* next = around.After(1);
  if (around.IsMark(after, '/') && next != nullptr && next->kind == AtomKind::kWord) return false;
  if (around.IsMark(after, '-')) {  // "1998-built" is a year, "2000-strong" a count
    if (around.Has(next, ContextRole::kCompound)) return false;
    if (next != nullptr && next->kind == AtomKind::kNumber && next->digits <= 3) return false;
  }
  return true;
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
  if (!GlueAllowsYear(match.begin, previous_end, around)) return false;
  if (around.Has(before, ContextRole::kBeforeNumber)) return false;
  const bool surely = around.Has(before, ContextRole::kSurelyYear);
  if (around.Has(after, ContextRole::kAfterNumber) && (!surely || year < 1600)) return false;
  if (year >= 1900 && year <= 2100) return true;
  if (around.Opens(before)) return true;
  // Beyond living memory a number needs a sign that it is a year.
  const bool bracket = around.IsMark(before, '(') || around.IsMark(after, ')');
  const bool range = around.IsMark(before, '-') || around.IsMark(after, '-');
  const bool comma =
      around.IsMark(before, ',') && (previous_end + 1 == match.begin || after == nullptr);
  return year >= 1200 && year < 1900 &&
         (bracket || range || comma || IsCapitalWord(before) || around.Is(before, "the"));
}

/// "Theresa May", "April Ryan", "the March on Washington" name no month.
bool PlausibleMonth(const Match& match, const Surroundings& around) {
  const Capture* capture = match.Find(kMonth);
  if (capture == nullptr || match.captures != 1 || match.end - match.begin > 1) return true;
  const int64_t month = capture->value;
  const bool short_name = around.HeadLength() == 3 && month == 1;  // "Jan Berger"
  const bool also_name = (month >= 3 && month <= 6) || month == 8 || short_name;
  const bool also_word = month == 3 || month == 5;
  const Atom* before = around.Before();
  const Atom* after = around.After();
  if (around.GluedBefore() && !around.IsMark(before, '(') && !around.IsMark(before, '"') &&
      !around.IsMark(before, '-') && !around.IsMark(before, '/')) {
    return false;
  }
  if (around.Has(before, ContextRole::kName)) return false;
  if (month == 8 && !around.HeadIsCapital() &&
      (around.Is(before, "a") || around.Is(before, "an"))) {
    return false;  // "an august body"
  }
  if (around.Opens(before)) return true;
  const bool starts = around.StartsSentence();
  if (also_word && starts && after != nullptr && !around.IsMark(after, ',') &&
      !around.Has(after, ContextRole::kMonthAfter)) {
    return false;
  }
  if (also_name && !starts && IsCapitalWord(before)) return false;
  if (also_name && IsCapitalWord(after) && after->space_before && after->word < 0) return false;
  if (also_name && around.IsMark(after, '\'')) return month == 8;
  if (month == 3) {
    if (around.Is(before, "the") || around.Is(before, "s")) return false;
    if (around.Is(after, "on") || around.Is(after, "for") || around.Is(after, "to")) return false;
  }
  return true;
}

/// "a man in his 20s", "women in their late forties and fifties": ages.
bool PlausibleDecade(const Match& match, const Surroundings& around, const Lattice& lattice) {
  const Capture* decade = match.Find(kDecade);
  if (decade == nullptr || decade->begin != match.begin) return true;
  const Atom& head = lattice.atoms()[decade->begin];
  if (head.kind == AtomKind::kMark || (head.kind == AtomKind::kNumber && head.digits != 2)) {
    return true;
  }
  constexpr uint32_t kReach = 8;
  for (uint32_t k = 1; k <= kReach; ++k) {
    const Atom* before = around.Before(k);
    if (before == nullptr) return true;
    if (around.Has(before, ContextRole::kOwner)) return false;
    const bool passes = around.Has(before, ContextRole::kPrefix) || around.IsMark(before, '-') ||
                        around.IsMark(before, ',') || around.Is(before, "and") ||
                        around.Is(before, "or") || around.Is(before, "to") ||
                        around.Is(before, "s") ||
                        (before->kind == AtomKind::kNumber && before->digits == 2) ||
                        (before->word >= 0 && lattice.lexicon().word(before->word).IsA(kDecade));
    if (!passes) return true;
  }
  return true;
}

/// "spring" and "fall" are seasons only where a word says so; "Winter Olympics" is a name.
bool PlausibleSeason(const Match& match, const Surroundings& around, const Lattice& lattice) {
  const Capture* season = match.Find(kSeason);
  if (season == nullptr || match.captures != 1) return true;
  const Atom* before = around.Before();
  const Atom* after = around.After();
  const Atom& atom = lattice.atoms()[season->begin];
  if (atom.capital && IsCapitalWord(after)) return false;
  if (around.GluedBefore() && around.IsMark(before, '/')) return false;
  if (!around.Is(&atom, "spring") && !around.Is(&atom, "fall")) return true;
  return around.Has(before, ContextRole::kSeasonBefore) ||
         around.Has(after, ContextRole::kSeasonAfter);
}

/// A clock time without a.m. or p.m. may be a score, a ratio or a verse.
bool PlausibleClock(const Match& match, uint32_t previous_end, const Surroundings& around) {
  const Capture* clock = match.Find(kClock);
  if (clock == nullptr || match.Find(kMonth) != nullptr || match.Find(kIsoDate) != nullptr ||
      (clock->value & kClockMarked) != 0 || match.Find(kZone) != nullptr) {
    return true;
  }
  if (match.end > clock->end) return true;  // "local time"
  const Atom* before = around.Before();
  if (around.GluedBefore() && !around.IsMark(before, '(') && !around.IsMark(before, '"') &&
      !around.IsMark(before, '-')) {
    return false;
  }
  if ((clock->value & kClockSeconds) != 0) {
    // a race is run in 2:05:30; a log is written at 10:55:50, beside its day
    return before == nullptr || around.Is(before, "at") || previous_end == match.begin;
  }
  if (around.Has(before, ContextRole::kScore)) return false;
  if (IsCapitalWord(before) && before->word < 0) return false;  // "John 3:16"
  const Atom* after = around.After();
  return !around.Has(after, ContextRole::kAfterNumber) || around.Is(after, "hours");
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

bool PlausibleDuration(const Match& match, const Surroundings& around, const Lattice& lattice) {
  if (match.rule->kind != RuleKind::kDuration && match.rule->kind != RuleKind::kRange) return true;
  const Capture* unit = match.Find(kUnit);
  if (unit == nullptr) return true;
  const Capture* relative = match.Find(kRelative);
  const Capture* count = match.Find(kNumber);
  const Atom* before = around.Before();
  const Atom* after = around.After();
  if (relative != nullptr && Step(*relative) == 0 && count == nullptr) return false;
  // "declaring that two years of talks had failed"
  if (relative != nullptr && relative->begin == match.begin && count != nullptr &&
      around.Is(&lattice.atoms()[match.begin], "that")) {
    return false;
  }
  // Ages: "5-year-old", "aged 14 years", "18 years old", "25 years of age".
  if (around.Has(after, ContextRole::kAge) || around.Has(before, ContextRole::kAge) ||
      ((around.IsMark(after, '-') || around.Is(after, "of")) &&
       around.Has(around.After(1), ContextRole::kAge))) {
    return false;
  }
  // "three quarters of the troops", "a quarter"
  if (unit->value == 'Q' && match.end == unit->end && relative == nullptr &&
      (count == nullptr ||
       !(around.Is(before, "for") || around.Is(before, "past") || around.Is(before, "last")))) {
    return false;
  }
  if (count == nullptr) return true;
  const Atom& head = lattice.atoms()[match.begin];
  if (around.GluedBefore() && head.kind == AtomKind::kNumber &&
      (around.IsMark(before, '.') || around.IsMark(before, ',') || around.IsMark(before, '/') ||
       around.IsMark(before, '-'))) {
    return false;
  }
  // "m", "s", "h" measure other things as often.
  const Atom& unit_atom = lattice.atoms()[unit->begin];
  if (unit_atom.end - unit_atom.begin == 1) return false;
  if (unit->value == 's' && count->value > 5000 * 1000) return false;
  // "2010 quarter": a year, not a count.
  if (head.digits == 4 && count->value >= 1900 * 1000 && count->value <= 2100 * 1000 &&
      unit->value != 'h') {
    return around.Is(&unit_atom, "years");
  }
  return true;
}

bool PlausibleDay(const Match& match, const Surroundings& around, Lattice* lattice) {
  const Capture* day = match.Find(kDayNumber);
  const Capture* month = match.Find(kMonth);
  if (day == nullptr) return true;
  // "the 15th" is a day; "the first", "Tuesday the first" are followed by what is first.
  if (month == nullptr && match.Find(kRelative) == nullptr &&
      lattice->atoms()[day->begin].kind != AtomKind::kNumber) {
    return false;
  }
  // "6,107.31 August": the tail of a figure.
  const Atom* behind = around.Before(2);
  if (day->begin == match.begin && around.GluedBefore() && behind != nullptr &&
      behind->kind == AtomKind::kNumber &&
      (around.IsMark(around.Before(), '.') || around.IsMark(around.Before(), ',') ||
       around.IsMark(around.Before(), ':'))) {
    return false;
  }
  // "Saturday 3 days from now", "Monday 8-9 a.m."
  if (day->end == match.end && month == nullptr && match.Find(kWeekday) != nullptr &&
      (lattice->Longest(match.end, kUnit) != nullptr ||
       (around.GluedAfter() && around.IsMark(around.After(), '-')))) {
    return false;
  }
  // "Thursday 8:30", "March 9 a.m.": the hour of a clock time.
  if (day->end == match.end && lattice->Longest(day->begin, kClock) != nullptr) return false;
  if (day->end != match.end || match.Find(kYear) != nullptr) return true;
  // "March 5 million", "May 5%": a count, not a day.
  const Atom* after = around.After();
  if (around.Has(after, ContextRole::kAfterNumber) && after->kind == AtomKind::kWord &&
      month != nullptr && day->begin > month->begin) {
    return false;
  }
  return !around.GluedAfter() || !(around.IsMark(after, '%') || around.IsMark(after, '$'));
}

}  // namespace

bool Plausible(const Match& match, uint32_t previous_end, Lattice* lattice) {
  const Surroundings around(match, *lattice);
  if (match.rule->upper && !EraInCapitals(match, *lattice)) return false;
  if (match.rule->short_year && match.Find(kShortYear)->value <= 31) return false;
  if (match.rule->kind == RuleKind::kDate) {
    return PlausibleYear(match, previous_end, around) && PlausibleMonth(match, around) &&
           PlausibleSeason(match, around, *lattice) && PlausibleDecade(match, around, *lattice) &&
           PlausibleDay(match, around, lattice) && PlausibleClock(match, previous_end, around);
  }
  return PlausibleDuration(match, around, *lattice);
}

}  // namespace nutgraf::extract::dates
