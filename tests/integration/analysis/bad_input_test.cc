// What nobody should send and somebody will: each has a clear answer, nothing crashes, and time
// grows with the length of the text and no faster.
//
// Texts of a mebibyte go by rules, for the encoder reads every token of them; its own growth is
// measured at sizes that it reads in a moment.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "service/contract/convert.h"
#include "tests/integration/analysis/answers.h"

namespace nutgraf::testing {
namespace {

using analysis::Analysis;
using analysis::FeatureState;
using analysis::WarningType;
using ::testing::Each;

constexpr size_t kMebibyte = 1 << 20;

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string text;
  text.reserve(bytes);
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

Analysis Read(const analysis::Analyzer& analyzer, std::string_view text) {
  auto analysis = analyzer.Analyze({.text = text}, Cancellation());
  if (!analysis.ok()) {
    ADD_FAILURE() << analysis.status().ToString();
    return {};
  }
  EXPECT_EQ(analysis->analyzed_bytes, text.size());
  return *std::move(analysis);
}

bool Warns(const Analysis& analysis, WarningType type) {
  return std::any_of(analysis.warnings.begin(), analysis.warnings.end(),
                     [type](const analysis::Warning& warning) { return warning.type == type; });
}

void ExpectNothingFound(const Analysis& analysis) {
  EXPECT_THAT(analysis.features, Each(FeatureState::kComputed));
  EXPECT_TRUE(Warns(analysis, WarningType::kEmptyText));
  EXPECT_TRUE(analysis.facts.empty());
  EXPECT_TRUE(analysis.entities.participants.empty());
  EXPECT_TRUE(analysis.entities.places.empty());
  EXPECT_TRUE(analysis.dates.empty());
  EXPECT_TRUE(analysis.topics.empty());
  EXPECT_TRUE(analysis.keyphrases.empty());
  EXPECT_EQ(analysis.document.language, "und");
}

std::vector<contract::FieldViolation> Violations(std::string text) {
  v1::AnalyzeArticleRequest message;
  message.mutable_article()->set_text(std::move(text));
  return contract::ConvertRequest(message, {}).violations;
}

TEST(BadInputTest, EmptyIsTheCallersFaultInTheContractAndNothingInTheLibrary) {
  const auto violations = Violations("");
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].field, "article.text");
  EXPECT_EQ(violations[0].reason, contract::kReasonRequired);
  ExpectNothingFound(Read(TestAnalyzer(), ""));
}

TEST(BadInputTest, OneByteOverTheLimitIsRefusedAndTheLimitIsNot) {
  const std::string text(kMebibyte + 1, 'a');
  const auto violations = Violations(text);
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].reason, contract::kReasonTooLong);
  EXPECT_TRUE(Violations(std::string(kMebibyte, 'a')).empty());
  auto analysis = TestAnalyzer().Analyze({.text = text}, Cancellation());
  EXPECT_EQ(analysis.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(analysis.status().message()).find("aaaa"), std::string::npos);
}

TEST(BadInputTest, NoWords) {
  for (const std::string& text :
       {std::string(" \n\t\r\n"), Repeat(" \t\n\u00A0\u3000\u200B", 10000),
        Repeat("😀🇵🇰👩‍👩‍👧❤️", 2000), std::string(10000, '\0'),
        std::string(100000, '\n'), Repeat("\r\n", 100000), Repeat("\xE2\x80\xAE\xE2\x80\x8F", 3000),
        Repeat("?!.,;:-", 2000)}) {
    SCOPED_TRACE(text.substr(0, 8));
    const Analysis analysis = Read(TestAnalyzer(), text);
    ExpectNothingFound(analysis);
    CheckSpans(Convert(analysis), text, text::OffsetEncoding::kUtf8);
  }
}

