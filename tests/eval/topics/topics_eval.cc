// Runs the topic and keyphrase extractors over a development set and writes the scorer's neutral
// form.
//
//   topics_eval [OPTION ...] KNOWLEDGE.bin DOCUMENTS.jsonl > SYSTEM.jsonl
//
//   --weights FOLDER  the encoder for the language stage; without it, the rules
//   --cache FILE      keeps the annotations there and takes them from there the next time: rounds
//                     take seconds then
//   --taxonomy FILE   a newsroom's own taxonomy; its concepts stand among the topics
//   --topics-only     no keyphrases
//   --candidates      adds every keyphrase candidate with its features
//   --words           writes what the topic stage reads instead (title words, then the runs of the
//                     body), which background.py counts
//   --vectors         writes the encoder's document vectors instead

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/extract/dates/dates.h"
#include "service/extract/keyphrases/candidates.h"
#include "service/extract/keyphrases/keyphrases.h"
#include "service/extract/keyphrases/ranking.h"
#include "service/extract/participants/participants.h"
#include "service/extract/topics/reading.h"
#include "service/extract/topics/topics.h"
#include "service/text/document.h"
#include "tests/eval/tool.h"

namespace nutgraf {
namespace {

using eval::OrDie;
using nlohmann::json;

struct Options {
  std::string weights;
  std::string cache;
  std::string taxonomy;
  bool topics_only = false;
  bool words = false;
  bool vectors = false;
  bool candidates = false;
  std::vector<std::string> paths;
};

/// Each word as "surface", or "surface normal" where they differ, with marks in front: "n" noun,
/// "v" verb, "o" other, "?" unknown; then "c" capital, "p" person.
json Words(const extract::topics::Reading& reading) {
  json runs = json::array();
  for (const extract::topics::Run& run : reading.runs) {
    std::string words;
    for (const extract::topics::Word& word : run.words) {
      if (!words.empty()) words += '\t';
      words += "?nvo"[static_cast<int>(word.word_class)];
      if (word.capital) words += 'c';
      if (word.person) words += 'p';
      words += ' ' + word.surface;
      if (word.surface != word.normal) words += ' ' + word.normal;
    }
    runs.push_back({{"title", run.title}, {"sentence", run.sentence}, {"words", words}});
  }
  return runs;
}

int Run(const Options& options) {
  auto knowledge = OrDie(knowledge::Knowledge::Open(options.paths[0]), "knowledge");
  auto builder = OrDie(text::DocumentBuilder::Create(knowledge), "text");
  eval::CachedAnnotator annotator(knowledge, options.weights, options.cache);
  auto dates = OrDie(extract::DateExtractor::Create(knowledge), "dates");
  auto participants = OrDie(extract::ParticipantExtractor::Create(knowledge), "participants");
  auto topics = OrDie(extract::TopicExtractor::Create(knowledge, options.taxonomy), "topics");
  auto keyphrases = OrDie(extract::KeyphraseExtractor::Create(knowledge), "keyphrases");
  const auto stop_words = OrDie(extract::keyphrases::StopWords::Create(*knowledge), "stop words");
  const auto ranking = OrDie(extract::keyphrases::Ranking::Create(*knowledge), "ranking");
  const Cancellation cancel;
  std::ifstream in(options.paths[1]);
  if (!in) {
    std::cerr << "cannot read " << options.paths[1] << "\n";
    return 1;
  }
  for (std::string line; std::getline(in, line);) {
    const json gold = json::parse(line);
    const std::string text = gold["text"];
    const std::string title = gold.value("title", "");
    const text::Document document = OrDie(
        builder->Build({.title = title, .text = text, .language_code = "en"}, cancel), "text");
    const language::Annotations notes = annotator.Annotate(document);
    json out = {{"id", gold["id"]}};
    if (options.words) {
      out["runs"] = Words(extract::topics::Read(document, notes));
      std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
      continue;
    }
    if (options.vectors) {
      out["vector"] = notes.document_vector;
      std::cout << out.dump() << "\n";
      continue;
    }
    out["topics"] = json::array();
    for (const extract::Topic& topic : OrDie(topics->Extract(document, notes, cancel), "topics")) {
      json evidence = json::array();
      for (const text::Span span : topic.evidence) {
        evidence.push_back(std::string(document.Slice(span)));
      }
      out["topics"].push_back({{"code", topic.code},
                               {"name", topic.name},
                               {"level", topic.level},
                               {"path", topic.path},
                               {"confidence", topic.confidence},
                               {"evidence", evidence}});
    }
    if (!options.topics_only) {
      const auto people = OrDie(participants->Extract(document, notes, cancel), "participants");
      const auto days = OrDie(dates->Extract(document, notes, {}, cancel), "dates");
      if (options.candidates) {
        const auto found =
            extract::keyphrases::FindCandidates(document, notes, people, days, stop_words);
        const auto features = ranking.Features(document, found);
        for (size_t i = 0; i < found.size(); ++i) {
          out["candidates"].push_back(
              {{"text", std::string(document.Slice(found[i].occurrences[found[i].best].span))},
               {"features", features[i]}});
        }
      }
      out["keyphrases"] = json::array();
      for (const extract::Keyphrase& phrase :
           OrDie(keyphrases->Extract(document, notes, people, days, cancel), "keyphrases")) {
        out["keyphrases"].push_back(phrase.text);
      }
    }
    std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace nutgraf

int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape): a development tool
  nutgraf::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--weights" && i + 1 < argc) {
      options.weights = argv[++i];
    } else if (argument == "--cache" && i + 1 < argc) {
      options.cache = argv[++i];
    } else if (argument == "--taxonomy" && i + 1 < argc) {
      options.taxonomy = argv[++i];
    } else if (argument == "--topics-only") {
      options.topics_only = true;
    } else if (argument == "--candidates") {
      options.candidates = true;
    } else if (argument == "--words") {
      options.words = true;
    } else if (argument == "--vectors") {
      options.vectors = true;
    } else {
      options.paths.push_back(argument);
    }
  }
  if (options.paths.size() != 2) {
    std::cerr << "usage: topics_eval [OPTION ...] KNOWLEDGE.bin DOCUMENTS.jsonl\n";
    return 2;
  }
  return nutgraf::Run(options);
}
