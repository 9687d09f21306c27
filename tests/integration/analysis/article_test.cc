// Whole articles from raw text to what a caller gets, in the shape that people paste: a lead, an
// embedded post with damaged emoji, a related link, quotes, a footer of comments.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/integration/analysis/answers.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr text::OffsetEncoding kEncodings[] = {
    text::OffsetEncoding::kUtf8, text::OffsetEncoding::kUtf16, text::OffsetEncoding::kUtf32};

std::vector<std::string> Names(const v1::ArticleMetadata& metadata) {
  std::vector<std::string> names;
  for (const v1::Participant& participant : metadata.participants()) {
    names.push_back(participant.name());
  }
  return names;
}

std::vector<std::string> TopicNames(const v1::ArticleMetadata& metadata, int first) {
  std::vector<std::string> names;
  for (const v1::Topic& topic : metadata.topics()) {
    if (static_cast<int>(names.size()) < first) names.push_back(topic.name());
  }
  return names;
}

std::vector<std::string> Repaired(const v1::ArticleMetadata& metadata) {
  std::vector<std::string> repaired;
  for (const v1::Repair& repair : metadata.repairs()) repaired.push_back(repair.repaired());
  return repaired;
}

const v1::DateMention* DateOf(const v1::ArticleMetadata& metadata, const v1::Answer& when) {
  for (const v1::DateMention& date : metadata.dates()) {
    if (date.date_id() == when.date_id()) return &date;
  }
  return nullptr;
}

const v1::Place* PlaceOf(const v1::ArticleMetadata& metadata, const v1::Answer& where) {
  for (const v1::Place& place : metadata.places()) {
    if (place.place_id() == where.place_id()) return &place;
  }
  return nullptr;
}

std::vector<std::string> WhoOf(const v1::ArticleMetadata& metadata, const v1::HeadlineFact& fact) {
  std::vector<std::string> names;
  for (const v1::Answer& who : fact.who()) {
    names.push_back(NameOf(metadata, who.participant_id()));
  }
  return names;
}

/// A participant that must be there, so that what follows can read it.
const v1::Participant& Named(const v1::ArticleMetadata& metadata, const std::string& name) {
  static const v1::Participant none;
  const v1::Participant* found = FindParticipant(metadata, name);
  EXPECT_NE(found, nullptr) << name << " is no participant; there are "
                            << ::testing::PrintToString(Names(metadata));
  return found == nullptr ? none : *found;
}

struct ExpectedQuote {
  std::string words;   // whole content of a DIRECT quote, a stretch with its marks of a MIXED one
  v1::QuoteType type;  // of the one quote that holds it
  std::string speaker;
};

void ExpectQuotes(const v1::ArticleMetadata& metadata, const std::vector<ExpectedQuote>& quotes) {
  for (const ExpectedQuote& expected : quotes) {
    const auto found = QuotesWith(metadata, expected.words);
    ASSERT_EQ(found.size(), 1U) << expected.words;
    const v1::Quote& quote = *found[0];
    EXPECT_EQ(v1::QuoteType_Name(quote.type()), v1::QuoteType_Name(expected.type))
        << expected.words;
    EXPECT_EQ(NameOf(metadata, quote.speaker().participant_id()), expected.speaker)
        << expected.words;
    EXPECT_FALSE(quote.negated()) << expected.words;
    if (expected.type == v1::QUOTE_TYPE_MIXED) {
      EXPECT_TRUE(Quotes(quote, expected.words)) << expected.words;
    } else {
      ASSERT_EQ(quote.content_size(), 1) << expected.words;
      EXPECT_EQ(quote.content(0).text(), expected.words);
    }
  }
}

void ExpectSpansInAllEncodings(const std::string& text) {
  auto analysis = TestAnalyzer().Analyze({.text = text}, Cancellation());
  ASSERT_TRUE(analysis.ok()) << analysis.status().ToString();
  for (const text::OffsetEncoding encoding : kEncodings) {
    SCOPED_TRACE(static_cast<int>(encoding));
    EXPECT_GT(CheckSpans(Convert(*analysis, encoding), text, encoding), 100);
  }
}

