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
float Depth(DepRel relation) {
  switch (relation) {
    case DepRel::kConj:
      return 0.08F;
    case DepRel::kXcomp:
      return 0.1F;
    case DepRel::kParataxis:
    case DepRel::kCcomp:
      return 0.15F;
    case DepRel::kAdvcl:
      return 0.2F;
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
      const float depth = at.depth + (predicate ? Depth(reading.Relation(child)) : 0.05F);
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
  if (title.OpensWith(clause.main_verb)) {
    score += 0.3F;
  } else if (title.Says(clause.main_verb)) {
    score += 0.1F;
  }
  if (clause.actors.empty()) return score - 0.2F;
  const uint32_t actor = clause.actors.front().head;
  const Upos upos = reading.Upos(actor);
  const bool known = reading.ParticipantAt(actor) != kNone || reading.EntityAt(actor) != kNone;
  if (!known) score -= upos == Upos::kPron ? 0.15F : 0.1F;
  return score;
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
  float best_score = 0;
  for (const Candidate& candidate : candidates) {
    auto clause = ReadParsedClause(reading, candidate.top);
    if (!clause || IsOrder(reading, *clause)) continue;
    const float score = ClauseScore(reading, title, *clause) - candidate.depth;
    if (best && best_score >= score) continue;
    best_score = score;
    best.emplace();
    best->clause = *std::move(clause);
  }
  for (uint32_t t = tokens.first; t < tokens.last && story.position < kDeepSentences; ++t) {
    if (reading.Upos(t) != Upos::kNoun) continue;
    auto clause = ReadNounClause(reading, t);
    if (!clause) continue;
    const float score = ClauseScore(reading, title, *clause) - kNounDepth;
    if (best && best_score >= score) continue;
    best_score = score;
    best.emplace();
    best->clause = *std::move(clause);
  }
  if (best) best->score = story.score + kClauseWeight * best_score;
  if (best && reported >= 0) SetReport(story.report, &*best);
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
    event->quoted = story.quoted;
    CollectNames(reading, &*event);
    events.push_back(*std::move(event));
  }
  return events;
}

bool SpeaksOf(const Reading& reading, const Event& event, const Event& other) {
  if (SameEvent(reading, event, other)) return true;
  if (!Intersect(event.nouns, other.told)) return false;
  return std::find_first_of(event.people.begin(), event.people.end(), other.people.begin(),
                            other.people.end()) != event.people.end();
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
