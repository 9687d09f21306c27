#include "service/extract/facts/events.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nutgraf::extract::facts {

using language::DepRel;
using language::Upos;
using text::TokenRange;

namespace {

constexpr uint32_t kMaxSentences = 80;
constexpr uint32_t kMinTokens = 4;
constexpr uint32_t kMaxTokens = 400;

bool IsContent(Upos upos) {
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kVerb || upos == Upos::kAdj ||
         upos == Upos::kNum;
}

/// The stems of the title's content words, ascending.
std::vector<std::string> TitleStems(const Reading& reading) {
  std::vector<std::string> stems;
  const text::Document& document = reading.document();
  std::string folded;
  const auto add = [&stems](const std::string& word) {
    if (word.size() > 2) stems.push_back(Stem(word));
  };
  for (const text::Token& token : document.title.tokens) {
    knowledge::FoldInto(
        std::string_view(document.title.text).substr(token.span.begin, token.span.size()), &folded);
    add(folded);
  }
  for (const text::Sentence& sentence : document.sentences) {
    if (sentence.zone != text::ZoneType::kHeadline) continue;
    for (uint32_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) add(reading.Word(t));
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

float TitleOverlap(const Reading& reading, const std::vector<std::string>& title,
                   TokenRange range) {
  if (title.empty()) return 0;
  std::vector<bool> hit(title.size(), false);
  for (uint32_t t = range.first; t < range.last; ++t) {
    if (!IsContent(reading.Upos(t))) continue;
    const auto at = std::lower_bound(title.begin(), title.end(), Stem(reading.Word(t)));
    if (at != title.end() && *at == Stem(reading.Word(t))) hit[at - title.begin()] = true;
  }
  return static_cast<float>(std::count(hit.begin(), hit.end(), true)) /
         static_cast<float>(title.size());
}

/// The highest predicate inside of a stretch; -1: none.
int32_t TopInside(const Reading& reading, TokenRange range) {
  int32_t best = -1;
  for (uint32_t t = range.first; t < range.last; ++t) {
    const int32_t head = reading.Head(t);
    if (head >= 0 && range.Contains(static_cast<uint32_t>(head))) continue;
    const Upos upos = reading.Upos(t);
    if (upos != Upos::kVerb && upos != Upos::kAux && reading.Child(t, DepRel::kCop) < 0) continue;
    if (best < 0 || reading.Extent(t).size() > reading.Extent(best).size()) {
      best = static_cast<int32_t>(t);
    }
  }
  return best;
}

float Share(TokenRange inner, TokenRange outer) {
  const uint32_t first = std::max(inner.first, outer.first);
  const uint32_t last = std::min(inner.last, outer.last);
  return last <= first ? 0.0F : static_cast<float>(last - first) / static_cast<float>(outer.size());
}

struct Report {
  TokenRange content;
  int32_t speaker = kNone;
  bool direct = false;
};

/// What each sentence reports, by the quotes stage: the widest content in it.
std::vector<Report> Reports(const Reading& reading) {
  std::vector<Report> reports(reading.document().sentences.size());
  for (const Quote& quote : reading.input().quotes) {
    for (const text::Span span : quote.content) {
      const TokenRange tokens = reading.TokensOf(span);
      uint32_t t = tokens.first;
      while (t < tokens.last) {
        const uint32_t sentence = reading.document().tokens[t].sentence;
        const TokenRange inside{
            t, std::min(tokens.last, reading.document().sentences[sentence].tokens.last)};
        Report& report = reports[sentence];
        if (inside.size() > report.content.size()) {
          report = {inside, quote.speaker.participant, quote.type == QuoteType::kDirect};
        }
        t = inside.last;
      }
    }
  }
  return reports;
}

void CollectNames(const Reading& reading, Event* event) {
  const TokenRange sentence = reading.document().sentences[event->clause.sentence].tokens;
  for (uint32_t t = sentence.first; t < sentence.last; ++t) {
    if (reading.ParticipantAt(t) != kNone) event->people.push_back(reading.ParticipantAt(t));
  }
  std::sort(event->people.begin(), event->people.end());
  event->people.erase(std::unique(event->people.begin(), event->people.end()), event->people.end());
  event->nouns.push_back(Stem(reading.Lemma(event->clause.main_verb)));
  const auto add = [&](TokenRange range) {
    for (uint32_t t = range.first; t < range.last; ++t) {
      if (reading.Upos(t) == Upos::kPunct) continue;
      if (reading.lexicon().IsEventNoun(reading.Word(t))) {
        event->nouns.push_back(Stem(reading.Word(t)));
      }
    }
  };
  add(event->clause.what);
  add(event->clause.subject);
  std::sort(event->nouns.begin(), event->nouns.end());
  event->nouns.erase(std::unique(event->nouns.begin(), event->nouns.end()), event->nouns.end());
}

std::optional<Event> ReadEvent(const Reading& reading, uint32_t sentence, const Report& report) {
  const TokenRange tokens = reading.document().sentences[sentence].tokens;
  Event event;
  TokenRange range = tokens;
  std::optional<Clause> clause;
  if (reading.parsed()) {
    int32_t top = reading.RootOf(sentence);
    if (!report.direct && !report.content.empty()) {
      const int32_t inside = TopInside(reading, report.content);
      if (inside >= 0 && Share(reading.Extent(inside), report.content) >= 0.5F) {
        top = inside;
        event.reported = true;
        event.attributed_to = report.speaker;
      }
    }
    if (top < 0) return std::nullopt;
    clause = ReadParsedClause(reading, static_cast<uint32_t>(top));
    if (!clause) {
      if (const int32_t inside = TopInside(reading, tokens); inside >= 0) {
        clause = ReadParsedClause(reading, static_cast<uint32_t>(inside));
      }
    }
  } else {
    if (!report.direct && report.content.size() * 2 >= tokens.size()) {
      range = report.content;
      event.reported = true;
      event.attributed_to = report.speaker;
    }
    clause = ReadTaggedClause(reading, range);
  }
  if (!clause) return std::nullopt;
  event.clause = *std::move(clause);
  CollectNames(reading, &event);
  return event;
}

bool Intersect(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

}  // namespace

std::string Stem(std::string_view folded) {
  for (const std::string_view ending : {"ings", "ing", "ies", "ied", "es", "ed", "s", "e"}) {
    if (folded.size() >= ending.size() + 4 && folded.ends_with(ending)) {
      return std::string(folded.substr(0, folded.size() - ending.size()));
    }
  }
  return std::string(folded);
}

absl::StatusOr<std::vector<Event>> FindEvents(const Reading& reading, const Cancellation& cancel) {
  std::vector<Event> events;
  const text::Document& document = reading.document();
  const std::vector<std::string> title = TitleStems(reading);
  const std::vector<Report> reports = Reports(reading);
  uint32_t position = 0;
  for (uint32_t s = 0; s < document.sentences.size() && position < kMaxSentences; ++s) {
    const text::Sentence& sentence = document.sentences[s];
    if (sentence.zone != text::ZoneType::kBody) continue;
    if (sentence.tokens.size() < kMinTokens || sentence.tokens.size() > kMaxTokens) continue;
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    auto event = ReadEvent(reading, s, reports[s]);
    const uint32_t at = position++;
    if (!event) continue;
    event->position = at;
    float salience = 0;
    for (const int32_t person : event->people) {
      salience = std::max(salience, reading.input().participants.participants[person].salience);
    }
    const auto words = reading.Words(sentence.tokens.first, sentence.tokens.last);
    event->score = 1.0F / (1.0F + 0.3F * static_cast<float>(at)) +
                   0.5F * TitleOverlap(reading, title, sentence.tokens) + 0.2F * salience -
                   reading.lexicon().Background(words);
    if (reports[s].direct && reports[s].content.size() * 2 > sentence.tokens.size()) {
      event->score -= 0.4F;
    }
    if (event->clause.actors.empty()) event->score -= 0.2F;
    events.push_back(*std::move(event));
  }
  return events;
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
