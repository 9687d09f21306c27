// The stage: segments of the zones that count, expressions, the document's mode, values.

#include <algorithm>
#include <utility>

#include "service/extract/dates/anchor.h"
#include "service/extract/dates/dates.h"
#include "service/extract/dates/governor.h"
#include "service/extract/dates/recognizer.h"
#include "service/extract/dates/resolver.h"

namespace nutgraf::extract {
namespace {

using dates::Anchor;
using dates::AnchorFinder;
using dates::Atom;
using dates::CueDirection;
using dates::Expression;
using dates::Lattice;
using dates::Recognizer;
using dates::Resolution;
using dates::Resolver;
using dates::Scene;

bool Counts(text::ZoneType zone) {
  return zone != text::ZoneType::kRelatedLink && zone != text::ZoneType::kBoilerplate &&
         zone != text::ZoneType::kComments;
}

/// An expression with what the later steps need to know of where it stands.
struct Placed {
  Expression expression;
  text::Span span;
  uint32_t sentence = 0;
  CueDirection cue = CueDirection::kNone;
};

class Extractor final : public DateExtractor {
 public:
  Extractor(std::shared_ptr<const knowledge::Knowledge> knowledge,
            std::unique_ptr<const Recognizer> recognizer,
            std::unique_ptr<const AnchorFinder> anchors)
      : knowledge_(std::move(knowledge)),
        recognizer_(std::move(recognizer)),
        anchors_(std::move(anchors)) {}

  absl::StatusOr<DatesResult> Extract(const text::Document& document,
                                      const language::Annotations& annotations,
                                      const DateOptions& options,
                                      const Cancellation& cancel) const override;

 private:
  void FindInParagraph(const text::Document& document, const language::Annotations& annotations,
                       const text::Paragraph& paragraph, std::vector<Placed>* placed) const;
  void FindInSegment(const text::Document& document, const language::Annotations& annotations,
                     text::Span segment, std::vector<Placed>* placed) const;
  CueDirection CueFor(const text::Document& document, const language::Annotations& annotations,
                      const Lattice& lattice, uint32_t first_atom, const Expression& expression,
                      const Placed& one) const;
  Scene MakeScene(const std::vector<Placed>& placed, const Anchor& anchor,
                  const DateOptions& options) const;
  void ResolveAll(const std::vector<Placed>& placed, const Scene& scene, DatesResult* out) const;

