// The tables of the participants stage behind words that say what they are for.
//
// In: the compiled knowledge (service/extract/participants/tables, service/knowledge/tables). Out:
// answers about folded words (knowledge::Fold). Immutable; safe to read from many threads; lookups
// are O(1) and allocate nothing unless said.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_LEXICON_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::participants {

enum class Gender : uint8_t { kUnknown, kMale, kFemale };

/// A post or part of a person: "spokeswoman" is {spokesperson, female, post}.
struct RoleNoun {
  std::string_view group;  // nouns of one group may stand for each other; empty: not a role noun
  Gender gender = Gender::kUnknown;
  std::string_view kind;  // "post", "part", "kin"
  explicit operator bool() const { return !group.empty(); }
};

/// What kind of organisation a noun names: "ministry", "company", "court" ...
struct OrganizationNoun {
  std::string_view kind;
  bool government = false;
  bool general = false;  // "company", not "airline": fits a name that says no kind
  explicit operator bool() const { return !kind.empty(); }
};

enum class PlaceCue : uint8_t { kNone, kLocates, kActs, kOpen };
enum class ActorVerb : uint8_t { kNone, kSays, kActs, kCities };
enum class NameLabel : uint8_t { kNone, kPeriod, kThing, kHouse };
enum class PronounCase : uint8_t { kSubject, kObject, kPossessive, kReflexive };

struct Pronoun {
  bool found = false;
  bool plural = false;
  bool neuter = false;
  Gender gender = Gender::kUnknown;
  PronounCase form = PronounCase::kSubject;
};

/// A country of the world; views into the tables.
struct Country {
  std::string_view iso2;
  std::string_view name;  // "United States"
  std::string_view capital;
  std::string_view wikidata;
  std::string_view geonames;
};

class Lexicon {
 public:
  /// Fails when a table is missing; the message names it.
  static absl::StatusOr<std::unique_ptr<const Lexicon>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  RoleNoun Role(std::string_view folded) const;
  OrganizationNoun Organization(std::string_view folded) const;
  ActorVerb Verb(std::string_view lemma) const;
  PlaceCue Cue(std::string_view folded_words) const;
  NameLabel Label(std::string_view folded) const;
  Pronoun FindPronoun(std::string_view folded) const;
  bool IsCorporateSuffix(std::string_view folded) const;
  bool IsDelegation(std::string_view folded) const;
  bool IsLeadVerb(std::string_view lemma) const;
  bool IsSportCue(std::string_view folded) const;
  bool IsSportVerb(std::string_view lemma) const;
  bool SameGivenName(std::string_view a, std::string_view b) const;  // equal, or nickname of
  /// ISO code of the country that a body of government belongs to wherever it is written about.
  std::string_view BodyCountry(std::string_view folded_name) const;
  /// "European Union" for "brussels"; empty for cities that stand for their country.
  std::string_view CityStandsFor(std::string_view folded_name) const;
  /// A number of tables/salience.tsv; 0 for an unknown feature.
  double Weight(std::string_view feature) const;

  /// A number of tables/pronoun_weights.tsv.
  double PronounWeight(std::string_view feature) const;

  /// Index of a country (a row of knowledge/country_facts) by a name or alias, by the adjective or
  /// noun for its people, by its capital, by ISO code; -1 when there is none. Codes ("US") match
  /// only as written.
  int32_t CountryByName(std::string_view folded, std::string_view written) const;
  int32_t CountryByDemonym(std::string_view folded) const;
  int32_t CountryByCapital(std::string_view folded) const;
  int32_t CountryByCode(std::string_view iso2) const;
  Country CountryAt(int32_t index) const;
  int MaxCountryWords() const;
  /// "pakistanis": a noun for the people of a country.
  bool IsPeople(std::string_view folded) const;

  Gender GivenNameGender(std::string_view folded) const;
  /// The same for a name that stands alone: unknown when it is as likely a surname.
  Gender LoneNameGender(std::string_view folded) const;
  bool IsGivenName(std::string_view folded) const;
  bool IsSurname(std::string_view folded) const;
  bool IsHonorific(std::string_view folded) const;      // "mr."
  bool IsTitleModifier(std::string_view folded) const;  // "acting"
  bool IsNameSuffix(std::string_view folded) const;     // "jr."
  bool IsTitleStop(std::string_view folded) const;      // "Monday President X": no part of it
  Gender HonorificGender(std::string_view folded) const;
  /// The name to show of a well-known organisation under any of its names; empty when unknown.
  std::string_view CanonicalOrganization(std::string_view folded, std::string_view written) const;
  /// Its type ("media", "team", "UN agency" ...); empty when it is in no table.
  std::string_view KnownOrganizationType(std::string_view folded, std::string_view written) const;
  bool IsCompany(std::string_view folded) const;
  /// "tribune", "news", last in the name of a newspaper or broadcaster.
  bool IsMediaWord(std::string_view folded) const;

  const knowledge::Knowledge& knowledge() const { return *knowledge_; }

 private:
  Lexicon() = default;
  std::string_view KnownOrganization(std::string_view folded, std::string_view written,
                                     std::string_view column) const;

  std::shared_ptr<const knowledge::Knowledge> knowledge_;
  const knowledge::Table* roles_ = nullptr;
  const knowledge::Table* organizations_ = nullptr;
  const knowledge::Table* verbs_ = nullptr;
  const knowledge::Table* cues_ = nullptr;
  const knowledge::Table* labels_ = nullptr;
  const knowledge::Table* pronouns_ = nullptr;
  const knowledge::Table* suffixes_ = nullptr;
  const knowledge::Table* delegations_ = nullptr;
  const knowledge::Table* sport_ = nullptr;
  const knowledge::Table* nicknames_ = nullptr;
  const knowledge::Table* bodies_ = nullptr;
  const knowledge::Table* metonyms_ = nullptr;
  const knowledge::Table* salience_ = nullptr;
  const knowledge::Table* pronoun_weights_ = nullptr;
  const knowledge::Table* title_stops_ = nullptr;
  const knowledge::Table* countries_ = nullptr;
  const knowledge::Table* country_facts_ = nullptr;
  const knowledge::Table* demonyms_ = nullptr;
  const knowledge::Table* given_names_ = nullptr;
  const knowledge::Table* surnames_ = nullptr;
  const knowledge::Table* titles_ = nullptr;
  const knowledge::Table* known_organizations_ = nullptr;
  const knowledge::Table* companies_ = nullptr;
  const knowledge::Table* organization_words_ = nullptr;
  std::map<std::string, uint32_t, std::less<>> capitals_;  // folded capital -> country
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_LEXICON_H_
