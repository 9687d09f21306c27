#include "service/extract/facts/events.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/extract/facts/sentences.h"

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr uint32_t kDeepSentences =
    25;  // of these every clause is looked at, of later ones the top
constexpr size_t kMaxCandidates = 24;
constexpr float kMaxDepth = 0.6F;
constexpr float kClauseWeight = 0.3F;  // of the clause beside its sentence
constexpr float kNounDepth = 0.3F;
constexpr size_t kMinVerb = 4;          // "be", "do" and "get" take up no event
constexpr float kHeadlineVerb = 0.5F;   // for the clause whose verb is the headline's
constexpr float kHeadlineDepth = 0.3F;  // and of what its depth costs it
constexpr float kWorstClause = -0.2F;
constexpr float kAnecdote = 0.5F;  // taken from a lead that opens with somebody's scene

float Share(TokenRange inner, TokenRange outer) {
  const uint32_t first = std::max(inner.first, outer.first);
  const uint32_t last = std::min(inner.last, outer.last);
  return last <= first ? 0.0F : static_cast<float>(last - first) / static_cast<float>(outer.size());
}

bool IsPredicate(const Reading& reading, uint32_t token) {
  const Upos upos = reading.Upos(token);
  if (upos == Upos::kVerb) return true;
  return reading.Child(token, DepRel::kCop) >= 0;
}

/// The highest predicate inside of a stretch; -1: none.
int32_t TopInside(const Reading& reading, TokenRange range) {
  int32_t best = -1;
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t head = reading.Head(t);
    if (head >= 0 && range.Contains(static_cast<uint32_t>(head))) continue;
    if (!IsPredicate(reading, t)) continue;
    if (best < 0 || reading.Extent(t).size() > reading.Extent(best).size()) {
      best = static_cast<int32_t>(t);
    }
  }
  return best;
}

/// What it costs a clause to hang in another one this way.
float Depth(const Reading& reading, uint32_t clause) {
  switch (reading.Relation(clause)) {
    case DepRel::kConj:
      return 0.08F;
    case DepRel::kXcomp:
      return 0.1F;
    case DepRel::kParataxis:
    case DepRel::kCcomp:
      return 0.15F;
    case DepRel::kAdvcl: {
      // "as prices rose", "because it rained": beside the event, not the event.
      const int32_t mark = reading.Child(clause, DepRel::kMark);
      return mark >= 0 && reading.Word(static_cast<uint32_t>(mark)) != "to" ? 0.35F : 0.2F;
    }
    default:
      return 0.5F;
  }
}

struct Candidate {
  uint32_t top;
  float depth;
};

/// The predicates below `top` with the cost of the way to them.
std::vector<Candidate> Candidates(const Reading& reading, uint32_t top) {
  std::vector<Candidate> found = {{top, 0}};
  std::vector<Candidate> open = {{top, 0}};
  while (!open.empty() && found.size() < kMaxCandidates) {
    const Candidate at = open.back();
    open.pop_back();
    for (const uint32_t child : reading.Children(at.top)) {
      // What a catenative governs is told with it: "are trying to reach".
      const bool governed =
          reading.Relation(child) == DepRel::kXcomp && reading.Child(at.top, DepRel::kObj) < 0;
      const bool predicate =
          IsPredicate(reading, child) && !governed && reading.Relation(child) != DepRel::kAmod;
      const float depth = at.depth + (predicate ? Depth(reading, child) : 0.05F);
      if (depth > kMaxDepth) continue;
      open.push_back({child, depth});
      if (predicate) found.push_back({child, depth});
    }
  }
  return found;
}

/// The noun itself, and its kind: "the talks" take up "a dialogue".
void AddEventNoun(const Reading& reading, uint32_t token, std::vector<std::string>* nouns) {
  const auto kind = reading.lexicon().EventKind(reading.Word(token));
  if (!kind) return;
  nouns->push_back(Stem(reading.Word(token)));
  if (!kind->empty()) nouns->push_back("#" + std::string(*kind));
}

void CollectNames(const Reading& reading, Event* event) {
  const TokenRange sentence = reading.document().sentences[event->clause.sentence].tokens;
  for (uint32_t t = sentence.first; t < sentence.last; ++t) {
    if (reading.ParticipantAt(t) != kNone) event->people.push_back(reading.ParticipantAt(t));
  }
  std::sort(event->people.begin(), event->people.end());
  event->people.erase(std::unique(event->people.begin(), event->people.end()), event->people.end());
  event->nouns.push_back(Stem(reading.PredicateLemma(event->clause.main_verb)));
  // "struck": "the attack"
  if (const auto kind = reading.lexicon().EventKind(event->clause.predicate);
      kind && !kind->empty()) {
    event->nouns.push_back("#" + std::string(*kind));
  }
  const auto add = [&](TokenRange range) {
    for (uint32_t t = range.first; t < range.last; ++t) {
      AddEventNoun(reading, t, &event->nouns);
    }
  };
  add(event->clause.what);
  add(event->clause.subject);
  for (uint32_t t = sentence.first; t < sentence.last; ++t) {
    if (reading.Upos(t) == Upos::kVerb) {
      event->told.push_back(Stem(reading.PredicateLemma(t)));
    } else {
      AddEventNoun(reading, t, &event->told);
    }
  }
  for (auto* stems : {&event->nouns, &event->told}) {
    std::sort(stems->begin(), stems->end());
    stems->erase(std::unique(stems->begin(), stems->end()), stems->end());
  }
}

