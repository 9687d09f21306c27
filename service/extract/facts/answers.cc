#include "service/extract/facts/answers.h"

#include <algorithm>
#include <string>

namespace nutgraf::extract::facts {

using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeast = 0.3F;  // an answer below is not given

Answer MakeAnswer(const Reading& reading, TokenRange range, float confidence) {
  Answer answer;
  answer.span = reading.document().SpanOf(range);
  answer.text = reading.document().Slice(range);
  answer.confidence = confidence;
  return answer;
}

const Mention* MentionAt(const Participant& participant, uint32_t token) {
  for (const Mention& mention : participant.mentions) {
    if (mention.tokens.Contains(token)) return &mention;
  }
  return nullptr;
}

Answer Who(const Reading& reading, const Actor& actor) {
  Answer answer = MakeAnswer(reading, actor.range, 0.8F);
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
      if (other.kind == MentionKind::kName &&
          (answer.span == mention->span || other.span.begin < mention->span.begin)) {
        answer.span = other.span;
      }
    }
  } else if (mention->kind != MentionKind::kNominal) {
    answer.span = mention->span;
    answer.text = reading.document().Slice(mention->span);
  }
  return answer;
}

const DateMention* DateOf(const Reading& reading, int32_t date) {
  return date == kNone ? nullptr : &reading.input().dates.dates[date];
}

bool IsPoint(const DateMention& date) {
  return date.type == DateType::kDate || date.type == DateType::kTime;
}

int32_t DateIn(const Reading& reading, TokenRange range) {
  for (uint32_t t = range.first; t < range.last; ++t) {
    const DateMention* date = DateOf(reading, reading.DateAt(t));
    if (date != nullptr && IsPoint(*date)) return reading.DateAt(t);
  }
  return kNone;
}

Answer When(const Reading& reading, int32_t date, float confidence) {
  const DateMention& mention = *DateOf(reading, date);
  Answer answer;
  answer.span = mention.span;
  answer.text = reading.document().Slice(mention.span);
  answer.date = date;
  answer.confidence = confidence;
  return answer;
}

std::optional<Answer> WhenOf(const Reading& reading, const Clause& clause) {
  for (const Piece& piece : clause.pieces) {
    if (piece.kind != PieceKind::kWhen) continue;
    if (const int32_t date = DateIn(reading, piece.range); date != kNone) {
      return When(reading, date, 0.85F);
    }
  }
  if (const int32_t date = DateIn(reading, clause.range); date != kNone) {
    return When(reading, date, 0.5F);
  }
  return std::nullopt;
}

/// Whether `b` says the same day or days as `a` more fully: a longer interval that holds it.
bool Completes(const DateMention& a, const DateMention& b) {
  if (a.start.empty() || b.start.empty() || a.start.size() < 10 || b.start.size() < 10)
    return false;
  if (a.granularity != DateGranularity::kDay || b.granularity != DateGranularity::kDay)
    return false;
  const std::string_view a_first = std::string_view(a.start).substr(0, 10);
  const std::string_view b_first = std::string_view(b.start).substr(0, 10);
  const std::string_view b_last = std::string_view(b.end).substr(0, 10);
  return b_first <= a_first && a_first <= b_last && b_first != b_last && a_first == b_first;
}

std::optional<Answer> WhereOf(const Reading& reading, const Clause& clause) {
  const auto place_in = [&reading](TokenRange range) {
    for (uint32_t t = range.first; t < range.last; ++t) {
      if (reading.PlaceAt(t) != kNone) return reading.PlaceAt(t);
    }
    return static_cast<int32_t>(kNone);
  };
  for (const Piece& piece : clause.pieces) {
    if (piece.kind != PieceKind::kWhere) continue;
    TokenRange range = piece.range;
    range.first += std::min(piece.opening, range.size() - 1);
    Answer answer = MakeAnswer(reading, TrimPhrase(reading, piece.head, range), 0.8F);
    answer.place = place_in(range);
    return answer;
  }
  // A place inside of the objects: "an attack on the consulate in Mazar-i-Sharif".
  for (uint32_t t = clause.range.first; t < clause.range.last; ++t) {
    const int32_t place = reading.PlaceAt(t);
    if (place == kNone || t == clause.range.first) continue;
    uint32_t before = t;
    while (before > clause.range.first && t - before < 4 &&
           (reading.Upos(before - 1) == Upos::kDet || reading.Upos(before - 1) == Upos::kAdj ||
            reading.Upos(before - 1) == Upos::kPropn || reading.Upos(before - 1) == Upos::kNoun)) {
      --before;
    }
    if (before == clause.range.first || reading.Upos(before - 1) != Upos::kAdp) continue;
    const auto cue = reading.lexicon().Locative(reading.Words(before - 1, clause.range.last));
    if (!cue || cue->strength < 0.6F) continue;
    uint32_t last = t;
    while (last < clause.range.last && reading.PlaceAt(last) == place) ++last;
    Answer answer = MakeAnswer(reading, {before, last}, 0.6F);
    answer.place = place;
    return answer;
  }
  return std::nullopt;
}

