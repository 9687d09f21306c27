#include "service/analysis/analyzer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "service/contract/convert.h"

namespace nutgraf::analysis {
namespace {

using ::testing::Each;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kArticle =
    "OSLO, May 7, 2024 (Reuters) - Norway will hold talks with Canada in Tromsø next week, Foreign "
    "Minister Espen Larsen said on Tuesday.\n"
    "\"We have a lot to talk about,\" Larsen told reporters. The ministry said the talks would "
    "last "
    "three days because fishing quotas were in dispute.\n";

const Analyzer& Shared(bool rules_only) {
  const auto make = [](bool rules) {
    return *Analyzer::Create({.data_directory = NUTGRAF_BINARY_DIR "/data", .rules_only = rules});
  };
  static const auto rules = make(true);
  static const auto best = make(false);
  return rules_only ? *rules : *best;
}

Analysis Analyze(const Request& request, bool rules_only = true) {
  auto analysis = Shared(rules_only).Analyze(request, Cancellation());
  EXPECT_TRUE(analysis.ok()) << analysis.status().ToString();
  return analysis.ok() ? *std::move(analysis) : Analysis();
}

FeatureState StateOf(const Analysis& analysis, Feature feature) {
  return analysis.features[static_cast<size_t>(feature)];
}

bool Ran(const Analysis& analysis, std::string_view stage) {
  return std::any_of(analysis.timings.begin(), analysis.timings.end(),
                     [stage](const StageTiming& timing) { return timing.stage == stage; });
}

bool Warns(const Analysis& analysis, WarningType type) {
  return std::any_of(analysis.warnings.begin(), analysis.warnings.end(),
                     [type](const Warning& warning) { return warning.type == type; });
}

/// The bytes of the answer without what a clock wrote.
std::string Bytes(const Analysis& analysis) {
  v1::ArticleMetadata metadata;
  contract::ConvertAnalysis(analysis, "a", text::OffsetEncoding::kUtf16, &metadata);
  metadata.clear_stage_timings();
  return metadata.SerializeAsString();
}

TEST(AnalyzerTest, FindsEverythingWhenNothingIsNamed) {
  const Analysis analysis = Analyze({.text = kArticle});
  EXPECT_THAT(analysis.features, Each(FeatureState::kComputed));
  EXPECT_THAT(analysis.facts, Not(IsEmpty()));
  EXPECT_THAT(analysis.entities.participants, Not(IsEmpty()));
  EXPECT_THAT(analysis.entities.places, Not(IsEmpty()));
  EXPECT_THAT(analysis.dates, Not(IsEmpty()));
  EXPECT_THAT(analysis.quotes, Not(IsEmpty()));
  EXPECT_THAT(analysis.topics, Not(IsEmpty()));
  EXPECT_THAT(analysis.keyphrases, Not(IsEmpty()));
  EXPECT_EQ(analysis.publication.date, "2024-05-07");
  EXPECT_EQ(analysis.publication.source, extract::PublicationSource::kDateline);
  EXPECT_EQ(analysis.analyzed_bytes, kArticle.size());
  EXPECT_THAT(analysis.model_version, Not(IsEmpty()));
  for (const char* stage :
       {"text", "language", "dates", "participants", "quotes", "facts", "topics", "keyphrases"}) {
    EXPECT_TRUE(Ran(analysis, stage)) << stage;
  }
}

TEST(AnalyzerTest, AFeatureNotAskedForCostsAndGivesNothing) {
  const Analysis analysis = Analyze({.text = kArticle, .features = {Feature::kDates}});
  EXPECT_EQ(StateOf(analysis, Feature::kDates), FeatureState::kComputed);
  EXPECT_EQ(
      std::count(analysis.features.begin(), analysis.features.end(), FeatureState::kNotRequested),
      kFeatureCount - 1);
  EXPECT_THAT(analysis.dates, Not(IsEmpty()));
  for (const char* stage : {"participants", "quotes", "facts", "topics", "keyphrases"}) {
    EXPECT_FALSE(Ran(analysis, stage)) << stage;
  }
}

TEST(AnalyzerTest, WhatAFeatureNeedsRunsButIsNotShown) {
  const Analysis analysis = Analyze({.text = kArticle, .features = {Feature::kHeadlineFacts}});
  EXPECT_EQ(StateOf(analysis, Feature::kHeadlineFacts), FeatureState::kComputed);
  for (const Feature needed :
       {Feature::kParticipants, Feature::kPlaces, Feature::kDates, Feature::kQuotes}) {
    EXPECT_EQ(StateOf(analysis, needed), FeatureState::kNotRequested);
  }
  EXPECT_TRUE(Ran(analysis, "participants"));
  EXPECT_TRUE(Ran(analysis, "quotes"));
  EXPECT_FALSE(Ran(analysis, "topics"));
  EXPECT_THAT(analysis.entities.participants, IsEmpty());
  EXPECT_THAT(analysis.dates, IsEmpty());
  EXPECT_THAT(analysis.quotes, IsEmpty());
  ASSERT_THAT(analysis.facts, Not(IsEmpty()));
  EXPECT_EQ(analysis.facts[0].attributed_to, extract::kNone);
  for (const extract::Answer& who : analysis.facts[0].who) {
    EXPECT_EQ(who.participant, extract::kNone);
    EXPECT_THAT(who.text, Not(IsEmpty()));
  }
}

TEST(AnalyzerTest, AFeatureIsTheSameAloneAsAmongAll) {
  const Analysis all = Analyze({.text = kArticle});
  const Analysis alone = Analyze({.text = kArticle, .features = {Feature::kQuotes}});
  ASSERT_EQ(alone.quotes.size(), all.quotes.size());
  for (size_t i = 0; i < all.quotes.size(); ++i) {
    EXPECT_EQ(alone.quotes[i].span, all.quotes[i].span);
    EXPECT_EQ(alone.quotes[i].type, all.quotes[i].type);
  }
}

TEST(AnalyzerTest, ThePublicationDateIsFoundWhateverIsAsked) {
  const Analysis analysis = Analyze({.text = kArticle, .features = {Feature::kTopics}});
  EXPECT_EQ(analysis.publication.date, "2024-05-07");
  EXPECT_THAT(analysis.dates, IsEmpty());
  const Analysis given = Analyze({.text = kArticle, .publish_time = "2024-05-08"});
  EXPECT_EQ(given.publication.source, extract::PublicationSource::kRequest);
}

TEST(AnalyzerTest, SaysThatRelativeDatesStayUnresolved) {
  EXPECT_TRUE(Warns(Analyze({.text = "Larsen said on Tuesday that the talks in Oslo would go on."}),
                    WarningType::kNoPublicationDate));
  EXPECT_FALSE(Warns(Analyze({.text = kArticle}), WarningType::kNoPublicationDate));
}

TEST(AnalyzerTest, SaysThatTextWasRepaired) {
  const Analysis analysis =
      Analyze({.text = "The cafÃ© was closed on Sunday, the owner said. Itâ€™s over."});
  EXPECT_TRUE(Warns(analysis, WarningType::kTextRepaired));
  EXPECT_THAT(analysis.document.repairs, Not(IsEmpty()));
}

TEST(AnalyzerTest, TrustsALanguageThatIsGiven) {
  const Analysis german = Analyze({.text = kArticle, .language_code = "de-AT"});
  EXPECT_THAT(german.features, Each(FeatureState::kUnsupportedLanguage));
  EXPECT_TRUE(Warns(german, WarningType::kUnsupportedLanguage));
  EXPECT_FALSE(Ran(german, "language"));
  const Analysis english = Analyze({.text = kArticle, .language_code = "en-GB"});
  EXPECT_THAT(english.features, Each(FeatureState::kComputed));
}

TEST(AnalyzerTest, UnsupportedIsSaidOnlyOfWhatWasAskedFor) {
  const Analysis analysis = Analyze(
      {.text = kArticle, .language_code = "fr", .features = {Feature::kDates, Feature::kTopics}});
  for (int i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    EXPECT_EQ(StateOf(analysis, feature), feature == Feature::kDates || feature == Feature::kTopics
                                              ? FeatureState::kUnsupportedLanguage
                                              : FeatureState::kNotRequested);
  }
}

TEST(AnalyzerTest, StopsWhenCancelled) {
  Cancellation cancel;
  cancel.Cancel();
  for (const bool rules : {true, false}) {
    EXPECT_EQ(Shared(rules).Analyze({.text = kArticle}, cancel).status().code(),
              absl::StatusCode::kCancelled);
  }
}

TEST(AnalyzerTest, StopsAtTheDeadline) {
  const Cancellation past(-absl::Seconds(1));
  EXPECT_EQ(Shared(true).Analyze({.text = kArticle}, past).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(AnalyzerTest, StopsInTheMiddleOfWork) {
  std::string text;
  while (text.size() < 500000) text += kArticle;
  Cancellation cancel;
  std::thread other([&cancel] {
    absl::SleepFor(absl::Milliseconds(100));
    cancel.Cancel();
  });
  const absl::Time begin = absl::Now();
  const auto analysis = Shared(false).Analyze({.text = text}, cancel);
  const absl::Duration taken = absl::Now() - begin;
  other.join();
  EXPECT_EQ(analysis.status().code(), absl::StatusCode::kCancelled);
  EXPECT_LT(taken, absl::Seconds(5));
}

TEST(AnalyzerTest, LeavesOutWhatIsNotSureEnough) {
  const Analysis all = Analyze({.text = kArticle});
  float threshold = 0;
  for (const auto& participant : all.entities.participants) {
    threshold = std::max(threshold, participant.confidence);
  }
  const Analysis sure = Analyze({.text = kArticle, .min_confidence = threshold});
  EXPECT_LE(sure.entities.participants.size(), all.entities.participants.size());
  EXPECT_THAT(sure.entities.participants, Not(IsEmpty()));
  for (const auto& participant : sure.entities.participants) {
    EXPECT_GE(participant.confidence, threshold);
  }
  for (const auto& topic : sure.topics) EXPECT_GE(topic.confidence, threshold);
  for (const auto& quote : sure.quotes) {
    EXPECT_GE(quote.confidence, threshold);
    if (quote.speaker.participant != extract::kNone) {
      EXPECT_LT(quote.speaker.participant, sure.entities.participants.size());
    }
  }
  const Analysis none = Analyze({.text = kArticle, .min_confidence = 1.0F});
  EXPECT_LT(none.topics.size(), all.topics.size());
}

TEST(AnalyzerTest, AnswersTheSameEveryTimeAndOnEveryThread) {
  for (const bool rules : {true, false}) {
    SCOPED_TRACE(rules);
    const std::string first = Bytes(Analyze({.text = kArticle}, rules));
    EXPECT_EQ(first, Bytes(Analyze({.text = kArticle}, rules)));
    std::string answers[2];
    std::thread one([&] { answers[0] = Bytes(Analyze({.text = kArticle}, rules)); });
    std::thread two([&] { answers[1] = Bytes(Analyze({.text = kArticle}, rules)); });
    one.join();
    two.join();
    EXPECT_EQ(first, answers[0]);
    EXPECT_EQ(first, answers[1]);
    auto fresh =
        Analyzer::Create({.data_directory = NUTGRAF_BINARY_DIR "/data", .rules_only = rules});
    ASSERT_TRUE(fresh.ok());
    EXPECT_EQ(first, Bytes(*(*fresh)->Analyze({.text = kArticle}, Cancellation())));
  }
}

TEST(AnalyzerTest, FingerprintTellsTextsApart) {
  const std::string one = Analyze({.text = "One."}).text_fingerprint;
  EXPECT_EQ(one, Analyze({.text = "One."}).text_fingerprint);
  EXPECT_NE(one, Analyze({.text = "Two."}).text_fingerprint);
  EXPECT_NE(one, Analyze({.title = "One.", .text = ""}).text_fingerprint);
}

TEST(AnalyzerTest, SaysWhichModelAnswers) {
  EXPECT_NE(Shared(true).capabilities().model_version, Shared(false).capabilities().model_version)
      << "weights are part of the build's data, and must not answer to the rules' name";
  EXPECT_EQ(Analyze({.text = "One."}, false).model_version,
            Shared(false).capabilities().model_version);
  EXPECT_THAT(Shared(true).capabilities().languages, ::testing::ElementsAre("en"));
  EXPECT_THAT(Shared(true).capabilities().taxonomy_version, Not(IsEmpty()));
}

TEST(AnalyzerTest, RefusesWhatIsTooLongOrMalformed) {
  auto small = Analyzer::Create(
      {.data_directory = NUTGRAF_BINARY_DIR "/data", .max_text_bytes = 100, .rules_only = true});
  ASSERT_TRUE(small.ok());
  EXPECT_EQ((*small)->capabilities().max_text_bytes, 100U);
  const std::string text(101, 'a');
  for (const Request& request :
       {Request{.text = text}, Request{.title = text, .text = "a"}, Request{.text = "\xFF"},
        Request{.text = "Sunday.", .publish_time = "yesterday"},
        Request{.text = "Sunday.", .publish_time = "2024-05-07", .time_zone = "Mars/Olympus"}}) {
    EXPECT_EQ((*small)->Analyze(request, Cancellation()).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(AnalyzerTest, ANewsroomsTopicsComeAfterMediaTopicsAndNameTheModel) {
  const std::string path = ::testing::TempDir() + "analyzer_test_own_taxonomy.tsv";
  std::ofstream(path) << "code\tlabel\tdefinition\tkeywords\ndesk:ring\tRing road\t\tring road\n";
  const auto create = [&path] {
    return Analyzer::Create(
        {.data_directory = NUTGRAF_BINARY_DIR "/data", .rules_only = true, .taxonomy_file = path});
  };
  const auto analyzer = create();
  ASSERT_TRUE(analyzer.ok()) << analyzer.status();
  const Request request{
      .text = "The council voted for the ring road. The ring road costs millions.",
      .features = {Feature::kTopics}};
  const auto own = (*analyzer)->Analyze(request, Cancellation());
  ASSERT_TRUE(own.ok()) << own.status();
  const Analysis plain = Analyze(request);
  ASSERT_EQ(own->topics.size(), plain.topics.size() + 1);
  EXPECT_EQ(own->topics.back().code, "desk:ring");
  EXPECT_NE(own->model_version, plain.model_version);
  EXPECT_TRUE(own->model_version.starts_with(plain.model_version + "+"));
  EXPECT_EQ((*analyzer)->capabilities().model_version, own->model_version);
  std::ofstream(path) << "not a taxonomy";
  const auto faulty = create();
  EXPECT_EQ(faulty.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(faulty.status().message()).find(path + ":1: "), std::string::npos);
  std::filesystem::remove(path);
}

TEST(AnalyzerTest, SaysWhatDataIsMissing) {
  const auto analyzer = Analyzer::Create({.data_directory = "/nonexistent"});
  ASSERT_FALSE(analyzer.ok());
  EXPECT_NE(std::string(analyzer.status().message()).find("/nonexistent"), std::string::npos);
}

}  // namespace
}  // namespace nutgraf::analysis
