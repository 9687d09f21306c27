#include "service/language/rule_annotator.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "service/language/lemmatizer.h"
#include "service/language/name_finder.h"
#include "service/language/name_lexicon.h"
#include "service/language/name_memory.h"
#include "service/language/tagger.h"
#include "service/language/word.h"

namespace nutgraf::language {
namespace {

using text::Document;
using text::Token;

class RuleAnnotatorImpl final : public RuleAnnotator {
 public:
  RuleAnnotatorImpl(std::shared_ptr<const knowledge::Knowledge> knowledge, Tagger tagger,
                    NameLexicon names)
      : knowledge_(std::move(knowledge)), tagger_(std::move(tagger)), names_(std::move(names)) {}

  absl::Status Init() {
    auto lemmatizer = Lemmatizer::Create(*knowledge_, &tagger_);
    if (!lemmatizer.ok()) return lemmatizer.status();
    lemmatizer_.emplace(*std::move(lemmatizer));
    return absl::OkStatus();
  }

  absl::StatusOr<Annotations> Annotate(const Document& document,
                                       const Cancellation& cancel) const override;
  std::string_view version() const override { return "rules-1"; }

 private:
  std::shared_ptr<const knowledge::Knowledge> knowledge_;
  Tagger tagger_;
  NameLexicon names_;
  std::optional<Lemmatizer> lemmatizer_;  // refers to tagger_
};

/// One document's annotation under way.
class Annotation {
 public:
  Annotation(const Tagger& tagger, const Lemmatizer& lemmatizer, const NameLexicon& names)
      : tagger_(tagger), lemmatizer_(lemmatizer), finder_(&names, &tagger) {}

  /// Tags a token sequence, and adds its names to the document's. `offset` is the index of its
  /// first token.
  void AddSentence(std::string_view text, std::span<const Token> tokens, uint32_t offset,
                   std::span<Upos> upos, std::vector<std::string>* lemma, bool in_title) {
    sequence_.Assign(text, tokens);
    tagger_.Tag(sequence_, &tagger_scratch_, upos);
    if (lemma != nullptr) {
      for (size_t i = 0; i < tokens.size(); ++i) {
        (*lemma)[offset + i] = lemmatizer_.Lemma(sequence_.words[i].form, upos[i]);
      }
    }
    found_.clear();
    finder_.Find(sequence_, upos, &name_scratch_, &found_);
    for (const NameCandidate& candidate : found_) {
      memory_.Add(candidate, name_scratch_.folded.Slice(candidate.first, candidate.last));
      names_.push_back({{offset + candidate.first, offset + candidate.last}, in_title});
    }
  }

  void Finish(Annotations* annotations) {
    const std::vector<NameMemory::Verdict> verdicts = memory_.Settle();
    for (size_t i = 0; i < names_.size(); ++i) {
      if (!verdicts[i].accepted) continue;
      auto& out = names_[i].in_title ? annotations->title_entities : annotations->entities;
      out.push_back({.tokens = names_[i].tokens,
                     .type = verdicts[i].type,
                     .confidence = verdicts[i].confidence});
    }
  }

 private:
  struct Found {
    TokenRange tokens;
    bool in_title;
  };
  const Tagger& tagger_;
  const Lemmatizer& lemmatizer_;
  NameFinder finder_;
  WordSequence sequence_;
  TaggerScratch tagger_scratch_;
  NameScratch name_scratch_;
  std::vector<NameCandidate> found_;
  std::vector<Found> names_;
  NameMemory memory_;
};

absl::StatusOr<Annotations> RuleAnnotatorImpl::Annotate(const Document& document,
                                                        const Cancellation& cancel) const {
  Annotations annotations;
  annotations.model_version = std::string(version());
  annotations.upos.resize(document.tokens.size());
  annotations.lemma.resize(document.tokens.size());
  Annotation annotation(tagger_, *lemmatizer_, names_);
  const std::span<const Token> tokens = document.tokens;
  for (const text::Sentence& sentence : document.sentences) {
    if (cancel.ShouldStop()) return cancel.Check();
    // A sentence without end (a table, a list of names) is read in pieces.
    constexpr uint32_t kMaxWords = 1000;
    for (uint32_t first = sentence.tokens.first; first < sentence.tokens.last; first += kMaxWords) {
      const uint32_t size = std::min(kMaxWords, sentence.tokens.last - first);
      annotation.AddSentence(document.text(), tokens.subspan(first, size), first,
                             std::span(annotations.upos).subspan(first, size), &annotations.lemma,
                             false);
    }
  }
  std::vector<Upos> title_upos(document.title.tokens.size());
  annotation.AddSentence(document.title.text, document.title.tokens, 0, title_upos, nullptr, true);
  annotation.Finish(&annotations);
  return annotations;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const RuleAnnotator>> RuleAnnotator::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  auto tagger = Tagger::Create(*knowledge);
  if (!tagger.ok()) return tagger.status();
  auto names = NameLexicon::Create(*knowledge);
  if (!names.ok()) return names.status();
  auto annotator = std::make_unique<RuleAnnotatorImpl>(std::move(knowledge), *std::move(tagger),
                                                       *std::move(names));
  if (absl::Status status = annotator->Init(); !status.ok()) return status;
  return annotator;
}

}  // namespace nutgraf::language
