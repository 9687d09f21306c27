#include "service/language/lemmatizer.h"

#include <array>
#include <cstddef>
#include <utility>

#include "service/language/word.h"

namespace nutgraf::language {
namespace {

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

bool EndsWithAny(std::string_view s, std::initializer_list<std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (s.ends_with(ending)) return true;
  }
  return false;
}

std::string Join(std::string_view stem, std::string_view ending) {
  std::string joined(stem);
  joined += ending;
  return joined;
}

bool IsDoubled(std::string_view stem) {
  return stem.size() > 2 && stem.back() == stem[stem.size() - 2] && !IsVowel(stem.back());
}

/// Whether a stem that is no known verb most likely lost an e: "capitaliz", "exacerbat".
bool LostE(std::string_view s) {
  if (s.size() < 2 || s.ends_with("ng")) return false;
  const char last = s.back();
  const bool after_vowel = IsVowel(s[s.size() - 2]);
  if (EndsWithAny(s, {"at", "iz", "ys", "ur", "rv", "dg"}) || last == 'c' || last == 'u') {
    return true;
  }
  if (last == 'v' || last == 's') return after_vowel;
  return (last == 'g' || last == 'l') && !after_vowel;
}

/// The form without a plural or third person s; the form itself when it has none.
std::string WithoutS(std::string_view form, bool verb) {
  if (form.size() > 4 && form.ends_with("ies")) return Join(form.substr(0, form.size() - 3), "y");
  if (EndsWithAny(form, {"sses", "shes", "ches", "xes", "zzes"}) ||
      (verb && form.ends_with("oes"))) {
    return std::string(form.substr(0, form.size() - 2));
  }
  if (form.size() > 3 && form.back() == 's' && !EndsWithAny(form, {"ss", "us", "is"})) {
    return std::string(form.substr(0, form.size() - 1));
  }
  return std::string(form);
}

}  // namespace

absl::StatusOr<Lemmatizer> Lemmatizer::Create(const knowledge::Knowledge& knowledge,
                                              const Tagger* tagger) {
  auto table = knowledge.Require("language/lemmas");
  if (!table.ok()) return table.status();
  return Lemmatizer(*table, tagger);
}

std::string Lemmatizer::Lemma(std::string_view form, Upos upos) const {
  std::string lower;
  if (upos == Upos::kPropn) {
    PlainInto(form, &lower);
    return lower;
  }
  LowerInto(form, &lower);
  if (upos == Upos::kPunct || upos == Upos::kSym || upos == Upos::kX || upos == Upos::kNum) {
    return lower;
  }
  constexpr size_t kLongestException = 40;
  std::array<char, kLongestException + 8> key;
  if (lower.size() <= kLongestException) {
    const std::string_view name = Name(upos);
    lower.copy(key.data(), lower.size());
    key[lower.size()] = ' ';
    name.copy(key.data() + lower.size() + 1, name.size());
    const auto rows = exceptions_->Find({key.data(), lower.size() + 1 + name.size()});
    if (!rows.empty()) return std::string(rows.front().Cell(1));
  }
  return ByRule(lower, upos);
}

std::string Lemmatizer::ByRule(std::string_view form, Upos upos) const {
  switch (upos) {
    case Upos::kNoun:
      return WithoutS(form, false);
    case Upos::kVerb:
    case Upos::kAux:
      if (form.size() > 4 && form.ends_with("ied")) {
        return Join(form.substr(0, form.size() - 3), "y");
      }
      if (form.size() > 3 && form.ends_with("ed")) {
        return VerbOfStem(form.substr(0, form.size() - 2));
      }
      if (form.size() > 4 && form.ends_with("ing")) {
        return VerbOfStem(form.substr(0, form.size() - 3));
      }
      return WithoutS(form, true);
    case Upos::kAdj:
    case Upos::kAdv:
      return Positive(form);
    default:
      return std::string(form);
  }
}

std::string Lemmatizer::VerbOfStem(std::string_view stem) const {
  const bool doubled = IsDoubled(stem);
  std::string first = doubled ? std::string(stem.substr(0, stem.size() - 1)) : Join(stem, "e");
  if (tagger_->Count(first, Upos::kVerb) > 0) return first;
  if (tagger_->Count(stem, Upos::kVerb) > 0) return std::string(stem);
  const char last = stem.empty() ? ' ' : stem.back();
  if (doubled) {
    return last == 'l' || last == 's' || last == 'f' || last == 'z' ? std::string(stem) : first;
  }
  return LostE(stem) ? first : std::string(stem);
}

std::string Lemmatizer::Positive(std::string_view form) const {
  for (const std::string_view ending : {"er", "est"}) {
    if (!form.ends_with(ending) || form.size() <= ending.size() + 2) continue;
    const std::string_view stem = form.substr(0, form.size() - ending.size());
    std::array<std::string, 2> tries;
    if (stem.back() == 'i') {
      tries[0] = Join(stem.substr(0, stem.size() - 1), "y");
    } else if (IsDoubled(stem)) {
      tries = {std::string(stem.substr(0, stem.size() - 1)), std::string(stem)};
    } else {
      tries = {std::string(stem), Join(stem, "e")};
    }
    for (std::string& candidate : tries) {
      if (!candidate.empty() && tagger_->Count(candidate, Upos::kAdj) > 0) {
        return std::move(candidate);
      }
    }
  }
  return std::string(form);
}

}  // namespace nutgraf::language
