// What the tables know about words and names: the evidence that names are found and typed by.
//
// Keys are looked up in a sentence folded once (FoldedWords), so that a look-up of any stretch of
// words allocates nothing. Immutable; safe for all threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_NAME_LEXICON_H_
#define NUTGRAF_SERVICE_LANGUAGE_NAME_LEXICON_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/language/word.h"

namespace nutgraf::language {

inline constexpr size_t kEntityTypes = 5;

/// Evidence for each EntityType, in tenths of a logit.
using TypeScores = std::array<int32_t, kEntityTypes>;

inline TypeScores& operator+=(TypeScores& a, const TypeScores& b) {
  for (size_t i = 0; i < kEntityTypes; ++i) a[i] += b[i];
  return a;
}
inline int32_t& At(TypeScores& scores, EntityType type) {
  return scores[static_cast<size_t>(type)];
}
inline int32_t At(const TypeScores& scores, EntityType type) {
  return scores[static_cast<size_t>(type)];
}

/// The words of a sentence folded and joined by single spaces where white space stands.
struct FoldedWords {
  std::string text;
  std::vector<uint32_t> begin;
  std::vector<uint32_t> end;
  std::string buffer;

  void Assign(const WordSequence& sequence);
  std::string_view Slice(size_t first, size_t last) const {
    return {text.data() + begin[first], end[last - 1] - begin[first]};
  }
};

/// What a single word is in tables/name_words and knowledge/organization_words.
enum WordRole : uint32_t {
  kCalendar = 1U << 0,
  kNotName = 1U << 1,
  kParticle = 1U << 2,
  kPlaceLast = 1U << 3,
  kPlaceFirst = 1U << 4,
  kEvent = 1U << 5,
  kEventFirst = 1U << 6,
  kSuffix = 1U << 7,
  kDirection = 1U << 8,
  kOrgFirst = 1U << 9,
  kOrgLast = 1U << 10,
  kOfState = 1U << 11,  // an organisation word of government, army or court
  kMiscWord = 1U << 12,
};

/// A name found whole in the gazetteers.
struct GazetteerMatch {
  TypeScores scores = {};
  bool found = false;
};

class NameLexicon {
 public:
  static absl::StatusOr<NameLexicon> Create(const knowledge::Knowledge& knowledge);

  /// Bits of WordRole.
  uint32_t Roles(std::string_view folded) const;

  /// The gazetteers' evidence on the words [first, last). The letter case must fit the gazetteer's
  /// form unless the sentence's case tells nothing.
  GazetteerMatch Gazetteers(const WordSequence& sequence, const FoldedWords& folded, size_t first,
                            size_t last) const;

  /// How many words the longest title starting at `first` has; 0 for none. Not beyond `limit`.
  size_t TitleLength(const FoldedWords& folded, size_t first, size_t limit) const;
  /// Whether [first, last) is a title, and its class.
  std::string_view TitleClass(std::string_view folded) const;

  bool IsDemonym(const Word& word, std::string_view folded) const;
  bool IsCountry(std::string_view folded) const { return countries_->Has(folded); }
  bool IsGivenName(std::string_view folded) const { return given_names_->Has(folded); }
  /// As IsGivenName, for names that many bear in the United States.
  bool IsCommonGivenName(std::string_view folded) const;
  bool IsSurname(std::string_view folded) const { return surnames_->Has(folded); }

  /// The family name of a head of state or government or another politician of knowledge/people.
  bool IsKnownFamilyName(std::string_view folded) const {
    return known_family_names_.contains(folded);
  }
  /// As IsSurname, for names that many bear in the United States.
  bool IsCommonSurname(std::string_view folded) const;
  /// Evidence from the ending of a name of one word; null for none.
  const TypeScores* Ending(std::string_view folded) const;

  /// Evidence from the word before or after a name; null for none.
  const TypeScores* CueBefore(std::string_view folded) const { return Cue(cues_before_, folded); }
  const TypeScores* CueAfter(std::string_view folded) const { return Cue(cues_after_, folded); }

  /// The longest stretch of words that is worth a look-up in the gazetteers.
  size_t max_words() const { return max_words_; }

 private:
  struct Gazetteer {
    const knowledge::Table* table = nullptr;
    int form = -1;        // column, or -1
    int kind = -1;        // column, or -1
    int population = -1;  // column, or -1
    std::vector<std::pair<std::string_view, TypeScores>> by_kind;
  };
  // Rows of a table to their scores, by row index.
  struct Cues {
    const knowledge::Table* table = nullptr;
    std::vector<int8_t> position;  // 0 before, 1 after
    std::vector<TypeScores> scores;
  };

  NameLexicon() = default;
  absl::Status ReadRoles();
  absl::Status ReadGazetteers(const knowledge::Knowledge& knowledge);
  absl::Status ReadCues();
  absl::Status ReadEndings();
  absl::Status ReadPeople(const knowledge::Knowledge& knowledge);
  const TypeScores* Cue(int8_t position, std::string_view folded) const;
  GazetteerMatch Gazetteers(const WordSequence& sequence, std::string_view key, size_t first,
                            size_t last) const;

  static constexpr int8_t cues_before_ = 0;
  static constexpr int8_t cues_after_ = 1;

  const knowledge::Table* words_ = nullptr;
  std::vector<uint32_t> word_roles_;  // by row of words_
  const knowledge::Table* org_words_ = nullptr;
  std::vector<uint32_t> org_roles_;  // by row of org_words_
  std::vector<Gazetteer> gazetteers_;
  Cues cues_;
  const knowledge::Table* titles_ = nullptr;
  const knowledge::Table* demonyms_ = nullptr;
  const knowledge::Table* groups_ = nullptr;
  const knowledge::Table* countries_ = nullptr;
  const knowledge::Table* given_names_ = nullptr;
  const knowledge::Table* surnames_ = nullptr;
  const knowledge::Table* endings_ = nullptr;
  std::vector<TypeScores> ending_scores_;  // by row of endings_
  absl::flat_hash_set<std::string_view> known_family_names_;
  size_t max_words_ = 1;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_NAME_LEXICON_H_
