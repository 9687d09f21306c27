// What the tests of the whole path share: articles through the real Analyzer into the messages that
// a caller gets, and the law of spans checked over a whole message.

#ifndef NUTGRAF_TESTS_INTEGRATION_ANALYSIS_ANSWERS_H_
#define NUTGRAF_TESTS_INTEGRATION_ANALYSIS_ANSWERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "nutgraf/v1/article.pb.h"
#include "nutgraf/v1/metadata.pb.h"
#include "service/analysis/analyzer.h"
#include "service/text/offset_map.h"

namespace nutgraf::testing {

/// The analyzer over the build's data, with the weights where they are installed; made once.
const analysis::Analyzer& TestAnalyzer();

/// The same by rules alone: for inputs whose size would keep the encoder busy.
const analysis::Analyzer& RulesAnalyzer();

/// `analysis` as a caller gets it.
v1::ArticleMetadata Convert(const analysis::Analysis& analysis,
                            text::OffsetEncoding encoding = text::OffsetEncoding::kUtf8);

/// The answer for an article; the test fails where there is none.
v1::ArticleMetadata Answer(const analysis::Request& request,
                           text::OffsetEncoding encoding = text::OffsetEncoding::kUtf8);

/// Checks that every TextSpan anywhere in `metadata` is its slice of `raw`, the units counted here
/// anew and not by the code under test; returns how many there are.
int CheckSpans(const v1::ArticleMetadata& metadata, std::string_view raw,
               text::OffsetEncoding encoding);

/// By name; null when there is none.
const v1::Participant* FindParticipant(const v1::ArticleMetadata& metadata, std::string_view name);
/// The name that an id stands for; empty for an empty or unknown id.
std::string NameOf(const v1::ArticleMetadata& metadata, std::string_view participant_id);

/// Texts of a participant's mentions of one kind, in order.
std::vector<std::string> Mentions(const v1::Participant& participant, v1::MentionKind kind);

/// The quotes one of whose pieces, content or marked stretch, contains `words`.
std::vector<const v1::Quote*> QuotesWith(const v1::ArticleMetadata& metadata,
                                         std::string_view words);
/// Whether a stretch in quotation marks of `quote` is `text`, marks included.
bool Quotes(const v1::Quote& quote, std::string_view text);

/// "text=value" of every date, in the order of the text.
std::vector<std::string> DateValues(const v1::ArticleMetadata& metadata);

/// The number of lines of each zone of a type.
std::vector<int> ZoneLines(const v1::ArticleMetadata& metadata, v1::ZoneType type);

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_INTEGRATION_ANALYSIS_ANSWERS_H_