/// "Test yourself": a bare verb without a subject tells no event.
bool IsOrder(const Reading& reading, const Clause& clause) {
  if (!clause.subject.empty() || !clause.actors.empty()) return false;
  for (const uint32_t child : reading.Children(clause.top)) {
    const DepRel relation = reading.Relation(child);
    if (relation == DepRel::kAux || relation == DepRel::kAuxPass || relation == DepRel::kCop ||
        relation == DepRel::kExpl) {
      return false;
    }
  }
  return reading.Word(clause.main_verb) == clause.predicate ||
         reading.Word(clause.main_verb).ends_with("ing");
}

/// What the clause adds to its sentence's score: how much of the title it says, and whether it says
/// who acts.
float ClauseScore(const Reading& reading, const Title& title, const Clause& clause) {
  std::vector<TokenRange> said = {clause.what};
  for (const Actor& actor : clause.actors) said.push_back(actor.range);
  float score = 0.9F * title.Overlap(said);
  // What hangs below counts too, so that a clause inside of another must say more by itself.
  said.push_back(clause.range);
  score += 0.4F * title.Overlap(said);
  if (title.IsVerb(clause.main_verb)) {
    score += 0.3F;
  } else if (title.OpensWith(clause.main_verb)) {
    score += 0.3F;
  } else if (title.Says(clause.main_verb)) {
    score += 0.1F;
  }
  if (clause.actors.empty()) return score - 0.2F;
  const uint32_t actor = clause.actors.front().head;
  if (title.IsSubject(actor)) score += 0.15F;
  const Upos upos = reading.Upos(actor);
  const bool known = reading.ParticipantAt(actor) != kNone || reading.EntityAt(actor) != kNone;
  if (!known) score -= upos == Upos::kPron ? 0.15F : 0.1F;
  return score;
}

bool IsIndefinite(const Reading& reading, uint32_t noun) {
  for (const uint32_t child : reading.Children(noun)) {
    const DepRel relation = reading.Relation(child);
    if (relation == DepRel::kNummod && child < noun) return true;
    if (relation == DepRel::kDet && (reading.Word(child) == "a" || reading.Word(child) == "an")) {
      return true;
    }
  }
  return false;
}

/// A lead that opens with the scene of somebody whom the headline does not know: "Ann Lee, a
/// 40-year-old shopkeeper, is tired of ...", "Two men came up to a car". The news stands below.
bool IsAnecdote(const Reading& reading, const Title& title, const Clause& clause) {
  if (title.empty() || clause.actors.empty() || clause.from_agent) return false;
  if (title.Says(clause.main_verb) || title.Says(clause.subject)) return false;
  const uint32_t actor = clause.actors.front().head;
  const int32_t who = reading.ParticipantAt(actor);
  if (who == kNone) return reading.EntityAt(actor) == kNone && IsIndefinite(reading, actor);
  if (reading.input().participants.participants[who].type != ParticipantType::kPerson) return false;
  for (const uint32_t child : reading.Children(actor)) {
    if (reading.Relation(child) == DepRel::kAppos && child > actor &&
        (IsIndefinite(reading, child) || reading.Upos(child) == Upos::kNum)) {
      return true;
    }
  }
  return false;
}

/// The event is what somebody says; a claim or a denial makes it less than a fact.
void SetReport(const Report& report, Event* event) {
  event->reported = true;
  event->attributed_to = report.speaker;
  if (event->clause.modality != FactModality::kAsserted) return;
  if (report.modality == SpeechModality::kDenied) event->clause.modality = FactModality::kDenied;
  if (report.modality == SpeechModality::kClaimed) event->clause.modality = FactModality::kAlleged;
}

