#include "service/language/name_finder.h"

#include <algorithm>
#include <string>

#include "service/language/name_sentence.h"

namespace nutgraf::language {
namespace {

using text::CaseClass;

float ClosedClassShare(const TagCounts& counts) {
  float closed = 0;
  float all = 0;
  for (size_t t = 0; t < kTags; ++t) {
    all += counts[t];
    switch (static_cast<Upos>(t)) {
      case Upos::kAdp:
      case Upos::kAux:
      case Upos::kCconj:
      case Upos::kDet:
      case Upos::kIntj:
      case Upos::kPart:
      case Upos::kPron:
      case Upos::kSconj:
        closed += counts[t];
        break;
      default:
        break;
    }
  }
  return all > 0 ? closed / all : 0;
}

}  // namespace

void NameFinder::Find(const WordSequence& sequence, std::span<const Upos> tags,
                      NameScratch* scratch, std::vector<NameCandidate>* candidates) const {
  Sentence(*lexicon_, *tagger_, sequence, tags, scratch, candidates).Find();
}

NameFinder::Sentence::Sentence(const NameLexicon& lexicon, const Tagger& tagger,
                               const WordSequence& sequence, std::span<const Upos> tags,
                               NameScratch* scratch, std::vector<NameCandidate>* candidates)
    : lexicon_(lexicon),
      tagger_(tagger),
      sequence_(sequence),
      words_(sequence.words),
      tags_(tags),
      scratch_(*scratch),
      candidates_(candidates) {}

void NameFinder::Sentence::Find() {
  if (std::ranges::none_of(words_, &Word::IsCapitalized)) return;
  scratch_.folded.Assign(sequence_);
  scratch_.roles.assign(size(), 0);
  scratch_.is_name.assign(size(), false);
  scratch_.match_length.assign(size(), 0);
  scratch_.title_length.assign(size(), 0);
  scratch_.has_verb =
      std::ranges::any_of(tags_, [](Upos tag) { return tag == Upos::kVerb || tag == Upos::kAux; });
  for (size_t i = 0; i < size(); ++i) {
    if (words_[i].IsWord()) scratch_.roles[i] = lexicon_.Roles(Folded(i));
  }
  MarkGazetteerMatches();
  MarkNames();
  for (size_t i = 0; i < size();) {
    if (!IsName(i)) {
      ++i;
      continue;
    }
    const size_t end = ExtendRun(i);
    SplitRun(i, end);
    i = end;
  }
}

void NameFinder::Sentence::MarkGazetteerMatches() {
  for (size_t i = 0; i < size(); ++i) {
    if (!words_[i].IsCapitalized()) continue;
    const size_t title = lexicon_.TitleLength(scratch_.folded, i, size());
    scratch_.title_length[i] = static_cast<uint8_t>(title);
    const size_t limit = std::min(size() - i, lexicon_.max_words());
    for (size_t length = limit; length >= 2; --length) {
      // A name ends in a word, not in a full stop or comma, and is rarely all lower case.
      const Word& last = words_[i + length - 1];
      if (!last.IsWord()) continue;
      if (lexicon_.Gazetteers(sequence_, scratch_.folded, i, i + length).found) {
        scratch_.match_length[i] = static_cast<uint8_t>(length);
        break;
      }
    }
  }
}

void NameFinder::Sentence::MarkNames() {
  for (size_t i = 0; i < size(); ++i) {
    if (scratch_.match_length[i] >= 2 && !sequence_.shouting) {
      scratch_.is_name[i] = true;
      continue;
    }
    scratch_.is_name[i] = words_[i].IsCapitalized() && MayBeName(i);
  }
}

bool NameFinder::Sentence::IsCommonWord(size_t i) const {
  // "US" is no form of "us".
  if (words_[i].letter_case == CaseClass::kUpper && words_[i].form.size() > 1 &&
      !sequence_.shouting) {
    return false;
  }
  const TagCounts counts = tagger_.Counts(Folded(i));
  float common = 0;
  for (size_t t = 0; t < kTags; ++t) {
    if (static_cast<Upos>(t) != Upos::kPropn) common += counts[t];
  }
  return common > 1.5F * counts[static_cast<size_t>(Upos::kPropn)];
}

bool NameFinder::Sentence::MayBeName(size_t i) const {
  const Word& word = words_[i];
  if (HasRole(i, kNotName) || IsSplitCompound(i)) return false;
  if (HasRole(i, kCalendar)) {
    // "Theresa May", but not "last May".
    return i > 0 && scratch_.is_name[i - 1] && !HasRole(i - 1, kCalendar) &&
           lexicon_.IsGivenName(Folded(i - 1)) && !(i + 1 < size() && !words_[i + 1].IsWord());
  }
  if (word.letter_case != CaseClass::kUpper || word.initial || sequence_.shouting) {
    if (ClosedClassShare(tagger_.Counts(Folded(i))) > 0.5F) {
      // "US sanctions ..." at the start of a sentence.
      return word.letter_case == CaseClass::kUpper && !sequence_.all_upper &&
             lexicon_.Gazetteers(sequence_, scratch_.folded, i, i + 1).found;
    }
  }
  return (!word.initial && !sequence_.shouting) || MayBeNameAtStart(i);
}

/// For words whose capital may be the sentence's or the headline's.
bool NameFinder::Sentence::MayBeNameAtStart(size_t i) const {
  const Word& word = words_[i];
  const bool common = IsCommonWord(i);
  if (tags_[i] == Upos::kPropn && !(sequence_.all_upper && common)) return true;
  if (scratch_.match_length[i] >= 2 || lexicon_.IsDemonym(word, Folded(i))) return true;
  if (!common && lexicon_.Gazetteers(sequence_, scratch_.folded, i, i + 1).found) return true;
  if (lexicon_.IsSurname(Folded(i)) && !sequence_.shouting) return true;
  const bool next_capitalized =
      i + 1 < size() && words_[i + 1].IsCapitalized() && !HasRole(i + 1, kCalendar | kNotName);
  if (sequence_.shouting) {
    if (!common && (lexicon_.IsGivenName(Folded(i)) || lexicon_.IsSurname(Folded(i)))) return true;
    return HasRole(i, kOrgFirst | kOrgLast | kPlaceFirst | kPlaceLast) &&
           ((i > 0 && scratch_.is_name[i - 1]) || (next_capitalized && !IsCommonWord(i + 1)));
  }
  // "Three Russian sailors", "Missing German tourist".
  if (tags_[i] == Upos::kNum ||
      (next_capitalized && common && lexicon_.IsDemonym(words_[i + 1], Folded(i + 1)))) {
    return false;
  }
  // The first word of "Foreign Ministry", "Police Chief Inspector ...", "President Obama".
  return next_capitalized && tags_[i] != Upos::kAdv && tags_[i] != Upos::kVerb;
}

/// "Shanghai-based", "China-US": a compound of names that no one entity stands for.
bool NameFinder::Sentence::IsSplitCompound(size_t i) const {
  const std::string_view form = words_[i].form;
  const size_t hyphen = form.find('-', 1);
  if (hyphen == std::string_view::npos || hyphen + 1 >= form.size()) return false;
  if (lexicon_.Gazetteers(sequence_, scratch_.folded, i, i + 1).found) return false;
  const bool first_upper = form.front() >= 'A' && form.front() <= 'Z';
  const char second = form[form.rfind('-') + 1];
  if (first_upper && second >= 'a' && second <= 'z') {
    // "Jean-luc" is rare, "Kim Jong-un" is not.
    const bool korean = i > 0 && scratch_.is_name[i - 1] && form.size() <= 11 &&
                        tagger_.Counts(Folded(i).substr(Folded(i).rfind('-') + 1)) == TagCounts{};
    return !korean && !lexicon_.IsGivenName(Folded(i));
  }
  const std::string_view folded = Folded(i);
  const std::string_view left = folded.substr(0, folded.find('-'));
  const std::string_view right = folded.substr(folded.find('-') + 1);
  return lexicon_.IsCountry(left) && lexicon_.IsCountry(right);
}

}  // namespace nutgraf::language
