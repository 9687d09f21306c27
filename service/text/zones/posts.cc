#include "service/text/zones/posts.h"

#include <algorithm>

namespace nutgraf::text {
namespace {

constexpr uint32_t kMostNameTokens = 16;  // of a display name
constexpr uint32_t kMostPostWords = 70;   // some 280 to 500 characters
constexpr uint32_t kMostLabelWords = 12;  // of a line without a stop that may open a post
constexpr uint32_t kMostLinesBefore = 8;  // of a post's text
constexpr uint32_t kMostLinesAfter = 3;   // when its text stands after the attribution
constexpr uint32_t kMostInstagramLines = 12;

struct Attribution {
  uint32_t begin = 0;  // token where it begins: the dash, or the name
  Span author;
  Span handle;
  Span date;
  bool dashed = false;
};

class PostFinder {
 public:
  PostFinder(std::string_view text, std::span<const Block> blocks,
             std::span<const std::optional<PhraseMatch>> matches, const std::vector<Token>& tokens,
             const DateWords& dates)
      : text_(text), blocks_(blocks), matches_(matches), tokens_(tokens), dates_(dates) {}

  std::vector<FoundPost> Run();

 private:
  std::string_view Form(uint32_t t) const {
    return text_.substr(tokens_[t].span.begin, tokens_[t].span.size());
  }
  bool IsDash(uint32_t t) const {
    return Form(t) == "—" || Form(t) == "–" || Form(t) == "-" || Form(t) == "--" || Form(t) == "―";
  }
  bool Is(uint32_t block, PhraseZone zone) const {
    return matches_[block].has_value() && matches_[block]->zone == zone;
  }
  std::optional<Attribution> FindAttribution(const Block& block) const;
  bool LooksPosted(const Block& block) const;
  uint32_t TextStart(uint32_t attribution, uint32_t floor, bool reversed) const;
  uint32_t TextEnd(uint32_t attribution) const;
  Span Cover(uint32_t first, uint32_t last) const {
    return first < last ? Span{blocks_[first].span.begin, blocks_[last - 1].span.end} : Span{};
  }

