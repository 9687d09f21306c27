// The zones of whole articles: headline, byline, dateline, posts, links, captions, boilerplate,
// comments.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "service/text/document.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/text/document_laws.h"

namespace nutgraf::text {
namespace {

using nutgraf::testing::MakeDocument;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kLead =
    "The two countries will hold talks in the capital on Monday, the ministry said.\n";
constexpr const char* kMore =
    "Officials from both sides said that the agenda had been agreed some weeks before.\n"
    "A third round is planned for the summer, and nobody knows where it will be held.\n";

std::string Article(std::string_view head, std::string_view middle = "",
                    std::string_view tail = "") {
  return std::string(head) + kLead + std::string(middle) + kMore + std::string(tail);
}

std::vector<std::string> ZonesOf(const Document& document, ZoneType type) {
  EXPECT_EQ(BrokenLaw(document), "");
  std::vector<std::string> zones;
  for (const Zone& zone : document.zones) {
    if (zone.type == type) zones.emplace_back(document.Slice(zone.span));
  }
  return zones;
}

std::vector<std::string> ZonesOf(std::string_view text, ZoneType type) {
  return ZonesOf(MakeDocument(text), type);
}

std::vector<std::string> Slices(const Document& document, const std::vector<Span>& spans) {
  std::vector<std::string> slices;
  slices.reserve(spans.size());
  for (const Span span : spans) slices.emplace_back(document.Slice(span));
  return slices;
}

TEST(HeadlineTest, IsAFirstLineThatIsATitle) {
  EXPECT_THAT(ZonesOf(Article("Rivals to meet for talks next week\n\n"), ZoneType::kHeadline),
              ElementsAre("Rivals to meet for talks next week"));
  EXPECT_THAT(ZonesOf(Article("WORLD\nWill the rivals ever meet?\n"), ZoneType::kHeadline),
              ElementsAre("Will the rivals ever meet?"));
}

TEST(HeadlineTest, IsNotALeadOrALabel) {
  EXPECT_THAT(ZonesOf(Article(""), ZoneType::kHeadline), IsEmpty());
  EXPECT_THAT(ZonesOf(Article("Here is what we know so far:\n"), ZoneType::kHeadline), IsEmpty());
  EXPECT_THAT(ZonesOf("Rivals to meet for talks", ZoneType::kHeadline), IsEmpty());
  EXPECT_THAT(ZonesOf(Article("FILE PHOTO: The minister in the capital\n"), ZoneType::kHeadline),
              IsEmpty());
}

TEST(HeadlineTest, IsTheTitleThatWasSentApart) {
  const std::string text = Article("Rivals to meet, at last.\n");
  EXPECT_THAT(ZonesOf(MakeDocument(text, "Rivals to meet, at last"), ZoneType::kHeadline),
              ElementsAre("Rivals to meet, at last."));
  EXPECT_EQ(MakeDocument(text, "Rivals to meet, at last").title.text, "");
  const Document other = MakeDocument(Article(""), "A title of its own");
  EXPECT_EQ(other.title.text, "A title of its own");
  EXPECT_EQ(other.title.tokens.size(), 5U);
}

TEST(BylineTest, NamesTheWriters) {
  const Document document =
      MakeDocument(Article("Rivals to meet for talks\nBy Jane Doe and John van der Berg\n"));
  EXPECT_THAT(ZonesOf(document, ZoneType::kByline),
              ElementsAre("By Jane Doe and John van der Berg"));
  EXPECT_THAT(Slices(document, document.bylines), ElementsAre("Jane Doe", "John van der Berg"));
}

TEST(BylineTest, LeavesOfficesAndPlacesOut) {
  const auto names = [](std::string_view line) {
    const Document document =
        MakeDocument(Article("Rivals to meet for talks\n" + std::string(line) + "\n"));
    return Slices(document, document.bylines);
  };
  EXPECT_THAT(names("By JANE DOE, Associated Press"), ElementsAre("JANE DOE"));
  EXPECT_THAT(names("By Jane Doe | Staff Writer | March 5, 2023"), ElementsAre("Jane Doe"));
  EXPECT_THAT(names("By Jane Doe in Islamabad"), ElementsAre("Jane Doe"));
  EXPECT_THAT(names("By Reuters"), IsEmpty());
}

TEST(BylineTest, ReadsTheAgencyFooter) {
  const Document document = MakeDocument(
      Article("", "", "(Reporting by Jane Doe in Paris and Li Ming; Editing by Ann Other)\n"));
  EXPECT_THAT(Slices(document, document.bylines), ElementsAre("Jane Doe", "Li Ming"));
  EXPECT_EQ(ZonesOf(document, ZoneType::kByline).size(), 1U);
}

TEST(BylineTest, IsNotASentenceThatOpensWithBy) {
  EXPECT_THAT(
      ZonesOf(Article("By Monday Mr Jones had lost his seat and his party.\n"), ZoneType::kByline),
      IsEmpty());
  EXPECT_THAT(ZonesOf(Article("", "By Tuesday\n"), ZoneType::kByline), IsEmpty());
}

struct DatelineCase {
  const char* opening;
  const char* place;
  const char* date;
  const char* agency;
};

class DatelineTest : public ::testing::TestWithParam<DatelineCase> {};

TEST_P(DatelineTest, IsReadAndSplitOff) {
  const DatelineCase& c = GetParam();
  const Document document = MakeDocument(std::string(c.opening) + " " + Article(""));
  ASSERT_TRUE(document.dateline.has_value()) << c.opening;
  EXPECT_EQ(document.Slice(document.dateline->place), c.place);
  EXPECT_EQ(document.Slice(document.dateline->date), c.date);
  EXPECT_EQ(document.Slice(document.dateline->agency), c.agency);
  EXPECT_THAT(ZonesOf(document, ZoneType::kDateline), ElementsAre(c.opening));
  ASSERT_GE(document.sentences.size(), 2U);
  EXPECT_TRUE(document.Slice(document.sentences[1].span).starts_with("The two countries"));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, DatelineTest,
    ::testing::Values(
        DatelineCase{"ISLAMABAD, March 5 (Reuters) —", "ISLAMABAD", "March 5", "Reuters"},
        DatelineCase{"NAIROBI, Kenya (AP) —", "NAIROBI, Kenya", "", "AP"},
        DatelineCase{"WASHINGTON -", "WASHINGTON", "", ""},
        DatelineCase{"(Reuters) -", "", "", "Reuters"},
        DatelineCase{"London (CNN) —", "London", "", "CNN"},
        DatelineCase{"BEIJING, Sept. 15 (Xinhua) --", "BEIJING", "Sept. 15", "Xinhua"},
        DatelineCase{"ISLAMABAD:", "ISLAMABAD", "", ""},
        DatelineCase{"SINGAPORE (May 6, 2021) —", "SINGAPORE", "May 6, 2021", ""},
        DatelineCase{"ABU DHABI/LONDON (AFP) -", "ABU DHABI/LONDON", "", "AFP"},
        DatelineCase{"April 2 (Bloomberg) --", "", "April 2", "Bloomberg"}));

TEST(DatelineLineTest, GivesTheDate) {
  for (const char* line :
       {"March 5, 2023", "Sunday, 5 March 2023", "Published: March 5, 2023 10:30 am",
        "Updated 2 hours ago, March 5, 2023", "LONDON 2023-03-05"}) {
    const Document document =
        MakeDocument(Article("Rivals to meet for talks\n" + std::string(line) + "\n"));
    ASSERT_TRUE(document.dateline.has_value()) << line;
    EXPECT_FALSE(document.dateline->date.empty()) << line;
    EXPECT_THAT(ZonesOf(document, ZoneType::kDateline), ElementsAre(line));
  }
}

TEST(DatelineLineTest, IsNoneInASentence) {
  for (const char* head :
       {"WATCH: The minister speaks to the press about the talks that are planned.\n",
        "NATO (the alliance) said that it would not send anyone to the talks.\n",
        "The agency (IPS) said that it would not send anyone to the talks.\n",
        "Russia - the largest country of all - said that it would come.\n",
        "March was cold, and nobody came to the talks that were held.\n"}) {
    EXPECT_FALSE(MakeDocument(Article(head)).dateline.has_value()) << head;
  }
}

TEST(PostTest, IsTheTextAndItsAttribution) {
  const Document document = MakeDocument(
      Article("",
              "Great day for the country! pic.twitter.com/abc\n— Jane Doe (@janedoe) March 5, "
              "2023\n"));
  ASSERT_EQ(document.posts.size(), 1U);
  const EmbeddedPost& post = document.posts[0];
  EXPECT_EQ(document.Slice(post.author), "Jane Doe");
  EXPECT_EQ(document.Slice(post.handle), "@janedoe");
  EXPECT_EQ(document.Slice(post.date), "March 5, 2023");
  EXPECT_EQ(document.Slice(post.body), "Great day for the country! pic.twitter.com/abc");
  EXPECT_EQ(ZonesOf(document, ZoneType::kEmbeddedPost).size(), 1U);
  EXPECT_EQ(ZonesOf(document, ZoneType::kBody).size(), 2U);
}

TEST(PostTest, MayTurnItsOrderRound) {
  const Document document = MakeDocument(
      Article("",
              "🇵🇰: PR NO. 50/2023\n— Spokesperson MoFA (@ForeignOfficePk) March 5, 2023\n"
              "Raiser: Talks, 6-7 March 2023\n⬇️https://t.co/x pic.twitter.com/y\n"));
  const auto posts = ZonesOf(document, ZoneType::kEmbeddedPost);
  ASSERT_EQ(posts.size(), 1U);
  EXPECT_TRUE(posts[0].starts_with("🇵🇰: PR"));
  EXPECT_TRUE(posts[0].ends_with("pic.twitter.com/y"));
}

TEST(PostTest, MayStandOnOneLine) {
  const Document document =
      MakeDocument(Article("", "We will not give up. — Jane Doe (@janedoe) March 5, 2023\n"));
  ASSERT_EQ(document.posts.size(), 1U);
  EXPECT_EQ(document.Slice(document.posts[0].body), "We will not give up.");
}

TEST(PostTest, StaysApartFromTheNext) {
  const Document document = MakeDocument(
      Article("",
              "First! https://t.co/a\n— Jane (@jane) March 5, 2023\nSecond! https://t.co/b\n"
              "— John (@john) March 6, 2023\n"));
  ASSERT_EQ(document.posts.size(), 2U);
  EXPECT_EQ(document.Slice(document.posts[1].body), "Second! https://t.co/b");
}

TEST(PostTest, ReadsInstagram) {
  const Document document = MakeDocument(Article(
      "", "View this post on Instagram\nSo proud of the team\nA post shared by Jane (@jane)\n"));
  ASSERT_EQ(document.posts.size(), 1U);
  EXPECT_EQ(document.Slice(document.posts[0].handle), "@jane");
  EXPECT_EQ(ZonesOf(document, ZoneType::kEmbeddedPost).size(), 1U);
}

TEST(PostTest, IsNotASentenceWithAHandle) {
  EXPECT_THAT(
      ZonesOf(Article("", "The minister (@minister) said on March 5, 2023 that it was so.\n"),
              ZoneType::kEmbeddedPost),
      IsEmpty());
  EXPECT_THAT(
      ZonesOf(Article("", "Replying to a question, Mr Jones said that it was \"nothing\".\n"),
              ZoneType::kEmbeddedPost),
      IsEmpty());
}

TEST(RelatedLinkTest, IsATitleBehindACue) {
  for (const char* line :
       {"Read Bilawal warns West of Afghan terror spillover effects", "Read more: Talks fail again",
        "READ | Talks fail again in Paris", "Also read: Who is who at the talks",
        "ALSO READ Five things to know", "SEE ALSO: Five things to know",
        "Related: Talks fail again", "Watch: Minister storms out of the room"}) {
    EXPECT_THAT(ZonesOf(Article("", std::string(line) + "\n"), ZoneType::kRelatedLink),
                ElementsAre(line));
  }
}

TEST(RelatedLinkTest, IsNotASentence) {
  for (const char* line : {"Read the report before you judge, he said.",
                           "Watch the minister closely, and you will see that he is afraid.",
                           "Related parties were asked to leave the room.",
                           "More than twenty people were asked to leave the room."}) {
    EXPECT_THAT(ZonesOf(Article("", std::string(line) + "\n"), ZoneType::kRelatedLink), IsEmpty())
        << line;
  }
}

TEST(RelatedLinkTest, HeadsAList) {
  EXPECT_THAT(ZonesOf(Article("", "", "Most Read\nTalks fail again in Paris\nWho is who\n"),
                      ZoneType::kRelatedLink),
              ElementsAre("Most Read", "Talks fail again in Paris", "Who is who"));
}

TEST(CaptionTest, IsACreditOrALabel) {
  for (const char* line :
       {"FILE PHOTO: The minister in the capital. REUTERS/Jane Doe", "Image: United States Navy.",
        "(Photo: AFP)", "Photo by Jane Doe", "The minister arrives on Monday. Credit: Jane Doe/AP",
        "Jane Doe/Getty Images", "The minister arrives in the capital. (Xinhua/AFP)"}) {
    EXPECT_THAT(ZonesOf(Article("", std::string(line) + "\n"), ZoneType::kCaption),
                ElementsAre(line));
  }
  EXPECT_THAT(
      ZonesOf(Article("", "The image of the minister suffered, she said.\n"), ZoneType::kCaption),
      IsEmpty());
}

TEST(BoilerplateTest, IsWhatASiteSaysOfItself) {
  for (const char* line :
       {"Sign up for our newsletter", "Subscribe", "© 2023 The Daily. All rights reserved.",
        "Copyright 2023 The Daily. All rights reserved.", "Follow us on Twitter and Facebook",
        "Click here to read our privacy policy", "Advertisement", "Share this article",
        "This website uses cookies to improve your experience.",
        "The Associated Press contributed to this report."}) {
    EXPECT_THAT(ZonesOf(Article("", std::string(line) + "\n"), ZoneType::kBoilerplate),
                ElementsAre(line));
  }
}

TEST(BoilerplateTest, IsNotProseOnTheSameMatters) {
  for (const char* line : {"Copyright law is older than the state itself, the judge said.",
                           "Powered by strong exports, the economy grew faster than ever.",
                           "The minister shared the article with his colleagues on Monday.",
                           "If you have lost your seat, the party will not help you, he said.",
                           "To report such a thing takes courage, the minister said."}) {
    EXPECT_THAT(ZonesOf(Article("", std::string(line) + "\n"), ZoneType::kBoilerplate), IsEmpty())
        << line;
  }
}

TEST(CommentsTest, AreTheHeaderAndAllBehindIt) {
  const Document document = MakeDocument(
      Article("", "",
              "COMMENTS (1)\nComments are moderated and will be posted if on-topic.\n"
              "For more information, please see our FAQ\nJane: I do not believe a word.\n"));
  ASSERT_FALSE(document.zones.empty());
  EXPECT_EQ(document.zones.back().type, ZoneType::kComments);
  EXPECT_EQ(ZonesOf(document, ZoneType::kComments).size(), 1U);
  EXPECT_TRUE(document.Slice(document.zones.back().span).starts_with("COMMENTS (1)"));
  EXPECT_TRUE(document.Slice(document.zones.back().span).ends_with("a word."));
}

TEST(CommentsTest, AreNotALinkAboveTheStory) {
  const std::string text =
      "Comments\n" + Article("Rivals to meet for talks next week\n") + kMore + kMore;
  EXPECT_THAT(ZonesOf(text, ZoneType::kComments), IsEmpty());
}

TEST(PageTest, KeepsTheStoryAndLosesTheMenus) {
  std::string page = "Rivals to meet for talks next week - The Daily\nHome\nNews\nWorld\nSport\n";
  page += "Business\nOpinion\nLog in\nSubscribe\nSearch\nRivals to meet for talks next week\n";
  page += "By Jane Doe\nMarch 5, 2023\n" + Article("") + kMore;
  page += "Most Read\nTen ways to cook rice at home\nA star marries in secret\nAbout us\n";
  page += "Contact us\nPrivacy policy\nTerms of use\n© 2023 The Daily\n";
  const Document document = MakeDocument(page);
  EXPECT_THAT(ZonesOf(document, ZoneType::kHeadline),
              ElementsAre("Rivals to meet for talks next week"));
  const auto body = ZonesOf(document, ZoneType::kBody);
  ASSERT_EQ(body.size(), 1U);
  EXPECT_TRUE(body[0].starts_with("The two countries"));
  EXPECT_TRUE(body[0].ends_with("where it will be held."));
  EXPECT_THAT(Slices(document, document.bylines), ElementsAre("Jane Doe"));
}

TEST(PageTest, IsNotAnArticleWithShortLines) {
  std::string text = Article("Results of the first round\n");
  for (const char* line : {"Alpha 2", "Beta 1", "Gamma 3", "Delta 0", "Leeds 4", "York 4", "Bath 2",
                           "Hull 0", "Derby 1", "Stoke 1", "Wigan 0", "Bury 2"}) {
    text += std::string(line) + "\n";
  }
  EXPECT_THAT(ZonesOf(text, ZoneType::kBoilerplate), IsEmpty());
}

}  // namespace
}  // namespace nutgraf::text
