// First pass: the names of the article, from the language stage's entities and the tables.
//
// Corrects what tables know better (a country is a country under every alias, a title is no part of
// a name), adds countries that the language stage missed, and says which names may found a
// participant: those of the story proper, not labels of ages and events ("the Trump era").

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_NAMES_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_NAMES_H_

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// Fills Cast::names and Cast::name_at.
void CollectNames(const Reading& reading, Cast* cast);

/// Reads the words around every country, place and capital: PlaceUse.
void ReadPlaceContexts(const Reading& reading, Cast* cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_NAMES_H_
