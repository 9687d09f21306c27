#include "service/extract/facts/reasons.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "service/extract/facts/actors.h"
#include "service/extract/facts/offers.h"

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeastWhy = 0.4F;  // no reason below is given
constexpr uint32_t kReach = 10;    // sentences behind the event that may say why
constexpr float kRelated = 0.15F;  // of the title, in a sentence that may say why from afar

/// The phrase behind a cause cue at `at`: to the end of what hangs there, or without a parse to the
/// next comma.
TokenRange Behind(const Reading& reading, uint32_t at, uint32_t words, uint32_t limit) {
  TokenRange range{at + words, limit};
  if (range.empty()) return range;
  if (reading.parsed()) {
    // The widest phrase that begins with the cue or right behind it.
    uint32_t last = range.first;
    for (uint32_t t = at; t < std::min(limit, at + kMaxAnswerWords); ++t) {
      const TokenRange extent = reading.Extent(t);
      if (extent.first >= at && extent.first <= range.first) last = std::max(last, extent.last);
    }
    if (last > range.first) range.last = std::min(last, limit);
  } else {
    for (uint32_t t = range.first + 1; t < limit; ++t) {
      if (reading.Word(t) == ",") {
        range.last = t;
        break;
      }
    }
  }
  range.last = std::min(range.last, range.first + kMaxAnswerWords);
  return range;
}

/// The noun phrase that a word opens or stands in, from the word on.
TokenRange Around(const Reading& reading, uint32_t at, TokenRange stretch) {
  TokenRange range{at, at + 1};
  if (!reading.parsed()) return Behind(reading, at, 0, stretch.last);
  range.last = reading.Extent(at).last;
  const int32_t head = reading.Head(at);
  if (head > static_cast<int32_t>(at) &&
      (reading.Relation(at) == DepRel::kCompound || reading.Relation(at) == DepRel::kAmod)) {
    range.last = std::max(range.last, reading.Extent(static_cast<uint32_t>(head)).last);
  }
  range.last = std::min({range.last, stretch.last, at + kMaxAnswerWords});
  range = TrimPhrase(reading, at, range);
  if (at > stretch.first && (reading.Word(at - 1) == "\"" || reading.Word(at - 1) == "\u201c")) {
    --range.first;
  }
  return range;
}

/// What the phrase that opens at a token hangs on: the verb or noun that it gives the reason of;
/// -1: nothing above it. For a participle that opens it ("driven by costs") what is driven.
int32_t Governor(const Reading& reading, uint32_t at) {
  uint32_t t = at;
  for (uint32_t step = 0; step < kMaxAnswerWords; ++step) {
    const int32_t head = reading.Head(t);
    if (reading.Upos(t) == Upos::kVerb) {
      const int32_t subject = SubjectOf(reading, t);
      if (subject >= 0 && t == at) return subject;
    }
    if (head < 0) return t == at ? -1 : static_cast<int32_t>(t);
    switch (reading.Relation(t)) {
      case DepRel::kCase:
      case DepRel::kMark:
      case DepRel::kFixed:
      case DepRel::kAdvmod:
      case DepRel::kDet:
      case DepRel::kAmod:
      case DepRel::kCompound:
        t = static_cast<uint32_t>(head);
        break;
      default:
        return head;
    }
  }
  return -1;
}

/// Whether a word names the event: its verb, a noun of its kind, or "the move".
bool Names(const Reading& reading, const Event& event, uint32_t token) {
  const auto has = [&event](const std::string& stem) {
    return std::binary_search(event.nouns.begin(), event.nouns.end(), stem);
  };
  if (reading.Upos(token) == Upos::kVerb) return has(Stem(reading.PredicateLemma(token)));
  const std::string& word = reading.Word(token);
  if (has(Stem(word)) || reading.lexicon().Is(WordClass::kUpward, word)) return true;
  const auto kind = reading.lexicon().EventKind(word);
  return kind && !kind->empty() && has("#" + std::string(*kind));
}

/// Whether what opens at a token of another sentence is said of the event.
bool SaidOf(const Reading& reading, const Event& event, const Event& other, uint32_t at) {
  if (!reading.parsed()) return true;
  const int32_t governor = Governor(reading, at);
  if (governor < 0) return false;
  const auto above = static_cast<uint32_t>(governor);
  if (Names(reading, event, above)) return true;
  if (reading.Upos(above) != Upos::kVerb) return false;
  const int32_t subject = SubjectOf(reading, above);
  if (subject >= 0 && Names(reading, event, static_cast<uint32_t>(subject))) return true;
  return (above == other.clause.top || above == other.clause.main_verb) &&
         SameEvent(reading, event, other);
}

