#include "service/extract/facts/facts.h"

#include <algorithm>
#include <utility>

#include "service/extract/facts/answers.h"
#include "service/extract/facts/events.h"
#include "service/extract/facts/lexicon.h"
#include "service/extract/facts/reading.h"
#include "service/extract/facts/statement.h"
#include "service/extract/facts/title.h"

namespace nutgraf::extract {
namespace {

using facts::Event;
using facts::Lexicon;
using facts::Reading;

constexpr size_t kMaxFacts = 6;
constexpr float kLeastScore = 0.2F;

class FactExtractorImpl : public FactExtractor {
 public:
  explicit FactExtractorImpl(std::unique_ptr<const Lexicon> lexicon)
      : lexicon_(std::move(lexicon)) {}

  absl::StatusOr<std::vector<HeadlineFact>> Extract(const FactsInput& input,
                                                    const Cancellation& cancel) const override {
    const Reading reading(input, *lexicon_);
    const facts::Title title(reading);
    auto events = facts::FindEvents(reading, title, cancel);
    if (!events.ok()) return events.status();
    std::vector<const Event*> ranked;
    ranked.reserve(events->size());
    for (const Event& event : *events) ranked.push_back(&event);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Event* a, const Event* b) { return a->score > b->score; });
    std::vector<HeadlineFact> result;
    std::vector<const Event*> told;
    for (const Event* event : ranked) {
      if (result.size() >= kMaxFacts || event->score < kLeastScore) break;
      // "We acted quickly," she said: that it was said is no event.
      if (event->quoted && !result.empty()) continue;
      if (std::any_of(told.begin(), told.end(), [&](const Event* earlier) {
            return facts::SameEvent(reading, *earlier, *event);
          })) {
        continue;
      }
      told.push_back(event);
      std::vector<const Event*> same;
      for (const Event& other : *events) {
        if (&other != event && facts::SpeaksOf(reading, *event, other)) {
          same.push_back(&other);
        }
      }
      // Only the first event has the story around it to itself.
      const bool main = result.empty();
      result.push_back(
          Tell(reading, title, *event, main, same,
               main ? std::span<const Event>(*events) : std::span<const Event>(event, 1)));
    }
    return result;
  }

 private:
  static HeadlineFact Tell(const Reading& reading, const facts::Title& title, const Event& event,
                           bool main, std::span<const Event* const> same,
                           std::span<const Event> events) {
    HeadlineFact fact;
    fact.evidence = reading.document().sentences[event.clause.sentence].span;
    fact.statement = facts::Statement(reading, event.clause.sentence);
    fact.predicate = event.clause.predicate;
    fact.modality = event.clause.modality;
    fact.negated = event.clause.negated;
    fact.attributed_to = event.attributed_to;
    facts::AnswerQuestions(reading, title, event, main, same, events, &fact);
    fact.confidence = std::clamp(0.4F + 0.4F * event.score, 0.0F, 0.95F);
    if (fact.who.empty()) fact.confidence *= 0.7F;
    return fact;
  }

  std::unique_ptr<const Lexicon> lexicon_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const FactExtractor>> FactExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  auto lexicon = Lexicon::Create(std::move(knowledge));
  if (!lexicon.ok()) return lexicon.status();
  return std::make_unique<FactExtractorImpl>(*std::move(lexicon));
}

}  // namespace nutgraf::extract