/// Topics that a caller can build on: active codes with their parents' names, best first.
void ExpectTopicsInForm(const v1::ArticleMetadata& metadata) {
  ASSERT_FALSE(metadata.topics().empty());
  const std::string active =
      ReadFile(NUTGRAF_SOURCE_DIR "/service/extract/topics/tables/mediatopics.tsv");
  bool top = false;
  float last = 1;
  for (const v1::Topic& topic : metadata.topics()) {
    EXPECT_THAT(active, HasSubstr("\n" + topic.code() + "\t"));
    ASSERT_EQ(topic.path_size(), static_cast<int>(topic.level())) << topic.name();
    EXPECT_EQ(topic.path(topic.path_size() - 1), topic.name());
    EXPECT_LE(topic.confidence(), last) << topic.name();
    last = topic.confidence();
    top = top || topic.level() == 1;
  }
  EXPECT_TRUE(top) << "no topic of the first level";
}

// --- the article that the first issue of the whole path was written around -----------------------

class CurtainRaiserTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (SharedDirectory().empty()) {
      GTEST_SKIP() << "the shared folder is not here: its article was NOT checked";
    }
    text_ = ReadFile(SharedDirectory() + "/data/articles/curtain_raiser.txt");
    answer_ = Answer({.text = text_});
  }

  std::string text_;
  v1::ArticleMetadata answer_;
};

TEST_F(CurtainRaiserTest, PublicationZonesRepairsSpans) {
  EXPECT_EQ(answer_.publication().date(), "2023-03-05");
  EXPECT_EQ(answer_.publication().source(), v1::PUBLICATION_SOURCE_EMBEDDED_POST);
  EXPECT_EQ(answer_.publication().span().text(), "March 5, 2023");

  EXPECT_THAT(ZoneLines(answer_, v1::ZONE_TYPE_EMBEDDED_POST), ElementsAre(4));
  EXPECT_THAT(ZoneLines(answer_, v1::ZONE_TYPE_RELATED_LINK), ElementsAre(1));
  EXPECT_THAT(ZoneLines(answer_, v1::ZONE_TYPE_COMMENTS), ElementsAre(3));
  for (const v1::Zone& zone : answer_.zones()) {
    if (zone.type() == v1::ZONE_TYPE_RELATED_LINK) {
      EXPECT_THAT(zone.span().text(), ::testing::StartsWith("Read Bilawal"));
    }
  }

  EXPECT_THAT(Repaired(answer_), Contains(HasSubstr("🇵🇰")));
  auto analysis = TestAnalyzer().Analyze({.text = text_}, Cancellation());
  ASSERT_TRUE(analysis.ok());
  EXPECT_THAT(std::string(analysis->document.text()),
              AllOf(HasSubstr("Spokesperson 🇵🇰 MoFA"),
                    HasSubstr("5️⃣0️⃣/2️⃣0️⃣2️⃣3️⃣")));
  ExpectSpansInAllEncodings(text_);
}

TEST_F(CurtainRaiserTest, FirstFact) {
  ASSERT_FALSE(answer_.headline_facts().empty());
  const v1::HeadlineFact& fact = answer_.headline_facts(0);
  EXPECT_EQ(fact.rank(), 1U);
  EXPECT_THAT(WhoOf(answer_, fact), ElementsAre("Pakistan", "United States"));
  EXPECT_THAT(fact.what().text(), AllOf(HasSubstr("two-day"), HasSubstr("dialogue")));
  EXPECT_THAT(fact.predicate(), AnyOf("kick off", "hold"));
  const v1::DateMention* when = DateOf(answer_, fact.when());
  ASSERT_NE(when, nullptr);
  EXPECT_EQ(when->start(), "2023-03-06");
  EXPECT_EQ(when->end(), "2023-03-07");
  const v1::Place* where = PlaceOf(answer_, fact.where());
  ASSERT_NE(where, nullptr);
  EXPECT_EQ(where->name(), "Islamabad");
  EXPECT_EQ(where->country_code(), "PK");
  EXPECT_THAT(fact.why().text(), HasSubstr("the common threat of terrorism"));
  if (fact.has_how()) {
    EXPECT_THAT(text_, HasSubstr(fact.how().span().text()));
  }
  EXPECT_EQ(fact.modality(), v1::FACT_MODALITY_SCHEDULED);
  EXPECT_FALSE(fact.negated());
  EXPECT_EQ(NameOf(answer_, fact.attributed_to_participant_id()), "Ministry of Foreign Affairs");
}

