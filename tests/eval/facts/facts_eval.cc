// Runs the facts stage over a development set, with the stages that it needs.
//
//   facts_eval [--show] [--tree] [--rules] [--cache FILE] DATA_DIRECTORY FILE.jsonl > OUT
//
// FILE is JSON lines with "text" and, where they have them, "id", "title" and "date". The output is
// the scorer's neutral form (offsets are code points); --show gives the facts for reading instead,
// --tree with the parse of each evidence sentence. --rules takes the rule annotator in place of the
// encoder. --cache keeps the annotations of FILE (tests/eval/tool.h).

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/extract/facts/facts.h"
#include "service/text/document.h"
#include "tests/eval/tool.h"

namespace nutgraf {
namespace {

using eval::CodePoints;
using eval::OrDie;
using extract::Answer;
using extract::HeadlineFact;
using nlohmann::json;

struct Options {
  bool show = false;
  bool tree = false;
  bool rules = false;
  std::string cache;
};

using text::TokenRange;

struct Article {
  text::Document document;
  language::Annotations notes;
  extract::DatesResult dates;
  extract::ParticipantsResult people;
  std::vector<extract::Quote> quotes;
  std::vector<HeadlineFact> facts;
};

class Pipeline {
 public:
  Pipeline(const std::string& data, bool rules, const std::string& cache) {
    auto knowledge = OrDie(knowledge::Knowledge::Open(data + "/knowledge.bin"), "knowledge");
    text_ = OrDie(text::DocumentBuilder::Create(knowledge), "text");
    language_ =
        std::make_unique<eval::CachedAnnotator>(knowledge, rules ? "" : data + "/weights", cache);
    dates_ = OrDie(extract::DateExtractor::Create(knowledge), "dates");
    people_ = OrDie(extract::ParticipantExtractor::Create(knowledge), "participants");
    quotes_ = OrDie(extract::QuoteExtractor::Create(knowledge), "quotes");
    facts_ = OrDie(extract::FactExtractor::Create(knowledge), "facts");
  }

  Article Run(const json& row) const {
    const Cancellation cancel;
    const std::string title = row.value("title", "");
    const std::string text = row.at("text");
    Article a;
    a.document =
        OrDie(text_->Build({.title = title, .text = text, .language_code = "en"}, cancel), "text");
    a.notes = language_->Annotate(a.document);
    extract::DateOptions options;
    if (row.contains("date") && row["date"].is_string()) options.publish_time = row["date"];
    a.dates = OrDie(dates_->Extract(a.document, a.notes, options, cancel), "dates");
    a.people = OrDie(people_->Extract(a.document, a.notes, cancel), "participants");
    a.quotes = OrDie(quotes_->Extract(a.document, a.notes, a.people, cancel), "quotes");
    a.facts =
        OrDie(facts_->Extract({a.document, a.notes, a.people, a.dates, a.quotes}, cancel), "facts");
    return a;
  }

