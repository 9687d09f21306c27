#include "service/extract/topics/taxonomy.h"

#include <algorithm>

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
    Concept entry;
    entry.code = row.Cell(0);
    entry.label = row.Cell(label_column);
    const std::string_view parent = row.Cell(parent_column);
    const auto id = static_cast<ConceptId>(taxonomy.concepts_.size());
    entry.root = id;
    if (!parent.empty()) {
      entry.parent = taxonomy.Find(parent);
      if (entry.parent == kNoConcept) {
        return absl::FailedPreconditionError(
            fmt::format("topics/mediatopics: {} stands before its parent", entry.code));
      }
      entry.level = taxonomy.concepts_[entry.parent].level + 1;
      entry.root = taxonomy.concepts_[entry.parent].root;
    } else {
      taxonomy.roots_.push_back(id);
    }
    if (row.Cell(level_column) != fmt::to_string(entry.level) ||
        !taxonomy.by_code_.emplace(entry.code, id).second) {
      return absl::FailedPreconditionError(
          fmt::format("topics/mediatopics: {} has a wrong level or stands twice", entry.code));
    }
    taxonomy.concepts_.push_back(std::move(entry));
  }
  return taxonomy;
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