TEST_F(CurtainRaiserTest, Participants) {
  const v1::Participant& pakistan = Named(answer_, "Pakistan");
  EXPECT_EQ(pakistan.type(), v1::PARTICIPANT_TYPE_COUNTRY);
  EXPECT_THAT(pakistan.story_roles(), Contains(v1::STORY_ROLE_SUBJECT));
  EXPECT_THAT(Mentions(pakistan, v1::MENTION_KIND_METONYM),
              ElementsAre("Islamabad", "Islamabad", "Islamabad"));
  const v1::Participant& us = Named(answer_, "United States");
  EXPECT_EQ(us.type(), v1::PARTICIPANT_TYPE_COUNTRY);
  EXPECT_THAT(us.story_roles(), Contains(v1::STORY_ROLE_SUBJECT));
  EXPECT_THAT(us.aliases(), IsSupersetOf({"US", "Washington"}));
  EXPECT_THAT(Mentions(us, v1::MENTION_KIND_METONYM), ElementsAre("Washington"));

  const v1::Participant& ministry = Named(answer_, "Ministry of Foreign Affairs");
  EXPECT_EQ(ministry.type(), v1::PARTICIPANT_TYPE_ORGANIZATION);
  EXPECT_EQ(NameOf(answer_, ministry.represents_participant_id()), "Pakistan");
  EXPECT_THAT(ministry.story_roles(), Contains(v1::STORY_ROLE_QUOTED));

  const v1::Participant& shah = Named(answer_, "Syed Haider Shah");
  EXPECT_EQ(shah.type(), v1::PARTICIPANT_TYPE_PERSON);
  ASSERT_EQ(shah.titles_size(), 1);
  EXPECT_EQ(shah.titles(0).text(), "additional secretary (UN and ED)");
  EXPECT_EQ(NameOf(answer_, shah.represents_participant_id()), "Pakistan");

  const v1::Participant& landberg = Named(answer_, "Christopher Landberg");
  EXPECT_EQ(landberg.type(), v1::PARTICIPANT_TYPE_PERSON);
  ASSERT_EQ(landberg.titles_size(), 1);
  EXPECT_EQ(landberg.titles(0).text(), "Acting Coordinator for Counterterrorism");
  EXPECT_EQ(NameOf(answer_, landberg.represents_participant_id()), "United States");

  const v1::Participant& price = Named(answer_, "Ned Price");
  EXPECT_EQ(price.type(), v1::PARTICIPANT_TYPE_PERSON);
  ASSERT_EQ(price.titles_size(), 1);
  EXPECT_THAT(price.titles(0).text(), HasSubstr("Spokesperson"));
  EXPECT_TRUE(price.titles(0).organization() == "State Department" ||
              price.titles(0).text() == "State Department Spokesperson");
  EXPECT_THAT(price.story_roles(), Contains(v1::STORY_ROLE_QUOTED));
  EXPECT_THAT(Mentions(price, v1::MENTION_KIND_ALIAS), ElementsAre("Price"));
  EXPECT_THAT(Mentions(price, v1::MENTION_KIND_NOMINAL), ElementsAre("the spokesperson"));

  for (const char* word : {"Trump", "Read", "Comments", "COMMENTS", "Spokesperson",
                           "Curtain Raiser", "FAQ", "Curtain"}) {
    EXPECT_THAT(Names(answer_), Not(Contains(HasSubstr(word))));
  }
  for (const v1::Participant& participant : answer_.participants()) {
    if (participant.name().find("Bilawal") == std::string::npos) continue;
    EXPECT_THAT(participant.story_roles(), ElementsAre(v1::STORY_ROLE_MENTIONED));
  }
}

