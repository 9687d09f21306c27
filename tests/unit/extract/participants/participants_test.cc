// The stage as a whole: its laws, hostile input, and what its small parts promise.

#include "service/extract/participants/participants.h"

#include <ctime>
#include <set>

#include "service/extract/participants/assembly.h"
#include "service/extract/participants/title_mentions.h"
#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class ParticipantsTest : public ParticipantsFixture {
 protected:
  /// What holds whatever the text is.
  void CheckLaws() const {
    for (const Participant& participant : result_.participants) {
      CheckMentions(participant.mentions);
      EXPECT_FALSE(participant.name.empty());
      EXPECT_FALSE(participant.identifiers.empty());
      EXPECT_GE(participant.salience, 0.0F);
      EXPECT_LE(participant.salience, 1.0F);
      EXPECT_GE(participant.confidence, 0.0F);
      EXPECT_LE(participant.confidence, 1.0F);
      EXPECT_GE(participant.represents, kNone);
      EXPECT_LT(participant.represents, static_cast<int32_t>(result_.participants.size()));
      const std::set<std::string> aliases(participant.aliases.begin(), participant.aliases.end());
      EXPECT_EQ(aliases.size(), participant.aliases.size());
      EXPECT_EQ(aliases.count(participant.name), 0u);
    }
    for (const Place& place : result_.places) {
      CheckMentions(place.mentions);
      EXPECT_FALSE(place.name.empty());
      EXPECT_FALSE(place.identifiers.empty());
      if (!place.has_coordinates) continue;
      EXPECT_LE(std::abs(place.latitude), 90.0);
      EXPECT_LE(std::abs(place.longitude), 180.0);
    }
  }

 private:
  void CheckMentions(const std::vector<Mention>& mentions) const {
    EXPECT_FALSE(mentions.empty());
    for (size_t i = 0; i < mentions.size(); ++i) {
      EXPECT_LT(mentions[i].span.begin, mentions[i].span.end);
      EXPECT_LE(mentions[i].span.end, document_.text().size());
      EXPECT_EQ(document_.SpanOf(mentions[i].tokens), mentions[i].span);
      EXPECT_GE(mentions[i].confidence, 0.0F);
      EXPECT_LE(mentions[i].confidence, 1.0F);
      if (i > 0) {
        EXPECT_GE(mentions[i].span.begin, mentions[i - 1].span.end);
      }
    }
  }
};

constexpr std::string_view kStory =
    "ISLAMABAD, March 5 (Reuters) - Pakistan and the United States (US) will hold a two-day "
    "dialogue in Islamabad, the Ministry of Foreign Affairs said.\n\n"
    "State Department Spokesperson Ned Price said on Monday that Washington supports the talks. "
    "“We are glad,” he said. The Bidens and Senator Anna Lund, 54, of Paris, Texas, listened.\n\n"
    "Photo: Karl Moe. (AP Photo/Jo Roe)\n\nRead more: Peter Berg resigns as mayor\n";

TEST_F(ParticipantsTest, LawsHoldOnAStory) {
  ExtractRaw(kStory, "Pakistan, US to hold dialogue");
  CheckLaws();
  EXPECT_GE(result_.participants.size(), 3u) << Names();
}

TEST_F(ParticipantsTest, TheSameInputGivesTheSameAnswer) {
  ExtractRaw(kStory);
  const std::string names = Names() + PlaceNames();
  std::vector<float> saliences;
  for (const Participant& participant : result_.participants) {
    saliences.push_back(participant.salience);
  }
  ExtractRaw(kStory);
  EXPECT_EQ(Names() + PlaceNames(), names);
  for (size_t i = 0; i < saliences.size(); ++i) {
    EXPECT_EQ(result_.participants[i].salience, saliences[i]);
  }
}

TEST_F(ParticipantsTest, ParticipantsComeByFirstMention) {
  ExtractRaw(kStory);
  for (size_t i = 1; i < result_.participants.size(); ++i) {
    EXPECT_LT(result_.participants[i - 1].mentions.front().span.begin,
              result_.participants[i].mentions.front().span.begin);
  }
}

