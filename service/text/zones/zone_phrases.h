// What a line says of itself by the phrases it holds: "Read more:", "Sign up for our newsletter".
//
// Table text/zone_phrases (its head explains the columns). Matching is by whole words, on the first
// FoldedBlock::kMostWords words; a block of more than kMostMatchedWords is never matched, for prose
// may hold any phrase. Immutable; safe for all threads.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_ZONE_PHRASES_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_ZONE_PHRASES_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/text/zones/block.h"

namespace nutgraf::text {

/// What a phrase speaks for.
enum class PhraseZone : uint8_t {
  kBoilerplate,
  kRelated,
  kCaption,
  kComments,
  kByline,
  kPost,
  kSection,  // the name of a site's section: boilerplate beside other menu lines
};

enum class PhrasePlace : uint8_t { kLine, kStart, kEnd, kHas };

struct PhraseMatch {
  PhraseZone zone = PhraseZone::kBoilerplate;
  PhrasePlace place = PhrasePlace::kLine;
  uint32_t words = 0;  // of the phrase
};

class ZonePhrases {
 public:
  static constexpr uint32_t kMostMatchedWords = 45;
  static constexpr uint32_t kMostWordsAround = 30;  // of a block that merely holds a phrase

  static absl::StatusOr<ZonePhrases> Create(const knowledge::Knowledge& knowledge);

  /// The strongest phrase of a block: one that is the line, else the longest at its start, at its
  /// end, inside it.
  std::optional<PhraseMatch> Find(const Block& block, const FoldedBlock& folded) const;

 private:
  enum class Rest : uint8_t { kAny, kNoStop, kTitle, kLabel, kNumber };
  struct Rule {
    PhraseZone zone;
    PhrasePlace place;
    Rest rest;
  };

  static bool Allows(Rest rest, const Block& block, const FoldedBlock& folded, size_t next);
  std::optional<PhraseMatch> FindAt(const Block& block, const FoldedBlock& folded, size_t first,
                                    size_t count, PhrasePlace place) const;

  absl::flat_hash_map<std::string_view, std::vector<Rule>> rules_;
  size_t longest_ = 0;  // words of the longest phrase
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_ZONE_PHRASES_H_
