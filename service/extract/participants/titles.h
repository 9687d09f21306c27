// Titles and posts beside people's names, with the organisation or country they belong to.
//
//   "State Department Spokesperson Ned Price"            Spokesperson, State Department
//   "Syed Haider Shah, additional secretary (UN and ED)" additional secretary (UN and ED)
//   "Acting Coordinator for Counterterrorism X"          Acting Coordinator for Counterterrorism
//   "the company's chief executive, X,"                  chief executive
//
// A title needs a head noun of tables/roles.tsv or of knowledge/titles; kin ("his son X") is no
// title. Looks at most a dozen tokens to each side of a name, inside its sentence.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_TITLES_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_TITLES_H_

#include <string>
#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

struct NameTitle {
  text::TokenRange tokens;       // the title's words, without the organisation's
  std::string group;             // RoleNoun::group of the head
  int32_t organization = kNone;  // a name
  int32_t country = kNone;       // a country
  bool former = false;
};

/// What stands beside one name.
struct NameTitles {
  std::vector<NameTitle> titles;
  std::string group;                 // of the first title; empty without one
  Gender gender = Gender::kUnknown;  // said by an honorific or a title ("Mrs.", "spokeswoman")
  bool kin = false;                  // introduced as somebody's: "his wife X", "Smith's brother, X"
};

/// Names that stand inside of a title's words ("additional secretary (UN and ED)") found no
/// participant. `titles` is parallel to Cast::names.
void SilenceTitleWords(const std::vector<NameTitles>& titles, Cast* cast);

/// One entry per name of the cast; empty for names that are no people.
std::vector<NameTitles> ReadTitles(const Reading& reading, const Cast& cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_TITLES_H_
