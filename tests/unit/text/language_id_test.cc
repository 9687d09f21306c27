#include "service/text/language_id.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "service/text/document.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::text {
namespace {

// Sentences of our own on one subject, in fifteen languages.
class LanguageTest : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(LanguageTest, IsRecognised) {
  const auto [code, text] = GetParam();
  const LanguageGuess guess = RecogniseLanguage(text);
  EXPECT_EQ(guess.code, code);
  EXPECT_GT(guess.confidence, 0.5F);
}

INSTANTIATE_TEST_SUITE_P(
    Languages, LanguageTest,
    ::testing::Values(
        std::pair{"en",
                  "The government said on Monday that it would hold talks with its "
                  "neighbours about trade and security."},
        std::pair{"de",
                  "Die Regierung erklärte am Montag, sie werde mit ihren Nachbarn über Handel "
                  "und Sicherheit sprechen."},
        std::pair{"fr",
                  "Le gouvernement a déclaré lundi qu'il allait discuter du commerce et de la "
                  "sécurité avec ses voisins."},
        std::pair{"es",
                  "El gobierno dijo el lunes que hablará con sus vecinos sobre el comercio y "
                  "la seguridad de la región."},
        std::pair{"it",
                  "Il governo ha detto lunedì che parlerà con i suoi vicini del commercio e "
                  "della sicurezza nella regione."},
        std::pair{"pt",
                  "O governo disse na segunda-feira que vai conversar com os seus vizinhos "
                  "sobre o comércio e a segurança."},
        std::pair{"nl",
                  "De regering zei maandag dat zij met haar buren zal spreken over handel en "
                  "veiligheid in het gebied."},
        std::pair{"sv",
                  "Regeringen sade på måndagen att den ska tala med sina grannar om handel "
                  "och säkerhet i området."},
        std::pair{"pl",
                  "Rząd powiedział w poniedziałek, że będzie rozmawiał z sąsiadami o handlu i "
                  "bezpieczeństwie w regionie."},
        std::pair{"tr",
                  "Hükümet pazartesi günü komşularıyla ticaret ve güvenlik konularında "
                  "görüşmeler yapacağını söyledi."},
        std::pair{"ru",
                  "Правительство сообщило в понедельник, что обсудит с соседями торговлю и "
                  "безопасность в регионе."},
        std::pair{"ar",
                  "قالت الحكومة يوم الاثنين إنها ستجري محادثات مع جيرانها حول التجارة والأمن في "
                  "المنطقة."},
        std::pair{
            "ur",
            "حکومت نے پیر کو کہا کہ وہ اپنے پڑوسیوں کے ساتھ تجارت اور سلامتی پر بات چیت کرے گی۔"},
        std::pair{"hi",
                  "सरकार ने सोमवार को कहा कि वह अपने पड़ोसियों के साथ व्यापार और सुरक्षा पर बातचीत करेगी।"},
        std::pair{"zh",
                  "政府星期一表示，将与邻国就贸易和安全问题举行会谈。会谈将在首都举行，为期两天。"},
        std::pair{"ja", "政府は月曜日、貿易と安全保障について近隣諸国と協議を行うと発表した。"},
        std::pair{"he", "הממשלה הודיעה ביום שני כי תקיים שיחות עם שכנותיה על סחר וביטחון באזור."},
        std::pair{"sw",
                  "Serikali ilisema Jumatatu kwamba itafanya mazungumzo na majirani zake kuhusu "
                  "biashara na usalama."}));

TEST(LanguageIdTest, IsUndeterminedForTooLittle) {
  for (const char* text : {"", " \n ", "OK", "42 17 99 2023", "🇵🇰🇺🇸🎉", "...!?"}) {
    EXPECT_EQ(RecogniseLanguage(text).code, "und") << text;
    EXPECT_EQ(RecogniseLanguage(text).confidence, 0) << text;
  }
}

TEST(LanguageIdTest, ReadsTablesOfNamesAsEnglish) {
  // Between the names there is little that speaks for any language.
  const LanguageGuess guess = RecogniseLanguage(
      "ATHLETICS - BERLIN MEETING RESULTS.\nLeading results at the meeting on Friday:\nWomen's 100 "
      "metres hurdles\n1. Michelle Ivanova (Jamaica) 12.71 seconds\n2. Ludmila Gomez (Sweden) "
      "12.74\n3. Aliuska Novak (Cuba) 12.92\n4. Brigita Diallo (Slovenia) 12.92\n5. Yulia "
      "Grodzka (Russia) 12.96\n6. Julie Baumann (Switzerland) 13.11\n7. Gillian Russell (Jamaica)");
  EXPECT_EQ(guess.code, "en");
  EXPECT_GT(guess.confidence, 0);
}

TEST(LanguageIdTest, ReadsOnlyTheBeginningOfMuchText) {
  std::string text;
  while (text.size() < 4 << 20) text += "Die Regierung erklärte am Montag, sie werde sprechen. ";
  EXPECT_EQ(RecogniseLanguage(text).code, "de");
}

class DocumentLanguageTest : public ::testing::Test {
 protected:
  Document Build(std::string_view text, std::string_view code) const {
    return (*builder_)
        ->Build({.title = "", .text = text, .language_code = code}, Cancellation())
        .value();
  }

  absl::StatusOr<std::unique_ptr<const DocumentBuilder>> builder_ =
      DocumentBuilder::Create(nutgraf::testing::TestKnowledge());
};

TEST_F(DocumentLanguageTest, TrustsTheSender) {
  const Document document = Build("Die Regierung erklärte am Montag, sie werde sprechen.", "fr");
  EXPECT_EQ(document.language, "fr");
  EXPECT_EQ(document.language_confidence, 1);
}

TEST_F(DocumentLanguageTest, IsThatOfTheStory) {
  const Document document = Build(
      "The ministry said that it would hold talks with its neighbours.\nEs lebe die Freundschaft "
      "zwischen unseren Völkern und Staaten! https://t.co/x\n— Amt (@amt) March 5, 2023\nNobody "
      "could say when the talks would begin or where.\n",
      "");
  EXPECT_EQ(document.language, "en");
}

}  // namespace
}  // namespace nutgraf::text
