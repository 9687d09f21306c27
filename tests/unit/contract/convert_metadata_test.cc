#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "service/contract/convert.h"
#include "service/contract/enums.h"

namespace nutgraf::contract {
namespace {

using ::testing::ElementsAre;
using text::OffsetEncoding;
using text::Span;

// "né 😀 â€™s Ann said" where â€™ was repaired to ’ (U+2019).
constexpr std::string_view kRaw =
    "n\xC3\xA9 \xF0\x9F\x98\x80 \xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s Ann said";
constexpr std::string_view kRepaired = "n\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x80\x99s Ann said";

// The span of `word` in the repaired text.
Span At(std::string_view word) {
  const size_t begin = kRepaired.find(word);
  EXPECT_NE(begin, std::string_view::npos);
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + word.size())};
}

analysis::Analysis RepairedAnalysis() {
  analysis::Analysis a;
  a.document.raw = kRaw;
  a.document.repaired = kRepaired;
  const Span raw{9, 17};
  const Span repaired{9, 12};
  a.document.offsets = text::OffsetMap({{raw, repaired}});
  a.document.repairs = {{raw, repaired, "windows-1252"}};
  a.document.zones = {{text::ZoneType::kBody, {0, static_cast<uint32_t>(kRepaired.size())}}};
  a.document.language = "en";
  a.analyzed_bytes = static_cast<uint32_t>(kRaw.size());
  a.model_version = "rules-1";
  a.text_fingerprint = "00ff";
  extract::Participant ann;
  ann.name = "Ann";
  ann.mentions = {{At("Ann"), {}, extract::MentionKind::kName, 1}};
  ann.roles = {.subject = true, .quoted = true, .mentioned = true};
  a.entities.participants = {ann};
  return a;
}

v1::ArticleMetadata Convert(const analysis::Analysis& a,
                            OffsetEncoding encoding = OffsetEncoding::kUtf8) {
  v1::ArticleMetadata out;
  ConvertAnalysis(a, "id-1", encoding, &out);
  return out;
}

TEST(ConvertAnalysis, SpansIndexTheTextAsSentInEveryEncoding) {
  const auto a = RepairedAnalysis();
  struct Case {
    OffsetEncoding encoding;
    uint32_t ann, end;
  };
  for (const Case& c : {Case{OffsetEncoding::kUtf8, 19, 27}, Case{OffsetEncoding::kUtf16, 11, 19},
                        Case{OffsetEncoding::kUtf32, 10, 18}}) {
    const auto out = Convert(a, c.encoding);
    const auto& mention = out.participants(0).mentions(0).span();
    EXPECT_EQ(mention.begin(), c.ann);
    EXPECT_EQ(mention.end(), c.ann + 3);
    EXPECT_EQ(mention.text(), "Ann");
    EXPECT_EQ(out.zones(0).span().begin(), 0U);
    EXPECT_EQ(out.zones(0).span().end(), c.end);
    EXPECT_EQ(out.zones(0).span().text(), kRaw);
  }
}

TEST(ConvertAnalysis, AnAgeIsThereOnlyWhereTheTextSaysIt) {
  auto a = RepairedAnalysis();
  EXPECT_FALSE(Convert(a).participants(0).has_age());
  a.entities.participants[0].age = {43, At("said")};
  const auto out = Convert(a);
  ASSERT_TRUE(out.participants(0).has_age());
  EXPECT_EQ(out.participants(0).age().years(), 43U);
  EXPECT_EQ(out.participants(0).age().span().text(), "said");
}

TEST(ConvertAnalysis, ARepairShowsBothForms) {
  const auto out = Convert(RepairedAnalysis(), OffsetEncoding::kUtf32);
  ASSERT_EQ(out.repairs_size(), 1);
  EXPECT_EQ(out.repairs(0).original(), "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2");
  EXPECT_EQ(out.repairs(0).span().text(), out.repairs(0).original());
  EXPECT_EQ(out.repairs(0).repaired(), "\xE2\x80\x99");
  EXPECT_EQ(out.repairs(0).encoding(), "windows-1252");
  EXPECT_EQ(out.repairs(0).span().begin(), 5U);
  EXPECT_EQ(out.repairs(0).span().end(), 8U);
}

TEST(ConvertAnalysis, ASpanThatCutsIntoARepairIsItsWholeSlice) {
  auto a = RepairedAnalysis();
  a.entities.participants[0].mentions[0].span = At("\xE2\x80\x99s Ann");
  const auto out = Convert(a);
  EXPECT_EQ(out.participants(0).mentions(0).span().text(), "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s Ann");
}

