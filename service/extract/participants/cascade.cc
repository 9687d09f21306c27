#include "service/extract/participants/cascade.h"

#include <utility>
#include <vector>

#include "service/extract/participants/acronyms.h"
#include "service/extract/participants/geography.h"
#include "service/extract/participants/names.h"
#include "service/extract/participants/organizations.h"
#include "service/extract/participants/people.h"
#include "service/extract/participants/references.h"
#include "service/extract/participants/sides.h"
#include "service/extract/participants/titles.h"

namespace nutgraf::extract::participants {

absl::StatusOr<Cast> RunCascade(const Reading& reading, const Gazetteer& gazetteer,
                                const Cancellation& cancel, std::vector<PronounTrace>* trace) {
  if (absl::Status status = cancel.Check(); !status.ok()) return status;
  Cast cast;
  // Names.
  CollectNames(reading, &cast);
  ResolveAcronyms(reading, &cast);
  gazetteer.SettleHomonyms(reading, &cast);
  ReadPlaceContexts(reading, &cast);
  const std::vector<NameTitles> titles = ReadTitles(reading, cast);
  SilenceTitleWords(titles, &cast);
  if (absl::Status status = cancel.Check(); !status.ok()) return status;
  // Clusters.
  ClusterPeople(reading, titles, &cast);
  ClusterOrganizations(reading, &cast);
  ClusterGeography(reading, &cast);
  cast.Gather();
  if (absl::Status status = cancel.Check(); !status.ok()) return status;
  // What is said of them, and how else they are called.
  GatherTitles(reading, titles, &cast);
  FindSides(reading, &cast);
  if (absl::Status status = LinkReferences(reading, cancel, &cast, trace); !status.ok())
    return status;
  return cast;
}

}  // namespace nutgraf::extract::participants
