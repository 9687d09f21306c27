#include "service/text/zones/zoner.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "service/base/absl_compat.h"
#include "service/text/zones/agencies.h"
#include "service/text/zones/bylines.h"
#include "service/text/zones/datelines.h"
#include "service/text/zones/posts.h"
#include "service/text/zones/story_bounds.h"
#include "service/text/zones/zone_phrases.h"

namespace nutgraf::text {
namespace {

constexpr uint32_t kMostTitleWords = 30;
constexpr uint32_t kFewestTitleWords = 3;
constexpr uint32_t kMostDateLineWords = 14;
constexpr uint32_t kStoryBeforeComments = 40;  // words of prose that make "Comments" a section
constexpr uint32_t kMenuRun = 3;               // lines in a row that make a menu
constexpr uint32_t kHeadBlocks = 12;           // how far above the story its headline may stand

using Matches = std::vector<std::optional<PhraseMatch>>;

class RuleZoner final : public Zoner {
 public:
  RuleZoner(const knowledge::Knowledge& knowledge, ZonePhrases phrases,
            std::unique_ptr<const DateWords> dates, std::unique_ptr<const Agencies> agencies,
            DatelineFinder datelines)
      : phrases_(std::move(phrases)),
        dates_(std::move(dates)),
        agencies_(std::move(agencies)),
        datelines_(std::move(datelines)),
        bylines_(knowledge, dates_.get(), agencies_.get()) {}

  ZonePlan Plan(std::string_view text, std::string_view title, const std::vector<Block>& blocks,
                const std::vector<Token>& tokens) const override;

 private:
  friend class Planner;

  ZonePhrases phrases_;
  std::unique_ptr<const DateWords> dates_;
  std::unique_ptr<const Agencies> agencies_;
  DatelineFinder datelines_;
  BylineFinder bylines_;
};

// Text without its case, marks and white space, for comparing titles.
std::string Bare(std::string_view text) {
  std::string bare;
  for (const char c : text.substr(0, 400)) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || byte >= 0x80) bare.push_back(absl::ascii_tolower(byte));
  }
  return bare;
}

// One run of the rules over one text.
class Planner {
 public:
  Planner(const RuleZoner& rules, std::string_view text, std::string_view title,
          std::span<const Block> blocks, const std::vector<Token>& tokens)
      : rules_(rules), text_(text), title_(title), blocks_(blocks), tokens_(tokens) {}

  ZonePlan Run();

 private:
  std::string_view Form(uint32_t t) const {
    return text_.substr(tokens_[t].span.begin, tokens_[t].span.size());
  }
  bool Is(uint32_t block, PhraseZone zone) const {
    return matches_[block].has_value() && matches_[block]->zone == zone;
  }
  bool Placed(uint32_t block) const { return placed_[block]; }
  void Place(uint32_t block, ZoneType type, bool alone = false) {
    plan_.parts[block].type = type;
    plan_.parts[block].alone = alone;
    placed_[block] = true;
  }
  bool LooksTitle(uint32_t block) const;
  bool IsDateLine(uint32_t block, TokenRange* date) const;
  bool HasCredit(uint32_t block) const;
  void FindComments();
  void PlacePosts();
  void FindHeadline();
  void PlaceHead();
  void PlaceLine(uint32_t block);
  void PlaceMenus();
  void PlaceTail();
  void FindDateline();

  const RuleZoner& rules_;
  std::string_view text_;
  std::string_view title_;
  std::span<const Block> blocks_;
  const std::vector<Token>& tokens_;
  Matches matches_;
  std::vector<bool> placed_;
  ZonePlan plan_;
  StoryBounds story_;
  uint32_t end_ = 0;          // where the comments section begins
  uint32_t headline_ = 0;     // its block; end_ when there is none
  uint32_t first_prose_ = 0;  // the story's first block of prose
  bool in_links_ = false;     // below the header of a list of links
};

