#include "service/extract/facts/occasion.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>

namespace nutgraf::extract::facts {

using language::DepRel;
using language::EntityType;
using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeast = 0.35F;      // a date below is not given
constexpr float kLeastPlace = 0.4F;  // nor a place
constexpr float kInnerLoss =
    0.3F;  // how much worse a place inside the best one's country may stand
constexpr float kUnrelated = 0.15F;  // taken from a place in a sentence about other things
constexpr float kRelated = 0.1F;     // of the headline's words
constexpr float kTold = 0.3F;        // of the headline's words, in the event's own sentence
constexpr float kHistory = 0.25F;
constexpr float kNounsDate = 0.35F;
constexpr float kOccasion = 0.45F;  // of a named event where something happened
constexpr uint32_t kPlaceReach = 9;
constexpr uint32_t kReach = 12;  // sentences around the event that may say when and where

/// How near a token stands to the event, 0..1.
float Nearness(const Reading& reading, const Event& event, std::span<const Event* const> same,
               uint32_t token, uint32_t position) {
  const uint32_t sentence = reading.document().tokens[token].sentence;
  if (sentence == event.clause.sentence) {
    for (const Piece& piece : event.clause.pieces) {
      if (piece.range.Contains(token) &&
          (piece.kind == PieceKind::kWhen || piece.kind == PieceKind::kWhere)) {
        return 0.9F;
      }
    }
    if (event.clause.what.Contains(token)) return 0.75F;
    return event.clause.range.Contains(token) ? 0.7F : 0.55F;
  }
  for (const Event* other : same) {
    if (other->clause.sentence != sentence) continue;
    return other->clause.range.Contains(token) ? 0.65F : 0.55F;
  }
  const uint32_t distance =
      position > event.position ? position - event.position : event.position - position;
  return 0.55F - 0.02F * static_cast<float>(distance);
}

bool IsFine(DateGranularity granularity) {
  return granularity == DateGranularity::kDay || granularity == DateGranularity::kPartOfDay ||
         granularity == DateGranularity::kHour || granularity == DateGranularity::kMinute ||
         granularity == DateGranularity::kSecond || granularity == DateGranularity::kWeekend;
}

/// Whether a relative clause stands between the token and the clause that it is asked about.
bool InRelativeClause(const Reading& reading, const Clause& clause, uint32_t token) {
  if (!reading.parsed()) return false;
  uint32_t at = token;
  for (int step = 0; step < 12 && at != clause.main_verb && at != clause.top; ++step) {
    const DepRel relation = reading.Relation(at);
    if (relation == DepRel::kAclRelcl || relation == DepRel::kAcl) return true;
    const int32_t head = reading.Head(at);
    if (head < 0) return false;
    at = static_cast<uint32_t>(head);
  }
  return false;
}

/// From one ISO date to a later one; 0 where one has no month.
int MonthsBetween(std::string_view from, std::string_view to) {
  const auto months = [](std::string_view iso) {
    int year = 0;
    int month = 0;
    if (iso.size() < 7) return -1;
    std::from_chars(iso.data(), iso.data() + 4, year);
    std::from_chars(iso.data() + 5, iso.data() + 7, month);
    return year * 12 + month;
  };
  const int first = months(from);
  const int last = months(to);
  return first < 0 || last < 0 ? 0 : last - first;
}

/// "the 2010 season", "a loss last year": a year that tells which one, not when it happened.
bool DatesNoun(const Reading& reading, const Clause& clause, TokenRange date) {
  if (!reading.parsed()) return false;
  for (uint32_t t = date.first; t < date.last; ++t) {
    const int32_t head = reading.Head(t);
    if (head < 0 || date.Contains(static_cast<uint32_t>(head))) continue;
    const auto above = static_cast<uint32_t>(head);
    if (above == clause.main_verb || above == clause.top) return false;
    return reading.Upos(above) == Upos::kNoun || reading.Upos(above) == Upos::kPropn ||
           InRelativeClause(reading, clause, t);
  }
  return false;
}

/// Prepositions before a date that is not the event's own: "ahead of Tuesday's vote".
bool BoundsOnly(const Reading& reading, uint32_t first) {
  if (first == 0) return false;
  const std::string& word = reading.Word(first - 1);
  return word == "before" || word == "until" || word == "till" || word == "since" ||
         word == "after" || word == "by" ||
         (first > 1 && word == "of" && reading.Word(first - 2) == "ahead");
}

/// Whether the date says when somebody told of the event: it hangs on the verb of telling above the
/// event's clause.
bool DatesReport(const Event& event, uint32_t token) {
  return event.reported && !event.clause.range.Contains(token);
}

/// Whether `b` says the same day or days as `a` more fully: a longer interval that begins with it.
bool Completes(const DateMention& a, const DateMention& b) {
  if (a.start.size() < 10 || b.start.size() < 10 || b.end.size() < 10) return false;
  if (a.granularity != DateGranularity::kDay || b.granularity != DateGranularity::kDay) {
    return false;
  }
  const auto day = [](const std::string& iso) { return std::string_view{iso}.substr(0, 10); };
  return day(a.start) == day(b.start) && day(a.end) < day(b.end);
}

/// Per sentence of the document its position in the story, -1: none.
std::vector<int32_t> Positions(const Reading& reading, std::span<const Event* const> same,
                               std::span<const Event> events) {
  std::vector<int32_t> positions(reading.document().sentences.size(), -1);
  for (const Event& event : events) {
    positions[event.clause.sentence] = static_cast<int32_t>(event.position);
  }
  for (const Event* event : same) {
    positions[event->clause.sentence] = static_cast<int32_t>(event->position);
  }
  return positions;
}

/// Per sentence whether it has to do with the event in no way that shows: neither its people nor
/// the headline's words. Where the event's own sentence tells the headline, the rest of the text is
/// about it; items of a list and of a day's news are not.
std::vector<bool> Unrelated(const Reading& reading, const Title& title, const Event& event,
                            std::span<const Event* const> same, std::span<const Event> events) {
  std::vector<bool> unrelated(reading.document().sentences.size(), false);
  const TokenRange own = reading.document().sentences[event.clause.sentence].tokens;
  if (title.Overlap({&own, 1}) >= kTold) return unrelated;
  for (const Event& other : events) {
    const TokenRange tokens = reading.document().sentences[other.clause.sentence].tokens;
    const bool shares =
        std::find_first_of(event.people.begin(), event.people.end(), other.people.begin(),
                           other.people.end()) != event.people.end();
    unrelated[other.clause.sentence] = !shares && title.Overlap({&tokens, 1}) < kRelated;
  }
  for (const Event* other : same) unrelated[other->clause.sentence] = false;
  unrelated[event.clause.sentence] = false;
  return unrelated;
}

}  // namespace