TEST(BadInputTest, NotUtf8IsRefusedWithTheOffset) {
  // Lone surrogates as CESU-8 writes them, an overlong slash, a byte of Latin-1, an end cut off.
  for (const std::string& bad :
       {std::string("\xED\xA0\x80"), std::string("\xED\xB0\x80"),
        std::string("\xED\xA0\xBD\xED\xB8\x80"), std::string("\xC0\xAF"), std::string("caf\xE9 "),
        std::string("\xF0\x9F\x98"), std::string("\xF5\x80\x80\x80")}) {
    const std::string text = "Zylophonia said on Sunday " + bad;
    auto analysis = TestAnalyzer().Analyze({.text = text}, Cancellation());
    ASSERT_EQ(analysis.status().code(), absl::StatusCode::kInvalidArgument);
    const std::string message(analysis.status().message());
    EXPECT_NE(message.find("UTF-8"), std::string::npos) << message;
    EXPECT_NE(message.find(bad[0] == 'c' ? "29" : "26"), std::string::npos) << message;
    EXPECT_EQ(message.find("Zylophonia"), std::string::npos) << message;
    auto title = TestAnalyzer().Analyze({.title = bad, .text = "Fine."}, Cancellation());
    EXPECT_EQ(title.status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(BadInputTest, NulsAndEscapesAmongWords) {
  using namespace std::string_literals;
  const std::string text =
      "Angela Merkel\0 said on Sunday\0\0 that \x1B[31mtalks\x07 would \\ud83d go on in Berlin.\n"s;
  const Analysis analysis =
      *TestAnalyzer().Analyze({.text = text, .language_code = "en"}, Cancellation());
  EXPECT_THAT(analysis.features, Each(FeatureState::kComputed));
  EXPECT_EQ(analysis.dates.size(), 1U);
  EXPECT_GT(CheckSpans(Convert(analysis), text, text::OffsetEncoding::kUtf8), 3);
}

TEST(BadInputTest, OtherLanguagesAreRecognisedAndSaidToBeUnsupported) {
  const std::pair<std::string, std::string> texts[] = {
      {"de",
       "Die Bundesregierung hat am Sonntag angekündigt, dass die Verhandlungen über das neue "
       "Gesetz "
       "in der kommenden Woche fortgesetzt werden. Der Minister sagte, es gebe noch keine Einigung "
       "zwischen den Parteien, aber man sei auf einem guten Weg."},
      {"fr",
       "Le gouvernement a annoncé dimanche que les négociations sur la nouvelle loi se "
       "poursuivront "
       "la semaine prochaine. Le ministre a déclaré qu'il n'y avait pas encore d'accord entre les "
       "partis, mais que les discussions étaient sur la bonne voie."},
      {"ar",
       "أعلنت الحكومة يوم الأحد أن المفاوضات حول القانون الجديد ستستمر الأسبوع المقبل. وقال الوزير "
       "إنه لا يوجد اتفاق حتى الآن بين الأحزاب، لكن المحادثات تسير في الطريق الصحيح."},
      {"he",
       "הממשלה הודיעה ביום ראשון כי המשא ומתן על החוק החדש יימשך בשבוע הבא. השר אמר כי עדיין אין "
       "הסכמה בין המפלגות, אך השיחות מתקדמות בכיוון הנכון."}};
  for (const auto& [language, text] : texts) {
    SCOPED_TRACE(language);
    const Analysis analysis = Read(TestAnalyzer(), text);
    EXPECT_EQ(analysis.document.language, language);
    EXPECT_THAT(analysis.features, Each(FeatureState::kUnsupportedLanguage));
    EXPECT_TRUE(Warns(analysis, WarningType::kUnsupportedLanguage));
    const v1::ArticleMetadata answer = Convert(analysis, text::OffsetEncoding::kUtf16);
    EXPECT_EQ(answer.language_code(), language);
    EXPECT_EQ(answer.participants_size() + answer.quotes_size() + answer.dates_size(), 0);
    EXPECT_GT(answer.zones_size(), 0);
    CheckSpans(answer, text, text::OffsetEncoding::kUtf16);
  }
}

TEST(BadInputTest, RightToLeftReadAsEnglishStillHasTrueSpans) {
  const std::string text =
      "\xE2\x80\xAB"
      "قال\xE2\x80\xAC Ned Price said \xE2\x80\x8Fon Sunday: \"השיחות talks go on\".";
  auto analysis = TestAnalyzer().Analyze({.text = text, .language_code = "en"}, Cancellation());
  ASSERT_TRUE(analysis.ok()) << analysis.status().ToString();
  for (const auto encoding :
       {text::OffsetEncoding::kUtf8, text::OffsetEncoding::kUtf16, text::OffsetEncoding::kUtf32}) {
    EXPECT_GT(CheckSpans(Convert(*analysis, encoding), text, encoding), 1);
  }
}

// --- growth --------------------------------------------------------------------------------------

struct Shape {
  const char* name;
  const char* piece;
};

// Each once was, or easily is, quadratic somewhere: marks that look for their partner, brackets
// that nest, words without end, names that are all alike, quotes that never close.
constexpr Shape kShapes[] = {
    {"word", "a"},
    {"capitals", "Aa"},
    {"digits", "1"},
    {"periods", "."},
    {"straight quotes", "\""},
    {"opening quotes", "“"},
    {"apostrophes", "'"},
    {"brackets", "("},
    {"nested brackets", "([{"},
    {"spaced quotes", "\" "},
    {"words in quotes", "\"a b\" "},
    {"blank lines", "\n"},
    {"short lines", "Aa\n"},
    {"initials", "A. "},
    {"mojibake", "Ã©"},
    {"emoji", "😀"},
    {"joined emoji", "👩\u200D"},
    {"marks", "e\u0301\u0301"},
    {"handles", "@a"},
    {"slashes", "http://"},
    {"read more", "Read more: Aa\n"},
    {"comments", "COMMENTS (1)\n"},
    {"posts", "— Aa (@aa) March 5, 2023\n"},
};

absl::Duration TimeOf(const analysis::Analyzer& analyzer, std::string_view text) {
  absl::Duration best = absl::InfiniteDuration();
  for (int i = 0; i < 2; ++i) {
    const absl::Time begin = absl::Now();
    auto analysis = analyzer.Analyze({.text = text, .language_code = "en"}, Cancellation());
    best = std::min(best, absl::Now() - begin);
    EXPECT_TRUE(analysis.ok()) << analysis.status().ToString();
  }
  return best;
}

/// Four times the text may take twelve times as long, which quadratic work (sixteen) may not; times
/// too short to compare say nothing and pass.
void ExpectLinear(const analysis::Analyzer& analyzer, const Shape& shape, std::string_view piece,
                  size_t bytes) {
  const absl::Duration small = TimeOf(analyzer, Repeat(piece, bytes));
  const absl::Duration large = TimeOf(analyzer, Repeat(piece, 4 * bytes));
  EXPECT_LT(large, 12 * std::max(small, absl::Milliseconds(5)))
      << shape.name << ": " << absl::FormatDuration(small) << " for " << bytes << " bytes, "
      << absl::FormatDuration(large) << " for four times as many";
}

class GrowthTest : public ::testing::TestWithParam<Shape> {};

TEST_P(GrowthTest, ByRules) {
  ExpectLinear(RulesAnalyzer(), GetParam(), GetParam().piece, 1 << 16);
}

std::string NameOfShape(const ::testing::TestParamInfo<Shape>& info) {
  std::string name = info.param.name;
  std::erase(name, ' ');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Shapes, GrowthTest, ::testing::ValuesIn(kShapes), NameOfShape);

TEST(BadInputTest, ProseGrowsLinearlyByRules) {
  constexpr std::string_view kProse =
      "Ned Price, the spokesman, told Amy Ng on Monday that \"the talks in Oslo\" would go on. "
      "She said Acme Corp. (Oslo) had lost $3 million in May 2021, and he agreed.\n";
  ExpectLinear(RulesAnalyzer(), {"prose", ""}, kProse, 1 << 15);
}

TEST(BadInputTest, ProseGrowsLinearlyByTheEncoder) {
  constexpr std::string_view kProse =
      "Ned Price told Amy Ng on Monday that \"the talks in Oslo\" would go on, and she agreed.\n";
  // On a thread of its own, as in the server's pool.
  const analysis::Analyzer& analyzer = TestAnalyzer();
  std::thread([&] { ExpectLinear(analyzer, {"prose", ""}, kProse, 1 << 12); }).join();
}

TEST(BadInputTest, AMebibyteOfOneWordHasAnAnswer) {
  const std::string text(kMebibyte, 'a');
  const Analysis analysis = Read(TestAnalyzer(), text);
  CheckSpans(Convert(analysis), text, text::OffsetEncoding::kUtf8);
}

TEST(BadInputTest, AMebibyteOfMarksHasAnAnswer) {
  for (const char* piece : {".", "\"", "“", "(", "-", "'"}) {
    SCOPED_TRACE(piece);
    const Analysis analysis = Read(RulesAnalyzer(), Repeat(piece, kMebibyte));
    EXPECT_TRUE(Warns(analysis, WarningType::kEmptyText));
  }
}

TEST(BadInputTest, ADeadlineStopsWorkOnAnyText) {
  for (const char* piece : {"\"", "Aa. ", "talks ", "😀", "a"}) {
    SCOPED_TRACE(piece);
    const std::string text = Repeat(piece, kMebibyte);
    const absl::Time begin = absl::Now();
    const Cancellation cancel(absl::Milliseconds(100));
    auto analysis = TestAnalyzer().Analyze({.text = text, .language_code = "en"}, cancel);
    if (!analysis.ok()) {
      EXPECT_EQ(analysis.status().code(), absl::StatusCode::kDeadlineExceeded);
    }
    EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  }
}

}  // namespace
}  // namespace nutgraf::testing
