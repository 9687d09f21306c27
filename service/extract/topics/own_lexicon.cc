#include "service/extract/topics/own_lexicon.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/text/segment/tokenizer.h"

namespace nutgraf::extract::topics {
namespace {

using text::Token;
using text::TokenKind;

constexpr size_t kMaxWords = 8;
constexpr float kKeyword = 2.0F;  // of several words
constexpr float kLabel = 1.5F;
constexpr float kKeywordBit =
    0.25F;  // of one word, for each bit of its rarity, within these bounds
constexpr float kLeastKeyword = 1.0F;
constexpr float kLabelBit = 0.12F;
constexpr float kMostLabel = 1.0F;
constexpr float kDefinitionBit = 0.05F;
constexpr float kCommonBits = 4;    // words of definitions that are less rare say nothing
constexpr float kUnknownBits = 10;  // as in keyphrases/ranking.cc

/// A phrase as a Lexicon wants it. Empty: it can't be matched.
struct Phrase {
  std::string text;
  std::string singular;  // of its last word
  size_t words = 0;
  bool capital = false;  // its first word
};

class Builder {
 public:
  Builder(text::Tokenizer tokenizer, const knowledge::Table& background,
          const knowledge::Table& stop_words)
      : tokenizer_(std::move(tokenizer)), background_(background), stop_words_(stop_words) {}

  absl::Status AddConcept(const OwnConcept& entry, ConceptId id, std::string_view file) {
    found_ = false;
    for (size_t i = 0; i < entry.keywords.size(); ++i) {
      const Phrase phrase = MakePhrase(entry.keywords[i]);
      if (phrase.words == 0 || phrase.words > kMaxWords) {
        return absl::InvalidArgumentError(ToAbsl(fmt::format(
            "{}:{}: keyword {} can't be found in a text: it needs one to {} words without marks "
            "between them",
            file, entry.line, i + 1, kMaxWords)));
      }
      AddKeyword(phrase, id);
    }
    AddLabel(entry.label, id);
    AddDefinition(entry.definition, id);
    return absl::OkStatus();
  }

  /// Whether the last concept had anything to look for.
  bool found() const { return found_; }

  Lexicon& lexicon() { return lexicon_; }

 private:
  void AddKeyword(const Phrase& phrase, ConceptId id) {
    const float weight =
        phrase.words > 1 ? kKeyword
                         : std::clamp(kKeywordBit * Bits(phrase.singular), kLeastKeyword, kKeyword);
    Add(phrase, {.target = id, .weight = weight}, phrase.capital ? Form::kProper : Form::kAny);
  }

  void AddLabel(std::string_view label, ConceptId id) {
    const Phrase whole = MakePhrase(label);
    if (whole.words > 1 && whole.words <= kMaxWords) AddLabelPart(whole, id);
    for (const Phrase& part : Parts(label)) AddLabelPart(part, id);
  }

  void AddLabelPart(const Phrase& part, ConceptId id) {
    if (part.words > 1) {
      Add(part, {.target = id, .weight = kLabel}, Form::kAny);
    } else if (!IsStopWord(part.text) && !IsStopWord(part.singular)) {
      const float weight = std::min(kLabelBit * Bits(part.singular), kMostLabel);
      Add(part, {.target = id, .weight = weight}, Form::kNoun);
    }
  }

  void AddDefinition(std::string_view definition, ConceptId id) {
    std::vector<Token> tokens;
    tokenizer_.Tokenize(definition, {0, static_cast<uint32_t>(definition.size())}, &tokens);
    for (const Token& token : tokens) {
      if (token.kind != TokenKind::kWord || token.span.size() < 3) continue;
      const Phrase word = MakePhrase(definition.substr(token.span.begin, token.span.size()));
      const float bits = Bits(word.singular);
      if (word.words != 1 || bits < kCommonBits || IsStopWord(word.text) ||
          IsStopWord(word.singular)) {
        continue;
      }
      Add(word, {.target = id, .weight = kDefinitionBit * bits, .weak = true},
          word.capital && token.span.begin > 0 ? Form::kName : Form::kNoun);
    }
  }

  void Add(const Phrase& phrase, const Pointer& pointer, Form form) {
    lexicon_.Add(phrase.singular, pointer, form);
    lexicon_.AddSpelling(phrase.text, phrase.singular);
    found_ = true;
  }