TEST_F(ParticipantsTest, NothingComesOfNothing) {
  for (const std::string_view text : {"", " \n\n ", "...", "🇵🇰🇺🇸", "and the of"}) {
    ExtractRaw(text);
    EXPECT_TRUE(result_.participants.empty()) << text << ": " << Names();
  }
}

TEST_F(ParticipantsTest, StopsWhenTheCallerGoesAway) {
  ExtractRaw(kStory);
  Cancellation cancel;
  cancel.Cancel();
  const auto result = Extractor().Extract(document_, notes_, cancel);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.status().code(), absl::StatusCode::kCancelled);
}

TEST_F(ParticipantsTest, EntitiesOutsideOfTheTextAreIgnored) {
  document_ = testing::MakeDocument("Anna Lund spoke.");
  notes_ = testing::Annotate(document_);
  notes_.entities = {{{0, 0}, kPer, 0.9F}, {{0, 2}, kPer, 0.9F}, {{2, 900}, kOrg, 0.9F}};
  Run();
  EXPECT_EQ(Names(), "Anna Lund");
}

TEST_F(ParticipantsTest, EntitiesThatOverlapDoNotBreakTheLaws) {
  document_ = testing::MakeDocument("Anna Lund Berg spoke to Karl Moe in Oslo, Norway.");
  notes_ = testing::Annotate(document_);
  notes_.entities = {{{0, 3}, kPer, 0.9F},
                     {{1, 3}, kOrg, 0.9F},
                     {{2, 6}, kLoc, 0.9F},
                     {{5, 7}, kPer, 0.9F},
                     {{5, 7}, kNorp, 0.9F}};
  Run();
  CheckLaws();
}

TEST_F(ParticipantsTest, OddTextsKeepTheLaws) {
  const std::string_view odd[] = {
      "Mr. Mr. Mr. Dr. President President of of the the",
      "(((((((US)))))) (UN (EU) NATO (",
      "'s 's 's ’s Anna's's 's",
      "ANNA LUND AND THE U.S. AND THE U.N. SAID THAT ANNA LUND SAID",
      "A. B. C. D. E. F. G. H. I. J. K. L. M.",
      "Paris, Texas, Paris, Texas, Paris, Texas,",
      "Anna\0Lund spoke\0.",
      "Ａｎｎａ Ｌｕｎｄ spoke to İstanbul's ﬁre chief.",
      "🇵🇰 ForeignOffice 🇵🇰 @ForeignOfficePk March 5, 2023",
      "He she it they them her his its",
      "the president the president the president the president",
  };
  for (const std::string_view text : odd) {
    ExtractRaw(text);
    CheckLaws();
  }
}

/// Seconds of this process that the stage takes; the least of three.
double Seconds(const ParticipantExtractor& extractor, const text::Document& document,
               const language::Annotations& notes) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t start = std::clock();
    EXPECT_TRUE(extractor.Extract(document, notes, Cancellation()).ok());
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

/// Many names of one kind, each a new one.
std::string Crowd(std::string_view pattern, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    std::string number;
    for (int n = i; n > 0 || number.empty(); n /= 26) number += static_cast<char>('a' + n % 26);
    std::string row(pattern);
    for (size_t at; (at = row.find('#')) != std::string::npos;) row.replace(at, 1, number);
    text += row;
  }
  return text;
}

TEST_F(ParticipantsTest, TimeGrowsWithTheTextAndNoFaster) {
  for (const std::string_view pattern :
       {"Anna Lund# met Karl Lund. She left him. ", "Anna# Lund met the Lund#. ",
        "The Bank# of X# (B#X) sued X#. It said the company lost. ", "Police in Paris#, Texas. ",
        "Pakistan, Norway, Sweden and ", "Anna Lund, the president, of of, ", "(((",
        "The United Bank# said, "}) {
    const text::Document small = testing::MakeDocument(Crowd(pattern, 400));
    const text::Document large = testing::MakeDocument(Crowd(pattern, 3200));
    const double first = Seconds(Extractor(), small, testing::Annotate(small));
    const double second = Seconds(Extractor(), large, testing::Annotate(large));
    // Eight times the text; quadratic work would take 64 times as long.
    EXPECT_LT(second, 20 * std::max(first, 0.001)) << pattern;
  }
}

