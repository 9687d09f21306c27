// Lines that name the article's writers: "By Jane Doe and John Roe", "Reporting by ...; editing
// by".

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_BYLINES_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_BYLINES_H_

#include <optional>
#include <string_view>
#include <vector>

#include "service/knowledge/knowledge.h"
#include "service/text/document.h"
#include "service/text/zones/agencies.h"
#include "service/text/zones/block.h"
#include "service/text/zones/date_words.h"
#include "service/text/zones/zone_phrases.h"

namespace nutgraf::text {

class BylineFinder {
 public:
  BylineFinder(const knowledge::Knowledge& knowledge, const DateWords* dates,
               const Agencies* agencies);

  /// The names of a byline; nullopt when the block is none. Agencies and newspapers are no names,
  /// so a byline may have none ("By Reuters").
  /// `match`: the phrase of the block, if it has one. `near_title`: the block stands between the
  /// headline and the first prose, where a bare name is a byline too. `titled`: there is a
  /// headline above; without one a bare name needs an office or a date behind it.
  std::optional<std::vector<Span>> Find(std::string_view text, const Block& block,
                                        const std::vector<Token>& tokens,
                                        const std::optional<PhraseMatch>& match, bool near_title,
                                        bool titled) const;

 private:
  std::vector<Span> Names(std::string_view text, const std::vector<Token>& tokens, uint32_t first,
                          uint32_t last) const;
  bool OnlyNames(std::string_view text, const std::vector<Token>& tokens, uint32_t first,
                 uint32_t last) const;
  uint32_t NameEnd(std::string_view text, const std::vector<Token>& tokens, uint32_t first,
                   uint32_t last) const;

  const knowledge::Table* given_names_;  // null when the table is not there
  const knowledge::Table* surnames_;     // likewise
  const DateWords* dates_;
  const Agencies* agencies_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_BYLINES_H_
