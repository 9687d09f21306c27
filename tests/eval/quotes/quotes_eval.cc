// Runs the quote extractor alone over a development set and writes the scorer's neutral form.
//
//   quotes_eval KNOWLEDGE.bin GOLD.jsonl > SYSTEM.jsonl
//
// Offsets are code points. With --min-confidence X quotes below X are left out.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/extract/participants/participants.h"
#include "service/extract/quotes/quotes.h"
#include "service/language/rule_annotator.h"
#include "service/text/document.h"

namespace nutgraf {
namespace {

using nlohmann::json;

template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::cerr << what << ": " << value.status().ToString() << "\n";
    std::exit(1);
  }
  return *std::move(value);
}

/// Code points before each byte of `text`, one element more than bytes.
std::vector<uint32_t> CodePoints(std::string_view text) {
  std::vector<uint32_t> before(text.size() + 1, 0);
  uint32_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    before[i] = count;
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++count;
  }
  before[text.size()] = count;
  // Inside of a code point the count is one too many: spans never stand there.
  return before;
}

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

int Run(const std::string& knowledge_path, const std::string& gold_path, float min_confidence) {
  auto knowledge = OrDie(knowledge::Knowledge::Open(knowledge_path), "knowledge");
  auto builder = OrDie(text::DocumentBuilder::Create(knowledge), "text");
  auto annotator = OrDie(language::RuleAnnotator::Create(knowledge), "language");
  auto participants = OrDie(extract::ParticipantExtractor::Create(knowledge), "participants");
  auto extractor = OrDie(extract::QuoteExtractor::Create(knowledge), "quotes");
  const Cancellation cancel;
  std::ifstream in(gold_path);
  if (!in) {
    std::cerr << "cannot read " << gold_path << "\n";
    return 1;
  }
  constexpr const char* kTypes[] = {"direct", "mixed", "indirect"};
  for (std::string line; std::getline(in, line);) {
    const json gold = json::parse(line);
    const std::string text = gold["text"];
    const text::Document document =
        OrDie(builder->Build({.title = "", .text = text, .language_code = "en"}, cancel), "text");
    const language::Annotations notes = OrDie(annotator->Annotate(document, cancel), "language");
    const extract::ParticipantsResult people =
        OrDie(participants->Extract(document, notes, cancel), "participants");
    const auto quotes = OrDie(extractor->Extract(document, notes, people, cancel), "quotes");
    const Converter convert(document);
    json out = {{"id", gold["id"]}, {"quotes", json::array()}};
    for (const extract::Quote& quote : quotes) {
      if (quote.confidence < min_confidence) continue;
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
    std::cout << out.dump() << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace nutgraf

int main(int argc, char** argv) {
  float min_confidence = 0;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--min-confidence" && i + 1 < argc) {
      min_confidence = std::strtof(argv[++i], nullptr);
    } else {
      paths.push_back(argument);
    }
  }
  if (paths.size() != 2) {
    std::cerr << "usage: quotes_eval [--min-confidence X] KNOWLEDGE.bin GOLD.jsonl\n";
    return 2;
  }
  return nutgraf::Run(paths[0], paths[1], min_confidence);
}
