// Participants of a text under hand-made names, in a form that reads well in an expectation.
//
// Parts of speech come from the rule annotator, names from the test: what is tested is what the
// stage makes of the names, not whether a tagger finds them.

#ifndef NUTGRAF_TESTS_UNIT_EXTRACT_PARTICIPANTS_PARTICIPANTS_FIXTURE_H_
#define NUTGRAF_TESTS_UNIT_EXTRACT_PARTICIPANTS_PARTICIPANTS_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/extract/participants/cascade.h"
#include "service/extract/participants/gazetteer.h"
#include "service/extract/participants/lexicon.h"
#include "service/extract/participants/participants.h"
#include "service/extract/participants/reading.h"
#include "tests/testing/fixtures.h"

namespace nutgraf::extract {

inline constexpr auto kPer = language::EntityType::kPerson;
inline constexpr auto kOrg = language::EntityType::kOrganization;
inline constexpr auto kLoc = language::EntityType::kLocation;
inline constexpr auto kNorp = language::EntityType::kNorp;
inline constexpr auto kMisc = language::EntityType::kMisc;

/// A name and its type; every stretch of whole tokens that spells it is a mention, earlier names of
/// the list first.
using HandMadeNames = std::vector<std::pair<std::string_view, language::EntityType>>;

inline std::vector<language::EntityMention> FindNames(const text::Document& document,
                                                      const HandMadeNames& names) {
  std::vector<language::EntityMention> found;
  std::vector<bool> taken(document.tokens.size(), false);
  for (const auto& [form, type] : names) {
    for (uint32_t first = 0; first < document.tokens.size(); ++first) {
      for (uint32_t last = first + 1; last <= document.tokens.size(); ++last) {
        const std::string_view slice = document.Slice(text::TokenRange{first, last});
        if (slice.size() >= form.size()) {
          if (slice == form &&
              std::none_of(taken.begin() + first, taken.begin() + last, [](bool t) { return t; })) {
            std::fill(taken.begin() + first, taken.begin() + last, true);
            found.push_back({{first, last}, type, 0.95F});
          }
          break;
        }
      }
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.tokens.first < b.tokens.first; });
  return found;
}

class ParticipantsFixture : public ::testing::Test {
 protected:
  static const participants::Lexicon& TestLexicon() {
    static const auto lexicon = participants::Lexicon::Create(testing::TestKnowledge());
    return **lexicon;
  }

  static const ParticipantExtractor& Extractor() {
    static const auto extractor = ParticipantExtractor::Create(testing::TestKnowledge());
    return **extractor;
  }

  /// Sets document_, notes_ and result_.
  void Extract(std::string_view text, const HandMadeNames& names, std::string_view title = "") {
    document_ = testing::MakeDocument(text, title);
    notes_ = testing::Annotate(document_);
    notes_.entities = FindNames(document_, names);
    Run();
  }

  /// As Extract, with the rule annotator's own names.
  void ExtractRaw(std::string_view text, std::string_view title = "") {
    document_ = testing::MakeDocument(text, title);
    notes_ = testing::Annotate(document_);
    Run();
  }

  void Run() {
    auto result = Extractor().Extract(document_, notes_, Cancellation());
    ASSERT_TRUE(result.ok()) << result.status().ToString();
    result_ = *std::move(result);
  }

  std::string Slice(text::Span span) const { return std::string(document_.Slice(span)); }

  /// "Anna Lund, Boreal Foods": names in the order of their ids.
  std::string Names() const {
    std::string out;
    for (const Participant& participant : result_.participants) {
      out += (out.empty() ? "" : ", ") + participant.name;
    }
    return out;
  }

  std::string PlaceNames() const {
    std::string out;
    for (const Place& place : result_.places) out += (out.empty() ? "" : ", ") + place.name;
    return out;
  }

  /// The participant or place of that name; fails the test, and gives an empty one, when it is not
  /// there.
  const Participant& Named(std::string_view name) const {
    return Find(result_.participants, name, Names());
  }
  const Place& PlaceNamed(std::string_view name) const {
    return Find(result_.places, name, PlaceNames());
  }

  /// "Anna Lund|Lund|she": what its mentions say, in order.
  template <typename Row>
  std::string Mentions(const Row& row) const {
    std::string out;
    for (const Mention& mention : row.mentions) {
      out += (out.empty() ? "" : "|") + Slice(mention.span);
    }
    return out;
  }
  std::string MentionsOf(std::string_view name) const { return Mentions(Named(name)); }

  /// The kind of the first mention that reads `form`.
  template <typename Row>
  MentionKind KindOf(const Row& row, std::string_view form) const {
    for (const Mention& mention : row.mentions) {
      if (document_.Slice(mention.span) == form) return mention.kind;
    }
    ADD_FAILURE() << "no mention \"" << form << "\" in " << Mentions(row);
    return MentionKind::kName;
  }

  /// Name of the participant that one represents; "" for none.
  std::string Side(std::string_view name) const {
    const int32_t side = Named(name).represents;
    return side == kNone ? "" : result_.participants.at(side).name;
  }

  /// "spokesman @ State Department; president": titles in order.
  std::string Titles(std::string_view name) const {
    std::string out;
    for (const ParticipantTitle& title : Named(name).titles) {
      out += (out.empty() ? "" : "; ") + title.text;
      if (!title.organization.empty()) out += " @ " + title.organization;
    }
    return out;
  }

  /// The value of an identifier; "" when it has none of the scheme.
  template <typename Row>
  static std::string Id(const Row& row, std::string_view scheme) {
    for (const Identifier& identifier : row.identifiers) {
      if (identifier.scheme == scheme) return identifier.value;
    }
    return "";
  }

  text::Document document_;
  language::Annotations notes_;
  ParticipantsResult result_;

 private:
  template <typename Row>
  static const Row& Find(const std::vector<Row>& rows, std::string_view name,
                         const std::string& all) {
    for (const Row& row : rows) {
      if (row.name == name) return row;
    }
    ADD_FAILURE() << "nobody and nowhere is called \"" << name << "\"; there are: " << all;
    static const Row kEmpty;
    return kEmpty;
  }
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_TESTS_UNIT_EXTRACT_PARTICIPANTS_PARTICIPANTS_FIXTURE_H_
