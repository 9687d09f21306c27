// What the language stage says about an expression: the verb that governs it, the name it is in.

#ifndef NUTGRAF_SERVICE_EXTRACT_DATES_GOVERNOR_H_
#define NUTGRAF_SERVICE_EXTRACT_DATES_GOVERNOR_H_

#include "service/extract/dates/recognizer.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract::dates {

/// With a parse: the direction of the cue words on the chain of verbs above the expression and
/// their auxiliaries. Looks at most eight steps up. Without one use Recognizer::CueBefore.
CueDirection GoverningCue(const text::Document& document, const language::Annotations& annotations,
                          text::Span span, const Recognizer& recognizer);

/// Whether the expression is one word that is (part of) a person's name: "May", "August Wilson".
bool NamesAPerson(const text::Document& document, const language::Annotations& annotations,
                  const Expression& expression, text::Span span);

}  // namespace nutgraf::extract::dates

#endif  // NUTGRAF_SERVICE_EXTRACT_DATES_GOVERNOR_H_
