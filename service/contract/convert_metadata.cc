#include <algorithm>
#include <cassert>
#include <limits>

#include "service/contract/convert.h"
#include "service/contract/enums.h"

namespace nutgraf::contract {
namespace {

using text::Span;

std::string Id(char letter, size_t index) { return letter + std::to_string(index + 1); }

// The id of an index that may be extract::kNone, which is the empty id.
std::string OptionalId(char letter, int32_t index) {
  return index < 0 ? std::string() : Id(letter, static_cast<size_t>(index));
}

class Writer {
 public:
  Writer(const analysis::Analysis& analysis, text::OffsetEncoding encoding,
         v1::ArticleMetadata* out)
      : analysis_(analysis),
        document_(analysis.document),
        encoder_(document_.raw, encoding),
        out_(*out) {}

  void Write() {
    WriteDocument();
    WritePublication();
    for (size_t i = 0; i < analysis_.facts.size(); ++i) WriteFact(i, out_.add_headline_facts());
    const auto& participants = analysis_.entities.participants;
    for (size_t i = 0; i < participants.size(); ++i) {
      WriteParticipant(i, out_.add_participants());
    }
    for (size_t i = 0; i < analysis_.entities.places.size(); ++i) WritePlace(i, out_.add_places());
    for (size_t i = 0; i < analysis_.dates.size(); ++i) WriteDate(i, out_.add_dates());
    for (size_t i = 0; i < analysis_.quotes.size(); ++i) WriteQuote(i, out_.add_quotes());
    for (const auto& topic : analysis_.topics) WriteTopic(topic, out_.add_topics());
    for (const auto& phrase : analysis_.keyphrases) {
      auto* to = out_.add_keyphrases();
      to->set_text(phrase.text);
      to->set_salience(phrase.salience);
      Spans(phrase.mentions, to->mutable_mentions());
    }
    WriteStatus();
  }

 private:
  // A span of the text as sent.
  void RawSpan(Span raw, v1::TextSpan* to) {
    const uint32_t size = static_cast<uint32_t>(document_.raw.size());
    assert(raw.begin <= raw.end && raw.end <= size);  // invariant; release clamps
    raw.end = std::min(raw.end, size);
    raw.begin = std::min(raw.begin, raw.end);
    const Span encoded = encoder_.Encode(raw);
    to->set_begin(encoded.begin);
    to->set_end(encoded.end);
    to->set_text(document_.raw.data() + raw.begin, raw.size());
  }

  // A span of the repaired text.
  void ToSpan(Span span, v1::TextSpan* to) { RawSpan(document_.offsets.RawSpan(span), to); }

  void Spans(const std::vector<Span>& spans, google::protobuf::RepeatedPtrField<v1::TextSpan>* to) {
    to->Reserve(static_cast<int>(spans.size()));
    for (const Span span : spans) ToSpan(span, to->Add());
  }

  void WriteDocument() {
    out_.set_language_code(document_.language);
    if (!document_.title.text.empty()) {
      out_.set_title(document_.title.text);
    } else {
      const auto headline =
          std::find_if(document_.zones.begin(), document_.zones.end(),
                       [](const text::Zone& z) { return z.type == text::ZoneType::kHeadline; });
      if (headline != document_.zones.end()) {
        const std::string_view slice = document_.Slice(headline->span);
        out_.set_title(slice.data(), slice.size());
      }
    }
    Spans(document_.bylines, out_.mutable_bylines());
    if (const auto& dateline = document_.dateline) {
      auto* to = out_.mutable_dateline();
      if (!dateline->place.empty()) ToSpan(dateline->place, to->mutable_place());
      if (!dateline->date.empty()) ToSpan(dateline->date, to->mutable_date());
      if (!dateline->agency.empty()) ToSpan(dateline->agency, to->mutable_agency());
      ToSpan(document_.zones[dateline->zone].span, to->mutable_span());
    }
    for (const auto& zone : document_.zones) {
      auto* to = out_.add_zones();
      to->set_type(ToProto(zone.type));
      ToSpan(zone.span, to->mutable_span());
    }
    for (const auto& repair : document_.repairs) {
      auto* to = out_.add_repairs();
      RawSpan(repair.raw, to->mutable_span());
      to->set_original(to->span().text());
      const std::string_view repaired = document_.Slice(repair.repaired);
      to->set_repaired(repaired.data(), repaired.size());
      to->set_encoding(repair.encoding);
    }
  }

