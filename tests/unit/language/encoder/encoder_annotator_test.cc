#include "service/language/encoder/encoder_annotator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "tests/testing/fixtures.h"

namespace nutgraf::language {
namespace {

const Annotator& TestAnnotator() {
  static const auto* const annotator =
      EncoderAnnotator::Create(testing::WeightsDirectory(), testing::TestKnowledge(), {})
          ->release();
  return *annotator;
}

constexpr char kArticle[] =
    "Norway and Canada are set to open three days of talks on Arctic rescue on 14 May, the "
    "ministry "
    "announced on Tuesday.\n\nIngrid Solheim will lead the Norwegian delegation. \"We are ready,\" "
    "she "
    "told reporters in Halifax.\n";

std::string Bytes(const Annotations& notes) {
  std::string bytes;
  for (const Upos u : notes.upos) bytes += static_cast<char>(u);
  for (const std::string& lemma : notes.lemma) bytes += lemma + " ";
  for (const int32_t head : notes.head) bytes += std::to_string(head) + " ";
  for (const EntityMention& e : notes.entities) {
    bytes += std::to_string(e.tokens.first) + "-" + std::to_string(e.tokens.last) + " " +
             std::to_string(e.confidence) + " ";
  }
  for (const float v : notes.document_vector) bytes += std::to_string(v) + " ";
  return bytes;
}

TEST(EncoderAnnotatorTest, GivesEveryLayerForEveryToken) {
  const text::Document document = testing::MakeDocument(kArticle);
  const auto notes = TestAnnotator().Annotate(document, Cancellation());
  ASSERT_TRUE(notes.ok());
  const size_t n = document.tokens.size();
  EXPECT_EQ(notes->upos.size(), n);
  EXPECT_EQ(notes->lemma.size(), n);
  EXPECT_EQ(notes->head.size(), n);
  EXPECT_EQ(notes->deprel.size(), n);
  EXPECT_TRUE(notes->has_roles());
  EXPECT_FALSE(notes->predicates.empty());
  double square = 0;
  for (const float v : notes->document_vector) square += v * v;
  EXPECT_NEAR(square, 1, 1e-4);
  std::vector<std::string> names;
  for (const EntityMention& e : notes->entities) {
    names.push_back(std::string(Name(e.type)) + " " + std::string(document.Slice(e.tokens)));
  }
  EXPECT_NE(std::find(names.begin(), names.end(), "PERSON Ingrid Solheim"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "LOCATION Norway"), names.end());
}

TEST(EncoderAnnotatorTest, EachSentenceIsATreeWithOneRoot) {
  // One sentence of several windows among them.
  std::string text = kArticle;
  text += "The list has ";
  for (int i = 0; i < 200; ++i) text += "item " + std::to_string(i) + ", ";
  text += "and an end.\n";
  const text::Document document = testing::MakeDocument(text);
  const auto notes = TestAnnotator().Annotate(document, Cancellation());
  ASSERT_TRUE(notes.ok());
  for (const text::Sentence& sentence : document.sentences) {
    int roots = 0;
    for (uint32_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
      int32_t node = static_cast<int32_t>(t);
      uint32_t steps = 0;
      while (notes->head[node] != Annotations::kNoHead) {
        node = notes->head[node];
        ASSERT_TRUE(sentence.tokens.Contains(static_cast<uint32_t>(node)));
        ASSERT_LE(++steps, sentence.tokens.size());
      }
      if (node == static_cast<int32_t>(t)) ++roots;
    }
    EXPECT_EQ(roots, 1);
  }
}

TEST(EncoderAnnotatorTest, TheSameTextGivesTheSameBytesOnManyThreads) {
  const text::Document document = testing::MakeDocument(kArticle);
  const std::string alone = Bytes(*TestAnnotator().Annotate(document, Cancellation()));
  std::vector<std::string> results(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& result : results) {
      threads.emplace_back([&document, &result] {
        result = Bytes(*TestAnnotator().Annotate(document, Cancellation()));
      });
    }
  }
  for (const std::string& result : results) EXPECT_EQ(result, alone);
}

// Runs the parts of a long document last to first, each on a thread of its own.
class Backwards : public Scheduler {
 public:
  void Pace() override {}
  void ForEach(size_t count, const std::function<void(size_t)>& part) override {
    for (size_t i = count; i > 0; --i) std::thread(part, i - 1).join();
    parts += count;
  }
  size_t parts = 0;
};

TEST(EncoderAnnotatorTest, ALongTextIsReadInPartsWithTheSameResult) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "Report " + std::to_string(i) + ". " + kArticle + "\n";
  const text::Document document = testing::MakeDocument(text);
  Backwards scheduler;
  const auto apart =
      TestAnnotator().Annotate(document, Cancellation(absl::InfiniteDuration(), &scheduler));
  ASSERT_TRUE(apart.ok());
  EXPECT_GT(scheduler.parts, 16U);
  EXPECT_EQ(Bytes(*apart), Bytes(*TestAnnotator().Annotate(document, Cancellation())));
}

TEST(EncoderAnnotatorTest, ReadsTheTitleSentApart) {
  const text::Document document = testing::MakeDocument("Talks will open next week.\n",
                                                        "Ottawa and Oslo agree on rescue talks");
  const auto notes = TestAnnotator().Annotate(document, Cancellation());
  ASSERT_TRUE(notes.ok());
  EXPECT_FALSE(notes->title_entities.empty());
}

TEST(EncoderAnnotatorTest, StopsWhenCancelled) {
  Cancellation cancel;
  cancel.Cancel();
  const text::Document document = testing::MakeDocument(kArticle);
  EXPECT_TRUE(absl::IsCancelled(TestAnnotator().Annotate(document, cancel).status()));
}

TEST(EncoderAnnotatorTest, AnEmptyTextHasNoAnnotations) {
  const text::Document document = testing::MakeDocument("");
  const auto notes = TestAnnotator().Annotate(document, Cancellation());
  ASSERT_TRUE(notes.ok());
  EXPECT_TRUE(notes->upos.empty());
  EXPECT_TRUE(notes->document_vector.empty());
}

TEST(EncoderAnnotatorTest, WeightsThatAreMissingAreAnError) {
  EXPECT_TRUE(absl::IsNotFound(
      EncoderAnnotator::Create("/nonexistent", testing::TestKnowledge(), {}).status()));
}

}  // namespace
}  // namespace nutgraf::language
