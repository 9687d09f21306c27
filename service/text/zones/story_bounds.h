// Where the story stands on a whole pasted page.
//
// A page differs from an article by its menus: many short lines, some of which name sections or
// services. On a page the story is the run of blocks with the highest sum of scores, where prose
// scores its words and menu lines, titles and service lines cost (maximum subsequence segmentation,
// Pasternack and Roth 2009). Linear.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_STORY_BOUNDS_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_STORY_BOUNDS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "service/text/zones/block.h"
#include "service/text/zones/zone_phrases.h"

namespace nutgraf::text {

struct StoryBounds {
  bool page = false;   // the text has menus around the story
  uint32_t first = 0;  // the story's blocks [first, last); all blocks when `page` is false
  uint32_t last = 0;
};

StoryBounds FindStory(std::span<const Block> blocks,
                      std::span<const std::optional<PhraseMatch>> matches);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_STORY_BOUNDS_H_