  void WritePublication() {
    const auto& publication = analysis_.publication;
    auto* to = out_.mutable_publication();
    to->set_date(publication.date);
    to->set_source(ToProto(publication.source));
    if (!publication.span.empty()) ToSpan(publication.span, to->mutable_span());
  }

  void WriteAnswer(const extract::Answer& answer, v1::Answer* to) {
    to->set_text(answer.text);
    ToSpan(answer.span, to->mutable_span());
    to->set_confidence(answer.confidence);
    to->set_participant_id(OptionalId('p', answer.participant));
    to->set_date_id(OptionalId('d', answer.date));
    to->set_place_id(OptionalId('l', answer.place));
  }

  void WriteFact(size_t index, v1::HeadlineFact* to) {
    const auto& fact = analysis_.facts[index];
    to->set_rank(static_cast<uint32_t>(index + 1));
    to->set_statement(fact.statement);
    ToSpan(fact.evidence, to->mutable_evidence());
    for (const auto& who : fact.who) WriteAnswer(who, to->add_who());
    if (fact.what) WriteAnswer(*fact.what, to->mutable_what());
    if (fact.when) WriteAnswer(*fact.when, to->mutable_when());
    if (fact.where) WriteAnswer(*fact.where, to->mutable_where());
    if (fact.why) WriteAnswer(*fact.why, to->mutable_why());
    if (fact.how) WriteAnswer(*fact.how, to->mutable_how());
    to->set_predicate(fact.predicate);
    to->set_modality(ToProto(fact.modality));
    to->set_negated(fact.negated);
    to->set_attributed_to_participant_id(OptionalId('p', fact.attributed_to));
    to->set_confidence(fact.confidence);
  }

  void WriteMentions(const std::vector<extract::Mention>& mentions,
                     google::protobuf::RepeatedPtrField<v1::Mention>* to) {
    to->Reserve(static_cast<int>(mentions.size()));
    for (const auto& mention : mentions) {
      auto* added = to->Add();
      ToSpan(mention.span, added->mutable_span());
      added->set_kind(ToProto(mention.kind));
    }
  }

  static void WriteIdentifiers(const std::vector<extract::Identifier>& identifiers,
                               google::protobuf::RepeatedPtrField<v1::Identifier>* to) {
    for (const auto& identifier : identifiers) {
      auto* added = to->Add();
      added->set_scheme(identifier.scheme);
      added->set_value(identifier.value);
    }
  }

  void WriteParticipant(size_t index, v1::Participant* to) {
    const auto& participant = analysis_.entities.participants[index];
    to->set_participant_id(Id('p', index));
    to->set_name(participant.name);
    to->set_type(ToProto(participant.type));
    for (const auto& alias : participant.aliases) to->add_aliases(alias);
    for (const auto& title : participant.titles) {
      auto* added = to->add_titles();
      added->set_text(title.text);
      added->set_organization(title.organization);
      ToSpan(title.span, added->mutable_span());
    }
    if (participant.age.years > 0) {
      to->mutable_age()->set_years(participant.age.years);
      ToSpan(participant.age.span, to->mutable_age()->mutable_span());
    }
    to->set_represents_participant_id(OptionalId('p', participant.represents));
    if (participant.roles.subject) to->add_story_roles(v1::STORY_ROLE_SUBJECT);
    if (participant.roles.quoted) to->add_story_roles(v1::STORY_ROLE_QUOTED);
    if (participant.roles.mentioned) to->add_story_roles(v1::STORY_ROLE_MENTIONED);
    to->set_salience(participant.salience);
    WriteMentions(participant.mentions, to->mutable_mentions());
    WriteIdentifiers(participant.identifiers, to->mutable_identifiers());
    to->set_confidence(participant.confidence);
  }

  void WritePlace(size_t index, v1::Place* to) {
    const auto& place = analysis_.entities.places[index];
    to->set_place_id(Id('l', index));
    to->set_name(place.name);
    WriteMentions(place.mentions, to->mutable_mentions());
    to->set_country_code(place.country_code);
    to->set_region(place.region);
    to->set_salience(place.salience);
    WriteIdentifiers(place.identifiers, to->mutable_identifiers());
    if (place.has_coordinates) {
      to->set_latitude(place.latitude);
      to->set_longitude(place.longitude);
    }
    to->set_confidence(place.confidence);
  }

