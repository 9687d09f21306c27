#include "client/cli/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nutgraf::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::ArticleMetadata Sample() {
  v1::ArticleMetadata metadata;
  metadata.set_language_code("en");
  auto& norway = *metadata.add_participants();
  norway.set_participant_id("p1");
  norway.set_name("Norway");
  norway.set_type(v1::PARTICIPANT_TYPE_COUNTRY);
  norway.add_story_roles(v1::STORY_ROLE_SUBJECT);
  auto& date = *metadata.add_dates();
  date.set_date_id("d1");
  date.mutable_span()->set_text("14-16 May 2024");
  date.set_start("2024-05-14");
  date.set_end("2024-05-16");
  auto& fact = *metadata.add_headline_facts();
  fact.set_rank(1);
  fact.set_modality(v1::FACT_MODALITY_SCHEDULED);
  auto& who = *fact.add_who();
  who.set_text("the country");
  who.set_participant_id("p1");
  fact.mutable_when()->set_text("14-16 May 2024");
  fact.mutable_when()->set_date_id("d1");
  auto& quote = *metadata.add_quotes();
  quote.set_type(v1::QUOTE_TYPE_DIRECT);
  quote.set_text("we are\x1b[31m ready");
  return metadata;
}

TEST(RenderTest, ShowsFactsWithWhatTheirIdsName) {
  const std::string page = Render(Sample(), {});
  EXPECT_THAT(page, HasSubstr("the country (Norway)"));
  EXPECT_THAT(page, HasSubstr("14-16 May 2024 (2024-05-14 to 2024-05-16)"));
  EXPECT_THAT(page, HasSubstr("scheduled"));
  EXPECT_THAT(page, HasSubstr("(no speaker)"));
}

TEST(RenderTest, ShowsAnAgeBesideTheName) {
  v1::ArticleMetadata metadata = Sample();
  EXPECT_THAT(Render(metadata, {}), HasSubstr("Norway ("));
  metadata.mutable_participants(0)->mutable_age()->set_years(43);
  EXPECT_THAT(Render(metadata, {}), HasSubstr("Norway, 43 ("));
}

TEST(RenderTest, SaysThatThePublicationIsUnknown) {
  EXPECT_THAT(Render(Sample(), {}), HasSubstr("unknown"));
}

TEST(RenderTest, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_THAT(Render(Sample(), {}), Not(HasSubstr("\x1b")));
}

TEST(RenderTest, BreaksLongValuesAtSpaces) {
  v1::ArticleMetadata metadata = Sample();
  std::string statement;
  for (int i = 0; i < 60; ++i) statement += "word ";
  metadata.mutable_headline_facts(0)->set_statement(statement);
  size_t longest = 0;
  const std::string page = Render(metadata, {.color = false, .width = 60});
  for (size_t begin = 0; begin < page.size();) {
    const size_t end = page.find('\n', begin);
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  EXPECT_LE(longest, 60U);
}

}  // namespace
}  // namespace nutgraf::cli
