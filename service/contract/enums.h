// The contract's enums and the analysis's, one overload a pair. Total: every value has its
// counterpart, and the compiler says so when one is added.

#ifndef NUTGRAF_SERVICE_CONTRACT_ENUMS_H_
#define NUTGRAF_SERVICE_CONTRACT_ENUMS_H_

#include <optional>

#include "nutgraf/v1/metadata.pb.h"
#include "service/analysis/analyzer.h"
#include "service/text/offset_map.h"

namespace nutgraf::contract {

nutgraf::v1::Feature ToProto(analysis::Feature value);
nutgraf::v1::FeatureState ToProto(analysis::FeatureState value);
nutgraf::v1::WarningType ToProto(analysis::WarningType value);
nutgraf::v1::ZoneType ToProto(text::ZoneType value);
nutgraf::v1::OffsetEncoding ToProto(text::OffsetEncoding value);
nutgraf::v1::PublicationSource ToProto(extract::PublicationSource value);
nutgraf::v1::FactModality ToProto(extract::FactModality value);
nutgraf::v1::ParticipantType ToProto(extract::ParticipantType value);
nutgraf::v1::MentionKind ToProto(extract::MentionKind value);
nutgraf::v1::DateType ToProto(extract::DateType value);
nutgraf::v1::DateGranularity ToProto(extract::DateGranularity value);
nutgraf::v1::DateDirection ToProto(extract::DateDirection value);
nutgraf::v1::DateBasis ToProto(extract::DateBasis value);
nutgraf::v1::QuoteType ToProto(extract::QuoteType value);
nutgraf::v1::SpeechModality ToProto(extract::SpeechModality value);

/// Nothing for UNSPECIFIED and for numbers that this version does not know. `value` is an int, for
/// proto3 enums are open.
std::optional<analysis::Feature> FeatureFromProto(int value);
/// UNSPECIFIED is UTF-8; nothing for numbers that this version does not know.
std::optional<text::OffsetEncoding> OffsetEncodingFromProto(int value);

}  // namespace nutgraf::contract

#endif  // NUTGRAF_SERVICE_CONTRACT_ENUMS_H_
