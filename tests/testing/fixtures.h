// What unit tests of the later stages start from: the compiled tables, a Document, its Annotations.
//
//   const text::Document doc = testing::MakeDocument("Obama spoke in Paris on Sunday.");
//   const language::Annotations notes = testing::Annotate(doc);   // by rules, no weights
//
// Each fails the calling test's process with a clear message when the stage itself fails.

#ifndef NUTGRAF_TESTS_TESTING_FIXTURES_H_
#define NUTGRAF_TESTS_TESTING_FIXTURES_H_

#include <memory>
#include <string>
#include <string_view>

#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::testing {

/// The build's knowledge.bin, opened once.
std::shared_ptr<const knowledge::Knowledge> TestKnowledge();

text::Document MakeDocument(std::string_view text, std::string_view title = "");

language::Annotations Annotate(const text::Document& document);

/// The build's copy of model/weights.
std::string WeightsDirectory();

/// The shared evaluation folder beside the checkout; empty when it is not there, in which case a
/// test that needs it says so with GTEST_SKIP.
std::string SharedDirectory();

/// A file of the source tree or of the shared folder, whole.
std::string ReadFile(const std::string& path);

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_TESTING_FIXTURES_H_
