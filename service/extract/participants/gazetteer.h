// Which place in the world a place's name means: country, first-level division or city.
//
// Every name has candidates (knowledge/countries, admin1, cities); the article chooses: a container
// named right after ("Paris, Texas"), the countries and divisions that its other names are in, the
// dateline, and without any of these the largest. Reads only tables and the cast; O(names).

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_GAZETTEER_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_GAZETTEER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/extract/participants/cast.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

class Gazetteer {
 public:
  static absl::StatusOr<std::unique_ptr<const Gazetteer>> Create(const Lexicon& lexicon);

  /// A name that is a country and a division of another one ("Georgia") becomes a place when the
  /// article is about that other one; so does a city that has a country's name and its division's
  /// after it ("Lebanon, Pennsylvania"). Call before places are read.
  void SettleHomonyms(const Reading& reading, Cast* cast) const;

  /// Fills everything but the mentions of `place` for a gathered kPlace cluster.
  void Locate(const Reading& reading, const Cast& cast, const Cluster& cluster, Place* place) const;

 private:
  Gazetteer() = default;

  struct Candidate {
    std::string_view iso2;
    std::string_view admin1;  // code within the country
    std::string_view geonames;
    std::string_view latitude;
    std::string_view longitude;
    double score = 0;
    bool city = false;
  };

  std::vector<Candidate> Candidates(const std::string& key, std::string_view written) const;
  std::string_view RegionName(std::string_view iso2, std::string_view admin1) const;
  /// Whether a division that has a city of this name is named right after it.
  bool InsideDivision(const Reading& reading, const Cast& cast, const Name& name) const;
  /// The division or country named right after a place: "Paris, Texas".
  bool Container(const Reading& reading, const Cast& cast, const Name& name, std::string* iso2,
                 std::string* admin1) const;

  const Lexicon* lexicon_ = nullptr;
  const knowledge::Table* cities_ = nullptr;
  const knowledge::Table* divisions_ = nullptr;
  std::map<std::string, std::string_view, std::less<>> region_names_;  // "US.TX" -> "Texas"
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_GAZETTEER_H_
