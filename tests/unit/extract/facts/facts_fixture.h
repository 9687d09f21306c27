// Facts of a text through the real stages before: the trained encoder where the build has its
// weights, else a test says that it was skipped.

#ifndef NUTGRAF_TESTS_UNIT_EXTRACT_FACTS_FACTS_FIXTURE_H_
#define NUTGRAF_TESTS_UNIT_EXTRACT_FACTS_FACTS_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/extract/facts/facts.h"
#include "service/language/encoder/encoder_annotator.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {

struct FactsOf {
  std::string_view text;
  std::string_view title = "";
  std::string publish_time = "2024-05-15";  // a Wednesday
  bool rules = false;                       // the rule annotator: no parse
  /// A given parse over the rule annotator's words and names: for each token its head, counted from
  /// 1 in its sentence (0: the root), a colon, its relation and, to correct it, a part of speech:
  /// "2:nsubj 0:root/VERB".
  std::string_view tree = "";
};

class FactsFixture : public ::testing::Test {
 protected:
  /// The facts; everything before them stays in the fixture for the helpers below.
  std::vector<HeadlineFact> Extract(const FactsOf& of) {
    static const auto knowledge = testing::TestKnowledge();
    static const auto dates = DateExtractor::Create(knowledge);
    static const auto participants = ParticipantExtractor::Create(knowledge);
    static const auto quotes = QuoteExtractor::Create(knowledge);
    static const auto facts = FactExtractor::Create(knowledge);
    EXPECT_TRUE(dates.ok() && participants.ok() && quotes.ok() && facts.ok());
    const Cancellation cancel;
    document_ = testing::MakeDocument(of.text, of.title);
    notes_ = of.rules || !of.tree.empty() ? testing::Annotate(document_) : Encode(document_);
    if (!of.tree.empty()) Parse(of.tree);
    auto dated = (*dates)->Extract(document_, notes_, {.publish_time = of.publish_time}, cancel);
    EXPECT_TRUE(dated.ok()) << dated.status().ToString();
    dates_ = *std::move(dated);
    people_ = *(*participants)->Extract(document_, notes_, cancel);
    quotes_ = *(*quotes)->Extract(document_, notes_, people_, cancel);
    auto result = (*facts)->Extract({document_, notes_, people_, dates_, quotes_}, cancel);
    EXPECT_TRUE(result.ok()) << result.status().ToString();
    return *std::move(result);
  }

  /// Puts a given parse into the notes.
  void Parse(std::string_view tree) {
    std::istringstream in{std::string(tree)};
    for (std::string word; in >> word;) {
      const size_t colon = word.find(':');
      const size_t slash = std::min(word.find('/'), word.size());
      const size_t token = notes_.head.size();
      ASSERT_LT(token, document_.tokens.size()) << "the tree is longer than the text";
      const int head = std::stoi(word.substr(0, colon));
      const uint32_t first = document_.sentences[document_.tokens[token].sentence].tokens.first;
      notes_.head.push_back(head == 0 ? language::Annotations::kNoHead
                                      : static_cast<int32_t>(first) + head - 1);
      notes_.deprel.push_back(language::DepRelFromName(word.substr(colon + 1, slash - colon - 1)));
      if (slash < word.size()) {
        notes_.upos[token] = language::UposFromName(word.substr(slash + 1));
      }
    }
    ASSERT_EQ(notes_.head.size(), document_.tokens.size()) << "the tree is shorter than the text";
  }

  /// The first fact; fails the test when there is none.
  HeadlineFact First(const FactsOf& of) {
    std::vector<HeadlineFact> facts = Extract(of);
    EXPECT_FALSE(facts.empty()) << "in: " << of.text;
    return facts.empty() ? HeadlineFact{} : facts.front();
  }

  /// Who, joined by " + ".
  static std::string Who(const HeadlineFact& fact) {
    std::string out;
    for (const Answer& who : fact.who) out += (out.empty() ? "" : " + ") + who.text;
    return out;
  }

  static std::string Text(const std::optional<Answer>& answer) {
    return answer ? answer->text : "(none)";
  }

  /// "2024-05-14" or "2024-05-14..2024-05-15".
  std::string Days(const std::optional<Answer>& answer) const {
    if (!answer || answer->date == kNone) return "(none)";
    const DateMention& date = dates_.dates[answer->date];
    const std::string first = date.start.substr(0, 10);
    const std::string last = date.end.substr(0, 10);
    return first == last ? first : first + ".." + last;
  }

  std::string NameOf(int32_t participant) const {
    return participant == kNone ? "(none)" : people_.participants[participant].name;
  }

  text::Document document_;
  language::Annotations notes_;
  DatesResult dates_;
  ParticipantsResult people_;
  std::vector<Quote> quotes_;

 private:
  static language::Annotations Encode(const text::Document& document) {
    static const auto encoder = language::EncoderAnnotator::Create(testing::WeightsDirectory(),
                                                                   testing::TestKnowledge(), {});
    EXPECT_TRUE(encoder.ok()) << encoder.status().ToString();
    return *(*encoder)->Annotate(document, Cancellation());
  }
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_TESTS_UNIT_EXTRACT_FACTS_FACTS_FIXTURE_H_
