#include "service/extract/participants/names.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace nutgraf::extract::participants {
namespace {

using language::EntityMention;
using language::EntityType;
using language::Upos;
using text::TokenRange;
using text::ZoneType;

constexpr uint32_t kMaxNameWords = 16;
constexpr float kTableConfidence = 0.9F;
constexpr float kSure = 0.9F;

bool IsArticle(std::string_view folded) {
  return folded == "the" || folded == "a" || folded == "an" || folded == "this" || folded == "that";
}

/// Zones whose names join participants of the story; bylines, comments, related links and
/// boilerplate are about something else.
bool MayJoin(ZoneType zone) {
  return text::IsStory(zone) || zone == ZoneType::kEmbeddedPost || zone == ZoneType::kCaption ||
         zone == ZoneType::kDateline;
}

class Collector {
 public:
  Collector(const Reading& reading, Cast* cast) : reading_(reading), cast_(*cast) {}

  void Run() {
    covered_.assign(reading_.size(), false);
    for (const EntityMention& entity : reading_.annotations().entities) AddEntity(entity);
    AgreeOnTypes();
    MarkFamilies();
    AddCountries();
    std::sort(cast_.names.begin(), cast_.names.end(),
              [](const Name& a, const Name& b) { return a.tokens.first < b.tokens.first; });
    cast_.name_at.assign(reading_.size(), kNone);
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const TokenRange range = cast_.names[i].tokens;
      for (uint32_t t = range.first; t < range.last; ++t) {
        cast_.name_at[t] = static_cast<int32_t>(i);
      }
    }
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  void Cover(TokenRange range) {
    for (uint32_t t = range.first; t < range.last; ++t) covered_[t] = true;
  }

  /// Drops articles before and possessives after.
  TokenRange Trim(TokenRange range) const {
    const auto stray = [this](uint32_t t) {
      const text::TokenKind kind = reading_.document().tokens[t].kind;
      return kind == text::TokenKind::kEmoji || kind == text::TokenKind::kPunctuation;
    };
    while (range.size() > 1 && (IsArticle(reading_.Folded(range.first)) || stray(range.first))) {
      ++range.first;
    }
    while (range.size() > 1 && (reading_.IsPossessive(range.last - 1) ||
                                (stray(range.last - 1) && !reading_.IsMark(range.last - 1, ")")))) {
      --range.last;
    }
    return range;
  }

  /// "Spokesperson Ned Price" -> "Ned Price": titles that the language stage took in.
  TokenRange TrimTitle(TokenRange range) const {
    for (uint32_t limit = range.size(); limit > 1 && range.size() > 1; --limit) {
      uint32_t first = range.first;
      bool cut = false;
      for (uint32_t last = std::min(range.first + 3, range.last - 2) + 1; last-- > range.first;) {
        if (lexicon().IsGivenName(reading_.Folded(range.first)) && last == range.first &&
            !lexicon().IsHonorific(reading_.Folded(range.first))) {
          continue;  // "Dean Smith", "Marshal Jones"
        }
        const bool role = static_cast<bool>(reading_.RoleEndingAt(last, range.first, &first)) &&
                          first == range.first;
        if (role || (last == range.first && lexicon().IsHonorific(reading_.Folded(last)))) {
          range.first = last + 1;
          cut = true;
          break;
        }
      }
      if (!cut) break;
    }
    return range;
  }

  Name Make(TokenRange range, NameType type, float confidence) const {
    Name name;
    name.tokens = range;
    name.type = type;
    name.confidence = confidence;
    for (uint32_t t = range.first; t < range.last; ++t) {
      name.words.emplace_back(reading_.Folded(t));
    }
    name.key = reading_.Key(range);
    const ZoneType zone = reading_.document().ZoneOf(range.first);
    name.story = text::IsStory(zone);
    // Headlines are written in capitals: only sure names of several words found there.
    const bool sure = zone == ZoneType::kHeadline && range.size() > 1 && confidence >= kSure &&
                      type != NameType::kPlace;
    name.founds = name.story && (zone == ZoneType::kBody || !reading_.has_body() || sure);
    return name;
  }

