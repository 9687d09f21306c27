// How old people are said to be, right beside their names:
//
//   "Ann Lee, 43,"   "Ann Lee (43)"   "Ann Lee, aged 43"   "Ann Lee, 43 years old"
//   "43-year-old Ann Lee"   "the 43-year-old mayor, Ann Lee"   "Ann Lee, a 43-year-old teacher"
//
// A number in brackets is none in the sports pages: a minute or a shirt there. Ages of 1 to 120.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_AGES_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_AGES_H_

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// The age beside one name, from its sentence; years are 0 when it says none. Looks at half a dozen
/// tokens to each side.
ParticipantAge AgeBeside(const Reading& reading, const Cast& cast, const Name& name);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_AGES_H_
