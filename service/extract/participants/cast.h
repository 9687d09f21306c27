// What the passes of the participants stage share: the names of an article and the clusters that
// the cascade makes of them. Plain data; each pass adds to it (docs/participants.md has the order).

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CAST_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CAST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/extract/participants/lexicon.h"
#include "service/extract/participants/participants.h"
#include "service/text/span.h"

namespace nutgraf::extract::participants {

enum class NameType : uint8_t {
  kPerson,
  kOrganization,
  kCountry,
  kGroup,    // "Republicans", "the Bidens"
  kPlace,    // a city, region or building
  kDemonym,  // "Pakistani": says whose, is nobody
  kOther,    // an event, work or law
};

/// What the words around a place's name make of it.
enum class PlaceUse : uint8_t { kLocated, kOpen, kLeans, kActs };

/// One name in the text.
struct Name {
  text::TokenRange tokens;  // without article, title and possessive 's
  NameType type = NameType::kOther;
  float confidence = 0;
  bool story = false;       // stands in the headline or the body
  bool founds = false;      // may found a participant
  int32_t country = kNone;  // the country named, or whose people or capital it is
  bool capital = false;     // names the capital of `country`
  PlaceUse use = PlaceUse::kOpen;
  bool family = false;             // "the Bidens"
  bool nominal = false;            // "Bolivian government": stands for the country, is no name
  std::string key;                 // folded words joined by spaces
  std::vector<std::string> words;  // folded
  std::string stands_for;          // acronyms: the key of the name they shorten, when known
  // Filled by the cascade.
  int32_t cluster = kNone;
  MentionKind kind = MentionKind::kName;
  float link = 0;  // 0..1, how sure the link to its cluster is
};

/// A pronoun or nominal mention.
struct Reference {
  text::TokenRange tokens;
  MentionKind kind = MentionKind::kPronoun;
  float link = 0;
};

struct ClusterTitle {
  ParticipantTitle title;
  std::string group;             // RoleNoun::group of its head
  int32_t organization = kNone;  // a cluster
  int32_t country = kNone;       // a country
  bool former = false;
};

/// One participant or place in the making.
struct Cluster {
  NameType type = NameType::kPerson;
  int32_t country = kNone;      // kCountry: which; else the country it belongs to, when known
  std::vector<uint32_t> names;  // indices into Cast::names, ascending
  std::vector<Reference> references;
  std::vector<ClusterTitle> titles;
  Gender gender = Gender::kUnknown;
  std::string kind;             // organisations: "ministry", "company" ..., from its head noun
  int32_t represents = kNone;   // a cluster
  int32_t merged_into = kNone;  // set when a later pass found it to be another one
  uint32_t longest = 0;         // the name with the most words
};

struct Cast {
  std::vector<Name> names;  // ascending, disjoint
  std::vector<Cluster> clusters;
  std::vector<int32_t> name_at;  // per token: the name that covers it, or kNone

  /// Orders the names, and indexes them by token. Call after adding names, before linking them.
  void Index(uint32_t tokens);
  /// Founds a cluster on a name.
  int32_t Found(uint32_t name, NameType type);
  void Link(uint32_t name, int32_t cluster, MentionKind kind, float score);
  /// Fills every cluster's names and longest name once linking is over.
  void Gather();

  int32_t Root(int32_t cluster) const {
    while (cluster != kNone && clusters[cluster].merged_into != kNone) {
      cluster = clusters[cluster].merged_into;
    }
    return cluster;
  }
  int32_t ClusterOf(uint32_t name) const { return Root(names[name].cluster); }
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_CAST_H_
