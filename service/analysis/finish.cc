#include "service/analysis/finish.h"

#include <optional>
#include <utility>
#include <vector>

namespace nutgraf::analysis {
namespace {

using extract::kNone;

/// New index of each old one, kNone for what is gone.
using Renumbering = std::vector<int32_t>;

int32_t Renumbered(const Renumbering& renumbering, int32_t id) {
  return id == kNone ? kNone : renumbering[id];
}

template <typename T, typename Keep>
Renumbering KeepOnly(std::vector<T>& items, Keep keep) {
  Renumbering renumbering(items.size(), kNone);
  size_t kept = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!keep(items[i])) continue;
    renumbering[i] = static_cast<int32_t>(kept);
    if (kept != i) items[kept] = std::move(items[i]);
    ++kept;
  }
  items.resize(kept);
  return renumbering;
}

void RenumberParticipants(const Renumbering& renumbering, Analysis& analysis) {
  for (auto& p : analysis.entities.participants) {
    p.represents = Renumbered(renumbering, p.represents);
  }
  for (auto& quote : analysis.quotes) {
    quote.speaker.participant = Renumbered(renumbering, quote.speaker.participant);
  }
  for (auto& fact : analysis.facts) {
    fact.attributed_to = Renumbered(renumbering, fact.attributed_to);
  }
}

template <typename Visit>
void ForEachAnswer(Analysis& analysis, Visit visit) {
  for (auto& fact : analysis.facts) {
    for (auto& answer : fact.who) visit(answer);
    for (auto* slot : {&fact.what, &fact.when, &fact.where, &fact.why, &fact.how}) {
      if (slot->has_value()) visit(**slot);
    }
  }
}

void Renumber(const Renumbering& participants, const Renumbering& places, const Renumbering& dates,
              Analysis& analysis) {
  RenumberParticipants(participants, analysis);
  ForEachAnswer(analysis, [&](extract::Answer& answer) {
    answer.participant = Renumbered(participants, answer.participant);
    answer.place = Renumbered(places, answer.place);
    answer.date = Renumbered(dates, answer.date);
  });
}

}  // namespace

void CompleteStoryRoles(Analysis& analysis) {
  auto& participants = analysis.entities.participants;
  for (const auto& quote : analysis.quotes) {
    if (quote.speaker.participant != kNone) {
      participants[quote.speaker.participant].roles.quoted = true;
    }
  }
  if (analysis.facts.empty()) return;
  for (const auto& answer : analysis.facts.front().who) {
    if (answer.participant != kNone) participants[answer.participant].roles.subject = true;
  }
}

void FilterByConfidence(float min_confidence, Analysis& analysis) {
  if (min_confidence <= 0) return;
  const auto keep = [min_confidence](const auto& item) {
    return item.confidence >= min_confidence;
  };
  KeepOnly(analysis.facts, keep);
  for (auto& fact : analysis.facts) {
    std::erase_if(fact.who, [&keep](const auto& answer) { return !keep(answer); });
    for (auto* slot : {&fact.what, &fact.when, &fact.where, &fact.why, &fact.how}) {
      if (slot->has_value() && !keep(**slot)) slot->reset();
    }
  }
  KeepOnly(analysis.quotes, keep);
  KeepOnly(analysis.topics, keep);
  const Renumbering participants = KeepOnly(analysis.entities.participants, keep);
  const Renumbering places = KeepOnly(analysis.entities.places, keep);
  const Renumbering dates = KeepOnly(analysis.dates, keep);
  Renumber(participants, places, dates, analysis);
}

void ClearUnrequested(const std::array<bool, kFeatureCount>& requested, Analysis& analysis) {
  const auto wanted = [&requested](Feature f) { return requested[static_cast<size_t>(f)]; };
  const auto drop = [](auto& items) { return KeepOnly(items, [](const auto&) { return false; }); };
  const auto all = [](auto& items) { return KeepOnly(items, [](const auto&) { return true; }); };
  if (!wanted(Feature::kHeadlineFacts)) analysis.facts.clear();
  if (!wanted(Feature::kQuotes)) analysis.quotes.clear();
  if (!wanted(Feature::kTopics)) analysis.topics.clear();
  if (!wanted(Feature::kKeyphrases)) analysis.keyphrases.clear();
  auto& entities = analysis.entities;
  const Renumbering participants =
      wanted(Feature::kParticipants) ? all(entities.participants) : drop(entities.participants);
  const Renumbering places =
      wanted(Feature::kPlaces) ? all(entities.places) : drop(entities.places);
  const Renumbering dates = wanted(Feature::kDates) ? all(analysis.dates) : drop(analysis.dates);
  Renumber(participants, places, dates, analysis);
}

}  // namespace nutgraf::analysis