/// Causes named anywhere in a stretch by words that mean nothing else. `other`: the stretch is
/// another sentence, of which only what is said of the event counts.
void OfferCues(const Reading& reading, const Event& event, const Event* other, TokenRange stretch,
               float weight, std::optional<Answer>* best) {
  for (uint32_t t = stretch.first; t < stretch.last; ++t) {
    const auto cue = reading.lexicon().Cause(reading.Words(t, stretch.last));
    if (!cue || cue->strength < 0.7F || reading.InDirectQuote(t)) continue;
    if (t + cue->words < stretch.last && reading.DateAt(t + cue->words) != kNone) continue;
    if (other != nullptr && !cue->whole && !SaidOf(reading, event, *other, t)) continue;
    // "a revenge attack for the strikes": the motive is named by the phrase itself.
    const TokenRange range =
        cue->whole ? Around(reading, t, stretch) : Behind(reading, t, cue->words, stretch.last);
    if (SpeaksToReader(reading, range)) continue;
    Offer(reading, range, weight * cue->strength, best);
  }
}

/// The phrase that a preposition opens, from behind it, inside of a wider one: "her defeat | on the
/// director".
TokenRange PhraseInside(const Reading& reading, TokenRange outer, std::string_view preposition) {
  for (uint32_t t = outer.first + 1; t + 1 < outer.last; ++t) {
    if (reading.Word(t) == preposition && reading.Relation(t) == DepRel::kCase) {
      return {t + 1, outer.last};
    }
  }
  return {};
}

/// "blamed her defeat on the director", "fined for speeding": the cause is an argument of the verb,
/// or of the noun ("a protest against the plan").
void OfferArguments(const Reading& reading, uint32_t word, std::string_view lemma, float weight,
                    std::optional<Answer>* best) {
  if (!reading.parsed()) return;
  for (const knowledge::Row row : reading.lexicon().CauseArguments(lemma)) {
    const std::string_view wanted = row.Cell("cause");
    for (const uint32_t child : reading.Children(word)) {
      const DepRel relation = reading.Relation(child);
      const TokenRange extent = reading.Extent(child);
      const bool object = wanted == "object" && relation == DepRel::kObj;
      const bool agent = wanted == "agent" && relation == DepRel::kOblAgent;
      const bool phrase =
          (relation == DepRel::kObl || relation == DepRel::kAdvcl || relation == DepRel::kNmod) &&
          reading.Word(extent.first) == wanted;
      // Read into the object: "blamed [her defeat on the director]".
      const TokenRange inside = relation == DepRel::kObj && lemma != "cite"
                                    ? PhraseInside(reading, extent, wanted)
                                    : TokenRange{};
      if (!object && !agent && !phrase && inside.empty()) continue;
      TokenRange range = relation == DepRel::kAdvcl ? extent : TrimPhrase(reading, child, extent);
      // "on the director, who had announced ...": what he did is the reason.
      if (reading.Child(child, DepRel::kAclRelcl) >= 0) range = extent;
      if (!inside.empty()) {
        range = inside;
      } else if (!object && range.size() > 1) {
        ++range.first;
      }
      // "blamed the decision for her defeat"
      if (const TokenRange rest = object ? PhraseInside(reading, range, "for") : TokenRange{};
          !rest.empty()) {
        range.last = rest.first - 1;
      }
      range.last = std::min(range.last, range.first + kMaxAnswerWords);
      // "banned for three games": how long.
      const bool counted = reading.Upos(range.first) == Upos::kNum;
      if (wanted == "for" && (counted || SaysHowLong(reading, range))) continue;
      Offer(reading, range, weight, best);
      return;
    }
  }
}

/// The nouns of the event that have their reason beside them: "staged a protest against the plan".
void OfferNouns(const Reading& reading, TokenRange stretch, float weight,
                std::optional<Answer>* best) {
  for (uint32_t t = stretch.first; t < stretch.last; ++t) {
    if (reading.Upos(t) == Upos::kNoun) {
      OfferArguments(reading, t, reading.Lemma(t), weight, best);
    }
  }
}

/// "The move follows a series of thefts", "It comes after a row over pay".
void OfferFollowed(const Reading& reading, const Event& event, const Event& other,
                   std::optional<Answer>* best) {
  const Clause& clause = other.clause;
  if (!reading.parsed() || other.position <= event.position) return;
  if (clause.predicate != "follow" && clause.predicate != "come") return;
  const int32_t subject = SubjectOf(reading, clause.main_verb);
  if (subject < 0) return;
  const std::string& word = reading.Word(static_cast<uint32_t>(subject));
  const bool next = other.position == event.position + 1 && (word == "this" || word == "it");
  if (!next && !Names(reading, event, static_cast<uint32_t>(subject))) return;
  for (const uint32_t child : reading.Children(clause.main_verb)) {
    TokenRange extent = reading.Extent(child);
    if (clause.predicate == "follow" && reading.Relation(child) == DepRel::kObj) {
      Offer(reading, TrimPhrase(reading, child, extent), 0.6F, best);
    } else if (clause.predicate == "come" &&
               (reading.Word(extent.first) == "after" || reading.Word(extent.first) == "amid")) {
      ++extent.first;
      if (extent.empty() || reading.Upos(extent.first) == Upos::kNum) continue;
      extent.last = std::min(extent.last, extent.first + kMaxAnswerWords);
      Offer(reading, extent, 0.55F, best);
    }
  }
}

