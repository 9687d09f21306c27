// Runs the quote extractor alone over a development set and writes the scorer's neutral form.
//
//   quotes_eval [OPTION ...] KNOWLEDGE.bin GOLD.jsonl > SYSTEM.jsonl
//
//   --weights FOLDER    annotates with the trained encoder in place of the rules
//   --cache FILE        reads the annotations from FILE, or writes them there when it is not there
//   --min-confidence X  leaves out quotes below X
//   --trace             adds each document's tokens with part of speech, head and relation
//
// Offsets are code points. GOLD may be /dev/stdin.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/extract/participants/participants.h"
#include "service/extract/quotes/quotes.h"
#include "service/text/document.h"
#include "tests/eval/tool.h"

namespace nutgraf {
namespace {

using eval::CodePoints;
using eval::OrDie;
using nlohmann::json;

class Converter {
 public:
  explicit Converter(const text::Document& document)
      : document_(document), before_(CodePoints(document.raw)) {}

  json operator()(text::Span span) const {
    const text::Span raw = document_.offsets.RawSpan(span);
    return {{"begin", before_[raw.begin]}, {"end", before_[raw.end]}};
  }

 private:
  const text::Document& document_;
  std::vector<uint32_t> before_;
};

struct Options {
  std::vector<std::string> paths;
  std::string weights;
  std::string cache;
  float min_confidence = 0;
  bool trace = false;
};

json Trace(const text::Document& document, const language::Annotations& notes,
           const Converter& convert) {
  json tokens = json::array();
  for (uint32_t t = 0; t < document.tokens.size(); ++t) {
    json token = convert(document.SpanOf(text::TokenRange{t, t + 1}));
    token["upos"] = language::Name(notes.upos[t]);
    if (notes.has_parse()) {
      token["head"] = notes.head[t];
      token["deprel"] = language::Name(notes.deprel[t]);
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

int Run(const Options& options) {
  auto knowledge = OrDie(knowledge::Knowledge::Open(options.paths[0]), "knowledge");
  auto builder = OrDie(text::DocumentBuilder::Create(knowledge), "text");
  eval::CachedAnnotator annotator(knowledge, options.weights, options.cache);
  auto participants = OrDie(extract::ParticipantExtractor::Create(knowledge), "participants");
  auto extractor = OrDie(extract::QuoteExtractor::Create(knowledge), "quotes");
  const Cancellation cancel;
  std::ifstream in(options.paths[1]);
  if (!in) {
    std::cerr << "cannot read " << options.paths[1] << "\n";
    return 1;
  }
  constexpr const char* kTypes[] = {"direct", "mixed", "indirect"};
  for (std::string line; std::getline(in, line);) {
    const json gold = json::parse(line);
    const std::string text = gold["text"];
    const text::Document document =
        OrDie(builder->Build({.title = "", .text = text, .language_code = "en"}, cancel), "text");
    const language::Annotations notes = annotator.Annotate(document);
    const extract::ParticipantsResult people =
        OrDie(participants->Extract(document, notes, cancel), "participants");
    const auto quotes = OrDie(extractor->Extract(document, notes, people, cancel), "quotes");
    const Converter convert(document);
    json out = {{"id", gold["id"]}, {"quotes", json::array()}};
    for (const extract::Quote& quote : quotes) {
      if (quote.confidence < options.min_confidence) continue;
      json content = json::array();
      for (const text::Span span : quote.content) content.push_back(convert(span));
      json cue = json::array();
      for (const text::Span span : quote.cue) cue.push_back(convert(span));
      json speaker = json::array();
      if (!quote.speaker.span.empty()) speaker.push_back(convert(quote.speaker.span));
      std::string name;
      if (quote.speaker.participant != extract::kNone) {
        name = people.participants[quote.speaker.participant].name;
      }
      out["quotes"].push_back({{"content", content},
                               {"speaker", speaker},
                               {"cue", cue},
                               {"type", kTypes[static_cast<int>(quote.type)]},
                               {"confidence", quote.confidence},
                               {"participant", name}});
    }
    if (options.trace) out["tokens"] = Trace(document, notes, convert);
    std::cout << out.dump() << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace nutgraf

int main(int argc, char** argv) {
  nutgraf::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--trace") {
      options.trace = true;
    } else if (argument == "--min-confidence" && i + 1 < argc) {
      options.min_confidence = std::strtof(argv[++i], nullptr);
    } else if (argument == "--weights" && i + 1 < argc) {
      options.weights = argv[++i];
    } else if (argument == "--cache" && i + 1 < argc) {
      options.cache = argv[++i];
    } else {
      options.paths.push_back(argument);
    }
  }
  if (options.paths.size() != 2) {
    std::cerr << "usage: quotes_eval [--weights FOLDER] [--cache FILE] [--min-confidence X] "
                 "[--trace] KNOWLEDGE.bin GOLD.jsonl\n";
    return 2;
  }
  return nutgraf::Run(options);
}
