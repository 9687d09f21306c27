#include "service/extract/participants/acronyms.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nutgraf::extract::participants {
namespace {

using text::TokenRange;

constexpr size_t kMaxLetters = 8;

bool IsSmallWord(std::string_view word) {
  return word == "of" || word == "the" || word == "and" || word == "for" || word == "in" ||
         word == "on" || word == "to" || word == "de" || word == "&" || word == "at";
}

std::string WithoutStops(std::string_view acronym) {
  std::string letters;
  for (const char c : acronym) {
    if (c != '.' && c != '-') letters += c;
  }
  return letters;
}

class Resolver {
 public:
  Resolver(const Reading& reading, Cast* cast) : reading_(reading), cast_(*cast) {}

  void Run() {
    dropped_.assign(cast_.names.size(), false);
    ReadDefinitions();
    TakePending();
    ReadInitials();
    if (stands_for_.empty()) return;
    for (Name& name : cast_.names) {
      if (name.words.size() != 1 || name.type == NameType::kCountry) continue;
      if (!LooksLikeAcronym(reading_.Word(name.tokens.first))) continue;
      const auto found = stands_for_.find(WithoutStops(name.key));
      if (found == stands_for_.end()) continue;
      name.stands_for = found->second;
      name.type = NameType::kOrganization;
    }
    AddMissed();
    cast_.Index(reading_.size());
  }

 private:
  void Define(std::string_view acronym, const std::string& key) {
    stands_for_.try_emplace(WithoutStops(acronym), key);
  }

  /// "Long Name (LN)" and "LN (Long Name)".
  void ReadDefinitions() {
    for (uint32_t t = 1; t + 2 < reading_.size(); ++t) {
      if (!reading_.IsMark(t, "(") || !reading_.Story(t)) continue;
      const uint32_t inside = t + 1;
      if (reading_.IsMark(t + 2, ")") && LooksLikeAcronym(reading_.Word(inside))) {
        DefineBackward(t, inside);
        continue;
      }
      const int32_t longer = cast_.name_at[inside];
      if (longer == kNone || !LooksLikeAcronym(reading_.Word(t - 1))) continue;
      const Name& name = cast_.names[longer];
      if (name.type != NameType::kCountry && name.type != NameType::kPerson &&
          SpellsInitials(reading_.Folded(t - 1), name.words)) {
        Define(reading_.Folded(t - 1), name.key);
      }
    }
  }

  void DefineBackward(uint32_t bracket, uint32_t inside) {
    const int32_t before = cast_.name_at[bracket - 1];
    if (before != kNone) {
      const Name& name = cast_.names[before];
      if (name.type == NameType::kCountry || name.type == NameType::kPerson) return;
      const bool spelled = SpellsInitials(reading_.Folded(inside), name.words);
      const bool same_start = !name.key.empty() && name.key[0] == reading_.Folded(inside)[0];
      if (spelled || (same_start && name.type == NameType::kOrganization)) {
        Define(reading_.Folded(inside), name.key);
        return;
      }
    }
    FoundLongForm(bracket, inside);
  }

  /// The language stage missed the name before the bracket: the words whose initials spell it.
  void FoundLongForm(uint32_t bracket, uint32_t inside) {
    const std::string letters = WithoutStops(reading_.Folded(inside));
    const uint32_t from = std::max(reading_.First(bracket),
                                   bracket - std::min<uint32_t>(bracket, 2 * letters.size() + 2));
    std::vector<std::string> words;
    for (uint32_t t = bracket; t-- > from;) {
      if (!reading_.IsWord(t)) return;
      words.insert(words.begin(), std::string(reading_.Folded(t)));
      if (!reading_.Capital(t) || words.size() < 2 || !SpellsInitials(letters, words)) continue;
      if (!pending_.empty() && t < pending_.back().tokens.last) return;
      for (uint32_t u = t; u < bracket; ++u) {  // names inside are parts of the longer one
        if (cast_.name_at[u] != kNone) dropped_[cast_.name_at[u]] = true;
      }
      Name name;
      name.tokens = {t, bracket};
      name.type = NameType::kOrganization;
      name.confidence = 0.8F;
      name.words = words;
      name.key = reading_.Key(name.tokens);
      name.story = true;
      name.founds = true;
      Define(reading_.Folded(inside), name.key);
      pending_.push_back(std::move(name));
      return;
    }
  }