std::optional<Answer> FindWhen(const Reading& reading, const Title& title, const Event& event,
                               std::span<const Event* const> same, std::span<const Event> events) {
  const text::Document& document = reading.document();
  const auto& dates = reading.input().dates.dates;
  const std::vector<int32_t> positions = Positions(reading, same, events);
  std::map<std::string_view, int> days;
  for (const DateMention& date : dates) {
    if (!date.start.empty()) ++days[std::string_view{date.start}.substr(0, 10)];
  }
  const std::string& anchor = reading.input().dates.publication.date;
  int32_t best = kNone;
  float best_score = kLeast;
  for (size_t i = 0; i < dates.size(); ++i) {
    const DateMention& date = dates[i];
    if (date.type != DateType::kDate && date.type != DateType::kTime) continue;
    if (date.value.ends_with("_REF")) continue;  // "now", "recently"
    const TokenRange tokens = reading.TokensOf(date.span);
    if (tokens.empty()) continue;
    const uint32_t sentence = document.tokens[tokens.first].sentence;
    const int32_t position = positions[sentence];
    if (position < 0 || position > static_cast<int32_t>(event.position + kReach)) continue;
    float score = Nearness(reading, event, same, tokens.first, static_cast<uint32_t>(position));
    const bool inside = sentence == event.clause.sentence;
    if (inside && DatesReport(event, tokens.first)) score -= 0.1F;
    if (inside && InRelativeClause(reading, event.clause, tokens.first)) score -= 0.15F;
    if (BoundsOnly(reading, tokens.first)) score -= 0.25F;
    if (event.clause.modality == FactModality::kAsserted &&
        date.direction == DateDirection::kFuture) {
      score -= 0.15F;
    }
    const TokenRange around = document.sentences[sentence].tokens;
    score += 0.15F * title.Overlap({&around, 1});
    if (!IsFine(date.granularity)) {
      score -= inside ? 0.1F : 0.3F;
      if (inside && DatesNoun(reading, event.clause, tokens)) score -= kNounsDate;
    }
    // History: the day of another year in another sentence.
    if (!inside && date.start.size() >= 4 && anchor.size() >= 4 &&
        date.start.compare(0, 4, anchor, 0, 4) < 0 && MonthsBetween(date.start, anchor) > 6) {
      score -= kHistory;
    }
    if (!date.start.empty()) {
      const int count = days[std::string_view{date.start}.substr(0, 10)];
      score += 0.02F * static_cast<float>(std::min(count, 4));
    }
    if (score > best_score) {
      best_score = score;
      best = static_cast<int32_t>(i);
    }
  }
  if (best == kNone) return std::nullopt;
  for (const Event* other : same) {
    for (uint32_t t = other->clause.range.first; t < other->clause.range.last; ++t) {
      const int32_t date = reading.DateAt(t);
      if (date != kNone && Completes(dates[best], dates[date])) best = date;
    }
  }
  Answer answer;
  answer.span = dates[best].span;
  answer.text = document.Slice(dates[best].span);
  answer.date = best;
  answer.confidence = std::min(best_score, 0.95F);
  return answer;
}