TEST(ConvertAnalysis, AbsentAnswersAreUnset) {
  auto a = RepairedAnalysis();
  extract::HeadlineFact fact;
  fact.evidence = At("Ann said");
  fact.what =
      extract::Answer{At("said"), "said", 0.5F, extract::kNone, extract::kNone, extract::kNone};
  fact.who = {extract::Answer{At("Ann"), "Ann", 0.9F, 0, extract::kNone, extract::kNone}};
  a.facts = {fact, fact};
  a.facts[1].attributed_to = 0;
  a.facts[1].modality = extract::FactModality::kScheduled;
  const auto out = Convert(a);
  const auto& first = out.headline_facts(0);
  EXPECT_EQ(first.rank(), 1U);
  EXPECT_TRUE(first.has_what());
  EXPECT_EQ(first.what().participant_id(), "");
  EXPECT_FALSE(first.has_when() || first.has_where() || first.has_why() || first.has_how());
  EXPECT_EQ(first.who(0).participant_id(), "p1");
  EXPECT_EQ(first.attributed_to_participant_id(), "");
  EXPECT_EQ(out.headline_facts(1).rank(), 2U);
  EXPECT_EQ(out.headline_facts(1).attributed_to_participant_id(), "p1");
  EXPECT_EQ(out.headline_facts(1).modality(), v1::FACT_MODALITY_SCHEDULED);
}

TEST(ConvertAnalysis, QuotesJoinTheirPiecesAndLeaveOutAnUnknownSpeaker) {
  auto a = RepairedAnalysis();
  extract::Quote quote;
  quote.span = At("Ann said");
  quote.content = {At("\xE2\x80\x99s"), At("Ann")};
  quote.cue = {At("said")};
  a.quotes = {quote, quote};
  a.quotes[1].speaker = {0, At("Ann"), "Ann"};
  const auto out = Convert(a);
  EXPECT_EQ(out.quotes(0).text(), "\xE2\x80\x99s Ann");
  EXPECT_EQ(out.quotes(0).content(0).text(), "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s");
  EXPECT_FALSE(out.quotes(0).has_speaker());
  EXPECT_EQ(out.quotes(1).quote_id(), "q2");
  EXPECT_EQ(out.quotes(1).speaker().participant_id(), "p1");
  EXPECT_EQ(out.quotes(1).speaker().span().text(), "Ann");
}

TEST(ConvertAnalysis, PlacesHaveCoordinatesOnlyWhereKnown) {
  auto a = RepairedAnalysis();
  extract::Place nowhere;
  nowhere.name = "Null Island";
  extract::Place known = nowhere;
  known.has_coordinates = true;  // 0, 0 is a place
  known.identifiers = {{"geonames", "1"}};
  a.entities.places = {nowhere, known};
  const auto out = Convert(a);
  EXPECT_FALSE(out.places(0).has_latitude() || out.places(0).has_longitude());
  EXPECT_TRUE(out.places(1).has_latitude() && out.places(1).has_longitude());
  EXPECT_EQ(out.places(1).place_id(), "l2");
  EXPECT_EQ(out.places(1).identifiers(0).scheme(), "geonames");
}

TEST(ConvertAnalysis, EveryFeatureHasItsStatus) {
  auto a = RepairedAnalysis();
  a.features.fill(analysis::FeatureState::kComputed);
  a.features[1] = analysis::FeatureState::kNotRequested;
  a.features[2] = analysis::FeatureState::kUnsupportedLanguage;
  a.features[6] = analysis::FeatureState::kFailed;
  const auto out = Convert(a);
  ASSERT_EQ(out.feature_statuses_size(), 7);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(static_cast<int>(out.feature_statuses(i).feature()), i + 1);
  }
  EXPECT_EQ(out.feature_statuses(0).state(), v1::FEATURE_STATE_COMPUTED);
  EXPECT_EQ(out.feature_statuses(1).state(), v1::FEATURE_STATE_NOT_REQUESTED);
  EXPECT_EQ(out.feature_statuses(2).state(), v1::FEATURE_STATE_UNSUPPORTED_LANGUAGE);
  EXPECT_EQ(out.feature_statuses(6).state(), v1::FEATURE_STATE_FAILED);
}

TEST(ConvertAnalysis, CoverageCountsBytesAsSentWhateverTheEncoding) {
  auto a = RepairedAnalysis();
  EXPECT_FALSE(Convert(a, OffsetEncoding::kUtf32).coverage().truncated());
  EXPECT_EQ(Convert(a, OffsetEncoding::kUtf32).coverage().total_bytes(), kRaw.size());
  a.analyzed_bytes = 5;
  EXPECT_TRUE(Convert(a).coverage().truncated());
  EXPECT_EQ(Convert(a).coverage().analyzed_bytes(), 5U);
}

