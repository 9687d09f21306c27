#include "service/extract/topics/lexicon.h"

#include <algorithm>
#include <charconv>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::extract::topics {
namespace {

uint32_t CountWords(std::string_view phrase) {
  return 1 + static_cast<uint32_t>(std::count(phrase.begin(), phrase.end(), ' '));
}

std::string_view FirstWord(std::string_view phrase) {
  phrase = phrase.substr(0, phrase.find(' '));
  // A clitic is a word of its own in a Reading.
  const size_t apostrophe = phrase.find('\'');
  return apostrophe == 0 ? phrase : phrase.substr(0, apostrophe);
}

void Append(const Word& word, const std::string& form, std::string* phrase) {
  if (!phrase->empty() && !word.glued) phrase->push_back(' ');
  phrase->append(form);
}

}  // namespace

Lexicon::Phrase& Lexicon::Intern(std::string_view phrase) {
  const auto [entry, added] =
      ids_.try_emplace(std::string(phrase), static_cast<uint32_t>(phrases_.size()));
  if (added) {
    phrases_.emplace_back();
    NoteLength(phrase);
  }
  return phrases_[entry->second];
}

void Lexicon::NoteLength(std::string_view phrase) {
  uint32_t& longest = longest_[std::string(FirstWord(phrase))];
  longest = std::max(longest, CountWords(phrase) + 1);  // one more for a clitic inside
}

void Lexicon::Add(std::string_view phrase, const Pointer& pointer, Form form) {
  const bool known = ids_.contains(ToAbsl(phrase));
  Phrase& entry = Intern(phrase);
  if (!known) {
    entry.form = form;
  } else if (entry.form != form) {
    entry.form = Form::kAny;
  }
  for (Pointer& old : entry.pointers) {
    if (old.target != pointer.target) continue;
    old.weight = std::max(old.weight, pointer.weight);
    old.weak = old.weak && pointer.weak;
    return;
  }
  entry.pointers.push_back(pointer);
}

void Lexicon::AddSpelling(std::string_view spelling, std::string_view phrase) {
  const auto known = ids_.find(ToAbsl(phrase));
  if (known == ids_.end()) return;
  const uint32_t id = known->second;
  if (ids_.try_emplace(std::string(spelling), id).second) NoteLength(spelling);
}

absl::Status Lexicon::AddBlockers(const knowledge::Knowledge& knowledge) {
  const auto blockers = knowledge.Require("topics/blockers");
  if (!blockers.ok()) return blockers.status();
  for (const knowledge::Row row : (*blockers)->All()) Intern(row.Cell(0));
  return absl::OkStatus();
}

absl::StatusOr<Lexicon> Lexicon::Create(const knowledge::Knowledge& knowledge,
                                        const Taxonomy& taxonomy) {
  const auto cues = knowledge.Require("topics/cues");
  if (!cues.ok()) return cues.status();
  const auto blockers = knowledge.Require("topics/blockers");
  if (!blockers.ok()) return blockers.status();
  Lexicon lexicon;
  const int code_column = (*cues)->Column("code");
  const int weight_column = (*cues)->Column("weight");
  const int form_column = (*cues)->Column("form");
  if (code_column < 0 || weight_column < 0 || form_column < 0) {
    return absl::FailedPreconditionError("topics/cues: a column is missing");
  }
  for (const knowledge::Row row : (*cues)->All()) {
    Pointer pointer;
    pointer.target = taxonomy.Find(row.Cell(code_column));
    const std::string_view weight = row.Cell(weight_column);
    const std::string_view form = row.Cell(form_column);
    const auto parsed =
        std::from_chars(weight.data(), weight.data() + weight.size(), pointer.weight);
    if (pointer.target == kNoConcept || parsed.ec != std::errc() ||
        parsed.ptr != weight.data() + weight.size() ||
        (!form.empty() && form != "noun" && form != "name" && form != "common")) {
      return absl::FailedPreconditionError(fmt::format(
          "topics/cues: row {} has no active code, no number or no form", row.index() + 1));
    }
    Phrase& phrase = lexicon.Intern(row.Cell(0));
    phrase.pointers.push_back(pointer);
    if (form == "noun") phrase.form = Form::kNoun;
    if (form == "name") phrase.form = Form::kName;
    if (form == "common") phrase.form = Form::kCommon;
  }
  for (const knowledge::Row row : (*blockers)->All()) {
    if (!lexicon.Intern(row.Cell(0)).pointers.empty()) {
      return absl::FailedPreconditionError(
          fmt::format("topics/blockers: row {} is a cue too", row.index() + 1));
    }
  }
  return lexicon;
}

bool Lexicon::Accepts(uint32_t phrase, const Word& word) const {
  const Form form = phrases_[phrase].form;
  if (word.person && form != Form::kProper) return false;
  switch (form) {
    case Form::kAny:
      return true;
    case Form::kCommon:
      if (word.capital) return false;
      [[fallthrough]];
    case Form::kNoun:
      return word.word_class == WordClass::kNoun || word.word_class == WordClass::kUnknown;
    case Form::kName:
    case Form::kProper:
      return word.capital;
  }
  return true;
}

std::vector<Sighting> Lexicon::Find(const Reading& reading) const {
  std::vector<Sighting> sightings;
  std::string surface;
  std::string normal;
  for (uint32_t r = 0; r < reading.runs.size(); ++r) {
    const std::vector<Word>& words = reading.runs[r].words;
    for (uint32_t first = 0; first < words.size();) {
      uint32_t longest = 0;
      for (const std::string* start : {&words[first].surface, &words[first].normal}) {
        const auto known = longest_.find(*start);
        if (known != longest_.end()) longest = std::max(longest, known->second);
      }
      uint32_t best_last = first;
      uint32_t best_phrase = 0;
      surface.clear();
      normal.clear();
      const uint32_t bound = std::min(first + longest, static_cast<uint32_t>(words.size()));
      for (uint32_t i = first; i < bound; ++i) {
        Append(words[i], words[i].surface, &surface);
        Append(words[i], words[i].normal, &normal);
        for (const std::string* phrase : {&surface, &normal}) {
          const auto found = ids_.find(*phrase);
          if (found == ids_.end()) continue;
          if (i == first && !Accepts(found->second, words[i])) continue;
          best_last = i + 1;
          best_phrase = found->second;
          break;
        }
      }
      if (best_last == first) {
        ++first;
        continue;
      }
      sightings.push_back({.phrase = best_phrase, .run = r, .first = first, .last = best_last});
      first = best_last;
    }
  }
  return sightings;
}

}  // namespace nutgraf::extract::topics
