#include "tests/testing/fixtures.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "service/language/rule_annotator.h"

namespace nutgraf::testing {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::cerr << what << ": " << value.status().ToString() << "\n";
    std::abort();
  }
  return *std::move(value);
}

}  // namespace

std::shared_ptr<const knowledge::Knowledge> TestKnowledge() {
  static const auto knowledge =
      OrDie(knowledge::Knowledge::Open(NUTGRAF_BINARY_DIR "/data/knowledge.bin"), "knowledge");
  return knowledge;
}

text::Document MakeDocument(std::string_view text, std::string_view title) {
  static const auto builder = OrDie(text::DocumentBuilder::Create(TestKnowledge()), "text stage");
  return OrDie(
      builder->Build({.title = title, .text = text, .language_code = "en"}, Cancellation()),
      "document");
}

language::Annotations Annotate(const text::Document& document) {
  static const auto annotator =
      OrDie(language::RuleAnnotator::Create(TestKnowledge()), "language stage");
  return OrDie(annotator->Annotate(document, Cancellation()), "annotations");
}

std::string WeightsDirectory() { return NUTGRAF_BINARY_DIR "/data/weights"; }

std::string SharedDirectory() {
  const std::string path = NUTGRAF_SHARED_DIR;
  return std::filesystem::exists(path) ? path : "";
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << "cannot read " << path << "\n";
    std::abort();
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace nutgraf::testing
