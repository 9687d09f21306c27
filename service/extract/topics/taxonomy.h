// Concepts as a forest: numbers for codes, parents, levels, paths. IPTC Media Topics are made from
// tables/mediatopics.tsv, which lists active concepts only, so that a retired code can't come out;
// a newsroom's own taxonomy from its file. Each concept stands after its parent: a walk from the
// last to the first sees every child before its parent. Safe for all threads once made.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_TAXONOMY_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_TAXONOMY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::topics {

using ConceptId = uint16_t;
inline constexpr ConceptId kNoConcept = 0xFFFF;

struct Concept {
  std::string code;   // "medtop:20000638"
  std::string label;  // "international relations"
  int level = 1;
  ConceptId parent = kNoConcept;  // kNoConcept at level 1
  ConceptId root = 0;             // the ancestor at level 1; itself at level 1
};

class Taxonomy {
 public:
  /// FAILED_PRECONDITION when a row names a parent that does not stand before it or a level that is
  /// not one more than its parent's; the message names the row.
  static absl::StatusOr<Taxonomy> Create(const knowledge::Table& table);

  /// The new concept; kNoConcept where the code is there already, or 65,535 concepts are.
  /// `parent` is one that was added before, or kNoConcept.
  ConceptId Add(std::string_view code, std::string_view label, ConceptId parent);

  /// kNoConcept for a code that is not there.
  ConceptId Find(std::string_view code) const;
  const Concept& at(ConceptId id) const { return concepts_[id]; }
  size_t size() const { return concepts_.size(); }
  const std::vector<ConceptId>& roots() const { return roots_; }
  /// Labels from level 1 down to the concept.
  std::vector<std::string> Path(ConceptId id) const;

 private:
  std::vector<Concept> concepts_;
  std::vector<ConceptId> roots_;
  absl::flat_hash_map<std::string, ConceptId> by_code_;
};

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_TAXONOMY_H_
