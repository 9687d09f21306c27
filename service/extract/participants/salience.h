// How much the story is about each participant and place: a logistic model over a dozen features
// (mentions, title, lead, position, spread, subjecthood, type) with the weights of
// tables/salience.tsv, fitted on graded salience of Wikinews (docs/participants.md).

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SALIENCE_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SALIENCE_H_

#include <array>
#include <string_view>
#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

inline constexpr std::array<std::string_view, 15> kSalienceFeatures = {
    "bias",           "log_mentions", "share",    "in_title", "in_lead",
    "first_position", "spread",       "subjects", "titled",   "person",
    "organization",   "country",      "group",    "place",    "references"};

struct Salience {
  float score = 0;       // 0..1
  bool subject = false;  // does or undergoes what the headline or lead is about
  std::array<double, kSalienceFeatures.size()> features{};
};

/// One entry per cluster of the cast.
std::vector<Salience> ComputeSalience(const Reading& reading, const Cast& cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SALIENCE_H_