  void WriteDate(size_t index, v1::DateMention* to) {
    const auto& date = analysis_.dates[index];
    to->set_date_id(Id('d', index));
    ToSpan(date.span, to->mutable_span());
    to->set_type(ToProto(date.type));
    to->set_value(date.value);
    to->set_start(date.start);
    to->set_end(date.end);
    to->set_granularity(ToProto(date.granularity));
    to->set_direction(ToProto(date.direction));
    to->set_basis(ToProto(date.basis));
    to->set_modifier(date.modifier);
    for (const auto& alternative : date.alternatives) {
      auto* added = to->add_alternatives();
      added->set_value(alternative.value);
      added->set_start(alternative.start);
      added->set_end(alternative.end);
      added->set_confidence(alternative.confidence);
    }
    to->set_confidence(date.confidence);
  }

  void WriteQuote(size_t index, v1::Quote* to) {
    const auto& quote = analysis_.quotes[index];
    to->set_quote_id(Id('q', index));
    ToSpan(quote.span, to->mutable_span());
    Spans(quote.content, to->mutable_content());
    for (const Span piece : quote.content) {
      if (!to->text().empty()) to->mutable_text()->push_back(' ');
      to->mutable_text()->append(document_.Slice(piece));
    }
    to->set_type(ToProto(quote.type));
    const auto& speaker = quote.speaker;
    if (speaker.participant >= 0 || !speaker.span.empty()) {
      auto* added = to->mutable_speaker();
      added->set_participant_id(OptionalId('p', speaker.participant));
      if (!speaker.span.empty()) ToSpan(speaker.span, added->mutable_span());
      added->set_text(speaker.text);
    }
    Spans(quote.cue, to->mutable_cue());
    to->set_modality(ToProto(quote.modality));
    to->set_confidence(quote.confidence);
    Spans(quote.quoted, to->mutable_quoted());
    to->set_negated(quote.negated);
  }

  void WriteTopic(const extract::Topic& topic, v1::Topic* to) {
    to->set_code(topic.code);
    to->set_name(topic.name);
    for (const auto& name : topic.path) to->add_path(name);
    to->set_level(static_cast<uint32_t>(topic.level));
    to->set_confidence(topic.confidence);
    Spans(topic.evidence, to->mutable_evidence());
  }

  void WriteStatus() {
    for (int i = 0; i < analysis::kFeatureCount; ++i) {
      auto* to = out_.add_feature_statuses();
      to->set_feature(ToProto(static_cast<analysis::Feature>(i)));
      to->set_state(ToProto(analysis_.features[i]));
    }
    auto* coverage = out_.mutable_coverage();
    const uint32_t total = static_cast<uint32_t>(document_.raw.size());
    coverage->set_analyzed_bytes(std::min(analysis_.analyzed_bytes, total));
    coverage->set_total_bytes(total);
    coverage->set_truncated(analysis_.analyzed_bytes < total);
    for (const auto& warning : analysis_.warnings) {
      auto* to = out_.add_warnings();
      to->set_type(ToProto(warning.type));
      to->set_message(warning.message);
      if (!warning.span.empty()) ToSpan(warning.span, to->mutable_span());
    }
    out_.set_model_version(analysis_.model_version);
    out_.set_text_fingerprint(analysis_.text_fingerprint);
    for (const auto& timing : analysis_.timings) {
      auto* to = out_.add_stage_timings();
      to->set_stage(timing.stage);
      const int64_t nanos = absl::ToInt64Nanoseconds(timing.wall);
      to->mutable_wall_time()->set_seconds(nanos / 1'000'000'000);
      to->mutable_wall_time()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
    }
  }

  const analysis::Analysis& analysis_;
  const text::Document& document_;
  const text::OffsetEncoder encoder_;
  v1::ArticleMetadata& out_;
};

}  // namespace

void ConvertAnalysis(const analysis::Analysis& analysis, std::string_view article_id,
                     text::OffsetEncoding offset_encoding, v1::ArticleMetadata* metadata) {
  metadata->set_article_id(article_id.data(), article_id.size());
  Writer(analysis, offset_encoding, metadata).Write();
}

}  // namespace nutgraf::contract
