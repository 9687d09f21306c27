// The tables of the facts stage behind words that say what they are for.
//
// In: the compiled knowledge (service/extract/facts/tables). Out: what a run of folded words opens.
// Immutable; safe to read from many threads; a look-up costs the longest key of its table.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_LEXICON_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/facts/facts.h"
#include "service/knowledge/knowledge.h"
#include "service/language/lemmatizer.h"
#include "service/language/tagger.h"

namespace nutgraf::extract::facts {

/// Words by what the phrases beside them tell: tables/word_classes.tsv.
enum class WordClass : uint8_t {
  kHarm,
  kAccident,
  kOutcome,
  kCondition,
  kUpward,
  kSpeech,
};

enum class Takes : uint8_t { kAny, kNoun, kClause, kVerb, kGerund };

/// What a run of words opens.
struct Cue {
  uint32_t words = 0;  // how many
  Takes takes = Takes::kAny;
  float strength = 0;  // 0..1
  bool whole = false;  // the answer is the phrase with the words themselves
};

struct ModalityCue {
  uint32_t words = 0;
  FactModality modality = FactModality::kAsserted;
  bool binds_verb = false;  // says nothing unless a verb follows
};

class Lexicon {
 public:
  /// Fails when a table is missing; the message names it.
  static absl::StatusOr<std::unique_ptr<const Lexicon>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  // The longest key of the table that `words` (folded) begin with.
  std::optional<Cue> Cause(std::span<const std::string> words) const;
  std::optional<Cue> Manner(std::span<const std::string> words) const;
  /// By what something is said: "in a letter".
  std::optional<Cue> Medium(std::span<const std::string> words) const;
  std::optional<Cue> Locative(std::span<const std::string> words) const;
  std::optional<ModalityCue> Modality(std::span<const std::string> words) const;
  /// How much words of a page's furniture ("read more", a picture's credit) cost their sentence.
  float Furniture(std::span<const std::string> words) const;
  /// What stands at a sentence's start and puts it beside the main event: how much it costs.
  float Background(std::span<const std::string> words) const;

  bool Is(WordClass wanted, std::string_view word) const;
  /// A noun that belongs to a place's name: "province".
  bool IsPlaceNoun(std::string_view folded) const { return place_nouns_->Has(folded); }

  /// Parts of speech of a headline, whose letter case may say nothing.
  std::vector<language::Upos> Tag(std::string_view text, std::span<const text::Token> tokens) const;

  /// Of the uses of a form (lower case) the share that are the part of speech; 0 for an unknown
  /// one.
  float Share(std::string_view form, language::Upos upos) const;

  /// "submit" for "submitted", by the language stage's tables and rules.
  std::string VerbLemma(std::string_view form) const {
    return lemmatizer_->Lemma(form, language::Upos::kVerb);
  }

  /// Which argument of a verb names the cause: "object", "agent", a preposition. Empty range: none.
  knowledge::RowRange CauseArguments(std::string_view lemma) const { return blame_->Find(lemma); }

  /// A noun by which a later sentence takes up an earlier event: "meeting".
  bool IsEventNoun(std::string_view folded) const { return EventKind(folded).has_value(); }
  /// A word of winning and losing: "beat", "victory".
  bool IsContest(std::string_view folded) const { return contest_words_->Has(folded); }
  /// The kind of event that a noun for its doer belongs to: "attack" for "gunman"; empty: none.
  std::string_view DoerOf(std::string_view folded) const;
  /// Its kind ("talks"), empty where it has none; nothing for another word.
  std::optional<std::string_view> EventKind(std::string_view folded) const;

 private:
  Lexicon() = default;

  std::shared_ptr<const knowledge::Knowledge> knowledge_;
  const knowledge::Table* causes_ = nullptr;
  const knowledge::Table* place_nouns_ = nullptr;
  std::unique_ptr<const language::Tagger> tagger_;
  std::optional<language::Lemmatizer> lemmatizer_;
  const knowledge::Table* blame_ = nullptr;
  const knowledge::Table* word_classes_ = nullptr;
  const knowledge::Table* manners_ = nullptr;
  const knowledge::Table* locatives_ = nullptr;
  const knowledge::Table* modality_ = nullptr;
  const knowledge::Table* background_ = nullptr;
  const knowledge::Table* furniture_ = nullptr;
  const knowledge::Table* contest_words_ = nullptr;
  const knowledge::Table* doers_ = nullptr;
  const knowledge::Table* media_ = nullptr;
  const knowledge::Table* event_nouns_ = nullptr;
};

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_LEXICON_H_
