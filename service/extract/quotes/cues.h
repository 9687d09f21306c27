// Finds cues: the verbs, nouns and phrases of the lexicon, with their auxiliaries.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_CUES_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_CUES_H_

#include <cstdint>
#include <vector>

#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

/// How a cue verb stands in its clause.
enum class CueForm : uint8_t {
  kFinite,      // says, said, has said, would say, is saying
  kPassive,     // is said, was told
  kGerund,      // ", saying"
  kInfinitive,  // "to say"
  kParticiple,  // "asked about ..., he", "a plan announced by"
  kNoun,        // "claim"
  kPhrase,      // "according to"
};

struct Cue {
  const CueEntry* entry = nullptr;
  uint32_t token = 0;      // the lexicon's first word
  text::TokenRange group;  // auxiliaries to the last particle
  uint32_t particle =
      0;  // a preposition of the entry that stands apart ("spoke softly | of"), or 0
  CueForm form = CueForm::kFinite;
  bool negated = false;
  bool past = false;       // of a finite verb without auxiliaries: "said", not "says"
  bool auxiliary = false;  // has, will, did ... belong to it
};

/// Ascending, disjoint; only outside of quotation marks.
std::vector<Cue> FindCues(const Reading& reading, const Unit& unit);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_CUES_H_
