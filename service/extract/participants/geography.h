// Countries that act, capitals that stand for their governments, teams under a city's name, and the
// places that remain.
//
// A country is a participant wherever it is more than the place of something ("in Pakistan"). A
// capital that speaks is a metonym of its country; one that acts in weaker ways ("Islamabad faces",
// "cooperation with Islamabad") is so when the country takes part in the story under its own name.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_GEOGRAPHY_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_GEOGRAPHY_H_

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// Founds and links kCountry and kPlace clusters, and teams (kOrganization). Runs after
/// organisations, whose clusters teams may join.
void ClusterGeography(const Reading& reading, Cast* cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_GEOGRAPHY_H_