  void Add(Name name) {
    Cover(name.tokens);
    cast_.names.push_back(std::move(name));
  }

  std::string Written(TokenRange range) const {
    return std::string(reading_.document().Slice(range));
  }

  void AddEntity(const EntityMention& entity) {
    TokenRange range = entity.tokens;
    if (range.empty() || range.last > reading_.size()) return;
    range.last = std::min(range.last, range.first + kMaxNameWords);
    range = Trim(range);
    if (range.empty() || covered_[range.first] || !MayJoin(reading_.document().ZoneOf(range.first)))
      return;
    switch (entity.type) {
      case EntityType::kPerson:
        AddPerson(range, entity.confidence);
        return;
      case EntityType::kOrganization:
        AddOrganization(range, entity.confidence);
        return;
      case EntityType::kLocation:
        AddLocation(range, entity.confidence);
        return;
      case EntityType::kNorp:
        AddNorp(range, entity.confidence);
        return;
      case EntityType::kMisc:
        if (!AddIfCountry(range, entity.confidence)) {
          Add(Make(range, NameType::kOther, entity.confidence));
        }
        return;
    }
  }

  /// One name, one type: a name of several words that the language stage read in two ways takes the
  /// reading it was surer of over all its mentions.
  void AgreeOnTypes() {
    struct Votes {
      float person = 0;
      float organization = 0;
      float place = 0;
    };
    std::unordered_map<std::string, Votes> votes;
    for (const Name& name : cast_.names) {
      if (name.words.size() < 2) continue;
      Votes& vote = votes[name.key];
      if (name.type == NameType::kPerson) {
        const bool given = lexicon().IsGivenName(name.words.front());
        vote.person += name.confidence * (given ? 1.3F : 0.8F);
      } else if (name.type == NameType::kOrganization) {
        vote.organization += name.confidence;
      } else if (name.type == NameType::kPlace) {
        vote.place += name.confidence;
      }
    }
    for (Name& name : cast_.names) {
      if (name.words.size() < 2) continue;
      if (name.type != NameType::kPerson && name.type != NameType::kOrganization &&
          name.type != NameType::kPlace) {
        continue;
      }
      const Votes& vote = votes[name.key];
      if (vote.person > std::max(vote.organization, vote.place)) {
        name.type = NameType::kPerson;
      } else {
        name.type = vote.organization >= vote.place ? NameType::kOrganization : NameType::kPlace;
      }
    }
  }

  bool AddIfCountry(TokenRange range, float confidence) {
    const int32_t country = lexicon().CountryByName(reading_.Key(range), Written(range));
    if (country < 0) return false;
    Name name = Make(range, NameType::kCountry, std::max(confidence, kTableConfidence));
    name.country = country;
    Add(std::move(name));
    return true;
  }

  /// "the Trump era", "the Lockerbie bombing": the name of something else.
  bool IsLabel(TokenRange range) const {
    const uint32_t next = range.last;
    if (next >= reading_.Last(range.first)) return false;
    const NameLabel label = lexicon().Label(reading_.Folded(next));
    const bool article =
        range.first > reading_.First(range.first) && IsArticle(reading_.Folded(range.first - 1));
    return label == NameLabel::kPeriod || (label == NameLabel::kThing && article);
  }

  /// Drops capitals of the words before a name that the language stage took in without being sure:
  /// "for Counterterrorism Christopher Landberg", "Late Ann Lee". No table knows every given name.
  TokenRange TrimStrangers(TokenRange range, float confidence) const {
    if (confidence >= kSure) return range;
    while (range.size() >= 3) {
      const std::string_view word = reading_.Folded(range.first);
      const bool known = lexicon().IsGivenName(word) || lexicon().IsSurname(word) ||
                         word.size() <= 2 || word.find('.') != std::string_view::npos;
      if (known || !lexicon().IsGivenName(reading_.Folded(range.first + 1))) break;
      ++range.first;
    }
    return range;
  }