  /// Puts the long forms found in place of the names they cover.
  void TakePending() {
    if (pending_.empty()) return;
    std::vector<Name> kept;
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      if (!dropped_[i]) kept.push_back(std::move(cast_.names[i]));
    }
    for (Name& name : pending_) kept.push_back(std::move(name));
    cast_.names = std::move(kept);
    cast_.Index(reading_.size());
  }

  /// Names written in full stand ready for their initials of three letters and more.
  void ReadInitials() {
    for (const Name& name : cast_.names) {
      if (name.type != NameType::kOrganization || name.words.size() < 2 || !name.founds) continue;
      std::string all;
      std::string content;
      for (const std::string& word : name.words) {
        if (word.empty()) continue;
        all += word[0];
        if (!IsSmallWord(word)) content += word[0];
      }
      if (all.size() >= 3) Define(all, name.key);
      if (content.size() >= 3) Define(content, name.key);
    }
  }

  void AddMissed() {
    std::vector<Name> added;
    for (uint32_t t = 0; t < reading_.size(); ++t) {
      const text::CaseClass written = reading_.Case(t);
      if (cast_.name_at[t] != kNone || !reading_.IsWord(t) ||
          (written != text::CaseClass::kUpper && written != text::CaseClass::kMixed) ||
          !LooksLikeAcronym(reading_.Word(t))) {
        continue;
      }
      const text::ZoneType zone = reading_.document().ZoneOf(t);
      if (!text::IsStory(zone) && zone != text::ZoneType::kEmbeddedPost &&
          zone != text::ZoneType::kCaption) {
        continue;
      }
      const auto found = stands_for_.find(WithoutStops(reading_.Folded(t)));
      if (found == stands_for_.end()) continue;
      Name name;
      name.tokens = {t, t + 1};
      name.type = NameType::kOrganization;
      name.confidence = 0.8F;
      name.words = {std::string(reading_.Folded(t))};
      name.key = name.words.front();
      name.story = text::IsStory(zone);
      name.stands_for = found->second;
      added.push_back(std::move(name));
    }
    for (Name& name : added) cast_.names.push_back(std::move(name));
  }

  const Reading& reading_;
  Cast& cast_;
  std::vector<Name> pending_;  // long forms that the language stage missed
  std::vector<bool> dropped_;  // per name: covered by one of them
  std::map<std::string, std::string, std::less<>> stands_for_;  // acronym -> key of the long form
};

}  // namespace

bool LooksLikeAcronym(std::string_view written) {
  size_t upper = 0;
  size_t letters = 0;
  for (const char c : written) {
    if (c >= 'A' && c <= 'Z') {
      ++upper;
      ++letters;
    } else if (c >= 'a' && c <= 'z') {
      ++letters;
    } else if (c != '.' && c != '-' && c != '&') {
      return false;
    }
  }
  return letters <= kMaxLetters && upper >= 2 && upper * 2 > letters;
}

bool SpellsInitials(std::string_view acronym, std::span<const std::string> words) {
  const std::string letters = WithoutStops(acronym);
  if (letters.size() < 2) return false;
  std::string all;
  std::string content;
  for (const std::string& word : words) {
    if (word.empty()) continue;
    all += word[0];
    if (!IsSmallWord(word)) content += word[0];
  }
  return letters == all || letters == content;
}

void ResolveAcronyms(const Reading& reading, Cast* cast) { Resolver(reading, cast).Run(); }

}  // namespace nutgraf::extract::participants
