// Runs the date extractor alone over a development set and writes the scorer's neutral form.
//
//   dates_eval KNOWLEDGE.bin GOLD.jsonl [--weights FOLDER] [--cache FILE] [--mode news|narrative]
//   [--no-date]
//       [--full] [--tei] > SYSTEM.jsonl
//
// Each line of GOLD is {"id","text","date"?,...}; "date" is sent as the publication time. Offsets
// are code points. --weights annotates with the trained encoder, parse and all, in place of the
// rules; --cache keeps the annotations (tests/eval/tool.h); --no-date sends no date; --full adds
// every field of a date; --tei writes weeks, weekends, seasons, decades and centuries as
// "start/end", the form of sets whose values are TEI's.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/extract/dates/dates.h"
#include "service/text/document.h"
#include "tests/eval/tool.h"

namespace nutgraf {
namespace {

using eval::CodePoints;
using eval::OrDie;
using nlohmann::json;

const char* TypeName(extract::DateType type) {
  switch (type) {
    case extract::DateType::kTime:
      return "TIME";
    case extract::DateType::kDuration:
      return "DURATION";
    case extract::DateType::kSet:
      return "SET";
    default:
      return "DATE";
  }
}

bool IsTeiInterval(extract::DateGranularity granularity) {
  using G = extract::DateGranularity;
  return granularity == G::kWeek || granularity == G::kWeekend || granularity == G::kSeason ||
         granularity == G::kDecade || granularity == G::kCentury;
}

int Main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: dates_eval KNOWLEDGE.bin GOLD.jsonl [options]\n";
    return 2;
  }
  extract::DateMode mode = extract::DateMode::kAuto;
  bool send_date = true;
  bool full = false;
  bool tei = false;
  std::string weights;
  std::string cache;
  for (int i = 3; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--no-date") send_date = false;
    if (option == "--full") full = true;
    if (option == "--tei") tei = true;
    if (option == "--weights" && i + 1 < argc) weights = argv[i + 1];
    if (option == "--cache" && i + 1 < argc) cache = argv[i + 1];
    if (option == "--mode" && i + 1 < argc) {
      mode = std::string(argv[i + 1]) == "narrative" ? extract::DateMode::kNarrative
                                                     : extract::DateMode::kNews;
    }
  }
  const auto knowledge = OrDie(knowledge::Knowledge::Open(argv[1]), "knowledge");
  const auto builder = OrDie(text::DocumentBuilder::Create(knowledge), "text stage");
  eval::CachedAnnotator annotator(knowledge, weights, cache);
  const auto extractor = OrDie(extract::DateExtractor::Create(knowledge), "dates");
  std::ifstream in(argv[2]);
  std::string line;
  while (std::getline(in, line)) {
    const json gold = json::parse(line);
    const std::string text = gold.at("text");
    const Cancellation cancel;
    const text::Document document =
        OrDie(builder->Build({.title = "", .text = text, .language_code = "en"}, cancel), "build");
    const language::Annotations annotations = annotator.Annotate(document);
    extract::DateOptions options{.publish_time = "", .time_zone = "", .mode = mode};
    if (send_date && gold.contains("date") && gold["date"].is_string()) {
      options.publish_time = gold["date"];
    }
    const auto result =
        OrDie(extractor->Extract(document, annotations, options, cancel), "extract");
    const std::vector<uint32_t> points = CodePoints(text);
    json timexes = json::array();
    for (const extract::DateMention& date : result.dates) {
      const text::Span raw = document.offsets.RawSpan(date.span);
      std::string value = date.value;
      if (tei && IsTeiInterval(date.granularity) && !date.start.empty()) {
        value = date.start + "/" + date.end;
      }
      if (tei && date.granularity == extract::DateGranularity::kPartOfDay && value.size() > 10) {
        value.resize(10);
      }
      const std::string slice = text.substr(raw.begin, raw.size());
      if (tei && date.modifier == "END" && slice.find("end") != std::string::npos) {
        value = date.end;
      }
      json one = {{"begin", points[raw.begin]},
                  {"end", points[raw.end]},
                  {"type", TypeName(date.type)},
                  {"value", value}};
      if (full) {
        one["text"] = slice;
        one["mod"] = date.modifier;
        one["start"] = date.start;
        one["last"] = date.end;
        one["direction"] = static_cast<int>(date.direction);
        one["basis"] = static_cast<int>(date.basis);
        one["confidence"] = date.confidence;
        json others = json::array();
        for (const auto& other : date.alternatives) {
          others.push_back({{"value", other.value}, {"start", other.start}, {"last", other.end}});
        }
        one["alternatives"] = others;
      }
      timexes.push_back(std::move(one));
    }
    json out = {{"id", gold.at("id")}, {"timexes", timexes}};
    if (full) {
      out["publication"] = result.publication.date;
      out["source"] = static_cast<int>(result.publication.source);
      out["narrative"] = result.mode == extract::DateMode::kNarrative;
    }
    std::cout << out.dump() << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace nutgraf

int main(int argc, char** argv) { return nutgraf::Main(argc, argv); }
