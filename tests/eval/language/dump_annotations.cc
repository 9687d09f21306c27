// Annotates texts with the trained encoder, for tests/eval/language/treebank.py.
//
//   dump_annotations DATA_DIRECTORY < texts.jsonl > annotations.jsonl
//
// One {"text": ...} a line in; out, for each, {"tokens": [[begin, end, upos, lemma, head, deprel],
// ...]} with byte offsets into the repaired text and head an index into tokens, -1 for a root.

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "service/language/encoder/encoder_annotator.h"
#include "service/text/document.h"

int main(int argc, char** argv) {
  using nlohmann::json;
  if (argc != 2) {
    std::cerr << "usage: dump_annotations DATA_DIRECTORY < texts.jsonl\n";
    return 2;
  }
  const std::string data = argv[1];
  const auto knowledge = nutgraf::knowledge::Knowledge::Open(data + "/knowledge.bin");
  if (!knowledge.ok()) {
    std::cerr << knowledge.status().ToString() << "\n";
    return 1;
  }
  const auto builder = nutgraf::text::DocumentBuilder::Create(*knowledge);
  const auto annotator =
      nutgraf::language::EncoderAnnotator::Create(data + "/weights", *knowledge, {});
  if (!builder.ok() || !annotator.ok()) {
    std::cerr << builder.status().ToString() << " " << annotator.status().ToString() << "\n";
    return 1;
  }
  const nutgraf::Cancellation cancel;
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string text = json::parse(line).at("text").get<std::string>();
    const auto document =
        (*builder)->Build({.title = "", .text = text, .language_code = "en"}, cancel);
    const auto notes = (*annotator)->Annotate(*document, cancel);
    json tokens = json::array();
    for (size_t t = 0; t < document->tokens.size(); ++t) {
      tokens.push_back({document->tokens[t].span.begin, document->tokens[t].span.end,
                        Name(notes->upos[t]), notes->lemma[t], notes->head[t],
                        Name(notes->deprel[t])});
    }
    std::cout << json({{"tokens", std::move(tokens)}}).dump() << "\n";
  }
  return 0;
}
