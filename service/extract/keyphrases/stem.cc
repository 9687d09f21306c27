#include "service/extract/keyphrases/stem.h"

#include <algorithm>
#include <array>
#include <span>

namespace nutgraf::extract::keyphrases {
namespace {

constexpr size_t kMaxWord = 40;

struct Rule {
  std::string_view suffix;
  std::string_view replacement;
};

// Of each step the longest suffix decides: longer ones stand before those that they end in.
constexpr std::array<Rule, 21> kStep2 = {
    {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
     {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
     {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
     {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"},
     {"logi", "log"}}};
constexpr std::array<Rule, 7> kStep3 = {{{"icate", "ic"},
                                         {"ative", ""},
                                         {"alize", "al"},
                                         {"iciti", "ic"},
                                         {"ical", "ic"},
                                         {"ful", ""},
                                         {"ness", ""}}};
constexpr std::array<Rule, 19> kStep4 = {{{"al", ""},
                                          {"ance", ""},
                                          {"ence", ""},
                                          {"er", ""},
                                          {"ic", ""},
                                          {"able", ""},
                                          {"ible", ""},
                                          {"ant", ""},
                                          {"ement", ""},
                                          {"ment", ""},
                                          {"ent", ""},
                                          {"ion", ""},
                                          {"ou", ""},
                                          {"ism", ""},
                                          {"ate", ""},
                                          {"iti", ""},
                                          {"ous", ""},
                                          {"ive", ""},
                                          {"ize", ""}}};

bool IsConsonant(std::string_view word, size_t i) {
  // y is a vowel after a consonant: a run of them alternates from its first.
  size_t first = i;
  while (word[first] == 'y' && first > 0) --first;
  const bool vowel = std::string_view("aeiou").find(word[first]) != std::string_view::npos;
  return (!vowel) == ((i - first) % 2 == 0);
}

/// How often a vowel is followed by a consonant.
int Measure(std::string_view word) {
  int measure = 0;
  bool after_vowel = false;
  for (size_t i = 0; i < word.size(); ++i) {
    const bool consonant = IsConsonant(word, i);
    if (consonant && after_vowel) ++measure;
    after_vowel = !consonant;
  }
  return measure;
}

bool HasVowel(std::string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    if (!IsConsonant(word, i)) return true;
  }
  return false;
}

/// Ends in consonant, vowel, consonant, the last not w, x or y: "hop".
bool EndsShort(std::string_view word) {
  const size_t n = word.size();
  return n > 2 && IsConsonant(word, n - 3) && !IsConsonant(word, n - 2) &&
         IsConsonant(word, n - 1) && std::string_view("wxy").find(word.back()) == std::string::npos;
}

bool EndsTwin(std::string_view word) {
  const size_t n = word.size();
  return n > 1 && word[n - 1] == word[n - 2] && IsConsonant(word, n - 1);
}

void Apply(std::span<const Rule> rules, int least, std::string* word) {
  for (const Rule& rule : rules) {
    if (!word->ends_with(rule.suffix)) continue;
    const std::string_view stem(word->data(), word->size() - rule.suffix.size());
    if (Measure(stem) <= least) return;
    if (rule.suffix == "ion" && !stem.ends_with('s') && !stem.ends_with('t')) return;
    word->replace(stem.size(), rule.suffix.size(), rule.replacement);
    return;
  }
}

void StripPlural(std::string* word) {
  if (word->ends_with("sses") || word->ends_with("ies")) {
    word->resize(word->size() - 2);
  } else if (word->ends_with('s') && !word->ends_with("ss")) {
    word->pop_back();
  }
}

void StripVerbEnding(std::string* word) {
  if (word->ends_with("eed")) {
    if (Measure(std::string_view(*word).substr(0, word->size() - 3)) > 0) word->pop_back();
    return;
  }
  for (const std::string_view ending : {"ed", "ing"}) {
    if (!word->ends_with(ending)) continue;
    if (!HasVowel(std::string_view(*word).substr(0, word->size() - ending.size()))) return;
    word->resize(word->size() - ending.size());
    if (word->ends_with("at") || word->ends_with("bl") || word->ends_with("iz")) {
      word->push_back('e');
    } else if (EndsTwin(*word)) {
      if (std::string_view("lsz").find(word->back()) == std::string_view::npos) word->pop_back();
    } else if (Measure(*word) == 1 && EndsShort(*word)) {
      word->push_back('e');
    }
    return;
  }
}

void StripFinal(std::string* word) {
  if (word->ends_with('e')) {
    const std::string_view stem(word->data(), word->size() - 1);
    const int measure = Measure(stem);
    if (measure > 1 || (measure == 1 && !EndsShort(stem))) word->pop_back();
  }
  if (word->ends_with("ll") && Measure(*word) > 1) word->pop_back();
}

}  // namespace

std::string Stem(std::string_view folded) {
  std::string word(folded);
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (word.size() < 3 || word.size() > kMaxWord || !std::all_of(word.begin(), word.end(), letter))
    return word;
  StripPlural(&word);
  StripVerbEnding(&word);
  if (word.ends_with('y') && HasVowel(std::string_view(word).substr(0, word.size() - 1))) {
    word.back() = 'i';
  }
  Apply(kStep2, 0, &word);
  Apply(kStep3, 0, &word);
  Apply(kStep4, 1, &word);
  StripFinal(&word);
  return word;
}

}  // namespace nutgraf::extract::keyphrases
