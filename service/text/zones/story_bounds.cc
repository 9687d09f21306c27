#include "service/text/zones/story_bounds.h"

#include <algorithm>

namespace nutgraf::text {
namespace {

constexpr uint32_t kMenuWords = 4;        // a line of so few words may be a menu's
constexpr uint32_t kFewestMenuLines = 8;  // on a page
constexpr uint32_t kFewestServiceLines = 3;
constexpr uint32_t kFewestProseWords = 40;
constexpr int kMostProseScore = 80;

bool IsMenuLine(const Block& block) { return !block.stops && block.words <= kMenuWords; }

int Score(const Block& block, const std::optional<PhraseMatch>& match) {
  if (match.has_value()) {
    switch (match->zone) {
      case PhraseZone::kCaption:
        return -2;
      case PhraseZone::kByline:
      case PhraseZone::kPost:
        return 0;
      case PhraseZone::kSection:
        return -6;
      case PhraseZone::kBoilerplate:
      case PhraseZone::kRelated:
      case PhraseZone::kComments:
        return -8;
    }
  }
  if (block.prose) return std::min<int>(static_cast<int>(block.words), kMostProseScore) - 3;
  if (block.stops && block.lower_words * 2 >= block.words) return 1;  // "He declined."
  return block.words <= kMenuWords ? -4 : -5;
}

}  // namespace

StoryBounds FindStory(std::span<const Block> blocks,
                      std::span<const std::optional<PhraseMatch>> matches) {
  const auto size = static_cast<uint32_t>(blocks.size());
  StoryBounds bounds{.last = size};
  uint32_t menu = 0;
  uint32_t service = 0;
  uint32_t prose_words = 0;
  for (uint32_t b = 0; b < size; ++b) {
    const bool named = matches[b].has_value() && (matches[b]->zone == PhraseZone::kBoilerplate ||
                                                  matches[b]->zone == PhraseZone::kSection);
    service += named ? 1 : 0;
    menu += named || IsMenuLine(blocks[b]) ? 1 : 0;
    if (blocks[b].prose && !matches[b].has_value()) prose_words += blocks[b].words;
  }
  if (menu < kFewestMenuLines || menu * 4 < size || service < kFewestServiceLines ||
      prose_words < kFewestProseWords) {
    return bounds;
  }
  bounds.page = true;
  int best = 0;
  int sum = 0;
  uint32_t begin = 0;
  for (uint32_t b = 0; b < size; ++b) {
    if (sum <= 0) {
      sum = 0;
      begin = b;
    }
    sum += Score(blocks[b], matches[b]);
    if (sum > best) {
      best = sum;
      bounds.first = begin;
      bounds.last = b + 1;
    }
  }
  return bounds;
}

}  // namespace nutgraf::text
