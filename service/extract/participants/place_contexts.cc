// Whether a country or city acts or is where something happens, from the words around its name.

#include <algorithm>
#include <string>

#include "service/extract/participants/names.h"

namespace nutgraf::extract::participants {
namespace {

using language::Upos;

constexpr uint32_t kCueWords = 3;

bool Geographic(const Name& name) {
  return name.type == NameType::kCountry || name.type == NameType::kPlace;
}

class ContextReader {
 public:
  ContextReader(const Reading& reading, Cast* cast) : reading_(reading), cast_(*cast) {}

  void Run() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      if (Geographic(cast_.names[i])) cast_.names[i].use = Use(i);
    }
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  /// What the one to three words before the name say.
  PlaceCue CueBefore(uint32_t token) const {
    const uint32_t first = reading_.First(token);
    uint32_t end = token;
    while (end > first && (reading_.Folded(end - 1) == "the" || reading_.IsQuoteMark(end - 1))) {
      --end;
    }
    for (uint32_t n = kCueWords; n > 0; --n) {
      if (end < first + n) continue;
      const std::string words = reading_.Key({end - n, end});
      if (const PlaceCue cue = lexicon().Cue(words); cue != PlaceCue::kNone) return cue;
    }
    return PlaceCue::kNone;
  }

  /// The place name that this one is listed after: "in Paris, Texas", "between India and Pakistan".
  int32_t ListedAfter(uint32_t token) const {
    const uint32_t first = reading_.First(token);
    uint32_t t = token;
    while (t > first && reading_.Folded(t - 1) == "the") --t;
    bool joined = false;
    while (t > first && (reading_.IsMark(t - 1, ",") || reading_.Folded(t - 1) == "and" ||
                         reading_.Folded(t - 1) == "or" || reading_.Folded(t - 1) == "&")) {
      joined = true;
      --t;
    }
    while (t > first && reading_.Folded(t - 1) == ")") {  // "the United States (US) and"
      while (t > first && reading_.Folded(t - 1) != "(") --t;
      if (t > first) --t;
    }
    if (!joined || t == first) return kNone;
    const int32_t before = cast_.name_at[t - 1];
    return before != kNone && Geographic(cast_.names[before]) ? before : kNone;
  }

  PlaceUse Use(uint32_t index) const {
    const Name& name = cast_.names[index];
    const uint32_t first = name.tokens.first;
    const uint32_t last = name.tokens.last - 1;
    const uint32_t end = reading_.Last(first);
    if (!name.story) {
      return name.type == NameType::kPlace ? PlaceUse::kLocated : PlaceUse::kOpen;
    }
    const PlaceCue cue = CueBefore(first);
    if (cue == PlaceCue::kLocates) return PlaceUse::kLocated;
    // The container of the place before it: "Paris, Texas", "Lahore, Pakistan".
    if (first > reading_.First(first) && reading_.IsMark(first - 1, ",")) {
      const int32_t before = ListedAfter(first);
      if (before != kNone && cast_.names[before].type == NameType::kPlace) {
        return cast_.names[before].use == PlaceUse::kActs ? PlaceUse::kActs : PlaceUse::kLocated;
      }
    }
    const int32_t listed = ListedAfter(first);
    if (listed != kNone && cast_.names[listed].use != PlaceUse::kOpen) {
      return cast_.names[listed].use;
    }
    // A city is sure to stand for its government only where it speaks.
    const PlaceUse acts = name.type == NameType::kCountry ? PlaceUse::kActs : PlaceUse::kLeans;
    if (cue == PlaceCue::kActs) return acts;
    const uint32_t next = last + 1;
    if (next < end && (reading_.Folded(next) == "-based" || reading_.Folded(next) == "-born")) {
      return PlaceUse::kLocated;
    }
    if (next < end && reading_.IsPossessive(next)) {
      // "Washington's decision"; "London's Heathrow airport" is a place's.
      const bool named = next + 1 < end && reading_.Capital(next + 1);
      return name.type == NameType::kPlace && named ? PlaceUse::kLocated : PlaceUse::kLeans;
    }
    // Objects of prepositions are not subjects of the verb that follows.
    if (cue == PlaceCue::kOpen) return PlaceUse::kOpen;
    return AsSubject(name, last);
  }

  PlaceUse AsSubject(const Name& name, uint32_t last) const {
    bool copula = false;
    bool passive = false;
    uint32_t verb = reading_.VerbAfter(last, &copula, &passive);
    if (verb == reading_.size()) verb = VerbAfterList(last, &copula, &passive);
    if (verb == reading_.size()) return PlaceUse::kOpen;
    if (copula) return PlaceUse::kLeans;
    const ActorVerb kind = reading_.VerbKind(verb);
    if (passive) {
      return kind == ActorVerb::kSays || name.type == NameType::kCountry ? PlaceUse::kLeans
                                                                         : PlaceUse::kOpen;
    }
    if (name.type == NameType::kCountry || kind == ActorVerb::kSays) return PlaceUse::kActs;
    return kind == ActorVerb::kCities ? PlaceUse::kOpen : PlaceUse::kLeans;
  }

  /// "Pakistan and the United States (US) are ...": the verb after the names listed next.
  uint32_t VerbAfterList(uint32_t last, bool* copula, bool* passive) const {
    const uint32_t end = reading_.Last(last);
    uint32_t t = last + 1;
    for (int joined = 0; joined < 4 && t < end; ++joined) {
      bool conjunction = false;
      while (t < end && (reading_.IsMark(t, ",") || reading_.Folded(t) == "and" ||
                         reading_.Folded(t) == "the" || reading_.Folded(t) == "&")) {
        conjunction = conjunction || reading_.Folded(t) != "the";
        ++t;
      }
      if (!conjunction || t >= end || cast_.name_at[t] == kNone) break;
      const Name& other = cast_.names[cast_.name_at[t]];
      if (!Geographic(other) && other.type != NameType::kOrganization) break;
      const uint32_t verb = reading_.VerbAfter(other.tokens.last - 1, copula, passive);
      if (verb != reading_.size()) return verb;
      t = other.tokens.last;
    }
    return reading_.size();
  }

  const Reading& reading_;
  Cast& cast_;
};

}  // namespace

void ReadPlaceContexts(const Reading& reading, Cast* cast) { ContextReader(reading, cast).Run(); }

}  // namespace nutgraf::extract::participants
