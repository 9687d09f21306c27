#include "service/extract/facts/lexicon.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

namespace nutgraf::extract::facts {
namespace {

using knowledge::Row;
using knowledge::Table;

struct Match {
  Row row;
  uint32_t words;
};

std::optional<Match> Longest(const Table& table, std::span<const std::string> words) {
  std::optional<Match> found;
  std::string key;
  const size_t most = std::min<size_t>(words.size(), static_cast<size_t>(table.MaxWords()));
  for (size_t n = 0; n < most; ++n) {
    if (n > 0) key += ' ';
    key += words[n];
    const auto rows = table.Find(key);
    if (!rows.empty()) found = Match{rows.front(), static_cast<uint32_t>(n + 1)};
  }
  return found;
}

float Number(std::string_view cell) {
  float value = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return value;
}

Takes TakesOf(std::string_view cell) {
  if (cell == "noun") return Takes::kNoun;
  if (cell == "clause") return Takes::kClause;
  if (cell == "verb") return Takes::kVerb;
  if (cell == "gerund") return Takes::kGerund;
  return Takes::kAny;
}

std::optional<Cue> FindCue(const Table& table, std::span<const std::string> words) {
  const auto match = Longest(table, words);
  if (!match) return std::nullopt;
  return Cue{match->words, TakesOf(match->row.Cell("takes")), Number(match->row.Cell("strength")),
             match->row.Cell("kind") == "motive"};
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Lexicon>> Lexicon::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  std::unique_ptr<Lexicon> lexicon(new Lexicon());
  lexicon->knowledge_ = std::move(knowledge);
  const std::pair<const Table**, const char*> wanted[] = {
      {&lexicon->causes_, "facts/causes"},
      {&lexicon->manners_, "facts/manners"},
      {&lexicon->blame_, "facts/blame_verbs"},
      {&lexicon->place_nouns_, "facts/place_nouns"},
      {&lexicon->locatives_, "facts/locatives"},
      {&lexicon->modality_, "facts/modality"},
      {&lexicon->background_, "facts/background"},
      {&lexicon->event_nouns_, "facts/event_nouns"},
      {&lexicon->furniture_, "facts/furniture"},
      {&lexicon->contest_words_, "facts/contest_words"},
      {&lexicon->doers_, "facts/doers"},
      {&lexicon->media_, "facts/media"},
      {&lexicon->word_classes_, "facts/word_classes"},
  };
  for (const auto& [slot, name] : wanted) {
    auto table = lexicon->knowledge_->Require(name);
    if (!table.ok()) return table.status();
    *slot = *table;
  }
  auto tagger = language::Tagger::Create(*lexicon->knowledge_);
  if (!tagger.ok()) return tagger.status();
  lexicon->tagger_ = std::make_unique<const language::Tagger>(*std::move(tagger));
  auto lemmatizer = language::Lemmatizer::Create(*lexicon->knowledge_, lexicon->tagger_.get());
  if (!lemmatizer.ok()) return lemmatizer.status();
  lexicon->lemmatizer_.emplace(*std::move(lemmatizer));
  return lexicon;
}

std::optional<Cue> Lexicon::Cause(std::span<const std::string> words) const {
  return FindCue(*causes_, words);
}

std::optional<Cue> Lexicon::Manner(std::span<const std::string> words) const {
  return FindCue(*manners_, words);
}

std::optional<Cue> Lexicon::Medium(std::span<const std::string> words) const {
  return FindCue(*media_, words);
}

std::optional<Cue> Lexicon::Locative(std::span<const std::string> words) const {
  return FindCue(*locatives_, words);
}

std::optional<ModalityCue> Lexicon::Modality(std::span<const std::string> words) const {
  const auto match = Longest(*modality_, words);
  if (!match) return std::nullopt;
  ModalityCue cue{.words = match->words};
  const std::string_view kind = match->row.Cell("kind");
  if (kind == "scheduled") cue.modality = FactModality::kScheduled;
  if (kind == "alleged") cue.modality = FactModality::kAlleged;
  if (kind == "denied") cue.modality = FactModality::kDenied;
  if (kind == "conditional") cue.modality = FactModality::kConditional;
  cue.binds_verb = match->row.Cell("binds") == "verb";
  return cue;
}

bool Lexicon::Is(WordClass wanted, std::string_view word) const {
  constexpr std::string_view kNames[] = {"harm",      "accident", "outcome",
                                         "condition", "upward",   "speech"};
  for (const Row row : word_classes_->Find(word)) {
    if (row.Cell("class") == kNames[static_cast<size_t>(wanted)]) return true;
  }
  return false;
}

std::string_view Lexicon::DoerOf(std::string_view folded) const {
  auto rows = doers_->Find(folded);
  if (rows.empty() && folded.size() > 3 && folded.ends_with('s')) {
    rows = doers_->Find(folded.substr(0, folded.size() - 1));
  }
  return rows.empty() ? std::string_view() : rows.front().Cell("kind");
}

float Lexicon::Furniture(std::span<const std::string> words) const {
  const auto match = Longest(*furniture_, words);
  return match ? Number(match->row.Cell("weight")) : 0.0F;
}

std::vector<language::Upos> Lexicon::Tag(std::string_view text,
                                         std::span<const text::Token> tokens) const {
  language::WordSequence sequence;
  sequence.Assign(text, tokens);
  language::TaggerScratch scratch;
  std::vector<language::Upos> tags(sequence.words.size());
  tagger_->Tag(sequence, &scratch, tags);
  return tags;
}

float Lexicon::Share(std::string_view form, language::Upos upos) const {
  const language::TagCounts counts = tagger_->Counts(form);
  const float all = std::accumulate(counts.begin(), counts.end(), 0.0F);
  return all > 0 ? counts[static_cast<size_t>(upos)] / all : 0.0F;
}

float Lexicon::Background(std::span<const std::string> words) const {
  const auto match = Longest(*background_, words);
  return match ? Number(match->row.Cell("weight")) : 0.0F;
}

std::optional<std::string_view> Lexicon::EventKind(std::string_view folded) const {
  auto rows = event_nouns_->Find(folded);
  if (rows.empty() && folded.size() > 3 && folded.ends_with('s')) {
    rows = event_nouns_->Find(folded.substr(0, folded.size() - 1));
  }
  if (rows.empty()) return std::nullopt;
  return rows.front().Cell("kind");
}

}  // namespace nutgraf::extract::facts
