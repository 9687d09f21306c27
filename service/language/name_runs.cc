// Where names begin and end.

#include <algorithm>

#include "service/language/name_sentence.h"

namespace nutgraf::language {

size_t NameFinder::Sentence::ExtendRun(size_t first) const {
  size_t end = first + 1;
  // Known names and titles hold words that begin no name: "Secretary of State".
  const auto known = [&](size_t i) {
    return std::max(
        {size_t{1}, size_t{scratch_.match_length[i]}, size_t{scratch_.title_length[i]}});
  };
  size_t covered = first + known(first);
  while (end < size()) {
    if (end < covered) {
      covered = std::max(covered, end + known(end));
      ++end;
    } else if (IsName(end)) {
      covered = std::max(covered, end + known(end));
      ++end;
    } else if (const size_t joined = JoinedBy(first, end); joined > 0) {
      end += joined;
    } else {
      break;
    }
  }
  return end;
}

/// How many words at `at` (no names themselves) join the run from `first` with the name behind
/// them; 0 when nothing does.
size_t NameFinder::Sentence::JoinedBy(size_t first, size_t at) const {
  const auto any_before = [&](uint32_t roles) {
    for (size_t i = first; i < at; ++i) {
      if (HasRole(i, roles)) return true;
    }
    return false;
  };
  if (Is(at, "&")) return IsName(at + 1) ? 1 : 0;
  if (words_[at].kind == text::TokenKind::kPunctuation) {
    const size_t nickname = JoinedNickname(at);
    return nickname > 0 ? nickname : JoinedList(first, at);
  }
  if (Is(at, "'s") || Is(at, "'")) return JoinedPossessive(at);
  if (HasRole(at, kParticle) && words_[at].IsWord() && !words_[at].IsCapitalized()) {
    if (IsName(at + 1)) return 1;
    if (at + 1 < size() && HasRole(at + 1, kParticle) && IsName(at + 2)) return 2;
    return 0;
  }
  if (Is(at, "of")) {
    const bool opens = any_before(kOrgFirst) || HasRole(at - 1, kPlaceFirst | kPlaceLast);
    if (!opens) return 0;
    if (IsName(at + 1)) return 1;
    return Is(at + 1, "the") && IsName(at + 2) ? 2 : 0;
  }
  if (Is(at, "for") || Is(at, "on")) {
    if (!any_before(kOrgFirst)) return 0;
    if (IsName(at + 1) && IsCommonWord(at + 1)) return 1;
    return Is(at + 1, "the") && IsName(at + 2) ? 2 : 0;
  }
  if (Is(at, "and") && IsName(at + 1) && IsCommonWord(at - 1) && IsCommonWord(at + 1)) {
    // "Ministry of Health and Welfare", "Food and Drug Administration".
    for (size_t i = first; i < at; ++i) {
      if (Is(i, "of") || Is(i, "for") || Is(i, "on")) return 1;
    }
    size_t end = at + 1;
    while (IsName(end)) ++end;
    return HasRole(end - 1, kOrgLast) && end > at + 2 ? 1 : 0;
  }
  return 0;
}

/// `Roberto "Hands of Stone" Duran`: from the opening mark to the closing one.
size_t NameFinder::Sentence::JoinedNickname(size_t at) const {
  constexpr size_t kLongest = 5;
  const auto is_quote = [&](size_t i) {
    return words_[i].kind == text::TokenKind::kPunctuation &&
           (Is(i, "\"") || Is(i, "'") || words_[i].form == "\xE2\x80\x9C" ||
            words_[i].form == "\xE2\x80\x9D");
  };
  if (!is_quote(at) || !words_[at].space_before || !lexicon_.IsGivenName(Folded(at - 1))) return 0;
  for (size_t i = at + 2; i < std::min(size(), at + kLongest); ++i) {
    if (is_quote(i)) return IsName(i + 1) && words_[i + 1].space_before ? i + 1 - at : 0;
  }
  return 0;
}

/// "Prosecutor's Office", "People's Party": an organisation of what is no name itself.
size_t NameFinder::Sentence::JoinedPossessive(size_t at) const {
  if (!IsName(at + 1) || !(IsCommonWord(at - 1) || !lexicon_.TitleClass(Folded(at - 1)).empty())) {
    return 0;
  }
  size_t end = at + 1;
  while (IsName(end)) ++end;
  return HasRole(end - 1, kOrgLast | kEvent) ? 1 : 0;
}

/// "Ministry of Gender, Labour and Social Development": at a comma.
size_t NameFinder::Sentence::JoinedList(size_t first, size_t at) const {
  if (!Is(at, ",") || !HasRole(first, kOrgFirst) || !IsCommonWord(at - 1)) return 0;
  bool has_of = false;
  for (size_t i = first; i < at; ++i) has_of |= Is(i, "of") || Is(i, "for") || Is(i, "on");
  if (!has_of) return 0;
  for (size_t i = at + 1; i < std::min(size(), at + 8); ++i) {
    if (Is(i, "and")) return i > at + 1 && IsName(i + 1) && IsCommonWord(i + 1) ? 1 : 0;
    if (!(IsName(i) && IsCommonWord(i)) && !Is(i, ",")) return 0;
  }
  return 0;
}

void NameFinder::Sentence::SplitRun(size_t first, size_t last) {
  if (first >= last) return;
  if (last - first >= 2 && scratch_.match_length[first] == last - first) {
    Emit(first, last, false);
    return;
  }
  const size_t opening = SkipOpening(first, last);
  if (opening > first) {
    SplitRun(opening, last);
    return;
  }
  if (SplitAtTitle(first, last) || SplitAfterDemonym(first, last) ||
      SplitBeforePerson(first, last)) {
    return;
  }
  Emit(first, last, false);
}

/// Where the name begins behind what only stands before it: "Former | England", "Witness | Claire
/// Ross".
size_t NameFinder::Sentence::SkipOpening(size_t first, size_t last) const {
  if (last - first < 2 || scratch_.match_length[first] >= 2) return first;
  if (lexicon_.TitleClass(Folded(first)) == "modifier") return first + 1;
  if (last - first >= 3 && IsCommonWord(first) && !lexicon_.IsGivenName(Folded(first)) &&
      scratch_.roles[first] == 0 && lexicon_.IsCommonGivenName(Folded(first + 1)) &&
      !IsCommonWord(first + 1) && !HasRole(last - 1, kOrgLast | kPlaceLast | kEvent)) {
    return first + 1;
  }
  // "Controversial | IRA", at the start of a sentence.
  if (words_[first].initial && IsCommonWord(first) && scratch_.roles[first] == 0 &&
      lexicon_.Gazetteers(sequence_, scratch_.folded, first + 1, last).found &&
      !lexicon_.Gazetteers(sequence_, scratch_.folded, first, last).found) {
    return first + 1;
  }
  return first;
}

/// "Bangladesh Adivasi Forum | Sanjib Drong": a person behind an organisation.
bool NameFinder::Sentence::SplitBeforePerson(size_t first, size_t last) {
  if (last - first < 4 || HasRole(last - 1, kOrgLast | kPlaceLast | kEvent)) return false;
  const size_t person = last - 2;
  if (!lexicon_.IsGivenName(Folded(person)) || IsCommonWord(person) || IsCommonWord(last - 1) ||
      !HasRole(person - 1, kOrgLast)) {
    return false;
  }
  SplitRun(first, person);
  Emit(person, last, false);
  return true;
}

/// "US | Secretary of State | Antony Blinken": names on either side of a title.
bool NameFinder::Sentence::SplitAtTitle(size_t first, size_t last) {
  for (size_t i = first; i < last;) {
    if (scratch_.match_length[i] >= 2) {
      i += scratch_.match_length[i];
      continue;
    }
    size_t length = lexicon_.TitleLength(scratch_.folded, i, last);
    if (length == 0) {
      ++i;
      continue;
    }
    size_t end = i + length;
    // Modifiers are titles only before a title: "Deputy Prime Minister", not "National Bank".
    const std::string_view title_class = lexicon_.TitleClass(scratch_.folded.Slice(i, end));
    if (title_class == "modifier" || title_class == "scope") {
      length = end < last ? lexicon_.TitleLength(scratch_.folded, end, last) : 0;
      if (length == 0) {
        i = end;
        continue;
      }
      end += length;
    }
    for (size_t more = 1; more > 0 && end < last; end += more) {
      more = lexicon_.TitleLength(scratch_.folded, end, last);
    }
    const bool organisation =
        end < last ? HasRole(last - 1, kOrgLast) && !lexicon_.IsSurname(Folded(last - 1))
                   : HasRole(i, kOrgFirst | kOrgLast) && i > first;
    // "Stephen King": a title word as a family name.
    const bool surname =
        end == last && i > first && length == 1 && lexicon_.IsCommonGivenName(Folded(i - 1));
    // "Dean Jones": a title word as a given name.
    const bool given = i == first && length == 1 && last - first == 2 &&
                       lexicon_.IsCommonGivenName(Folded(i)) && !IsCommonWord(last - 1) &&
                       words_[i].form.back() != '.';
    if (organisation || surname || given) return false;
    size_t begin = i;
    while (begin > first && IsCommonWord(begin - 1) && !HasRole(begin - 1, kOrgFirst | kOrgLast) &&
           !lexicon_.IsDemonym(words_[begin - 1], Folded(begin - 1))) {
      --begin;
    }
    if (begin > first) SplitRun(first, begin);
    if (end < last) {
      if (Is(end, "of") || Is(end, "for") || Is(end, "and")) ++end;
      if (end < last) Emit(end, last, !Is(end - 1, "of") && !Is(end - 1, "for"));
    }
    return true;
  }
  return false;
}

/// "Chinese | Foreign Ministry", but "British Airways".
bool NameFinder::Sentence::SplitAfterDemonym(size_t first, size_t last) {
  if (last - first < 2 || !lexicon_.IsDemonym(words_[first], Folded(first))) return false;
  const bool private_body = HasRole(last - 1, kOrgLast | kEvent) && !HasRole(last - 1, kOfState);
  if (private_body) return false;
  // "Christian Cullen": a demonym as a given name.
  if (last - first == 2 && lexicon_.IsCommonGivenName(Folded(first)) && !IsCommonWord(first + 1) &&
      scratch_.roles[first + 1] == 0) {
    return false;
  }
  Emit(first, first + 1, false);
  SplitRun(first + 1, last);
  return true;
}

void NameFinder::Sentence::Emit(size_t first, size_t last, bool titled) {
  while (last > first && !words_[last - 1].IsWord() &&
         words_[last - 1].kind != text::TokenKind::kNumber && scratch_.match_length[first] < 2) {
    --last;
  }
  if (first >= last) return;
  NameCandidate candidate;
  candidate.first = static_cast<uint32_t>(first);
  candidate.last = static_cast<uint32_t>(last);
  candidate.titled = titled;
  const GazetteerMatch match = lexicon_.Gazetteers(sequence_, scratch_.folded, first, last);
  candidate.known = match.found;
  candidate.scores = match.scores;
  if (last - first == 1 && !titled) {
    const bool role = HasRole(first, kOrgFirst | kOrgLast | kPlaceFirst | kPlaceLast | kEvent |
                                         kEventFirst | kDirection | kSuffix);
    candidate.only_person = role && (!match.found || IsCommonWord(first)) &&
                            words_[first].letter_case != text::CaseClass::kUpper &&
                            At(match.scores, EntityType::kOrganization) < 40;
    candidate.unsure = (words_[first].initial || sequence_.shouting) && IsCommonWord(first) &&
                       At(match.scores, EntityType::kOrganization) < 40;
    // A small town or company of a common word's name is rarely meant.
    if (match.found && IsCommonWord(first) && !lexicon_.IsCountry(Folded(first)) &&
        !lexicon_.IsDemonym(words_[first], Folded(first))) {
      for (int32_t& score : candidate.scores) score /= 2;
    }
  }
  candidate.scores += Score(first, last, candidate);
  candidates_->push_back(candidate);
}

}  // namespace nutgraf::language
