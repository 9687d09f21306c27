#include "service/extract/quotes/quotes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "service/extract/quotes/clauses.h"
#include "service/extract/quotes/cues.h"
#include "service/extract/quotes/direct.h"
#include "service/extract/quotes/headlines.h"
#include "service/extract/quotes/lexicon.h"
#include "service/extract/quotes/phrases.h"
#include "service/extract/quotes/reading.h"
#include "service/extract/quotes/speakers.h"

namespace nutgraf::extract {
namespace {

using quotes::ClauseFinder;
using quotes::Cue;
using quotes::Lexicon;
using quotes::QuotedSpan;
using quotes::Reading;
using quotes::ReportedClause;
using quotes::Unit;
using quotes::UnitCues;
using quotes::Utterance;
using text::Span;
using text::TokenRange;

Span WholeSpan(const Quote& quote) {
  Span whole = quote.content.front();
  for (const Span span : quote.content) whole = text::Cover(whole, span);
  for (const Span span : quote.quoted) whole = text::Cover(whole, span);
  for (const Span span : quote.cue) whole = text::Cover(whole, span);
  if (!quote.speaker.span.empty()) whole = text::Cover(whole, quote.speaker.span);
  return whole;
}

class Extractor final : public QuoteExtractor {
 public:
  explicit Extractor(Lexicon lexicon)
      : lexicon_(std::move(lexicon)),
        token_finder_(quotes::MakeTokenClauseFinder()),
        parse_finder_(quotes::MakeParseClauseFinder()) {}

  absl::StatusOr<std::vector<Quote>> Extract(const text::Document& document,
                                             const language::Annotations& annotations,
                                             const ParticipantsResult& participants,
                                             const Cancellation& cancel) const override {
    const Reading reading(document, annotations, participants, lexicon_);
    const ClauseFinder& finder = reading.tree().empty() ? *token_finder_ : *parse_finder_;
    std::vector<UnitCues> cues;
    cues.reserve(reading.units().size());
    for (const Unit& unit : reading.units()) {
      if (absl::Status status = cancel.Check(); !status.ok()) return status;
      UnitCues unit_cues;
      unit_cues.cues = quotes::FindCues(reading, unit);
      unit_cues.used.assign(unit_cues.cues.size(), false);
      cues.push_back(std::move(unit_cues));
    }
    std::vector<Quote> found;
    std::vector<bool> spoken(reading.quoted().size(), false);
    // By unit: the utterance that opens it without an attribution of its own.
    absl::flat_hash_map<size_t, size_t> going_on;
    for (const Utterance& utterance : quotes::FindUtterances(reading, finder, cues)) {
      for (const uint32_t piece : utterance.pieces) spoken[piece] = true;
      if (utterance.cue.empty()) {
        const uint32_t first = reading.quoted()[utterance.pieces.front()].tokens.first;
        going_on.emplace(UnitIndex(reading, first), found.size());
      }
      found.push_back(FromUtterance(reading, utterance));
    }
    for (size_t u = 0; u < reading.units().size(); ++u) {
      if (absl::Status status = cancel.Check(); !status.ok()) return status;
      ReadClauses(reading, finder, reading.units()[u], cues[u], spoken, found);
      Join(reading, u, going_on, found);
    }
    std::erase_if(found, [](const Quote& quote) { return quote.content.empty(); });
    AddTurns(reading, found);
    AddPosts(document, participants, found);
    for (Quote& quote : found) quote.span = WholeSpan(quote);
    std::stable_sort(found.begin(), found.end(), [](const Quote& a, const Quote& b) {
      return a.content.front() != b.content.front() ? a.content.front() < b.content.front()
                                                    : a.span < b.span;
    });
    return found;
  }

 private:
  static Speaker MakeSpeaker(const Reading& reading, const Unit& unit, TokenRange tokens) {
    Speaker speaker;
    if (tokens.empty()) return speaker;
    speaker.span = reading.document().SpanOf(tokens);
    speaker.text = reading.document().Slice(speaker.span);
    speaker.participant = quotes::ResolveSpeaker(reading, unit, tokens);
    return speaker;
  }

  static size_t UnitIndex(const Reading& reading, uint32_t token) {
    const auto& units = reading.units();
    auto after =
        std::upper_bound(units.begin(), units.end(), token,
                         [](uint32_t t, const Unit& unit) { return t < unit.tokens.first; });
    return after == units.begin() ? 0 : static_cast<size_t>(after - units.begin()) - 1;
  }

  static const Unit& UnitOf(const Reading& reading, uint32_t token) {
    return reading.units()[UnitIndex(reading, token)];
  }

