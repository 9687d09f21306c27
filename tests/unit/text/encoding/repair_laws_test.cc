// The laws of repair.h on generated text, hostile text and random bytes.

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "service/text/encoding/code_pages.h"
#include "service/text/encoding/repair.h"
#include "service/text/utf8.h"
#include "tests/unit/text/encoding/damage.h"

namespace nutgraf::text {
namespace {

/// Every character that some page makes of a byte, and the C1 controls.
std::vector<char32_t> SuspiciousCharacters() {
  std::vector<char32_t> all;
  for (const CodePage& page : CodePages()) {
    for (const char16_t c : page.high) {
      if (c != 0) all.push_back(c);
    }
  }
  for (char32_t c = 0x80; c < 0xA0; ++c) all.push_back(c);
  return all;
}

std::string_view Slice(std::string_view s, Span span) { return s.substr(span.begin, span.size()); }

void ExpectLaws(std::string_view raw) {
  ASSERT_TRUE(IsValidUtf8(raw));
  const RepairResult result = RepairText(raw);
  const auto replacements = result.offsets.replacements();
  if (result.repairs.empty()) {
    EXPECT_TRUE(result.text.empty());
    EXPECT_TRUE(result.offsets.identity());
    return;
  }
  EXPECT_TRUE(IsValidUtf8(result.text));
  // Outside of the replacements both texts agree, and the replacements fill the rest.
  Span last_raw;
  Span last_repaired;
  for (const Replacement& r : replacements) {
    ASSERT_LE(last_raw.end, r.raw.begin);
    ASSERT_LE(last_repaired.end, r.repaired.begin);
    ASSERT_LT(r.raw.begin, r.raw.end);
    ASSERT_LT(r.repaired.begin, r.repaired.end);
    ASSERT_TRUE(IsBoundary(raw, r.raw.begin) && IsBoundary(raw, r.raw.end));
    ASSERT_TRUE(IsBoundary(result.text, r.repaired.begin) &&
                IsBoundary(result.text, r.repaired.end));
    ASSERT_EQ(Slice(raw, {last_raw.end, r.raw.begin}),
              Slice(result.text, {last_repaired.end, r.repaired.begin}));
    ASSERT_EQ(result.offsets.RawSpan(r.repaired), r.raw);
    ASSERT_EQ(result.offsets.RepairedSpan(r.raw), r.repaired);
    last_raw = r.raw;
    last_repaired = r.repaired;
  }
  ASSERT_EQ(raw.substr(last_raw.end), std::string_view(result.text).substr(last_repaired.end));
  // Repairs are the replacements, joined.
  size_t next = 0;
  for (const Repair& repair : result.repairs) {
    ASSERT_FALSE(repair.encoding.empty());
    ASSERT_LT(next, replacements.size());
    ASSERT_EQ(repair.raw.begin, replacements[next].raw.begin);
    ASSERT_EQ(repair.repaired.begin, replacements[next].repaired.begin);
    while (next < replacements.size() && repair.raw.Contains(replacements[next].raw)) ++next;
    ASSERT_EQ(repair.raw.end, replacements[next - 1].raw.end);
    ASSERT_EQ(repair.repaired.end, replacements[next - 1].repaired.end);
  }
  ASSERT_EQ(next, replacements.size());
  const RepairResult again = RepairText(raw);
  ASSERT_EQ(again.text, result.text);
}

TEST(RepairLawsTest, HoldOnSentencesDamagedInEveryWay) {
  for (const Line& line : ReadLines("clean_sentences.tsv")) {
    for (uint8_t page = 0; page < kCodePageCount; ++page) {
      ExpectLaws(Damage(line.text, page));
      ExpectLaws(Damage(line.text, page, Undefined::kDropped));
      ExpectLaws(DamageWithC1(line.text, page, Undefined::kDropped));
    }
  }
}

TEST(RepairLawsTest, HoldOnRandomPiecesOfSuspiciousText) {
  const std::vector<char32_t> suspicious = SuspiciousCharacters();
  std::vector<std::string> sentences;
  for (const Line& line : ReadLines("clean_sentences.tsv")) sentences.push_back(line.text);
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const size_t pieces = random() % 8;
    for (size_t piece = 0; piece < pieces; ++piece) {
      const std::string& sentence = sentences[random() % sentences.size()];
      const auto page = static_cast<uint8_t>(random() % kCodePageCount);
      switch (random() % 6) {
        case 0:
          for (size_t n = random() % 20; n > 0; --n) {
            AppendUtf8(suspicious[random() % suspicious.size()], &text);
          }
          break;
        case 1:
          for (size_t n = random() % 20; n > 0; --n) {
            AppendUtf8(static_cast<char32_t>(random() % 0x110000), &text);
          }
          break;
        case 2:
          text += Damage(sentence, page, Undefined::kDropped);
          break;
        case 3:
          text += Damage(Damage(sentence, page), static_cast<uint8_t>(random() % kCodePageCount));
          break;
        case 4:
          for (size_t n = random() % 30; n > 0; --n)
            text.push_back(static_cast<char>(random() % 128));
          break;
        default:
          text += sentence;
      }
    }
    ExpectLaws(text);
    if (HasFatalFailure()) return;
  }
}

TEST(RepairLawsTest, LongDamagedTextHasNoSeams) {
  // More characters than one window of the reader holds, all damaged, no space to rest at.
  std::string clean;
  for (int i = 0; i < 6000; ++i) clean += i % 7 == 6 ? "и" : "дорога";
  EXPECT_EQ(Repaired(Damage(clean, kWindows1251)), clean);
  EXPECT_EQ(Repaired(Damage(clean, kWindows1252)), clean);
}

double Seconds(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  const RepairResult result = RepairText(text);
  EXPECT_LE(2 * result.text.size(), 3 * text.size());  // a control of two bytes may be a “ of three
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string Repeat(std::string_view piece, size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  return text;
}

TEST(RepairLawsTest, TimeIsLinearInHostileText) {
  Repaired("warm up: rÃ©gime");
  std::mt19937 random(8);
  const std::vector<char32_t> suspicious = SuspiciousCharacters();
  const auto random_text = [&](size_t size) {
    std::string text;
    while (text.size() < size) AppendUtf8(suspicious[random() % suspicious.size()], &text);
    return text;
  };
#ifdef NDEBUG
  constexpr size_t kWhole = 1 << 20;
#else
  constexpr size_t kWhole = 1 << 17;  // debug and sanitizer builds take their time
#endif
  std::vector<std::pair<std::string, std::string>> texts;  // an eighth, and the whole
  texts.emplace_back(random_text(kWhole / 8), random_text(kWhole));
  for (const std::string_view piece :
       {"Ã", "â", "š", "Р", "\u0080", "\uFFFD", "╨", "ÃƒÂ©", "šµš° ", "РѕРµ ", "â€", "ðŸ", "â x",
        "the âand of aâs ", "a\u0303\u0303", "\u4E2D", "íí ½", " Ã ", "ã†â€™ã"}) {
    texts.emplace_back(Repeat(piece, kWhole / 8), Repeat(piece, kWhole));
  }
  for (const auto& [eighth, whole] : texts) {
    const double small = Seconds(eighth);
    const double large = Seconds(whole);
    // Eight times the text in eight times the time; a generous bound, for machines that are busy.
    EXPECT_LT(large, 24 * small + 0.5) << whole.substr(0, 8);
    EXPECT_LT(large, 10) << whole.substr(0, 8);  // about 1 s or less on an idle core
  }
}

}  // namespace
}  // namespace nutgraf::text
