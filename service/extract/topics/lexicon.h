// The phrases that point to a concept (tables/cues.tsv, or a newsroom's own), those that only look
// like it (tables/blockers.tsv), and their look-up over a Reading. Immutable once filled; then safe
// for all threads.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_LEXICON_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/extract/topics/reading.h"
#include "service/extract/topics/taxonomy.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::topics {

struct Pointer {
  ConceptId target = 0;
  float weight = 1;
  bool weak = false;  // strengthens what other phrases say, and says little on its own
};

/// What a phrase of one word asks of its word.
enum class Form : uint8_t {
  kAny,
  kNoun,    // "show", "book", "strike": not the verb
  kName,    // "Target", "Labour": with a capital letter
  kCommon,  // "march": a noun without one
  kProper,  // "Swift": with a capital letter, and in a person's name too
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

  /// `phrase` is folded, its words with one space between, clitics written to the word before.
  /// Adding a phrase or a pointer again widens it: the laxer form and the greater weight stand.
  void Add(std::string_view phrase, const Pointer& pointer, Form form);
  /// Another spelling of a phrase that was added; one that is a phrase already stays what it is.
  void AddSpelling(std::string_view spelling, std::string_view phrase);
  /// The phrases of tables/blockers.tsv that are not there yet.
  absl::Status AddBlockers(const knowledge::Knowledge& knowledge);

  /// Phrases in the story, longest first and disjoint, in text order.
  std::vector<Sighting> Find(const Reading& reading) const;

  const std::vector<Pointer>& pointers(uint32_t phrase) const { return phrases_[phrase].pointers; }
  size_t size() const { return phrases_.size(); }

 private:
  struct Phrase {
    std::vector<Pointer> pointers;  // empty: says nothing, and hides the shorter ones inside it
    Form form = Form::kAny;
  };

  Phrase& Intern(std::string_view phrase);
  void NoteLength(std::string_view phrase);
  bool Accepts(uint32_t phrase, const Word& word) const;

  absl::flat_hash_map<std::string, uint32_t> ids_;
  absl::flat_hash_map<std::string, uint32_t> longest_;  // first word -> most words of its phrases
  std::vector<Phrase> phrases_;
};

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_LEXICON_H_