bool Planner::LooksTitle(uint32_t b) const {
  const Block& block = blocks_[b];
  if (block.words < kFewestTitleWords || block.words > kMostTitleWords) return false;
  const char last = text_[block.span.end - 1];
  if (last == '.' && !(block.span.size() > 3 && text_[block.span.end - 2] == '.')) {
    // "... to meet in the U.S." may end so.
    if (block.stops && Form(block.tokens.last - 1).size() == 1) return false;
  }
  if (text_[block.span.begin] == '(' && last == ')') return false;
  return last != ':' && last != ',' && last != ';' && !block.post_link;
}

bool Planner::IsDateLine(uint32_t b, TokenRange* date) const {
  const Block& block = blocks_[b];
  if (block.words > kMostDateLineWords || block.tokens.size() > 40) return false;
  *date = {};
  if (rules_.dates_->OnlyTime(text_, tokens_, block.tokens, date)) return true;
  // "Published in Dawn, March 5th, 2023", "Source: Xinhua | 2018-09-30 21:48:39 | Editor: Li Ming"
  if (block.stops) return false;
  bool labelled = false;
  for (uint32_t t = block.tokens.first; t < block.tokens.last; ++t) {
    const bool label = rules_.dates_->Find(text_, tokens_[t]) == DateWords::Kind::kLabel;
    labelled |= label && (t == block.tokens.first || tokens_[t].letter_case != CaseClass::kLower);
    if (!labelled) continue;
    const uint32_t end = rules_.dates_->MatchDate(text_, tokens_, t, block.tokens.last);
    if (end > t) {
      *date = {t, end};
      return true;
    }
  }
  return false;
}

bool Planner::HasCredit(uint32_t b) const {
  // "... after the vote. Credit: Jane Doe/Reuters", "Photo: AFP" at a caption's end.
  const Block& block = blocks_[b];
  if (block.words > ZonePhrases::kMostMatchedWords) return false;
  for (uint32_t t = block.tokens.first; t + 1 < block.tokens.last; ++t) {
    const std::string_view form = Form(t);
    if ((form == "Credit" || form == "Photo" || form == "Image" || form == "Photograph" ||
         form == "PHOTO" || form == "Picture" || form == "CREDIT") &&
        (Form(t + 1) == ":" || Form(t + 1) == "..." || Form(t + 1) == "…") &&
        block.tokens.last - t <= 14) {
      return true;
    }
  }
  // "... at the United Nations in New York. (Xinhua/AFP)", "The minister on Sunday (Photo: AFP)"
  const uint32_t last = block.tokens.last;
  if (last - block.tokens.first < 4 || Form(last - 1) != ")") return false;
  uint32_t open = last - 1;
  while (open > block.tokens.first && last - open < 12 && Form(open) != "(") --open;
  if (open == block.tokens.first || Form(open) != "(") return false;
  bool credit = false;
  bool joint = false;
  for (uint32_t t = open + 1; t + 1 < last; ++t) {
    const std::string_view form = Form(t);
    credit |= rules_.agencies_->IsAgency(form) || form == "Photo" || form == "File" ||
              form == "Courtesy" || form == "Images";
    joint |= form == "/" || form == ":" || form == "Photo";
  }
  return credit && joint;
}

void Planner::FindComments() {
  end_ = static_cast<uint32_t>(blocks_.size());
  uint32_t all = 0;
  for (uint32_t b = 0; b < end_; ++b) {
    if (blocks_[b].prose && !matches_[b].has_value()) all += blocks_[b].words;
  }
  uint32_t before = 0;
  for (uint32_t b = 0; b < end_; ++b) {
    if (blocks_[b].prose && !matches_[b].has_value()) before += blocks_[b].words;
    if (!Is(b, PhraseZone::kComments) || before < kStoryBeforeComments) continue;
    // A link to the comments at the head of a long article is no section.
    if (before < 150 && all - before > 4 * before) continue;
    end_ = b;
    break;
  }
  for (auto b = end_; b < blocks_.size(); ++b) Place(b, ZoneType::kComments);
}

