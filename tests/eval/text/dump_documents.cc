// Prints what the text stage makes of each document, for the measuring scripts beside this file.
//
//   dump_documents data/knowledge.bin < documents.jsonl > answers.jsonl
//
// In: one JSON object a line with "text" and, optionally, "id", "title" and "language_code". Out:
// one object a line with tokens [begin, end, kind, case, sentence, space_before], sentences [begin,
// end], zones [type, begin, end], paragraphs [begin, end], bylines, dateline, posts, language. All
// offsets are bytes of the repaired text, which is in "text".

#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "service/knowledge/knowledge.h"
#include "service/text/document.h"

namespace {

using nlohmann::json;
using nutgraf::text::Document;
using nutgraf::text::Span;

constexpr const char* kZoneNames[] = {"HEADLINE", "BYLINE",        "DATELINE",
                                      "BODY",     "EMBEDDED_POST", "RELATED_LINK",
                                      "CAPTION",  "BOILERPLATE",   "COMMENTS"};

json Describe(const Document& document) {
  const auto slice = [&](Span span) { return std::string(document.Slice(span)); };
  json out = {{"text", document.text()},
              {"tokens", json::array()},
              {"sentences", json::array()},
              {"zones", json::array()},
              {"paragraphs", json::array()},
              {"bylines", json::array()},
              {"posts", json::array()},
              {"language", document.language},
              {"language_confidence", document.language_confidence}};
  for (const auto& token : document.tokens) {
    out["tokens"].push_back({token.span.begin, token.span.end, static_cast<int>(token.kind),
                             static_cast<int>(token.letter_case), token.sentence,
                             token.space_before});
  }
  for (const auto& sentence : document.sentences) {
    out["sentences"].push_back({sentence.span.begin, sentence.span.end});
  }
  for (const auto& zone : document.zones) {
    out["zones"].push_back(
        {kZoneNames[static_cast<int>(zone.type)], zone.span.begin, zone.span.end});
  }
  for (const auto& paragraph : document.paragraphs) {
    out["paragraphs"].push_back({paragraph.span.begin, paragraph.span.end});
  }
  for (const Span byline : document.bylines) out["bylines"].push_back(slice(byline));
  if (document.dateline) {
    out["dateline"] = {slice(document.dateline->place), slice(document.dateline->date),
                       slice(document.dateline->agency)};
  }
  for (const auto& post : document.posts) {
    out["posts"].push_back(
        {slice(post.author), slice(post.handle), slice(post.date), slice(post.body)});
  }
  return out;
}

int Run(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: dump_documents KNOWLEDGE < DOCUMENTS > ANSWERS\n";
    return 2;
  }
  auto knowledge = nutgraf::knowledge::Knowledge::Open(argv[1]);
  if (!knowledge.ok()) {
    std::cerr << knowledge.status() << "\n";
    return 1;
  }
  const auto builder = nutgraf::text::DocumentBuilder::Create(*knowledge);
  if (!builder.ok()) {
    std::cerr << builder.status() << "\n";
    return 1;
  }
  const nutgraf::Cancellation cancel;
  for (std::string line; std::getline(std::cin, line);) {
    const json in = json::parse(line);
    const std::string text = in.value("text", "");
    const std::string title = in.value("title", "");
    const std::string language = in.value("language_code", "");
    const auto document =
        (*builder)->Build({.title = title, .text = text, .language_code = language}, cancel);
    json out = document.ok() ? Describe(*document) : json{{"error", document.status().ToString()}};
    out["id"] = in.value("id", "");
    std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {  // a line that is not JSON
    std::cerr << error.what() << "\n";
    return 1;
  }
}
