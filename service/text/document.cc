#include "service/text/document.h"

#include <limits>
#include <span>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/text/encoding/repair.h"
#include "service/text/language_id.h"
#include "service/text/segment/paragraphs.h"
#include "service/text/segment/sentences.h"
#include "service/text/segment/tokenizer.h"
#include "service/text/utf8.h"
#include "service/text/zones/block.h"
#include "service/text/zones/zoner.h"

namespace nutgraf::text {
namespace {

absl::Status CheckUtf8(std::string_view text, std::string_view field) {
  if (text.size() > std::numeric_limits<uint32_t>::max() / 2) {
    return absl::InvalidArgumentError(fmt::format("{}: longer than 2 GiB", field));
  }
  const size_t offset = FirstInvalidUtf8(text);
  if (offset == kValidUtf8) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("{}: not UTF-8 at byte {}", field, offset));
}

class Builder final : public DocumentBuilder {
 public:
  Builder(std::shared_ptr<const knowledge::Knowledge> knowledge, Tokenizer tokenizer,
          SentenceSplitter splitter, std::unique_ptr<const Zoner> zoner)
      : knowledge_(std::move(knowledge)),
        tokenizer_(std::move(tokenizer)),
        splitter_(std::move(splitter)),
        zoner_(std::move(zoner)) {}

  absl::StatusOr<Document> Build(const DocumentInput& input,
                                 const Cancellation& cancel) const override;

 private:
  absl::StatusOr<std::vector<Block>> ReadBlocks(const Cancellation& cancel,
                                                Document* document) const;
  void AddZone(ZoneType type, Span span, bool alone, Document* document) const;
  void AddParagraph(Span span, TokenRange tokens, Document* document) const;
  void AddZones(const std::vector<Block>& blocks, ZonePlan plan, Document* document) const;
  void AddLanguage(std::string_view given, Document* document) const;

  std::shared_ptr<const knowledge::Knowledge> knowledge_;  // what the rules' views point into
  Tokenizer tokenizer_;
  SentenceSplitter splitter_;
  std::unique_ptr<const Zoner> zoner_;
};

absl::StatusOr<Document> Builder::Build(const DocumentInput& input,
                                        const Cancellation& cancel) const {
  if (absl::Status valid = CheckUtf8(input.title, "title"); !valid.ok()) return valid;
  if (absl::Status valid = CheckUtf8(input.text, "text"); !valid.ok()) return valid;
  Document document;
  document.raw = input.text;
  RepairResult repair = RepairText(document.raw);
  document.repaired = std::move(repair.text);
  document.repairs = std::move(repair.repairs);
  document.offsets = std::move(repair.offsets);
  RepairResult title = RepairText(input.title);
  std::string title_text = title.repairs.empty() ? std::string(input.title) : std::move(title.text);

  absl::StatusOr<std::vector<Block>> blocks = ReadBlocks(cancel, &document);
  if (!blocks.ok()) return blocks.status();
  ZonePlan plan = zoner_->Plan(document.text(), title_text, *blocks, document.tokens);
  const bool opens_with_title = plan.opens_with_title;
  if (absl::Status status = cancel.Check(); !status.ok()) return status;
  AddZones(*blocks, std::move(plan), &document);

  if (!opens_with_title) {
    document.title.text = std::move(title_text);
    tokenizer_.Tokenize(document.title.text, {0, static_cast<uint32_t>(document.title.text.size())},
                        &document.title.tokens);
  }
  AddLanguage(input.language_code, &document);
  return document;
}

absl::StatusOr<std::vector<Block>> Builder::ReadBlocks(const Cancellation& cancel,
                                                       Document* document) const {
  const std::string_view text = document->text();
  const CharacterClasses& characters = tokenizer_.characters();
  const std::vector<Line> lines = SplitLines(text, characters);
  std::vector<Block> blocks;
  for (const LineRange& range : JoinWrappedLines(text, lines, characters)) {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    const Span span{lines[range.first].span.begin, lines[range.last - 1].span.end};
    const auto first = static_cast<uint32_t>(document->tokens.size());
    tokenizer_.Tokenize(text, span, &document->tokens);
    const auto last = static_cast<uint32_t>(document->tokens.size());
    if (first == last) continue;
    blocks.push_back(MakeBlock(text, document->SpanOf(TokenRange{first, last}), {first, last},
                               lines[range.first].blank_before, document->tokens));
  }
  return blocks;
}

void Builder::AddZone(ZoneType type, Span span, bool alone, Document* document) const {
  if (!alone && !document->zones.empty() && document->zones.back().type == type) {
    document->zones.back().span.end = span.end;
    return;
  }
  document->zones.push_back({type, span});
}

void Builder::AddZones(const std::vector<Block>& blocks, ZonePlan plan, Document* document) const {
  document->bylines = std::move(plan.bylines);
  document->posts = std::move(plan.posts);
  document->dateline = plan.dateline;
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    const ZonePlan::Part& part = plan.parts[b];
    const Block& block = blocks[b];
    TokenRange rest = block.tokens;
    if (part.dateline_end > 0) {
      const TokenRange dateline{rest.first, part.dateline_end};
      AddZone(ZoneType::kDateline, document->SpanOf(dateline), true, document);
      AddParagraph(document->SpanOf(dateline), dateline, document);
      rest.first = part.dateline_end;
    }
    if (document->dateline && plan.dateline_block == b) {
      // Of a line that is only a date the zone is opened below.
      document->dateline->zone =
          static_cast<uint32_t>(document->zones.size()) - (part.dateline_end > 0 ? 1 : 0);
    }
    AddZone(part.type, document->SpanOf(rest), part.alone || part.dateline_end > 0, document);
    const auto zone = static_cast<uint32_t>(document->zones.size() - 1);
    if (part.post >= 0) document->posts[static_cast<size_t>(part.post)].zone = zone;
    AddParagraph(document->SpanOf(rest), rest, document);
  }
}

