#include "service/extract/facts/title.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::facts {

using language::Upos;

namespace {

constexpr size_t kMinLetters = 3;
constexpr float kLateWord = 0.7F;

bool IsContent(Upos upos) {
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kVerb || upos == Upos::kAdj ||
         upos == Upos::kNum;
}

}  // namespace

std::string Stem(std::string_view folded) {
  for (const std::string_view ending : {"ings", "ing", "ies", "ied", "es", "ed", "s", "e"}) {
    if (folded.size() >= ending.size() + kMinLetters && folded.ends_with(ending)) {
      return std::string(folded.substr(0, folded.size() - ending.size()));
    }
  }
  return std::string(folded);
}

Title::Title(const Reading& reading) {
  const text::Document& document = reading.document();
  std::vector<std::string> stems;
  std::string folded;
  for (const text::Token& token : document.title.tokens) {
    knowledge::FoldInto(
        std::string_view{document.title.text}.substr(token.span.begin, token.span.size()), &folded);
    if (token.kind == text::TokenKind::kWord && folded.size() >= kMinLetters) {
      stems.push_back(Stem(folded));
    }
  }
  for (const text::Sentence& sentence : document.sentences) {
    if (sentence.zone != text::ZoneType::kHeadline) continue;
    for (uint32_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
      if (IsContent(reading.Upos(t))) stems.push_back(Stem(reading.Word(t)));
    }
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  for (std::string& stem : stems) words_.push_back({std::move(stem), 0, kLateWord});
  // Who acts and what is done come first.
  for (uint32_t t = 0; t < (document.title.tokens.size() + 1) / 2; ++t) {
    const text::Span span = document.title.tokens[t].span;
    knowledge::FoldInto(std::string_view{document.title.text}.substr(span.begin, span.size()),
                        &folded);
    const std::string stem = Stem(folded);
    for (Word& word : words_) {
      if (word.stem == stem) word.place = 1.0F;
    }
  }

  word_at_.assign(document.tokens.size(), -1);
  std::vector<uint32_t> sentences_with(words_.size(), 0);
  std::vector<uint32_t> last_seen(words_.size(), UINT32_MAX);
  uint32_t sentences = 0;
  const auto find = [this](const std::string& stem) {
    const auto at =
        std::lower_bound(words_.begin(), words_.end(), stem,
                         [](const Word& word, const std::string& key) { return word.stem < key; });
    return at != words_.end() && at->stem == stem ? static_cast<int32_t>(at - words_.begin()) : -1;
  };
  for (uint32_t s = 0; s < document.sentences.size(); ++s) {
    const text::Sentence& sentence = document.sentences[s];
    if (sentence.zone != text::ZoneType::kBody) continue;
    ++sentences;
    for (uint32_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
      if (!IsContent(reading.Upos(t))) continue;
      int32_t word = find(Stem(reading.Word(t)));
      if (word < 0) word = find(Stem(reading.Lemma(t)));
      word_at_[t] = word;
      if (word < 0 || last_seen[word] == s) continue;
      last_seen[word] = s;
      ++sentences_with[word];
    }
  }
  for (size_t i = 0; i < words_.size(); ++i) {
    if (sentences_with[i] == 0) continue;
    words_[i].weight = words_[i].place * std::log(1.0F + static_cast<float>(sentences) /
                                                             static_cast<float>(sentences_with[i]));
    total_ += words_[i].weight;
  }
}

float Title::Overlap(std::span<const text::TokenRange> ranges) const {
  if (total_ <= 0) return 0;
  std::vector<bool> hit(words_.size(), false);
  float sum = 0;
  for (const text::TokenRange range : ranges) {
    for (uint32_t t = range.first; t < range.last; ++t) {
      const int32_t word = word_at_[t];
      if (word < 0 || hit[word]) continue;
      hit[word] = true;
      sum += words_[word].weight;
    }
  }
  return sum / total_;
}

}  // namespace nutgraf::extract::facts
