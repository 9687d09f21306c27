#include "service/extract/participants/title_mentions.h"

#include <algorithm>

namespace nutgraf::extract::participants {
namespace {

constexpr size_t kMaxWords = 64;
constexpr size_t kMaxRun = 6;
constexpr int kMaxGivenNames = 3;

}  // namespace

TitleMentions::TitleMentions(const Reading& reading) {
  const text::Document& document = reading.document();
  std::vector<std::string_view> written;
  for (const text::Token& token : document.title.tokens) {
    if (written.size() == kMaxWords) break;
    written.push_back(
        std::string_view(document.title.text).substr(token.span.begin, token.span.size()));
  }
  if (written.empty()) {
    const auto headline =
        std::find_if(document.sentences.begin(), document.sentences.end(),
                     [](const auto& s) { return s.zone == text::ZoneType::kHeadline; });
    if (headline == document.sentences.end()) return;
    for (uint32_t t = headline->tokens.first;
         t < headline->tokens.last && written.size() < kMaxWords; ++t) {
      written.push_back(reading.Word(t));
    }
  }
  Read(reading.lexicon(), written);
}

std::string TitleMentions::GivenNameOf(const std::string& surname, const Lexicon& lexicon) const {
  std::string given;
  int32_t at = Find(surname);
  for (int words = 0; words < kMaxGivenNames && --at >= 0; ++words) {
    const std::string& word = words_[at];
    if (lexicon.IsGivenName(word)) {
      given = word;
    } else if (word.size() > 2) {  // no initial
      break;
    }
  }
  return given;
}

void TitleMentions::Read(const Lexicon& lexicon, const std::vector<std::string_view>& written) {
  for (const std::string_view word : written) words_.push_back(knowledge::Fold(word));
  for (size_t first = 0; first < written.size(); ++first) {
    std::string key;
    std::string form;
    const auto at = static_cast<int32_t>(first);
    for (size_t last = first; last < std::min(written.size(), first + kMaxRun); ++last) {
      if (last > first) {
        key += ' ';
        form += ' ';
      }
      key += words_[last];
      form += written[last];
      names_.try_emplace(key, at);
      if (const int32_t country = lexicon.CountryByName(key, form); country >= 0) {
        countries_.try_emplace(country, at);
      }
      if (const int32_t country = lexicon.CountryByDemonym(key); country >= 0) {
        adjectives_.try_emplace(country, at);
      }
      if (const auto canonical = lexicon.CanonicalOrganization(key, form); !canonical.empty()) {
        organizations_.try_emplace(std::string(canonical), at);
      }
    }
  }
}

}  // namespace nutgraf::extract::participants
