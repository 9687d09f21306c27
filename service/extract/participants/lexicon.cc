#include "service/extract/participants/lexicon.h"

#include <charconv>
#include <string>
#include <utility>

#include "absl/status/status.h"

namespace nutgraf::extract::participants {
namespace {

using knowledge::Row;
using knowledge::Table;

Gender GenderOf(std::string_view cell) {
  if (cell == "m") return Gender::kMale;
  if (cell == "f") return Gender::kFemale;
  return Gender::kUnknown;
}

/// The cell of the first row of `key`, or empty.
std::string_view First(const Table* table, std::string_view key, std::string_view column) {
  const auto rows = table->Find(key);
  return rows.empty() ? std::string_view() : rows.front().Cell(column);
}

/// A lone name counts as a given name when it is one so many times more often than a surname.
constexpr double kGivenOverSurname = 3;

double Number(std::string_view cell) {
  double value = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return value;
}

bool HasKind(const Table* table, std::string_view key, std::string_view kind) {
  for (const Row row : table->Find(key)) {
    if (row.Cell("kind") == kind) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Lexicon>> Lexicon::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  std::unique_ptr<Lexicon> lexicon(new Lexicon());
  lexicon->knowledge_ = std::move(knowledge);
  const std::pair<const Table**, const char*> wanted[] = {
      {&lexicon->roles_, "participants/roles"},
      {&lexicon->organizations_, "participants/organizations"},
      {&lexicon->verbs_, "participants/actor_verbs"},
      {&lexicon->cues_, "participants/place_contexts"},
      {&lexicon->labels_, "participants/name_contexts"},
      {&lexicon->pronouns_, "participants/pronouns"},
      {&lexicon->suffixes_, "participants/corporate_suffixes"},
      {&lexicon->delegations_, "participants/delegations"},
      {&lexicon->sport_, "participants/sport_cues"},
      {&lexicon->nicknames_, "participants/nicknames"},
      {&lexicon->bodies_, "participants/government_bodies"},
      {&lexicon->metonyms_, "participants/metonyms"},
      {&lexicon->salience_, "participants/salience"},
      {&lexicon->pronoun_weights_, "participants/pronoun_weights"},
      {&lexicon->title_stops_, "participants/title_stops"},
      {&lexicon->countries_, "knowledge/countries"},
      {&lexicon->country_facts_, "knowledge/country_facts"},
      {&lexicon->demonyms_, "knowledge/demonyms"},
      {&lexicon->given_names_, "knowledge/given_names"},
      {&lexicon->surnames_, "knowledge/surnames"},
      {&lexicon->titles_, "knowledge/titles"},
      {&lexicon->known_organizations_, "knowledge/organizations"},
      {&lexicon->companies_, "knowledge/companies"},
      {&lexicon->organization_words_, "knowledge/organization_words"},
  };
  for (const auto& [slot, name] : wanted) {
    auto table = lexicon->knowledge_->Require(name);
    if (!table.ok()) return table.status();
    *slot = *table;
  }
  for (const Row row : lexicon->country_facts_->All()) {
    const std::string capital = knowledge::Fold(row.Cell("capital"));
    if (!capital.empty()) lexicon->capitals_.try_emplace(capital, row.index());
  }
  return lexicon;
}

RoleNoun Lexicon::Role(std::string_view folded) const {
  const auto rows = roles_->Find(folded);
  if (!rows.empty()) {
    const Row row = rows.front();
    return {row.Cell("group"), GenderOf(row.Cell("gender")), row.Cell("class")};
  }
  for (const Row row : titles_->Find(folded)) {
    const std::string_view kind = row.Cell("class");
    if (kind == "honorific" || kind == "suffix" || kind == "modifier") continue;
    return {row.Cell("title"), Gender::kUnknown, "post"};
  }
  return {};
}

OrganizationNoun Lexicon::Organization(std::string_view folded) const {
  const auto rows = organizations_->Find(folded);
  if (rows.empty()) return {};
  const Row row = rows.front();
  return {row.Cell("kind"), row.Cell("government") == "1", row.Cell("general") == "1"};
}

ActorVerb Lexicon::Verb(std::string_view lemma) const {
  const std::string_view kind = First(verbs_, lemma, "kind");
  if (kind == "say") return ActorVerb::kSays;
  if (kind == "act") return ActorVerb::kActs;
  if (kind == "city") return ActorVerb::kCities;
  return ActorVerb::kNone;
}

PlaceCue Lexicon::Cue(std::string_view folded_words) const {
  const std::string_view reading = First(cues_, folded_words, "reading");
  if (reading == "place") return PlaceCue::kLocates;
  if (reading == "actor") return PlaceCue::kActs;
  if (reading == "open") return PlaceCue::kOpen;
  return PlaceCue::kNone;
}

NameLabel Lexicon::Label(std::string_view folded) const {
  const std::string_view kind = First(labels_, folded, "kind");
  if (kind == "period") return NameLabel::kPeriod;
  if (kind == "thing") return NameLabel::kThing;
  if (kind == "house") return NameLabel::kHouse;
  return NameLabel::kNone;
}

Pronoun Lexicon::FindPronoun(std::string_view folded) const {
  const auto rows = pronouns_->Find(folded);
  if (rows.empty()) return {};
  const Row row = rows.front();
  Pronoun pronoun;
  pronoun.found = true;
  pronoun.plural = row.Cell("number") == "plural";
  pronoun.neuter = row.Cell("gender") == "n";
  pronoun.gender = GenderOf(row.Cell("gender"));
  const std::string_view form = row.Cell("case");
  if (form == "object") pronoun.form = PronounCase::kObject;
  if (form == "possessive") pronoun.form = PronounCase::kPossessive;
  if (form == "reflexive") pronoun.form = PronounCase::kReflexive;
  return pronoun;
}

bool Lexicon::IsCorporateSuffix(std::string_view folded) const { return suffixes_->Has(folded); }

bool Lexicon::IsDelegation(std::string_view folded) const {
  return HasKind(delegations_, folded, "delegation");
}

bool Lexicon::IsLeadVerb(std::string_view lemma) const {
  return HasKind(delegations_, lemma, "lead");
}

bool Lexicon::IsSportCue(std::string_view folded) const { return HasKind(sport_, folded, "cue"); }

bool Lexicon::IsSportVerb(std::string_view lemma) const { return HasKind(sport_, lemma, "verb"); }

bool Lexicon::SameGivenName(std::string_view a, std::string_view b) const {
  if (a == b) return true;
  for (const Row row : nicknames_->Find(a)) {
    if (row.Cell("given") == b) return true;
    for (const Row other : nicknames_->Find(b)) {
      if (row.Cell("given") == other.Cell("given")) return true;
    }
  }
  for (const Row row : nicknames_->Find(b)) {
    if (row.Cell("given") == a) return true;
  }
  return false;
}

std::string_view Lexicon::BodyCountry(std::string_view folded_name) const {
  return First(bodies_, folded_name, "iso2");
}

std::string_view Lexicon::CityStandsFor(std::string_view folded_name) const {
  return First(metonyms_, folded_name, "stands_for");
}

double Lexicon::Weight(std::string_view feature) const {
  return Number(First(salience_, feature, "weight"));
}

double Lexicon::PronounWeight(std::string_view feature) const {
  return Number(First(pronoun_weights_, feature, "weight"));
}

int32_t Lexicon::CountryByName(std::string_view folded, std::string_view written) const {
  for (const Row row : countries_->Find(folded)) {
    if (row.Cell("kind") == "code" && row.Cell("form") != written) continue;
    return CountryByCode(row.Cell("iso2"));
  }
  return -1;
}

int32_t Lexicon::CountryByDemonym(std::string_view folded) const {
  for (const Row row : demonyms_->Find(folded)) {
    if (row.Cell("kind") == "state") continue;
    return CountryByCode(row.Cell("iso2"));
  }
  return -1;
}

bool Lexicon::IsPeople(std::string_view folded) const {
  return HasKind(demonyms_, folded, "people");
}

int32_t Lexicon::CountryByCapital(std::string_view folded) const {
  const auto found = capitals_.find(folded);
  return found == capitals_.end() ? -1 : static_cast<int32_t>(found->second);
}

int32_t Lexicon::CountryByCode(std::string_view iso2) const {
  const auto rows = country_facts_->Find(iso2);
  return rows.empty() ? -1 : static_cast<int32_t>(rows.front().index());
}

Country Lexicon::CountryAt(int32_t index) const {
  const Row row(country_facts_, static_cast<uint32_t>(index));
  return {row.Cell("iso2"), row.Cell("name"), row.Cell("capital"), row.Cell("wikidata"),
          row.Cell("geonames")};
}

int Lexicon::MaxCountryWords() const { return countries_->MaxWords(); }

Gender Lexicon::GivenNameGender(std::string_view folded) const {
  return GenderOf(First(given_names_, folded, "gender"));
}

Gender Lexicon::LoneNameGender(std::string_view folded) const {
  const double as_given = Number(First(given_names_, folded, "weight"));
  const double as_surname = Number(First(surnames_, folded, "weight"));
  return as_given > kGivenOverSurname * as_surname ? GivenNameGender(folded) : Gender::kUnknown;
}

bool Lexicon::IsGivenName(std::string_view folded) const { return given_names_->Has(folded); }

bool Lexicon::IsSurname(std::string_view folded) const { return surnames_->Has(folded); }

bool Lexicon::IsHonorific(std::string_view folded) const {
  for (const Row row : titles_->Find(folded)) {
    if (row.Cell("class") == "honorific") return true;
  }
  return false;
}

bool Lexicon::IsTitleModifier(std::string_view folded) const {
  for (const Row row : titles_->Find(folded)) {
    if (row.Cell("class") == "modifier") return true;
  }
  return false;
}

bool Lexicon::IsNameSuffix(std::string_view folded) const {
  for (const Row row : titles_->Find(folded)) {
    if (row.Cell("class") == "suffix") return true;
  }
  return false;
}

bool Lexicon::IsTitleStop(std::string_view folded) const { return title_stops_->Has(folded); }

Gender Lexicon::HonorificGender(std::string_view folded) const {
  return GenderOf(First(roles_, folded, "gender"));
}

std::string_view Lexicon::KnownOrganization(std::string_view folded, std::string_view written,
                                            std::string_view column) const {
  const auto find = [&](std::string_view name, std::string_view form) -> std::string_view {
    for (const Row row : known_organizations_->Find(name)) {
      if (row.Cell("kind") == "abbreviation" && row.Cell("form") != form) continue;
      return row.Cell(column);
    }
    return {};
  };
  if (folded.find('.') != std::string_view::npos) {  // "U.N."
    const auto plain = [](std::string_view with_stops) {
      std::string out(with_stops);
      std::erase(out, '.');
      return out;
    };
    if (const auto found = find(plain(folded), plain(written)); !found.empty()) return found;
  }
  return find(folded, written);
}

std::string_view Lexicon::CanonicalOrganization(std::string_view folded,
                                                std::string_view written) const {
  return KnownOrganization(folded, written, "canonical");
}

std::string_view Lexicon::KnownOrganizationType(std::string_view folded,
                                                std::string_view written) const {
  return KnownOrganization(folded, written, "type");
}

bool Lexicon::IsMediaWord(std::string_view folded) const {
  return HasKind(organization_words_, folded, "media");
}

bool Lexicon::IsCompany(std::string_view folded) const { return companies_->Has(folded); }

}  // namespace nutgraf::extract::participants
