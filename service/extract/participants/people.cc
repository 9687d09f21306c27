#include "service/extract/participants/people.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "service/extract/participants/clauses.h"
#include "service/extract/participants/title_mentions.h"

namespace nutgraf::extract::participants {
namespace {

using text::TokenRange;

constexpr size_t kMinTranscribed = 6;  // letters of a given name that may be spelled otherwise
constexpr size_t kMaxCandidates = 48;  // people of one surname that are looked at
constexpr float kExact = 0.97F;
constexpr float kVariant = 0.92F;
constexpr float kSurname = 0.9F;
constexpr float kGivenName = 0.75F;

/// Words without suffixes: "jr.", "iii".
std::span<const std::string> Core(const Lexicon& lexicon, std::span<const std::string> words) {
  while (words.size() > 2 && lexicon.IsNameSuffix(words.back())) {
    words = words.first(words.size() - 1);
  }
  return words;
}

/// "jr", "iii"; empty for a name without one.
std::string_view SuffixOf(const Lexicon& lexicon, std::span<const std::string> words) {
  if (words.size() < 3 || !lexicon.IsNameSuffix(words.back())) return {};
  std::string_view suffix = words.back();
  if (suffix.ends_with('.')) suffix.remove_suffix(1);
  return suffix;
}

/// A father and his son: "Jr." against "Sr.".
bool SuffixesContradict(const Lexicon& lexicon, std::span<const std::string> a,
                        std::span<const std::string> b) {
  const std::string_view first = SuffixOf(lexicon, a);
  const std::string_view second = SuffixOf(lexicon, b);
  return !first.empty() && !second.empty() && first != second;
}

bool IsInitial(std::string_view word) {
  return word.size() == 1 || (word.size() == 2 && word[1] == '.');
}

/// Consonants alone, doubled ones once: "mohammed", "mohamed" and "muhammad" are one name in other
/// spellings.
std::string Skeleton(std::string_view word) {
  std::string skeleton(word.substr(0, 1));
  for (const char c : word.substr(1)) {
    const bool vowel = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
    if (!vowel && skeleton.back() != c) skeleton += c;
  }
  return skeleton;
}

bool GivenNamesAgree(const Lexicon& lexicon, std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return false;
  if (IsInitial(a) || IsInitial(b)) return a[0] == b[0];
  if (lexicon.SameGivenName(a, b)) return true;
  if (std::min(a.size(), b.size()) < kMinTranscribed || Skeleton(a) != Skeleton(b)) return false;
  // "Martin" and "Martina".
  const Gender first = lexicon.GivenNameGender(a);
  const Gender second = lexicon.GivenNameGender(b);
  return first == second || first == Gender::kUnknown || second == Gender::kUnknown;
}

/// "al-zawahri" and "zawahri".
std::string_view WithoutArticle(std::string_view word) {
  const bool article = word.size() > 4 && (word.starts_with("al-") || word.starts_with("el-"));
  return article ? word.substr(3) : word;
}

bool SameWord(std::string_view a, std::string_view b) {
  return WithoutArticle(a) == WithoutArticle(b);
}

bool EndsWith(std::span<const std::string> longer, std::span<const std::string> shorter) {
  return shorter.size() <= longer.size() &&
         std::equal(shorter.begin(), shorter.end(), longer.end() - shorter.size(), SameWord);
}

class PeopleClusterer {
 public:
  PeopleClusterer(const Reading& reading, const std::vector<NameTitles>& titles, Cast* cast)
      : reading_(reading), titles_(titles), cast_(*cast), clauses_(reading), headline_(reading) {}

  void Run() {
    for (const bool founding : {true, false}) {
      for (uint32_t i = 0; i < cast_.names.size(); ++i) {
        const Name& name = cast_.names[i];
        if (name.type != NameType::kPerson || name.founds != founding) continue;
        if (Words(i).size() >= 2) LinkFull(i, founding);
      }
    }
    for (uint32_t i = 0; i < cast_.names.size(); ++i) Remember(i);
    for (const bool founding : {true, false}) {
      for (uint32_t i = 0; i < cast_.names.size(); ++i) {
        const Name& name = cast_.names[i];
        if (name.type == NameType::kPerson && name.founds == founding && Words(i).size() == 1) {
          LinkSingle(i, founding);
        }
      }
    }
    CorrectTypes();
    LinkFamilies();
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }
  std::span<const std::string> Words(uint32_t i) const {
    return Core(lexicon(), cast_.names[i].words);
  }

