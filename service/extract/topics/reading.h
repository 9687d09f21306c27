// The story as runs of words, for look-ups of phrases: headline, title sent apart and body, each
// word in two forms (as written and as lemma, both folded) and with the weight of its position.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_READING_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_READING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::topics {

enum class WordClass : uint8_t { kUnknown, kNoun, kVerb, kOther };

struct Word {
  std::string surface;   // folded as written: "elections"
  std::string normal;    // folded lemma, singular for names: "election"
  text::Span span;       // empty for words of a title sent apart, which is no part of the text
  bool glued = false;    // a clitic: written to the word before it ("women" "'s")
  bool capital = false;  // begins with a capital letter
  bool person = false;   // part of a person's name
  WordClass word_class = WordClass::kUnknown;  // kUnknown in a title sent apart
};

struct Run {
  std::vector<Word> words;  // without punctuation inside
  float weight = 1;         // titles and the lead count more
  uint32_t sentence = 0;    // number among the story's sentences, titles first
  bool title = false;
};

struct Reading {
  std::vector<Run> runs;
  uint32_t words = 0;
};

/// Linear in the tokens. The title sent apart has no lemmas of its own: it takes the body's.
Reading Read(const text::Document& document, const language::Annotations& annotations);

/// "parties" is party, "buses" bus, "courts" court; words that only look plural stay ("news").
std::string Singular(std::string_view folded);

}  // namespace nutgraf::extract::topics

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_READING_H_
