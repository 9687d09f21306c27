#include "service/extract/topics/taxonomy.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::extract::topics {

absl::StatusOr<Taxonomy> Taxonomy::Create(const knowledge::Table& table) {
  Taxonomy taxonomy;
  const int level_column = table.Column("level");
  const int parent_column = table.Column("parent");
  const int label_column = table.Column("label");
  if (level_column < 0 || parent_column < 0 || label_column < 0) {
    return absl::FailedPreconditionError("topics/mediatopics: a column is missing");
  }
  for (const knowledge::Row row : table.All()) {
    const std::string_view code = row.Cell(0);
    const std::string_view parent_code = row.Cell(parent_column);
    const ConceptId parent = taxonomy.Find(parent_code);
    if (parent == kNoConcept && !parent_code.empty()) {
      return absl::FailedPreconditionError(
          fmt::format("topics/mediatopics: {} stands before its parent", code));
    }
    const ConceptId id = taxonomy.Add(code, row.Cell(label_column), parent);
    if (id == kNoConcept || row.Cell(level_column) != fmt::to_string(taxonomy.at(id).level)) {
      return absl::FailedPreconditionError(
          fmt::format("topics/mediatopics: {} has a wrong level or stands twice", code));
    }
  }
  return taxonomy;
}

ConceptId Taxonomy::Add(std::string_view code, std::string_view label, ConceptId parent) {
  const auto id = static_cast<ConceptId>(concepts_.size());
  if (concepts_.size() >= kNoConcept || !by_code_.try_emplace(std::string(code), id).second) {
    return kNoConcept;
  }
  Concept entry{.code = std::string(code), .label = std::string(label)};
  entry.parent = parent;
  entry.root = id;
  if (parent == kNoConcept) {
    roots_.push_back(id);
  } else {
    entry.level = concepts_[parent].level + 1;
    entry.root = concepts_[parent].root;
  }
  concepts_.push_back(std::move(entry));
  return id;
}

ConceptId Taxonomy::Find(std::string_view code) const {
  const auto found = by_code_.find(ToAbsl(code));
  return found == by_code_.end() ? kNoConcept : found->second;
}

std::vector<std::string> Taxonomy::Path(ConceptId id) const {
  std::vector<std::string> path;
  for (; id != kNoConcept; id = concepts_[id].parent) path.push_back(concepts_[id].label);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace nutgraf::extract::topics
