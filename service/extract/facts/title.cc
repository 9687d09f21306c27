#include "service/extract/facts/title.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::facts {

using language::Upos;

namespace {

constexpr size_t kMinLetters = 3;
constexpr size_t kMinStem = 4;  // what an ending of derivation leaves
constexpr float kLateWord = 0.7F;

bool IsContent(Upos upos) {
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kVerb || upos == Upos::kAdj ||
         upos == Upos::kNum;
}

bool IsNumber(std::string_view folded) {
  return !folded.empty() && std::all_of(folded.begin(), folded.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',';
  });
}

}  // namespace

std::string Stem(std::string_view folded) {
  for (const std::string_view ending : {"ings", "ing", "ies", "ied", "es", "ed", "s", "e"}) {
    if (folded.size() >= ending.size() + kMinLetters && folded.ends_with(ending)) {
      folded.remove_suffix(ending.size());
      break;
    }
  }
  for (const std::string_view ending : {"ation", "ition", "ment", "ness", "ion", "ian", "er", "or",
                                        "al", "ic", "an", "ly", "i", "e"}) {
    if (folded.size() >= ending.size() + kMinStem && folded.ends_with(ending)) {
      folded.remove_suffix(ending.size());
      break;
    }
  }
  return std::string(folded);
}

Title::Title(const Reading& reading) {
  ReadWords(reading);
  clause_ = ReadTitleClause(headline_, reading.lexicon());
  Weigh(reading);
  MarkRoles(reading);
}

void Title::ReadWords(const Reading& reading) {
  const text::Document& document = reading.document();
  apart_ = !document.title.tokens.empty();
  std::vector<std::string> places;  // stems of what names a place in the text
  std::vector<std::string> verbs;   // and of its verbs
  for (uint32_t t = 0; t < document.tokens.size(); ++t) {
    if (reading.PlaceAt(t) != kNone && reading.Upos(t) == Upos::kPropn) {
      places.push_back(Stem(reading.Word(t)));
    }
    if (reading.Upos(t) == Upos::kVerb && document.ZoneOf(t) == text::ZoneType::kBody) {
      verbs.push_back(Stem(reading.PredicateLemma(t)));
    }
  }
  std::sort(places.begin(), places.end());
  std::sort(verbs.begin(), verbs.end());
  const auto add = [&](text::Span span, Upos upos) {
    TitleWord word;
    word.span = span;
    word.upos = upos;
    knowledge::FoldInto(text_.substr(span.begin, span.size()), &word.folded);
    word.stem = Stem(word.folded);
    word.place = std::binary_search(places.begin(), places.end(), word.stem);
    word.verb_in_text = std::binary_search(verbs.begin(), verbs.end(), word.stem);
    headline_.push_back(std::move(word));
  };
  if (apart_) {
    text_ = document.title.text;
    const std::vector<Upos> tags = reading.lexicon().Tag(text_, document.title.tokens);
    for (size_t i = 0; i < tags.size(); ++i) add(document.title.tokens[i].span, tags[i]);
    for (const language::EntityMention& entity : reading.notes().title_entities) {
      if (entity.type != language::EntityType::kLocation) continue;
      for (uint32_t w = entity.tokens.first; w < entity.tokens.last; ++w) headline_[w].place = true;
    }
    return;
  }
  text_ = document.text();
  for (const text::Sentence& sentence : document.sentences) {
    if (sentence.zone != text::ZoneType::kHeadline) continue;
    const auto tokens =
        std::span(document.tokens).subspan(sentence.tokens.first, sentence.tokens.size());
    const std::vector<Upos> tags = reading.lexicon().Tag(text_, tokens);
    for (size_t i = 0; i < tags.size(); ++i) add(tokens[i].span, tags[i]);
    return;
  }
}

