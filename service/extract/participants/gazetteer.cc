#include "service/extract/participants/gazetteer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace nutgraf::extract::participants {
namespace {

using knowledge::Row;

constexpr double kDivisionScore = 5.8;  // as a city of 600,000 people
constexpr double kDivisionAliasScore = 4.2;
constexpr double kContainerBonus = 20;
constexpr double kCountryBonus = 1.0;  // for each mention, at most three
constexpr double kDivisionBonus = 1.5;
constexpr double kDatelineBonus = 0.8;
constexpr double kCapitalBonus = 0.7;
constexpr double kAliasPenalty = 0.7;

double Number(std::string_view cell) {
  double value = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return value;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Gazetteer>> Gazetteer::Create(const Lexicon& lexicon) {
  std::unique_ptr<Gazetteer> gazetteer(new Gazetteer());
  gazetteer->lexicon_ = &lexicon;
  auto cities = lexicon.knowledge().Require("knowledge/cities");
  if (!cities.ok()) return cities.status();
  auto divisions = lexicon.knowledge().Require("knowledge/admin1");
  if (!divisions.ok()) return divisions.status();
  gazetteer->cities_ = *cities;
  gazetteer->divisions_ = *divisions;
  for (const Row row : (*divisions)->All()) {
    if (row.Cell("kind") == "name") {
      gazetteer->region_names_.try_emplace(std::string(row.Cell("code")), row.Cell("form"));
    }
  }
  return gazetteer;
}

std::string_view Gazetteer::RegionName(std::string_view iso2, std::string_view admin1) const {
  const std::string code = std::string(iso2) + "." + std::string(admin1);
  const auto found = region_names_.find(code);
  return found == region_names_.end() ? std::string_view() : found->second;
}

std::vector<Gazetteer::Candidate> Gazetteer::Candidates(const std::string& key,
                                                        std::string_view written) const {
  std::vector<Candidate> candidates;
  for (const Row row : divisions_->Find(key)) {
    const std::string_view kind = row.Cell("kind");
    if ((kind == "code" || kind == "abbreviation") && row.Cell("form") != written) continue;
    Candidate candidate;
    candidate.iso2 = row.Cell("iso2");
    const std::string_view code = row.Cell("code");
    candidate.admin1 = code.substr(std::min(code.size(), code.find('.') + 1));
    candidate.score = kind == "name" ? kDivisionScore : kDivisionAliasScore;
    candidates.push_back(candidate);
  }
  for (const Row row : cities_->Find(key)) {
    Candidate candidate;
    candidate.city = true;
    candidate.iso2 = row.Cell("iso2");
    candidate.admin1 = row.Cell("admin1");
    candidate.geonames = row.Cell("geonames");
    candidate.latitude = row.Cell("latitude");
    candidate.longitude = row.Cell("longitude");
    candidate.score = std::log10(std::max(1000.0, Number(row.Cell("population"))));
    if (row.Cell("capital") == "1") candidate.score += kCapitalBonus;
    if (row.Cell("kind") != "name") candidate.score -= kAliasPenalty;
    candidates.push_back(candidate);
  }
  return candidates;
}

bool Gazetteer::Container(const Reading& reading, const Cast& cast, const Name& name,
                          std::string* iso2, std::string* admin1) const {
  const uint32_t end = reading.Last(name.tokens.first);
  uint32_t t = name.tokens.last;
  if (t + 1 >= end || !reading.IsMark(t, ",")) return false;
  ++t;
  const int32_t next = cast.name_at[t];
  const text::TokenRange range =
      next == kNone ? text::TokenRange{t, t + 1} : cast.names[next].tokens;
  const std::string key = reading.Key(range);
  const std::string_view written = reading.document().Slice(range);
  for (const Row row : divisions_->Find(key)) {
    const std::string_view kind = row.Cell("kind");
    if ((kind == "code" || kind == "abbreviation") && row.Cell("form") != written) continue;
    const std::string_view code = row.Cell("code");
    // Only a division that has the city.
    for (const Row city : cities_->Find(name.key)) {
      if (city.Cell("iso2") == row.Cell("iso2") &&
          city.Cell("admin1") == code.substr(std::min(code.size(), code.find('.') + 1))) {
        *iso2 = row.Cell("iso2");
        *admin1 = city.Cell("admin1");
        return true;
      }
    }
    // A village that no table has, but its state is known.
    if (iso2->empty() && kind != "alias") {
      *iso2 = row.Cell("iso2");
      *admin1 = code.substr(std::min(code.size(), code.find('.') + 1));
    }
  }
  const int32_t country = lexicon_->CountryByName(key, written);
  if (country >= 0 && admin1->empty()) {
    *iso2 = lexicon_->CountryAt(country).iso2;
    return true;
  }
  return !iso2->empty();
}

bool Gazetteer::InsideDivision(const Reading& reading, const Cast& cast, const Name& name) const {
  const uint32_t comma = name.tokens.last;
  if (comma + 1 >= reading.Last(name.tokens.first) || !reading.IsMark(comma, ",")) return false;
  const int32_t next = cast.name_at[comma + 1];
  const text::TokenRange range =
      next == kNone ? text::TokenRange{comma + 1, comma + 2} : cast.names[next].tokens;
  const std::string_view written = reading.document().Slice(range);
  for (const Row row : divisions_->Find(reading.Key(range))) {
    if (row.Cell("kind") != "name" && row.Cell("form") != written) continue;
    const std::string_view code = row.Cell("code");
    for (const Row city : cities_->Find(name.key)) {
      if (city.Cell("iso2") == row.Cell("iso2") &&
          city.Cell("admin1") == code.substr(std::min(code.size(), code.find('.') + 1))) {
        return true;
      }
    }
  }
  return false;
}

void Gazetteer::SettleHomonyms(const Reading& reading, Cast* cast) const {
  for (Name& name : cast->names) {
    if (name.type != NameType::kCountry) continue;
    if (InsideDivision(reading, *cast, name)) {  // "Lebanon, Pennsylvania"
      name.type = NameType::kPlace;
      name.country = kNone;
      continue;
    }
    const std::string_view own = lexicon_->CountryAt(name.country).iso2;
    std::string_view other;
    std::string_view code;
    for (const Row row : divisions_->Find(name.key)) {
      if (row.Cell("kind") == "name" && row.Cell("iso2") != own) {
        other = row.Cell("iso2");
        code = row.Cell("code");
      }
    }
    if (other.empty()) continue;
    int country_evidence = 0;
    int division_evidence = 0;
    int looked = 0;
    for (const Name& witness : cast->names) {
      if (++looked > 400) break;
      if (witness.key == name.key) continue;
      if (witness.country == name.country) {
        ++country_evidence;
        continue;
      }
      if (witness.type != NameType::kPlace && witness.type != NameType::kOrganization) continue;
      for (const Row row : divisions_->Find(witness.key)) {
        if (row.Cell("kind") == "name" && row.Cell("iso2") == other) ++division_evidence;
      }
      const auto cities = cities_->Find(witness.key);
      if (!cities.empty() && cities.front().Cell("iso2") == other) ++division_evidence;
    }
    if (division_evidence > country_evidence) {
      name.type = NameType::kPlace;
      name.country = kNone;
      name.capital = false;
    }
  }
}

void Gazetteer::Locate(const Reading& reading, const Cast& cast, const Cluster& cluster,
                       Place* place) const {
  const Name& longest = cast.names[cluster.longest];
  place->name = std::string(reading.document().Slice(longest.tokens));
  if (longest.type == NameType::kCountry) {
    const Country country = lexicon_->CountryAt(longest.country);
    place->name = country.name;
    place->country_code = country.iso2;
    place->confidence = longest.confidence;
    place->identifiers.push_back({"iso3166-1", std::string(country.iso2)});
    if (!country.wikidata.empty()) {
      place->identifiers.push_back({"wikidata", std::string(country.wikidata)});
    }
    if (!country.geonames.empty()) {
      place->identifiers.push_back({"geonames", std::string(country.geonames)});
    }
    return;
  }
  std::string iso2;
  std::string admin1;
  for (const uint32_t i : cluster.names) {
    if (Container(reading, cast, cast.names[i], &iso2, &admin1)) break;
  }
  // What the article's other names say.
  std::map<std::string_view, int> countries;
  std::map<std::string, int> regions;
  int looked = 0;
  for (const Name& name : cast.names) {
    if (++looked > 400) break;
    if (name.key == longest.key) continue;
    if (name.country >= 0) ++countries[lexicon_->CountryAt(name.country).iso2];
    if (name.type != NameType::kPlace) continue;
    for (const Row row : divisions_->Find(name.key)) {
      if (row.Cell("kind") == "name") ++regions[std::string(row.Cell("code"))];
    }
  }
  std::string_view dateline_country;
  if (const auto& dateline = reading.document().dateline; dateline && !dateline->place.empty()) {
    const std::string_view written = reading.document().Slice(dateline->place);
    const auto rows = cities_->Find(knowledge::Fold(written));
    if (!rows.empty()) dateline_country = rows.front().Cell("iso2");
  }
  std::vector<Candidate> candidates =
      Candidates(longest.key, reading.document().Slice(longest.tokens));
  for (Candidate& candidate : candidates) {
    const bool contained = !iso2.empty() && candidate.iso2 == iso2 &&
                           (admin1.empty() || (candidate.admin1 == admin1 && candidate.city));
    if (contained) candidate.score += kContainerBonus;
    if (const auto found = countries.find(candidate.iso2); found != countries.end()) {
      candidate.score += kCountryBonus * std::min(found->second, 3);
    }
    const std::string code = std::string(candidate.iso2) + "." + std::string(candidate.admin1);
    if (candidate.city && regions.contains(code)) candidate.score += kDivisionBonus;
    if (candidate.iso2 == dateline_country) candidate.score += kDatelineBonus;
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  const bool impossible =
      !iso2.empty() && !candidates.empty() && candidates.front().score < kContainerBonus;
  if (candidates.empty() || impossible) {
    place->country_code = iso2;
    if (!admin1.empty()) place->region = RegionName(iso2, admin1);
    place->confidence = longest.confidence * (iso2.empty() ? 0.6F : 0.8F);
    return;
  }
  const Candidate& best = candidates.front();
  place->country_code = best.iso2;
  if (best.city) {
    place->region = RegionName(best.iso2, best.admin1);
    place->identifiers.push_back({"geonames", std::string(best.geonames)});
    place->has_coordinates = !best.latitude.empty();
    place->latitude = Number(best.latitude);
    place->longitude = Number(best.longitude);
  }
  const double margin = candidates.size() > 1 ? best.score - candidates[1].score : 3;
  place->confidence =
      longest.confidence * static_cast<float>(0.6 + 0.4 * std::min(1.0, margin / 2));
}

}  // namespace nutgraf::extract::participants