  /// Takes in family names that look like titles: "Syed Haider Shah,".
  TokenRange Extend(TokenRange range) const {
    const uint32_t end = reading_.Last(range.first);
    while (range.last < end && !covered_[range.last] && reading_.IsWord(range.last) &&
           reading_.Case(range.last) == text::CaseClass::kCapitalized &&
           lexicon().IsSurname(reading_.Folded(range.last)) &&
           (range.last + 1 >= end || !reading_.Capital(range.last + 1))) {
      ++range.last;
    }
    return range;
  }

  /// "Korea's Kim Shin-Wook", "Saudi Crown Prince Sultan": the owner is no part of the name.
  TokenRange TrimOwner(TokenRange range) const {
    for (uint32_t t = range.first + 1; t + 1 < range.last; ++t) {
      if (reading_.IsPossessive(t)) return {t + 1, range.last};
    }
    const std::string_view first = reading_.Folded(range.first);
    if (range.size() > 2 && lexicon().CountryByDemonym(first) >= 0) {
      const TokenRange rest = {range.first + 1, range.last};
      if (TrimTitle(rest).first != rest.first) return rest;
    }
    return range;
  }

  /// "the Governor General": a post of two words, of which the language stage took one for a name.
  bool IsPartOfPost(TokenRange range) const {
    if (range.size() != 1 || range.first == reading_.First(range.first)) return false;
    uint32_t first = range.first;
    const RoleNoun role = reading_.RoleEndingAt(range.first, range.first - 1, &first);
    return role && first < range.first;
  }

  void AddPerson(TokenRange range, float confidence) {
    if (IsPartOfPost(range)) return;
    range = Extend(TrimStrangers(TrimTitle(TrimOwner(range)), confidence));
    Name name = Make(range, NameType::kPerson, confidence);
    const uint32_t next = range.last;
    if (next < reading_.Last(range.first)) {
      const NameLabel label = lexicon().Label(reading_.Folded(next));
      // "the Trump era", "the Lockerbie bombing": after a name with an article, a label.
      const bool article =
          range.first > reading_.First(range.first) && IsArticle(reading_.Folded(range.first - 1));
      if (label == NameLabel::kPeriod || (label == NameLabel::kThing && article)) {
        name.founds = false;
      }
    }
    Add(std::move(name));
  }

  /// "the Bidens", "the Smith family" are groups, not the person. Sure where the story names
  /// someone of that surname, or the tables know it.
  void MarkFamilies() {
    std::unordered_set<std::string> surnames;
    for (const Name& name : cast_.names) {
      if (name.type == NameType::kPerson && name.words.size() > 1) {
        surnames.insert(name.words.back());
      }
    }
    for (Name& name : cast_.names) MarkFamily(surnames, &name);
  }

  void MarkFamily(const std::unordered_set<std::string>& surnames, Name* name) {
    const uint32_t first = name->tokens.first;
    if (name->tokens.size() != 1 || first == reading_.First(first)) return;
    if (!name->story || reading_.Folded(first - 1) != "the") return;
    if (name->type == NameType::kCountry || name->type == NameType::kPlace) return;
    const std::string& word = name->words.front();
    const auto known = [&](const std::string& surname) {
      if (surnames.contains(surname)) return true;
      return name->type == NameType::kPerson && lexicon().IsSurname(surname);
    };
    const uint32_t next = name->tokens.last;
    if (next < reading_.Last(first) && reading_.Folded(next) == "family" && !covered_[next] &&
        known(word)) {
      const bool founds = name->founds;
      *name = Make({first, next + 1}, NameType::kGroup, name->confidence);
      name->founds = founds;
      name->family = true;
      Cover(name->tokens);
      return;
    }
    const bool plural = word.size() > 3 && word.ends_with("s") && !word.ends_with("ss");
    if (!plural || known(word) || lexicon().CountryByDemonym(word) >= 0) return;
    const std::string stem = word.substr(0, word.size() - (word.ends_with("es") ? 2 : 1));
    if (!known(word.substr(0, word.size() - 1)) && !known(stem)) return;
    name->type = NameType::kGroup;
    name->family = true;
  }

  void AddOrganization(TokenRange range, float confidence) {
    if (AddIfCountry(range, confidence)) return;
    if (const uint32_t person = PersonInside(range); person != range.last) {
      Add(Make({range.first, person}, NameType::kOrganization, confidence));
      AddPerson({person, range.last}, confidence);
      return;
    }
    Name name = Make(range, NameType::kOrganization, confidence);
    if (range.size() == 1 && IsLabel(range)) name.founds = false;
    Add(std::move(name));
  }

