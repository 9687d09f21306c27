// Tells what each paragraph of a pasted article or page is: story, byline, post, menu, comments.
//
// The rules, in the order in which they decide: the comments section (its header and all behind
// it), pasted posts, the story's bounds on a page with menus, the headline, then each line by its
// own phrases and form. docs/text.md describes them and what they measure.
//
// Linear. Immutable; safe for all threads.

#ifndef NUTGRAF_SERVICE_TEXT_ZONES_ZONER_H_
#define NUTGRAF_SERVICE_TEXT_ZONES_ZONER_H_

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/text/document.h"
#include "service/text/zones/block.h"

namespace nutgraf::text {

struct ZonePlan {
  struct Part {
    ZoneType type = ZoneType::kBody;
    bool alone = false;         // opens a zone even behind one of its own type
    uint32_t dateline_end = 0;  // the token where the body behind a dateline begins; 0: none
    int post = -1;              // index into `posts`
  };
  std::vector<Part> parts;          // one a block
  std::vector<EmbeddedPost> posts;  // EmbeddedPost::zone is left 0
  std::vector<Span> bylines;
  std::optional<Dateline> dateline;  // Dateline::zone is left 0
  uint32_t dateline_block = 0;
  bool opens_with_title = false;  // the headline is the title that was sent apart
};

class Zoner {
 public:
  virtual ~Zoner() = default;

  static absl::StatusOr<std::unique_ptr<const Zoner>> Create(const knowledge::Knowledge& knowledge);

  /// `title`: the title sent apart, or empty.
  virtual ZonePlan Plan(std::string_view text, std::string_view title,
                        const std::vector<Block>& blocks,
                        const std::vector<Token>& tokens) const = 0;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ZONES_ZONER_H_