namespace {

/// The phrase that names the place at `token`: its noun phrase with a container behind a comma, and
/// with the preposition where it says more than "in".
TokenRange PlacePhrase(const Reading& reading, TokenRange place) {
  TokenRange range = place;
  const auto joins = [&reading](uint32_t t) {
    const Upos upos = reading.Upos(t);
    return upos == Upos::kAdj || upos == Upos::kPropn || upos == Upos::kNoun || upos == Upos::kNum;
  };
  const TokenRange sentence =
      reading.document().sentences[reading.document().tokens[place.first].sentence].tokens;
  while (range.first > sentence.first && place.first - range.first < 5 && joins(range.first - 1)) {
    --range.first;
  }
  // "Afghanistan's Mazar-i-Sharif city"
  if (range.first > sentence.first + 1 && reading.Upos(range.first - 1) == Upos::kPart &&
      reading.PlaceAt(range.first - 2) != kNone) {
    --range.first;
    while (range.first > sentence.first && reading.PlaceAt(range.first - 1) != kNone) --range.first;
  }
  // "the northern city of X"
  if (range.first > sentence.first + 1 && reading.Word(range.first - 1) == "of" &&
      joins(range.first - 2) && reading.Upos(range.first - 2) == Upos::kNoun) {
    range.first -= 2;
    while (range.first > sentence.first && joins(range.first - 1) &&
           place.first - range.first < 6) {
      --range.first;
    }
  }
  // A facility or a district behind the name: "Mexico Beach pier", "Hebei province".
  while (range.last < sentence.last && range.last - place.last < 3 &&
         ((reading.Upos(range.last) == Upos::kNoun &&
           reading.lexicon().IsPlaceNoun(reading.Word(range.last))) ||
          (reading.Upos(range.last) == Upos::kPropn && !reading.IsPunctuation(range.last))) &&
         reading.DateAt(range.last) == kNone) {
    ++range.last;
  }
  // "the US election": the name only tells which one.
  if (range.last < sentence.last && reading.Upos(range.last) == Upos::kNoun &&
      reading.DateAt(range.last) == kNone) {
    return {};
  }
  const auto named = [&reading](uint32_t t) {
    const int32_t entity = reading.EntityAt(t);
    return reading.PlaceAt(t) != kNone ||
           (entity != kNone && reading.notes().entities[entity].type == EntityType::kLocation);
  };
  for (int containers = 0; containers < 2; ++containers) {
    uint32_t next = range.last;
    if (next < sentence.last && (reading.Word(next) == "," || reading.Word(next) == "in")) ++next;
    if (next == range.last || next >= sentence.last || !named(next)) break;
    while (next < sentence.last &&
           (named(next) || reading.lexicon().IsPlaceNoun(reading.Word(next)))) {
      ++next;
    }
    range.last = next;
  }
  return range;
}

struct Locative {
  float strength = 0;
  uint32_t words = 0;
  uint32_t begin = 0;
};

/// The preposition that governs a phrase which begins at `first`, with articles between.
std::optional<Locative> GoverningPreposition(const Reading& reading, uint32_t first,
                                             uint32_t floor) {
  uint32_t at = first;
  while (at > floor && reading.Upos(at - 1) == Upos::kDet) --at;
  for (uint32_t words = 2; words >= 1; --words) {
    if (at < floor + words) continue;
    const auto cue = reading.lexicon().Locative(reading.Words(at - words, at));
    if (cue && cue->words == words) return Locative{cue->strength, words, at - words};
  }
  return std::nullopt;
}

/// Whether the name stands before an event's noun to say where it was.
bool NamesEvent(const Reading& reading, TokenRange place) {
  if (!reading.parsed()) return false;
  const int32_t head = reading.Head(place.last - 1);
  return head >= static_cast<int32_t>(place.last) &&
         reading.Relation(place.last - 1) == DepRel::kCompound &&
         reading.lexicon().IsEventNoun(reading.Word(static_cast<uint32_t>(head)));
}

struct PlaceCandidate {
  TokenRange tokens;
  int32_t place = kNone;
  bool location = false;  // a place or location by name; else what only a preposition makes one
};

std::vector<PlaceCandidate> PlaceCandidates(const Reading& reading) {
  std::vector<PlaceCandidate> found;
  const auto& places = reading.input().participants.places;
  for (size_t i = 0; i < places.size(); ++i) {
    for (const Mention& mention : places[i].mentions) {
      if (!mention.tokens.empty()) {
        found.push_back({mention.tokens, static_cast<int32_t>(i), true});
      }
    }
  }
  for (const language::EntityMention& entity : reading.notes().entities) {
    if (entity.type == EntityType::kPerson || entity.type == EntityType::kNorp) continue;
    bool covered = false;
    for (uint32_t t = entity.tokens.first; t < entity.tokens.last; ++t) {
      covered = covered || reading.PlaceAt(t) != kNone;
    }
    if (covered) continue;
    found.push_back({entity.tokens, kNone, entity.type == EntityType::kLocation});
  }
  std::sort(found.begin(), found.end(),
            [](const PlaceCandidate& a, const PlaceCandidate& b) { return a.tokens < b.tokens; });
  return found;
}

/// "at the World Cup": a named event says where as well as a place does.
std::optional<Answer> FindOccasion(const Reading& reading, const Event& event) {
  if (!reading.parsed()) return std::nullopt;
  for (uint32_t t = event.clause.range.first; t < event.clause.range.last; ++t) {
    const DepRel relation = reading.Relation(t);
    if (relation != DepRel::kObl && relation != DepRel::kNmod) continue;
    if (reading.Upos(t) != Upos::kPropn || reading.DateAt(t) != kNone) continue;
    if (reading.Word(reading.Extent(t).first) != "at") continue;
    if (const int32_t who = reading.ParticipantAt(t);
        who != kNone &&
        reading.input().participants.participants[who].type == ParticipantType::kPerson) {
      continue;
    }
    TokenRange range{reading.Extent(t).first + 1, reading.Extent(t).last};
    while (range.first < t && reading.Upos(range.first) == Upos::kDet) ++range.first;
    range = TrimPhrase(reading, t, range);
    if (range.empty()) continue;
    Answer answer;
    answer.span = reading.document().SpanOf(range);
    answer.text = reading.document().Slice(range);
    answer.confidence = kOccasion;
    return answer;
  }
  return std::nullopt;
}

/// A dateline that has run into its sentence: "LISBON, May 3 (Agency) - ".
bool IsDateline(const Reading& reading, TokenRange place) {
  const auto& tokens = reading.document().tokens;
  for (uint32_t t = place.first; t < place.last; ++t) {
    if (tokens[t].letter_case != text::CaseClass::kUpper) return false;
  }
  if (place.last + 2 >= tokens.size() || reading.Word(place.last) != ",") return false;
  uint32_t at = place.last + 1;
  const int32_t date = reading.DateAt(at);
  if (date == kNone) return false;
  while (at < tokens.size() && reading.DateAt(at) == date) ++at;
  return at < tokens.size() && (reading.Word(at) == "(" || reading.Word(at) == "-");
}

}  // namespace

