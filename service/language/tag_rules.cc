// The corrections of language/tag_rules: what three tags in a row can't see.

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/language/tagger.h"

namespace nutgraf::language {

absl::Status Tagger::ReadRules(const knowledge::Knowledge& knowledge) {
  constexpr std::pair<std::string_view, Condition> kConditions[] = {
      {"previous_word", Condition::kPreviousWord},
      {"next_word", Condition::kNextWord},
      {"previous_tag", Condition::kPreviousTag},
      {"next_tag", Condition::kNextTag},
      {"no_verb_ahead", Condition::kNoVerbAhead}};
  auto table = knowledge.Require("language/tag_rules");
  if (!table.ok()) return table.status();
  rules_table_ = *table;
  for (const knowledge::Row row : rules_table_->All()) {
    const std::string_view name = row.Cell("condition");
    const auto* const condition =
        std::ranges::find(kConditions, name, &std::pair<std::string_view, Condition>::first);
    if (condition == std::end(kConditions)) {
      return absl::DataLossError(
          ToAbsl(fmt::format("table language/tag_rules: row {} is malformed", row.index() + 1)));
    }
    rules_.push_back({.from = UposFromName(row.Cell("from")),
                      .to = UposFromName(row.Cell("to")),
                      .condition = condition->second,
                      .word = row.Cell("argument"),
                      .tag = UposFromName(row.Cell("argument"))});
  }
  return absl::OkStatus();
}

bool Tagger::Holds(const Rule& rule, const WordSequence& sequence, size_t index,
                   std::string* buffer, std::span<const Upos> tags) {
  const auto& words = sequence.words;
  const bool has_next = index + 1 < words.size();
  switch (rule.condition) {
    case Condition::kPreviousWord:
      if (index == 0) return false;
      LowerInto(words[index - 1].form, buffer);
      return *buffer == rule.word;
    case Condition::kNextWord:
      if (!has_next) return false;
      LowerInto(words[index + 1].form, buffer);
      return *buffer == rule.word;
    case Condition::kPreviousTag:
      return index > 0 && tags[index - 1] == rule.tag;
    case Condition::kNextTag:
      return has_next && tags[index + 1] == rule.tag;
    case Condition::kNoVerbAhead: {
      constexpr size_t kFar = 6;
      for (size_t i = index + 1; i < std::min(words.size(), index + kFar); ++i) {
        if (tags[i] == Upos::kVerb || tags[i] == Upos::kAux) return false;
        if (tags[i] != Upos::kAdv && tags[i] != Upos::kPart && tags[i] != Upos::kPron) return true;
      }
      return true;
    }
  }
  return false;
}

void Tagger::ApplyRules(const WordSequence& sequence, std::string* buffer,
                        std::span<Upos> tags) const {
  for (size_t i = 0; i < tags.size(); ++i) {
    // Nouns, verbs and names have no rules.
    if (tags[i] != Upos::kAux && tags[i] != Upos::kSconj && tags[i] != Upos::kAdp &&
        tags[i] != Upos::kAdv && tags[i] != Upos::kAdj && tags[i] != Upos::kPron &&
        tags[i] != Upos::kDet) {
      continue;
    }
    LowerInto(sequence.words[i].form, buffer);
    for (const knowledge::Row row : rules_table_->Find(*buffer)) {
      const Rule& rule = rules_[row.index()];
      if (tags[i] == rule.from && Holds(rule, sequence, i, buffer, tags)) {
        tags[i] = rule.to;
        break;
      }
    }
  }
}

}  // namespace nutgraf::language
