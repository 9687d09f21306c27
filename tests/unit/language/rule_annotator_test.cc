#include "service/language/rule_annotator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "service/base/absl_compat.h"
#include "service/knowledge/compiler/knowledge_writer.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

using ::testing::HasSubstr;

/// What must hold for the annotations of any document.
void CheckLaws(const text::Document& document, const Annotations& notes) {
  ASSERT_EQ(notes.upos.size(), document.tokens.size());
  ASSERT_EQ(notes.lemma.size(), document.tokens.size());
  EXPECT_FALSE(notes.has_parse());
  EXPECT_FALSE(notes.has_roles());
  EXPECT_FALSE(notes.attributions_computed);
  const auto check = [](const std::vector<EntityMention>& entities, size_t tokens) {
    uint32_t end = 0;
    for (const EntityMention& entity : entities) {
      ASSERT_GE(entity.tokens.first, end);
      ASSERT_LT(entity.tokens.first, entity.tokens.last);
      ASSERT_LE(entity.tokens.last, tokens);
      ASSERT_GE(entity.confidence, 0);
      ASSERT_LE(entity.confidence, 1);
      end = entity.tokens.last;
    }
  };
  check(notes.entities, document.tokens.size());
  check(notes.title_entities, document.title.tokens.size());
  for (const EntityMention& entity : notes.entities) {
    ASSERT_EQ(document.tokens[entity.tokens.first].sentence,
              document.tokens[entity.tokens.last - 1].sentence);
  }
}

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

TEST(RuleAnnotatorTest, AnnotatesTheTitleApart) {
  const text::Document document = testing::MakeDocument(
      "The two leaders met on Friday and agreed on little.", "Scholz meets Macron in Berlin");
  const Annotations notes = testing::Annotate(document);
  CheckLaws(document, notes);
  ASSERT_EQ(notes.title_entities.size(), 3u);
  EXPECT_EQ(notes.title_entities[2].type, EntityType::kLocation);
  EXPECT_TRUE(notes.entities.empty());
}

TEST(RuleAnnotatorTest, StatesItsVersion) {
  const Annotations notes = testing::Annotate(testing::MakeDocument("Hello."));
  EXPECT_EQ(notes.model_version, "rules-1");
}

TEST(RuleAnnotatorTest, IsTheSameForTheSameText) {
  const std::string text = testing::ReadFile(NUTGRAF_SOURCE_DIR "/docs/knowledge.md");
  const text::Document document = testing::MakeDocument(text);
  const Annotations once = testing::Annotate(document);
  const Annotations twice = testing::Annotate(document);
  EXPECT_EQ(once.upos, twice.upos);
  EXPECT_EQ(once.lemma, twice.lemma);
  ASSERT_EQ(once.entities.size(), twice.entities.size());
  for (size_t i = 0; i < once.entities.size(); ++i) {
    EXPECT_EQ(once.entities[i].tokens, twice.entities[i].tokens);
    EXPECT_EQ(once.entities[i].type, twice.entities[i].type);
    EXPECT_EQ(once.entities[i].confidence, twice.entities[i].confidence);
  }
}

TEST(RuleAnnotatorTest, HostileTextKeepsTheLawsAndEndsSoon) {
  // A quarter of a MiB each: quadratic work would take minutes.
  constexpr size_t kSize = 1 << 18;
  for (const std::string_view piece : {"Aa ",
                                       "Ministry of ",
                                       "Ministry of A, ",
                                       "John \"A ",
                                       "A & ",
                                       "President Prime Minister ",
                                       "People's ",
                                       "A-b ",
                                       "U.",
                                       "-",
                                       "\xE2\x80\x9C",
                                       "\n",
                                       "A",
                                       "\xF0\x9F\x98\x80",
                                       "Éé ",
                                       "United States ",
                                       "of of Of ",
                                       "' ",
                                       "and And ",
                                       "'s "}) {
    const text::Document document = testing::MakeDocument(Repeat(piece, kSize));
    const absl::Time begin = absl::Now();
    const Annotations notes = testing::Annotate(document);
    EXPECT_LT(absl::Now() - begin, absl::Seconds(20)) << piece;
    CheckLaws(document, notes);
  }
}

TEST(RuleAnnotatorTest, OddTextKeepsTheLaws) {
  for (const std::string& text : {std::string(), std::string(" \n "), std::string("\0\0A\0", 4),
                                  std::string("🇵🇰 5️⃣"), std::string("مرحبا بالعالم"),
                                  std::string("東京で会議"), std::string("A"), std::string("’s"),
                                  std::string("@a #b http://c.d e@f.gh $ % 1/2 5th 1990s")}) {
    const text::Document document = testing::MakeDocument(text);
    CheckLaws(document, testing::Annotate(document));
  }
}

TEST(RuleAnnotatorTest, StopsWhenCancelled) {
  const auto annotator = *RuleAnnotator::Create(testing::TestKnowledge());
  const text::Document document = testing::MakeDocument("A sentence. Another sentence.");
  Cancellation cancelled;
  cancelled.Cancel();
  EXPECT_EQ(annotator->Annotate(document, cancelled).status().code(), absl::StatusCode::kCancelled);
  const Cancellation late(-absl::Seconds(1));
  EXPECT_EQ(annotator->Annotate(document, late).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

/// Knowledge without any table.
class NoKnowledge : public knowledge::Knowledge {
 public:
  std::string version() const override { return "none"; }
  const knowledge::Table* Find(std::string_view /*name*/) const override { return nullptr; }
};

TEST(RuleAnnotatorTest, NamesAMissingTable) {
  const auto annotator = RuleAnnotator::Create(std::make_shared<NoKnowledge>());
  ASSERT_FALSE(annotator.ok());
  EXPECT_THAT(std::string(ToStd(annotator.status().message())), HasSubstr("language/lexicon"));
}

}  // namespace
}  // namespace nutgraf::language