TEST_F(ParticipantsTest, AListOfThousandsIsCutToTheMostSalient) {
  document_ = testing::MakeDocument(Crowd("Anna Lund# left. ", 3000));
  notes_ = testing::Annotate(document_);
  notes_.entities.clear();
  for (uint32_t s = 0; s < document_.sentences.size(); ++s) {
    const uint32_t first = document_.sentences[s].tokens.first;
    notes_.entities.push_back({{first, first + 2}, kPer, 0.9F});
  }
  Run();
  CheckLaws();
  EXPECT_EQ(result_.participants.size(), 400u);
}

TEST(LocalIdTest, DependsOnTypeAndFoldedNameAlone) {
  using participants::LocalId;
  EXPECT_EQ(LocalId("person", "Anna Lund"), LocalId("person", "ANNA LUND"));
  EXPECT_NE(LocalId("person", "Anna Lund"), LocalId("organization", "Anna Lund"));
  EXPECT_NE(LocalId("person", "Anna Lund"), LocalId("person", "Anna Lunde"));
  EXPECT_EQ(LocalId("person", "").size(), 16u);
}

TEST_F(ParticipantsTest, ParticipantAtPrefersTheSmallestCoverThenTheLongestInside) {
  std::vector<Participant> people(2);
  people[0].mentions = {{{0, 20}, {}, MentionKind::kName, 1},
                        {{40, 44}, {}, MentionKind::kName, 1}};
  people[1].mentions = {{{5, 10}, {}, MentionKind::kName, 1},
                        {{46, 52}, {}, MentionKind::kName, 1}};
  EXPECT_EQ(ParticipantAt(people, {6, 8}), 1);
  EXPECT_EQ(ParticipantAt(people, {12, 14}), 0);
  EXPECT_EQ(ParticipantAt(people, {38, 60}), 1);
  EXPECT_EQ(ParticipantAt(people, {30, 33}), kNone);
  EXPECT_EQ(ParticipantAt({}, {0, 5}), kNone);
}

TEST_F(ParticipantsTest, TheTitleSentApartIsReadForNamesCountriesAndOrganizations) {
  document_ = testing::MakeDocument("The talks go on.", "UN warns Norwegian envoy Anna Lund, U.S.");
  notes_ = testing::Annotate(document_);
  const participants::Reading reading(document_, notes_, TestLexicon());
  const participants::TitleMentions title(reading);
  EXPECT_EQ(title.Find("anna lund"), 4);
  EXPECT_EQ(title.Find("karl moe"), -1);
  EXPECT_EQ(title.FindOrganization("United Nations"), 0);
  EXPECT_GE(title.FindCountry(TestLexicon().CountryByCode("US")), 5);
  EXPECT_EQ(title.FindCountry(TestLexicon().CountryByCode("FR")), -1);
  EXPECT_EQ(title.FindAdjective(TestLexicon().CountryByCode("NO")), 2);
}

TEST_F(ParticipantsTest, TheTablesAnswerWhatTheyAreAskedFor) {
  const participants::Lexicon& lexicon = TestLexicon();
  EXPECT_EQ(lexicon.Role("spokeswoman").gender, participants::Gender::kFemale);
  EXPECT_FALSE(lexicon.Role("bridge"));
  EXPECT_TRUE(lexicon.Organization("ministry").government);
  EXPECT_FALSE(lexicon.Organization("river"));
  EXPECT_TRUE(lexicon.SameGivenName("bill", "william"));
  EXPECT_TRUE(lexicon.SameGivenName("william", "bill"));
  EXPECT_FALSE(lexicon.SameGivenName("bill", "peter"));
  EXPECT_EQ(lexicon.CountryAt(lexicon.CountryByDemonym("pakistani")).iso2, "PK");
  EXPECT_EQ(lexicon.CountryAt(lexicon.CountryByCapital("islamabad")).iso2, "PK");
  EXPECT_EQ(lexicon.CountryByName("atlantis", "Atlantis"), -1);
  EXPECT_EQ(lexicon.CityStandsFor("brussels"), "European Union");
  EXPECT_TRUE(lexicon.FindPronoun("she").found);
  EXPECT_FALSE(lexicon.FindPronoun("i").found);
}

}  // namespace
}  // namespace nutgraf::extract
