// The dateline before the first sentence of a body line: "ISLAMABAD, March 5 (Reuters) -".
//
// Forms: a place in capitals, or one that is known, or an agency in brackets, then perhaps a date
// and an agency, then a dash or a colon: "NAIROBI, Kenya (AP) —", "(Reuters) —", "Islamabad:",
// "March 5 (Xinhua) --". Words in capitals that are labels ("WATCH:") are none.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_DATELINES_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_DATELINES_H_

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"
#include "service/text/zones/agencies.h"
#include "service/text/zones/block.h"
#include "service/text/zones/date_words.h"

namespace nutgraf::text {

struct FoundDateline {
  uint32_t end = 0;  // the first token of the sentence behind it
  Dateline parts;    // Dateline::zone is left 0
};

class DatelineFinder {
 public:
  /// Reads text/line_labels; looks places up in the knowledge stage's tables where they are there.
  static absl::StatusOr<DatelineFinder> Create(const knowledge::Knowledge& knowledge,
                                               const DateWords* dates, const Agencies* agencies);

  /// The dateline that a block of prose opens with. `opens`: it is the story's first block, where a
  /// known place and a colon suffice.
  std::optional<FoundDateline> Find(std::string_view text, const Block& block,
                                    const std::vector<Token>& tokens, bool opens) const;

  /// A line that is only a place and a date: "LONDON 1996-08-30", "Cairo, June 3, 2022".
  std::optional<Dateline> FindLine(std::string_view text, const Block& block,
                                   const std::vector<Token>& tokens) const;

  bool IsKnownPlace(std::string_view name) const;

 private:
  struct Place {
    uint32_t end = 0;
    bool capitals = false;  // its first word is in capitals
  };
  Place ScanPlace(std::string_view text, const std::vector<Token>& tokens, uint32_t first,
                  uint32_t last) const;

  const DateWords* dates_ = nullptr;
  const Agencies* agencies_ = nullptr;
  std::vector<const knowledge::Table*> places_;
  absl::flat_hash_set<std::string_view> labels_;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_DATELINES_H_
