#include "service/text/encoding/repair.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "service/text/encoding/code_pages.h"
#include "tests/unit/text/encoding/damage.h"

namespace nutgraf::text {
namespace {

TEST(RepairTest, NamesTheWrongDecoding) {
  const auto encoding = [](std::string_view raw) {
    const RepairResult result = RepairText(raw);
    return result.repairs.empty() ? std::string("none") : result.repairs[0].encoding;
  };
  EXPECT_EQ(encoding("rÃ©gime"), "windows-1252");
  EXPECT_EQ(encoding("itâ\u0080\u0099s"), "iso-8859-1");
  EXPECT_EQ(encoding("LiĂ¨ge"), "windows-1250");
  EXPECT_EQ(encoding("РґРѕСЂРѕРіРµ"), "windows-1251");
  EXPECT_EQ(encoding("r√©gime"), "macintosh");
  EXPECT_EQ(encoding("nÃƒÂ© Jim"), "windows-1252, windows-1252");
  EXPECT_EQ(encoding("about Г‚ВЈ5.8bn"), "windows-1251, windows-1252");
  EXPECT_EQ(encoding("5ļøā£"), "iso-8859-13 (lossy)");
  EXPECT_EQ(encoding("\u0084yes\u0093"), "iso-8859-1");
}

TEST(RepairTest, RepairsStretchByStretch) {
  const std::string raw = "Café “open”: rÃ©gime, then Łódź and itâ€™s done.";
  const RepairResult result = RepairText(raw);
  EXPECT_EQ(result.text, "Café “open”: régime, then Łódź and it’s done.");
  ASSERT_EQ(result.repairs.size(), 2U);
  const Repair& first = result.repairs[0];
  EXPECT_EQ(raw.substr(first.raw.begin, first.raw.size()), "Ã©");
  EXPECT_EQ(result.text.substr(first.repaired.begin, first.repaired.size()), "é");
}

TEST(RepairTest, NeighboursOfOneExplanationAreOneRepair) {
  const RepairResult result = RepairText("РґРѕСЂРѕРіРµ");
  ASSERT_EQ(result.repairs.size(), 1U);
  EXPECT_EQ(result.text, "дороге");
  EXPECT_EQ(result.offsets.replacements().size(), 6U);
}

TEST(RepairTest, LostBytesOfFlagsKeycapsAndArrows) {
  EXPECT_EQ(Repaired("šµš° MoFA"), "🇵🇰 MoFA");
  EXPECT_EQ(Repaired("PR NO. 5ļøā£0ļøā£/2ļøā£0ļøā£2ļøā£3ļøā£"),
            "PR NO. 5️⃣0️⃣/2️⃣0️⃣2️⃣3️⃣");
  EXPECT_EQ(Repaired("šā¬ļøhttps://t.co/x"), "š⬇️https://t.co/x");
  EXPECT_EQ(Repaired("šŗšø and š¬š§"), "🇺🇸 and 🇬🇧");
  EXPECT_EQ(Repaired("Visit ðºð¸ now"), "Visit 🇺🇸 now");
}

TEST(RepairTest, EveryFlagComesBack) {
  for (const std::string_view flag :
       {"🇵🇰", "🇺🇸", "🇬🇧", "🇫🇷", "🇩🇪", "🇷🇺", "🇺🇦", "🇮🇳", "🇨🇳", "🇧🇷", "🇯🇵"}) {
    const std::string text = "Talks " + std::string(flag) + " today";
    for (const uint8_t page : {kWindows1252, kIso8859Dash13, kIso8859Dash2}) {
      EXPECT_EQ(Repaired(DamageWithC1(text, page, Undefined::kDropped)), text)
          << CodePages()[page].name;
    }
    EXPECT_EQ(Repaired(Damage(text, kWindows1257, Undefined::kDropped)), text);
  }
}

TEST(RepairTest, WhatCannotBeKnownStays) {
  EXPECT_EQ(Repaired("š: PR NO. 5"), "š: PR NO. 5");
  EXPECT_EQ(Repaired("šµ alone"), "šµ alone");      // 🎵 🐵 💵 🔵 or half a flag
  EXPECT_EQ(Repaired("šµšµ twice"), "šµšµ twice");  // no such flag
}

TEST(RepairTest, BalticAndSlavicWordsAreNotLostEmoji) {
  for (const std::string_view text :
       {"šalis, Škoda, ļoti, ārā", "š", "ļ ā š", "Dašøy", "5 ļ", "5ļ", "āķis 5", "mašina – šešios",
        "ļoti ārā šķēle šūpoles", "Māori whānau in the hālau"}) {
    EXPECT_EQ(Repaired(text), text);
  }
}

TEST(RepairTest, MarkedLosses) {
  EXPECT_EQ(Repaired("â€œlossyâ€\uFFFD"), "“lossy”");
  EXPECT_EQ(Repaired("to â€œbb+â€? from"), "to “bb+” from");
  EXPECT_EQ(Repaired("Ă\uFFFDfrica, AmĂ©rica"), "\uFFFDfrica, América");
  EXPECT_EQ(Repaired("What is â€? A sign."), "What is â€? A sign.");
  EXPECT_EQ(Repaired("a \uFFFD in right text"), "a \uFFFD in right text");
}

TEST(RepairTest, LostQuotesInEnglish) {
  EXPECT_EQ(Repaired("The minister said it isnât over. âWe need more time,â he said, and the "
                     "people of the cityâs wards agreed â for now."),
            "The minister said it isn’t over. “We need more time,” he said, and the people of the "
            "city’s wards agreed – for now.");
  EXPECT_EQ(Repaired("It was clear that the party wasnāt ready for the vote, he said on Friday."),
            "It was clear that the party wasn’t ready for the vote, he said on Friday.");
}

TEST(RepairTest, AccentsAreNotLostQuotes) {
  for (const std::string_view text :
       {"In the château the pâté of the chef was good, and he said it was a tâche for the mât.",
        "Mae hi’n siarad â hi ac â’r plant â phleser, meddai â gwên.",
        "Il fallait bien que l’on donnât du temps, et que cela fût prêt, â dit-il.",
        "The word is written â in the grammar of the language, and that is all that it says."}) {
    EXPECT_EQ(Repaired(text), text);
  }
}

TEST(RepairTest, StrayControlsAreWindowsPunctuation) {
  EXPECT_EQ(Repaired("\u0093Yes,\u0094 he said\u0097\u0091no\u0092\u0085"), "“Yes,” he said—‘no’…");
  EXPECT_EQ(Repaired("odd \u0081 control"), "odd \u0081 control");
}

TEST(RepairTest, PlainSpacesThatWereBytes) {
  EXPECT_EQ(Repaired("Ã perturber la rÃ©flexion jusqu'Ã nos jours"),
            "à perturber la réflexion jusqu'à nos jours");
  EXPECT_EQ(Repaired("atenÃ§Ã£o Ã s crianÃ§as"), "atenção às crianças");
  EXPECT_EQ(Repaired("MANHÃ DE SOL, IRMÃ DA MÃE"), "MANHÃ DE SOL, IRMÃ DA MÃE");
}

TEST(RepairTest, DroppedSoftHyphens) {
  EXPECT_EQ(Repaired("MarÃa GarcÃa of BahÃa"), "María García of Bahía");
  EXPECT_EQ(Repaired("raison d'Ãatre, StraÃe, RaÃol"), "raison d'Ãatre, StraÃe, RaÃol");
}

TEST(RepairTest, DecomposedDamage) {
  EXPECT_EQ(Repaired("SégolÃ \u0308ne and naÃ \u0304ve"), "Ségolène and naïve");
  EXPECT_EQ(Repaired("FranA\u0303\u0083A\u0302§ois"), "François");
  EXPECT_EQ(Repaired("cafe\u0301 and Pa\u0302te\u0301"), "cafe\u0301 and Pa\u0302te\u0301");
}

TEST(RepairTest, LeavesWhatIsNotItsMatter) {
  for (const std::string_view text :
       {"10Î&frac14;s &amp; &eacute;", "“curly” and ‘single’", "ＦＵＬＬ　ＷＩＤＴＨ", "ﬁ ligature",
        "e\u0301 decomposed", "100% plain ASCII", ""}) {
    EXPECT_EQ(Repaired(text), text);
  }
}

TEST(RepairTest, PoundSignsInEnglish) {
  EXPECT_EQ(Repaired("a Â£5.8bn deal"), "a £5.8bn deal");
  EXPECT_EQ(Repaired("It cost Â£100, he said."), "It cost £100, he said.");
}

}  // namespace
}  // namespace nutgraf::text
