#include "service/extract/facts/answers.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/extract/facts/means.h"
#include "service/extract/facts/occasion.h"
#include "service/extract/facts/reasons.h"

namespace nutgraf::extract::facts {

using language::Upos;
using text::TokenRange;

namespace {

constexpr float kHeadlineShare =
    0.3F;  // of the headline's words, in a sentence that tells the same

Answer MakeAnswer(const Reading& reading, TokenRange range, float confidence) {
  Answer answer;
  answer.span = reading.document().SpanOf(range);
  answer.text = reading.document().Slice(range);
  answer.confidence = confidence;
  return answer;
}

bool IsQuoteMark(std::string_view word) {
  return word == "\"" || word == "'" || word == "''" || word == "``" || word == "\u201c" ||
         word == "\u201d" || word == "\u2018" || word == "\u2019";
}

/// Takes in the mark that closes what the range leaves open.
TokenRange CloseQuote(const Reading& reading, TokenRange range) {
  uint32_t marks = 0;
  for (uint32_t t = range.first; t < range.last; ++t) {
    if (IsQuoteMark(reading.Word(t))) ++marks;
  }
  const uint32_t limit = static_cast<uint32_t>(reading.document().tokens.size());
  if (marks % 2 == 1 && range.last < limit && IsQuoteMark(reading.Word(range.last))) ++range.last;
  return range;
}

const Mention* MentionAt(const Participant& participant, uint32_t token) {
  for (const Mention& mention : participant.mentions) {
    if (mention.tokens.Contains(token)) return &mention;
  }
  return nullptr;
}

/// Without the place of the actor: "dozens of rescuers in China".
TokenRange WithoutPlace(const Reading& reading, const Actor& actor) {
  for (uint32_t t = actor.head + 1; t < actor.range.last; ++t) {
    if (reading.Upos(t) != Upos::kAdp || reading.Word(t) == "of") continue;
    const uint32_t head = reading.parsed() && reading.Head(t) > static_cast<int32_t>(t)
                              ? static_cast<uint32_t>(reading.Head(t))
                              : actor.range.last - 1;
    Piece piece{.head = head, .range = {t, actor.range.last}};
    ClassifyPiece(reading, &piece);
    if (piece.kind == PieceKind::kWhere || piece.kind == PieceKind::kWhen) {
      return {actor.range.first, t};
    }
  }
  return actor.range;
}

/// The token that names who the actor is: its head, or the name beside a post or a description,
/// "finance minister Jane Doe", "a blogger, Jane Doe,", "the car maker Ford".
uint32_t NamingToken(const Reading& reading, const Actor& actor) {
  const int32_t own = reading.ParticipantAt(actor.head);
  if (own != kNone) {
    const Mention* mention = MentionAt(reading.input().participants.participants[own], actor.head);
    if (mention == nullptr || mention->kind != MentionKind::kNominal) return actor.head;
  }
  // "the car maker Ford", "an airline, Ryanair,": one organisation right beside what it is. Of more
  // than one ("officials") a name says less.
  const bool one = reading.Upos(actor.head) == Upos::kNoun &&
                   (!reading.Word(actor.head).ends_with("s") ||
                    reading.Word(actor.head) == reading.Lemma(actor.head));
  const auto names = [&reading, &actor, one](uint32_t t) {
    const int32_t who = reading.ParticipantAt(t);
    if (who == kNone) return false;
    const Participant& participant = reading.input().participants.participants[who];
    const Mention* mention = MentionAt(participant, t);
    if (mention == nullptr ||
        (mention->kind != MentionKind::kName && mention->kind != MentionKind::kAlias)) {
      return false;
    }
    if (participant.type == ParticipantType::kPerson) return true;
    const uint32_t gap = mention->tokens.first - std::min(actor.head, mention->tokens.first);
    const bool beside = gap == 1 || (gap == 2 && reading.Word(actor.head + 1) == ",");
    return participant.type == ParticipantType::kOrganization && one && beside;
  };
  if (reading.parsed()) {
    for (const uint32_t child : reading.Children(actor.head)) {
      const language::DepRel relation = reading.Relation(child);
      const bool beside =
          relation == language::DepRel::kAppos ||
          ((relation == language::DepRel::kFlat || relation == language::DepRel::kNmod) &&
           reading.Child(child, language::DepRel::kCase) < 0);
      if (beside && child > actor.head && names(child)) return child;
    }
  }
  // The last word of the phrase, when no preposition or possessive ties it to the head.
  const uint32_t last = actor.range.last - 1;
  if (last <= actor.head || !names(last)) return actor.head;
  const Mention* mention =
      MentionAt(reading.input().participants.participants[reading.ParticipantAt(last)], last);
  const uint32_t before = mention->tokens.first;
  if (before <= actor.head || before == 0) return actor.head;
  const Upos upos = reading.Upos(before - 1);
  const bool tied = upos == Upos::kAdp || upos == Upos::kPart || upos == Upos::kDet ||
                    upos == Upos::kCconj || upos == Upos::kVerb;
  return tied ? actor.head : last;
}

Answer Who(const Reading& reading, Actor actor) {
  const uint32_t naming = NamingToken(reading, actor);
  Answer answer = MakeAnswer(reading, WithoutPlace(reading, actor), 0.8F);
  actor.head = naming;
  int32_t who = reading.ParticipantAt(actor.head);
  if (who == kNone && actor.range.size() == 1) who = reading.ParticipantAt(actor.range.first);
  if (who == kNone) {
    answer.confidence = 0.6F;
    return answer;
  }
  const Participant& participant = reading.input().participants.participants[who];
  answer.participant = who;
  const Mention* mention = MentionAt(participant, actor.head);
  if (mention == nullptr) return answer;
  if (mention->kind == MentionKind::kPronoun) {
    answer.text = participant.name;
    answer.confidence = 0.6F;
    // The nearest name before the pronoun says who it is in the text's own words.
    for (const Mention& other : participant.mentions) {
      if (other.kind != MentionKind::kName) continue;
      if (answer.span == mention->span || other.span.begin < mention->span.begin) {
        answer.span = other.span;
      }
    }
  } else if (mention->kind != MentionKind::kNominal) {
    TokenRange name = mention->tokens;
    // Another first word, where the person has no other name than this one: a stage name.
    if (participant.type == ParticipantType::kPerson && name.size() == 1 &&
        participant.name.find(' ') == std::string::npos && name.first > actor.range.first &&
        reading.Upos(name.first - 1) == Upos::kPropn) {
      --name.first;
    }
    answer.span = reading.document().SpanOf(name);
    answer.text = reading.document().Slice(name);
  }
  return answer;
}

/// What happened in the headline's words, where the headline tells the same event of the same
/// actor. The span stays where the text tells it.
void TellAsHeadline(const Reading& reading, const Title& title, const Event& event,
                    HeadlineFact* fact) {
  // A lone participle says less than the text's own words.
  if (!title.clause() || title.clause()->predicate.size() < 2) return;
  std::vector<uint32_t> named;
  const auto add = [&named](TokenRange range) {
    for (uint32_t t = range.first; t < range.last; ++t) named.push_back(t);
  };
  for (const Actor& actor : event.clause.actors) add(actor.range);
  // "She resigned": the headline has her name.
  for (const Answer& who : fact->who) {
    if (who.participant == kNone) continue;
    for (const Mention& mention :
         reading.input().participants.participants[who.participant].mentions) {
      add(mention.tokens);
    }
  }
  const TokenRange sentence = reading.document().sentences[event.clause.sentence].tokens;
  if (!title.NamesSubject(named) || title.Overlap({&sentence, 1}) < kHeadlineShare) return;
  std::string predicate = title.Predicate();
  // Capitals throughout are the page's, not the words'.
  if (std::none_of(predicate.begin(), predicate.end(),
                   [](char c) { return c >= 'a' && c <= 'z'; })) {
    return;
  }
  fact->what->text = std::move(predicate);
  if (const text::Span span = title.PredicateSpan(); !span.empty()) fact->what->span = span;
}

}  // namespace

void AnswerQuestions(const Reading& reading, const Title& title, const Event& event, bool main,
                     std::span<const Event* const> same, std::span<const Event> events,
                     HeadlineFact* fact) {
  const Clause& clause = event.clause;
  for (const Actor& actor : clause.actors) fact->who.push_back(Who(reading, actor));
  if (!clause.what.empty()) {
    fact->what = MakeAnswer(reading, CloseQuote(reading, clause.what), 0.7F);
    if (main) TellAsHeadline(reading, title, event, fact);
  }
  fact->when = FindWhen(reading, title, event, same, events);
  fact->where = FindWhere(reading, title, event, same, events);
  fact->why = FindWhy(reading, title, event, same, events);
  fact->how = FindHow(reading, title, event, same, events);
  if (fact->how) {
    const TokenRange how = CloseQuote(reading, reading.TokensOf(fact->how->span));
    fact->how = MakeAnswer(reading, how, fact->how->confidence);
  }
  const auto& dateline = reading.document().dateline;
  if (!fact->where && dateline && !dateline->place.empty()) {
    Answer answer;
    answer.span = dateline->place;
    answer.text = reading.document().Slice(dateline->place);
    answer.confidence = 0.35F;
    const TokenRange tokens = reading.TokensOf(dateline->place);
    for (uint32_t t = tokens.first; t < tokens.last; ++t) {
      if (answer.place == kNone) answer.place = reading.PlaceAt(t);
    }
    fact->where = std::move(answer);
  }
}

}  // namespace nutgraf::extract::facts
