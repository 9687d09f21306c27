#include "service/contract/enums.h"

#include <cassert>

namespace nutgraf::contract {

// Each switch lists every value, so that -Wswitch finds a new one; what follows it is reached only
// by a number that is no value at all, a broken invariant.

nutgraf::v1::Feature ToProto(analysis::Feature value) {
  switch (value) {
    case analysis::Feature::kHeadlineFacts:
      return nutgraf::v1::FEATURE_HEADLINE_FACTS;
    case analysis::Feature::kParticipants:
      return nutgraf::v1::FEATURE_PARTICIPANTS;
    case analysis::Feature::kPlaces:
      return nutgraf::v1::FEATURE_PLACES;
    case analysis::Feature::kDates:
      return nutgraf::v1::FEATURE_DATES;
    case analysis::Feature::kQuotes:
      return nutgraf::v1::FEATURE_QUOTES;
    case analysis::Feature::kTopics:
      return nutgraf::v1::FEATURE_TOPICS;
    case analysis::Feature::kKeyphrases:
      return nutgraf::v1::FEATURE_KEYPHRASES;
  }
  assert(false);
  return nutgraf::v1::FEATURE_UNSPECIFIED;
}

nutgraf::v1::FeatureState ToProto(analysis::FeatureState value) {
  switch (value) {
    case analysis::FeatureState::kNotRequested:
      return nutgraf::v1::FEATURE_STATE_NOT_REQUESTED;
    case analysis::FeatureState::kComputed:
      return nutgraf::v1::FEATURE_STATE_COMPUTED;
    case analysis::FeatureState::kUnsupportedLanguage:
      return nutgraf::v1::FEATURE_STATE_UNSUPPORTED_LANGUAGE;
    case analysis::FeatureState::kFailed:
      return nutgraf::v1::FEATURE_STATE_FAILED;
  }
  assert(false);
  return nutgraf::v1::FEATURE_STATE_UNSPECIFIED;
}

nutgraf::v1::WarningType ToProto(analysis::WarningType value) {
  switch (value) {
    case analysis::WarningType::kTextRepaired:
      return nutgraf::v1::WARNING_TYPE_TEXT_REPAIRED;
    case analysis::WarningType::kNoPublicationDate:
      return nutgraf::v1::WARNING_TYPE_NO_PUBLICATION_DATE;
    case analysis::WarningType::kUnsupportedLanguage:
      return nutgraf::v1::WARNING_TYPE_UNSUPPORTED_LANGUAGE;
    case analysis::WarningType::kEmptyText:
      return nutgraf::v1::WARNING_TYPE_EMPTY_TEXT;
    case analysis::WarningType::kFeatureFailed:
      return nutgraf::v1::WARNING_TYPE_FEATURE_FAILED;
    case analysis::WarningType::kTruncated:
      return nutgraf::v1::WARNING_TYPE_TRUNCATED;
  }
  assert(false);
  return nutgraf::v1::WARNING_TYPE_UNSPECIFIED;
}

nutgraf::v1::ZoneType ToProto(text::ZoneType value) {
  switch (value) {
    case text::ZoneType::kHeadline:
      return nutgraf::v1::ZONE_TYPE_HEADLINE;
    case text::ZoneType::kByline:
      return nutgraf::v1::ZONE_TYPE_BYLINE;
    case text::ZoneType::kDateline:
      return nutgraf::v1::ZONE_TYPE_DATELINE;
    case text::ZoneType::kBody:
      return nutgraf::v1::ZONE_TYPE_BODY;
    case text::ZoneType::kEmbeddedPost:
      return nutgraf::v1::ZONE_TYPE_EMBEDDED_POST;
    case text::ZoneType::kRelatedLink:
      return nutgraf::v1::ZONE_TYPE_RELATED_LINK;
    case text::ZoneType::kCaption:
      return nutgraf::v1::ZONE_TYPE_CAPTION;
    case text::ZoneType::kBoilerplate:
      return nutgraf::v1::ZONE_TYPE_BOILERPLATE;
    case text::ZoneType::kComments:
      return nutgraf::v1::ZONE_TYPE_COMMENTS;
  }
  assert(false);
  return nutgraf::v1::ZONE_TYPE_UNSPECIFIED;
}

nutgraf::v1::OffsetEncoding ToProto(text::OffsetEncoding value) {
  switch (value) {
    case text::OffsetEncoding::kUtf8:
      return nutgraf::v1::OFFSET_ENCODING_UTF8;
    case text::OffsetEncoding::kUtf16:
      return nutgraf::v1::OFFSET_ENCODING_UTF16;
    case text::OffsetEncoding::kUtf32:
      return nutgraf::v1::OFFSET_ENCODING_UTF32;
  }
  assert(false);
  return nutgraf::v1::OFFSET_ENCODING_UNSPECIFIED;
}

nutgraf::v1::PublicationSource ToProto(extract::PublicationSource value) {
  switch (value) {
    case extract::PublicationSource::kNone:
      return nutgraf::v1::PUBLICATION_SOURCE_NONE;
    case extract::PublicationSource::kRequest:
      return nutgraf::v1::PUBLICATION_SOURCE_REQUEST;
    case extract::PublicationSource::kDateline:
      return nutgraf::v1::PUBLICATION_SOURCE_DATELINE;
    case extract::PublicationSource::kEmbeddedPost:
      return nutgraf::v1::PUBLICATION_SOURCE_EMBEDDED_POST;
    case extract::PublicationSource::kText:
      return nutgraf::v1::PUBLICATION_SOURCE_TEXT;
  }
  assert(false);
  return nutgraf::v1::PUBLICATION_SOURCE_UNSPECIFIED;
}

nutgraf::v1::FactModality ToProto(extract::FactModality value) {
  switch (value) {
    case extract::FactModality::kAsserted:
      return nutgraf::v1::FACT_MODALITY_ASSERTED;
    case extract::FactModality::kScheduled:
      return nutgraf::v1::FACT_MODALITY_SCHEDULED;
    case extract::FactModality::kAlleged:
      return nutgraf::v1::FACT_MODALITY_ALLEGED;
    case extract::FactModality::kDenied:
      return nutgraf::v1::FACT_MODALITY_DENIED;
    case extract::FactModality::kConditional:
      return nutgraf::v1::FACT_MODALITY_CONDITIONAL;
  }
  assert(false);
  return nutgraf::v1::FACT_MODALITY_UNSPECIFIED;
}

nutgraf::v1::ParticipantType ToProto(extract::ParticipantType value) {
  switch (value) {
    case extract::ParticipantType::kPerson:
      return nutgraf::v1::PARTICIPANT_TYPE_PERSON;
    case extract::ParticipantType::kOrganization:
      return nutgraf::v1::PARTICIPANT_TYPE_ORGANIZATION;
    case extract::ParticipantType::kCountry:
      return nutgraf::v1::PARTICIPANT_TYPE_COUNTRY;
    case extract::ParticipantType::kGroup:
      return nutgraf::v1::PARTICIPANT_TYPE_GROUP;
  }
  assert(false);
  return nutgraf::v1::PARTICIPANT_TYPE_UNSPECIFIED;
}

nutgraf::v1::MentionKind ToProto(extract::MentionKind value) {
  switch (value) {
    case extract::MentionKind::kName:
      return nutgraf::v1::MENTION_KIND_NAME;
    case extract::MentionKind::kAlias:
      return nutgraf::v1::MENTION_KIND_ALIAS;
    case extract::MentionKind::kMetonym:
      return nutgraf::v1::MENTION_KIND_METONYM;
    case extract::MentionKind::kPronoun:
      return nutgraf::v1::MENTION_KIND_PRONOUN;
    case extract::MentionKind::kNominal:
      return nutgraf::v1::MENTION_KIND_NOMINAL;
  }
  assert(false);
  return nutgraf::v1::MENTION_KIND_UNSPECIFIED;
}

nutgraf::v1::DateType ToProto(extract::DateType value) {
  switch (value) {
    case extract::DateType::kDate:
      return nutgraf::v1::DATE_TYPE_DATE;
    case extract::DateType::kTime:
      return nutgraf::v1::DATE_TYPE_TIME;
    case extract::DateType::kDuration:
      return nutgraf::v1::DATE_TYPE_DURATION;
    case extract::DateType::kSet:
      return nutgraf::v1::DATE_TYPE_SET;
  }
  assert(false);
  return nutgraf::v1::DATE_TYPE_UNSPECIFIED;
}

nutgraf::v1::DateGranularity ToProto(extract::DateGranularity value) {
  switch (value) {
    case extract::DateGranularity::kNone:
      return nutgraf::v1::DATE_GRANULARITY_UNSPECIFIED;
    case extract::DateGranularity::kSecond:
      return nutgraf::v1::DATE_GRANULARITY_SECOND;
    case extract::DateGranularity::kMinute:
      return nutgraf::v1::DATE_GRANULARITY_MINUTE;
    case extract::DateGranularity::kHour:
      return nutgraf::v1::DATE_GRANULARITY_HOUR;
    case extract::DateGranularity::kPartOfDay:
      return nutgraf::v1::DATE_GRANULARITY_PART_OF_DAY;
    case extract::DateGranularity::kDay:
      return nutgraf::v1::DATE_GRANULARITY_DAY;
    case extract::DateGranularity::kWeekend:
      return nutgraf::v1::DATE_GRANULARITY_WEEKEND;
    case extract::DateGranularity::kWeek:
      return nutgraf::v1::DATE_GRANULARITY_WEEK;
    case extract::DateGranularity::kMonth:
      return nutgraf::v1::DATE_GRANULARITY_MONTH;
    case extract::DateGranularity::kSeason:
      return nutgraf::v1::DATE_GRANULARITY_SEASON;
    case extract::DateGranularity::kQuarter:
      return nutgraf::v1::DATE_GRANULARITY_QUARTER;
    case extract::DateGranularity::kHalfYear:
      return nutgraf::v1::DATE_GRANULARITY_HALF_YEAR;
    case extract::DateGranularity::kYear:
      return nutgraf::v1::DATE_GRANULARITY_YEAR;
    case extract::DateGranularity::kDecade:
      return nutgraf::v1::DATE_GRANULARITY_DECADE;
    case extract::DateGranularity::kCentury:
      return nutgraf::v1::DATE_GRANULARITY_CENTURY;
  }
  assert(false);
  return nutgraf::v1::DATE_GRANULARITY_UNSPECIFIED;
}

nutgraf::v1::DateDirection ToProto(extract::DateDirection value) {
  switch (value) {
    case extract::DateDirection::kNone:
      return nutgraf::v1::DATE_DIRECTION_UNSPECIFIED;
    case extract::DateDirection::kPast:
      return nutgraf::v1::DATE_DIRECTION_PAST;
    case extract::DateDirection::kPresent:
      return nutgraf::v1::DATE_DIRECTION_PRESENT;
    case extract::DateDirection::kFuture:
      return nutgraf::v1::DATE_DIRECTION_FUTURE;
  }
  assert(false);
  return nutgraf::v1::DATE_DIRECTION_UNSPECIFIED;
}

nutgraf::v1::DateBasis ToProto(extract::DateBasis value) {
  switch (value) {
    case extract::DateBasis::kNone:
      return nutgraf::v1::DATE_BASIS_UNSPECIFIED;
    case extract::DateBasis::kExplicit:
      return nutgraf::v1::DATE_BASIS_EXPLICIT;
    case extract::DateBasis::kAnchor:
      return nutgraf::v1::DATE_BASIS_ANCHOR;
    case extract::DateBasis::kReference:
      return nutgraf::v1::DATE_BASIS_REFERENCE;
  }
  assert(false);
  return nutgraf::v1::DATE_BASIS_UNSPECIFIED;
}

nutgraf::v1::QuoteType ToProto(extract::QuoteType value) {
  switch (value) {
    case extract::QuoteType::kDirect:
      return nutgraf::v1::QUOTE_TYPE_DIRECT;
    case extract::QuoteType::kMixed:
      return nutgraf::v1::QUOTE_TYPE_MIXED;
    case extract::QuoteType::kIndirect:
      return nutgraf::v1::QUOTE_TYPE_INDIRECT;
  }
  assert(false);
  return nutgraf::v1::QUOTE_TYPE_UNSPECIFIED;
}

nutgraf::v1::SpeechModality ToProto(extract::SpeechModality value) {
  switch (value) {
    case extract::SpeechModality::kStated:
      return nutgraf::v1::SPEECH_MODALITY_STATED;
    case extract::SpeechModality::kClaimed:
      return nutgraf::v1::SPEECH_MODALITY_CLAIMED;
    case extract::SpeechModality::kDenied:
      return nutgraf::v1::SPEECH_MODALITY_DENIED;
    case extract::SpeechModality::kAsked:
      return nutgraf::v1::SPEECH_MODALITY_ASKED;
    case extract::SpeechModality::kPromised:
      return nutgraf::v1::SPEECH_MODALITY_PROMISED;
    case extract::SpeechModality::kThreatened:
      return nutgraf::v1::SPEECH_MODALITY_THREATENED;
    case extract::SpeechModality::kOrdered:
      return nutgraf::v1::SPEECH_MODALITY_ORDERED;
    case extract::SpeechModality::kBelieved:
      return nutgraf::v1::SPEECH_MODALITY_BELIEVED;
  }
  assert(false);
  return nutgraf::v1::SPEECH_MODALITY_UNSPECIFIED;
}

std::optional<analysis::Feature> FeatureFromProto(int value) {
  switch (value) {
    case nutgraf::v1::FEATURE_HEADLINE_FACTS:
      return analysis::Feature::kHeadlineFacts;
    case nutgraf::v1::FEATURE_PARTICIPANTS:
      return analysis::Feature::kParticipants;
    case nutgraf::v1::FEATURE_PLACES:
      return analysis::Feature::kPlaces;
    case nutgraf::v1::FEATURE_DATES:
      return analysis::Feature::kDates;
    case nutgraf::v1::FEATURE_QUOTES:
      return analysis::Feature::kQuotes;
    case nutgraf::v1::FEATURE_TOPICS:
      return analysis::Feature::kTopics;
    case nutgraf::v1::FEATURE_KEYPHRASES:
      return analysis::Feature::kKeyphrases;
    default:
      return std::nullopt;
  }
}

std::optional<text::OffsetEncoding> OffsetEncodingFromProto(int value) {
  switch (value) {
    case nutgraf::v1::OFFSET_ENCODING_UNSPECIFIED:
    case nutgraf::v1::OFFSET_ENCODING_UTF8:
      return text::OffsetEncoding::kUtf8;
    case nutgraf::v1::OFFSET_ENCODING_UTF16:
      return text::OffsetEncoding::kUtf16;
    case nutgraf::v1::OFFSET_ENCODING_UTF32:
      return text::OffsetEncoding::kUtf32;
    default:
      return std::nullopt;
  }
}

}  // namespace nutgraf::contract
