// Pronouns and nominal mentions.

#include "service/extract/participants/references.h"

#include "service/extract/participants/clauses.h"
#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class ReferencesTest : public ParticipantsFixture {};

TEST_F(ReferencesTest, APronounOfOneGenderMeansTheOneOfIt) {
  Extract("Anna Lund met Peter Berg on Monday. She thanked him for his work.",
          {{"Anna Lund", kPer}, {"Peter Berg", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|She");
  EXPECT_EQ(MentionsOf("Peter Berg"), "Peter Berg|him|his");
  EXPECT_EQ(KindOf(Named("Anna Lund"), "She"), MentionKind::kPronoun);
}

TEST_F(ReferencesTest, TwoSubjectsAgree) {
  Extract("Peter Berg met Karl Moe on Monday. He left soon after.",
          {{"Peter Berg", kPer}, {"Karl Moe", kPer}});
  EXPECT_EQ(MentionsOf("Peter Berg"), "Peter Berg|He");
}

TEST_F(ReferencesTest, APronounIsNotTheObjectOfItsOwnSubject) {
  Extract("Karl Moe was late. Peter Berg thanked him.", {{"Karl Moe", kPer}, {"Peter Berg", kPer}});
  EXPECT_EQ(MentionsOf("Karl Moe"), "Karl Moe|him");
}

TEST_F(ReferencesTest, ATitleTellsTheGender) {
  Extract("Spokeswoman Wyn Quill spoke. Karl Moe listened. She left.",
          {{"Wyn Quill", kPer}, {"Karl Moe", kPer}});
  EXPECT_EQ(MentionsOf("Wyn Quill"), "Wyn Quill|She");
}

TEST_F(ReferencesTest, TheFirstAndSecondPersonAreLeftAlone) {
  Extract("Anna Lund spoke. \"I am glad that you came,\" Lund said.",
          {{"Anna Lund", kPer}, {"Lund", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|Lund");
}

TEST_F(ReferencesTest, IInAQuotationIsItsSpeaker) {
  Extract("Anna Lund met Karl Moe. \"I am glad, and my friends are,\" she said. I was there.",
          {{"Anna Lund", kPer}, {"Karl Moe", kPer}});
  const auto token = [this](std::string_view word, uint32_t from) {
    for (uint32_t t = from; t < document_.tokens.size(); ++t) {
      if (document_.Slice(document_.tokens[t]) == word) return t;
    }
    return static_cast<uint32_t>(document_.tokens.size());
  };
  const uint32_t i = token("I", 0);
  const uint32_t she = token("she", i);
  notes_.attributions = {{{{i, token("are", i)}}, {she, she + 1}, {she + 1, she + 2}, 0.9F}};
  Run();
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|I|my|she");
  // A source that names two people speaks for neither; one past the text is nobody.
  notes_.attributions = {{{{i, i + 1}}, {0, she + 1}, {}, 0.9F},
                         {{{i, 900}}, {800, 900}, {}, 0.9F}};
  Run();
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|she");
}

TEST_F(ReferencesTest, APronounBeforeTheNameInAnOpeningPhrase) {
  Extract("Karl Moe left. In her book Anna Lund praised trees.",
          {{"Karl Moe", kPer}, {"Anna Lund", kPer}});
  // Karl Moe left . In her book Anna Lund praised trees .
  ASSERT_EQ(document_.tokens.size(), 12u);
  using language::DepRel;
  notes_.head = {2, 0, -1, 2, 6, 6, 9, 9, 7, -1, 9, 9};
  notes_.deprel = {DepRel::kNsubj, DepRel::kFlat,     DepRel::kRoot, DepRel::kPunct,
                   DepRel::kCase,  DepRel::kNmodPoss, DepRel::kObl,  DepRel::kNsubj,
                   DepRel::kFlat,  DepRel::kRoot,     DepRel::kObj,  DepRel::kPunct};
  Run();
  EXPECT_EQ(MentionsOf("Anna Lund"), "her|Anna Lund");
}

TEST_F(ReferencesTest, TheSubjectOfARelativeClauseIsItsNoun) {
  Extract("Anna Lund saw Karen Moe, who lost her keys.",
          {{"Anna Lund", kPer}, {"Karen Moe", kPer}});
  // Anna Lund saw Karen Moe , who lost her keys .
  ASSERT_EQ(document_.tokens.size(), 11u);
  using language::DepRel;
  notes_.head = {2, 0, -1, 2, 3, 7, 7, 3, 9, 7, 2};
  notes_.deprel = {DepRel::kNsubj,    DepRel::kFlat,  DepRel::kRoot,  DepRel::kObj,
                   DepRel::kFlat,     DepRel::kPunct, DepRel::kNsubj, DepRel::kAclRelcl,
                   DepRel::kNmodPoss, DepRel::kObj,   DepRel::kPunct};
  Run();
  EXPECT_EQ(MentionsOf("Karen Moe"), "Karen Moe|her");
  const participants::Reading reading(document_, notes_, TestLexicon());
  const participants::Clauses clauses(reading);
  const participants::ClauseSubject subject = clauses.SubjectOf(clauses.Of(8));
  EXPECT_EQ(subject.token, 3u);
  EXPECT_EQ(subject.predicate, reading.size());
  EXPECT_TRUE(subject.relative);
  EXPECT_TRUE(clauses.DependsOn(8, 2));
  EXPECT_FALSE(clauses.DependsOn(2, 8));
}

TEST_F(ReferencesTest, TheObjectOfAVerbIsWhoComesToDoWhatItAsks) {
  Extract("Anna Lund asked Karen Moe to help her.", {{"Anna Lund", kPer}, {"Karen Moe", kPer}});
  // Anna Lund asked Karen Moe to help her .
  ASSERT_EQ(document_.tokens.size(), 9u);
  using language::DepRel;
  notes_.head = {2, 0, -1, 2, 3, 6, 2, 6, 2};
  notes_.deprel = {DepRel::kNsubj, DepRel::kFlat,  DepRel::kRoot, DepRel::kObj,  DepRel::kFlat,
                   DepRel::kMark,  DepRel::kXcomp, DepRel::kObj,  DepRel::kPunct};
  Run();
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund|her");
}

TEST_F(ReferencesTest, AParseThatRunsInACircleEnds) {
  Extract("Anna Lund saw her.", {{"Anna Lund", kPer}});
  ASSERT_EQ(document_.tokens.size(), 5u);
  using language::DepRel;
  notes_.head = {1, 2, 3, 4, 0};
  notes_.deprel.assign(5, DepRel::kAppos);
  Run();
  notes_.deprel.assign(5, DepRel::kAcl);
  Run();
  notes_.deprel.assign(5, DepRel::kNmod);
  Run();
  EXPECT_EQ(Names(), "Anna Lund");
}

TEST_F(ReferencesTest, TheirOfSomeoneWhoDoesNotGovernTheClauseIsNobodys) {
  Extract("The report was sent to Boreal Foods. Schools may run their own studies.",
          {{"Boreal Foods", kOrg}});
  EXPECT_EQ(MentionsOf("Boreal Foods"), "Boreal Foods");
}

TEST_F(ReferencesTest, ItThatSaysIsTheOrganizationAndItThatRainsIsNobody) {
  Extract("Boreal Foods cut jobs. It said demand was weak. It rained.", {{"Boreal Foods", kOrg}});
  EXPECT_EQ(MentionsOf("Boreal Foods"), "Boreal Foods|It");
}

TEST_F(ReferencesTest, APronounWithoutAnyoneInReachIsNobody) {
  Extract("She left early. The bridge was closed. Nobody knew why.", {});
  EXPECT_EQ(Names(), "");
}

TEST_F(ReferencesTest, APronounReachesOnlyAFewSentencesBack) {
  Extract(
      "Anna Lund spoke. The bridge was old. The river was high. The road was wet. The day was "
      "long. She left.",
      {{"Anna Lund", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund");
}

TEST_F(ReferencesTest, ANominalMeansTheOneOfThatPost) {
  Extract(
      "Spokesman Karl Moe met President Peter Berg. The spokesman declined to comment. The "
      "president left.",
      {{"Karl Moe", kPer}, {"Peter Berg", kPer}});
  EXPECT_EQ(MentionsOf("Karl Moe"), "Karl Moe|The spokesman");
  EXPECT_EQ(MentionsOf("Peter Berg"), "Peter Berg|The president");
  EXPECT_EQ(KindOf(Named("Karl Moe"), "The spokesman"), MentionKind::kNominal);
}

TEST_F(ReferencesTest, ANominalMeansTheOrganizationOfThatKind) {
  Extract(
      "Boreal Foods Inc. sued the Ministry of Trade. The company wants damages. The ministry "
      "denied it.",
      {{"Boreal Foods Inc.", kOrg}, {"Ministry of Trade", kOrg}});
  EXPECT_EQ(MentionsOf("Boreal Foods Inc."), "Boreal Foods Inc.|The company");
  EXPECT_EQ(MentionsOf("Ministry of Trade"), "Ministry of Trade|The ministry");
}

TEST_F(ReferencesTest, ANominalOfSomebodyElseIsNotTaken) {
  Extract("President Peter Berg of Norway arrived. The president of France waited.",
          {{"Peter Berg", kPer}, {"Norway", kLoc}, {"France", kLoc}});
  EXPECT_EQ(MentionsOf("Peter Berg"), "Peter Berg");
}

TEST_F(ReferencesTest, ATitleBeforeANameIsNoNominal) {
  Extract("President Peter Berg arrived. The president Karl Moe waited.",
          {{"Peter Berg", kPer}, {"Karl Moe", kPer}});
  EXPECT_EQ(MentionsOf("Peter Berg"), "Peter Berg");
}

TEST_F(ReferencesTest, ACaptionsPronounIsNotRead) {
  Extract(
      "Anna Lund opened the bridge on Monday after two years of work.\n\n"
      "Photo: She waves to the workers. (AP Photo/Jo Roe)\n\n"
      "The bridge carries 2,000 cars a day over the river.",
      {{"Anna Lund", kPer}});
  EXPECT_EQ(MentionsOf("Anna Lund"), "Anna Lund");
}

TEST_F(ReferencesTest, TheTraceExplainsEveryChoice) {
  Extract("Anna Lund met Karen Berg on Monday. She left.",
          {{"Anna Lund", kPer}, {"Karen Berg", kPer}});
  const auto gazetteer = participants::Gazetteer::Create(TestLexicon());
  ASSERT_TRUE(gazetteer.ok());
  const participants::Reading reading(document_, notes_, TestLexicon());
  std::vector<participants::PronounTrace> trace;
  ASSERT_TRUE(participants::RunCascade(reading, **gazetteer, Cancellation(), &trace).ok());
  ASSERT_EQ(trace.size(), 1u);
  EXPECT_EQ(trace[0].candidates.size(), 2u);
  EXPECT_EQ(document_.Slice(document_.tokens[trace[0].token]), "She");
}

}  // namespace
}  // namespace nutgraf::extract
