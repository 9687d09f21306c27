// The date stage on any text: no crash, ascending disjoint spans, a value for each mention.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "service/extract/dates/dates.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto knowledge =
      nutgraf::knowledge::Knowledge::Open(NUTGRAF_DATA_DIR "/knowledge.bin").value();
  static const auto builder = nutgraf::text::DocumentBuilder::Create(knowledge).value();
  static const auto dates = nutgraf::extract::DateExtractor::Create(knowledge).value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const nutgraf::Cancellation cancel;
  const auto document = builder->Build({.title = "", .text = text, .language_code = "en"}, cancel);
  if (!document.ok()) return 0;
  // With an anchor for texts of even length, without one for the others.
  const auto result = dates->Extract(
      *document, {}, {.publish_time = size % 2 == 0 ? "2023-03-05" : "", .time_zone = ""}, cancel);
  if (!result.ok()) std::abort();
  uint32_t end = 0;
  for (const auto& date : result->dates) {
    if (date.span.begin < end || date.span.empty() || date.value.empty()) std::abort();
    end = date.span.end;
  }
  return 0;
}
