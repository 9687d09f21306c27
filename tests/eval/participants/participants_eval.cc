// Runs the participants stage alone over a development set.
//
//   participants_eval [--show | --names | --tokens | --chains | --features | --gap |
//   --gap-features]
//                     [--page-titles] [--weights FOLDER] [--cache FILE] KNOWLEDGE.bin FILE > OUT
//
// FILE is JSON lines with "text" and, where they have them, "id" and "title"; with --gap it is a
// table of GAP. Without a flag the output is the scorer's neutral form (offsets are code points);
// --names gives the language stage's own names instead of the participants', --show an article's
// participants for reading, --tokens what the language stage says of each token, --chains all
// mentions of each participant and place (gum.py scores them), --features the features of the
// salience model, --gap-features those of the pronoun model, --gap the table that gap.py scores
// (with
// --page-titles the text's Wikipedia page is its title: GAP's "page context").
// --weights takes the trained encoder as language stage instead of the rules. --cache keeps the
// annotations of FILE: written when it is not there, read when it is.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "service/extract/participants/cascade.h"
#include "service/extract/participants/participants.h"
#include "service/extract/participants/salience.h"
#include "service/text/document.h"
#include "tests/eval/tool.h"

namespace nutgraf {
namespace {

using eval::CodePoints;
using eval::OrDie;
using extract::MentionKind;
using extract::Participant;
using extract::ParticipantType;
using nlohmann::json;

const char* TypeName(ParticipantType type) {
  constexpr const char* kNames[] = {"PER", "ORG", "COUNTRY", "GROUP"};
  return kNames[static_cast<int>(type)];
}

struct Stages {
  Stages(const std::string& path, const std::string& weights, const std::string& cache)
      : knowledge(OrDie(knowledge::Knowledge::Open(path), "knowledge")),
        builder(OrDie(text::DocumentBuilder::Create(knowledge), "text")),
        annotator(knowledge, weights, cache),
        extractor(OrDie(extract::ParticipantExtractor::Create(knowledge), "participants")) {}

  text::Document Build(const std::string& text, const std::string& title) const {
    return OrDie(builder->Build({.title = title, .text = text, .language_code = "en"}, cancel),
                 "text");
  }

  std::shared_ptr<const knowledge::Knowledge> knowledge;
  std::unique_ptr<const text::DocumentBuilder> builder;
  mutable eval::CachedAnnotator annotator;
  std::unique_ptr<const extract::ParticipantExtractor> extractor;
  Cancellation cancel;
};

/// Bytes of the read text to code points of the text as sent.
class Converter {
 public:
  explicit Converter(const text::Document& document)
      : document_(document), before_(CodePoints(document.raw)) {}

  json operator()(text::Span span) const {
    const text::Span raw = document_.offsets.RawSpan(span);
    return {{"begin", before_[raw.begin]},
            {"end", before_[raw.end]},
            {"text", document_.raw.substr(raw.begin, raw.size())}};
  }