TEST(ConvertAnalysis, PublicationIsAlwaysThere) {
  auto a = RepairedAnalysis();
  EXPECT_EQ(Convert(a).publication().source(), v1::PUBLICATION_SOURCE_NONE);
  EXPECT_FALSE(Convert(a).publication().has_span());
  a.publication = {"2023-03-05", extract::PublicationSource::kText, At("said")};
  EXPECT_EQ(Convert(a).publication().date(), "2023-03-05");
  EXPECT_EQ(Convert(a).publication().span().text(), "said");
}

TEST(ConvertAnalysis, TheTitleIsTheSentOneElseTheHeadlineZone) {
  auto a = RepairedAnalysis();
  EXPECT_EQ(Convert(a).title(), "");
  a.document.zones = {{text::ZoneType::kHeadline, {0, 3}}, {text::ZoneType::kBody, {4, 8}}};
  EXPECT_EQ(Convert(a).title(), "n\xC3\xA9");
  a.document.title.text = "Sent apart";
  EXPECT_EQ(Convert(a).title(), "Sent apart");
}

TEST(ConvertAnalysis, TheRestIsCarriedOver) {
  auto a = RepairedAnalysis();
  extract::DateMention date;
  date.span = At("said");
  date.type = extract::DateType::kDuration;
  date.value = "P2D";
  date.alternatives = {{"P3D", "", "", 0.25F}};
  a.dates = {date};
  a.topics = {{"medtop:11000000",
               "politics and government",
               {"politics and government"},
               1,
               0.75F,
               {At("said")}}};
  a.keyphrases = {{"Ann", 1, {At("Ann")}}};
  a.warnings = {{analysis::WarningType::kTextRepaired, "text was repaired", {}}};
  a.timings = {{"text", absl::Microseconds(1500)}};
  a.document.bylines = {At("Ann")};
  a.document.dateline = text::Dateline{0, At("n\xC3\xA9"), {}, {}};
  const auto out = Convert(a);
  EXPECT_EQ(out.article_id(), "id-1");
  EXPECT_EQ(out.language_code(), "en");
  EXPECT_EQ(out.dates(0).date_id(), "d1");
  EXPECT_EQ(out.dates(0).type(), v1::DATE_TYPE_DURATION);
  EXPECT_EQ(out.dates(0).granularity(), v1::DATE_GRANULARITY_UNSPECIFIED);
  EXPECT_EQ(out.dates(0).alternatives(0).value(), "P3D");
  EXPECT_EQ(out.topics(0).level(), 1U);
  EXPECT_EQ(out.topics(0).evidence(0).text(), "said");
  EXPECT_EQ(out.keyphrases(0).mentions(0).text(), "Ann");
  EXPECT_EQ(out.warnings(0).type(), v1::WARNING_TYPE_TEXT_REPAIRED);
  EXPECT_FALSE(out.warnings(0).has_span());
  EXPECT_EQ(out.stage_timings(0).wall_time().nanos(), 1'500'000);
  EXPECT_EQ(out.bylines(0).text(), "Ann");
  EXPECT_EQ(out.dateline().place().text(), "n\xC3\xA9");
  EXPECT_FALSE(out.dateline().has_date() || out.dateline().has_agency());
  EXPECT_THAT(out.participants(0).story_roles(),
              ElementsAre(v1::STORY_ROLE_SUBJECT, v1::STORY_ROLE_QUOTED, v1::STORY_ROLE_MENTIONED));
  EXPECT_EQ(out.model_version(), "rules-1");
  EXPECT_EQ(out.text_fingerprint(), "00ff");
}

TEST(ConvertAnalysis, AnArenaGivesTheSameMessage) {
  const auto a = RepairedAnalysis();
  google::protobuf::Arena arena;
  auto* out = google::protobuf::Arena::CreateMessage<v1::ArticleMetadata>(&arena);
  ConvertAnalysis(a, "id-1", OffsetEncoding::kUtf8, out);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*out, Convert(a)));
}

TEST(Enums, FeaturesAreTheSameBothWays) {
  for (int i = 0; i < analysis::kFeatureCount; ++i) {
    const auto feature = static_cast<analysis::Feature>(i);
    EXPECT_EQ(FeatureFromProto(ToProto(feature)), feature);
  }
  EXPECT_EQ(FeatureFromProto(0), std::nullopt);
  EXPECT_EQ(FeatureFromProto(8), std::nullopt);
  EXPECT_EQ(OffsetEncodingFromProto(-1), std::nullopt);
}

}  // namespace
}  // namespace nutgraf::contract
