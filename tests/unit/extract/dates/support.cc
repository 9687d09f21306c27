#include "tests/unit/extract/dates/support.h"

#include <cstdlib>
#include <iostream>
#include <memory>

#include "fmt/format.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {
namespace {

const char* Name(DateType type) {
  switch (type) {
    case DateType::kTime:
      return "TIME";
    case DateType::kDuration:
      return "DURATION";
    case DateType::kSet:
      return "SET";
    default:
      return "DATE";
  }
}

}  // namespace

const DateExtractor& TestExtractor() {
  static const auto extractor = [] {
    auto made = DateExtractor::Create(testing::TestKnowledge());
    if (!made.ok()) {
      std::cerr << made.status().ToString() << "\n";
      std::abort();
    }
    return *std::move(made);
  }();
  return *extractor;
}

DatesResult ExtractDates(std::string_view text, const DateOptions& options, bool annotate) {
  const text::Document document = testing::MakeDocument(text);
  const language::Annotations annotations =
      annotate ? testing::Annotate(document) : language::Annotations{};
  auto result = TestExtractor().Extract(document, annotations, options, Cancellation());
  if (!result.ok()) {
    std::cerr << result.status().ToString() << "\n";
    std::abort();
  }
  return *std::move(result);
}

std::string Describe(const DateMention& mention) {
  std::string text = fmt::format("{} {}", Name(mention.type), mention.value);
  if (!mention.modifier.empty()) text += " " + mention.modifier;
  return text;
}

std::string DescribeAll(std::string_view text, const DatesResult& result) {
  std::string all;
  for (const DateMention& mention : result.dates) {
    if (!all.empty()) all += "; ";
    all += fmt::format("[{}]={}", text.substr(mention.span.begin, mention.span.size()),
                       Describe(mention));
  }
  return all;
}

Example ReadExample(std::string_view marked) {
  Example example;
  for (const char c : marked) {
    if (c == '[') {
      example.span.begin = static_cast<uint32_t>(example.text.size());
    } else if (c == ']') {
      example.span.end = static_cast<uint32_t>(example.text.size());
    } else {
      example.text += c;
    }
  }
  return example;
}

}  // namespace nutgraf::extract
