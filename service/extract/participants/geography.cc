#include "service/extract/participants/geography.h"

#include <map>
#include <string>
#include <unordered_map>

namespace nutgraf::extract::participants {
namespace {

constexpr float kNamed = 0.97F;
constexpr float kSpeaks = 0.9F;
constexpr float kLeaning = 0.75F;
constexpr float kTeam = 0.7F;

class GeographyClusterer {
 public:
  GeographyClusterer(const Reading& reading, Cast* cast) : reading_(reading), cast_(*cast) {}

  void Run() {
    for (const bool founding : {true, false}) LinkCountries(founding);
    if (reading_.is_sport()) LinkTeams();
    LinkSpeakingCapitals();
    LinkLeaningCapitals();
    LinkPlaces();
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  static bool Free(const Name& name) { return name.cluster == kNone; }

  void LinkCountries(bool founding) {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const Name& name = cast_.names[i];
      if (name.type != NameType::kCountry || !Free(name) || name.use == PlaceUse::kLocated ||
          name.founds != founding) {
        continue;
      }
      const auto found = countries_.find(name.country);
      if (found != countries_.end()) {
        cast_.Link(i, found->second, MentionKind::kName, kNamed);
      } else if (founding) {
        countries_.emplace(name.country, cast_.Found(i, NameType::kCountry));
      }
    }
  }

  void LinkSpeakingCapitals() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const Name& name = cast_.names[i];
      if (name.type != NameType::kPlace || !name.capital || !Free(name) ||
          name.use != PlaceUse::kActs) {
        continue;
      }
      const int32_t id = StandsFor(name, i);
      if (id != kNone) cast_.Link(i, id, MentionKind::kMetonym, kSpeaks);
    }
  }

  void LinkLeaningCapitals() {
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const Name& name = cast_.names[i];
      if (name.type != NameType::kPlace || !name.capital || !Free(name) ||
          name.use != PlaceUse::kLeans || reading_.is_sport()) {
        continue;
      }
      const int32_t id = StandsFor(name, kNone);
      if (id != kNone) cast_.Link(i, id, MentionKind::kMetonym, kLeaning);
    }
  }

  /// The cluster that a capital stands for; founds the country on name `founder` when it has none.
  int32_t StandsFor(const Name& name, int32_t founder) {
    if (const std::string_view other = lexicon().CityStandsFor(name.key); !other.empty()) {
      const auto [known, added] = organizations_.try_emplace(knowledge::Fold(other), kNone);
      for (uint32_t i = 0; added && i < cast_.names.size(); ++i) {
        if (cast_.names[i].key == known->first && cast_.ClusterOf(i) != kNone) {
          known->second = cast_.ClusterOf(i);
          break;
        }
      }
      return known->second;
    }
    const auto found = countries_.find(name.country);
    if (found != countries_.end()) return found->second;
    if (founder == kNone || !name.founds) return kNone;
    const int32_t id = cast_.Found(static_cast<uint32_t>(founder), NameType::kCountry);
    countries_.emplace(name.country, id);
    return id;
  }

  /// In a sports report a city that plays is its team: the one that bears its name, else a team of
  /// that name alone.
  void LinkTeams() {
    std::unordered_map<std::string, int32_t> teams;
    for (uint32_t c = 0; c < cast_.clusters.size(); ++c) {
      const Cluster& cluster = cast_.clusters[c];
      if (cluster.type != NameType::kOrganization || cluster.merged_into != kNone) continue;
      const std::vector<std::string>& words = cast_.names[cluster.longest].words;
      std::string prefix;
      for (size_t i = 0; i + 1 < words.size(); ++i) {
        prefix += (i == 0 ? "" : " ") + words[i];
        teams.try_emplace(prefix, static_cast<int32_t>(c));
      }
    }
    for (uint32_t i = 0; i < cast_.names.size(); ++i) {
      const Name& name = cast_.names[i];
      const bool plays = name.use == PlaceUse::kActs || name.use == PlaceUse::kLeans;
      if (name.type != NameType::kPlace || !Free(name) || !plays || !name.story) continue;
      const auto team = teams.find(name.key);
      if (team != teams.end()) {
        cast_.Link(i, team->second, MentionKind::kAlias, kTeam);
      } else if (name.founds) {
        const int32_t id = cast_.Found(i, NameType::kOrganization);
        cast_.clusters[id].kind = "team";
        teams.emplace(name.key, id);
      }
    }
  }

  void LinkPlaces() {
    std::unordered_map<std::string, int32_t> places;
    std::unordered_map<int32_t, int32_t> countries;
    for (const bool founding : {true, false}) {
      for (uint32_t i = 0; i < cast_.names.size(); ++i) {
        const Name& name = cast_.names[i];
        const bool country = name.type == NameType::kCountry && name.use == PlaceUse::kLocated;
        if ((name.type != NameType::kPlace && !country) || !Free(name) || name.founds != founding) {
          continue;
        }
        const bool dateline =
            reading_.document().ZoneOf(name.tokens.first) == text::ZoneType::kDateline;
        int32_t id = kNone;
        if (country) {
          const auto found = countries.find(name.country);
          if (found != countries.end()) id = found->second;
        } else {
          const auto found = places.find(name.key);
          if (found != places.end()) id = found->second;
        }
        if (id != kNone) {
          cast_.Link(i, id, MentionKind::kName, kNamed);
        } else if (founding || dateline) {
          id = cast_.Found(i, NameType::kPlace);
          if (country) {
            countries.emplace(name.country, id);
          } else {
            cast_.clusters[id].country = kNone;
            places.emplace(name.key, id);
          }
        }
      }
    }
  }

  const Reading& reading_;
  Cast& cast_;
  std::map<int32_t, int32_t> countries_;          // country -> cluster
  std::map<std::string, int32_t> organizations_;  // what a city stands for -> cluster
};

}  // namespace

void ClusterGeography(const Reading& reading, Cast* cast) {
  GeographyClusterer(reading, cast).Run();
}

}  // namespace nutgraf::extract::participants