void Builder::AddParagraph(Span span, TokenRange range, Document* document) const {
  const auto zone = static_cast<uint32_t>(document->zones.size() - 1);
  const auto paragraph = static_cast<uint32_t>(document->paragraphs.size());
  const auto first_sentence = static_cast<uint32_t>(document->sentences.size());
  const std::span<const Token> tokens =
      std::span(document->tokens).subspan(range.first, range.size());
  uint32_t begin = range.first;
  for (const uint32_t end : splitter_.Split(document->text(), tokens)) {
    const TokenRange sentence{begin, range.first + end};
    const auto index = static_cast<uint32_t>(document->sentences.size());
    for (uint32_t t = sentence.first; t < sentence.last; ++t) document->tokens[t].sentence = index;
    document->sentences.push_back({.span = document->SpanOf(sentence),
                                   .tokens = sentence,
                                   .paragraph = paragraph,
                                   .zone = document->zones[zone].type});
    begin = sentence.last;
  }
  document->paragraphs.push_back(
      {.span = span,
       .zone = zone,
       .first_sentence = first_sentence,
       .last_sentence = static_cast<uint32_t>(document->sentences.size())});
}

void Builder::AddLanguage(std::string_view given, Document* document) const {
  if (!given.empty()) {
    document->language = given;
    document->language_confidence = 1;
    return;
  }
  // The story alone, where there is enough of it: menus and posts may be in other languages.
  std::string story = document->title.text;
  for (const Zone& zone : document->zones) {
    if (!IsStory(zone.type)) continue;
    story.push_back('\n');
    story += document->Slice(zone.span);
    if (story.size() >= kMostLanguageBytes) break;
  }
  LanguageGuess guess = RecogniseLanguage(story);
  if (guess.code == "und") guess = RecogniseLanguage(document->text());
  document->language = std::move(guess.code);
  document->language_confidence = guess.confidence;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const DocumentBuilder>> DocumentBuilder::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  absl::StatusOr<Tokenizer> tokenizer = Tokenizer::Create(*knowledge);
  if (!tokenizer.ok()) return tokenizer.status();
  absl::StatusOr<SentenceSplitter> splitter = SentenceSplitter::Create(*knowledge);
  if (!splitter.ok()) return splitter.status();
  absl::StatusOr<std::unique_ptr<const Zoner>> zoner = Zoner::Create(*knowledge);
  if (!zoner.ok()) return zoner.status();
  return std::make_unique<const Builder>(std::move(knowledge), *std::move(tokenizer),
                                         *std::move(splitter), *std::move(zoner));
}

}  // namespace nutgraf::text