  /// "Coast Guard Marcus Tremblay": where a person's name follows the head noun of an organisation.
  uint32_t PersonInside(TokenRange range) const {
    if (range.size() < 4) return range.last;
    const uint32_t given = range.last - 2;
    const bool person = lexicon().IsGivenName(reading_.Folded(given)) &&
                        !lexicon().Organization(reading_.Folded(given)) &&
                        !lexicon().Organization(reading_.Folded(given + 1)) &&
                        lexicon().Organization(reading_.Folded(given - 1));
    return person ? given : range.last;
  }

  void AddLocation(TokenRange range, float confidence) {
    if (AddIfCountry(range, confidence)) return;
    const std::string key = reading_.Key(range);
    if (!lexicon().BodyCountry(key).empty()) {  // "White House", "Kremlin"
      Add(Make(range, NameType::kOrganization, confidence));
      return;
    }
    Name name = Make(range, NameType::kPlace, confidence);
    name.country = lexicon().CountryByCapital(key);
    name.capital = name.country >= 0 || !lexicon().CityStandsFor(key).empty();
    Add(std::move(name));
  }

  void AddNorp(TokenRange range, float confidence) {
    if (AddIfCountry(range, confidence)) return;
    const uint32_t last = range.last - 1;
    Name name = Make(range, NameType::kDemonym, confidence);
    name.country = lexicon().CountryByDemonym(name.key);
    if (StandsAsGroup(range, last)) name.type = NameType::kGroup;
    // "the Bolivian government": the country, as long as nothing longer is named.
    const uint32_t next = range.last;
    if (name.country >= 0 && name.type == NameType::kDemonym && next < reading_.Last(range.first) &&
        !covered_[next] && lexicon().Organization(reading_.Folded(next)).kind == "government") {
      const int32_t country = name.country;
      name = Make({range.first, next + 1}, NameType::kCountry, confidence);
      name.country = country;
      name.nominal = true;
    }
    Add(std::move(name));
  }

  /// "Republicans", "the French said": people, not an adjective.
  bool StandsAsGroup(TokenRange range, uint32_t last) const {
    const std::string_view word = reading_.Folded(last);
    const uint32_t end = reading_.Last(last);
    const uint32_t next = last + 1;
    const Upos after = next < end ? reading_.Pos(next) : Upos::kPunct;
    const bool modifies = (after == Upos::kNoun || after == Upos::kPropn || after == Upos::kAdj) &&
                          !reading_.IsPossessive(next);
    if (modifies) return false;
    if (word.ends_with("s") && !word.ends_with("ss") && !word.ends_with("us")) return true;
    if (lexicon().IsPeople(word) && word.ends_with("men")) return true;
    const bool article =
        range.first > reading_.First(last) && reading_.Folded(range.first - 1) == "the";
    return article && next < end && reading_.IsVerb(next);
  }

  /// Longest match of country names over tokens that no entity covers.
  void AddCountries() {
    const auto longest = static_cast<uint32_t>(std::clamp(lexicon().MaxCountryWords(), 1, 8));
    for (uint32_t t = 0; t < reading_.size(); ++t) {
      if (covered_[t] || !reading_.IsWord(t) || !reading_.Capital(t) ||
          !MayJoin(reading_.document().ZoneOf(t))) {
        continue;
      }
      const uint32_t end = std::min(reading_.Last(t), t + longest);
      for (uint32_t last = end; last > t; --last) {
        if (std::any_of(covered_.begin() + t, covered_.begin() + last, [](bool c) { return c; })) {
          continue;
        }
        if (AddIfCountry({t, last}, kTableConfidence)) {
          t = last - 1;
          break;
        }
      }
    }
  }

  const Reading& reading_;
  Cast& cast_;
  std::vector<bool> covered_;
};

}  // namespace

void CollectNames(const Reading& reading, Cast* cast) { Collector(reading, cast).Run(); }

}  // namespace nutgraf::extract::participants