TEST_F(CurtainRaiserTest, Dates) {
  EXPECT_THAT(DateValues(answer_),
              ElementsAre("two-day=P2D", "March 6=2023-03-06", "Sunday=2023-03-05",
                          "6-7 March 2023=2023-03-06/2023-03-07", "March 5, 2023=2023-03-05",
                          "6-7 March 2023=2023-03-06/2023-03-07", "two-day=P2D",
                          "Earlier in February=2023-02"));
}

TEST_F(CurtainRaiserTest, Quotes) {
  const std::string::size_type begin = text_.find("Pakistan is a valued partner");
  const std::string::size_type end = text_.find("beyond that.") + 12;
  ASSERT_LT(begin, end);
  ExpectQuotes(answer_,
               {{text_.substr(begin, end - begin), v1::QUOTE_TYPE_DIRECT, "Ned Price"},
                {"\"valued across many realms\"", v1::QUOTE_TYPE_MIXED, "Ned Price"},
                {"“the peaceful upholding of democratic, constitutional, and legal principles”",
                 v1::QUOTE_TYPE_MIXED, "Ned Price"},
                {"“longstanding cooperation with Pakistan”", v1::QUOTE_TYPE_MIXED, "Ned Price"},
                {"\"could well in turn be threats to us\"", v1::QUOTE_TYPE_MIXED, "United States"},
                {"Pakistan and the United States (US) are scheduled to kick off a two-day "
                 "counter-terrorism dialogue on March 6",
                 v1::QUOTE_TYPE_INDIRECT, "Ministry of Foreign Affairs"}});
}

TEST_F(CurtainRaiserTest, Topics) {
  ExpectTopicsInForm(answer_);
  EXPECT_EQ(answer_.topics(0).name(), "politics and government");
  EXPECT_THAT(TopicNames(answer_, 5), Contains("international relations"));
  EXPECT_THAT(TopicNames(answer_, 5), Contains(AnyOf("terrorism", "act of terror")));
}

// --- our own samples -----------------------------------------------------------------------------

std::string Sample(const std::string& name) {
  return ReadFile(NUTGRAF_SOURCE_DIR "/tests/data/articles/" + name);
}

