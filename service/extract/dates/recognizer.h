// Finds the time expressions of a segment: rules, then what belongs to a match (modifiers before
// it, a part of day after it, a clock time beside it), then what speaks against it.
//
//   "early on Monday at 8 p.m. ET"  ->  one Expression: date "Monday", time "8 p.m. ET", mod START
//
// Knows words, not calendars: values are the Resolver's. Linear in the segment; immutable; safe
// from any thread.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_RECOGNIZER_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_RECOGNIZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/dates/grammar.h"
#include "service/extract/dates/lattice.h"
#include "service/extract/dates/lexicon.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::dates {

struct Expression {
  Match date;          // what was matched; a clock time alone stands here too
  bool timed = false;  // `clock` is set: a clock time that belongs to `date`
  Match clock;
  char part = 0;         // part of day joined to `date`: 'M', 'A', 'E', 'N', 'L', or 0
  std::string modifier;  // TIMEX3 mod
  uint32_t begin = 0;    // atoms
  uint32_t end = 0;
  bool opens_range = false;  // the next expression is where this one's range ends
};

/// Whether the match is a time of day without a day.
bool IsClockOnly(const Match& match);
/// Whether the match names one day (so that a time of day can belong to it).
bool IsDayLevel(const Match& match);

enum class CueDirection : int8_t {
  kPast = -1,
  kNone = 0,
  kFuture = 1,
  kStop = 2,  // a word that no cue reaches across ("who"); otherwise as kNone
};

class Recognizer {
 public:
  /// Compiles the tables of dates/. Fails when one is missing or a row is wrong (it names the row).
  static absl::StatusOr<std::unique_ptr<const Recognizer>> Create(
      const knowledge::Knowledge& knowledge);

  /// Appends the expressions of the lattice's segment, ascending and disjoint.
  void Find(Lattice* lattice, std::vector<Expression>* expressions) const;

  static constexpr uint32_t kCueWindow = 14;  // atoms

  /// What the nearest cue word before `atom`, not before `first`, says; it ends at most
  /// `window` atoms back.
  CueDirection CueBefore(const Lattice& lattice, uint32_t first, uint32_t atom,
                         uint32_t window = kCueWindow) const;

  /// What the first cue word after `atom`, not after `last`, says; `counts` tells of the atom that
  /// a cue starts with whether it is one there (a verb). At most kCueWindow atoms ahead.
  template <typename Counts>
  CueDirection CueAfter(const Lattice& lattice, uint32_t atom, uint32_t last,
                        const Counts& counts) const {
    for (uint32_t end = atom + 1; end <= last && end - atom <= kCueWindow; ++end) {
      const Cue* cue = CueEndingAt(lattice, atom, end);
      if (cue == nullptr) continue;
      if (cue->direction == CueDirection::kStop) return CueDirection::kStop;
      if (counts(lattice.atoms()[end - cue->words.size()])) return cue->direction;
    }
    return CueDirection::kNone;
  }

  /// A word such as "until" ends right before `atom`: what follows it lies ahead, unless the clause
  /// tells of the past.
  bool LeadsAhead(const Lattice& lattice, uint32_t first, uint32_t atom) const;

  const Lexicon& lexicon() const { return lexicon_; }
  const Grammar& grammar() const { return grammar_; }

 private:
  enum class Applies : uint8_t { kDate, kDuration, kAny, kPart };
  struct Modifier {
    std::vector<int32_t> words;
    std::string modifier;
    Applies applies = Applies::kAny;
  };
  struct Cue {
    std::vector<int32_t> words;
    CueDirection direction = CueDirection::kNone;
    bool leads = false;  // direction "until"; for LeadsAhead only
  };

  Recognizer() = default;
  absl::Status LoadModifiers(const knowledge::Table& table);
  absl::Status LoadCues(const knowledge::Table& table);

  /// The longest cue whose last word is the atom before `end`; null when there is none.
  const Cue* CueEndingAt(const Lattice& lattice, uint32_t first, uint32_t end) const;
  void Append(const Match& match, std::vector<Expression>* out) const;
  void JoinParts(Lattice* lattice, size_t from, std::vector<Expression>* out) const;
  void JoinClocks(const Lattice& lattice, size_t from, std::vector<Expression>* out) const;
  void JoinModifiers(const Lattice& lattice, size_t from, std::vector<Expression>* out) const;
  void ShareYears(const Lattice& lattice, size_t from, std::vector<Expression>* out) const;

  Lexicon lexicon_;
  Grammar grammar_;
  std::vector<Modifier> modifiers_;
  std::vector<std::vector<uint32_t>> modifiers_by_last_;  // index: the phrase's last word
  std::vector<Cue> cues_;
  std::vector<std::vector<uint32_t>> cues_by_last_;
};

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_RECOGNIZER_H_
