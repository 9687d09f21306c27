// Finds the names of one sentence: where each begins and ends, and the evidence for its type.
//
// A name starts as a run of capitalised words, widened over what belongs inside names ("Ministry of
// Foreign Affairs", "Ludwig van Beethoven", gazetteer entries), then cut where titles, demonyms and
// known names part it ("Pakistani Foreign Minister | Bilawal Bhutto"). Linear; thread-safe.

#ifndef NUTGRAF_SERVICE_LANGUAGE_NAME_FINDER_H_
#define NUTGRAF_SERVICE_LANGUAGE_NAME_FINDER_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "service/language/annotations.h"
#include "service/language/name_lexicon.h"
#include "service/language/tagger.h"
#include "service/language/word.h"

namespace nutgraf::language {

/// A possible name and what the sentence alone says about it.
struct NameCandidate {
  uint32_t first = 0;  // words of the sentence; the annotator makes them tokens
  uint32_t last = 0;
  TypeScores scores = {};
  bool known = false;   // a gazetteer holds it whole
  bool titled = false;  // a title stands before it
  /// Its capital may be only that of a sentence's or headline's word: it is a name if it is one
  /// elsewhere, or part of a person's name.
  bool unsure = false;
  /// A word like Hill or Court: a name only as part of a person's.
  bool only_person = false;
};

/// Working memory, kept between sentences by the caller.
struct NameScratch {
  FoldedWords folded;
  std::vector<uint32_t> roles;
  std::vector<bool> is_name;
  std::vector<uint8_t> match_length;  // longest gazetteer match of two words or more
  std::vector<uint8_t> title_length;  // of the longest title that starts at a capitalised word
  bool has_verb = false;
};

class NameFinder {
 public:
  /// Both must outlive the finder.
  NameFinder(const NameLexicon* lexicon, const Tagger* tagger)
      : lexicon_(lexicon), tagger_(tagger) {}

  /// Appends candidates, ascending and disjoint.
  void Find(const WordSequence& sequence, std::span<const Upos> tags, NameScratch* scratch,
            std::vector<NameCandidate>* candidates) const;

 private:
  class Sentence;

  const NameLexicon* lexicon_;
  const Tagger* tagger_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_NAME_FINDER_H_