  /// `The plan is "too little," he said. "We need more."`: what follows a clause that ends with its
  /// attribution goes on in the same voice, and is one quote with it.
  static void Join(const Reading& reading, size_t u,
                   const absl::flat_hash_map<size_t, size_t>& going_on, std::vector<Quote>& found) {
    const auto next = going_on.find(u + 1);
    if (next == going_on.end() || found.empty()) return;
    Quote& quote = found.back();
    Quote& more = found[next->second];
    if (&quote == &more || quote.content.empty() || more.content.empty()) return;
    if (quote.type != QuoteType::kMixed || quote.cue.empty() || quote.speaker.span.empty()) return;
    const Unit& unit = reading.units()[u];
    const Unit& following = reading.units()[u + 1];
    if (following.paragraph != unit.paragraph) return;
    const text::Span whole = reading.document().SpanOf(unit.tokens);
    if (!whole.Contains(quote.cue.front())) return;
    if (quote.content.back().begin > quote.cue.front().begin) return;
    if (more.content.front().begin > reading.document().SpanOf(following.tokens).begin + 4) return;
    quote.type = QuoteType::kMixed;
    quote.content.insert(quote.content.end(), more.quoted.begin(), more.quoted.end());
    quote.quoted.insert(quote.quoted.end(), more.quoted.begin(), more.quoted.end());
    more.content.clear();
  }

  static Quote FromUtterance(const Reading& reading, const Utterance& utterance) {
    Quote quote;
    quote.type = QuoteType::kDirect;
    for (const uint32_t piece : utterance.pieces) {
      const QuotedSpan& span = reading.quoted()[piece];
      quote.content.push_back(span.inner);
      quote.quoted.push_back(span.outer);
    }
    if (!utterance.speaker.empty()) {
      quote.speaker =
          MakeSpeaker(reading, UnitOf(reading, utterance.speaker.first), utterance.speaker);
    }
    if (!utterance.cue.empty()) quote.cue.push_back(reading.document().SpanOf(utterance.cue));
    if (utterance.entry != nullptr) quote.modality = utterance.entry->modality;
    quote.negated = utterance.negated;
    quote.confidence = utterance.confidence;
    return quote;
  }

  static void ReadClauses(const Reading& reading, const ClauseFinder& finder, const Unit& unit,
                          const UnitCues& unit_cues, const std::vector<bool>& spoken,
                          std::vector<Quote>& found) {
    if (const auto headline = quotes::FindHeadlineClause(reading, unit)) {
      found.push_back(FromClause(reading, unit, headline->clause, headline->cue));
    }
    std::vector<std::pair<size_t, ReportedClause>> clauses;
    for (size_t c = 0; c < unit_cues.cues.size(); ++c) {
      if (unit_cues.used[c]) continue;
      auto clause = finder.Clause(reading, unit, unit_cues.cues, c);
      if (clause && CutAtSpeech(reading, spoken, *clause)) clauses.emplace_back(c, *clause);
    }
    const std::vector<std::pair<size_t, size_t>> refusals = TakeRefusals(unit_cues.cues, clauses);
    for (const auto& [c, clause] : clauses) {
      const Cue& cue = unit_cues.cues[c];
      if (IsInside(c, unit_cues.cues, clauses)) continue;
      Quote quote = FromClause(reading, unit, clause, cue.group);
      quote.modality = cue.entry->modality;
      quote.negated = cue.negated;
      for (const auto& [refusal, refused] : refusals) {
        if (refused != c) continue;
        quote.modality = unit_cues.cues[refusal].entry->modality;
        quote.negated = unit_cues.cues[refusal].negated;
        quote.cue.insert(quote.cue.begin(),
                         reading.document().SpanOf(unit_cues.cues[refusal].group));
      }
      if (!Duplicate(quote, found)) found.push_back(std::move(quote));
    }
  }

  /// "refused to endorse the plan": the refusal is the modality of the endorsement, no quote of its
  /// own. Takes such refusals out of the clauses; gives the cues of refusal and of what is refused.
  static std::vector<std::pair<size_t, size_t>> TakeRefusals(
      const std::vector<Cue>& cues, std::vector<std::pair<size_t, ReportedClause>>& clauses) {
    std::vector<std::pair<size_t, size_t>> refusals;
    for (size_t i = 0; i + 1 < clauses.size(); ++i) {
      const Cue& cue = cues[clauses[i].first];
      const Cue& next = cues[clauses[i + 1].first];
      if (cue.entry->modality == SpeechModality::kDenied &&
          next.form == quotes::CueForm::kInfinitive && clauses[i].second.content.size() == 1 &&
          clauses[i].second.content.front().first == next.group.first) {
        refusals.emplace_back(clauses[i].first, clauses[i + 1].first);
      }
    }
    std::erase_if(clauses, [&](const auto& clause) {
      return std::any_of(refusals.begin(), refusals.end(),
                         [&](const auto& pair) { return pair.first == clause.first; });
    });
    return refusals;
  }

  static bool Holds(const ReportedClause& clause, const Cue& cue) {
    return std::any_of(clause.content.begin(), clause.content.end(),
                       [&](TokenRange range) { return range.Contains(cue.token); });
  }

