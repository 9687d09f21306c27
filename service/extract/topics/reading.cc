#include "service/extract/topics/reading.h"

#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::topics {
namespace {

using knowledge::Fold;
using text::CaseClass;
using text::TokenKind;

constexpr float kTitleWeight = 3.0F;
constexpr float kLeadWeight = 2.0F;     // the first sentence
constexpr float kOpeningWeight = 1.6F;  // the next ones
constexpr uint32_t kOpeningSentences = 5;

bool IsWord(TokenKind kind) {
  return kind == TokenKind::kWord || kind == TokenKind::kNumber || kind == TokenKind::kHashtag;
}

bool IsCapital(CaseClass letters) {
  return letters == CaseClass::kCapitalized || letters == CaseClass::kUpper ||
         letters == CaseClass::kMixed;
}

std::string FoldWord(std::string_view text) {
  if (!text.empty() && text.front() == '#') text.remove_prefix(1);
  return Fold(text);
}

class Reader {
 public:
  void Begin(float weight, bool title) {
    weight_ = weight;
    title_ = title;
    open_ = false;
  }
  void Break() { open_ = false; }
  void End() {
    ++sentence_;
    open_ = false;
  }
  void Add(Word word) {
    if (!open_) {
      reading_.runs.push_back(
          {.words = {}, .weight = weight_, .sentence = sentence_, .title = title_});
      open_ = true;
    }
    reading_.runs.back().words.push_back(std::move(word));
    ++reading_.words;
  }
  Reading Take() { return std::move(reading_); }

 private:
  Reading reading_;
  uint32_t sentence_ = 0;
  float weight_ = 1;
  bool title_ = false;
  bool open_ = false;
};

WordClass ClassOf(language::Upos upos) {
  switch (upos) {
    case language::Upos::kNoun:
    case language::Upos::kPropn:
      return WordClass::kNoun;
    case language::Upos::kVerb:
    case language::Upos::kAux:
      return WordClass::kVerb;
    default:
      return WordClass::kOther;
  }
}

std::string Normal(const language::Annotations& annotations, uint32_t token,
                   const std::string& surface) {
  if (annotations.upos[token] == language::Upos::kPropn) return Singular(surface);
  std::string lemma = Fold(annotations.lemma[token]);
  return lemma.empty() ? surface : lemma;
}

}  // namespace

std::string Singular(std::string_view folded) {
  const auto ends = [&](std::string_view end) {
    return folded.size() > end.size() + 1 && folded.ends_with(end);
  };
  std::string word(folded);
  if (word.size() < 4 || !ends("s") || ends("ss") || ends("us") || ends("is") || ends("ics") ||
      folded == "news" || folded == "series" || folded == "species") {
    return word;
  }
  if (ends("ies")) {
    word.replace(word.size() - 3, 3, "y");
  } else if (ends("sses") || ends("shes") || ends("ches") || ends("xes") || ends("zes")) {
    word.resize(word.size() - 2);
  } else {
    word.resize(word.size() - 1);
  }
  return word;
}

Reading Read(const text::Document& document, const language::Annotations& annotations) {
  // Lemmas that the body gives to a form; the first one met stands.
  absl::flat_hash_map<std::string, std::string> lemmas;
  std::vector<std::string> surfaces(document.tokens.size());
  std::vector<std::string> normals(document.tokens.size());
  for (const text::Sentence& sentence : document.sentences) {
    if (!text::IsStory(sentence.zone)) continue;
    for (uint32_t i = sentence.tokens.first; i < sentence.tokens.last; ++i) {
      if (!IsWord(document.tokens[i].kind)) continue;
      surfaces[i] = FoldWord(document.Slice(document.tokens[i]));
      normals[i] = Normal(annotations, i, surfaces[i]);
      if (!document.title.tokens.empty()) lemmas.try_emplace(surfaces[i], normals[i]);
    }
  }

  std::vector<bool> person(document.tokens.size(), false);
  for (const language::EntityMention& entity : annotations.entities) {
    if (entity.type != language::EntityType::kPerson) continue;
    for (uint32_t i = entity.tokens.first; i < entity.tokens.last; ++i) person[i] = true;
  }

  Reader reader;
  reader.Begin(kTitleWeight, true);
  const std::string_view title = document.title.text;
  for (const text::Token& token : document.title.tokens) {
    if (!IsWord(token.kind)) {
      reader.Break();
      continue;
    }
    Word word;
    word.surface = FoldWord(title.substr(token.span.begin, token.span.size()));
    const auto known = lemmas.find(word.surface);
    word.normal = known == lemmas.end() ? Singular(word.surface) : known->second;
    word.glued = !token.space_before && (word.surface.starts_with('\'') || word.surface == "n't");
    word.capital = IsCapital(token.letter_case);
    reader.Add(std::move(word));
  }
  reader.End();

  uint32_t body_sentences = 0;
  for (const text::Sentence& sentence : document.sentences) {
    if (!text::IsStory(sentence.zone)) continue;
    const bool headline = sentence.zone == text::ZoneType::kHeadline;
    float weight = kTitleWeight;
    if (!headline) {
      weight = body_sentences == 0                  ? kLeadWeight
               : body_sentences < kOpeningSentences ? kOpeningWeight
                                                    : 1.0F;
      ++body_sentences;
    }
    reader.Begin(weight, headline);
    for (uint32_t i = sentence.tokens.first; i < sentence.tokens.last; ++i) {
      const text::Token& token = document.tokens[i];
      if (!IsWord(token.kind) || surfaces[i].empty()) {
        reader.Break();
        continue;
      }
      const bool clitic =
          !token.space_before && (surfaces[i].starts_with('\'') || surfaces[i] == "n't");
      reader.Add({.surface = std::move(surfaces[i]),
                  .normal = std::move(normals[i]),
                  .span = token.span,
                  .glued = clitic,
                  .capital = IsCapital(token.letter_case),
                  .person = person[i],
                  .word_class = ClassOf(annotations.upos[i])});
    }
    reader.End();
  }
  return reader.Take();
}

}  // namespace nutgraf::extract::topics
