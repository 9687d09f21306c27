#include "service/extract/participants/organizations.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nutgraf::extract::participants {
namespace {

using Words = std::vector<std::string>;

constexpr size_t kMaxCandidates = 48;
constexpr float kSureOfGeneric = 0.5F;
constexpr float kExact = 0.97F;
constexpr float kAcronym = 0.95F;
constexpr float kKnown = 0.93F;
constexpr float kVariant = 0.9F;
constexpr float kTail = 0.82F;
constexpr float kHead = 0.75F;

std::string Join(std::span<const std::string> words) {
  std::string key;
  for (const std::string& word : words) {
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key;
}

bool StartsWith(const Words& longer, const Words& shorter) {
  return shorter.size() < longer.size() &&
         std::equal(shorter.begin(), shorter.end(), longer.begin());
}

bool EndsWith(const Words& longer, const Words& shorter) {
  return shorter.size() < longer.size() &&
         std::equal(shorter.begin(), shorter.end(), longer.end() - shorter.size());
}

class OrganizationClusterer {
 public:
  OrganizationClusterer(const Reading& reading, Cast* cast) : reading_(reading), cast_(*cast) {}

  void Run() {
    CollectKeys();
    // Longer names first, so that a short form finds them wherever it stands.
    std::stable_sort(order_.begin(), order_.end(), [this](uint32_t a, uint32_t b) {
      return cast_.names[a].words.size() > cast_.names[b].words.size();
    });
    for (const uint32_t i : order_) PlaceKey(i);
    LinkNames();
    LinkGroups();
    for (Cluster& cluster : cast_.clusters) {
      if (cluster.type == NameType::kOrganization) Describe(&cluster);
    }
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  /// The first founding name of every different key.
  void CollectKeys() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const Name& name = cast_.names[i];
      if (name.type != NameType::kOrganization || name.cluster != kNone || !name.founds) continue;
      // "the Senate" is a name, "the Ministry" mostly none.
      if (name.words.size() == 1 && Generic(name.words.front()) &&
          name.confidence < kSureOfGeneric) {
        continue;
      }
      if (keys_.emplace(name.key, kNone).second) order_.push_back(i);
    }
  }

  bool Generic(const std::string& word) const {
    return static_cast<bool>(lexicon().Organization(word));
  }

  /// Without legal form at the end and country or demonym at the start; "x department" for
  /// "department of x".
  Words Normal(const Words& words) const {
    Words normal = words;
    while (normal.size() > 1 && lexicon().IsCorporateSuffix(normal.back())) normal.pop_back();
    if (!normal.empty() && normal.back() == ",") normal.pop_back();
    if (normal.size() > 2 && OwnerCountry(normal.front()) >= 0) normal.erase(normal.begin());
    if (normal.size() >= 3 && normal[1] == "of" && Generic(normal[0])) {
      size_t from = 2;
      if (normal[from] == "the" && normal.size() > 3) ++from;
      Words turned(normal.begin() + static_cast<std::ptrdiff_t>(from), normal.end());
      turned.push_back(normal[0]);
      return turned;
    }
    return normal;
  }

  /// The country that a word of an organisation's name says: "pakistan", "norwegian", "us".
  int32_t OwnerCountry(const std::string& word) const {
    const int32_t country = lexicon().CountryByDemonym(word);
    if (country >= 0) return country;
    std::string upper = word;
    for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return lexicon().CountryByName(word, upper);
  }

  std::string Canonical(uint32_t i) const {
    const Name& name = cast_.names[i];
    return std::string(
        lexicon().CanonicalOrganization(name.key, reading_.document().Slice(name.tokens)));
  }

  void PlaceKey(uint32_t i) {
    Name& name = cast_.names[i];
    int32_t id = kNone;
    float score = 0;
    if (!name.stands_for.empty()) {
      const auto full = keys_.find(name.stands_for);
      if (full != keys_.end() && full->second != kNone) {
        id = full->second;
        score = kAcronym;
      }
    }
    const std::string canonical = Canonical(i);
    if (id == kNone && !canonical.empty()) {
      if (const auto known = by_canonical_.find(canonical); known != by_canonical_.end()) {
        id = known->second;
        score = kKnown;
      }
    }
    const Words normal = Normal(name.words);
    if (id == kNone) id = FindVariant(name, normal, &score);
    if (id == kNone) {
      id = cast_.Found(i, NameType::kOrganization);
    }
    keys_[name.key] = id;
    scores_[name.key] = score;
    if (!canonical.empty()) by_canonical_.try_emplace(canonical, id);
    by_normal_.try_emplace(Join(normal), id);
    Remember(&by_last_[normal.back()], normal, id);
    Remember(&by_first_[normal.front()], normal, id);
  }

  struct Entry {
    Words words;
    int32_t cluster;
  };

  static void Remember(std::vector<Entry>* bucket, const Words& words, int32_t id) {
    if (bucket->size() < kMaxCandidates) bucket->push_back({words, id});
  }

  int32_t FindVariant(const Name& name, const Words& normal, float* score) const {
    if (const auto same = by_normal_.find(Join(normal)); same != by_normal_.end()) {
      *score = kVariant;
      return same->second;
    }
    const bool single = normal.size() == 1;
    if (single && !name.stands_for.empty()) return kNone;
    if (const auto bucket = by_last_.find(normal.back()); bucket != by_last_.end()) {
      for (const Entry& entry : bucket->second) {
        if (!EndsWith(entry.words, normal)) continue;
        if (single && lexicon().IsCompany(name.key)) continue;
        *score = kTail;
        return entry.cluster;
      }
    }
    if (single && Generic(normal.front())) return kNone;
    if (const auto bucket = by_first_.find(normal.front()); bucket != by_first_.end()) {
      for (const Entry& entry : bucket->second) {
        if (!StartsWith(entry.words, normal)) continue;
        const std::string& next = entry.words[normal.size()];
        const bool open = next == "of" || next == "for" || next == "and" || next == "&" ||
                          next == "in" || next == "," || next == "'s";
        const bool general = Generic(entry.words.back()) && entry.words.size() <= normal.size() + 2;
        if (!open && !general && !single) continue;
        if (single && lexicon().CountryByDemonym(normal.front()) >= 0) continue;
        *score = kHead;
        return entry.cluster;
      }
    }
    return kNone;
  }

  /// Every name of a placed key joins its cluster.
  void LinkNames() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      Name& name = cast_.names[i];
      if (name.type != NameType::kOrganization || name.cluster != kNone) continue;
      auto found = keys_.find(name.key);
      if (found == keys_.end() && !name.stands_for.empty()) found = keys_.find(name.stands_for);
      if (found == keys_.end() || found->second == kNone) {
        float score = 0;
        const int32_t id = FindVariant(name, Normal(name.words), &score);
        if (id != kNone) cast_.Link(i, id, MentionKind::kAlias, score);
        continue;
      }
      const float score = scores_[name.key];
      cast_.Link(i, found->second, MentionKind::kName, score > 0 ? score : kExact);
    }
  }

  void LinkGroups() {
    std::map<std::string, int32_t> groups;
    for (const bool founding : {true, false}) {
      for (uint32_t i = 0; i < cast_.names.size(); ++i) {
        Name& name = cast_.names[i];
        if (name.type != NameType::kGroup || name.family || name.cluster != kNone ||
            name.founds != founding) {
          continue;
        }
        const auto found = groups.find(name.key);
        if (found != groups.end()) {
          cast_.Link(i, found->second, MentionKind::kName, kExact);
        } else if (founding) {
          groups.emplace(name.key, cast_.Found(i, NameType::kGroup));
        }
      }
    }
  }

  /// The kind from the head noun, the country from the name or from what stands right before it.
  void Describe(Cluster* cluster) const {
    const Name& name = cast_.names[cluster->longest];
    const Words& words = name.words;
    const auto of = std::find_if(words.begin(), words.end(), [](const std::string& w) {
      return w == "of" || w == "for" || w == "on" || w == "in";
    });
    const std::string& head = of == words.begin() || of == words.end() ? words.back() : *(of - 1);
    if (const OrganizationNoun noun = lexicon().Organization(head)) {
      cluster->kind = noun.kind;
    }
    if (lexicon().IsCompany(name.key) || lexicon().IsCorporateSuffix(words.back())) {
      cluster->kind = "company";
    }
    cluster->country = CountryBefore(name);
    if (cluster->country < 0 && words.size() > 1 && cluster->kind != "company") {
      cluster->country = OwnerCountry(words.front());
      if (cluster->country < 0 && of != words.end()) cluster->country = CountryAfterOf(words);
    }
    if (cluster->country >= 0) return;
    std::string_view iso = lexicon().BodyCountry(name.key);
    if (iso.empty()) iso = lexicon().BodyCountry(Join(Normal(words)));
    if (!iso.empty()) cluster->country = lexicon().CountryByCode(iso);
  }

  /// "bank of england" is of a place; "supreme court of the united states".
  int32_t CountryAfterOf(const Words& words) const {
    for (size_t i = 1; i + 1 < words.size(); ++i) {
      if (words[i] != "of") continue;
      size_t from = i + 1;
      if (words[from] == "the" && from + 1 < words.size()) ++from;
      const std::string rest = Join(std::span(words).subspan(from));
      const int32_t country = lexicon().CountryByName(rest, rest);
      if (country >= 0) return country;
    }
    return kNone;
  }

  /// "Norwegian Ministry of Fisheries", "Pakistan's Foreign Office".
  int32_t CountryBefore(const Name& name) const {
    uint32_t t = name.tokens.first;
    if (t > reading_.First(t) && reading_.IsPossessive(t - 1)) --t;
    if (t == reading_.First(t)) return kNone;
    const int32_t before = cast_.name_at[t - 1];
    if (before == kNone) return kNone;
    const Name& owner = cast_.names[before];
    const bool says = owner.type == NameType::kCountry || owner.type == NameType::kDemonym;
    return says ? owner.country : kNone;
  }

  const Reading& reading_;
  Cast& cast_;
  std::unordered_map<std::string, int32_t> keys_;  // key -> cluster
  std::unordered_map<std::string, float> scores_;
  std::unordered_map<std::string, int32_t> by_canonical_;
  std::unordered_map<std::string, int32_t> by_normal_;
  std::unordered_map<std::string, std::vector<Entry>> by_last_;
  std::unordered_map<std::string, std::vector<Entry>> by_first_;
  std::vector<uint32_t> order_;  // first names of their keys
};

}  // namespace

void ClusterOrganizations(const Reading& reading, Cast* cast) {
  OrganizationClusterer(reading, cast).Run();
}

}  // namespace nutgraf::extract::participants
