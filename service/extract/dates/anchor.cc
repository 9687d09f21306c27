#include "service/extract/dates/anchor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/extract/dates/resolver.h"

namespace nutgraf::extract::dates {
namespace {

constexpr uint32_t kLongestLine = 240;     // bytes of a line that can give the date
constexpr uint32_t kFirstParagraphs = 10;  // where a bare date line counts
constexpr int kNearDays = 60;

std::optional<int> Digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, value);
  if (error != std::errc() || end != text.data() + at + count) return std::nullopt;
  return value;
}

absl::Status BadTime() {
  return absl::InvalidArgumentError("publish_time: neither an ISO date nor an RFC 3339 time");
}

/// Minutes east of UTC of "Z", "+05:00", "-0500", or nullopt.
std::optional<int> ParseOffset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 && text.size() != 5) return std::nullopt;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  if (text.size() == 6 && text[3] != ':') return std::nullopt;
  const auto h = Digits(text, 1, 2);
  const auto m = Digits(text, text.size() - 2, 2);
  if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (*h * 60 + *m);
}

}  // namespace

absl::StatusOr<Anchor> ParseRequestTime(const DateOptions& options) {
  Anchor anchor;
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!options.time_zone.empty() && !absl::LoadTimeZone(options.time_zone, &zone)) {
    return absl::InvalidArgumentError("time_zone: not a zone of the IANA database");
  }
  const std::string_view text = options.publish_time;
  if (text.empty()) return anchor;
  const auto day = ParseIsoDate(text);
  if (!day || YearOf(*day) < 1) return BadTime();
  anchor.day = day;
  anchor.publication.source = PublicationSource::kRequest;
  anchor.publication.date = IsoDate(*day);
  if (text.size() == 10) return anchor;
  // RFC 3339: "T14:30", ":00", a fraction, an offset.
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return BadTime();
  const auto hour = Digits(text, 11, 2);
  const auto minute = Digits(text, 14, 2);
  if (!hour || !minute || text[13] != ':' || *hour > 23 || *minute > 59) return BadTime();
  size_t at = 16;
  int second = 0;
  if (at < text.size() && text[at] == ':') {
    const auto s = Digits(text, at + 1, 2);
    if (!s || *s > 60) return BadTime();
    second = std::min(*s, 59);
    at += 3;
    if (at < text.size() && text[at] == '.') {
      ++at;
      const size_t from = at;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
      if (at == from) return BadTime();
    }
  }
  absl::CivilSecond civil(YearOf(*day), MonthOf(*day), DayOf(*day), *hour, *minute, second);
  int offset = 0;
  if (at < text.size()) {
    const auto parsed = ParseOffset(text.substr(at));
    if (!parsed) return BadTime();
    offset = *parsed;
    const absl::Time instant = absl::FromCivil(civil, absl::UTCTimeZone()) - absl::Minutes(offset);
    if (!options.time_zone.empty()) {
      civil = zone.At(instant).cs;
      offset = zone.At(instant).offset / 60;
    }
  } else {
    offset = zone.At(absl::FromCivil(civil, zone)).offset / 60;
  }
  anchor.day = MakeDay(static_cast<int>(civil.year()), civil.month(), civil.day());
  if (!anchor.day) return BadTime();
  anchor.second = civil.hour() * 3600 + civil.minute() * 60 + civil.second();
  anchor.publication.date = fmt::format(
      "{}T{:02}:{:02}:{:02}{}", IsoDate(*anchor.day), civil.hour(), civil.minute(), civil.second(),
      offset == 0 ? std::string("Z")
                  : fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', std::abs(offset) / 60,
                                std::abs(offset) % 60));
  return anchor;
}

absl::StatusOr<std::unique_ptr<const AnchorFinder>> AnchorFinder::Create(
    const knowledge::Knowledge& knowledge, const Recognizer& recognizer) {
  std::unique_ptr<AnchorFinder> made(new AnchorFinder(recognizer));
  const auto table = knowledge.Require("dates/publication");
  if (!table.ok()) return table.status();
  const int role_column = (*table)->Column("role");
  for (uint32_t row = 0; row < (*table)->rows(); ++row) {
    const int32_t word = recognizer.lexicon().Find((*table)->Cell(row, 0));
    const std::string_view name = (*table)->Cell(row, role_column);
    const Role role = name == "publish"  ? Role::kPublish
                      : name == "update" ? Role::kUpdate
                      : name == "filler" ? Role::kFiller
                                         : Role::kNone;
    if (word < 0 || role == Role::kNone) {
      return absl::InvalidArgumentError(
          fmt::format("table dates/publication row {}: unknown word or role", row + 1));
    }
    if (made->roles_.size() <= static_cast<size_t>(word)) {
      made->roles_.resize(static_cast<size_t>(word) + 1, Role::kNone);
    }
    made->roles_[static_cast<size_t>(word)] = role;
  }
  return std::unique_ptr<const AnchorFinder>(std::move(made));
}

AnchorFinder::Role AnchorFinder::RoleOf(const Atom& atom) const {
  return atom.word >= 0 && static_cast<size_t>(atom.word) < roles_.size()
             ? roles_[static_cast<size_t>(atom.word)]
             : Role::kNone;
}

