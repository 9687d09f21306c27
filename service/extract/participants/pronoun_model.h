// Which of the participants named so far a pronoun means: a linear score over a dozen features
// whose weights are a table (tables/pronoun_weights.tsv, fitted on GAP development, see
// docs/participants.md). A candidate is a participant that agrees with the pronoun and was named
// within reach.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PRONOUN_MODEL_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PRONOUN_MODEL_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/lexicon.h"

namespace nutgraf::extract::participants {

inline constexpr std::array<std::string_view, 16> kPronounFeatures = {
    "same_sentence",       // last named in the pronoun's sentence
    "sentence_before",     // last named in the sentence before
    "log_distance",        // ln(1 + tokens since last named)
    "nearest",             // named last of all candidates
    "last_subject",        // a subject when last named
    "subject_here",        // a subject earlier in this sentence
    "subject_before",      // a subject in the sentence before
    "both_subjects",       // so, and the pronoun is a subject
    "both_objects",        // neither is a subject
    "last_possessive",     // "Smith's" when last named
    "log_count",           // ln(1 + mentions so far)
    "most_named",          // named most often of all candidates
    "gender_known",        // the gender is known and agrees
    "bound",               // an object pronoun and the subject of its own clause
    "possessive_subject",  // a possessive pronoun and the subject of its own clause
    "last_pronoun",        // a pronoun when last mentioned
};

using PronounFeatures = std::array<double, kPronounFeatures.size()>;

struct PronounCandidate {
  int32_t cluster = kNone;
  PronounFeatures features{};
  double score = 0;
};

/// One decision, kept for fitting the weights.
struct PronounTrace {
  uint32_t token = 0;
  std::vector<PronounCandidate> candidates;
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PRONOUN_MODEL_H_