 private:
  const text::Document& document_;
  std::vector<uint32_t> before_;
};

json Names(const text::Document& document, const language::Annotations& notes) {
  const Converter convert(document);
  constexpr const char* kTypes[] = {"PER", "ORG", "LOC", "NORP", "MISC"};
  json names = json::array();
  for (const language::EntityMention& entity : notes.entities) {
    json name = convert(document.SpanOf(entity.tokens));
    name["type"] = kTypes[static_cast<int>(entity.type)];
    names.push_back(name);
  }
  return names;
}

json Entities(const text::Document& document, const extract::ParticipantsResult& result) {
  const Converter convert(document);
  json names = json::array();
  for (const Participant& participant : result.participants) {
    if (participant.type == ParticipantType::kGroup) continue;
    for (const extract::Mention& mention : participant.mentions) {
      if (mention.kind == MentionKind::kPronoun || mention.kind == MentionKind::kNominal) continue;
      json name = convert(mention.span);
      name["type"] = TypeName(participant.type);
      name["canonical"] = participant.name;
      names.push_back(name);
    }
  }
  for (const extract::Place& place : result.places) {
    for (const extract::Mention& mention : place.mentions) {
      json name = convert(mention.span);
      name["type"] = "LOC";
      name["canonical"] = place.name;
      names.push_back(name);
    }
  }
  return names;
}

/// All mentions of every participant and place.
json Chains(const text::Document& document, const extract::ParticipantsResult& result) {
  const Converter convert(document);
  json chains = json::array();
  const auto add = [&](const std::vector<extract::Mention>& mentions) {
    json chain = json::array();
    for (const extract::Mention& mention : mentions) chain.push_back(convert(mention.span));
    chains.push_back(std::move(chain));
  };
  for (const Participant& participant : result.participants) add(participant.mentions);
  for (const extract::Place& place : result.places) add(place.mentions);
  return chains;
}

void Show(const text::Document& document, const extract::ParticipantsResult& result,
          std::ostream& out) {
  constexpr const char* kKinds[] = {"", "=", "~", "p:", "n:"};
  for (size_t i = 0; i < result.participants.size(); ++i) {
    const Participant& participant = result.participants[i];
    out << "  [" << i << "] " << participant.name << "  " << TypeName(participant.type) << " "
        << participant.salience << (participant.roles.subject ? " SUBJECT" : "");
    if (participant.represents != extract::kNone) {
      out << " for " << result.participants[participant.represents].name;
    }
    out << " conf " << participant.confidence << "\n";
    for (const auto& title : participant.titles) {
      out << "      title: " << title.text
          << (title.organization.empty() ? "" : " @ " + title.organization) << "\n";
    }
    out << "      ";
    for (const auto& mention : participant.mentions) {
      out << kKinds[static_cast<int>(mention.kind)] << document.Slice(mention.span) << " | ";
    }
    out << "\n";
  }
  for (const extract::Place& place : result.places) {
    out << "  place " << place.name << " " << place.region << " " << place.country_code << " "
        << place.identifiers.front().scheme << ":" << place.identifiers.front().value << " x"
        << place.mentions.size() << "\n";
  }
}

int RunArticles(const std::string& mode, const Stages& stages, std::istream& in) {
  for (std::string line; std::getline(in, line);) {
    const json gold = json::parse(line);
    const std::string text = gold["text"];
    const text::Document document = stages.Build(text, gold.value("title", ""));
    const language::Annotations notes = stages.annotator.Annotate(document);
    const auto result =
        OrDie(stages.extractor->Extract(document, notes, stages.cancel), "participants");
    if (mode == "--tokens") {
      for (uint32_t t = 0; t < document.tokens.size(); ++t) {
        std::cout << document.Slice(document.tokens[t]) << "/" << language::Name(notes.upos[t])
                  << "/" << notes.lemma[t] << " ";
      }
      std::cout << "\n" << Names(document, notes).dump() << "\n";
      continue;
    }
    if (mode == "--show") {
      std::cout << "==== " << gold.value("title", "") << "\n";
      Show(document, result, std::cout);
      continue;
    }
    json out = {{"id", gold.value("id", json(""))}};
    if (mode == "--chains") {
      out["chains"] = Chains(document, result);
      std::cout << out.dump() << "\n";
      continue;
    }
    out["entities"] = mode == "--names" ? Names(document, notes) : Entities(document, result);
    // A country that acts and that things happen in is named once, as in tests/eval/neutral.py.
    std::map<std::string, float> salience;
    const auto add = [&](const std::string& name, float value) {
      float& best = salience[name];
      best = std::max(best, value);
    };
    for (const Participant& participant : result.participants) {
      add(participant.name, participant.salience);
    }
    for (const extract::Place& place : result.places) add(place.name, place.salience);
    out["participants"] = json::array();
    for (const auto& [name, value] : salience) {
      out["participants"].push_back({{"name", name}, {"salience", value}});
    }
    std::cout << out.dump() << "\n";
  }
  return 0;
}

/// The salience model's features of every participant, for fitting its weights.
int RunFeatures(const Stages& stages, std::istream& in) {
  namespace parts = extract::participants;
  const auto lexicon = OrDie(parts::Lexicon::Create(stages.knowledge), "tables");
  const auto gazetteer = OrDie(parts::Gazetteer::Create(*lexicon), "tables");
  for (std::string line; std::getline(in, line);) {
    const json gold = json::parse(line);
    const text::Document document = stages.Build(gold["text"], gold.value("title", ""));
    const language::Annotations notes = stages.annotator.Annotate(document);
    const parts::Reading reading(document, notes, *lexicon);
    const parts::Cast cast =
        OrDie(parts::RunCascade(reading, *gazetteer, stages.cancel), "participants");
    const auto salience = parts::ComputeSalience(reading, cast);
    json out = {{"id", gold.value("id", json(""))}, {"participants", json::array()}};
    for (size_t c = 0; c < cast.clusters.size(); ++c) {
      const parts::Cluster& cluster = cast.clusters[c];
      if (cluster.names.empty()) continue;
      std::string name(document.Slice(cast.names[cluster.longest].tokens));
      const bool country = cast.names[cluster.longest].country != extract::kNone &&
                           (cluster.type == parts::NameType::kCountry ||
                            cast.names[cluster.longest].type == parts::NameType::kCountry);
      if (country) name = lexicon->CountryAt(cast.names[cluster.longest].country).name;
      out["participants"].push_back({{"name", name},
                                     {"type", static_cast<int>(cluster.type)},
                                     {"features", salience[c].features},
                                     {"salience", salience[c].score}});
    }
    std::cout << out.dump() << "\n";
  }
  return 0;
}

std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '\t') {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

/// The bytes before a count of code points.
uint32_t ByteOf(std::string_view text, uint32_t code_points) {
  uint32_t byte = 0;
  while (byte < text.size() && code_points > 0) {
    ++byte;
    while (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80) ++byte;
    --code_points;
  }
  return byte;
}

/// "http://en.wikipedia.org/wiki/Jane_Roe" -> "Jane Roe".
std::string PageTitle(const std::string& address) {
  std::string title;
  for (size_t i = address.rfind('/') + 1; i < address.size(); ++i) {
    if (address[i] == '%' && i + 2 < address.size()) {
      title += static_cast<char>(std::stoi(address.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      title += address[i] == '_' ? ' ' : address[i];
    }
  }
  return title;
}

/// GAP: is the pronoun's participant the one named by A, by B?
int RunGap(const std::string& mode, bool pages, const Stages& stages, std::istream& in) {
  namespace parts = extract::participants;
  const auto lexicon = OrDie(parts::Lexicon::Create(stages.knowledge), "tables");
  const auto gazetteer = OrDie(parts::Gazetteer::Create(*lexicon), "tables");
  std::string line;
  std::getline(in, line);  // the header
  if (mode == "--gap-features") {
    json names = json::array();
    for (size_t i = 0; i < parts::kPronounWeights; ++i)
      names.push_back(parts::PronounWeightName(i));
    std::cout << json{{"weights", names}}.dump() << "\n";
  }
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() < 10) continue;
    const std::string& text = cells[1];
    const text::Document document = stages.Build(text, pages ? PageTitle(cells.back()) : "");
    const language::Annotations notes = stages.annotator.Annotate(document);
    const auto result =
        OrDie(stages.extractor->Extract(document, notes, stages.cancel), "participants");
    const auto at = [&](int name, int offset) {
      const uint32_t begin = ByteOf(text, static_cast<uint32_t>(std::stoul(cells[offset])));
      const text::Span raw{begin, begin + static_cast<uint32_t>(cells[name].size())};
      return extract::ParticipantAt(result.participants, document.offsets.RepairedSpan(raw));
    };
    const int32_t pronoun = at(2, 3);
    if (mode == "--gap-features") {
      json out = {{"id", cells[0]}, {"candidates", json::array()}};
      const parts::Reading reading(document, notes, *lexicon);
      std::vector<parts::PronounTrace> traces;
      const parts::Cast cast =
          OrDie(parts::RunCascade(reading, *gazetteer, stages.cancel, &traces), "participants");
      const auto cluster_at = [&](int name, int offset) {
        const uint32_t begin = ByteOf(text, static_cast<uint32_t>(std::stoul(cells[offset])));
        const text::Span raw{begin, begin + static_cast<uint32_t>(cells[name].size())};
        const text::Span span = document.offsets.RepairedSpan(raw);
        for (uint32_t t = 0; t < document.tokens.size(); ++t) {
          if (!document.tokens[t].span.Overlaps(span)) continue;
          if (cast.name_at[t] != extract::kNone) {
            return cast.ClusterOf(static_cast<uint32_t>(cast.name_at[t]));
          }
        }
        return extract::kNone;
      };
      out["a"] = cluster_at(4, 5);
      out["b"] = cluster_at(7, 8);
      const uint32_t byte = ByteOf(text, static_cast<uint32_t>(std::stoul(cells[3])));
      for (const parts::PronounTrace& trace : traces) {
        if (document.tokens[trace.token].span.begin != byte) continue;
        for (const parts::PronounCandidate& candidate : trace.candidates) {
          out["candidates"].push_back({{"c", candidate.cluster}, {"x", candidate.features}});
        }
        out["form"] = trace.form;
        out["opening"] = trace.opening;
      }
      std::cout << out.dump() << "\n";
      continue;
    }
    const auto same = [&](int32_t other) {
      return pronoun != extract::kNone && pronoun == other ? "TRUE" : "FALSE";
    };
    std::cout << cells[0] << "\t" << same(at(4, 5)) << "\t" << same(at(7, 8)) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace nutgraf

int main(int argc, char** argv) {
  std::string mode;
  std::string weights;
  std::string cache;
  bool pages = false;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if ((argument == "--weights" || argument == "--cache") && i + 1 < argc) {
      (argument == "--cache" ? cache : weights) = argv[++i];
      continue;
    }
    if (argument == "--page-titles") {
      pages = true;
      continue;
    }
    (argument.starts_with("--") ? mode : paths.emplace_back()) = argument;
  }
  if (paths.size() != 2) {
    std::cerr
        << "usage: participants_eval [--show|--names|--tokens|--chains|--features|--gap|"
           "--gap-features] [--page-titles] [--weights FOLDER] [--cache FILE] KNOWLEDGE.bin FILE\n";
    return 2;
  }
  std::ifstream in(paths[1]);
  if (!in) {
    std::cerr << "cannot read " << paths[1] << "\n";
    return 1;
  }
  const nutgraf::Stages stages(paths[0], weights, cache);
  if (mode == "--features") return nutgraf::RunFeatures(stages, in);
  if (mode.starts_with("--gap")) return nutgraf::RunGap(mode, pages, stages, in);
  return nutgraf::RunArticles(mode, stages, in);
}
