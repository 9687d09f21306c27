#include "service/analysis/finish.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nutgraf::analysis {
namespace {

using extract::kNone;

/// Two people (the second sure), one place, two dates, a quote by the second and a fact that names
/// all.
Analysis Sample() {
  Analysis analysis;
  analysis.entities.participants.resize(2);
  analysis.entities.participants[0].confidence = 0.3F;
  analysis.entities.participants[1].confidence = 0.9F;
  analysis.entities.participants[1].represents = 0;
  analysis.entities.places.resize(1);
  analysis.entities.places[0].confidence = 0.8F;
  analysis.dates.resize(2);
  analysis.dates[0].confidence = 0.2F;
  analysis.dates[1].confidence = 0.9F;
  analysis.quotes.resize(1);
  analysis.quotes[0].confidence = 0.9F;
  analysis.quotes[0].speaker.participant = 1;
  extract::HeadlineFact fact;
  fact.confidence = 0.9F;
  fact.attributed_to = 1;
  fact.who = {{.span = {}, .text = "a", .confidence = 0.9F, .participant = 0},
              {.span = {}, .text = "b", .confidence = 0.9F, .participant = 1}};
  fact.when = extract::Answer{.span = {}, .text = "c", .confidence = 0.9F, .date = 1};
  fact.where = extract::Answer{.span = {}, .text = "d", .confidence = 0.1F, .place = 0};
  analysis.facts.push_back(fact);
  return analysis;
}

TEST(FilterByConfidenceTest, KeepsAllAtZero) {
  Analysis analysis = Sample();
  FilterByConfidence(0, analysis);
  EXPECT_EQ(analysis.entities.participants.size(), 2U);
  EXPECT_EQ(analysis.facts[0].who.size(), 2U);
}

TEST(FilterByConfidenceTest, RenumbersWhatStaysAndForgetsWhatGoes) {
  Analysis analysis = Sample();
  FilterByConfidence(0.5F, analysis);
  ASSERT_EQ(analysis.entities.participants.size(), 1U);
  EXPECT_EQ(analysis.entities.participants[0].represents, kNone);
  EXPECT_EQ(analysis.quotes[0].speaker.participant, 0);
  EXPECT_EQ(analysis.facts[0].attributed_to, 0);
  EXPECT_EQ(analysis.facts[0].who[0].participant, kNone);
  EXPECT_EQ(analysis.facts[0].who[1].participant, 0);
  EXPECT_EQ(analysis.facts[0].when->date, 0);
  EXPECT_FALSE(analysis.facts[0].where.has_value());
}

TEST(ClearUnrequestedTest, DropsAndUnlinksWhatWasNotAskedFor) {
  Analysis analysis = Sample();
  std::array<bool, kFeatureCount> requested{};
  requested[static_cast<size_t>(Feature::kHeadlineFacts)] = true;
  ClearUnrequested(requested, analysis);
  EXPECT_TRUE(analysis.entities.participants.empty());
  EXPECT_TRUE(analysis.quotes.empty());
  ASSERT_EQ(analysis.facts.size(), 1U);
  EXPECT_EQ(analysis.facts[0].who[1].participant, kNone);
  EXPECT_EQ(analysis.facts[0].when->date, kNone);
  EXPECT_EQ(analysis.facts[0].when->text, "c");
}

TEST(CompleteStoryRolesTest, SpeakersAreQuotedAndActorsAreSubjects) {
  Analysis analysis = Sample();
  CompleteStoryRoles(analysis);
  EXPECT_FALSE(analysis.entities.participants[0].roles.quoted);
  EXPECT_TRUE(analysis.entities.participants[1].roles.quoted);
  EXPECT_TRUE(analysis.entities.participants[0].roles.subject);
}

}  // namespace
}  // namespace nutgraf::analysis
