// Pasted posts of social networks: where they begin and end, and what they say of themselves.
//
// A post is known by its attribution, "— Name (@handle) March 5, 2023" (X, Truth Social, Bluesky),
// "A post shared by Name (@handle)" (Instagram), or by a link of a network that ends a line. Its
// text stands before the attribution; what stands after it belongs to the post where it runs to
// such a link, for pasting often turns the order round.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_POSTS_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_POSTS_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "service/text/document.h"
#include "service/text/zones/block.h"
#include "service/text/zones/date_words.h"
#include "service/text/zones/zone_phrases.h"

namespace nutgraf::text {

struct FoundPost {
  uint32_t first = 0;  // blocks [first, last)
  uint32_t last = 0;
  EmbeddedPost parts;  // EmbeddedPost::zone is left 0
};

/// The posts among `blocks`, ascending and disjoint. `matches` are the phrases of the blocks.
std::vector<FoundPost> FindPosts(std::string_view text, std::span<const Block> blocks,
                                 std::span<const std::optional<PhraseMatch>> matches,
                                 const std::vector<Token>& tokens, const DateWords& dates);

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_POSTS_H_