std::optional<AnchorFinder::Found> AnchorFinder::DateIn(std::string_view text,
                                                        text::Span span) const {
  if (span.empty() || span.size() > kLongestLine) return std::nullopt;
  std::vector<Atom> atoms;
  Split(text, span, recognizer_.lexicon(), &atoms);
  Lattice lattice(atoms, recognizer_.lexicon());
  std::vector<Expression> expressions;
  recognizer_.Find(&lattice, &expressions);
  for (const Expression& expression : expressions) {
    if (!IsDayLevel(expression.date)) continue;
    const text::Span where{atoms[expression.begin].begin, atoms[expression.end - 1].end};
    Resolver resolver(recognizer_.lexicon(), Scene{});
    const auto resolution = resolver.Resolve(expression, CueDirection::kNone, 0);
    if (!resolution) continue;
    if (resolution->period && resolution->basis == DateBasis::kExplicit) {
      return Found{.day = resolution->period->first, .span = where};
    }
    const Capture* month = expression.date.Find(kMonth);
    const Capture* day = expression.date.Find(kDayNumber);
    if (month != nullptr && day != nullptr && !resolution->period) {
      return Found{.span = where,
                   .has_year = false,
                   .month = static_cast<int>(month->value),
                   .day_of_month = static_cast<int>(day->value)};
    }
  }
  return std::nullopt;
}

std::optional<AnchorFinder::Found> AnchorFinder::FromDateline(const text::Document& document,
                                                              std::optional<Day> other) const {
  // A date line without a place is a line of the text: FromText reads it.
  if (!document.dateline || document.dateline->place.empty()) return std::nullopt;
  std::vector<Atom> place;
  Split(document.text(), document.dateline->place, recognizer_.lexicon(), &place);
  if (!place.empty() && RoleOf(place[0]) != Role::kNone) return std::nullopt;  // "Date: March 5"
  auto found = DateIn(document.text(), document.dateline->date);
  if (!found || found->has_year) return found;
  // A dateline seldom says its year: the year of another date of the article that lies near it.
  std::optional<Day> best;
  int64_t best_distance = kNearDays + 1;
  const auto consider = [&](Day near) {
    for (int y = YearOf(near) - 1; y <= YearOf(near) + 1; ++y) {
      const auto candidate = MakeDay(y, found->month, found->day_of_month);
      if (!candidate) continue;
      const int64_t distance = std::abs((*candidate - near).count());
      if (distance < best_distance) {
        best = candidate;
        best_distance = distance;
      }
    }
  };
  if (other) consider(*other);
  for (const text::Sentence& sentence : document.sentences) {
    if (best || !text::IsStory(sentence.zone)) continue;
    text::Span span = sentence.span;
    span.end = std::min(span.end, span.begin + kLongestLine);
    const auto near = DateIn(document.text(), span);
    if (near && near->has_year) consider(near->day);
  }
  if (!best) return std::nullopt;
  found->day = *best;
  return found;
}

std::optional<AnchorFinder::Found> AnchorFinder::FromPosts(const text::Document& document) const {
  std::optional<Found> latest;  // the article appeared after every post that it shows
  for (const text::EmbeddedPost& post : document.posts) {
    const auto found = DateIn(document.text(), post.date);
    if (found && found->has_year && (!latest || found->day > latest->day)) latest = found;
  }
  return latest;
}

std::optional<AnchorFinder::Found> AnchorFinder::FromText(const text::Document& document) const {
  std::array<std::optional<Found>, 3> best;  // published, a bare line, updated
  uint32_t index = 0;
  for (const text::Paragraph& paragraph : document.paragraphs) {
    ++index;
    const text::ZoneType zone = document.zones[paragraph.zone].type;
    if (paragraph.span.size() > kLongestLine || zone == text::ZoneType::kComments ||
        zone == text::ZoneType::kRelatedLink || zone == text::ZoneType::kEmbeddedPost) {
      continue;
    }
    const auto found = DateIn(document.text(), paragraph.span);
    if (!found || !found->has_year) continue;
    std::vector<Atom> atoms;
    Split(document.text(), paragraph.span, recognizer_.lexicon(), &atoms);
    bool publish = false;
    bool update = false;
    bool other_words = false;
    for (const Atom& atom : atoms) {
      if (found->span.begin <= atom.begin && atom.end <= found->span.end) continue;
      if (atom.kind != AtomKind::kWord) continue;
      const Role role = RoleOf(atom);
      // "Published" counts in a line of its own and beside a byline, not within a sentence.
      publish = publish || role == Role::kPublish;
      update = update || role == Role::kUpdate;
      other_words = other_words || role == Role::kNone;
    }
    const bool alone = !other_words || zone == text::ZoneType::kByline;
    if (!alone) continue;
    if (publish && !best[0]) best[0] = found;
    if (!publish && !update && index <= kFirstParagraphs && !best[1]) best[1] = found;
    if (update && !publish && !best[2]) best[2] = found;
  }
  for (const auto& found : best) {
    if (found) return found;
  }
  return std::nullopt;
}

absl::StatusOr<Anchor> AnchorFinder::Find(const text::Document& document,
                                          const DateOptions& options) const {
  auto anchor = ParseRequestTime(options);
  if (!anchor.ok() || anchor->day) return anchor;
  const auto post = FromPosts(document);
  const auto line = FromText(document);
  std::optional<Day> other;
  if (line) other = line->day;
  if (post) other = post->day;
  const auto dateline = FromDateline(document, other);
  const auto take = [&](const Found& found, PublicationSource source) {
    anchor->day = found.day;
    anchor->publication = {.date = IsoDate(found.day), .source = source, .span = found.span};
  };
  if (dateline) {
    take(*dateline, PublicationSource::kDateline);
  } else if (post) {
    take(*post, PublicationSource::kEmbeddedPost);
  } else if (line) {
    take(*line, PublicationSource::kText);
  }
  return anchor;
}

}  // namespace nutgraf::extract::dates
