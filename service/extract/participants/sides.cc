#include "service/extract/participants/sides.h"

#include <algorithm>
#include <map>
#include <string>

#include "service/extract/participants/title_mentions.h"

namespace nutgraf::extract::participants {
namespace {

using text::TokenRange;

constexpr uint32_t kDelegationReach = 24;  // tokens between a delegation and its head

/// The ISO code that a flag emoji spells with two regional indicators; empty for other text.
std::string FlagCode(std::string_view emoji) {
  std::string code;
  for (size_t i = 0; i + 3 < emoji.size(); i += 4) {
    // U+1F1E6..U+1F1FF: F0 9F 87 A6..BF
    if (emoji.substr(i, 3) != "\xF0\x9F\x87") return {};
    const auto last = static_cast<unsigned char>(emoji[i + 3]);
    if (last < 0xA6 || last > 0xBF) return {};
    code += static_cast<char>('A' + (last - 0xA6));
  }
  return code.size() == 2 ? code : std::string();
}

class SideFinder {
 public:
  SideFinder(const Reading& reading, Cast* cast) : reading_(reading), cast_(*cast) {}

  void Run() {
    for (uint32_t c = 0; c < cast_.clusters.size(); ++c) {
      const Cluster& cluster = cast_.clusters[c];
      if (cluster.type == NameType::kCountry && cluster.merged_into == kNone) {
        countries_.emplace(cluster.country, static_cast<int32_t>(c));
      }
    }
    for (uint32_t c = 0; c < cast_.clusters.size(); ++c) {
      Cluster& cluster = cast_.clusters[c];
      if (cluster.type != NameType::kOrganization || cluster.merged_into != kNone) continue;
      if (cluster.country == kNone && IsGovernment(cluster)) cluster.country = HomeOf(cluster);
      if (cluster.country != kNone && cluster.kind != "company") {
        cluster.represents = CountryCluster(cluster.country);
      }
    }
    for (uint32_t c = 0; c < cast_.clusters.size(); ++c) {
      if (cast_.clusters[c].type == NameType::kPerson) RepresentByTitle(c);
    }
    ReadDelegations();
  }

 private:
  const Lexicon& lexicon() const { return reading_.lexicon(); }

  int32_t CountryCluster(int32_t country) const {
    const auto found = countries_.find(country);
    return found == countries_.end() ? kNone : found->second;
  }

  bool IsGovernment(const Cluster& cluster) const {
    const Name& name = cast_.names[cluster.longest];
    for (const std::string& word : name.words) {
      if (const OrganizationNoun noun = lexicon().Organization(word); noun.government) {
        return noun.kind == "ministry" || noun.kind == "government" || noun.kind == "force";
      }
      if (word == "of" || word == "for") break;
    }
    const OrganizationNoun whole = lexicon().Organization(name.key);
    return whole.government && whole.kind == "ministry";
  }

  /// A flag in the post that names the body, the dateline's country, or the country named most.
  int32_t HomeOf(const Cluster& cluster) const {
    for (const uint32_t i : cluster.names) {
      const Name& name = cast_.names[i];
      if (name.story) continue;
      const TokenRange sentence{reading_.First(name.tokens.first),
                                reading_.Last(name.tokens.first)};
      for (uint32_t t = sentence.first; t < sentence.last; ++t) {
        if (reading_.document().tokens[t].kind != text::TokenKind::kEmoji) continue;
        const int32_t country = lexicon().CountryByCode(FlagCode(reading_.Word(t)));
        if (country >= 0) return country;
      }
    }
    // The United States has departments, no ministries.
    const int32_t without = cluster.kind == "ministry" ? lexicon().CountryByCode("US") : kNone;
    if (const int32_t dateline = DatelineCountry();
        dateline >= 0 && dateline != without && CountryCluster(dateline) != kNone) {
      return dateline;
    }
    int32_t best = kNone;
    size_t most = 0;
    for (const auto& [country, id] : countries_) {
      const size_t mentions = cast_.clusters[id].names.size();
      if (country == without || mentions < most) continue;
      if (mentions > most ||
          cast_.clusters[id].names.front() < cast_.clusters[CountryCluster(best)].names.front()) {
        best = country;
        most = mentions;
      }
    }
    return best;
  }

  int32_t DatelineCountry() const {
    const auto& dateline = reading_.document().dateline;
    if (!dateline || dateline->place.empty()) return kNone;
    const std::string_view written = reading_.document().Slice(dateline->place);
    const std::string place = knowledge::Fold(written);
    const int32_t country = lexicon().CountryByName(place, written);
    return country >= 0 ? country : lexicon().CountryByCapital(place);
  }

  void RepresentByTitle(uint32_t c) {
    Cluster& cluster = cast_.clusters[c];
    for (const ClusterTitle& title : cluster.titles) {
      if (title.former || cluster.represents != kNone) continue;
      if (title.organization != kNone) {
        cluster.represents = title.organization;
      } else if (title.country != kNone) {
        cluster.represents = CountryCluster(title.country);
      }
    }
  }

  // ---- delegations

  /// "X will lead the Pakistan delegation", "the US delegation will be headed by X".
  void ReadDelegations() {
    for (uint32_t t = 0; t < reading_.size(); ++t) {
      if (!reading_.Story(t) || !lexicon().IsDelegation(reading_.Folded(t))) continue;
      const int32_t side = SideOf(t);
      if (side == kNone) continue;
      const int32_t person = HeadOf(t);
      if (person == kNone) continue;
      Cluster& cluster = cast_.clusters[person];
      if (cluster.represents == kNone) cluster.represents = side;
    }
  }