TEST(DialogueTest, EverythingButQuotesAndFacts) {
  const std::string text = Sample("dialogue.txt");
  const v1::ArticleMetadata answer = Answer({.text = text});
  EXPECT_EQ(answer.publication().date(), "2024-05-07");
  EXPECT_EQ(answer.publication().source(), v1::PUBLICATION_SOURCE_EMBEDDED_POST);
  EXPECT_THAT(ZoneLines(answer, v1::ZONE_TYPE_EMBEDDED_POST), ElementsAre(4));
  EXPECT_THAT(ZoneLines(answer, v1::ZONE_TYPE_RELATED_LINK), ElementsAre(1));
  EXPECT_THAT(ZoneLines(answer, v1::ZONE_TYPE_COMMENTS), ElementsAre(3));
  EXPECT_THAT(Repaired(answer), IsSupersetOf({"📣", "🇳🇴", "—", "👇"}));
  ExpectSpansInAllEncodings(text);

  const v1::Participant& canada = Named(answer, "Canada");
  EXPECT_EQ(canada.type(), v1::PARTICIPANT_TYPE_COUNTRY);
  EXPECT_THAT(canada.story_roles(), Contains(v1::STORY_ROLE_SUBJECT));
  EXPECT_THAT(Mentions(canada, v1::MENTION_KIND_METONYM), ElementsAre("Ottawa"));
  EXPECT_EQ(Named(answer, "Norway").type(), v1::PARTICIPANT_TYPE_COUNTRY);
  const v1::Participant& ministry = Named(answer, "Norwegian Ministry of Fisheries");
  EXPECT_EQ(NameOf(answer, ministry.represents_participant_id()), "Norway");
  EXPECT_THAT(Mentions(ministry, v1::MENTION_KIND_NOMINAL), ElementsAre("the ministry"));
  const v1::Participant& solheim = Named(answer, "Ingrid Solheim");
  ASSERT_EQ(solheim.titles_size(), 1);
  EXPECT_EQ(solheim.titles(0).text(), "director general for maritime safety");
  EXPECT_EQ(NameOf(answer, solheim.represents_participant_id()), "Norway");
  EXPECT_THAT(Mentions(Named(answer, "Anne Roy"), v1::MENTION_KIND_NOMINAL),
              ElementsAre("The spokesperson"));
  for (const char* word : {"Read", "COMMENTS", "Comments", "Coming", "NOTICE", "Press"}) {
    EXPECT_THAT(Names(answer), Not(Contains(HasSubstr(word))));
  }

  EXPECT_THAT(DateValues(answer),
              ElementsAre("three days=P3D", "14 May=2024-05-14", "Tuesday=2024-05-07",
                          "14-16 May 2024=2024-05-14/2024-05-16", "May 7, 2024=2024-05-07",
                          "14-16 May 2024=2024-05-14/2024-05-16", "April=2024-04",
                          "2 April=2024-04-02", "last week=2024-W18", "2019=2019"));
  ExpectTopicsInForm(answer);
  EXPECT_EQ(answer.topics(0).name(), "politics and government");
}

TEST(DialogueTest, QuotesAndFirstFact) {
  const v1::ArticleMetadata answer = Answer({.text = Sample("dialogue.txt")});
  ExpectQuotes(
      answer,
      {{"\"a warning that none of us can ignore\"", v1::QUOTE_TYPE_MIXED, "Canada"},
       {"“a modest joint fund”", v1::QUOTE_TYPE_MIXED, "Anne Roy"},
       {"Norway and Canada are set to open three days of talks on Arctic search and rescue on 14 "
        "May",
        v1::QUOTE_TYPE_INDIRECT, "Norwegian Ministry of Fisheries"},
       {"that the talks were overdue because traffic on the northern route had doubled since 2019",
        v1::QUOTE_TYPE_INDIRECT, "Marcus Tremblay"}});
  const auto options = QuotesWith(answer, "we are looking at every option");
  ASSERT_EQ(options.size(), 1U);
  EXPECT_EQ(NameOf(answer, options[0]->speaker().participant_id()), "Anne Roy");
  EXPECT_TRUE(Quotes(*options[0],
                     "“we are looking at every option, and no decision has been taken. What I can "
                     "say is that two ships are better than one when the nearest harbour is a day "
                     "away.”"));

  ASSERT_FALSE(answer.headline_facts().empty());
  const v1::HeadlineFact& fact = answer.headline_facts(0);
  EXPECT_THAT(WhoOf(answer, fact), ElementsAre("Norway", "Canada"));
  EXPECT_THAT(fact.what().text(), AnyOf(HasSubstr("talks"), HasSubstr("Dialogue")));
  EXPECT_EQ(fact.modality(), v1::FACT_MODALITY_SCHEDULED);
  EXPECT_EQ(NameOf(answer, fact.attributed_to_participant_id()), "Norwegian Ministry of Fisheries");
  const v1::DateMention* when = DateOf(answer, fact.when());
  ASSERT_NE(when, nullptr);
  EXPECT_EQ(when->start(), "2024-05-14");
  const v1::Place* where = PlaceOf(answer, fact.where());
  ASSERT_NE(where, nullptr);
  EXPECT_EQ(where->name(), "Tromsø");
}

