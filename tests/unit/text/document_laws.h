// The laws of service/text/document.h, checked on one Document.

#ifndef NUTGRAF_TESTS_UNIT_TEXT_DOCUMENT_LAWS_H_
#define NUTGRAF_TESTS_UNIT_TEXT_DOCUMENT_LAWS_H_

#include <string>

#include "service/text/document.h"

namespace nutgraf::text {

/// Empty when every law holds; else the first one that does not, with where.
std::string BrokenLaw(const Document& document);

/// A short print of everything that a Document says of its text, for comparing two of them.
std::string Describe(const Document& document);

}  // namespace nutgraf::text

#endif  // NUTGRAF_TESTS_UNIT_TEXT_DOCUMENT_LAWS_H_
