// The phrases of a newsroom's own taxonomy (own_taxonomy.h), matched as those of Media Topics are:
// the longest phrase at each place, as written or by lemma, not inside the blockers.
//
// - A keyword says its concept: 2 for several words, 1 to 2 for one, the rarer in news the more
//   (keyphrases/background). Written in lower case it stands for either case, but not for a
//   person's name; one word written with a capital ("Apple", "Swift") is looked for with a capital
//   only, in names of persons too.
// - A label says it less: 1.5 for several words, up to 1 for one; the parts of "food and drink" and
//   "bonds, levies" are taken for themselves too.
// - Nouns of the definition that are not common in news count as weak: they strengthen.
// Plurals and singulars are one, by their last word.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_OWN_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_OWN_LEXICON_H_

#include "absl/status/statusor.h"
#include "service/extract/topics/lexicon.h"
#include "service/extract/topics/own_taxonomy.h"
#include "service/extract/topics/taxonomy.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::topics {

/// `taxonomy` holds the concepts of `own` under their codes. INVALID_ARGUMENT, as "NAME:LINE: ...",
/// for a keyword that no text can hold (no word, more than eight, or a mark between words, which
/// ends a phrase) and for a concept without children for which nothing can be looked for.
absl::StatusOr<Lexicon> CreateOwnLexicon(const knowledge::Knowledge& knowledge,
                                         const OwnTaxonomy& own, const Taxonomy& taxonomy);

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_OWN_LEXICON_H_
