#include "service/text/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "service/text/utf8.h"
#include "tests/testing/fixtures.h"
#include "tests/unit/text/document_laws.h"

namespace nutgraf::text {
namespace {

using namespace std::string_literals;

constexpr size_t kMebibyte = 1 << 20;

class DocumentTest : public ::testing::Test {
 protected:
  absl::StatusOr<Document> Build(std::string_view text, std::string_view title = "") const {
    return builder_->Build({.title = title, .text = text, .language_code = ""}, Cancellation());
  }
  Document BuildOk(std::string_view text) const {
    Document document = Build(text).value();
    EXPECT_EQ(BrokenLaw(document), "");
    return document;
  }
  std::unique_ptr<const DocumentBuilder> builder_ =
      DocumentBuilder::Create(nutgraf::testing::TestKnowledge()).value();
};

TEST_F(DocumentTest, SaysWhereTextIsNotUtf8) {
  const absl::Status text = Build("secret \xFF").status();
  EXPECT_EQ(text.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(text.message()), ::testing::HasSubstr("byte 7"));
  EXPECT_THAT(std::string(text.message()), ::testing::HasSubstr("text"));
  EXPECT_THAT(std::string(text.message()), ::testing::Not(::testing::HasSubstr("secret")));
  const absl::Status title = Build("fine", "\xC0\x80").status();
  EXPECT_EQ(title.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(title.message()), ::testing::HasSubstr("title"));
}

TEST_F(DocumentTest, StopsWhenCancelled) {
  Cancellation cancel;
  cancel.Cancel();
  EXPECT_EQ(builder_->Build({.title = "", .text = "One line.", .language_code = ""}, cancel)
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

TEST_F(DocumentTest, ReadsRepairedTextAndKeepsTheRaw) {
  const std::string raw = "He said \u00E2\u20AC\u0153yes\u00E2\u20AC\u009D on Monday, and left.";
  const Document document = BuildOk(raw);
  EXPECT_EQ(document.raw, raw);
  EXPECT_EQ(document.text(), "He said “yes” on Monday, and left.");
  ASSERT_FALSE(document.repairs.empty());
  for (const Token& token : document.tokens) {
    if (document.Slice(token) != "Monday") continue;
    const Span span = document.offsets.RawSpan(token.span);
    EXPECT_EQ(document.raw.substr(span.begin, span.size()), "Monday");
  }
}

TEST_F(DocumentTest, RepairsTheTitleToo) {
  const Document document = Build("One line of text.", "Caf\u00C3\u00A9 opens").value();
  EXPECT_EQ(document.title.text, "Café opens");
}

TEST_F(DocumentTest, SurvivesAMove) {
  Document first = BuildOk("Short.");
  const Document second = std::move(first);
  EXPECT_EQ(second.Slice(second.tokens[0]), "Short");
}

// Bad input: a clear answer, nothing quadratic.

TEST_F(DocumentTest, OfNothingIsEmpty) {
  for (const std::string& text :
       {std::string(), std::string(" \t\r\n \u00A0\u3000\n"), std::string(1000, '\0'),
        std::string("\x01\x02\x7F\u200B\uFEFF")}) {
    const Document document = BuildOk(text);
    EXPECT_TRUE(document.tokens.empty());
    EXPECT_TRUE(document.zones.empty());
    EXPECT_EQ(document.language, "und");
  }
}

TEST_F(DocumentTest, OfEmojiHasEmojiOnly) {
  const Document document = BuildOk("🇵🇰🇺🇸 👍🏽\n5️⃣🎉");
  EXPECT_EQ(document.tokens.size(), 5U);
  for (const Token& token : document.tokens) EXPECT_EQ(token.kind, TokenKind::kEmoji);
  EXPECT_EQ(document.language, "und");
}

TEST_F(DocumentTest, OfNulsAndControlsKeepsTheWords) {
  const Document document = BuildOk("A\0 word\x01\x02 and\x1B[31m more.\n"s);
  EXPECT_EQ(document.Slice(document.tokens[1]), "word");
}

TEST_F(DocumentTest, OfRightToLeftTextIsSegmented) {
  const Document document =
      BuildOk("\u202Bقالت الحكومة يوم الاثنين إنها ستجري محادثات.\u202C هل ستنجح؟ لا أحد يعلم.");
  EXPECT_EQ(document.sentences.size(), 3U);
  EXPECT_EQ(document.language, "ar");
}

std::string Repeat(std::string_view unit, size_t bytes) {
  std::string text;
  text.reserve(bytes + unit.size());
  while (text.size() < bytes) text += unit;
  return text;
}

class GiantTest : public DocumentTest, public ::testing::WithParamInterface<const char*> {};

// Twice the text may take some four times as long as half of it when it takes twice the time, what
// with noise and caches; sixteen times would be quadratic.
TEST_P(GiantTest, CostsLinearTime) {
  const auto seconds = [&](size_t bytes) {
    const std::string text = Repeat(GetParam(), bytes);
    double best = 1e9;
    for (int run = 0; run < 2; ++run) {
      const auto start = std::chrono::steady_clock::now();
      const absl::StatusOr<Document> document = Build(text);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      EXPECT_TRUE(document.ok());
      best = std::min(best, took.count());
    }
    return best;
  };
  const double quarter = seconds(kMebibyte / 4);
  const double whole = seconds(kMebibyte);
  EXPECT_LT(whole, 10 * quarter + 0.05) << GetParam();
}

TEST_P(GiantTest, ObeysTheLaws) { BuildOk(Repeat(GetParam(), kMebibyte / 8)); }

INSTANTIATE_TEST_SUITE_P(
    Units, GiantTest,
    ::testing::Values("\n", "a", "A", "9", "\"", "“", "(", ")", ".", "'", "’", "-", "—", "@", "#",
                      "a.", "ab.", "Ab.cd", "a@", "a@b.", "9-", "9,", "9,999", "1-2-", ". ", "A. ",
                      "U.S. ", "a\n", "a \n", "Read A\n", "By Jane\n", "Comments\n", "Subscribe\n",
                      "x (@y)\n", "— x (@y) March 5, 2023\n", "pic.twitter.com/a\n", "a'", "n't",
                      "http://", "https://a.b/(", "www.a", "\u200D", "😀\u200D", "🇵", "\u0301", "é",
                      "東", "\u202E", " ", "\t", "a\u00AD", "$", "%", "Mr. ", "By Bob (AP) - ",
                      "PARIS, March 5, ", "PARIS ", "(AP) - ", "March 5, ", "Image: a\n",
                      "(Photo: AFP) ", "One two three four five six seven eight nine ten. ",
                      "Most Read\n", "Monday 5 March 2023\n", "š", "Ã©", "â€œ", "_", "~ ", ":)",
                      "a/b/", "&", "A&B", "+", "a+", "US$", "5pm", "'90s ", "can't've"));

TEST_F(DocumentTest, OfAHundredThousandBlankLinesKeepsTheRest) {
  const Document document = BuildOk("First line.\n" + std::string(100000, '\n') + "Last line.");
  EXPECT_EQ(document.paragraphs.size(), 2U);
}

TEST_F(DocumentTest, OfOneEndlessWordHasOneToken) {
  EXPECT_EQ(BuildOk(std::string(kMebibyte, 'x')).tokens.size(), 1U);
}

// Property tests of the laws, on random and hostile strings.

TEST_F(DocumentTest, ObeysTheLawsOnRandomPieces) {
  const std::vector<std::string> pieces = {"The ministry said",
                                           " on Monday",
                                           ".",
                                           ". ",
                                           "\n",
                                           "\n\n",
                                           "\r\n",
                                           " ",
                                           "\t",
                                           "\"",
                                           "“",
                                           "”",
                                           "'",
                                           "’",
                                           "n't",
                                           "'s",
                                           "(",
                                           ")",
                                           "—",
                                           " - ",
                                           "-",
                                           "...",
                                           "…",
                                           "U.S.",
                                           "Mr. ",
                                           "5",
                                           "6-7",
                                           "1,500",
                                           "$",
                                           "%",
                                           "@handle",
                                           "(@h)",
                                           "#tag",
                                           "https://t.co/x",
                                           "pic.twitter.com/y",
                                           "a@b.com",
                                           "🇵🇰",
                                           "5️⃣",
                                           "👍🏽",
                                           "\u200B",
                                           "\u200D",
                                           "\uFEFF",
                                           "\u00AD",
                                           "\u202E",
                                           "\u0301",
                                           "東京",
                                           "مرحبا",
                                           "Read ",
                                           "Read more: ",
                                           "COMMENTS (1)",
                                           "Subscribe",
                                           "By Jane Doe",
                                           "PARIS (AP) — ",
                                           "March 5, 2023",
                                           "FILE PHOTO: ",
                                           "© 2023 X",
                                           "Image: x",
                                           "š",
                                           "Ã©",
                                           "â€œ",
                                           std::string(1, '\0'),
                                           "\x01",
                                           "\u2028",
                                           "\u0085",
                                           "�"};
  std::mt19937 random(20230305);
  std::uniform_int_distribution<size_t> piece(0, pieces.size() - 1);
  std::uniform_int_distribution<int> length(0, 60);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int n = length(random); n > 0; --n) text += pieces[piece(random)];
    const absl::StatusOr<Document> document = Build(text);
    ASSERT_TRUE(document.ok());
    ASSERT_EQ(BrokenLaw(*document), "") << text;
    ASSERT_EQ(Describe(*document), Describe(*Build(text)));
  }
}

TEST_F(DocumentTest, ObeysTheLawsOnRandomCodePoints) {
  std::mt19937 random(7);
  std::uniform_int_distribution<char32_t> any(0, 0x10FFFF);
  std::uniform_int_distribution<char32_t> low(0, 0x2FF);
  std::uniform_int_distribution<char32_t> marks(0x2000, 0x2BFF);
  std::uniform_int_distribution<char32_t> emoji(0x1F000, 0x1FAFF);
  std::uniform_int_distribution<int> choice(0, 5);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int n = 0; n < 80; ++n) {
      const int c = choice(random);
      AppendUtf8(c == 0   ? any(random)
                 : c == 1 ? marks(random)
                 : c == 2 ? emoji(random)
                          : low(random),
                 &text);
    }
    const absl::StatusOr<Document> document = Build(text);
    ASSERT_TRUE(document.ok());
    ASSERT_EQ(BrokenLaw(*document), "") << text;
  }
}

