// Quotes of a text under hand-made participants, in a form that reads well in an expectation.

#ifndef NUTGRAF_TESTS_UNIT_EXTRACT_QUOTES_QUOTES_FIXTURE_H_
#define NUTGRAF_TESTS_UNIT_EXTRACT_QUOTES_QUOTES_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/extract/quotes/quotes.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {

/// A participant by name and the forms of its mentions, each found everywhere in the text.
struct HandMade {
  std::string name;
  std::vector<std::pair<std::string, MentionKind>> mentions;
  ParticipantType type = ParticipantType::kPerson;
};

inline ParticipantsResult MakeParticipants(const text::Document& document,
                                           const std::vector<HandMade>& people) {
  ParticipantsResult result;
  for (const HandMade& person : people) {
    Participant participant;
    participant.name = person.name;
    participant.type = person.type;
    for (const auto& [form, kind] : person.mentions) {
      for (size_t at = document.text().find(form); at != std::string_view::npos;
           at = document.text().find(form, at + 1)) {
        Mention mention;
        mention.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + form.size())};
        mention.kind = kind;
        mention.confidence = 1;
        participant.mentions.push_back(mention);
      }
    }
    std::sort(participant.mentions.begin(), participant.mentions.end(),
              [](const Mention& a, const Mention& b) { return a.span < b.span; });
    result.participants.push_back(std::move(participant));
  }
  return result;
}

class QuotesFixture : public ::testing::Test {
 protected:
  /// Extracts from `text`; the document and participants stay for the helpers below.
  std::vector<Quote> Extract(std::string_view text, const std::vector<HandMade>& people = {}) {
    document_ = testing::MakeDocument(text);
    people_ = MakeParticipants(document_, people);
    return Run(testing::Annotate(document_));
  }

  /// Extracts from `text` under a given dependency tree: for each token its head, counted from 1 (0
  /// is the root), its relation and, where the rules' tag would mislead, its part of speech:
  /// "2:nsubj 0:root/VERB 2:obj".
  std::vector<Quote> ExtractParsed(std::string_view text, std::string_view tree,
                                   const std::vector<HandMade>& people = {}) {
    document_ = testing::MakeDocument(text);
    people_ = MakeParticipants(document_, people);
    language::Annotations notes = testing::Annotate(document_);
    std::istringstream words{std::string(tree)};
    for (std::string word; words >> word;) {
      const size_t colon = word.find(':');
      notes.head.push_back(std::stoi(word.substr(0, colon)) - 1);
      const size_t slash = std::min(word.find('/'), word.size());
      notes.deprel.push_back(language::DepRelFromName(word.substr(colon + 1, slash - colon - 1)));
      if (slash < word.size() && notes.deprel.size() <= notes.upos.size()) {
        notes.upos[notes.deprel.size() - 1] = language::UposFromName(word.substr(slash + 1));
      }
    }
    EXPECT_EQ(notes.head.size(), document_.tokens.size()) << "in: " << text;
    return notes.head.size() == document_.tokens.size() ? Run(notes) : std::vector<Quote>{};
  }

  std::vector<Quote> Run(const language::Annotations& notes) {
    static const auto extractor = QuoteExtractor::Create(testing::TestKnowledge());
    EXPECT_TRUE(extractor.ok()) << extractor.status().ToString();
    auto quotes = (*extractor)->Extract(document_, notes, people_, Cancellation());
    EXPECT_TRUE(quotes.ok()) << quotes.status().ToString();
    return *std::move(quotes);
  }

  std::string Slice(text::Span span) const { return std::string(document_.Slice(span)); }

  /// Content pieces joined by " | ".
  std::string Content(const Quote& quote) const {
    std::string out;
    for (const text::Span span : quote.content) {
      if (!out.empty()) out += " | ";
      out += Slice(span);
    }
    return out;
  }

  std::string SpeakerName(const Quote& quote) const {
    return quote.speaker.participant == kNone
               ? "(none)"
               : people_.participants[quote.speaker.participant].name;
  }

  /// The only quote of `text`; fails the test when there is none or more than one.
  Quote Only(std::string_view text, const std::vector<HandMade>& people = {}) {
    const std::vector<Quote> quotes = Extract(text, people);
    EXPECT_EQ(quotes.size(), 1u) << "in: " << text;
    return quotes.empty() ? Quote{} : quotes.front();
  }

  /// The only quote of `text` under that tree.
  Quote OnlyParsed(std::string_view text, std::string_view tree,
                   const std::vector<HandMade>& people = {}) {
    const std::vector<Quote> quotes = ExtractParsed(text, tree, people);
    EXPECT_EQ(quotes.size(), 1u) << "in: " << text;
    return quotes.empty() ? Quote{} : quotes.front();
  }

  text::Document document_;
  ParticipantsResult people_;
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_TESTS_UNIT_EXTRACT_QUOTES_QUOTES_FIXTURE_H_
