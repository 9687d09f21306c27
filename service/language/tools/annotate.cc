// annotate_documents KNOWLEDGE < DOCUMENTS.jsonl > ANNOTATIONS.jsonl
//
// A development tool: runs the text stage and the rule annotator over documents, one JSON object a
// line with "id", "text" and "title", and writes entities and tokens with offsets in code points:
// the form that scorers of names and of parts of speech read.

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/knowledge/knowledge.h"
#include "service/language/rule_annotator.h"
#include "service/text/document.h"

namespace {

using nlohmann::json;
using nutgraf::Cancellation;

/// Code points before each byte.
std::vector<uint32_t> CodePointOffsets(std::string_view text) {
  std::vector<uint32_t> offsets(text.size() + 1);
  uint32_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    offsets[i] = count;
    if (i + 1 == text.size() || (static_cast<uint8_t>(text[i + 1]) & 0xC0) != 0x80) ++count;
  }
  offsets[text.size()] = count;
  return offsets;
}

std::string_view ScorerType(nutgraf::language::EntityType type) {
  switch (type) {
    case nutgraf::language::EntityType::kPerson:
      return "PER";
    case nutgraf::language::EntityType::kOrganization:
      return "ORG";
    case nutgraf::language::EntityType::kLocation:
      return "LOC";
    case nutgraf::language::EntityType::kNorp:
      return "NORP";
    case nutgraf::language::EntityType::kMisc:
      return "MISC";
  }
  return "MISC";
}

json Describe(const nutgraf::text::Document& document,
              const nutgraf::language::Annotations& notes) {
  const std::vector<uint32_t> offsets = CodePointOffsets(document.raw);
  const auto raw = [&](nutgraf::text::Span span) { return document.offsets.RawSpan(span); };
  json entities = json::array();
  for (const auto& entity : notes.entities) {
    const nutgraf::text::Span span = raw(document.SpanOf(entity.tokens));
    entities.push_back({{"begin", offsets[span.begin]},
                        {"end", offsets[span.end]},
                        {"type", ScorerType(entity.type)},
                        {"text", document.raw.substr(span.begin, span.size())}});
  }
  json tokens = json::array();
  for (size_t i = 0; i < document.tokens.size(); ++i) {
    const nutgraf::text::Span span = raw(document.tokens[i].span);
    tokens.push_back({offsets[span.begin], offsets[span.end],
                      std::string(nutgraf::language::Name(notes.upos[i])), notes.lemma[i]});
  }
  return {{"entities", entities}, {"tokens", tokens}};
}

}  // namespace

int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape): a development tool
  if (argc != 2) {
    std::cerr << "usage: annotate_documents KNOWLEDGE < DOCUMENTS.jsonl\n";
    return 2;
  }
  auto knowledge = nutgraf::knowledge::Knowledge::Open(argv[1]);
  if (!knowledge.ok()) {
    std::cerr << knowledge.status() << "\n";
    return 1;
  }
  auto builder = nutgraf::text::DocumentBuilder::Create(*knowledge);
  auto annotator = nutgraf::language::RuleAnnotator::Create(*knowledge);
  if (!builder.ok() || !annotator.ok()) {
    std::cerr << builder.status() << "\n" << annotator.status() << "\n";
    return 1;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    const json input = json::parse(line, nullptr, false);
    if (!input.is_object()) {
      std::cerr << "not a JSON object\n";
      return 1;
    }
    const std::string text = input.value("text", "");
    const std::string title = input.value("title", "");
    const auto document =
        (*builder)->Build({.title = title, .text = text, .language_code = "en"}, Cancellation());
    if (!document.ok()) {
      std::cerr << document.status() << "\n";
      return 1;
    }
    const auto notes = (*annotator)->Annotate(*document, Cancellation());
    json output = Describe(*document, *notes);
    output["id"] = input.value("id", "");
    std::cout << output.dump() << "\n";
  }
  return 0;
}