void Planner::PlacePosts() {
  const std::vector<FoundPost> posts =
      FindPosts(text_, blocks_.first(end_), matches_, tokens_, *rules_.dates_);
  for (const FoundPost& post : posts) {
    for (uint32_t b = post.first; b < post.last; ++b) {
      Place(b, ZoneType::kEmbeddedPost, b == post.first);
      plan_.parts[b].post = static_cast<int>(plan_.posts.size());
    }
    plan_.posts.push_back(post.parts);
  }
}

void Planner::FindHeadline() {
  headline_ = end_;
  first_prose_ = story_.first;
  while (first_prose_ < end_ && (!blocks_[first_prose_].prose || Placed(first_prose_))) {
    ++first_prose_;
  }
  if (end_ == 0) return;
  // The title sent apart, where the text opens with it.
  if (!title_.empty()) {
    const std::string title = Bare(title_);
    for (uint32_t b = 0; b < std::min(end_, first_prose_ + 1); ++b) {
      if (Placed(b) || blocks_[b].words > kMostTitleWords + 10) continue;
      if (!title.empty() &&
          Bare(text_.substr(blocks_[b].span.begin, blocks_[b].span.size())) == title) {
        headline_ = b;
        plan_.opens_with_title = true;
        return;
      }
    }
    // Another first line than the title is no title.
    if (!story_.page) return;
  }
  if (first_prose_ == end_) return;
  if (story_.page) {
    // What the browser's title, on the first line, repeats above the story; else the nearest title.
    const std::string page_title =
        Bare(text_.substr(blocks_[0].span.begin, blocks_[0].span.size()));
    const uint32_t floor = first_prose_ - std::min(first_prose_, kHeadBlocks);
    for (uint32_t b = first_prose_; b > 0; --b) {
      if (Placed(b - 1) || !LooksTitle(b - 1) || b - 1 == 0) continue;
      const std::string bare =
          Bare(text_.substr(blocks_[b - 1].span.begin, blocks_[b - 1].span.size()));
      if (bare.size() > 12 && page_title.find(bare) != std::string::npos) {
        headline_ = b - 1;
        return;
      }
    }
    for (uint32_t b = first_prose_; b > floor; --b) {
      if (Placed(b - 1) || matches_[b - 1].has_value() || !LooksTitle(b - 1)) continue;
      TokenRange date;
      if (IsDateLine(b - 1, &date) || blocks_[b - 1].words < 4) continue;
      if (rules_.bylines_.Find(text_, blocks_[b - 1], tokens_, matches_[b - 1], true, true))
        continue;
      headline_ = b - 1;
      return;
    }
    return;
  }
  // A first line that is a title, perhaps below the name of its section.
  for (uint32_t b = 0; b < std::min(first_prose_ + 1, uint32_t{4}); ++b) {
    TokenRange date;
    if (Placed(b)) return;
    const bool kicker =
        blocks_[b].words < kFewestTitleWords || Is(b, PhraseZone::kSection) || IsDateLine(b, &date);
    if (kicker) continue;
    if (matches_[b].has_value() && !Is(b, PhraseZone::kRelated)) continue;
    if (matches_[b].has_value() && matches_[b]->place != PhrasePlace::kStart) continue;
    if (rules_.bylines_.Find(text_, blocks_[b], tokens_, matches_[b], false, false)) continue;
    if (b + 1 < end_ && LooksTitle(b) && !(blocks_[b].prose && blocks_[b].stops) &&
        !rules_.datelines_.Find(text_, blocks_[b], tokens_, true)) {
      headline_ = b;
    }
    return;
  }
}

