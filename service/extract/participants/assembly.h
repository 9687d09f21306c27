// Turns the finished cast into the stage's result: ids by first mention, names to show, aliases,
// identifiers, roles, confidence.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ASSEMBLY_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ASSEMBLY_H_

#include <string>
#include <string_view>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/gazetteer.h"
#include "service/extract/participants/participants.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// At most 400 participants and 400 places, the most salient ones of a longer list.
ParticipantsResult Assemble(const Reading& reading, const Gazetteer& gazetteer, const Cast& cast);

/// A local id that the same type and folded name always have: 16 hex digits (FNV-1a).
std::string LocalId(std::string_view type, std::string_view name);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ASSEMBLY_H_
