// How much the story is about each participant and place: a logistic model over these
// features with the weights of tables/salience.tsv, fitted on graded salience of Wikinews
// (docs/participants.md).

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SALIENCE_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SALIENCE_H_

#include <array>
#include <string_view>
#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

inline constexpr std::array<std::string_view, 20> kSalienceFeatures = {
    "bias",             // 1
    "log_mentions",     // ln(1 + mentions); pronouns, nominals and adjectives count half
    "share",            // mentions as a share of the most mentioned one's
    "in_title",         // 1 when named in the headline or the title sent apart
    "title_start",      // exp(-n / 4), n words of the title before its name; 0 when not in it
    "title_adjective",  // 1 for a country that the title only has as an adjective
    "first_position",   // exp(-n / 3), n body sentences before the first mention
    "first_sentence",   // 1 when named in the first body sentence
    "subject_share",    // mentions that are the subject of a clause, as a share
    "subject_first",    // 1 when a subject in the first body sentence
    "says_share",       // mentions that are the subject of a verb of speech, as a share
    "spread",           // sentences that name it, as a share of the body's
    "references",       // ln(1 + pronouns and nominals)
    "organization",     // 1 for its type; a person has none of these
    "country",          //
    "group",            //
    "place",            //
    "media",            // 1 for newspapers, broadcasters and agencies, most often a source
    "contained",        // mentions right after another place's ("Houston, Texas"), as a share
    "joined",           // mentions inside of a list, as a share
};

struct Salience {
  float score = 0;       // 0..1
  bool subject = false;  // does or undergoes what the headline or lead is about
  std::array<double, kSalienceFeatures.size()> features{};
};

/// One entry per cluster of the cast.
std::vector<Salience> ComputeSalience(const Reading& reading, const Cast& cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SALIENCE_H_
