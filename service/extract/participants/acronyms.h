// Acronyms and what they stand for: defined in the text in either direction ("Ministry of Foreign
// Affairs (MoFA)", "MoFA (Ministry of Foreign Affairs)"), or spelled by the initials of a name that
// the text has in full.
//
// The matching of initials to words follows Schwartz and Hearst (2003), kept to word initials.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ACRONYMS_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ACRONYMS_H_

#include <span>
#include <string>
#include <string_view>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// Two or more capitals among at most eight letters: "MoFA", "U.N.", "BBC".
bool LooksLikeAcronym(std::string_view written);

/// Whether `acronym` (folded; full stops are ignored) spells the initials of the words, with or
/// without the small ones (of, the, and ...).
bool SpellsInitials(std::string_view acronym, std::span<const std::string> words);

/// Sets Name::stands_for, adds names for acronyms that the language stage missed, and indexes the
/// cast again.
void ResolveAcronyms(const Reading& reading, Cast* cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ACRONYMS_H_
