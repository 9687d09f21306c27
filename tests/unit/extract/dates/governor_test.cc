// What the language stage adds: with a parse the governing verb decides, not the nearest word.

#include "service/extract/dates/governor.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

using language::DepRel;
using language::Upos;

/// Annotations of `document` with a parse: heads and relations as given, one per token.
language::Annotations Parsed(const text::Document& document, std::vector<int32_t> heads,
                             std::vector<DepRel> relations, std::vector<Upos> upos) {
  language::Annotations notes;
  EXPECT_EQ(heads.size(), document.tokens.size());
  notes.head = std::move(heads);
  notes.deprel = std::move(relations);
  notes.upos = std::move(upos);
  notes.lemma.resize(document.tokens.size());
  return notes;
}

TEST(Governor, TheVerbAboveTheDateDecides) {
  // "will" governs the vote, not the day on which it was said.
  const text::Document document =
      testing::MakeDocument("Members will vote , he confirmed , Friday .");
  // Members will vote , he confirmed , Friday .
  const auto notes =
      Parsed(document, {2, 2, 5, 5, 5, language::Annotations::kNoHead, 5, 5, 5},
             {DepRel::kNsubj, DepRel::kAux, DepRel::kCcomp, DepRel::kPunct, DepRel::kNsubj,
              DepRel::kRoot, DepRel::kPunct, DepRel::kOblTmod, DepRel::kPunct},
             {Upos::kNoun, Upos::kAux, Upos::kVerb, Upos::kPunct, Upos::kPron, Upos::kVerb,
              Upos::kPunct, Upos::kPropn, Upos::kPunct});
  const auto result =
      TestExtractor().Extract(document, notes, {.publish_time = kExampleDay}, Cancellation());
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result->dates.size(), 1U);
  EXPECT_EQ(result->dates[0].value, "2023-03-03");
}

TEST(Governor, AnAuxiliaryOfTheGoverningVerbIsACue) {
  const text::Document document = testing::MakeDocument("Members will vote there Friday .");
  const auto notes =
      Parsed(document, {2, 2, language::Annotations::kNoHead, 2, 2, 2},
             {DepRel::kNsubj, DepRel::kAux, DepRel::kRoot, DepRel::kAdvmod, DepRel::kOblTmod,
              DepRel::kPunct},
             {Upos::kNoun, Upos::kAux, Upos::kVerb, Upos::kAdv, Upos::kPropn, Upos::kPunct});
  const auto result =
      TestExtractor().Extract(document, notes, {.publish_time = kExampleDay}, Cancellation());
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result->dates.size(), 1U);
  EXPECT_EQ(result->dates[0].value, "2023-03-10");
}

TEST(Governor, APastVerbAboveTheDateOverrulesACueOfAnotherClause) {
  const text::Document document =
      testing::MakeDocument("Those who plan to leave met reporters Friday .");
  constexpr int32_t kNoHead = language::Annotations::kNoHead;
  // Those who plan to leave met reporters Friday .
  auto notes =
      Parsed(document, {5, 2, 0, 4, 2, kNoHead, 5, 5, 5},
             {DepRel::kNsubj, DepRel::kNsubj, DepRel::kAclRelcl, DepRel::kMark, DepRel::kXcomp,
              DepRel::kRoot, DepRel::kObj, DepRel::kOblTmod, DepRel::kPunct},
             {Upos::kPron, Upos::kPron, Upos::kVerb, Upos::kPart, Upos::kVerb, Upos::kVerb,
              Upos::kNoun, Upos::kPropn, Upos::kPunct});
  notes.lemma[5] = "meet";
  const DateOptions options{.publish_time = kExampleDay};
  auto result = TestExtractor().Extract(document, notes, options, Cancellation());
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result->dates.size(), 1U);
  EXPECT_EQ(result->dates[0].value, "2023-03-03");
  // Below "leave" it is ahead, as the word before says.
  notes.head[7] = 4;
  result = TestExtractor().Extract(document, notes, options, Cancellation());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->dates[0].value, "2023-03-10");
}

TEST(Governor, AParseThatTurnsInCirclesEnds) {
  const text::Document document = testing::MakeDocument("Members vote Friday .");
  const auto notes = Parsed(document, {1, 2, 1, 1},
                            {DepRel::kNsubj, DepRel::kXcomp, DepRel::kXcomp, DepRel::kPunct},
                            {Upos::kVerb, Upos::kVerb, Upos::kVerb, Upos::kPunct});
  const auto result =
      TestExtractor().Extract(document, notes, {.publish_time = kExampleDay}, Cancellation());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->dates.size(), 1U);
}

}  // namespace
}  // namespace nutgraf::extract
