// People: full names first, then surnames and given names on their own, each to the person it can
// belong to that was named last. Two people of one surname stay apart unless their given names can
// be the same (initial, nickname, middle names left out).

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PEOPLE_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PEOPLE_H_

#include <span>
#include <string>
#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"
#include "service/extract/participants/titles.h"

namespace nutgraf::extract::participants {

/// Whether two full names (folded words, suffixes as "jr." included) can name one person; both have
/// at least two words.
bool SamePerson(const Lexicon& lexicon, std::span<const std::string> a,
                std::span<const std::string> b);

/// Founds and links people and families. `titles` is parallel to Cast::names.
void ClusterPeople(const Reading& reading, const std::vector<NameTitles>& titles, Cast* cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PEOPLE_H_