void Title::Weigh(const Reading& reading) {
  const text::Document& document = reading.document();
  // Who acts and what is done come first.
  for (size_t w = 0; w < headline_.size(); ++w) {
    const TitleWord& word = headline_[w];
    if (word.folded.size() < kMinLetters && !IsNumber(word.folded)) continue;
    words_.push_back({word.stem, 0, w < (headline_.size() + 1) / 2 ? 1.0F : kLateWord, {}});
    if (const auto kind = reading.lexicon().EventKind(word.folded)) words_.back().kind = *kind;
  }
  std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) {
    return a.stem != b.stem ? a.stem < b.stem : a.place > b.place;
  });
  words_.erase(std::unique(words_.begin(), words_.end(),
                           [](const Word& a, const Word& b) { return a.stem == b.stem; }),
               words_.end());
  const auto find = [this](const std::string& stem) {
    const auto at =
        std::lower_bound(words_.begin(), words_.end(), stem,
                         [](const Word& word, const std::string& key) { return word.stem < key; });
    return at != words_.end() && at->stem == stem ? static_cast<int32_t>(at - words_.begin()) : -1;
  };
  const auto find_kind = [this](std::string_view kind) {
    for (size_t i = 0; i < words_.size() && !kind.empty(); ++i) {
      if (words_[i].kind == kind) return static_cast<int32_t>(i);
    }
    return -1;
  };
  word_at_.assign(document.tokens.size(), -1);
  std::vector<uint32_t> sentences_with(words_.size(), 0);
  std::vector<uint32_t> last_seen(words_.size(), UINT32_MAX);
  uint32_t sentences = 0;
  for (uint32_t s = 0; s < document.sentences.size() && !words_.empty(); ++s) {
    const text::Sentence& sentence = document.sentences[s];
    if (sentence.zone != text::ZoneType::kBody) continue;
    ++sentences;
    for (uint32_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
      if (!IsContent(reading.Upos(t))) continue;
      int32_t word = find(Stem(reading.Word(t)));
      if (word < 0) word = find(Stem(reading.Lemma(t)));
      if (word < 0) {
        if (const auto kind = reading.lexicon().EventKind(reading.Word(t))) word = find_kind(*kind);
      }
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

void Title::MarkRoles(const Reading& reading) {
  role_at_.assign(word_at_.size(), 0);
  if (!clause_) return;
  const TitleWord& verb = headline_[clause_->verb];
  std::string_view kind;
  if (const auto of_verb = reading.lexicon().EventKind(verb.folded)) kind = *of_verb;
  for (uint32_t t = 0; t < word_at_.size(); ++t) {
    if (word_at_[t] < 0) continue;
    const Word& word = words_[word_at_[t]];
    if (word.stem == verb.stem || (!kind.empty() && word.kind == kind)) {
      role_at_[t] = kVerbRole;
      continue;
    }
    for (uint32_t w = clause_->subject.first; w < clause_->subject.last; ++w) {
      if (headline_[w].stem == word.stem) role_at_[t] = kSubjectRole;
    }
  }
}

bool Title::Says(text::TokenRange range) const {
  for (uint32_t t = range.first; t < range.last; ++t) {
    if (Says(t)) return true;
  }
  return false;
}

bool Title::NamesSubject(std::span<const uint32_t> tokens) const {
  if (!clause_) return false;
  uint32_t named = 0;
  for (uint32_t w = clause_->name.first; w < clause_->name.last; ++w) {
    const bool said = std::any_of(tokens.begin(), tokens.end(), [&](uint32_t t) {
      return word_at_[t] >= 0 && words_[word_at_[t]].stem == headline_[w].stem;
    });
    if (said) ++named;
  }
  return named * 2 > clause_->name.size();
}

std::string Title::Predicate() const {
  if (!clause_) return {};
  const uint32_t begin = headline_[clause_->predicate.first].span.begin;
  return std::string(text_.substr(begin, headline_[clause_->predicate.last - 1].span.end - begin));
}

text::Span Title::PredicateSpan() const {
  if (!clause_ || apart_) return {};
  return {headline_[clause_->predicate.first].span.begin,
          headline_[clause_->predicate.last - 1].span.end};
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
