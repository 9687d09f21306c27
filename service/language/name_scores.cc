// What a name is: the weights are in tenths of a logit, set by reading errors on annotated news.

#include <algorithm>

#include "service/language/name_sentence.h"

namespace nutgraf::language {
namespace {

using text::CaseClass;
using text::TokenKind;

constexpr TypeScores kPrior = {3, 2, 2, -20, 0};
constexpr TypeScores kTitled = {45, -10, -15, -20, -15};
constexpr TypeScores kArticleBefore = {-15, 6, 0, 0, 4};
constexpr TypeScores kHoldsCountry = {-22, 14, 0, 0, 4};
constexpr TypeScores kAcronym = {-8, 18, 0, -5, 3};

}  // namespace

TypeScores NameFinder::Sentence::Score(size_t first, size_t last,
                                       const NameCandidate& candidate) const {
  TypeScores scores = kPrior;
  if (candidate.titled) scores += kTitled;
  ScoreWords(first, last, candidate.titled || candidate.known, &scores);
  ScorePersonShape(first, last, &scores);
  ScoreContext(first, last, &scores);
  return scores;
}

void NameFinder::Sentence::ScoreWords(size_t first, size_t last, bool known,
                                      TypeScores* scores) const {
  const size_t length = last - first;
  if (length >= 2) {
    if (HasRole(last - 1, kOrgLast)) At(*scores, EntityType::kOrganization) += 32;
    if (HasRole(first, kOrgFirst)) At(*scores, EntityType::kOrganization) += 25;
    if (HasRole(last - 1, kPlaceLast)) At(*scores, EntityType::kLocation) += 28;
    if (HasRole(first, kPlaceFirst)) At(*scores, EntityType::kLocation) += 18;
    if (HasRole(last - 1, kEvent)) At(*scores, EntityType::kMisc) += 32;
    if (HasRole(first, kEventFirst)) At(*scores, EntityType::kMisc) += 18;
    if (HasRole(first, kDirection) && length == 2) At(*scores, EntityType::kLocation) += 12;
    bool has_common = false;
    bool all_common = true;
    for (size_t i = first; i < last; ++i) {
      const bool common = words_[i].IsWord() && IsCommonWord(i);
      has_common |= common && !HasRole(i, kParticle);
      all_common &= common;
      if (lexicon_.IsCountry(Folded(i)) && !known) *scores += kHoldsCountry;
      if (Is(i, "of") || Is(i, "for") || Is(i, "&")) {
        At(*scores, EntityType::kOrganization) += 8;
        At(*scores, EntityType::kPerson) -= 15;
      }
    }
    if (has_common) At(*scores, EntityType::kPerson) -= 8;
    if (all_common) {
      At(*scores, EntityType::kPerson) -= 10;
      At(*scores, EntityType::kOrganization) += 4;
      At(*scores, EntityType::kMisc) += 8;
    }
    return;
  }
  const Word& word = words_[first];
  if (!known) {
    if (const TypeScores* ending = lexicon_.Ending(Folded(first)); ending != nullptr) {
      *scores += *ending;
    }
    if (tags_[first] == Upos::kAdj) At(*scores, EntityType::kNorp) += 28;
  }
  if (HasRole(first, kMiscWord)) At(*scores, EntityType::kMisc) += 35;
  if (HasRole(first, kOrgFirst | kOrgLast)) At(*scores, EntityType::kOrganization) += 12;
  if (HasRole(first, kEvent)) At(*scores, EntityType::kMisc) += 10;
  if (word.letter_case == CaseClass::kUpper && !known && !sequence_.all_upper &&
      word.form.size() >= 2 && !IsInitial(word.form)) {
    *scores += kAcronym;
  }
  if (IsCommonWord(first)) {
    At(*scores, EntityType::kPerson) -= 6;
    At(*scores, EntityType::kMisc) += 8;
  }
}

void NameFinder::Sentence::ScorePersonShape(size_t first, size_t last, TypeScores* scores) const {
  const size_t length = last - first;
  int32_t person = 0;
  const bool given = lexicon_.IsGivenName(Folded(first));
  const bool common_given = given && lexicon_.IsCommonGivenName(Folded(first));
  const bool surname = lexicon_.IsSurname(Folded(last - 1));
  if (length == 1) {
    if (words_[first].letter_case == CaseClass::kUpper && !sequence_.all_upper) return;
    person += surname ? 7 : 0;
    person += lexicon_.IsCommonSurname(Folded(first)) ? 6 : 0;
    person += lexicon_.IsKnownFamilyName(Folded(first)) ? 8 : 0;
    person += given ? 5 : 0;
    person += common_given ? 4 : 0;
  } else {
    person += common_given ? 22 : given ? 16 : 0;
    person += surname ? 10 : 0;
    bool plain = length <= 4;
    for (size_t i = first; i < last; ++i) {
      if (IsInitial(words_[i].form)) person += 15;
      if (HasRole(i, kParticle) && !words_[i].IsCapitalized()) person += 12;
      if (i > first && HasRole(i, kSuffix)) person += 15;
      if (i > first && words_[i].HasParticle()) person += 12;
      plain &= words_[i].letter_case != CaseClass::kUpper || sequence_.all_upper ||
               IsInitial(words_[i].form);
    }
    if (plain) person += 6;
  }
  At(*scores, EntityType::kPerson) += person;
}

/// Whether a title, whatever its case, ends before word `end`.
bool NameFinder::Sentence::TitleEndsAt(size_t end) const {
  for (size_t length = 1; length <= 3 && length <= end; ++length) {
    if (!words_[end - length].IsWord()) return false;
    const std::string_view title_class =
        lexicon_.TitleClass(scratch_.folded.Slice(end - length, end));
    if (!title_class.empty() && title_class != "modifier" && title_class != "scope" &&
        title_class != "suffix")
      return true;
  }
  return false;
}

void NameFinder::Sentence::ScoreContext(size_t first, size_t last, TypeScores* scores) const {
  if (first > 0) {
    if (Is(first - 1, "the")) {
      *scores += kArticleBefore;
    } else if (TitleEndsAt(first)) {
      At(*scores, EntityType::kPerson) += 22;
    }
    size_t before = first - 1;
    if (before > 0 && (Is(before, "the") || tags_[before] == Upos::kAdj)) --before;
    if (const TypeScores* cue = lexicon_.CueBefore(Folded(before)); cue != nullptr) *scores += *cue;
  }
  ScoreAfter(last, scores);
}

void NameFinder::Sentence::ScoreAfter(size_t last, TypeScores* scores) const {
  if (last >= size()) return;
  // A line of results: "Surrey 284 and 95". Not a sentence, and the place is its team.
  if (words_[last].kind == TokenKind::kNumber && !scratch_.has_verb &&
      At(*scores, EntityType::kPerson) < 20) {
    At(*scores, EntityType::kOrganization) += 18;
  }
  if (const TypeScores* cue = lexicon_.CueAfter(Folded(last)); cue != nullptr) *scores += *cue;
  if (Is(last, "'s") && last + 1 < size() && words_[last + 1].IsWord()) {
    At(*scores, EntityType::kLocation) += 2;
    return;
  }
  if (!Is(last, ",") || last + 1 >= size()) return;
  // ", 45," and ", who" and ", a spokesman for".
  if (words_[last + 1].kind == TokenKind::kNumber && words_[last + 1].form.size() == 2 &&
      (Is(last + 2, ",") || last + 2 == size())) {
    At(*scores, EntityType::kPerson) += 30;
    return;
  }
  if (Is(last + 1, "who") || Is(last + 1, "whose")) {
    At(*scores, EntityType::kPerson) += 18;
    return;
  }
  if (IsName(last + 1) && lexicon_.IsCountry(Folded(last + 1))) {
    At(*scores, EntityType::kLocation) += 12;
    return;
  }
  const size_t limit = std::min(size(), last + 6);
  for (size_t i = last + 1; i < limit && words_[i].IsWord(); ++i) {
    const std::string_view title_class = lexicon_.TitleClass(Folded(i));
    if (!title_class.empty() && title_class != "modifier" && title_class != "scope" &&
        title_class != "suffix") {
      At(*scores, EntityType::kPerson) += 16;
      return;
    }
  }
}

}  // namespace nutgraf::language
