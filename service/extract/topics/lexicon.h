// The phrases that point to a concept (tables/cues.tsv), those that only look like it
// (tables/blockers.tsv), and their look-up over a Reading.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_LEXICON_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/extract/topics/reading.h"
#include "service/extract/topics/taxonomy.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::topics {

struct Pointer {
  ConceptId target = 0;
  float weight = 1;
};

/// What a phrase of one word asks of its word.
enum class Form : uint8_t {
  kAny,
  kNoun,    // "show", "book", "strike": not the verb
  kName,    // "Target", "Labour": with a capital letter
  kCommon,  // "march": a noun without one
};

struct Sighting {
  uint32_t phrase = 0;  // Lexicon::pointers(phrase)
  uint32_t run = 0;
  uint32_t first = 0;  // words [first, last) of the run
  uint32_t last = 0;
};

class Lexicon {
 public:
  /// Fails when a table is missing, or a cue names a code that is not active.
  static absl::StatusOr<Lexicon> Create(const knowledge::Knowledge& knowledge,
                                        const Taxonomy& taxonomy);

  /// Phrases in the story, longest first and disjoint, in text order.
  std::vector<Sighting> Find(const Reading& reading) const;

  const std::vector<Pointer>& pointers(uint32_t phrase) const { return phrases_[phrase].pointers; }
  size_t size() const { return phrases_.size(); }

 private:
  struct Phrase {
    std::vector<Pointer> pointers;  // empty: says nothing, and hides the shorter ones inside it
    Form form = Form::kAny;
  };

  Phrase& Add(std::string_view phrase);
  bool Accepts(uint32_t phrase, const Word& word) const;

  absl::flat_hash_map<std::string, uint32_t> ids_;
  absl::flat_hash_map<std::string, uint32_t> longest_;  // first word -> most words of its phrases
  std::vector<Phrase> phrases_;
};

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_LEXICON_H_