  std::shared_ptr<const knowledge::Knowledge> knowledge_;
  std::unique_ptr<const Recognizer> recognizer_;
  std::unique_ptr<const AnchorFinder> anchors_;
};

bool IsOpaque(text::TokenKind kind) {
  return kind == text::TokenKind::kUrl || kind == text::TokenKind::kEmail ||
         kind == text::TokenKind::kHandle || kind == text::TokenKind::kHashtag;
}

void Extractor::FindInParagraph(const text::Document& document,
                                const language::Annotations& annotations,
                                const text::Paragraph& paragraph,
                                std::vector<Placed>* placed) const {
  // Web addresses and handles are holes: no date reaches into or over one.
  text::Span rest = paragraph.span;
  for (uint32_t s = paragraph.first_sentence; s < paragraph.last_sentence; ++s) {
    const text::TokenRange tokens = document.sentences[s].tokens;
    for (uint32_t t = tokens.first; t < tokens.last; ++t) {
      const text::Token& token = document.tokens[t];
      if (!IsOpaque(token.kind) || token.span.begin < rest.begin) continue;
      FindInSegment(document, annotations, {rest.begin, token.span.begin}, placed);
      rest.begin = token.span.end;
    }
  }
  FindInSegment(document, annotations, rest, placed);
}

void Extractor::FindInSegment(const text::Document& document,
                              const language::Annotations& annotations, text::Span segment,
                              std::vector<Placed>* placed) const {
  if (segment.begin >= segment.end) return;
  std::vector<Atom> atoms;
  atoms.reserve(segment.size() / 5 + 8);
  dates::Split(document.text(), segment, recognizer_->lexicon(), &atoms);
  Lattice lattice(atoms, recognizer_->lexicon());
  std::vector<Expression> expressions;
  recognizer_->Find(&lattice, &expressions);
  auto sentence = document.sentences.begin();
  uint32_t first_atom = 0;  // of the sentence
  for (Expression& expression : expressions) {
    Placed one;
    one.span = {atoms[expression.begin].begin, atoms[expression.end - 1].end};
    sentence =
        std::upper_bound(sentence, document.sentences.end(), one.span.begin,
                         [](uint32_t at, const text::Sentence& s) { return at < s.span.begin; });
    if (sentence != document.sentences.begin()) --sentence;
    one.sentence = sentence == document.sentences.end()
                       ? 0
                       : static_cast<uint32_t>(sentence - document.sentences.begin());
    if (dates::NamesAPerson(document, annotations, expression, one.span)) continue;
    if (sentence != document.sentences.end()) {
      while (first_atom < expression.begin && atoms[first_atom].begin < sentence->span.begin) {
        ++first_atom;
      }
    }
    one.cue = CueFor(document, annotations, lattice, first_atom, expression, one);
    one.expression = std::move(expression);
    placed->push_back(std::move(one));
  }
}

/// Whether the expression lies ahead or behind, by cue words, the parse and tense.
CueDirection Extractor::CueFor(const text::Document& document,
                               const language::Annotations& annotations, const Lattice& lattice,
                               uint32_t first_atom, const Expression& expression,
                               const Placed& one) const {
  const bool parsed = annotations.has_parse();
  if (parsed) {
    const CueDirection cue = dates::GoverningCue(document, annotations, one.span, *recognizer_);
    if (cue != CueDirection::kNone) return cue;
  }
  const bool leads = recognizer_->LeadsAhead(lattice, first_atom, expression.begin);
  const bool past = (parsed || leads) &&
                    dates::ClauseTense(document, annotations, one.span) == dates::Tense::kPast;
  // The verb above the expression is in the past: a cue before it belongs to another one, unless it
  // stands right before it ("two walks, now planned for Friday").
  if (parsed && past) {
    const CueDirection beside =
        recognizer_->CueBefore(lattice, first_atom, expression.begin, /*window=*/1);
    return beside == CueDirection::kFuture ? beside : CueDirection::kStop;
  }
  CueDirection cue = recognizer_->CueBefore(lattice, first_atom, expression.begin);
  // "On Friday, the two are to meet": the verb comes after.
  if (cue == CueDirection::kNone && !parsed && !annotations.upos.empty() &&
      one.sentence < document.sentences.size() &&
      !dates::VerbBefore(document, annotations, one.span)) {
    const uint32_t sentence_end = document.sentences[one.sentence].span.end;
    uint32_t last = expression.end;
    while (last < lattice.atoms().size() && lattice.atoms()[last].begin < sentence_end &&
           last < expression.end + Recognizer::kCueWindow) {
      ++last;
    }
    cue = recognizer_->CueAfter(lattice, expression.end, last, [&](const Atom& atom) {
      return dates::IsVerbalAt(document, annotations, atom.begin);
    });
  }
  return cue == CueDirection::kNone && leads && !past ? CueDirection::kFuture : cue;
}

Scene Extractor::MakeScene(const std::vector<Placed>& placed, const Anchor& anchor,
                           const DateOptions& options) const {
  Scene scene{.anchor = anchor.day, .anchor_second = anchor.second};
  int past_years = 0;
  int old_dates = 0;  // with their month: what accounts have and news seldom
  int years = 0;
  int far_years = 0;
  int undated = 0;  // months and days without a year
  int deictic = 0;
  int day_first = 0;
  int month_first = 0;
  const int now = anchor.day ? dates::YearOf(*anchor.day) : dates::kMaxYear;
  for (const Placed& one : placed) {
    const dates::Match& match = one.expression.date;
    const dates::Capture* month = match.Find(dates::kMonth);
    if (const dates::Capture* year = match.Find(dates::kYear)) {
      ++years;
      const bool past = year->value < now || match.rule->bc;
      if (past) ++past_years;
      if (match.rule->bc || (past && year->value < now - 1 && month != nullptr)) ++old_dates;
      if (past && (year->value < now - 15 || match.rule->bc)) ++far_years;
    } else if (month != nullptr) {
      ++undated;
    }
    const dates::Capture* day = match.Find(dates::kDayNumber);
    if (month != nullptr && day != nullptr) ++(day->begin < month->begin ? day_first : month_first);
    if (const dates::Capture* packed = match.Find(dates::kNumberDate)) {
      const dates::NumberDate numbers = dates::UnpackNumberDate(packed->value);
      if (numbers.first > 12) day_first += 100;
      if (numbers.second > 12) month_first += 100;
    }
    const bool weekday = match.Find(dates::kWeekday) != nullptr && month == nullptr;
    const dates::Capture* relative = match.Find(dates::kRelative);
    if (weekday || match.Find(dates::kShift) != nullptr ||
        (relative != nullptr && !dates::FromReference(*relative) &&
         match.rule->kind == dates::RuleKind::kRelative)) {
      ++deictic;
    }
  }
  scene.day_first = day_first > month_first;
  if (day_first == month_first && !options.time_zone.empty()) {
    scene.day_first = !options.time_zone.starts_with("America/");
  }
  // Many years of long ago, hardly a weekday or "yesterday": an account of the past.
  scene.narrative = options.mode == DateMode::kNarrative ||
                    (options.mode == DateMode::kAuto && past_years >= 5 &&
                     (old_dates >= 3 || (far_years * 10 >= years * 7 && undated >= 10)) &&
                     past_years * 10 >= years * 7 && deictic * 4 <= past_years);
  return scene;
}

DateDirection DirectionOf(const Resolution& resolution, const Scene& scene) {
  if (resolution.value == "PAST_REF") return DateDirection::kPast;
  if (resolution.value == "PRESENT_REF") return DateDirection::kPresent;
  if (resolution.value == "FUTURE_REF") return DateDirection::kFuture;
  if (!resolution.period || !scene.anchor) return DateDirection::kNone;
  if (resolution.type == DateType::kDuration) {
    return resolution.period->last <= *scene.anchor ? DateDirection::kPast : DateDirection::kFuture;
  }
  if (resolution.period->last < *scene.anchor) return DateDirection::kPast;
  if (resolution.period->first > *scene.anchor) return DateDirection::kFuture;
  return DateDirection::kPresent;
}

DateMention ToMention(const Placed& one, Resolution resolution, const Scene& scene) {
  DateMention mention;
  mention.span = one.span;
  mention.type = resolution.type;
  mention.direction = DirectionOf(resolution, scene);
  mention.value = std::move(resolution.value);
  mention.modifier =
      one.expression.modifier.empty() ? std::move(resolution.modifier) : one.expression.modifier;
  mention.start = std::move(resolution.start);
  mention.end = std::move(resolution.end);
  mention.granularity = resolution.granularity;
  mention.basis = resolution.basis;
  mention.alternatives = std::move(resolution.alternatives);
  mention.confidence = resolution.confidence;
  return mention;
}

void Extractor::ResolveAll(const std::vector<Placed>& placed, const Scene& scene,
                           DatesResult* out) const {
  Resolver resolver(recognizer_->lexicon(), scene);
  // Clock times without a day wait for the end of their sentence: the day may come after.
  struct Waiting {
    size_t placed;
    std::optional<dates::Day> before;  // the day mentioned last before it
    bool same_sentence = false;
  };
  std::vector<Waiting> waiting;
  std::optional<dates::Day> sentence_day;
  const auto settle = [&](std::optional<dates::Day> after) {
    for (const Waiting& clock : waiting) {
      const Placed& one = placed[clock.placed];
      const auto day = clock.same_sentence ? clock.before : after ? after : clock.before;
      auto resolution = resolver.ResolveClock(one.expression, day);
      if (resolution) out->dates.push_back(ToMention(one, *std::move(resolution), scene));
    }
    waiting.clear();
  };
  uint32_t sentence = 0;
  std::optional<dates::Day> first_after;
  bool ahead = false;  // the last date of the sentence was turned ahead by a cue
  for (size_t i = 0; i < placed.size(); ++i) {
    const Placed& one = placed[i];
    if (one.sentence != sentence) {
      settle(first_after);
      sentence = one.sentence;
      sentence_day.reset();
      first_after.reset();
      ahead = false;
    }
    if (dates::IsClockOnly(one.expression.date) ||
        (one.expression.date.rule->kind == dates::RuleKind::kRange &&
         one.expression.date.Find(dates::kClock) != nullptr)) {
      waiting.push_back(
          {i, sentence_day ? sentence_day : resolver.reference_day(), sentence_day.has_value()});
      continue;
    }
    // "He leaves on Tuesday before talks on Wednesday": what is ahead goes on being ahead.
    const bool carried = ahead && one.cue == CueDirection::kNone;
    const CueDirection cue = carried ? CueDirection::kFuture : one.cue;
    auto resolution = resolver.Resolve(one.expression, cue, one.sentence);
    if (!resolution) continue;
    ahead = cue == CueDirection::kFuture && resolution->period && scene.anchor &&
            resolution->period->first > *scene.anchor;
    if (resolution->period && resolution->type != DateType::kDuration &&
        resolution->period->granularity <= DateGranularity::kDay) {
      sentence_day = resolution->period->first;
      // "polls closed at 22:30, the last at 2:30 the next day": not the first one's day
      const bool own = resolution->basis != DateBasis::kReference;
      if (!waiting.empty() && !first_after && own) first_after = sentence_day;
    }
    out->dates.push_back(ToMention(one, *std::move(resolution), scene));
  }
  settle(first_after);
  std::sort(out->dates.begin(), out->dates.end(),
            [](const DateMention& a, const DateMention& b) { return a.span < b.span; });
}

absl::StatusOr<DatesResult> Extractor::Extract(const text::Document& document,
                                               const language::Annotations& annotations,
                                               const DateOptions& options,
                                               const Cancellation& cancel) const {
  if (absl::Status status = cancel.Check(); !status.ok()) return status;
  const auto anchor = anchors_->Find(document, options);
  if (!anchor.ok()) return anchor.status();
  DatesResult out;
  out.publication = anchor->publication;
  std::vector<Placed> placed;
  for (const text::Paragraph& paragraph : document.paragraphs) {
    if (!Counts(document.zones[paragraph.zone].type)) continue;
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    FindInParagraph(document, annotations, paragraph, &placed);
  }
  const Scene scene = MakeScene(placed, *anchor, options);
  out.mode = scene.narrative ? DateMode::kNarrative : DateMode::kNews;
  ResolveAll(placed, scene, &out);
  return out;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const DateExtractor>> DateExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  auto recognizer = Recognizer::Create(*knowledge);
  if (!recognizer.ok()) return recognizer.status();
  auto anchors = AnchorFinder::Create(*knowledge, **recognizer);
  if (!anchors.ok()) return anchors.status();
  return std::make_unique<const Extractor>(std::move(knowledge), *std::move(recognizer),
                                           *std::move(anchors));
}

}  // namespace nutgraf::extract