std::optional<Answer> FindWhere(const Reading& reading, const Title& title, const Event& event,
                                std::span<const Event* const> same, std::span<const Event> events) {
  const text::Document& document = reading.document();
  const std::vector<int32_t> positions = Positions(reading, same, events);
  const std::vector<bool> unrelated = Unrelated(reading, title, event, same, events);
  const auto& places = reading.input().participants.places;
  // A country says where only when nothing nearer does.
  const auto is_country = [&places](int32_t place) {
    return place != kNone && places[place].region.empty() &&
           std::any_of(places[place].identifiers.begin(), places[place].identifiers.end(),
                       [](const Identifier& id) { return id.scheme == "iso3166-1"; });
  };
  struct Scored {
    TokenRange phrase;
    int32_t place = kNone;
    float score = 0;
  };
  std::optional<Scored> best;
  std::vector<Scored> all;
  for (const PlaceCandidate& candidate : PlaceCandidates(reading)) {
    const uint32_t sentence = document.tokens[candidate.tokens.first].sentence;
    const int32_t position = positions[sentence];
    if (position < 0 || position > static_cast<int32_t>(event.position + kPlaceReach)) continue;
    TokenRange phrase = PlacePhrase(reading, candidate.tokens);
    if (phrase.empty() && !NamesEvent(reading, candidate.tokens)) continue;
    bool titled = false;
    for (uint32_t t = candidate.tokens.first; t < candidate.tokens.last; ++t) {
      titled = titled || title.Says(t);
    }
    std::optional<Locative> preposition;
    if (!phrase.empty()) {
      preposition =
          GoverningPreposition(reading, phrase.first, document.sentences[sentence].tokens.first);
    }
    // "the Croydon tram crash"
    if (!preposition && candidate.place != kNone && !is_country(candidate.place) &&
        NamesEvent(reading, candidate.tokens)) {
      phrase = candidate.tokens;
      preposition = Locative{0.7F, 0, phrase.first};
    }
    if (!preposition && IsDateline(reading, candidate.tokens)) {
      phrase = candidate.tokens;
      preposition = Locative{0.5F, 0, phrase.first};
    }
    if (!preposition || preposition->strength < 0.5F) continue;
    float score =
        Nearness(reading, event, same, candidate.tokens.first, static_cast<uint32_t>(position)) *
        (0.5F + 0.5F * preposition->strength);
    // An organisation is a place only with an article ("at the White House"), and in the event's
    // own sentence or where the title has it.
    if (!candidate.location && reading.ParticipantAt(candidate.tokens.first) != kNone) {
      const bool article =
          !phrase.empty() && phrase.first > 0 && reading.Upos(phrase.first - 1) == Upos::kDet;
      if (!article || (sentence != event.clause.sentence && !titled)) continue;
    }
    if (!candidate.location) score -= preposition->strength >= 0.9F ? 0.15F : 0.4F;
    if (candidate.place != kNone) {
      const Place& place = places[candidate.place];
      score += 0.02F * static_cast<float>(std::min<size_t>(place.mentions.size(), 5));
    }
    if (titled) score += 0.1F;
    if (unrelated[sentence]) score -= kUnrelated;
    if (is_country(candidate.place)) score -= 0.12F;
    const std::string& word = reading.Word(preposition->begin);
    if (preposition->words == 1 && word != "in" && word != "at" && word != "on" &&
        word != "across") {
      phrase.first = preposition->begin;
    }
    all.push_back({phrase, candidate.place, score});
    if (score > kLeastPlace && (!best || score > best->score)) best = all.back();
  }
  if (!best) return FindOccasion(reading, event);
  if (is_country(best->place)) {
    const std::string& code = places[best->place].country_code;
    const Scored* inner = nullptr;
    for (const Scored& other : all) {
      if (other.place == kNone || is_country(other.place) ||
          places[other.place].country_code != code || other.score < best->score - kInnerLoss) {
        continue;
      }
      if (inner == nullptr || other.score > inner->score) inner = &other;
    }
    if (inner != nullptr) best = *inner;
  }
  Answer answer;
  answer.span = document.SpanOf(best->phrase);
  answer.text = document.Slice(best->phrase);
  answer.place = best->place;
  answer.confidence = std::clamp(best->score, 0.0F, 0.95F);
  return answer;
}

}  // namespace nutgraf::extract::facts
