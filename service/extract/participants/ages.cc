#include "service/extract/participants/ages.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nutgraf::extract::participants {
namespace {

constexpr uint32_t kMaxAge = 120;
constexpr uint32_t kBefore = 5;  // tokens between "43-year-old" and the name

/// 43 for "43"; 0 for what is no age in figures.
uint32_t Years(std::string_view word) {
  uint32_t years = 0;
  if (word.empty() || word.size() > 3) return 0;
  for (const char c : word) {
    if (c < '0' || c > '9') return 0;
    years = years * 10 + static_cast<uint32_t>(c - '0');
  }
  return years <= kMaxAge ? years : 0;
}

/// 43 for "43-year-old".
uint32_t YearsOld(std::string_view folded) {
  constexpr std::array<std::string_view, 2> kEnds = {"-year-old", "-years-old"};
  for (const std::string_view end : kEnds) {
    if (folded.ends_with(end)) return Years(folded.substr(0, folded.size() - end.size()));
  }
  return 0;
}

class AgeReader {
 public:
  AgeReader(const Reading& reading, const Cast& cast) : reading_(reading), cast_(cast) {}

  ParticipantAge Read(const Name& name) const {
    const ParticipantAge after = ReadAfter(name.tokens.last, reading_.Last(name.tokens.first));
    return after.years > 0 ? after
                           : ReadBefore(name.tokens.first, reading_.First(name.tokens.first));
  }

 private:
  ParticipantAge At(uint32_t token, uint32_t years) const {
    return {years, reading_.document().tokens[token].span};
  }

  ParticipantAge ReadAfter(uint32_t t, uint32_t end) const {
    if (t + 1 >= end) return {};
    const bool comma = reading_.IsMark(t, ",");
    const bool bracket = reading_.IsMark(t, "(") && !reading_.is_sport();
    if (comma || bracket) ++t;
    if (reading_.Folded(t) == "aged" || reading_.Folded(t) == "age") {
      return t + 1 < end ? At(t + 1, Years(reading_.Word(t + 1))) : ParticipantAge{};
    }
    if (!comma && !bracket) return {};
    if (const uint32_t years = Years(reading_.Word(t)); years > 0) {
      return Closes(t + 1, end, bracket) ? At(t, years) : ParticipantAge{};
    }
    // "a 43-year-old teacher"
    if (reading_.Folded(t) == "a" || reading_.Folded(t) == "an" || reading_.Folded(t) == "the") ++t;
    return t < end ? At(t, YearsOld(reading_.Folded(t))) : ParticipantAge{};
  }

  /// What an age is followed by: a mark that closes, or "years old".
  bool Closes(uint32_t t, uint32_t end, bool bracket) const {
    if (bracket) return t < end && reading_.IsMark(t, ")");
    if (t >= end) return true;
    if (t + 1 < end && reading_.Folded(t + 1) == "old") {
      return reading_.Folded(t) == "years" || reading_.Folded(t) == "year";
    }
    if (reading_.IsMark(t, ",")) {
      // "Lee, 43, 12 and 7 points": a list of figures.
      return t + 1 >= end || reading_.Pos(t + 1) != language::Upos::kNum;
    }
    return reading_.IsMark(t, ".") || reading_.IsMark(t, ";");
  }

  ParticipantAge ReadBefore(uint32_t first, uint32_t begin) const {
    const uint32_t from = first > begin + kBefore ? first - kBefore : begin;
    for (uint32_t t = first; t-- > from;) {
      if (const uint32_t years = YearsOld(reading_.Folded(t)); years > 0) return At(t, years);
      const bool between = t + 1 == first && reading_.IsMark(t, ",");
      if (!between && (!reading_.IsWord(t) || reading_.IsVerb(t))) break;
      const int32_t other = cast_.name_at[t];
      if (other != kNone && cast_.names[other].type == NameType::kPerson) break;
      const std::string_view word = reading_.Folded(t);
      if (word == "of" || word == "and" || reading_.IsPossessive(t)) break;
      if (reading_.lexicon().FindPronoun(word).found) break;  // "the 43-year-old and his son Ben"
    }
    return {};
  }

  const Reading& reading_;
  const Cast& cast_;
};

}  // namespace

ParticipantAge AgeBeside(const Reading& reading, const Cast& cast, const Name& name) {
  const ParticipantAge age = AgeReader(reading, cast).Read(name);
  return age.years > 0 ? age : ParticipantAge{};
}

}  // namespace nutgraf::extract::participants