void Planner::PlaceHead() {
  if (headline_ < end_) Place(headline_, ZoneType::kHeadline, true);
  if (story_.page) {
    // Menus and what else surrounds the story.
    for (uint32_t b = 0; b < end_; ++b) {
      if (Placed(b)) continue;
      const bool inside = b >= story_.first && b < story_.last;
      const bool head = headline_ < end_ && b > headline_ && b < story_.first;
      if (inside || head) continue;
      if (b >= story_.last && Is(b, PhraseZone::kByline)) continue;  // "Reporting by ..."
      if (Is(b, PhraseZone::kRelated)) continue;
      Place(b, ZoneType::kBoilerplate);
    }
    return;
  }
  // Above the headline stand the names of sections.
  if (headline_ == end_) return;
  for (uint32_t b = 0; b < headline_; ++b) {
    if (!Placed(b) && Is(b, PhraseZone::kSection)) Place(b, ZoneType::kBoilerplate);
  }
}

void Planner::PlaceLine(uint32_t b) {
  const Block& block = blocks_[b];
  const std::optional<PhraseMatch>& match = matches_[b];
  const bool titled = headline_ < end_ && b > headline_;
  const bool near_title = titled ? b <= std::max(first_prose_, headline_ + 4)
                                 : headline_ == end_ && b < std::min(first_prose_, 2U);
  const bool above = b < first_prose_ || (titled && b <= headline_ + 6) || b <= first_prose_ + 1;
  TokenRange date;
  if (match.has_value() && match->zone == PhraseZone::kRelated) {
    // The phrase alone heads a list of links.
    in_links_ = match->place == PhrasePlace::kLine || match->words == block.words;
    Place(b, ZoneType::kRelatedLink, true);
    return;
  }
  if (in_links_ && !block.prose && !block.stops && !match.has_value()) {
    Place(b, ZoneType::kRelatedLink, true);
    return;
  }
  in_links_ = false;
  if (above) {
    if (const auto line = rules_.datelines_.FindLine(text_, block, tokens_)) {
      if (!plan_.dateline || plan_.dateline->place.empty()) {
        plan_.dateline = line;
        plan_.dateline_block = b;
      }
      Place(b, ZoneType::kDateline, true);
      return;
    }
  }
  const auto names = rules_.bylines_.Find(text_, block, tokens_, match, near_title, titled);
  const bool byline_phrase = match.has_value() && match->zone == PhraseZone::kByline;
  if (names.has_value() && (near_title || above || byline_phrase || b + 3 >= end_)) {
    plan_.bylines.insert(plan_.bylines.end(), names->begin(), names->end());
    Place(b, ZoneType::kByline, true);
    return;
  }
  if ((above || b + 3 >= end_) && IsDateLine(b, &date)) {
    if (!date.empty() && (!plan_.dateline || plan_.dateline->date.empty())) {
      if (!plan_.dateline) {
        plan_.dateline.emplace();
        plan_.dateline_block = b;
      }
      plan_.dateline->date = {tokens_[date.first].span.begin, tokens_[date.last - 1].span.end};
    }
    Place(b, ZoneType::kDateline, true);
    return;
  }
  if (match.has_value()) {
    switch (match->zone) {
      case PhraseZone::kCaption:
        Place(b, ZoneType::kCaption, true);
        return;
      case PhraseZone::kBoilerplate:
      case PhraseZone::kComments:
        Place(b, ZoneType::kBoilerplate);
        return;
      default:
        break;
    }
  }
  if (HasCredit(b)) Place(b, ZoneType::kCaption, true);
}

void Planner::PlaceMenus() {
  // Lines in a row that name sections, with the short lines among them.
  for (uint32_t b = 0; b < end_;) {
    uint32_t run = b;
    uint32_t named = 0;
    while (run < end_ && !blocks_[run].stops && blocks_[run].words <= 4 &&
           (!Placed(run) || plan_.parts[run].type == ZoneType::kBoilerplate)) {
      named += Is(run, PhraseZone::kSection) || Is(run, PhraseZone::kBoilerplate) ? 1 : 0;
      ++run;
    }
    if (run - b >= kMenuRun && named * 2 >= run - b) {
      for (uint32_t i = b; i < run; ++i) Place(i, ZoneType::kBoilerplate);
    }
    b = std::max(run, b + 1);
  }
}