/// What an accident is put down to: what its subject is believed to have done, and the weather.
void OfferAccident(const Reading& reading, uint32_t verb, std::optional<Answer>* best) {
  if (!reading.parsed() ||
      !reading.lexicon().Is(WordClass::kAccident, reading.PredicateLemma(verb))) {
    return;
  }
  for (const uint32_t child : reading.Children(verb)) {
    if (reading.Relation(child) == DepRel::kObl &&
        reading.Word(reading.Extent(child).first) == "in" &&
        reading.lexicon().Is(WordClass::kCondition, reading.Lemma(child))) {
      const TokenRange extent = TrimPhrase(reading, child, reading.Extent(child));
      Offer(reading, {std::min(extent.first + 1, child), child + 1}, 0.45F, best);
    }
  }
  const int32_t subject = SubjectOf(reading, verb);
  if (subject < 0) return;
  for (const uint32_t child : reading.Children(static_cast<uint32_t>(subject))) {
    if (reading.Relation(child) != DepRel::kAcl || child + 2 >= reading.Extent(child).last)
      continue;
    // "believed to have been going too fast"
    const auto cue = reading.lexicon().Modality(reading.Words(child, child + 2));
    if (!cue || cue->modality != FactModality::kAlleged || !cue->binds_verb) continue;
    TokenRange range = reading.Extent(child);
    range.first = child;
    Offer(reading, range, 0.5F, best);
  }
}

/// Whether a verb stands right above or below the clause's, so that its reason is the clause's too.
bool Neighbours(const Reading& reading, const Clause& clause, uint32_t verb) {
  if (!reading.parsed()) return true;
  const auto is_head = [&reading](uint32_t token, uint32_t of) {
    return reading.Head(of) == static_cast<int32_t>(token);
  };
  for (const uint32_t own : {clause.top, clause.main_verb}) {
    const DepRel relation = reading.Relation(is_head(verb, own) ? own : verb);
    if (!is_head(verb, own) && !is_head(own, verb)) continue;
    if (relation != DepRel::kAcl && relation != DepRel::kAclRelcl) return true;
  }
  return false;
}

}  // namespace

std::optional<Answer> FindWhy(const Reading& reading, const Title& title, const Event& event,
                              std::span<const Event* const> same, std::span<const Event> events) {
  std::optional<Answer> best;
  const Clause& clause = event.clause;
  const TokenRange own = reading.document().sentences[clause.sentence].tokens;
  OfferPieces(reading, clause, PieceKind::kWhy, 1.0F, &best, /*own=*/true);
  OfferRole(reading, clause.main_verb, language::Role::kWhy, 0.8F, &best);
  OfferArguments(reading, clause.main_verb, clause.predicate, 0.8F, &best);
  OfferNouns(reading, clause.what, 0.7F, &best);
  for (const language::Predicate* predicate : reading.PredicatesOf(clause.sentence)) {
    const uint32_t verb = predicate->token;
    if (Neighbours(reading, clause, verb)) {
      OfferRole(reading, verb, language::Role::kWhy, 0.6F, &best,
                static_cast<int32_t>(clause.main_verb));
    } else if (clause.subject.Contains(verb) && reading.Relation(verb) == DepRel::kAcl) {
      // "A driver arrested over the deaths ..."
      OfferRole(reading, verb, language::Role::kWhy, 0.5F, &best);
      if (const auto below = ReadParsedClause(reading, verb)) {
        OfferPieces(reading, *below, PieceKind::kWhy, 1.0F, &best);
      }
    }
  }
  OfferCues(reading, event, nullptr, own, 0.8F, &best);
  for (uint32_t t = own.first; t < own.last; ++t) {
    if (reading.Upos(t) == Upos::kVerb) OfferAccident(reading, t, &best);
  }
  for (const Event* other : same) {
    const Clause& told = other->clause;
    const TokenRange tokens = reading.document().sentences[told.sentence].tokens;
    if (SameEvent(reading, event, *other)) {
      OfferPieces(reading, told, PieceKind::kWhy, 0.7F, &best);
      OfferArguments(reading, told.main_verb, told.predicate, 0.6F, &best);
    }
    OfferCues(reading, event, other, tokens, 0.8F, &best);
  }
  for (const Event& other : events) {
    if (&other == &event || other.quoted || other.position > event.position + kReach) continue;
    OfferFollowed(reading, event, other, &best);
    const TokenRange tokens = reading.document().sentences[other.clause.sentence].tokens;
    const float related = title.Overlap({&tokens, 1});
    const bool shares =
        std::find_first_of(event.people.begin(), event.people.end(), other.people.begin(),
                           other.people.end()) != event.people.end();
    const uint32_t distance =
        std::max(other.position, event.position) - std::min(other.position, event.position);
    if (title.empty() ? !shares : related < kRelated && !(shares && distance <= 2)) continue;
    const float near = distance <= 1 ? 0.45F : 0.35F;
    OfferCues(reading, event, &other, tokens,
              near + 0.4F * related - 0.02F * static_cast<float>(distance), &best);
  }
  if (best && best->confidence < kLeastWhy) best.reset();
  return best;
}

}  // namespace nutgraf::extract::facts