  std::string_view text_;
  std::span<const Block> blocks_;
  std::span<const std::optional<PhraseMatch>> matches_;
  const std::vector<Token>& tokens_;
  const DateWords& dates_;
};

std::optional<Attribution> PostFinder::FindAttribution(const Block& block) const {
  const auto [first, last] = block.tokens;
  // The handle in brackets, from the end: "( @handle )".
  uint32_t handle = last;
  for (uint32_t t = last; t > first && last - t < 40; --t) {
    if (tokens_[t - 1].kind == TokenKind::kHandle) {
      handle = t - 1;
      break;
    }
  }
  if (handle == last || handle < first + 2 || handle + 1 >= last) return std::nullopt;
  if (Form(handle - 1) != "(" || Form(handle + 1) != ")") return std::nullopt;
  Attribution found;
  TokenRange date;
  const TokenRange tail{handle + 2, last};
  const bool dated = !tail.empty() && dates_.OnlyTime(text_, tokens_, tail, &date);
  if (!tail.empty() && !dated) return std::nullopt;
  // The name, back to a dash or to the line's start.
  const uint32_t bracket = handle - 1;
  const uint32_t floor = bracket - std::min(bracket - first, kMostNameTokens);
  uint32_t name = bracket;
  while (name > floor && !IsDash(name - 1)) {
    const Token& token = tokens_[name - 1];
    if (Form(name - 1) == "." || Form(name - 1) == "?" || Form(name - 1) == "!" ||
        token.kind == TokenKind::kUrl) {
      break;
    }
    --name;
  }
  found.dashed = name > first && IsDash(name - 1);
  if (name == bracket) return std::nullopt;
  if (!found.dashed && (name != first || !dated)) return std::nullopt;
  found.begin = found.dashed ? name - 1 : name;
  // "… he told Smith - Jones (@jones)" inside a sentence is no attribution without its date.
  if (found.begin != first && !dated) return std::nullopt;
  found.author = {tokens_[name].span.begin, tokens_[bracket - 1].span.end};
  found.handle = tokens_[handle].span;
  if (!date.empty()) {
    found.date = {tokens_[date.first].span.begin, tokens_[date.last - 1].span.end};
  }
  return found;
}

bool PostFinder::LooksPosted(const Block& block) const {
  return block.social || block.post_link || (!block.stops && block.words <= kMostPostWords);
}

uint32_t PostFinder::TextStart(uint32_t attribution, uint32_t floor, bool reversed) const {
  uint32_t first = attribution;
  uint32_t words = 0;
  while (first > floor && attribution - first < kMostLinesBefore) {
    const Block& above = blocks_[first - 1];
    const bool posted = above.social || above.post_link;
    words += above.words;
    if (words > kMostPostWords || Is(first - 1, PhraseZone::kRelated) ||
        Is(first - 1, PhraseZone::kCaption)) {
      break;
    }
    if (first == attribution) {
      // What stands right before an attribution was posted, unless the post's text follows it.
      if (reversed && !posted && (above.stops || above.words > kMostLabelWords)) break;
    } else {
      // Farther off a line must look posted: a link closes an earlier post, and a line that
      // introduces one ("He wrote:") belongs to the article.
      const bool apart = blocks_[first].blank_before;
      const bool introduces = text_[above.span.end - 1] == ':' && !posted;
      if (above.post_link || introduces || !(posted || (!apart && !above.prose))) break;
    }
    --first;
  }
  return first;
}

uint32_t PostFinder::TextEnd(uint32_t attribution) const {
  const auto most =
      std::min<uint32_t>(attribution + 1 + kMostLinesAfter, static_cast<uint32_t>(blocks_.size()));
  uint32_t words = 0;
  for (uint32_t b = attribution + 1; b < most; ++b) {
    words += blocks_[b].words;
    if (words > kMostPostWords || FindAttribution(blocks_[b]).has_value()) break;
    // The text of a following post has its own attribution behind it.
    if (blocks_[b].post_link) {
      const bool next_owns = b + 1 < blocks_.size() && FindAttribution(blocks_[b + 1]).has_value();
      return next_owns ? attribution + 1 : b + 1;
    }
    if (!LooksPosted(blocks_[b])) break;
  }
  return attribution + 1;
}

std::vector<FoundPost> PostFinder::Run() {
  std::vector<FoundPost> posts;
  uint32_t floor = 0;
  const auto size = static_cast<uint32_t>(blocks_.size());
  const auto add = [&](FoundPost post) {
    floor = post.last;
    posts.push_back(post);
  };
  for (uint32_t b = 0; b < size; ++b) {
    if (b < floor) continue;
    const Block& block = blocks_[b];
    if (Is(b, PhraseZone::kPost)) {
      // "View this post on Instagram", up to "A post shared by".
      uint32_t last = b + 1;
      const uint32_t most = std::min(size, b + kMostInstagramLines);
      for (uint32_t end = b + 1; end < most && matches_[b]->place == PhrasePlace::kLine; ++end) {
        if (Is(end, PhraseZone::kPost)) {
          last = end + 1;
          break;
        }
      }
      FoundPost post{.first = b, .last = last, .parts = {}};
      for (uint32_t t = blocks_[last - 1].tokens.first; t < blocks_[last - 1].tokens.last; ++t) {
        if (tokens_[t].kind == TokenKind::kHandle && post.parts.handle.empty()) {
          post.parts.handle = tokens_[t].span;
        }
        const uint32_t end = dates_.MatchDate(text_, tokens_, t, blocks_[last - 1].tokens.last);
        if (end > t && post.parts.date.empty()) {
          post.parts.date = {tokens_[t].span.begin, tokens_[end - 1].span.end};
        }
      }
      if (last > b + 2) post.parts.body = Cover(b + 1, last - 1);
      add(post);
      continue;
    }
    if (const auto found = FindAttribution(block)) {
      FoundPost post{.first = b, .last = b + 1, .parts = {}};
      post.parts.author = found->author;
      post.parts.handle = found->handle;
      post.parts.date = found->date;
      if (found->begin > block.tokens.first) {  // all on one line
        post.parts.body = {block.span.begin, tokens_[found->begin - 1].span.end};
      } else {
        post.last = TextEnd(b);
        post.first = TextStart(b, floor, post.last > b + 1);
        const Span before = Cover(post.first, b);
        const Span after = Cover(b + 1, post.last);
        post.parts.body = after.size() > before.size() ? after : before;
      }
      add(post);
      continue;
    }
    // A line that ends in a network's link and has no attribution near it.
    if (block.post_link && !block.tokens.empty() &&
        tokens_[block.tokens.last - 1].kind == TokenKind::kUrl) {
      bool attributed = false;
      for (uint32_t n = b + 1; n < std::min(size, b + 3) && !attributed; ++n) {
        attributed = FindAttribution(blocks_[n]).has_value();
      }
      if (!attributed && block.words <= kMostPostWords) {
        FoundPost post{.first = b, .last = b + 1, .parts = {}};
        post.parts.body = block.span;
        add(post);
      }
    }
  }
  return posts;
}

}  // namespace

std::vector<FoundPost> FindPosts(std::string_view text, std::span<const Block> blocks,
                                 std::span<const std::optional<PhraseMatch>> matches,
                                 const std::vector<Token>& tokens, const DateWords& dates) {
  return PostFinder(text, blocks, matches, tokens, dates).Run();
}

}  // namespace nutgraf::text