std::optional<Event> ReadParsed(const Reading& reading, const Title& title,
                                const StorySentence& story) {
  const TokenRange tokens = reading.document().sentences[story.sentence].tokens;
  int32_t top = reading.RootOf(story.sentence);
  if (top < 0) return std::nullopt;
  int32_t reported = -1;
  if (!story.report.direct && !story.report.content.empty()) {
    const int32_t inside = TopInside(reading, story.report.content);
    // What is reported must be the sentence's own matter, not an aside in it.
    if (inside >= 0 && (inside == top || reading.Head(static_cast<uint32_t>(inside)) == top) &&
        reading.Relation(static_cast<uint32_t>(inside)) != DepRel::kAdvcl &&
        // "urged them to stop": the urging is the event.
        reading.Relation(static_cast<uint32_t>(inside)) != DepRel::kXcomp &&
        Share(reading.Extent(static_cast<uint32_t>(inside)), story.report.content) >= 0.5F) {
      reported = inside;
      top = inside;
    }
  }
  if (!IsPredicate(reading, static_cast<uint32_t>(top))) {
    if (const int32_t inside = TopInside(reading, tokens); inside >= 0) top = inside;
  }
  std::vector<Candidate> candidates = {{static_cast<uint32_t>(top), 0}};
  if (story.position < kDeepSentences) {
    candidates = Candidates(reading, static_cast<uint32_t>(top));
  }
  std::optional<Event> best;
  float best_choice = 0;
  float best_score = 0;
  const auto consider = [&](std::optional<Clause> clause, float depth) {
    if (!clause) return;
    // Where the verb is the headline's, it matters less how deep it stands.
    const bool headline = title.IsVerb(clause->main_verb);
    const float score = ClauseScore(reading, title, *clause);
    const float choice =
        score - (headline ? kHeadlineDepth * depth : depth) + (headline ? kHeadlineVerb : 0.0F);
    if (best && best_choice >= choice) return;
    best_choice = choice;
    best_score = score - depth;
    best.emplace();
    best->clause = *std::move(clause);
  };
  for (const Candidate& candidate : candidates) {
    auto clause = ReadParsedClause(reading, candidate.top);
    if (clause && !IsOrder(reading, *clause)) consider(std::move(clause), candidate.depth);
  }
  for (uint32_t t = tokens.first; t < tokens.last && story.position < kDeepSentences; ++t) {
    if (reading.Upos(t) == Upos::kNoun) consider(ReadNounClause(reading, t), kNounDepth);
  }
  if (!best) return best;
  // A clause read wrongly must not bury its sentence.
  best->score = story.score + kClauseWeight * std::max(best_score, kWorstClause);
  if (story.position == 0 && !story.dated && IsAnecdote(reading, title, best->clause)) {
    best->score -= kAnecdote;
  }
  if (reported >= 0) SetReport(story.report, &*best);
  return best;
}

std::optional<Event> ReadTagged(const Reading& reading, const Title& title,
                                const StorySentence& story) {
  TokenRange range = reading.document().sentences[story.sentence].tokens;
  Event event;
  if (!story.report.direct && story.report.content.size() * 2 >= range.size()) {
    range = story.report.content;
    SetReport(story.report, &event);
  }
  auto clause = ReadTaggedClause(reading, range);
  if (!clause) return std::nullopt;
  const FactModality said = event.clause.modality;
  event.clause = *std::move(clause);
  if (event.clause.modality == FactModality::kAsserted) event.clause.modality = said;
  event.score = story.score + kClauseWeight * ClauseScore(reading, title, event.clause);
  return event;
}

bool Intersect(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

}  // namespace

absl::StatusOr<std::vector<Event>> FindEvents(const Reading& reading, const Title& title,
                                              const Cancellation& cancel) {
  std::vector<Event> events;
  for (const StorySentence& story : ReadSentences(reading, title)) {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    auto event =
        reading.parsed() ? ReadParsed(reading, title, story) : ReadTagged(reading, title, story);
    if (!event) continue;
    event->position = story.position;
    // "It went well," she said: a verb alone beside somebody's words.
    event->quoted =
        story.quoted || (story.report.direct && event->clause.what.size() <= 1 && !title.empty());
    CollectNames(reading, &*event);
    events.push_back(*std::move(event));
  }
  return events;
}

bool SpeaksOf(const Reading& reading, const Event& event, const Event& other) {
  if (SameEvent(reading, event, other)) return true;
  if (!Intersect(event.nouns, other.told)) return false;
  if (std::find_first_of(event.people.begin(), event.people.end(), other.people.begin(),
                         other.people.end()) != event.people.end()) {
    return true;
  }
  // The sentence before or behind it may name nobody: "two died when the insurgents struck".
  const uint32_t distance =
      std::max(event.position, other.position) - std::min(event.position, other.position);
  return distance <= 1 && event.clause.predicate.size() >= kMinVerb &&
         std::binary_search(other.told.begin(), other.told.end(), Stem(event.clause.predicate));
}

bool SameEvent(const Reading& reading, const Event& first, const Event& later) {
  if (!Intersect(first.nouns, later.nouns)) {
    // "The event is aimed at ..."
    const TokenRange subject = later.clause.subject;
    if (subject.empty() || subject.size() > 3 || reading.Word(subject.first) != "the") return false;
    return reading.Word(subject.last - 1) == "event" && later.position <= first.position + 8;
  }
  if (first.people.empty() || later.people.empty()) return true;
  return std::find_first_of(first.people.begin(), first.people.end(), later.people.begin(),
                            later.people.end()) != first.people.end() ||
         later.clause.actors.empty() ||
         reading.ParticipantAt(later.clause.actors.front().head) == kNone;
}

}  // namespace nutgraf::extract::facts