  /// Whether cue `c` stands inside of what another cue reports: that one is the attribution, and
  /// this belongs to its words. Where each holds the other ("the board felt safe, she said"), the
  /// stronger one attributes.
  static bool IsInside(size_t c, const std::vector<Cue>& cues,
                       const std::vector<std::pair<size_t, ReportedClause>>& clauses) {
    const ReportedClause* own = nullptr;
    for (const auto& [other, clause] : clauses) {
      if (other == c) own = &clause;
    }
    for (const auto& [other, clause] : clauses) {
      if (other == c || !Holds(clause, cues[c])) continue;
      const bool mutual = own != nullptr && Holds(*own, cues[other]);
      const float strength = cues[c].entry->strength;
      const float stronger = cues[other].entry->strength;
      if (!mutual || strength < stronger || (strength == stronger && c < other)) return true;
    }
    return false;
  }

  /// Ends the clause where said words of their own begin; false when nothing is left.
  static bool CutAtSpeech(const Reading& reading, const std::vector<bool>& spoken,
                          ReportedClause& clause) {
    std::vector<TokenRange> kept;
    for (TokenRange range : clause.content) {
      for (uint32_t t = range.first; t < range.last; ++t) {
        const int32_t q = reading.QuotedAt(t);
        if (q == kNone || !spoken[q]) continue;
        range.last = std::max(range.first, std::min(t, reading.quoted()[q].tokens.first));
        break;
      }
      while (!range.empty() && reading.IsPunct(range.last - 1) &&
             !reading.InQuotes(range.last - 1)) {
        --range.last;
      }
      if (!range.empty()) kept.push_back(range);
    }
    clause.content = std::move(kept);
    return !clause.content.empty();
  }

  static Quote FromClause(const Reading& reading, const Unit& unit, const ReportedClause& clause,
                          TokenRange cue) {
    Quote quote;
    bool all_quoted = true;
    bool any_quoted = false;
    int32_t last = kNone;
    for (const TokenRange range : clause.content) {
      quote.content.push_back(reading.document().SpanOf(range));
      for (uint32_t t = range.first; t < range.last; ++t) {
        const int32_t q = reading.QuotedAt(t);
        if (q == kNone) {
          if (reading.IsWord(t)) all_quoted = false;
          continue;
        }
        any_quoted = true;
        if (q != last) quote.quoted.push_back(reading.quoted()[q].outer);
        last = q;
      }
    }
    quote.type = !any_quoted  ? QuoteType::kIndirect
                 : all_quoted ? QuoteType::kDirect
                              : QuoteType::kMixed;
    if (quote.type == QuoteType::kDirect) {
      // Marks are left outside of said words.
      quote.content.clear();
      for (const TokenRange range : clause.content) {
        for (uint32_t t = range.first; t < range.last; ++t) {
          if (reading.QuotedAt(t) == kNone) continue;
          const QuotedSpan& span = reading.quoted()[reading.QuotedAt(t)];
          quote.content.push_back(span.inner);
          t = span.tokens.last - 1;
        }
      }
    }
    quote.speaker = MakeSpeaker(reading, unit, clause.speaker);
    if (!cue.empty()) quote.cue.push_back(reading.document().SpanOf(cue));
    quote.confidence = clause.confidence;
    return quote;
  }

  static bool Duplicate(const Quote& quote, const std::vector<Quote>& found) {
    // Only the last few can be in the same unit.
    const size_t first = found.size() > 16 ? found.size() - 16 : 0;
    for (size_t i = first; i < found.size(); ++i) {
      if (found[i].content == quote.content) return true;
    }
    return false;
  }

  /// A transcript's lines: said words without marks.
  static void AddTurns(const Reading& reading, std::vector<Quote>& found) {
    for (const quotes::Turn& turn : reading.turns()) {
      Quote quote;
      quote.type = QuoteType::kDirect;
      for (const TokenRange range : turn.content) {
        quote.content.push_back(reading.document().SpanOf(range));
      }
      quote.speaker = MakeSpeaker(reading, {.tokens = turn.speaker}, turn.speaker);
      quote.cue = {reading.document().SpanOf(turn.colon)};
      quote.confidence = 0.9F;
      found.push_back(std::move(quote));
    }
  }

  static void AddPosts(const text::Document& document, const ParticipantsResult& participants,
                       std::vector<Quote>& found) {
    for (const text::EmbeddedPost& post : document.posts) {
      if (post.body.empty()) continue;
      Quote quote;
      quote.type = QuoteType::kDirect;
      quote.content = {post.body};
      quote.speaker.span = post.author.empty() ? post.handle : post.author;
      if (!quote.speaker.span.empty()) {
        quote.speaker.text = document.Slice(quote.speaker.span);
        quote.speaker.participant = ParticipantAt(participants.participants, quote.speaker.span);
      }
      quote.confidence = 0.9F;
      found.push_back(std::move(quote));
    }
  }

  Lexicon lexicon_;
  std::unique_ptr<const ClauseFinder> token_finder_;
  std::unique_ptr<const ClauseFinder> parse_finder_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const QuoteExtractor>> QuoteExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  const std::shared_ptr<const knowledge::Knowledge> tables = std::move(knowledge);
  auto lexicon = Lexicon::Load(*tables);
  if (!lexicon.ok()) return lexicon.status();
  std::unique_ptr<const QuoteExtractor> extractor =
      std::make_unique<Extractor>(*std::move(lexicon));
  return extractor;
}

}  // namespace nutgraf::extract
