#include "service/extract/participants/titles.h"

#include <algorithm>

namespace nutgraf::extract::participants {
namespace {

using language::Upos;
using text::TokenRange;

constexpr uint32_t kBefore = 14;  // tokens looked at before a name
constexpr uint32_t kAfter = 18;   // and after one

bool IsLinkingWord(std::string_view word) {
  return word == "of" || word == "for" || word == "at" || word == "in" || word == "to" ||
         word == "on" || word == "with" || word == "from";
}

class TitleReader {
 public:
  TitleReader(const Reading& reading, const Cast& cast) : reading_(reading), cast_(cast) {}

  NameTitles Read(uint32_t index) const {
    NameTitles result;
    const Name& name = cast_.names[index];
    if (name.type != NameType::kPerson) return result;
    ReadHonorifics(name, &result);
    ReadBefore(name, &result);
    ReadAfter(name, &result);
    if (!result.titles.empty()) result.group = result.titles.front().group;
    return result;
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  const Name* NameAt(uint32_t token) const {
    const int32_t i = cast_.name_at[token];
    return i == kNone ? nullptr : &cast_.names[i];
  }

  static bool Owns(const Name& name) {
    return name.type == NameType::kOrganization || name.type == NameType::kCountry ||
           name.type == NameType::kDemonym || name.type == NameType::kGroup;
  }

  /// "Mrs. Clinton": says the gender, is no title.
  void ReadHonorifics(const Name& name, NameTitles* result) const {
    const uint32_t first = reading_.First(name.tokens.first);
    for (uint32_t t = name.tokens.first; t > first && t + 3 > name.tokens.first; --t) {
      const std::string_view word = reading_.Folded(t - 1);
      if (!lexicon().IsHonorific(word)) return;
      const Gender gender = lexicon().HonorificGender(word);
      if (gender != Gender::kUnknown) result->gender = gender;
    }
  }

  bool IsModifier(uint32_t t) const {
    const std::string_view word = reading_.Folded(t);
    if (lexicon().IsTitleModifier(word) || word == "former" || word == "ex") return true;
    if (!reading_.IsWord(t) || reading_.IsVerb(t) || lexicon().IsTitleStop(word)) return false;
    const Upos pos = reading_.Pos(t);
    return pos == Upos::kNoun || pos == Upos::kPropn || pos == Upos::kAdj;
  }

  void Own(const Name& owner, int32_t index, NameTitle* title) const {
    if (owner.type == NameType::kOrganization) {
      title->organization = index;
      if (title->country == kNone) title->country = owner.country;
    } else if (owner.country >= 0) {
      title->country = owner.country;
    }
  }

  // ---- before the name

  void ReadBefore(const Name& name, NameTitles* result) const {
    const uint32_t begin = reading_.First(name.tokens.first);
    const uint32_t from = name.tokens.first > begin + kBefore ? name.tokens.first - kBefore : begin;
    uint32_t end = name.tokens.first;
    while (end > from && lexicon().IsHonorific(reading_.Folded(end - 1)) &&
           !lexicon().Role(reading_.Folded(end - 1))) {
      --end;
    }
    bool apposed = false;
    if (end > from && reading_.IsMark(end - 1, ",")) {  // "the chief executive, X, said"
      apposed = true;
      --end;
    }
    uint32_t head_end = end;  // one past the role noun
    uint32_t role_first = 0;
    RoleNoun role = FindHead(from, end, &head_end, &role_first);
    if (!role || role.kind == "kin") {
      if (role && result->gender == Gender::kUnknown) result->gender = role.gender;
      if (role) result->kin = IsOwned(from, role_first);
      return;
    }
    NameTitle title;
    title.group = role.group;
    uint32_t first = role_first;
    const bool definite = ExtendLeft(from, &first, &title);
    if (apposed && !definite) return;
    title.tokens = {first, head_end};
    if (head_end < end) AddComplement(head_end, end, &title);
    title.former = title.former || Former(title.tokens);
    if (result->gender == Gender::kUnknown) result->gender = role.gender;
    result->titles.push_back(title);
  }

  /// "his journalist wife", "Smith's older brother": an owner at most two words before the noun.
  bool IsOwned(uint32_t from, uint32_t noun) const {
    for (uint32_t t = noun; t > from && noun - t < 3; --t) {
      const Pronoun pronoun = lexicon().FindPronoun(reading_.Folded(t - 1));
      if (pronoun.found) return pronoun.form == PronounCase::kPossessive;
      if (reading_.IsPossessive(t - 1)) return true;
    }
    return false;
  }

  /// The role noun that ends at the name, or before a phrase of capitals that ends there:
  /// "Coordinator for Counterterrorism", "Secretary of State".
  RoleNoun FindHead(uint32_t from, uint32_t end, uint32_t* head_end, uint32_t* role_first) const {
    for (uint32_t t = end; t > from; --t) {
      const Name* owner = NameAt(t - 1);
      if (owner != nullptr && Owns(*owner) && owner->tokens.first >= from) {
        t = owner->tokens.first + 1;  // "of the Coast Guard": no guard
        continue;
      }
      if (const RoleNoun role = reading_.RoleEndingAt(t - 1, from, role_first)) {
        *head_end = t;
        if (t == end || IsLinkingWord(reading_.Folded(t))) return role;
        return {};
      }
      const uint32_t before = t - 1;
      const std::string_view word = reading_.Folded(before);
      const bool inside = reading_.Capital(before) || IsLinkingWord(word) || word == "and" ||
                          word == "the" || word == "&" || cast_.name_at[before] != kNone;
      if (!inside || (owner != nullptr && owner->type == NameType::kPerson)) {
        return {};
      }
    }
    return {};
  }

  /// Takes modifiers and the owner's name in before the head; true when an article or possessive
  /// stands before them.
  bool ExtendLeft(uint32_t from, uint32_t* first, NameTitle* title) const {
    uint32_t t = *first;
    uint32_t title_first = t;
    while (t > from) {
      const uint32_t before = t - 1;
      const Name* owner = NameAt(before);
      if (owner != nullptr && owner->type == NameType::kPerson) break;
      if (reading_.IsPossessive(before)) {  // "Microsoft's chief executive"
        const Name* possessor = before > from ? NameAt(before - 1) : nullptr;
        if (possessor != nullptr && Owns(*possessor)) {
          Own(*possessor, cast_.name_at[before - 1], title);
        }
        *first = title_first;
        return true;
      }
      if (owner != nullptr && (Owns(*owner) || owner->type == NameType::kPlace)) {
        if (owner->tokens.last != t) break;
        Own(*owner, cast_.name_at[before], title);
        t = owner->tokens.first;
        continue;
      }
      const std::string_view word = reading_.Folded(before);
      if (word == "the" || word == "a" || word == "an") {
        *first = title_first;
        return true;
      }
      if (word == "-" || word == "/") {
        --t;
        continue;
      }
      if (!IsModifier(before)) break;
      t = before;
      title_first = t;
    }
    // A name that starts the sentence's first word counts as well.
    *first = title_first;
    return false;
  }

  /// "of the Coast Guard" after the head: an organisation's or country's name ends the title, other
  /// words belong to it.
  void AddComplement(uint32_t head_end, uint32_t end, NameTitle* title) const {
    for (uint32_t t = head_end; t < end; ++t) {
      const Name* owner = NameAt(t);
      if (owner != nullptr && Owns(*owner)) {
        Own(*owner, cast_.name_at[t], title);
        return;
      }
    }
    title->tokens.last = end;
  }

  bool Former(TokenRange range) const {
    for (uint32_t t = range.first; t < range.last; ++t) {
      const std::string_view word = reading_.Folded(t);
      if (word == "former" || word == "ex" || word == "late" || word == "then" ||
          word.starts_with("ex-")) {
        return true;
      }
    }
    return false;
  }

  // ---- after the name

  void ReadAfter(const Name& name, NameTitles* result) const {
    const uint32_t sentence_end = reading_.Last(name.tokens.first);
    const uint32_t end = std::min(sentence_end, name.tokens.last + kAfter);
    uint32_t t = name.tokens.last;
    if (t >= end || !reading_.IsMark(t, ",")) return;
    ++t;
    if (t + 1 < end && reading_.Pos(t) == Upos::kNum && reading_.IsMark(t + 1, ",")) t += 2;
    NameTitle title;
    uint32_t first = t;
    uint32_t title_first = t;
    uint32_t role_first = 0;
    RoleNoun role;
    uint32_t head_end = 0;
    for (; t < end; ++t) {
      const std::string_view word = reading_.Folded(t);
      const Name* owner = NameAt(t);
      if (owner != nullptr && (Owns(*owner) || owner->type == NameType::kPlace)) {
        Own(*owner, cast_.name_at[t], &title);
        t = owner->tokens.last - 1;
        title_first = t + 1;
        continue;
      }
      if (owner != nullptr && owner->type == NameType::kPerson) return;
      if (word == "the" || word == "a" || word == "an" || reading_.IsPossessive(t) ||
          (t == first && (word == "his" || word == "her" || word == "its" || word == "their"))) {
        if (t > title_first) return;
        title_first = t + 1;
        continue;
      }
      const bool at_head = static_cast<bool>(reading_.RoleEndingAt(t, title_first, &role_first));
      if (at_head) {
        role = reading_.RoleEndingAt(t, title_first, &role_first);
        head_end = t + 1;
        continue;
      }
      if (IsModifier(t) || word == "-" || word == "/") continue;
      break;
    }
    if (!role || role.kind == "kin" || head_end == 0 || head_end < t) {
      // The head must be the last noun: "a spokesman", not "a spokesman tour".
      if (role && result->gender == Gender::kUnknown && head_end >= t) result->gender = role.gender;
      if (!role || role.kind == "kin" || head_end + 1 < t) return;
    }
    title.group = role.group;
    title.tokens = {title_first, head_end};
    if (title.tokens.empty()) return;
    ReadComplementAfter(head_end, end, &title);
    if (!Closes(title.tokens.last, end, sentence_end)) return;
    title.former = Former(title.tokens);
    if (result->gender == Gender::kUnknown) result->gender = role.gender;
    result->titles.push_back(title);
  }

  /// Phrases after the head: "of the World Bank", "for maritime safety", "(UN and ED)".
  void ReadComplementAfter(uint32_t head_end, uint32_t end, NameTitle* title) const {
    uint32_t t = head_end;
    while (t < end) {
      if (reading_.IsMark(t, "(")) {
        uint32_t close = t;
        while (close < end && !reading_.IsMark(close, ")")) ++close;
        if (close == end) return;
        t = close + 1;
        title->tokens.last = t;
        continue;
      }
      if (!IsLinkingWord(reading_.Folded(t))) return;
      uint32_t stop = t + 1;
      bool owned = false;
      while (stop < end && InsidePhrase(stop)) {
        const Name* owner = NameAt(stop);
        if (owner != nullptr && Owns(*owner) && owner->type != NameType::kDemonym) {
          Own(*owner, cast_.name_at[stop], title);
          owned = true;
        }
        ++stop;
      }
      if (stop == t + 1) return;
      if (owned) return;
      title->tokens.last = stop;
      t = stop;
    }
  }

  bool InsidePhrase(uint32_t t) const {
    if (!reading_.IsWord(t) || reading_.IsVerb(t)) return reading_.IsMark(t, "&");
    const Upos pos = reading_.Pos(t);
    return pos == Upos::kNoun || pos == Upos::kPropn || pos == Upos::kAdj || pos == Upos::kDet ||
           pos == Upos::kCconj || pos == Upos::kNum;
  }

  /// An apposition ends at a comma, a mark that ends the sentence, or the verb.
  bool Closes(uint32_t t, uint32_t end, uint32_t sentence_end) const {
    if (t >= sentence_end) return true;
    if (t >= end) return false;
    const std::string_view word = reading_.Folded(t);
    return !reading_.IsWord(t) || reading_.IsVerb(t) || IsLinkingWord(word) || word == "who" ||
           word == "and" || word == "as" || word == "by" || word == "but" || word == "also";
  }

  const Reading& reading_;
  const Cast& cast_;
};

}  // namespace

void SilenceTitleWords(const std::vector<NameTitles>& titles, Cast* cast) {
  for (const NameTitles& beside : titles) {
    for (const NameTitle& title : beside.titles) {
      for (uint32_t t = title.tokens.first; t < title.tokens.last; ++t) {
        const int32_t name = cast->name_at[t];
        if (name == kNone || name == title.organization) continue;
        const NameType type = cast->names[name].type;
        if (type == NameType::kPerson || type == NameType::kOrganization) {
          cast->names[name].founds = false;
        }
      }
    }
  }
}

std::vector<NameTitles> ReadTitles(const Reading& reading, const Cast& cast) {
  const TitleReader reader(reading, cast);
  std::vector<NameTitles> titles;
  titles.reserve(cast.names.size());
  for (uint32_t i = 0; i < cast.names.size(); ++i) titles.push_back(reader.Read(i));
  return titles;
}

}  // namespace nutgraf::extract::participants
