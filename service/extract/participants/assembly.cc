#include "service/extract/participants/assembly.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "service/extract/participants/ages.h"
#include "service/extract/participants/salience.h"

namespace nutgraf::extract::participants {
namespace {

using text::Span;
using text::TokenRange;

constexpr size_t kMaxResults = 400;
constexpr size_t kMaxAliases = 32;

class Assembler {
 public:
  Assembler(const Reading& reading, const Gazetteer& gazetteer, const Cast& cast)
      : reading_(reading), gazetteer_(gazetteer), cast_(cast) {}

  ParticipantsResult Run() {
    salience_ = ComputeSalience(reading_, cast_);
    std::vector<int32_t> ids(cast_.clusters.size(), kNone);
    const std::vector<uint32_t> kept = Kept();
    ParticipantsResult result;
    for (const uint32_t c : kept) {
      if (cast_.clusters[c].type == NameType::kPlace) {
        result.places.push_back(MakePlace(c));
      } else {
        ids[c] = static_cast<int32_t>(result.participants.size());
        result.participants.push_back(MakeParticipant(c));
      }
    }
    for (const uint32_t c : kept) {
      if (ids[c] == kNone) continue;
      const int32_t side = cast_.Root(cast_.clusters[c].represents);
      if (side != kNone && ids[side] != ids[c]) {
        result.participants[ids[c]].represents = ids[side];
      }
    }
    return result;
  }

 private:
  /// Clusters that the result keeps, by first mention.
  std::vector<uint32_t> Kept() const {
    std::vector<uint32_t> participants;
    std::vector<uint32_t> places;
    for (uint32_t c = 0; c < cast_.clusters.size(); ++c) {
      const Cluster& cluster = cast_.clusters[c];
      if (cluster.names.empty() || cluster.merged_into != kNone) continue;
      (cluster.type == NameType::kPlace ? places : participants).push_back(c);
    }
    Limit(&participants);
    Limit(&places);
    std::vector<uint32_t> kept = std::move(participants);
    kept.insert(kept.end(), places.begin(), places.end());
    std::sort(kept.begin(), kept.end(), [this](uint32_t a, uint32_t b) {
      return cast_.clusters[a].names.front() < cast_.clusters[b].names.front();
    });
    return kept;
  }

  void Limit(std::vector<uint32_t>* clusters) const {
    if (clusters->size() <= kMaxResults) return;
    std::stable_sort(clusters->begin(), clusters->end(), [this](uint32_t a, uint32_t b) {
      return salience_[a].score > salience_[b].score;
    });
    clusters->resize(kMaxResults);
  }

  Mention MakeMention(TokenRange tokens, MentionKind kind, float confidence) const {
    return {reading_.document().SpanOf(tokens), tokens, kind, confidence};
  }

  std::vector<Mention> Mentions(const Cluster& cluster) const {
    std::vector<Mention> mentions;
    for (const uint32_t i : cluster.names) {
      const Name& name = cast_.names[i];
      mentions.push_back(MakeMention(name.tokens, name.kind, std::min(name.link, 1.0F)));
    }
    for (const Reference& reference : cluster.references) {
      mentions.push_back(MakeMention(reference.tokens, reference.kind, reference.link));
    }
    std::sort(mentions.begin(), mentions.end(),
              [](const Mention& a, const Mention& b) { return a.span < b.span; });
    return mentions;
  }

  /// A slice of the text with its white space made single spaces.
  std::string Written(const Name& name) const {
    std::string text;
    bool space = false;
    for (const char c : reading_.document().Slice(name.tokens)) {
      const bool white = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (white) {
        space = true;
        continue;
      }
      if (space && !text.empty()) text += ' ';
      space = false;
      text += c;
    }
    return text;
  }

  Participant MakeParticipant(uint32_t id) const {
    const Cluster& cluster = cast_.clusters[id];
    Participant participant;
    participant.mentions = Mentions(cluster);
    participant.salience = salience_[id].score;
    participant.roles.subject = salience_[id].subject;
    participant.roles.mentioned = !salience_[id].subject;
    for (const uint32_t i : cluster.names) {
      participant.confidence = std::max(
          participant.confidence, std::min(cast_.names[i].confidence, cast_.names[i].link + 0.05F));
    }
    std::string_view type = "person";
    switch (cluster.type) {
      case NameType::kCountry:
        type = "country";
        participant.type = ParticipantType::kCountry;
        break;
      case NameType::kOrganization:
        type = "organization";
        participant.type = ParticipantType::kOrganization;
        break;
      case NameType::kGroup:
        type = "group";
        participant.type = ParticipantType::kGroup;
        break;
      default:
        participant.type = ParticipantType::kPerson;
    }
    participant.name = Written(cast_.names[cluster.longest]);
    if (cluster.type == NameType::kCountry) {
      const Country country = reading_.lexicon().CountryAt(cluster.country);
      participant.name = country.name;
      participant.identifiers.push_back({"iso3166-1", std::string(country.iso2)});
      if (!country.wikidata.empty()) {
        participant.identifiers.push_back({"wikidata", std::string(country.wikidata)});
      }
    } else {
      participant.identifiers.push_back({"nutgraf", LocalId(type, participant.name)});
    }
    AddAliases(cluster, &participant);
    for (const ClusterTitle& title : cluster.titles) participant.titles.push_back(title.title);
    if (cluster.type != NameType::kPerson) return participant;
    for (const uint32_t i : cluster.names) {
      if (participant.age.years > 0) break;
      if (cast_.names[i].story) participant.age = AgeBeside(reading_, cast_, cast_.names[i]);
    }
    return participant;
  }

  void AddAliases(const Cluster& cluster, Participant* participant) const {
    for (const uint32_t i : cluster.names) {
      if (cast_.names[i].nominal) continue;
      std::string alias = Written(cast_.names[i]);
      if (alias == participant->name || participant->aliases.size() >= kMaxAliases ||
          std::find(participant->aliases.begin(), participant->aliases.end(), alias) !=
              participant->aliases.end()) {
        continue;
      }
      participant->aliases.push_back(std::move(alias));
    }
  }

  Place MakePlace(uint32_t id) const {
    const Cluster& cluster = cast_.clusters[id];
    Place place;
    place.salience = salience_[id].score;
    gazetteer_.Locate(reading_, cast_, cluster, &place);
    place.mentions = Mentions(cluster);
    if (place.identifiers.empty()) {
      place.identifiers.push_back({"nutgraf", LocalId("place", place.name)});
    }
    return place;
  }

  const Reading& reading_;
  const Gazetteer& gazetteer_;
  const Cast& cast_;
  std::vector<Salience> salience_;
};

}  // namespace

ParticipantsResult Assemble(const Reading& reading, const Gazetteer& gazetteer, const Cast& cast) {
  return Assembler(reading, gazetteer, cast).Run();
}

std::string LocalId(std::string_view type, std::string_view name) {
  uint64_t hash = 14695981039346656037ULL;
  const std::string text = std::string(type) + ":" + knowledge::Fold(name);
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace nutgraf::extract::participants
