// Rules of tables/rules.tsv, compiled to a trie over symbols, and the matcher that walks it.
//
// A pattern is a sequence of
//   word         a literal (lower case) or a mark: , - ' .
//   CLASS        one of Lexicon's classes
//   a|b|C        alternatives of one place
//   x?           optional
//   ( a b | c )  a group; ( ... )? an optional one
// The meaning is a kind and its attributes ("shift unit=D n=1 base=reference"). `after` and
// `before` restrict what stands around the match: words, one of which must stand there, or words
// with "!", none of which may; "^" is the segment's edge, NUM a number.
//
// Matching walks the trie from each atom: work per atom is bounded (kMaxSteps), so a text costs
// linear time. Immutable once compiled; safe from any thread.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_GRAMMAR_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_GRAMMAR_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "service/extract/dates/lattice.h"
#include "service/extract/dates/lexicon.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::dates {

enum class RuleKind : uint8_t {
  kDate,      // built from what was captured: year, month, day, weekday, season, ...
  kRelative,  // "last week": REL + UNIT (or PART)
  kShift,     // n units from the base: "yesterday", "the next day"
  kOffset,    // counted units from the base: "three days ago"
  kNth,       // "the last week of March", "the second half of 2008"
  kDuration,  // "three years"
  kSet,       // "every Monday"
  kVague,     // PAST_REF and its like
  kRange,     // two days, years or clock times in one expression: "6-7 March 2023"
  kList,      // several days that share a month: "May 4 and 5"
};

/// From where a relative expression is counted.
enum class Base : uint8_t { kAnchor, kReference, kEvent };

struct Context {
  std::vector<int32_t> words;
  bool negated = false;
  bool edge = false;    // the segment's start or end counts as listed
  bool number = false;  // any number counts as listed
  bool any() const { return !words.empty() || edge || number; }
};

struct Rule {
  RuleKind kind = RuleKind::kDate;
  Base base = Base::kAnchor;
  char unit = 0;
  int n = 0;
  int sign = 0;
  bool bc = false;
  bool fiscal = false;
  bool short_year = false;  // its two digits must be no day: above 31
  bool upper = false;       // its era letters must be capitals
  std::string value;        // of kVague, kSet
  std::string modifier;     // TIMEX3 mod
  std::string quantity;     // of kSet: "EACH", "EVERY"
  Context after;
  Context before;
  float confidence = 0.9F;
};

struct Capture {
  uint16_t symbol = kNoSymbol;
  uint32_t begin = 0;  // atoms
  uint32_t end = 0;
  int64_t value = 0;
};

/// Of a kRelative capture ("previous"): its step in units, and whether it counts from another date.
inline bool FromReference(const Capture& relative) { return relative.value >= kFromReference - 1; }
inline int Step(const Capture& relative) {
  return static_cast<int>(FromReference(relative) ? relative.value - kFromReference
                                                  : relative.value);
}

struct Match {
  static constexpr size_t kMaxCaptures = 10;
  const Rule* rule = nullptr;
  uint32_t rule_index = 0;
  uint32_t begin = 0;  // atoms
  uint32_t end = 0;
  uint32_t captures = 0;
  std::array<Capture, kMaxCaptures> capture{};

  /// The k-th capture of `symbol`, or null.
  const Capture* Find(Symbol symbol, int k = 0) const {
    for (uint32_t i = 0; i < captures; ++i) {
      if (capture[i].symbol == symbol && k-- == 0) return &capture[i];
    }
    return nullptr;
  }
};

class Grammar {
 public:
  static constexpr int kMaxSteps = 2000;

  /// Adds the rules' words to `lexicon`; call Lexicon::Load before. INVALID_ARGUMENT names the row.
  absl::Status Compile(const knowledge::Table& table, Lexicon* lexicon);

  /// Matches that begin at `atom`, longest first, an earlier rule before a later one; at most a
  /// few.
  void MatchAt(Lattice* lattice, uint32_t atom, std::vector<Match>* matches) const;

  const std::vector<Rule>& rules() const { return rules_; }

 private:
  struct Node {
    std::vector<std::pair<uint16_t, uint32_t>> children;  // by symbol, ascending
    std::vector<uint32_t> rules;
  };
  struct Walk;

  uint32_t Child(uint32_t node, uint16_t symbol) const;
  void Insert(const std::vector<uint16_t>& symbols, uint32_t rule);
  void Step(Walk* walk, uint32_t node, uint32_t atom) const;

  std::vector<Rule> rules_;
  std::vector<Node> nodes_{1};
};

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_GRAMMAR_H_
