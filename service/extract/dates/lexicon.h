// The words that time expressions are made of, from tables/words.tsv, holidays.tsv and zones.tsv,
// and the words that the rules name.
//
// A word has a literal symbol when a rule names it, and a value in each class that it belongs to
// ("second": ORDINAL 2 and UNIT second). Immutable once built; safe from any thread.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_LEXICON_H_

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::dates {

/// What a rule's pattern can ask for: one of these classes, or a literal word.
enum Symbol : uint16_t {
  kNoSymbol,
  kNumber,       // a count, digits or words, in thousandths: 2.5 is 2500
  kQuantity,     // "several", "a few": a count that is not said
  kOrdinal,      // first, 3rd
  kDayNumber,    // 1..31 in digits, with or without suffix, or an ordinal word
  kYear,         // 1000..2199 in four digits, '08, or in words
  kShortYear,    // two digits
  kAnyYear,      // one to four digits (with BC or AD)
  kMonth,        // by name; names that are also words ("may") only with a capital
  kMonthAny,     // by name, however written
  kWeekday,      // full names; abbreviations are in kWeekdayAny only
  kWeekdayAny,   //
  kWeekdays,     // "Mondays"
  kUnit,         // day, weeks: the letter of calendar.h, or 'h' hour, 'm' minute, 's' second
  kUnits,        // the same, plural only
  kPart,         // morning, afternoon, evening, night
  kSeason,       //
  kHoliday,      // index into holidays()
  kClock,        // seconds of the day, with kClock* flags
  kZone,         // index into zones(), or an offset
  kDecade,       // 1990s, '90s, nineties: its first year
  kRelative,     // last, next, this (value: -1, 0, 1, plus kFromReference)
  kIsoDate,      // 2023-03-06, as days since 1970
  kNumberDate,   // 06/03/2023: three numbers packed, order open
  kQuarterCode,  // Q3
  kHalfCode,     // H1
  kFrequency,    // daily, weekly: the unit's letter
  kShift,        // today 0, yesterday -1, tomorrow 1
  kFirstLiteral
};

/// Value of kRelative: the step, and from where it is taken.
inline constexpr int64_t kFromReference = 16;  // "previous", "following": from another date
/// Flags of kClock beyond its seconds (below 2^20).
inline constexpr int64_t kClockMarked = 1 << 20;   // says a.m., p.m., noon or midnight
inline constexpr int64_t kClockSeconds = 1 << 21;  // says seconds
inline constexpr int64_t kClockHourOnly = 1 << 22;
/// kZone values from here on are offsets: minutes + kZoneOffset.
inline constexpr int64_t kZoneOffset = 100000;

struct ClassValue {
  Symbol symbol = kNoSymbol;
  bool needs_capital = false;
  bool needs_upper = false;   // "EST", never "est"
  bool may_take_dot = false;  // an abbreviation: "Mar."
  int64_t value = 0;
};

/// What a word says of a number, month or season that it stands beside; see tables/context.tsv.
enum class ContextRole : uint16_t {
  kBeforeNumber = 1,    // "Boeing", "page": a number after it is no year
  kAfterNumber = 2,     // "people", "km": a number before it is no year
  kOpensYear = 4,       // "of", "from": a number after it may well be a year
  kSurelyYear = 8,      // "in", "since": it is, whatever follows
  kName = 16,           // "Mr": what follows is a name
  kScore = 32,          // "won": figures after it are no clock time
  kCompound = 64,       // "strong": a number joined to it by a dash is no year
  kAge = 128,           // "old", "aged": the count beside it is an age
  kSeasonBefore = 256,  // "during": "spring" after it is the season
  kSeasonAfter = 512,   // "offensive": "spring" before it is the season
  kMonthAfter = 1024,   // "saw": "May" before it, at a sentence's start, is the month
  kPrefix = 2048,       // "mid": a number joined to it by a dash is a year
  kOwner = 4096,        // "his": "20s" after it is an age
};

struct Word {
  uint16_t literal = kNoSymbol;
  std::vector<ClassValue> classes;
  std::vector<uint32_t> holidays;  // whose phrase starts with this word
  int32_t number = -1;             // "twenty" 20, "hundred" 100
  int32_t ordinal = -1;            // "twentieth" 20
  uint16_t roles = 0;              // bits of ContextRole: what it says of an expression beside it
  bool IsA(Symbol symbol) const {
    return std::any_of(classes.begin(), classes.end(),
                       [symbol](const ClassValue& entry) { return entry.symbol == symbol; });
  }
  bool Has(ContextRole role) const { return (roles & static_cast<uint16_t>(role)) != 0; }
};

/// How a holiday is dated; see tables/holidays.tsv.
struct Holiday {
  std::vector<int32_t> words;  // its phrase
  enum class Kind : uint8_t {
    kFixed,
    kNth,
    kEaster,
    kOrthodox,
    kListed,
    kUnknown
  } kind = Kind::kUnknown;
  int month = 0;
  int day = 0;     // of kFixed; the weekday of kNth; the offset of kEaster
  int n = 0;       // of kNth
  int shift = 0;   // of kNth: days after it
  int length = 1;  // days
  bool needs_capital = false;
  std::vector<std::pair<int, std::chrono::sys_days>> listed;  // of kListed: by year, ascending
};

struct Zone {
  absl::TimeZone zone;
  bool utc = false;
  bool local = false;  // "local time": no offset is said
};

class Lexicon {
 public:
  Lexicon();

  /// Reads words.tsv, holidays.tsv, moving_days.tsv, zones.tsv and context.tsv. INVALID_ARGUMENT
  /// names the row.
  absl::Status Load(const knowledge::Knowledge& knowledge);

  /// The word of any case; -1 when nothing names it.
  int32_t Find(std::string_view word) const;
  int32_t FindMark(char mark) const { return marks_[static_cast<unsigned char>(mark)]; }
  const Word& word(int32_t index) const { return words_[static_cast<size_t>(index)]; }
  const Holiday& holiday(int64_t index) const { return holidays_[static_cast<size_t>(index)]; }
  const Zone& zone(int64_t index) const { return zones_[static_cast<size_t>(index)]; }

  /// The literal symbol of a rule's word or mark, made when new.
  uint16_t Literal(std::string_view word);
  /// The class of a name such as "MONTH"; kNoSymbol when there is none.
  static Symbol ClassFromName(std::string_view name);

  int32_t Intern(std::string_view lower);

 private:
  absl::Status LoadWords(const knowledge::Table& table);
  absl::Status LoadHolidays(const knowledge::Table& table, const knowledge::Table& moving);
  absl::Status LoadZones(const knowledge::Table& table);
  absl::Status LoadContext(const knowledge::Table& table);

  absl::flat_hash_map<std::string, int32_t> index_;
  std::vector<Word> words_;
  std::vector<Holiday> holidays_;
  std::vector<Zone> zones_;
  std::array<int32_t, 256> marks_{};
  uint16_t next_literal_ = kFirstLiteral;
};

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_LEXICON_H_