 private:
  std::unique_ptr<const text::DocumentBuilder> text_;
  std::unique_ptr<eval::CachedAnnotator> language_;
  std::unique_ptr<const extract::DateExtractor> dates_;
  std::unique_ptr<const extract::ParticipantExtractor> people_;
  std::unique_ptr<const extract::QuoteExtractor> quotes_;
  std::unique_ptr<const extract::FactExtractor> facts_;
};

json Neutral(const Article& a) {
  const std::vector<uint32_t> before = CodePoints(a.document.raw);
  const auto span = [&](text::Span s) {
    const text::Span raw = a.document.offsets.RawSpan(s);
    return json{{"begin", before[raw.begin]}, {"end", before[raw.end]}};
  };
  const auto answer = [&](const Answer& given) {
    // A resolved form (a name for a pronoun, the headline's words) is no slice and has no offsets.
    if (given.text != a.document.Slice(given.span)) return json{{"text", given.text}};
    json row = span(given.span);
    const text::Span raw = a.document.offsets.RawSpan(given.span);
    row["text"] = a.document.raw.substr(raw.begin, raw.size());
    if (given.date != extract::kNone) {
      const std::string& start = a.dates.dates[given.date].start;
      if (!start.empty()) row["value"] = start.substr(0, 10);
    }
    return row;
  };
  json out = {{"answers", json::object()}, {"main_sentences", json::array()}};
  for (const HeadlineFact& fact : a.facts) out["main_sentences"].push_back(span(fact.evidence));
  if (a.facts.empty()) return out;
  const HeadlineFact& fact = a.facts.front();
  json who = json::array();
  std::string joined;
  for (const Answer& actor : fact.who) {
    who.push_back(answer(actor));
    joined += (joined.empty() ? "" : ", ") + who.back()["text"].get<std::string>();
  }
  // Several actors are one answer to the question who; the scorer reads the first only.
  if (who.size() > 1) who = json::array({{{"text", joined}}});
  if (!who.empty()) out["answers"]["who"] = who;
  const std::pair<const char*, const std::optional<Answer>*> rest[] = {{"what", &fact.what},
                                                                       {"when", &fact.when},
                                                                       {"where", &fact.where},
                                                                       {"why", &fact.why},
                                                                       {"how", &fact.how}};
  for (const auto& [name, given] : rest) {
    if (*given) out["answers"][name] = json::array({answer(**given)});
  }
  return out;
}

void ShowTree(const Article& a, text::Span evidence) {
  for (uint32_t t = 0; t < a.document.tokens.size(); ++t) {
    if (!evidence.Contains(a.document.tokens[t].span) || !a.notes.has_parse()) continue;
    const int32_t head = a.notes.head[t];
    std::cout << "      " << a.document.Slice(a.document.tokens[t]) << " "
              << language::Name(a.notes.upos[t]) << " " << language::Name(a.notes.deprel[t]) << " "
              << (head < 0 ? "ROOT" : std::string(a.document.Slice(a.document.tokens[head])))
              << "\n";
  }
}

void Show(const Article& a, const Options& options) {
  constexpr const char* kModalities[] = {"asserted", "scheduled", "alleged", "denied",
                                         "conditional"};
  const auto name = [&a](int32_t who) {
    return who == extract::kNone ? std::string() : a.people.participants[who].name;
  };
  for (const HeadlineFact& fact : a.facts) {
    std::cout << "  * " << fact.statement << "\n    " << fact.predicate << " "
              << kModalities[static_cast<int>(fact.modality)] << (fact.negated ? " negated" : "")
              << " " << fact.confidence;
    if (fact.attributed_to != extract::kNone) std::cout << " by " << name(fact.attributed_to);
    std::cout << "\n";
    for (const Answer& who : fact.who) {
      std::cout << "    who   " << who.text << " [" << name(who.participant) << "]\n";
    }
    const std::pair<const char*, const std::optional<Answer>*> rest[] = {{"what ", &fact.what},
                                                                         {"when ", &fact.when},
                                                                         {"where", &fact.where},
                                                                         {"why  ", &fact.why},
                                                                         {"how  ", &fact.how}};
    for (const auto& [question, given] : rest) {
      if (!*given) continue;
      const Answer& answer = **given;
      std::cout << "    " << question << " " << answer.text;
      if (answer.date != extract::kNone) {
        std::cout << " [" << a.dates.dates[answer.date].start << ".."
                  << a.dates.dates[answer.date].end << "]";
      }
      if (answer.place != extract::kNone) {
        std::cout << " [" << a.people.places[answer.place].name << "]";
      }
      std::cout << " " << answer.confidence << "\n";
    }
    if (options.tree) ShowTree(a, fact.evidence);
  }
}

int Run(const std::string& data, const std::string& path, const Options& options) {
  const Pipeline pipeline(data, options.rules, options.cache);
  std::ifstream in(path);
  if (!in) {
    std::cerr << "cannot read " << path << "\n";
    return 1;
  }
  for (std::string line; std::getline(in, line);) {
    const json row = json::parse(line);
    const Article article = pipeline.Run(row);
    if (options.show) {
      std::cout << "== " << row.value("id", "") << " " << row.value("title", "") << "\n";
      Show(article, options);
    } else {
      json out = Neutral(article);
      out["id"] = row.at("id");
      std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
    }
  }
  return 0;
}

}  // namespace
}  // namespace nutgraf

int main(int argc, char** argv) {
  nutgraf::Options options;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--show") {
      options.show = true;
    } else if (argument == "--tree") {
      options.show = options.tree = true;
    } else if (argument == "--rules") {
      options.rules = true;
    } else if (argument == "--cache" && i + 1 < argc) {
      options.cache = argv[++i];
    } else {
      paths.push_back(argument);
    }
  }
  if (paths.size() != 2) {
    std::cerr
        << "usage: facts_eval [--show] [--tree] [--rules] [--cache FILE] DATA_DIRECTORY FILE\n";
    return 2;
  }
  return nutgraf::Run(paths[0], paths[1], options);
}
