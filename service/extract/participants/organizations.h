// Organisations and groups: one cluster under its full name, short forms, acronyms and legal forms.
//
// Links, most certain first: the same words; an acronym defined or spelled by the name's initials;
// another name of the same known organisation; the same words without legal form, country or the
// order of "Department of State" and "State Department"; the tail of a longer name ("Countryside
// Alliance"); its head before "of" or a legal form ("Supreme Court of ..."). A single general noun
// ("Ministry") is no name: see nominals.h.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ORGANIZATIONS_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ORGANIZATIONS_H_

#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

/// Founds and links organisations and groups; sets Cluster::kind and, where the name itself or the
/// word before it says so, Cluster::country.
void ClusterOrganizations(const Reading& reading, Cast* cast);

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_ORGANIZATIONS_H_