TEST(CourtTest, HeadlineBylineVerdict) {
  const std::string text = Sample("court.txt");
  const v1::ArticleMetadata answer = Answer({.text = text, .publish_time = "2022-06-11"});
  EXPECT_THAT(answer.title(), ::testing::StartsWith("Former treasurer jailed"));
  ASSERT_EQ(answer.bylines_size(), 1);
  EXPECT_EQ(answer.bylines(0).text(), "Helen Marsh");
  EXPECT_EQ(answer.publication().source(), v1::PUBLICATION_SOURCE_REQUEST);
  EXPECT_THAT(DateValues(answer),
              IsSupersetOf({"Friday=2022-06-10", "12 September=2022-09-12", "next month=2022-07"}));
  EXPECT_THAT(Names(answer),
              IsSupersetOf({"Colin Prentice", "Margaret Hollis", "Farida Rahman", "Tom Adeyemi"}));
  EXPECT_THAT(Names(answer), Not(Contains("Helen Marsh")));
  ExpectQuotes(
      answer,
      {{"You were trusted because you were a neighbour. You used that trust to pay for "
        "holidays and a conservatory.",
        v1::QUOTE_TYPE_DIRECT, "Farida Rahman"},
       {"It took me one evening with a calculator,", v1::QUOTE_TYPE_DIRECT, "Margaret Hollis"}});
  ExpectTopicsInForm(answer);
  EXPECT_EQ(answer.topics(0).name(), "crime, law and justice");
  CheckSpans(answer, text, text::OffsetEncoding::kUtf8);
}

TEST(MarketTest, DatelineAndForecast) {
  const std::string text = Sample("market.txt");
  const v1::ArticleMetadata answer = Answer({.text = text, .publish_time = "2022-11-03"});
  EXPECT_EQ(answer.dateline().place().text(), "LISBON");
  EXPECT_EQ(answer.dateline().date().text(), "Nov 3");
  EXPECT_EQ(answer.publication().date().substr(0, 10), "2022-11-03");
  EXPECT_THAT(Names(answer), IsSupersetOf({"Ventoalto", "Duarte Meireles"}));
  EXPECT_THAT(DateValues(answer),
              IsSupersetOf({"Nov 3=2022-11-03", "Thursday=2022-11-03", "2022=2022"}));
  ExpectQuotes(answer, {{"The order book is full, but we cannot book revenue on towers that are "
                         "still at sea,",
                         v1::QUOTE_TYPE_DIRECT, "Duarte Meireles"}});
  ExpectTopicsInForm(answer);
  EXPECT_EQ(answer.topics(0).name(), "economy, business and finance");
  CheckSpans(answer, text, text::OffsetEncoding::kUtf8);
}

TEST(MatchTest, PlayersAndCaption) {
  const std::string text = Sample("match.txt");
  const v1::ArticleMetadata answer = Answer({.text = text});
  EXPECT_EQ(answer.publication().source(), v1::PUBLICATION_SOURCE_NONE);
  EXPECT_THAT(answer.publication().date(), IsEmpty());
  bool warned = false;
  for (const v1::Warning& warning : answer.warnings()) {
    warned = warned || warning.type() == v1::WARNING_TYPE_NO_PUBLICATION_DATE;
  }
  EXPECT_TRUE(warned);
  EXPECT_THAT(ZoneLines(answer, v1::ZONE_TYPE_CAPTION), ElementsAre(1));
  EXPECT_THAT(Names(answer), IsSupersetOf({"Kidderby Harriers", "Northgate Town", "Kwame Osei",
                                           "Luca Ferri", "Jo Albright", "Dennis Crane"}));
  ExpectTopicsInForm(answer);
  EXPECT_EQ(answer.topics(0).name(), "sport");
  const auto told = QuotesWith(answer, "I told Kwame that he would have one chance");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]->type(), v1::QUOTE_TYPE_DIRECT);
  EXPECT_EQ(NameOf(answer, told[0]->speaker().participant_id()), "Jo Albright");
  EXPECT_EQ(told[0]->content_size(), 2);
  CheckSpans(answer, text, text::OffsetEncoding::kUtf8);
}

}  // namespace
}  // namespace nutgraf::testing