TEST_F(DocumentTest, ObeysTheLawsOnCutsOfAnArticle) {
  const std::string path =
      nutgraf::testing::SharedDirectory() + "/data/articles/curtain_raiser.txt";
  if (nutgraf::testing::SharedDirectory().empty()) GTEST_SKIP() << "no shared folder";
  const std::string article = nutgraf::testing::ReadFile(path);
  for (size_t cut = 0; cut <= article.size(); ++cut) {
    if (!IsBoundary(article, cut)) continue;
    const absl::StatusOr<Document> document = Build(std::string_view{article}.substr(0, cut));
    ASSERT_TRUE(document.ok());
    ASSERT_EQ(BrokenLaw(*document), "") << cut;
  }
}

TEST_F(DocumentTest, OfTheArticleHasItsZones) {
  if (nutgraf::testing::SharedDirectory().empty()) GTEST_SKIP() << "no shared folder";
  const Document document = BuildOk(nutgraf::testing::ReadFile(
      nutgraf::testing::SharedDirectory() + "/data/articles/curtain_raiser.txt"));
  std::vector<ZoneType> types;
  for (const Zone& zone : document.zones) types.push_back(zone.type);
  EXPECT_THAT(types,
              ::testing::ElementsAre(ZoneType::kBody, ZoneType::kEmbeddedPost, ZoneType::kBody,
                                     ZoneType::kRelatedLink, ZoneType::kBody, ZoneType::kComments));
  ASSERT_EQ(document.posts.size(), 1U);
  EXPECT_EQ(document.Slice(document.posts[0].handle), "@ForeignOfficePk");
  EXPECT_EQ(document.Slice(document.posts[0].date), "March 5, 2023");
  EXPECT_EQ(document.language, "en");
}

}  // namespace
}  // namespace nutgraf::text
