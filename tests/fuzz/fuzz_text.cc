// The text stage on any bytes: no crash, and the laws of document.h about spans.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "service/text/document.h"

namespace {

using nutgraf::text::Document;
using nutgraf::text::Span;

void Require(bool holds) {
  if (!holds) std::abort();
}

bool BetweenCharacters(std::string_view text, uint32_t at) {
  return at == text.size() || (text[at] & 0xC0) != 0x80;
}

void CheckSpan(const Document& document, Span span) {
  Require(span.begin <= span.end && span.end <= document.text().size());
  Require(BetweenCharacters(document.text(), span.begin));
  Require(BetweenCharacters(document.text(), span.end));
  const Span raw = document.offsets.RawSpan(span);
  Require(raw.begin <= raw.end && raw.end <= document.raw.size());
  Require(BetweenCharacters(document.raw, raw.begin) && BetweenCharacters(document.raw, raw.end));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto knowledge =
      nutgraf::knowledge::Knowledge::Open(NUTGRAF_DATA_DIR "/knowledge.bin").value();
  static const auto builder = nutgraf::text::DocumentBuilder::Create(knowledge).value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document =
      builder->Build({.title = "", .text = text, .language_code = ""}, nutgraf::Cancellation());
  if (!document.ok()) return 0;  // not UTF-8
  uint32_t end = 0;
  for (const auto& token : document->tokens) {
    CheckSpan(*document, token.span);
    Require(token.span.begin >= end && !token.span.empty());
    end = token.span.end;
  }
  for (const auto& sentence : document->sentences) CheckSpan(*document, sentence.span);
  for (const auto& zone : document->zones) CheckSpan(*document, zone.span);
  return 0;
}
