// The sample article of the shared folder: what its quotes must be.

#include "tests/unit/extract/quotes/quotes_fixture.h"

namespace nutgraf::extract {
namespace {

class SampleTest : public QuotesFixture {
 protected:
  void SetUp() override {
    const std::string shared = testing::SharedDirectory();
    if (shared.empty()) GTEST_SKIP() << "no shared evaluation folder beside the checkout";
    quotes_ = Extract(testing::ReadFile(shared + "/data/articles/curtain_raiser.txt"),
                      {{"Ned Price",
                        {{"Ned Price", MentionKind::kName},
                         {"Price", MentionKind::kAlias},
                         {"the spokesperson", MentionKind::kNominal}}},
                       {"United States",
                        {{"the US", MentionKind::kAlias}, {"US", MentionKind::kAlias}},
                        ParticipantType::kCountry},
                       {"Ministry of Foreign Affairs",
                        {{"Ministry of Foreign Affairs", MentionKind::kName}},
                        ParticipantType::kOrganization}});
  }

  /// The quote with a piece that reads `words`, marks left out.
  const Quote* WithPiece(std::string_view words) const {
    for (const Quote& quote : quotes_) {
      for (const text::Span span : quote.quoted) {
        if (Slice(span).find(words) != std::string::npos) return &quote;
      }
    }
    return nullptr;
  }

  std::vector<Quote> quotes_;
};

TEST_F(SampleTest, TheLongQuoteIsDirectAndWhole) {
  const Quote* quote = WithPiece("Pakistan is a valued partner");
  ASSERT_NE(quote, nullptr);
  EXPECT_EQ(quote->type, QuoteType::kDirect);
  ASSERT_EQ(quote->content.size(), 1u);
  EXPECT_TRUE(Content(*quote).starts_with("Pakistan is a valued partner of the United States."));
  EXPECT_TRUE(Content(*quote).ends_with("anything beyond that."));
  EXPECT_EQ(SpeakerName(*quote), "Ned Price");
}

TEST_F(SampleTest, MixedQuotes) {
  for (const auto& [words, speaker] :
       {std::pair{"valued across many realms", "Ned Price"},
        std::pair{"the peaceful upholding", "Ned Price"},
        std::pair{"longstanding cooperation with Pakistan", "Ned Price"},
        std::pair{"could well in turn be threats to us\"", "United States"}}) {
    const Quote* quote = WithPiece(words);
    ASSERT_NE(quote, nullptr) << words;
    EXPECT_EQ(quote->type, QuoteType::kMixed) << words;
    EXPECT_EQ(SpeakerName(*quote), speaker) << words;
  }
}

TEST_F(SampleTest, TheAccountSpeaksInItsPost) {
  ASSERT_EQ(document_.posts.size(), 1u);
  for (const Quote& quote : quotes_) {
    if (quote.content.front() != document_.posts[0].body) continue;
    EXPECT_EQ(quote.speaker.span, document_.posts[0].author);
    return;
  }
  ADD_FAILURE() << "the post's body is no quote";
}

TEST_F(SampleTest, TheAnnouncementIsIndirect) {
  for (const Quote& quote : quotes_) {
    if (!Content(quote).starts_with("Pakistan and the United States (US) are scheduled")) continue;
    EXPECT_EQ(quote.type, QuoteType::kIndirect);
    EXPECT_EQ(SpeakerName(quote), "Ministry of Foreign Affairs");
    EXPECT_TRUE(Content(quote).ends_with("on March 6"));
    return;
  }
  ADD_FAILURE() << "the announcement was not found";
}

}  // namespace
}  // namespace nutgraf::extract