std::optional<Answer> PieceAnswer(const Reading& reading, const Clause& clause, PieceKind kind) {
  const Piece* best = nullptr;
  for (const Piece& piece : clause.pieces) {
    if (piece.kind == kind && (best == nullptr || piece.strength > best->strength)) best = &piece;
  }
  if (best == nullptr || best->strength < kLeast) return std::nullopt;
  TokenRange range = best->range;
  if (kind == PieceKind::kWhy) range.first += std::min(best->opening, range.size() - 1);
  return MakeAnswer(reading, range, best->strength);
}

/// "is aimed at discussing ...": the whole sentence says why.
std::optional<Answer> Aim(const Reading& reading, const Clause& clause) {
  for (uint32_t t = clause.range.first; t < clause.range.last; ++t) {
    const auto cue = reading.lexicon().Cause(reading.Words(t, clause.range.last));
    if (!cue || cue->words < 2 || cue->strength < 0.7F) continue;
    TokenRange range{t + cue->words, clause.range.last};
    while (!range.empty() && reading.IsPunctuation(range.last - 1)) --range.last;
    if (!range.empty()) return MakeAnswer(reading, range, cue->strength);
  }
  return std::nullopt;
}

std::optional<Answer> RoleAnswer(const Reading& reading, uint32_t verb, language::Role role) {
  for (const language::Predicate& predicate : reading.notes().predicates) {
    if (predicate.token != verb) continue;
    for (const language::RoleArgument& argument : predicate.arguments) {
      if (argument.role == role && !argument.tokens.empty() && argument.confidence >= 0.5F) {
        return MakeAnswer(reading, argument.tokens, 0.6F * argument.confidence);
      }
    }
  }
  return std::nullopt;
}

}  // namespace

void AnswerQuestions(const Reading& reading, const Event& event, std::span<const Event* const> same,
                     HeadlineFact* fact) {
  const Clause& clause = event.clause;
  for (const Actor& actor : clause.actors) fact->who.push_back(Who(reading, actor));
  if (!clause.what.empty()) fact->what = MakeAnswer(reading, clause.what, 0.7F);
  fact->when = WhenOf(reading, clause);
  fact->where = WhereOf(reading, clause);
  fact->why = PieceAnswer(reading, clause, PieceKind::kWhy);
  fact->how = PieceAnswer(reading, clause, PieceKind::kHow);
  if (!fact->why) fact->why = RoleAnswer(reading, clause.main_verb, language::Role::kWhy);
  if (!fact->how) fact->how = RoleAnswer(reading, clause.main_verb, language::Role::kHow);
  for (const Event* other : same) {
    if (auto when = WhenOf(reading, other->clause)) {
      const bool fuller =
          fact->when && fact->when->date != kNone &&
          Completes(*DateOf(reading, fact->when->date), *DateOf(reading, when->date));
      if (!fact->when || fuller) {
        fact->when = when;
        fact->when->confidence *= 0.9F;
      }
    }
    if (!fact->where) {
      fact->where = WhereOf(reading, other->clause);
      if (fact->where) fact->where->confidence *= 0.9F;
    }
    if (!fact->why) {
      fact->why = PieceAnswer(reading, other->clause, PieceKind::kWhy);
      if (!fact->why) fact->why = Aim(reading, other->clause);
      if (fact->why) fact->why->confidence *= 0.8F;
    }
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
