// Makes the names of a document agree: a name means in one place what it means in the others, a
// family name is the person named in full elsewhere, an acronym the body it abbreviates.

#ifndef NUTGRAF_SERVICE_LANGUAGE_NAME_MEMORY_H_
#define NUTGRAF_SERVICE_LANGUAGE_NAME_MEMORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "service/language/annotations.h"
#include "service/language/name_finder.h"

namespace nutgraf::language {

class NameMemory {
 public:
  /// Adds a candidate; `folded` is its folded text, words parted by single spaces.
  void Add(const NameCandidate& candidate, std::string_view folded);

  struct Verdict {
    EntityType type = EntityType::kMisc;
    float confidence = 0;
    bool accepted = false;
  };
  /// The type of each added candidate, in order. Call once, after the last Add.
  std::vector<Verdict> Settle();

 private:
  struct Name {
    std::string_view folded;
    TypeScores sum = {};
    uint32_t count = 0;
    uint32_t sure = 0;  // occurrences whose capital is beyond doubt
    // One word, and part of a longer name elsewhere.
    bool of_person = false;
    bool of_organization = false;
  };
  struct Entry {
    uint32_t name;
    TypeScores own;
    bool unsure;
    bool only_person;
  };
  TypeScores Pooled(const Name& name) const;
  void Relate(std::vector<TypeScores>* pooled);

  absl::flat_hash_map<std::string, uint32_t> index_;
  std::vector<Name> names_;
  std::vector<Entry> entries_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_NAME_MEMORY_H_
