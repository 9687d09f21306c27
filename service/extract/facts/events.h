// The events that a story tells: for each story sentence the clause that says most, freed from who
// reports it, and ranked by how likely it is what the story is about.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_EVENTS_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_EVENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/facts/clause.h"
#include "service/extract/facts/reading.h"
#include "service/extract/facts/title.h"

namespace nutgraf::extract::facts {

struct Event {
  Clause clause;
  uint32_t position = 0;           // among the story's sentences, from 0
  float score = 0;                 // higher is nearer to the story's heart
  bool reported = false;           // the clause is what somebody is said to have said
  bool quoted = false;             // the sentence stands for most of its part in quotation marks
  int32_t attributed_to = kNone;   // a participant
  std::vector<int32_t> people;     // the participants of the sentence, ascending
  std::vector<std::string> nouns;  // stems of the clause's event nouns and of its verb, ascending
  std::vector<std::string> told;   // the same for the whole sentence
};

/// In text order, at most one for a sentence; sentences without a clause are left out. CANCELLED or
/// DEADLINE_EXCEEDED.
absl::StatusOr<std::vector<Event>> FindEvents(const Reading& reading, const Title& title,
                                              const Cancellation& cancel);

/// Whether a later sentence is about the same event as `first`.
bool SameEvent(const Reading& reading, const Event& first, const Event& later);

/// Whether any clause of another sentence speaks of the event: what it says may complete it.
bool SpeaksOf(const Reading& reading, const Event& event, const Event& other);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_EVENTS_H_
