// What a headline says of the event in a few words: who stands before its verb, and the verb with
// what belongs to it.
//
// In: the headline's words with their parts of speech (a headline has no parse). Out: ranges over
// them. Headlines put the main clause in the present without its articles; beside it stand a label
// ("Breaking news: ..."), who says so ("..., says minister") and when, why and how, which other
// answers give. Pure; linear in the words.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_CLAUSE_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_CLAUSE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "service/extract/facts/lexicon.h"
#include "service/language/annotations.h"
#include "service/text/span.h"

namespace nutgraf::extract::facts {

struct TitleWord {
  text::Span span;     // of the title, or of the text where the headline stands in it
  std::string folded;  // lower case
  std::string stem;
  language::Upos upos = language::Upos::kX;
  bool place = false;         // names a place in the title or in the text
  bool verb_in_text = false;  // the text has it as a verb
};

struct TitleClause {
  text::TokenRange subject;    // over the words
  text::TokenRange name;       // what names it: its last name, or its last noun
  text::TokenRange predicate;  // from the verb to the end of its objects
  uint32_t verb = 0;           // the word that says what happens: "resign" of "is set to resign"
};

/// Nothing for a question, for a headline without a verb or without a subject before it, and for
/// one whose subject is a pronoun.
std::optional<TitleClause> ReadTitleClause(std::span<const TitleWord> words,
                                           const Lexicon& lexicon);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_CLAUSE_H_
