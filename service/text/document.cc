#include "service/text/document.h"

#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/text/segment/paragraphs.h"
#include "service/text/segment/sentences.h"
#include "service/text/segment/tokenizer.h"
#include "service/text/utf8.h"

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
          SentenceSplitter splitter)
      : knowledge_(std::move(knowledge)),
        tokenizer_(std::move(tokenizer)),
        splitter_(std::move(splitter)) {}

  absl::StatusOr<Document> Build(const DocumentInput& input,
                                 const Cancellation& cancel) const override;

 private:
  void AddParagraph(Span span, uint32_t zone, Document* document) const;

  std::shared_ptr<const knowledge::Knowledge> knowledge_;
  Tokenizer tokenizer_;
  SentenceSplitter splitter_;
};

absl::StatusOr<Document> Builder::Build(const DocumentInput& input,
                                        const Cancellation& cancel) const {
  if (absl::Status valid = CheckUtf8(input.title, "title"); !valid.ok()) return valid;
  if (absl::Status valid = CheckUtf8(input.text, "text"); !valid.ok()) return valid;
  Document document;
  document.raw = input.text;
  const std::string_view text = document.text();
  const CharacterClasses& characters = tokenizer_.characters();
  const std::vector<Line> lines = SplitLines(text, characters);
  const std::vector<LineRange> paragraphs = JoinWrappedLines(text, lines, characters);
  if (!lines.empty()) {
    document.zones.push_back({ZoneType::kBody, {lines.front().span.begin, lines.back().span.end}});
  }
  for (const LineRange& range : paragraphs) {
    if (absl::Status status = cancel.Check(); !status.ok()) return status;
    AddParagraph({lines[range.first].span.begin, lines[range.last - 1].span.end}, 0, &document);
  }
  document.language = input.language_code.empty() ? "en" : std::string(input.language_code);
  document.language_confidence = 1;
  return document;
}

void Builder::AddParagraph(Span span, uint32_t zone, Document* document) const {
  const auto first_token = static_cast<uint32_t>(document->tokens.size());
  tokenizer_.Tokenize(document->text(), span, &document->tokens);
  const auto paragraph = static_cast<uint32_t>(document->paragraphs.size());
  const auto first_sentence = static_cast<uint32_t>(document->sentences.size());
  uint32_t begin = first_token;
  for (const uint32_t end :
       splitter_.Split(document->text(), std::span(document->tokens).subspan(first_token))) {
    const TokenRange range{begin, first_token + end};
    const auto sentence = static_cast<uint32_t>(document->sentences.size());
    for (uint32_t t = range.first; t < range.last; ++t) document->tokens[t].sentence = sentence;
    document->sentences.push_back({.span = document->SpanOf(range),
                                   .tokens = range,
                                   .paragraph = paragraph,
                                   .zone = document->zones[zone].type});
    begin = range.last;
  }
  document->paragraphs.push_back(
      {.span = span,
       .zone = zone,
       .first_sentence = first_sentence,
       .last_sentence = static_cast<uint32_t>(document->sentences.size())});
}

}  // namespace

absl::StatusOr<std::unique_ptr<const DocumentBuilder>> DocumentBuilder::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  absl::StatusOr<Tokenizer> tokenizer = Tokenizer::Create(*knowledge);
  if (!tokenizer.ok()) return tokenizer.status();
  absl::StatusOr<SentenceSplitter> splitter = SentenceSplitter::Create(*knowledge);
  if (!splitter.ok()) return splitter.status();
  return std::make_unique<const Builder>(std::move(knowledge), *std::move(tokenizer),
                                         *std::move(splitter));
}

}  // namespace nutgraf::text
