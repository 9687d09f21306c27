// Parts of speech by a second-order Markov model over tables of counts.
//
// A word's candidates come from the lexicon (how often its form bore each tag), smoothed with what
// rare words of its ending and letter case were; the sequence by counts of three tags in a row, and
// the best sequence by the Viterbi algorithm. After T. Brants, "TnT: a statistical part-of-speech
// tagger", ANLP 2000. A few corrections by neighbouring words follow (language/tag_rules).
// Tables: language/lexicon, language/suffixes, language/tag_trigrams, knowledge/demonyms.
//
// Linear in the words (at most kMaxCandidates^3 steps each). Immutable; safe for all threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_TAGGER_H_
#define NUTGRAF_SERVICE_LANGUAGE_TAGGER_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/language/word.h"

namespace nutgraf::language {

inline constexpr size_t kTags = 17;

/// How often something bore each tag.
using TagCounts = std::array<float, kTags>;

/// Working memory of a Tagger, kept between sentences by the caller.
struct TaggerScratch {
  static constexpr size_t kMaxCandidates = 6;
  struct Candidate {
    uint8_t tag;
    float score;  // log P(tag | word) - log P(tag)
  };
  struct Column {
    std::array<Candidate, kMaxCandidates> candidates;
    uint8_t size = 0;
    // Which candidate two words back led to (one back, here).
    std::array<std::array<uint8_t, kMaxCandidates>, kMaxCandidates> from;
  };
  std::vector<Column> columns;
  std::string buffer;
};

class Tagger {
 public:
  static absl::StatusOr<Tagger> Create(const knowledge::Knowledge& knowledge);

  /// Fills `tags`, which has as many entries as `sequence` has words.
  void Tag(const WordSequence& sequence, TaggerScratch* scratch, std::span<Upos> tags) const;

  /// How often the lower-case form was seen with each tag; all zero for an unknown one.
  TagCounts Counts(std::string_view form) const;
  /// How often the form was seen as `tag`.
  float Count(std::string_view form, Upos tag) const {
    return Counts(form)[static_cast<size_t>(tag)];
  }

 private:
  static constexpr size_t kStart = kTags;  // the context before a sentence

  Tagger() = default;
  bool ReadLexicon(const knowledge::Table& table);
  void BuildTransitions(const knowledge::Table& table);
  TagCounts SuffixTags(char word_class, std::string_view lower) const;
  absl::Status ReadRules(const knowledge::Knowledge& knowledge);
  void ApplyRules(const WordSequence& sequence, std::string* buffer, std::span<Upos> tags) const;
  void FillColumn(const WordSequence& sequence, size_t index, TaggerScratch* scratch) const;
  TagCounts KnownCounts(const WordSequence& sequence, const Word& word, std::string* buffer) const;
  float Transition(size_t a, size_t b, size_t c) const {
    return transitions_[(a * (kTags + 1) + b) * kTags + c];
  }

  enum class Condition : uint8_t {
    kPreviousWord,
    kNextWord,
    kPreviousTag,
    kNextTag,
    kNoVerbAhead,
  };
  struct Rule {
    Upos from;
    Upos to;
    Condition condition;
    std::string_view word;  // of kPreviousWord and kNextWord
    Upos tag;               // of kPreviousTag and kNextTag
  };
  static bool Holds(const Rule& rule, const WordSequence& sequence, size_t index,
                    std::string* buffer, std::span<const Upos> tags);

  struct TagCount {
    uint8_t tag;
    float count;
  };
  const knowledge::Table* lexicon_ = nullptr;
  const knowledge::Table* suffixes_ = nullptr;
  const knowledge::Table* demonyms_ = nullptr;
  std::vector<uint32_t> first_;  // lexicon row -> its first entry of counts_
  std::vector<TagCount> counts_;
  const knowledge::Table* rules_table_ = nullptr;
  std::vector<Rule> rules_;  // by row of rules_table_
  int suffix_tags_ = 0;
  TagCounts log_prior_ = {};
  std::vector<float> transitions_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_TAGGER_H_
