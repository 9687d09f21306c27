#include "tests/integration/analysis/answers.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "service/contract/convert.h"

namespace nutgraf::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::unique_ptr<const analysis::Analyzer> Make(bool rules_only) {
  auto analyzer = analysis::Analyzer::Create(
      {.data_directory = NUTGRAF_BINARY_DIR "/data", .rules_only = rules_only});
  if (!analyzer.ok()) {
    std::cerr << "analyzer: " << analyzer.status().ToString() << "\n";
    std::abort();
  }
  return *std::move(analyzer);
}

int UnitsOf(unsigned char lead, text::OffsetEncoding encoding) {
  if (encoding == text::OffsetEncoding::kUtf8) return 1;
  if ((lead & 0xC0) == 0x80) return 0;
  return encoding == text::OffsetEncoding::kUtf16 && lead >= 0xF0 ? 2 : 1;
}

/// For each byte, and for the end, the offset in units of where it stands.
std::vector<uint32_t> UnitOffsets(std::string_view raw, text::OffsetEncoding encoding) {
  std::vector<uint32_t> offsets;
  offsets.reserve(raw.size() + 1);
  uint32_t units = 0;
  for (const char c : raw) {
    const bool inside = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    // A byte inside a character has an offset that no span may have.
    offsets.push_back(inside ? UINT32_MAX : units);
    units += UnitsOf(static_cast<unsigned char>(c), encoding);
  }
  offsets.push_back(units);
  return offsets;
}

struct SpanCheck {
  std::string_view raw;
  std::vector<uint32_t> offsets;
  int count = 0;

  void CheckOne(const v1::TextSpan& span, const std::string& where) {
    ++count;
    const auto begin = std::find(offsets.begin(), offsets.end(), span.begin());
    const auto end = std::find(offsets.begin(), offsets.end(), span.end());
    ASSERT_TRUE(begin != offsets.end() && end != offsets.end() && begin <= end)
        << where << " [" << span.begin() << ", " << span.end() << ")";
    EXPECT_EQ(span.text(), raw.substr(begin - offsets.begin(), end - begin)) << where;
    EXPECT_LT(span.begin(), span.end()) << where;
  }

  void Walk(const Message& message, const std::string& where) {
    if (const auto* span = dynamic_cast<const v1::TextSpan*>(&message)) {
      CheckOne(*span, where);
      return;
    }
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const std::string name = where + "." + field->name();
      if (!field->is_repeated()) {
        Walk(message.GetReflection()->GetMessage(message, field), name);
        continue;
      }
      for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
        Walk(message.GetReflection()->GetRepeatedMessage(message, field, i),
             fmt::format("{}[{}]", name, i));
      }
    }
  }
};

}  // namespace

const analysis::Analyzer& TestAnalyzer() {
  static const auto analyzer = Make(/*rules_only=*/false);
  return *analyzer;
}

const analysis::Analyzer& RulesAnalyzer() {
  static const auto analyzer = Make(/*rules_only=*/true);
  return *analyzer;
}

v1::ArticleMetadata Convert(const analysis::Analysis& analysis, text::OffsetEncoding encoding) {
  v1::ArticleMetadata metadata;
  contract::ConvertAnalysis(analysis, "id", encoding, &metadata);
  return metadata;
}

v1::ArticleMetadata Answer(const analysis::Request& request, text::OffsetEncoding encoding) {
  auto analysis = TestAnalyzer().Analyze(request, Cancellation());
  if (!analysis.ok()) {
    ADD_FAILURE() << analysis.status().ToString();
    return {};
  }
  return Convert(*analysis, encoding);
}

int CheckSpans(const v1::ArticleMetadata& metadata, std::string_view raw,
               text::OffsetEncoding encoding) {
  SpanCheck check{.raw = raw, .offsets = UnitOffsets(raw, encoding)};
  check.Walk(metadata, "metadata");
  return check.count;
}

const v1::Participant* FindParticipant(const v1::ArticleMetadata& metadata, std::string_view name) {
  for (const v1::Participant& participant : metadata.participants()) {
    if (participant.name() == name) return &participant;
  }
  return nullptr;
}

std::string NameOf(const v1::ArticleMetadata& metadata, std::string_view participant_id) {
  for (const v1::Participant& participant : metadata.participants()) {
    if (participant.participant_id() == participant_id) return participant.name();
  }
  return "";
}

std::vector<std::string> Mentions(const v1::Participant& participant, v1::MentionKind kind) {
  std::vector<std::string> texts;
  for (const v1::Mention& mention : participant.mentions()) {
    if (mention.kind() == kind) texts.push_back(mention.span().text());
  }
  return texts;
}

std::vector<const v1::Quote*> QuotesWith(const v1::ArticleMetadata& metadata,
                                         std::string_view words) {
  const auto holds = [words](const v1::TextSpan& span) {
    return span.text().find(words) != std::string::npos;
  };
  std::vector<const v1::Quote*> quotes;
  for (const v1::Quote& quote : metadata.quotes()) {
    if (std::any_of(quote.content().begin(), quote.content().end(), holds) ||
        std::any_of(quote.quoted().begin(), quote.quoted().end(), holds)) {
      quotes.push_back(&quote);
    }
  }
  return quotes;
}

bool Quotes(const v1::Quote& quote, std::string_view text) {
  return std::any_of(quote.quoted().begin(), quote.quoted().end(),
                     [text](const v1::TextSpan& span) { return span.text() == text; });
}

std::vector<std::string> DateValues(const v1::ArticleMetadata& metadata) {
  std::vector<std::string> values;
  for (const v1::DateMention& date : metadata.dates()) {
    values.push_back(fmt::format("{}={}", date.span().text(), date.value()));
  }
  return values;
}

std::vector<int> ZoneLines(const v1::ArticleMetadata& metadata, v1::ZoneType type) {
  std::vector<int> lines;
  for (const v1::Zone& zone : metadata.zones()) {
    if (zone.type() != type) continue;
    const std::string& text = zone.span().text();
    lines.push_back(1 + static_cast<int>(std::count(text.begin(), text.end(), '\n')));
  }
  return lines;
}

}  // namespace nutgraf::testing
