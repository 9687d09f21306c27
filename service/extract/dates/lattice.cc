#include "service/extract/dates/lattice.h"

#include <algorithm>

namespace nutgraf::extract::dates {
namespace {

constexpr int64_t kHour = 3600;
constexpr int64_t kMaxCount = 1000000;  // units: beyond it nothing is a count of days or years

}  // namespace

NumberDate UnpackNumberDate(int64_t value) {
  return {static_cast<int>(value & 0xFF), static_cast<int>((value >> 8) & 0xFF),
          static_cast<int>((value >> 16) & 0xFFFF), (value >> 32) != 0};
}

Lattice::Lattice(std::span<const Atom> atoms, const Lexicon& lexicon)
    : atoms_(atoms), lexicon_(lexicon), ranges_(atoms.size()) {
  dash_ = lexicon.FindMark('-');
  apostrophe_ = lexicon.FindMark('\'');
  dot_ = lexicon.FindMark('.');
  comma_ = lexicon.FindMark(',');
  colon_ = lexicon.FindMark(':');
  slash_ = lexicon.FindMark('/');
  open_ = lexicon.FindMark('(');
  close_ = lexicon.FindMark(')');
  plus_ = lexicon.FindMark('+');
  percent_ = lexicon.FindMark('%');
  half_mark_ = lexicon.FindMark(kHalfMark);
  am_ = lexicon.Find("am");
  pm_ = lexicon.Find("pm");
  a_ = lexicon.Find("a");
  p_ = lexicon.Find("p");
  m_ = lexicon.Find("m");
  o_ = lexicon.Find("o");
  clock_ = lexicon.Find("clock");
  s_ = lexicon.Find("s");
  st_ = lexicon.Find("st");
  nd_ = lexicon.Find("nd");
  rd_ = lexicon.Find("rd");
  th_ = lexicon.Find("th");
  and_ = lexicon.Find("and");
  half_ = lexicon.Find("half");
  hrs_ = lexicon.Find("hrs");
  hours_ = lexicon.Find("hours");
  q_ = lexicon.Find("q");
  h_ = lexicon.Find("h");
  fy_ = lexicon.Find("fy");
  t_ = lexicon.Find("t");
}

Lattice::Range Lattice::Edges(uint32_t i) {
  if (i >= atoms_.size()) return {};
  Range& range = ranges_[i];
  if (!range.made) {
    range.first = static_cast<uint32_t>(edges_.size());
    if (atoms_[i].word >= 0 || atoms_[i].kind == AtomKind::kNumber) Make(i);
    range.count = static_cast<uint32_t>(edges_.size()) - range.first;
    range.made = true;
  }
  return range;
}

const Edge* Lattice::Longest(uint32_t i, uint16_t symbol) {
  const Range range = Edges(i);
  const Edge* best = nullptr;
  for (uint32_t k = 0; k < range.count; ++k) {
    const Edge& edge = edges_[range.first + k];
    if (edge.symbol == symbol && (best == nullptr || edge.end > best->end)) best = &edge;
  }
  return best;
}

void Lattice::Make(uint32_t i) {
  const Atom& atom = atoms_[i];
  if (atom.kind == AtomKind::kNumber) {
    MakeDigits(i);
    return;
  }
  const Word& word = lexicon_.word(atom.word);
  if (word.literal != kNoSymbol) Add(word.literal, i + 1, 0);
  if (atom.kind == AtomKind::kWord) {
    MakeWord(i);
  } else if (atom.word == apostrophe_) {
    MakeApostrophe(i);
  }
}

void Lattice::MakeWord(uint32_t i) {
  const Atom& atom = atoms_[i];
  const Word& word = lexicon_.word(atom.word);
  for (const ClassValue& entry : word.classes) {
    if (entry.needs_capital && !atom.capital) continue;
    if (entry.needs_upper && !atom.upper) continue;
    int64_t value = entry.value;
    if (entry.symbol == kClock) value = (value * kHour) | kClockMarked | kClockHourOnly;
    if (entry.symbol == kZone) AddZoneOffset(i, entry);
    Add(entry.symbol, i + 1, value);
    if (entry.may_take_dot && Glued(i + 1) && IsMark(i + 1, dot_)) Add(entry.symbol, i + 2, value);
  }
  AddHolidays(i, word);
  if ((atom.word == q_ || atom.word == h_) && GluedNumber(i + 1, 1, 1) && !GluedWord(i + 2)) {
    const int64_t n = atoms_[i + 1].number;
    if (atom.word == q_ && n >= 1 && n <= 4) Add(kQuarterCode, i + 2, n);
    if (atom.word == h_ && n >= 1 && n <= 2) Add(kHalfCode, i + 2, n);
  }
  if (word.number >= 0 || word.ordinal >= 0) AddCounts(i);
}

void Lattice::AddHolidays(uint32_t i, const Word& word) {
  for (const uint32_t index : word.holidays) {
    const Holiday& holiday = lexicon_.holiday(index);
    const auto size = static_cast<uint32_t>(holiday.words.size());
    if (i + size > atoms_.size()) continue;
    bool same = true;
    for (uint32_t k = 0; k < size && same; ++k) {
      const Atom& atom = atoms_[i + k];
      same = atom.word == holiday.words[k] &&
             (!holiday.needs_capital || k > 0 || atom.kind != AtomKind::kWord || atom.capital);
    }
    if (same) Add(kHoliday, i + size, index);
  }
}

void Lattice::AddZoneOffset(uint32_t i, const ClassValue& zone) {
  // "GMT+8", "UTC -5", "GMT +5:30": an offset in hours and minutes from a zone that is UTC itself.
  if (!lexicon_.zone(zone.value).utc) return;
  const bool minus = IsMark(i + 1, dash_);
  if (!minus && !IsMark(i + 1, plus_)) return;
  if (!GluedNumber(i + 2, 1, 2) || atoms_[i + 2].number > 14) return;
  int64_t minutes = atoms_[i + 2].number * 60;
  uint32_t end = i + 3;
  if (Glued(end) && IsMark(end, colon_) && GluedNumber(end + 1, 2, 2)) {
    minutes += atoms_[end + 1].number;
    end += 2;
  }
  Add(kZone, end, kZoneOffset + (minus ? -minutes : minutes));
}

void Lattice::AddCounts(uint32_t i) {
  // Reads "two hundred and fifty", "twenty-five", "twenty-first", "nineteen eighty-four".
  int64_t total = 0;
  int64_t part = 0;
  int64_t last = -1;
  uint32_t at = i;
  uint32_t years_from = 0;  // where a second group starts that makes a year of the first
  int64_t first_group = -1;
  const uint32_t limit = std::min<uint32_t>(static_cast<uint32_t>(atoms_.size()), i + kMaxReach);
  while (at < limit) {
    uint32_t next = at;
    if (at > i && IsMark(next, dash_)) ++next;
    if (at > i && IsWord(next, and_) && last >= 100) ++next;
    if (next >= limit || atoms_[next].kind != AtomKind::kWord || atoms_[next].word < 0) break;
    const Word& word = lexicon_.word(atoms_[next].word);
    if (word.ordinal >= 0 && (at == i || (last >= 20 && word.ordinal < last))) {
      const int64_t ordinal = total + part + word.ordinal;
      Add(kOrdinal, next + 1, ordinal);
      if (ordinal <= 31) Add(kDayNumber, next + 1, ordinal);
      if (word.number < 0 || at > i) break;
    }
    const int64_t n = word.number;
    if (n < 0) break;
    if (n >= 100) {
      if (last < 0 || last >= n) break;
      if (n == 100) {
        part *= 100;
      } else {
        total += part * n;
        part = 0;
      }
      if (total > kMaxCount * 1000) break;
    } else if (last < 0 || last >= 100 || (last >= 20 && n < 10)) {
      part += n;
    } else {
      if (last >= 10 && n >= 10 && part >= 13 && part <= 20 && total == 0) {
        first_group = part;
        years_from = next;
      }
      break;
    }
    last = n;
    at = next + 1;
  }
  const int64_t count = total + part;
  if (at > i && count <= kMaxCount) {
    Add(kNumber, at, count * 1000);
    // "two and a half", "two-and-a-half"
    uint32_t half = at;
    if (IsMark(half, dash_)) ++half;
    if (IsWord(half, and_)) {
      ++half;
      if (IsMark(half, dash_)) ++half;
      if (IsWord(half, a_)) ++half;
      if (IsMark(half, dash_)) ++half;
      if (IsWord(half, half_)) Add(kNumber, half + 1, count * 1000 + 500);
    }
    if (count > 2000 && count < 2100) Add(kYear, at, count);
    if (count >= 1 && count <= 12) FinishClock(count, 0, 0, at, kClockHourOnly);
  }
  if (years_from > 0) {
    const Word& tens = lexicon_.word(atoms_[years_from].word);
    int64_t low = tens.number;
    uint32_t end = years_from + 1;
    uint32_t ones = end;
    if (IsMark(ones, dash_)) ++ones;
    if (low >= 20 && ones < limit && atoms_[ones].kind == AtomKind::kWord &&
        atoms_[ones].word >= 0) {
      const int64_t digit = lexicon_.word(atoms_[ones].word).number;
      if (digit >= 1 && digit <= 9) {
        low += digit;
        end = ones + 1;
      }
    }
    if (low < 100) Add(kYear, end, first_group * 100 + low);
  }
}

void Lattice::MakeApostrophe(uint32_t i) {
  if (!GluedNumber(i + 1, 2, 2)) return;
  const int64_t n = atoms_[i + 1].number;
  if (GluedWord(i + 2)) {
    if (atoms_[i + 2].word == s_ && n % 10 == 0) Add(kDecade, i + 3, n >= 20 ? 1900 + n : 2000 + n);
    return;
  }
  Add(kYear, i + 2, n >= 40 ? 1900 + n : 2000 + n);
}

void Lattice::MakeDigits(uint32_t i) {
  const Atom& atom = atoms_[i];
  if (atom.number < 0) return;
  if (GluedWord(i) || (i > 0 && Glued(i) && atoms_[i - 1].kind == AtomKind::kWord)) {
    // "A320", "covid19": a code, unless the letters name a month ("Mar4") or a fiscal year.
    const int32_t before = atoms_[i - 1].word;
    if (before < 0) return;
    const auto& classes = lexicon_.word(before).classes;
    const bool month = std::any_of(classes.begin(), classes.end(),
                                   [](const ClassValue& c) { return c.symbol == kMonthAny; });
    if (!month && before != fy_ && before != t_) return;
  }
  const int64_t n = atom.number;
  uint32_t next = i + 1;
  int64_t count = n;
  while (Glued(next) && IsMark(next, comma_) && GluedNumber(next + 1, 3, 3) &&
         !(Glued(next + 2) && IsNumber(next + 2)) && next < i + kMaxReach && count <= kMaxCount) {
    count = count * 1000 + atoms_[next + 1].number;
    next += 2;
  }
  if (next > i + 1) {
    if (count <= kMaxCount) Add(kNumber, next, count * 1000);
    return;
  }
  AddNumericDates(i);
  AddClock(i);
  if (Glued(next) && IsMark(next, dot_) && GluedNumber(next + 1, 1, 3)) {
    int64_t fraction = atoms_[next + 1].number;
    for (int k = atoms_[next + 1].digits; k < 3; ++k) fraction *= 10;
    if (n <= kMaxCount) Add(kNumber, next + 2, n * 1000 + fraction);
    return;
  }
  if (Glued(next) && IsMark(next, percent_)) return;
  if (IsMark(next, half_mark_)) {  // "2½"
    if (n <= kMaxCount) Add(kNumber, next + 1, n * 1000 + 500);
    return;
  }
  AddFraction(i, next);
  if (GluedWord(next)) {
    const int32_t suffix = atoms_[next].word;
    if (suffix >= 0 && (suffix == st_ || suffix == nd_ || suffix == rd_ || suffix == th_)) {
      Add(kOrdinal, next + 1, n);
      if (atom.digits <= 2 && n >= 1 && n <= 31) Add(kDayNumber, next + 1, n);
      return;
    }
    if (suffix >= 0 && suffix == s_) {
      if (atom.digits == 4 && n % 10 == 0 && n >= 1000 && n <= 2190) Add(kDecade, next + 1, n);
      if (atom.digits == 3 && n % 10 == 0) Add(kDecade, next + 1, n);
      if (atom.digits == 2 && n % 10 == 0 && n >= 20) Add(kDecade, next + 1, 1900 + n);
      return;
    }
    if (suffix >= 0 && suffix == q_ && n >= 1 && n <= 4) Add(kQuarterCode, next + 1, n);
    if (suffix >= 0 && suffix == h_ && n >= 1 && n <= 2) Add(kHalfCode, next + 1, n);
    if (n <= kMaxCount) Add(kNumber, next, n * 1000);  // "3yr"
    return;
  }
  if (n <= kMaxCount) {
    Add(kNumber, next, n * 1000);
    uint32_t half = next;
    if (IsWord(half, and_) && IsWord(half + 1, a_) && IsWord(half + 2, half_)) {
      Add(kNumber, half + 3, n * 1000 + 500);
    }
  }
  if (atom.digits <= 2 && n >= 1 && n <= 31) Add(kDayNumber, next, n);
  AddYears(i, next);
}

void Lattice::AddFraction(uint32_t i, uint32_t next) {
  // "2 1/2", "2-1/2"
  if (Glued(next) && IsMark(next, dash_)) ++next;
  if (!IsNumber(next) || atoms_[next].digits != 1 || !GluedNumber(next + 2, 1, 1)) return;
  if (!Glued(next + 1) || !IsMark(next + 1, slash_) ||
      (Glued(next + 3) && IsMark(next + 3, slash_))) {
    return;
  }
  const int64_t over = atoms_[next].number;
  const int64_t under = atoms_[next + 2].number;
  if (over < 1 || over >= under || under > 4 || atoms_[i].number > kMaxCount) return;
  Add(kNumber, next + 3, atoms_[i].number * 1000 + over * 1000 / under);
}

void Lattice::AddYears(uint32_t i, uint32_t next) {
  const Atom& atom = atoms_[i];
  const int64_t n = atom.number;
  if (atom.digits <= 4 && n > 0) Add(kAnyYear, next, n);
  if (atom.digits == 2) {
    Add(kShortYear, next, n);
    if (n % 10 == 0 && n >= 20 && Glued(next) && IsMark(next, apostrophe_) && GluedWord(next + 1) &&
        atoms_[next + 1].word == s_) {
      Add(kDecade, next + 2, 1900 + n);  // "the 70's"
    }
  }
  if (atom.digits == 4 && n >= 1000 && n <= 2199) {
    Add(kYear, next, n);
    if (n % 10 == 0 && Glued(next) && IsMark(next, apostrophe_) && GluedWord(next + 1) &&
        atoms_[next + 1].word == s_) {
      Add(kDecade, next + 2, n);
    }
  }
}

void Lattice::AddNumericDates(uint32_t i) {
  const Atom& first = atoms_[i];
  const uint32_t mark = i + 1;
  if (!Glued(mark) || !GluedNumber(i + 2, 1, 4)) return;
  const int32_t separator = atoms_[mark].word;
  if (atoms_[mark].kind != AtomKind::kMark ||
      (separator != dash_ && separator != slash_ && separator != dot_)) {
    return;
  }
  if (!Glued(i + 3) || !IsMark(i + 3, separator) || !GluedNumber(i + 4, 1, 4)) return;
  // "1-2-3-4" and "192.168.1.1" are no dates.
  if (Glued(i + 5) && IsMark(i + 5, separator) && Glued(i + 6) && IsNumber(i + 6)) return;
  if (i > 1 && Glued(i) && IsMark(i - 1, separator) && IsNumber(i - 2)) return;
  const Atom& second = atoms_[i + 2];
  const Atom& third = atoms_[i + 4];
  if (first.digits == 4 && second.digits <= 2 && third.digits <= 2) {
    if (second.number < 1 || second.number > 12 || third.number < 1 || third.number > 31) return;
    Add(kIsoDate, i + 5, first.number << 16 | second.number << 8 | third.number);
    return;
  }
  if (first.digits > 2 || second.digits > 2 || (third.digits != 2 && third.digits != 4)) return;
  if (third.digits == 2 && separator == dot_) return;   // a version or a section
  if (third.digits == 2 && separator == dash_) return;  // a score by sets
  if (first.number < 1 || second.number < 1 || first.number > 31 || second.number > 31) return;
  Add(kNumberDate, i + 5,
      first.number | second.number << 8 | third.number << 16 |
          (third.digits == 4 ? int64_t{1} << 32 : 0));
}

uint32_t Lattice::AfterMeridiem(uint32_t i, bool* pm) const {
  if (i >= atoms_.size() || atoms_[i].kind != AtomKind::kWord || atoms_[i].word < 0) return i;
  const int32_t word = atoms_[i].word;
  if (word == am_ || word == pm_) {
    *pm = word == pm_;
    return i + 1;
  }
  if (word != a_ && word != p_) return i;
  uint32_t at = i + 1;
  if (Glued(at) && IsMark(at, dot_)) ++at;
  if (at == i + 1 || !IsWord(at, m_)) return i;
  if (!Glued(at) && atoms_[at].begin > atoms_[at - 1].end + 1) return i;
  ++at;
  if (Glued(at) && IsMark(at, dot_)) ++at;
  *pm = word == p_;
  return at;
}

void Lattice::FinishClock(int64_t h, int64_t minute, int64_t second, uint32_t at, int64_t flags) {
  bool pm = false;
  const uint32_t end = AfterMeridiem(at, &pm);
  if (end > at) {
    if (h < 1 || h > 12) return;
    const int64_t hour = h % 12 + (pm ? 12 : 0);
    Add(kClock, end, (hour * kHour + minute * 60 + second) | flags | kClockMarked);
    return;
  }
  if (IsWord(at, o_) && Glued(at + 1) && IsMark(at + 1, apostrophe_) && Glued(at + 2) &&
      IsWord(at + 2, clock_)) {
    Add(kClock, at + 3, (h * kHour + minute * 60 + second) | flags);
    return;
  }
  if (flags & kClockHourOnly) return;
  const int64_t of_day = h * kHour + minute * 60 + second;
  if (of_day > 24 * kHour) return;
  uint32_t stop = at;
  if (IsWord(stop, hrs_)) ++stop;
  Add(kClock, stop, of_day | flags);
}

void Lattice::AddClock(uint32_t i) {
  const Atom& atom = atoms_[i];
  const int64_t h = atom.number;
  const uint32_t next = i + 1;
  if (atom.digits == 4) {  // "1430 GMT", "0200 hrs"
    if (h / 100 > 23 || h % 100 > 59 || next >= atoms_.size() || atoms_[next].word < 0) return;
    const bool hours = IsWord(next, hrs_) || IsWord(next, hours_);
    const auto& classes = lexicon_.word(atoms_[next].word).classes;
    const bool zone = std::any_of(classes.begin(), classes.end(), [&](const ClassValue& c) {
      return c.symbol == kZone && atoms_[next].upper;
    });
    if (hours || zone) Add(kClock, hours ? next + 1 : next, h / 100 * kHour + h % 100 * 60);
    return;
  }
  if (atom.digits > 2 || h > 24) return;
  // A colon before makes it the tail of a longer reading or of a ratio.
  if (i > 1 && Glued(i) && IsMark(i - 1, colon_) && IsNumber(i - 2)) return;
  const bool dot = Glued(next) && IsMark(next, dot_);
  if ((dot || (Glued(next) && IsMark(next, colon_))) && GluedNumber(next + 1, 2, 2)) {
    const int64_t minute = atoms_[next + 1].number;
    if (minute > 59) return;
    const uint32_t at = next + 2;
    if (dot) {
      bool pm = false;
      if (AfterMeridiem(at, &pm) > at) FinishClock(h, minute, 0, at, 0);
      return;
    }
    if (Glued(at) && IsMark(at, colon_) && GluedNumber(at + 1, 2, 2)) {
      if (atoms_[at + 1].number <= 60) {
        FinishClock(h, minute, std::min<int64_t>(atoms_[at + 1].number, 59), at + 2, kClockSeconds);
      }
      return;
    }
    FinishClock(h, minute, 0, at, 0);
    return;
  }
  FinishClock(h, 0, 0, next, kClockHourOnly);
}

}  // namespace nutgraf::extract::dates
