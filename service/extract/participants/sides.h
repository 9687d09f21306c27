// For whom people and bodies stand: delegation heads, spokespeople, ministers, officers and
// ambassadors for a country or organisation, ministries for their country.
//
// A body of government without a country in its name gets one from the flag or dateline, else from
// the country that takes part in the story most and can have such a body.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SIDES_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SIDES_H_

#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"
#include "service/extract/participants/titles.h"

namespace nutgraf::extract::participants {

/// Moves the titles of names to their clusters and sets genders. Needs gathered clusters.
void GatherTitles(const Reading& reading, const std::vector<NameTitles>& titles, Cast* cast);

/// Sets Cluster::country of bodies of government and Cluster::represents.
void FindSides(const Reading& reading, Cast* cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_SIDES_H_
