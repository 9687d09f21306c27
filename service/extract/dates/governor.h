// What the language stage says about an expression: the verb that governs it, the name it is in.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_GOVERNOR_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_GOVERNOR_H_

#include <cstdint>

#include "service/extract/dates/recognizer.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::dates {

/// With a parse: the direction of the cue words on the chain of verbs above the expression and
/// their auxiliaries. Looks at most eight steps up. Without one use Recognizer::CueBefore.
CueDirection GoverningCue(const text::Document& document, const language::Annotations& annotations,
                          text::Span span, const Recognizer& recognizer);

/// What the verb of the expression's clause says of time. With a parse the verb above it, else the
/// one that stands nearest, before it rather than after it. kUnknown where parts of speech or
/// lemmas are missing. Looks at most some dozens of tokens away.
enum class Tense : uint8_t {
  kUnknown,
  kPast,     // "closed", "was closed", "had closed", "did not close"
  kPresent,  // "closes"; a form of "be" alone
  kOther,    // "has closed", "is closed", "will close", "to close"
};
Tense ClauseTense(const text::Document& document, const language::Annotations& annotations,
                  text::Span span);

/// The language stage takes the token at `byte` for a verb, an auxiliary or an adjective.
bool IsVerbalAt(const text::Document& document, const language::Annotations& annotations,
                uint32_t byte);

/// Whether a verb or auxiliary stands in the sentence before the expression.
bool VerbBefore(const text::Document& document, const language::Annotations& annotations,
                text::Span span);

/// Whether the expression is one word that is (part of) a person's name: "May", "August Wilson".
bool NamesAPerson(const text::Document& document, const language::Annotations& annotations,
                  const Expression& expression, text::Span span);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_GOVERNOR_H_
