#include "service/extract/quotes/lexicon.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::extract::quotes {
namespace {

using Irregular = absl::flat_hash_map<std::string, std::vector<std::pair<std::string, uint8_t>>>;

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  size_t at = 0;
  while (at < text.size()) {
    const size_t space = std::min(text.find(' ', at), text.size());
    if (space > at) words.emplace_back(text.substr(at, space - at));
    at = space + 1;
  }
  return words;
}

template <typename T>
struct Named {
  std::string_view name;
  T value;
};

constexpr Named<uint16_t> kFrames[] = {
    {"quote", kFrameQuote},         {"post", kFramePost},   {"that", kFrameThat},
    {"bare", kFrameBare},           {"wh", kFrameWh},       {"to", kFrameTo},
    {"np", kFrameObject},           {"addr", kFrameHearer}, {"objto", kFrameObjectTo},
    {"before", kFrameSpeakerAfter},
};
constexpr Named<SpeechModality> kModalities[] = {
    {"stated", SpeechModality::kStated},     {"claimed", SpeechModality::kClaimed},
    {"denied", SpeechModality::kDenied},     {"asked", SpeechModality::kAsked},
    {"promised", SpeechModality::kPromised}, {"threatened", SpeechModality::kThreatened},
    {"ordered", SpeechModality::kOrdered},   {"believed", SpeechModality::kBelieved},
};
constexpr Named<CueKind> kKinds[] = {{"verb", CueKind::kVerb},
                                     {"noun", CueKind::kNoun},
                                     {"phrase", CueKind::kPhrase},
                                     {"adjective", CueKind::kAdjective}};
constexpr Named<uint8_t> kInflections[] = {{"past", kPast | kParticiple},
                                           {"participle", kParticiple},
                                           {"present3", kPresent3},
                                           {"gerund", kGerund}};
constexpr Named<uint8_t> kClasses[] = {{"event", kEventWord},       {"time", kTimeWord},
                                       {"work", kWorkWord},         {"naming", kNamingWord},
                                       {"document", kDocumentWord}, {"hearer", kHearerWord},
                                       {"mute", kMuteWord}};

template <typename T, size_t N>
std::optional<T> Lookup(const Named<T> (&names)[N], std::string_view name) {
  for (const auto& named : names) {
    if (named.name == name) return named.value;
  }
  return std::nullopt;
}

absl::Status BadCell(std::string_view table, const knowledge::Row& row, std::string_view column) {
  return absl::InvalidArgumentError(
      fmt::format("table {}: row {}: unknown {}", table, row.index(), column));
}

bool IsVowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

std::string Present3(const std::string& lemma) {
  if (lemma.ends_with("s") || lemma.ends_with("sh") || lemma.ends_with("ch") ||
      lemma.ends_with("x") || lemma.ends_with("z")) {
    return lemma + "es";
  }
  if (lemma.ends_with("y") && lemma.size() > 1 && !IsVowel(lemma[lemma.size() - 2])) {
    return lemma.substr(0, lemma.size() - 1) + "ies";
  }
  return lemma + "s";
}

std::string Past(const std::string& lemma) {
  if (lemma.ends_with("e")) return lemma + "d";
  if (lemma.ends_with("y") && lemma.size() > 1 && !IsVowel(lemma[lemma.size() - 2])) {
    return lemma.substr(0, lemma.size() - 1) + "ied";
  }
  return lemma + "ed";
}

std::string Gerund(const std::string& lemma) {
  if (lemma.ends_with("e") && !lemma.ends_with("ee")) {
    return lemma.substr(0, lemma.size() - 1) + "ing";
  }
  return lemma + "ing";
}

}  // namespace

