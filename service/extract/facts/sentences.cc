#include "service/extract/facts/sentences.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

namespace nutgraf::extract::facts {

using text::TokenRange;

namespace {

constexpr uint32_t kMaxSentences = 80;
constexpr uint32_t kMinTokens = 4;
constexpr uint32_t kMaxTokens = 400;  // longer ones are lists and tables
constexpr int kRecentDays = 3;
constexpr float kCredit = 0.4F;      // of furniture: it is a picture's credit
constexpr uint32_t kMaxCaption = 4;  // sentences of a caption with its credit

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
          report = {inside, quote.speaker.participant, quote.type == QuoteType::kDirect,
                    quote.modality};
        }
        t = inside.last;
      }
    }
  }
  return reports;
}

std::optional<std::chrono::sys_days> Day(std::string_view iso) {
  if (iso.size() < 10) return std::nullopt;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  std::from_chars(iso.data(), iso.data() + 4, year);
  std::from_chars(iso.data() + 5, iso.data() + 7, month);
  std::from_chars(iso.data() + 8, iso.data() + 10, day);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

/// A day that is news at the time of publication; with no anchor, a bare weekday.
bool IsRecent(const Reading& reading, const DateMention& date) {
  if (date.granularity != DateGranularity::kDay &&
      date.granularity != DateGranularity::kPartOfDay &&
      date.granularity != DateGranularity::kHour && date.granularity != DateGranularity::kMinute) {
    return false;
  }
  const auto day = Day(date.start);
  const auto anchor = Day(reading.input().dates.publication.date);
  if (day && anchor) return std::chrono::abs(*day - *anchor) <= std::chrono::days(kRecentDays);
  return date.start.empty();
}

bool EndsWhole(const Reading& reading, TokenRange tokens) {
  for (uint32_t t = tokens.last; t > tokens.first && tokens.last - t < 3; --t) {
    const std::string& word = reading.Word(t - 1);
    if (word == "." || word == "!" || word == "?" || word == "...") return true;
    if (!reading.IsPunctuation(t - 1)) return false;
  }
  return false;
}

/// How much of a page's furniture has run into the sentence.
float Furniture(const Reading& reading, TokenRange tokens) {
  float most = 0;
  for (uint32_t t = tokens.first; t < tokens.last; ++t) {
    most = std::max(most, reading.lexicon().Furniture(reading.Words(t, tokens.last)));
    const std::string& word = reading.Word(t);
    if (word.starts_with("reuters/") || word.starts_with("pic.twitter.com")) {
      most = std::max(most, kCredit);
    }
  }
  return most;
}

/// Per sentence what furniture costs it; a picture's credit makes its whole short paragraph a
/// caption.
std::vector<float> Furniture(const Reading& reading) {
  const text::Document& document = reading.document();
  std::vector<float> costs(document.sentences.size(), 0);
  for (const text::Paragraph& paragraph : document.paragraphs) {
    float most = 0;
    for (uint32_t s = paragraph.first_sentence; s < paragraph.last_sentence; ++s) {
      costs[s] = Furniture(reading, document.sentences[s].tokens);
      most = std::max(most, costs[s]);
    }
    if (most < kCredit || paragraph.last_sentence - paragraph.first_sentence > kMaxCaption)
      continue;
    for (uint32_t s = paragraph.first_sentence; s < paragraph.last_sentence; ++s) costs[s] = most;
  }
  return costs;
}

}  // namespace

std::vector<StorySentence> ReadSentences(const Reading& reading, const Title& title) {
  const text::Document& document = reading.document();
  const std::vector<Report> reports = Reports(reading);
  const std::vector<float> furniture = Furniture(reading);
  std::vector<bool> recent(document.sentences.size(), false);
  for (const DateMention& date : reading.input().dates.dates) {
    const TokenRange tokens = reading.TokensOf(date.span);
    if (!tokens.empty() && IsRecent(reading, date)) {
      recent[document.tokens[tokens.first].sentence] = true;
    }
  }
  const uint32_t story_begins =
      document.dateline ? document.zones[document.dateline->zone].span.begin : 0;
  std::vector<StorySentence> sentences;
  uint32_t whole = 0;  // sentences before that end as one
  for (uint32_t s = 0; s < document.sentences.size() && sentences.size() < kMaxSentences; ++s) {
    const text::Sentence& sentence = document.sentences[s];
    const TokenRange tokens = sentence.tokens;
    if (sentence.zone != text::ZoneType::kBody) continue;
    if (tokens.size() < kMinTokens || tokens.size() > kMaxTokens) continue;
    if (reading.Word(tokens.first) == "(" && reading.Word(tokens.last - 1) == ")") continue;
    if (reading.Word(tokens.last - 1) == "?") continue;  // a question tells nothing
    StorySentence story{
        .sentence = s, .position = static_cast<uint32_t>(sentences.size()), .report = reports[s]};
    story.quoted = story.report.direct && story.report.content.size() * 2 > tokens.size();
    float salience = 0;
    bool names = false;
    for (uint32_t t = tokens.first; t < tokens.last; ++t) {
      names = names || reading.EntityAt(t) != kNone;
      if (const int32_t who = reading.ParticipantAt(t); who != kNone) {
        names = true;
        salience = std::max(salience, reading.input().participants.participants[who].salience);
      }
    }
    // The lead counts most by far; behind it, place in the text says less and less.
    // A stump before it (a picture's caption, a page's deck) takes no place from it.
    const auto at = static_cast<float>(whole);
    const bool ends = EndsWhole(reading, tokens);
    if (ends) ++whole;
    story.score = at == 0 ? 1.0F : 0.7F / (1.0F + 0.08F * (at - 1.0F));
    const float told = title.Overlap({&tokens, 1});
    story.score += 0.45F * told + 0.15F * salience;
    // A scene or a thought that says nothing of what the title says is no lead.
    if (!title.empty() && told < 0.05F) story.score -= 0.25F;
    story.score -= reading.lexicon().Background(reading.Words(tokens.first, tokens.last));
    story.score -= furniture[s];
    story.dated = recent[s];
    if (story.dated) story.score += 0.15F;
    if (!names) story.score -= 0.25F;
    if (story.quoted) story.score -= 0.4F;
    if (!ends) story.score -= 0.25F;
    // What stands before the dateline is a caption or a note.
    if (sentence.span.begin < story_begins) story.score -= 0.5F;
    sentences.push_back(story);
  }
  return sentences;
}

}  // namespace nutgraf::extract::facts
