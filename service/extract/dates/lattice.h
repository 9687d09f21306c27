// The lattice of one segment: for each atom, every class that starts there and where it ends.
//
// Counts in words ("two and a half"), ordinals, years, decades, clock times, numeric dates, zones
// and holidays span several atoms; the lattice finds them so that rules can ask for CLOCK or
// HOLIDAY as for a word. Edges are made when first asked for: a segment costs O(atoms), as an edge
// reaches over at most kMaxReach atoms.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_LATTICE_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_LATTICE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "service/extract/dates/atoms.h"
#include "service/extract/dates/lexicon.h"

namespace nutgraf::extract::dates {

struct Edge {
  uint16_t symbol = kNoSymbol;
  uint32_t end = 0;  // atom after the last one covered
  int64_t value = 0;
};

/// kNumberDate's value: three numbers and how many digits the last has.
struct NumberDate {
  int first = 0, second = 0, third = 0;
  bool four_digits = false;
};
NumberDate UnpackNumberDate(int64_t value);

class Lattice {
 public:
  static constexpr uint32_t kMaxReach = 16;

  /// `atoms` (of one segment) and `lexicon` must outlive the lattice.
  Lattice(std::span<const Atom> atoms, const Lexicon& lexicon);

  /// The edges that start at `atom` are edge(first) .. edge(first + count - 1).
  struct Range {
    uint32_t first = 0;
    uint32_t count = 0;
    bool made = false;
  };
  Range Edges(uint32_t atom);
  const Edge& edge(uint32_t index) const { return edges_[index]; }
  /// The longest edge of class `symbol` at `atom`, or null. Valid until the next call of Edges().
  const Edge* Longest(uint32_t atom, uint16_t symbol);

  std::span<const Atom> atoms() const { return atoms_; }
  const Lexicon& lexicon() const { return lexicon_; }

  /// Whether atom `i` follows atom i-1 without a space.
  bool Glued(uint32_t i) const { return i > 0 && i < atoms_.size() && !atoms_[i].space_before; }
  bool IsMark(uint32_t i, int32_t mark_word) const {
    return i < atoms_.size() && atoms_[i].kind == AtomKind::kMark && atoms_[i].word == mark_word;
  }

 private:
  void Make(uint32_t i);
  void MakeWord(uint32_t i);
  void MakeDigits(uint32_t i);
  void MakeApostrophe(uint32_t i);
  void AddFraction(uint32_t i, uint32_t next);
  void AddYears(uint32_t i, uint32_t next);
  void AddNumericDates(uint32_t i);
  void AddClock(uint32_t i);
  void AddCounts(uint32_t i);
  void AddHolidays(uint32_t i, const Word& word);
  void AddZoneOffset(uint32_t i, const ClassValue& zone);
  void Add(uint16_t symbol, uint32_t end, int64_t value) { edges_.push_back({symbol, end, value}); }

  bool IsNumber(uint32_t i) const {
    return i < atoms_.size() && atoms_[i].kind == AtomKind::kNumber && atoms_[i].number >= 0;
  }
  bool IsWord(uint32_t i, int32_t word) const {
    return i < atoms_.size() && atoms_[i].kind == AtomKind::kWord && atoms_[i].word == word;
  }
  bool GluedWord(uint32_t i) const { return Glued(i) && atoms_[i].kind == AtomKind::kWord; }
  bool GluedNumber(uint32_t i, int least, int most) const {
    return Glued(i) && IsNumber(i) && atoms_[i].digits >= least && atoms_[i].digits <= most;
  }
  /// The atom after "a.m." / "pm" / ... at `i`, or `i` itself when there is none.
  uint32_t AfterMeridiem(uint32_t i, bool* pm) const;
  /// Adds the clock time of hour `h` whose reading so far ends at `at`.
  void FinishClock(int64_t h, int64_t minute, int64_t second, uint32_t at, int64_t flags);

  std::span<const Atom> atoms_;
  const Lexicon& lexicon_;
  std::vector<Range> ranges_;
  std::vector<Edge> edges_;
  int32_t dash_, apostrophe_, dot_, comma_, colon_, slash_, open_, close_, plus_, percent_,
      half_mark_;
  int32_t am_, pm_, a_, p_, m_, o_, clock_, s_, st_, nd_, rd_, th_, and_, half_, hrs_, hours_, q_,
      h_, fy_, t_;
};

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_LATTICE_H_