  int32_t SideAt(uint32_t token) const {
    const int32_t i = cast_.name_at[token];
    if (i == kNone) return kNone;
    const Name& name = cast_.names[i];
    if (name.country >= 0 && name.type != NameType::kPlace) return CountryCluster(name.country);
    return name.type == NameType::kOrganization ? cast_.ClusterOf(static_cast<uint32_t>(i)) : kNone;
  }

  int32_t SideOf(uint32_t token) const {
    const uint32_t first = reading_.First(token);
    for (uint32_t t = token; t > first && t + 3 > token; --t) {
      if (reading_.IsPossessive(t - 1)) continue;
      if (const int32_t side = SideAt(t - 1); side != kNone) return side;
    }
    const uint32_t next = token + 1;
    const uint32_t end = reading_.Last(token);
    if (next < end && (reading_.Folded(next) == "from" || reading_.Folded(next) == "of")) {
      for (uint32_t t = next + 1; t < std::min(end, next + 3); ++t) {
        if (const int32_t side = SideAt(t); side != kNone) return side;
      }
    }
    return kNone;
  }

  int32_t PersonAt(uint32_t token) const {
    const int32_t i = cast_.name_at[token];
    if (i == kNone || cast_.names[i].type != NameType::kPerson) return kNone;
    return cast_.ClusterOf(static_cast<uint32_t>(i));
  }

  int32_t HeadOf(uint32_t token) const {
    const uint32_t end = std::min(reading_.Last(token), token + kDelegationReach);
    for (uint32_t t = token + 1; t < end; ++t) {  // "... headed by X"
      if (lexicon().IsDelegation(reading_.Folded(t))) break;
      if (!reading_.IsLeadVerb(t)) continue;
      if (t + 1 >= end || reading_.Folded(t + 1) != "by") break;
      for (uint32_t u = t + 2; u < end; ++u) {
        if (const int32_t person = PersonAt(u); person != kNone) return person;
        if (reading_.Pos(u) == language::Upos::kAux) break;
      }
      break;
    }
    const uint32_t begin =
        std::max(reading_.First(token), token > kDelegationReach ? token - kDelegationReach : 0U);
    bool leads = false;
    for (uint32_t t = token; t > begin; --t) {  // "X will lead ..."
      const std::string_view word = reading_.Folded(t - 1);
      if (lexicon().IsDelegation(word)) return kNone;
      if (!leads && (reading_.IsLeadVerb(t - 1) || word == "leading" || word == "head" ||
                     word == "leader" || word == "chief")) {
        leads = token - t < 6;
        if (!leads) return kNone;
        continue;
      }
      if (!leads) continue;
      if (const int32_t person = PersonAt(t - 1); person != kNone) return person;
    }
    return kNone;
  }

  const Reading& reading_;
  Cast& cast_;
  std::map<int32_t, int32_t> countries_;  // country -> cluster
};

}  // namespace

void GatherTitles(const Reading& reading, const std::vector<NameTitles>& titles, Cast* cast) {
  const Lexicon& lexicon = reading.lexicon();
  const TitleMentions headline(reading);
  for (Cluster& cluster : cast->clusters) {
    if (cluster.type != NameType::kPerson) continue;
    for (const uint32_t i : cluster.names) {
      if (cluster.gender == Gender::kUnknown) cluster.gender = titles[i].gender;
      if (!cast->names[i].story) continue;
      for (const NameTitle& found : titles[i].titles) {
        ClusterTitle title;
        const text::Span span = reading.document().SpanOf(found.tokens);
        title.title.text = std::string(reading.document().Slice(span));
        title.title.span = span;
        title.group = found.group;
        title.country = found.country;
        title.former = found.former;
        if (found.organization != kNone) {
          const Name& organization = cast->names[found.organization];
          title.title.organization = std::string(reading.document().Slice(organization.tokens));
          title.organization = cast->ClusterOf(static_cast<uint32_t>(found.organization));
        }
        const bool known = std::any_of(
            cluster.titles.begin(), cluster.titles.end(), [&](const ClusterTitle& other) {
              return knowledge::Fold(other.title.text) == knowledge::Fold(title.title.text);
            });
        if (!known && cluster.titles.size() < 8) cluster.titles.push_back(std::move(title));
      }
    }
    if (cluster.gender != Gender::kUnknown) continue;
    const std::vector<std::string>& words = cast->names[cluster.longest].words;
    if (words.size() == 1) {
      // "Roe" under a title that has "Jane Roe".
      cluster.gender = lexicon.GivenNameGender(headline.GivenNameOf(words[0], lexicon));
      if (cluster.gender == Gender::kUnknown) cluster.gender = lexicon.LoneNameGender(words[0]);
    } else {
      cluster.gender = lexicon.GivenNameGender(words[0]);
      // "J. Michael Smith", "Ban Ki-moon": the next word when the first says nothing.
      if (cluster.gender == Gender::kUnknown && words.size() > 2) {
        cluster.gender = lexicon.GivenNameGender(words[1]);
      }
    }
  }
}

void FindSides(const Reading& reading, Cast* cast) { SideFinder(reading, cast).Run(); }

}  // namespace nutgraf::extract::participants
