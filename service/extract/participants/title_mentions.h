// Where the title names a participant: its words as the article writes them, a country under any of
// its names, an organisation under any that the tables know ("UN" for "United Nations").
//
// Reads the title that was sent apart, else the first headline of the text; at most its first 64
// words. Immutable once made; a question costs the names that are asked for.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_TITLE_MENTIONS_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_TITLE_MENTIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

class TitleMentions {
 public:
  explicit TitleMentions(const Reading& reading);

  /// Words of the title before the first place that has the name (folded words with single
  /// spaces); -1 when it has not.
  int32_t Find(const std::string& key) const { return At(names_, key); }
  /// The given name, folded, that a surname has in the title ("Jane Q. Roe": "jane"); empty when
  /// the title has no full name with it.
  std::string GivenNameOf(const std::string& surname, const Lexicon& lexicon) const;
  /// The same for a country by name, and by adjective.
  int32_t FindCountry(int32_t country) const { return At(countries_, country); }
  int32_t FindAdjective(int32_t country) const { return At(adjectives_, country); }
  /// The same for Lexicon::CanonicalOrganization.
  int32_t FindOrganization(const std::string& canonical) const {
    return At(organizations_, canonical);
  }

 private:
  template <typename Map, typename Key>
  static int32_t At(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? -1 : found->second;
  }
  void Read(const Lexicon& lexicon, const std::vector<std::string_view>& written);

  std::vector<std::string> words_;                  // folded
  std::unordered_map<std::string, int32_t> names_;  // every run of up to six words
  std::map<int32_t, int32_t> countries_;
  std::map<int32_t, int32_t> adjectives_;
  std::unordered_map<std::string, int32_t> organizations_;
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_TITLE_MENTIONS_H_