absl::Status Lexicon::AddCue(const knowledge::Row& row) {
  constexpr std::string_view kTable = "quotes/cues";
  CueEntry entry;
  std::vector<std::string> words = SplitWords(row.Cell(0));
  if (words.empty()) return BadCell(kTable, row, "cue");
  entry.lemma = std::move(words.front());
  entry.rest.assign(std::make_move_iterator(words.begin() + 1),
                    std::make_move_iterator(words.end()));
  const auto kind = Lookup(kKinds, row.Cell("kind"));
  if (!kind) return BadCell(kTable, row, "kind");
  entry.kind = *kind;
  for (const std::string& name : SplitWords(row.Cell("frames"))) {
    const auto frame = Lookup(kFrames, name);
    if (!frame) return BadCell(kTable, row, "frame");
    entry.frames |= *frame;
  }
  const auto modality = Lookup(kModalities, row.Cell("modality"));
  if (!modality) return BadCell(kTable, row, "modality");
  entry.modality = *modality;
  if (!absl::SimpleAtof(ToAbsl(row.Cell("strength")), &entry.strength) || entry.strength < 0 ||
      entry.strength > 1) {
    return BadCell(kTable, row, "strength");
  }
  entries_.push_back(std::move(entry));
  return absl::OkStatus();
}

void Lexicon::Index(uint32_t index, const Irregular& irregular) {
  const CueEntry& entry = entries_[index];
  const std::string& lemma = entry.lemma;
  if (entry.kind == CueKind::kPhrase || entry.kind == CueKind::kAdjective) {
    forms_[lemma].push_back({index, kBase});
    return;
  }
  if (entry.kind == CueKind::kNoun) {
    forms_[lemma].push_back({index, kBase});
    forms_[Present3(lemma)].push_back({index, kPlural});
    return;
  }
  absl::flat_hash_map<std::string, uint8_t> forms;
  uint8_t given = 0;
  if (const auto it = irregular.find(lemma); it != irregular.end()) {
    for (const auto& [form, inflections] : it->second) {
      forms[form] |= inflections;
      given |= inflections;
    }
  }
  forms[lemma] |= kBase;
  if ((given & kPresent3) == 0) forms[Present3(lemma)] |= kPresent3;
  if ((given & kPast) == 0) forms[Past(lemma)] |= kPast | kParticiple;
  if ((given & kGerund) == 0) forms[Gerund(lemma)] |= kGerund;
  for (const auto& [form, inflections] : forms) {
    forms_[form].push_back({index, inflections});
  }
}

absl::StatusOr<Lexicon> Lexicon::Load(const knowledge::Knowledge& knowledge) {
  Lexicon lexicon;
  const auto cues = knowledge.Require("quotes/cues");
  if (!cues.ok()) return cues.status();
  const auto irregular_table = knowledge.Require("quotes/irregular");
  if (!irregular_table.ok()) return irregular_table.status();
  const auto words = knowledge.Require("quotes/words");
  if (!words.ok()) return words.status();

  for (const knowledge::Row row : (*cues)->All()) {
    if (const absl::Status status = lexicon.AddCue(row); !status.ok()) return status;
  }
  Irregular irregular;
  for (const knowledge::Row row : (*irregular_table)->All()) {
    const auto inflection = Lookup(kInflections, row.Cell("inflection"));
    if (!inflection) return BadCell("quotes/irregular", row, "inflection");
    irregular[std::string(row.Cell("lemma"))].emplace_back(row.Cell(0), *inflection);
  }
  for (uint32_t i = 0; i < lexicon.entries_.size(); ++i) lexicon.Index(i, irregular);
  // The longest entry wins ("call for" before "call"); ties keep the order of the table.
  for (auto& [form, readings] : lexicon.forms_) {
    std::stable_sort(readings.begin(), readings.end(),
                     [&](const FormReading& a, const FormReading& b) {
                       const size_t left = lexicon.entries_[a.entry].rest.size();
                       const size_t right = lexicon.entries_[b.entry].rest.size();
                       return left != right ? left > right : a.entry < b.entry;
                     });
  }
  for (const knowledge::Row row : (*words)->All()) {
    const auto word_class = Lookup(kClasses, row.Cell("class"));
    if (!word_class) return BadCell("quotes/words", row, "class");
    lexicon.words_[std::string(row.Cell(0))] |= *word_class;
  }
  return lexicon;
}

const std::vector<FormReading>& Lexicon::Readings(std::string_view form) const {
  static const std::vector<FormReading> kNoReadings;
  const auto it = forms_.find(ToAbsl(form));
  return it == forms_.end() ? kNoReadings : it->second;
}

uint8_t Lexicon::WordClasses(std::string_view word) const {
  const auto it = words_.find(ToAbsl(word));
  return it == words_.end() ? 0 : it->second;
}

}  // namespace nutgraf::extract::quotes
