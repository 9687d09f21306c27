// A newsroom's own taxonomy: a file of concepts and of the words that tell them, read at start.
//
//   code<TAB>label<TAB>definition<TAB>keywords<TAB>parent
//   desk:schools<TAB>Schools<TAB>Public schools, their boards and budgets<TAB>school board; tuition
//   desk:bonds<TAB>School bonds<TAB><TAB>bond measure, levy<TAB>desk:schools
//
// UTF-8, a header line, one concept a line; the column `parent` may be left out. Lines that begin
// with `#` and blank lines are skipped, carriage returns at line ends and a byte order mark too.
//
// `code` is "scheme:name": a scheme of lower-case letters, digits and hyphens other than "medtop",
// then up to 64 printable ASCII characters. `keywords` are separated by commas or semicolons.
// `parent` is a code of the file, above or below. `definition` and `keywords` may be empty, where
// the label or the concepts beneath can carry the concept. What is made of the words:
// own_lexicon.h.
//
// Limits: 4 MiB, 10,000 concepts, 200 keywords a concept, eight levels, 200 bytes a label, 2,000 a
// definition, 100 a keyword.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_OWN_TAXONOMY_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_OWN_TAXONOMY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nutgraf::extract::topics {

struct OwnConcept {
  uint32_t line = 0;  // where it stands, from 1
  std::string code;
  std::string label;
  std::string definition;
  std::vector<std::string> keywords;
  std::string parent;  // empty at the top
};

struct OwnTaxonomy {
  std::vector<OwnConcept> concepts;  // parents before children, otherwise as in the file
  std::string name;                  // of the file, for messages
  std::string version;               // eight hex digits, of the file's bytes
};

/// INVALID_ARGUMENT that lists what is wrong, at most ten faults, each as "NAME:LINE: ...". Never
/// quotes a cell that was not found to be printable. Linear in the content but for sorting.
absl::StatusOr<OwnTaxonomy> ParseOwnTaxonomy(std::string_view content, std::string_view name);

/// The same for a file, named by its path; INVALID_ARGUMENT also for one that can't be read.
absl::StatusOr<OwnTaxonomy> ReadOwnTaxonomy(const std::string& path);

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_OWN_TAXONOMY_H_