  /// "food and drink": food, drink. One part is the whole.
  std::vector<Phrase> Parts(std::string_view label) const {
    std::vector<Token> tokens;
    tokenizer_.Tokenize(label, {0, static_cast<uint32_t>(label.size())}, &tokens);
    std::vector<Phrase> parts(1);
    for (const Token& token : tokens) {
      const std::string word = knowledge::Fold(label.substr(token.span.begin, token.span.size()));
      if (!IsWord(token.kind) || word == "and" || word == "or") {
        if (parts.back().words > 0) parts.emplace_back();
      } else {
        Append(token, label, &parts.back());
      }
    }
    parts.erase(std::remove_if(
                    parts.begin(), parts.end(),
                    [](const Phrase& part) { return part.words == 0 || part.words > kMaxWords; }),
                parts.end());
    return parts;
  }

  /// No words where a mark stands between them.
  Phrase MakePhrase(std::string_view text) const {
    std::vector<Token> tokens;
    tokenizer_.Tokenize(text, {0, static_cast<uint32_t>(text.size())}, &tokens);
    Phrase phrase;
    for (const Token& token : tokens) {
      if (!IsWord(token.kind)) return {};
      Append(token, text, &phrase);
    }
    return phrase;
  }

  static bool IsWord(TokenKind kind) {
    return kind == TokenKind::kWord || kind == TokenKind::kNumber || kind == TokenKind::kHashtag;
  }

  static void Append(const Token& token, std::string_view text, Phrase* phrase) {
    std::string_view written = text.substr(token.span.begin, token.span.size());
    if (written.starts_with('#')) written.remove_prefix(1);
    const std::string word = knowledge::Fold(written);
    if (phrase->words == 0)
      phrase->capital = token.letter_case != text::CaseClass::kLower &&
                        token.letter_case != text::CaseClass::kNone;
    const bool clitic = !token.space_before && (word.starts_with('\'') || word == "n't");
    if (phrase->words > 0 && !clitic) phrase->text += ' ';
    phrase->singular = phrase->text + Singular(word);
    phrase->text += word;
    ++phrase->words;
  }

  float Bits(std::string_view word) const {
    const auto rows = background_.Find(word);
    if (rows.empty()) return kUnknownBits;
    const std::string_view cell = rows.front().Cell("bits");
    float bits = kUnknownBits;
    std::from_chars(cell.data(), cell.data() + cell.size(), bits);
    return bits;
  }

  bool IsStopWord(std::string_view word) const { return stop_words_.Has(word); }

  text::Tokenizer tokenizer_;
  const knowledge::Table& background_;
  const knowledge::Table& stop_words_;
  Lexicon lexicon_;
  bool found_ = false;
};

}  // namespace

absl::StatusOr<Lexicon> CreateOwnLexicon(const knowledge::Knowledge& knowledge,
                                         const OwnTaxonomy& own, const Taxonomy& taxonomy) {
  auto tokenizer = text::Tokenizer::Create(knowledge);
  if (!tokenizer.ok()) return tokenizer.status();
  const auto background = knowledge.Require("keyphrases/background");
  if (!background.ok()) return background.status();
  const auto stop_words = knowledge.Require("keyphrases/stop_words");
  if (!stop_words.ok()) return stop_words.status();
  Builder builder(*std::move(tokenizer), **background, **stop_words);
  std::vector<bool> is_parent(taxonomy.size(), false);
  for (size_t i = 0; i < taxonomy.size(); ++i) {
    const ConceptId parent = taxonomy.at(static_cast<ConceptId>(i)).parent;
    if (parent != kNoConcept) is_parent[parent] = true;
  }
  for (const OwnConcept& entry : own.concepts) {
    const ConceptId id = taxonomy.Find(entry.code);
    if (absl::Status status = builder.AddConcept(entry, id, own.name); !status.ok()) return status;
    if (!builder.found() && !is_parent[id]) {
      return absl::InvalidArgumentError(ToAbsl(
          fmt::format("{}:{}: neither keywords nor label nor definition have a word to look for",
                      own.name, entry.line)));
    }
  }
  if (absl::Status status = builder.lexicon().AddBlockers(knowledge); !status.ok()) return status;
  return std::move(builder.lexicon());
}

}  // namespace nutgraf::extract::topics
