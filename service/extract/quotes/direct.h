// Said words: which quoted stretches are speech, which pieces make one utterance, and whose it is.
//
// A stretch in quotation marks is speech when an attribution stands beside it (`"…," she said`, `He
// added: "…"`), when it is a paragraph's or sentence's whole text, or when it goes on from speech.
// Pieces that the attribution interrupts, sentences that follow it in the paragraph, and the
// paragraphs of one long quotation are one utterance. Everything else (scare quotes, titles of
// works, words quoted inside of a reported clause) is left to the clause finder.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_DIRECT_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_DIRECT_H_

#include <cstdint>
#include <vector>

#include "service/extract/quotes/clauses.h"
#include "service/extract/quotes/cues.h"
#include "service/extract/quotes/reading.h"

namespace nutgraf::extract::quotes {

struct Utterance {
  std::vector<uint32_t> pieces;  // indices into Reading::quoted(), ascending
  text::TokenRange speaker;      // empty: none
  text::TokenRange cue;          // empty: carried over, or a whole paragraph without attribution
  const CueEntry* entry = nullptr;
  bool negated = false;
  float confidence = 0;
};

/// The cues of one unit, and which of them said words have used up.
struct UnitCues {
  std::vector<Cue> cues;
  std::vector<bool> used;
};

/// `cues` has one element per unit of `reading`; used cues are marked. Utterances ascend.
std::vector<Utterance> FindUtterances(const Reading& reading, const ClauseFinder& finder,
                                      std::vector<UnitCues>& cues);

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_DIRECT_H_