  void LinkFull(uint32_t i, bool founding) {
    const auto words = Words(i);
    std::vector<int32_t>& bucket = by_surname_[std::string(WithoutArticle(words.back()))];
    // Latest first: a bucket of thousands is no article's.
    size_t looked = 0;
    for (auto it = bucket.rbegin(); it != bucket.rend() && looked < kMaxCandidates;
         ++it, ++looked) {
      const std::vector<std::string>& other = cast_.names[cast_.clusters[*it].longest].words;
      const bool exact = cast_.names[i].words == other;
      if (exact || SamePerson(lexicon(), cast_.names[i].words, other)) {
        cast_.Link(i, *it, MentionKind::kName, exact ? kExact : kVariant);
        IndexWords(i, *it);
        return;
      }
    }
    if (!founding) return;
    const int32_t id = cast_.Found(i, NameType::kPerson);
    bucket.push_back(id);
    IndexWords(i, id);
  }

  void IndexWords(uint32_t i, int32_t cluster) {
    for (const std::string& word : Words(i)) {
      std::vector<int32_t>& ids = by_word_[std::string(WithoutArticle(word))];
      if (ids.size() < kMaxCandidates && std::find(ids.begin(), ids.end(), cluster) == ids.end()) {
        ids.push_back(cluster);
      }
    }
  }

  void Remember(uint32_t i) {
    const int32_t id = cast_.names[i].cluster;
    if (id == kNone) return;
    if (mentions_.size() <= static_cast<size_t>(id)) mentions_.resize(id + 1);
    mentions_[id].push_back(cast_.names[i].tokens.first);
  }

  /// The last token before `token` at which the cluster was named; -1 when it comes later.
  int64_t LastBefore(int32_t id, uint32_t token) const {
    if (static_cast<size_t>(id) >= mentions_.size()) return -1;
    const auto& positions = mentions_[id];
    const auto it = std::lower_bound(positions.begin(), positions.end(), token);
    return it == positions.begin() ? -1 : static_cast<int64_t>(*(it - 1));
  }

  /// The person that a single word names, by the place of the word in the full name, gender, title
  /// and nearness; kNone when there is none.
  int32_t BestFor(uint32_t i, float* score) const {
    const Name& name = cast_.names[i];
    const std::string word(WithoutArticle(Words(i).front()));
    const auto found = by_word_.find(word);
    if (found == by_word_.end()) return kNone;
    int32_t best = kNone;
    std::pair<int, int64_t> best_rank = {-1, -1};
    for (const int32_t id : found->second) {
      const auto full = Words(cast_.clusters[id].longest);
      const bool surname = WithoutArticle(full.back()) == word;
      const Gender wanted = titles_[i].gender;
      const Gender gender = GenderOf(id);
      if (wanted != Gender::kUnknown && gender != Gender::kUnknown && wanted != gender) continue;
      int rank = surname ? 4 : full.front() == word ? 2 : 1;
      if (!titles_[i].group.empty() && HasTitle(id, titles_[i].group)) rank += 3;
      const int64_t last = LastBefore(id, name.tokens.first);
      if (surname) {
        // "Roe was born to Max Roe": a relative named later is somebody else; one named before
        // gives way to the other people of that name.
        const bool relative = IsRelative(id);
        if (relative && last < 0) continue;
        if (titles_[i].group.empty() && BearsAnotherName(id, word)) continue;
        if (!relative) ++rank;
      }
      if (std::pair(rank, last) > best_rank) {
        best_rank = {rank, last};
        best = id;
        *score = surname ? kSurname : kGivenName;
      }
    }
    return best;
  }

  Gender GenderOf(int32_t id) const {
    const Name& name = cast_.names[cast_.clusters[id].longest];
    if (titles_[cast_.clusters[id].longest].gender != Gender::kUnknown) {
      return titles_[cast_.clusters[id].longest].gender;
    }
    return name.words.size() > 1 ? lexicon().GivenNameGender(name.words.front()) : Gender::kUnknown;
  }

  /// "his wife Ann Roe", "the daughter of Max Roe and Ann Lee".
  bool IsRelative(int32_t id) const {
    const Cluster& cluster = cast_.clusters[id];
    const TokenRange range = cast_.names[cluster.longest].tokens;
    return titles_[cluster.longest].kin || clauses_.OfKin(reading_.HeadOf(range));
  }