void Planner::PlaceTail() {
  // Behind the last prose: once a service line or a list of links has come, no more story.
  uint32_t last_prose = end_;
  while (last_prose > 0 && !(blocks_[last_prose - 1].prose && !Placed(last_prose - 1)))
    --last_prose;
  if (last_prose == 0) return;
  bool service = false;
  for (uint32_t b = last_prose; b < end_; ++b) {
    if (Placed(b)) {
      const ZoneType type = plan_.parts[b].type;
      service |= type == ZoneType::kBoilerplate || type == ZoneType::kRelatedLink;
    } else if (service && !blocks_[b].stops) {
      Place(b, ZoneType::kBoilerplate);
    }
  }
}

void Planner::FindDateline() {
  uint32_t tried = 0;
  for (uint32_t b = 0; b < end_ && tried < 3; ++b) {
    if (Placed(b)) continue;
    if (!blocks_[b].prose) continue;
    ++tried;
    const auto found = rules_.datelines_.Find(text_, blocks_[b], tokens_, tried == 1);
    if (!found) continue;
    plan_.parts[b].dateline_end = found->end;
    const Span date = plan_.dateline ? plan_.dateline->date : Span{};
    plan_.dateline = found->parts;
    plan_.dateline_block = b;
    if (plan_.dateline->date.empty()) plan_.dateline->date = date;
    return;
  }
}

ZonePlan Planner::Run() {
  matches_.reserve(blocks_.size());
  for (const Block& block : blocks_) {
    matches_.push_back(block.words > ZonePhrases::kMostMatchedWords
                           ? std::nullopt
                           : rules_.phrases_.Find(block, FoldedBlock(text_, block, tokens_)));
  }
  plan_.parts.resize(blocks_.size());
  placed_.assign(blocks_.size(), false);
  FindComments();
  PlacePosts();
  story_ = FindStory(blocks_.first(end_), std::span(matches_).first(end_));
  FindHeadline();
  PlaceHead();
  for (uint32_t b = 0; b < end_; ++b) {
    if (Placed(b)) {
      in_links_ = false;
    } else {
      PlaceLine(b);
    }
  }
  PlaceMenus();
  if (story_.page && headline_ < end_) {
    for (uint32_t b = headline_ + 1; b < story_.first; ++b) {
      if (!Placed(b)) Place(b, ZoneType::kBoilerplate);
    }
  }
  PlaceTail();
  FindDateline();
  return std::move(plan_);
}

ZonePlan RuleZoner::Plan(std::string_view text, std::string_view title,
                         const std::vector<Block>& blocks, const std::vector<Token>& tokens) const {
  return Planner(*this, text, title, blocks, tokens).Run();
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Zoner>> Zoner::Create(const knowledge::Knowledge& knowledge) {
  auto phrases = ZonePhrases::Create(knowledge);
  if (!phrases.ok()) return phrases.status();
  auto dates = DateWords::Create(knowledge);
  if (!dates.ok()) return dates.status();
  auto agencies = Agencies::Create(knowledge);
  if (!agencies.ok()) return agencies.status();
  auto dates_owner = std::make_unique<const DateWords>(*std::move(dates));
  auto agencies_owner = std::make_unique<const Agencies>(*std::move(agencies));
  auto datelines = DatelineFinder::Create(knowledge, dates_owner.get(), agencies_owner.get());
  if (!datelines.ok()) return datelines.status();
  return std::make_unique<const RuleZoner>(knowledge, *std::move(phrases), std::move(dates_owner),
                                           std::move(agencies_owner), *std::move(datelines));
}

}  // namespace nutgraf::text