  /// The title has a full name with this surname, of another person.
  bool BearsAnotherName(int32_t id, const std::string& surname) const {
    const std::string given = headline_.GivenNameOf(surname, lexicon());
    if (given.empty()) return false;
    const std::vector<std::string>& words = cast_.names[cast_.clusters[id].longest].words;
    return std::none_of(words.begin(), words.end() - 1, [&](const std::string& word) {
      return GivenNamesAgree(lexicon(), word, given);
    });
  }

  bool HasTitle(int32_t id, std::string_view group) const {
    return titles_[cast_.clusters[id].longest].group == group;
  }

  void LinkSingle(uint32_t i, bool founding) {
    Name& name = cast_.names[i];
    float score = 0;
    const int32_t best = BestFor(i, &score);
    if (best != kNone) {
      cast_.Link(i, best, MentionKind::kAlias, score);
      auto& positions = mentions_[best];
      positions.insert(std::lower_bound(positions.begin(), positions.end(), name.tokens.first),
                       name.tokens.first);
      return;
    }
    if (const int32_t country =
            lexicon().CountryByName(name.key, reading_.document().Slice(name.tokens));
        country >= 0 && !lexicon().IsGivenName(name.key)) {
      name.type = NameType::kCountry;
      name.country = country;
      return;
    }
    const auto single = singles_.find(name.key);
    if (single != singles_.end()) {
      cast_.Link(i, single->second, MentionKind::kName, kExact);
    } else if (founding) {
      singles_.emplace(name.key, cast_.Found(i, NameType::kPerson));
    }
  }

  /// A lone word that the language stage took for something else, but that is the surname of a
  /// person of the article.
  void CorrectTypes() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      Name& name = cast_.names[i];
      const bool place =
          name.type == NameType::kPlace && name.country < 0 && name.use != PlaceUse::kLocated;
      const bool other = (name.type == NameType::kOrganization && name.stands_for.empty() &&
                          !lexicon().IsCompany(name.key)) ||
                         name.type == NameType::kOther;
      if (name.words.size() != 1 || (!place && !other)) continue;
      const auto found = by_word_.find(name.words.front());
      if (found == by_word_.end()) continue;
      float score = 0;
      const int32_t best = BestFor(i, &score);
      if (best == kNone || Words(cast_.clusters[best].longest).back() != name.words.front()) {
        continue;
      }
      name.type = NameType::kPerson;
      cast_.Link(i, best, MentionKind::kAlias, score * 0.8F);
    }
  }

  /// "the Bidens": one group a family.
  void LinkFamilies() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const Name& name = cast_.names[i];
      if (!name.family) continue;
      const auto found = families_.find(name.key);
      if (found != families_.end()) {
        cast_.Link(i, found->second, MentionKind::kName, kExact);
      } else if (name.founds) {
        families_.emplace(name.key, cast_.Found(i, NameType::kGroup));
      }
    }
  }

  const Reading& reading_;
  const std::vector<NameTitles>& titles_;
  Cast& cast_;
  const Clauses clauses_;
  const TitleMentions headline_;
  std::unordered_map<std::string, std::vector<int32_t>> by_surname_;
  std::unordered_map<std::string, std::vector<int32_t>> by_word_;
  std::unordered_map<std::string, int32_t> singles_;
  std::unordered_map<std::string, int32_t> families_;
  std::vector<std::vector<uint32_t>> mentions_;  // per cluster, token positions ascending
};

}  // namespace

bool SamePerson(const Lexicon& lexicon, std::span<const std::string> a,
                std::span<const std::string> b) {
  if (SuffixesContradict(lexicon, a, b)) return false;
  a = Core(lexicon, a);
  b = Core(lexicon, b);
  if (a.size() < 2 || b.size() < 2 || !SameWord(a.back(), b.back())) return false;
  if (EndsWith(a, b) || EndsWith(b, a)) return true;  // "Haider Shah", "Syed Haider Shah"
  if (!GivenNamesAgree(lexicon, a.front(), b.front())) return false;
  // Middle names must not contradict each other.
  return a.size() == 2 || b.size() == 2 || a[1][0] == b[1][0];
}

void ClusterPeople(const Reading& reading, const std::vector<NameTitles>& titles, Cast* cast) {
  PeopleClusterer(reading, titles, cast).Run();
}

}  // namespace nutgraf::extract::participants
