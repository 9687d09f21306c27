#include "service/extract/facts/title_clause.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace nutgraf::extract::facts {

using language::Upos;
using text::TokenRange;

namespace {

constexpr float kLeastCause = 0.3F;
constexpr float kLeastPlace = 0.6F;
constexpr float kLeastVerb = 0.15F;  // of a form's uses that are verbs, to be one against its tag
constexpr float kRarelyVerb = 0.02F;
constexpr float kMostlyNoun = 0.5F;
constexpr float kMostlyVerb = 0.3F;
constexpr float kAlwaysAdverb = 0.9F;
constexpr uint32_t kMaxSource = 5;  // words of who says so behind the last comma
constexpr uint32_t kMostPlaceWords = 6;

bool IsQuoteMark(std::string_view word) {
  return word == "\"" || word == "'" || word == "\u2018" || word == "\u2019" || word == "\u201c" ||
         word == "\u201d";
}

class TitleReader {
 public:
  TitleReader(std::span<const TitleWord> words, const Lexicon& lexicon)
      : words_(words), lexicon_(lexicon) {
    folded_.reserve(words.size());
    for (const TitleWord& word : words) folded_.push_back(word.folded);
  }

  std::optional<TitleClause> Read() const {
    if (words_.empty() || folded_.back() == "?") return std::nullopt;
    for (const TokenRange part : Parts()) {
      if (auto clause = ReadPart(part)) return clause;
    }
    return std::nullopt;
  }

 private:
  Upos Tag(uint32_t w) const { return words_[w].upos; }
  bool IsNominal(uint32_t w) const {
    return Tag(w) == Upos::kNoun || Tag(w) == Upos::kPropn || Tag(w) == Upos::kNum;
  }
  bool IsVerbal(uint32_t w) const { return Tag(w) == Upos::kVerb || Tag(w) == Upos::kAux; }

  /// White space around it: no part of "1-0".
  bool StandsApart(uint32_t w) const {
    return (w == 0 || words_[w - 1].span.end < words_[w].span.begin) &&
           (w + 1 == words_.size() || words_[w].span.end < words_[w + 1].span.begin);
  }

  float VerbShare(uint32_t w) const {
    return std::max(lexicon_.Share(folded_[w], Upos::kVerb),
                    lexicon_.Share(lexicon_.VerbLemma(folded_[w]), Upos::kVerb));
  }

  /// The stretches between colons, bars and dashes.
  std::vector<TokenRange> Parts() const {
    std::vector<TokenRange> parts;
    uint32_t first = 0;
    for (uint32_t w = 0; w <= words_.size(); ++w) {
      const bool ends = w == words_.size() || folded_[w] == ":" || folded_[w] == ";" ||
                        folded_[w] == "|" || folded_[w] == "—" || folded_[w] == "--" ||
                        ((folded_[w] == "-" || folded_[w] == "–") && StandsApart(w));
      if (!ends) continue;
      if (w > first) parts.push_back({first, w});
      first = w + 1;
    }
    return parts;
  }

  /// Whether the tagger's noun is the headline's verb: headlines' short forms ("stages", "attacks")
  /// are both. It agrees with what stands before it, a name or, where the text has it as a verb,
  /// anything, and no verb follows it.
  bool ReadsAsVerb(uint32_t w, TokenRange part) const {
    if (Tag(w) != Upos::kNoun || !folded_[w].ends_with('s')) return false;
    if (Tag(w - 1) == Upos::kAdv && folded_[w - 1].ends_with("ly")) return true;
    if (w + 1 >= part.last || Tag(w + 1) == Upos::kAux || Tag(w + 1) == Upos::kPunct) return false;
    if (IsVerbal(w + 1) && lexicon_.Share(folded_[w + 1], Upos::kNoun) < kMostlyNoun) return false;
    if (!IsNominal(w - 1) || folded_[w - 1].ends_with('s')) return false;
    const float share = VerbShare(w);
    if (words_[w].verb_in_text && share >= kRarelyVerb) return true;
    return share >= kLeastVerb && Tag(w - 1) == Upos::kPropn && Tag(w + 1) != Upos::kNoun;
  }

  /// Whether the word can be the headline's own verb.
  bool CanRule(uint32_t w, TokenRange part) const {
    if (ReadsAsVerb(w, part)) return true;
    if (!IsVerbal(w) || folded_[w].ends_with("ing") || folded_[w - 1] == "to") return false;
    // A bare form without more behind it is a noun: "China well rescue".
    return w + 1 < part.last || Tag(w) == Upos::kAux || folded_[w].ends_with('s') ||
           folded_[w].ends_with("ed");
  }

  /// The first word of the verb group that can be the headline's own; part.last: none.
  uint32_t FindVerb(TokenRange part) const {
    bool subject = false;
    bool infinitive = false;
    for (uint32_t w = part.first; w < part.last; ++w) {
      // "Race to reach boy trapped in mine": the participle is the boy's.
      const bool reduced = infinitive && folded_[w].ends_with("ed");
      if (subject && !reduced && CanRule(w, part)) return w;
      infinitive = infinitive || (w > part.first && IsVerbal(w) && folded_[w - 1] == "to");
      // "Who will win": what a word of asking opens tells nothing.
      if (!subject && (folded_[w] == "how" || folded_[w] == "why" || folded_[w] == "what" ||
                       folded_[w] == "when" || folded_[w] == "where" || folded_[w] == "who")) {
        return part.last;
      }
      if (!subject && Tag(w) == Upos::kPron) return part.last;
      subject = subject || IsNominal(w);
    }
    return part.last;
  }

  /// "even stuns", "narrowly avoids"
  uint32_t WithAdverbs(TokenRange part, uint32_t verb) const {
    while (verb > part.first + 1 && Tag(verb - 1) == Upos::kAdv &&
           lexicon_.Share(folded_[verb - 1], Upos::kAdv) >= kAlwaysAdverb) {
      --verb;
    }
    if (verb > part.first + 1 && IsQuoteMark(folded_[verb - 1])) --verb;
    return verb;
  }

  /// The last verb of the group: "may be queried", "is set to resign".
  uint32_t MainVerb(TokenRange part, uint32_t verb) const {
    uint32_t main = verb;
    for (uint32_t w = verb + 1; w < part.last; ++w) {
      if (IsVerbal(w)) {
        main = w;
      } else if (folded_[w] != "to" && Tag(w) != Upos::kAdv && Tag(w) != Upos::kPart) {
        break;
      }
    }
    return main;
  }

  /// Whether the phrase that begins at a preposition names a place.
  bool OpensPlace(uint32_t at, TokenRange part) const {
    const std::span<const std::string> rest(folded_.data() + at, part.last - at);
    const auto cue = lexicon_.Locative(rest);
    if (!cue || cue->strength < kLeastPlace) return false;
    const uint32_t last = std::min(part.last, at + cue->words + kMostPlaceWords);
    for (uint32_t w = at + cue->words; w < last; ++w) {
      if (words_[w].place) return true;
      if (IsVerbal(w) || Tag(w) == Upos::kPunct) return false;
      if (Tag(w) == Upos::kAdp && folded_[w] != "of") return false;
    }
    return false;
  }

  bool HasVerb(TokenRange range) const {
    for (uint32_t w = range.first; w < range.last; ++w) {
      if (IsVerbal(w)) return true;
    }
    return false;
  }

  /// Whether another question's answer, another clause or who says so begins at the word.
  bool Ends(uint32_t w, TokenRange part, bool object) const {
    const std::span<const std::string> rest(folded_.data() + w, part.last - w);
    const uint32_t next = w + 1;
    if (folded_[w] == ",") {
      if (part.last - w <= kMaxSource && next < part.last &&
          (VerbShare(next) >= kMostlyVerb || VerbShare(part.last - 1) >= kMostlyVerb)) {
        return true;
      }
      return std::any_of(words_.begin() + next, words_.begin() + part.last, [](const auto& word) {
        return word.upos == Upos::kVerb || word.upos == Upos::kAux;
      });
    }
    if (folded_[w] == "and" || folded_[w] == "but" || folded_[w] == "while" ||
        folded_[w] == "before") {
      return next < part.last && (IsVerbal(next) || folded_[w] == "while" ||
                                  folded_[w] == "before" || Tag(next) == Upos::kAdv);
    }
    const auto cause = lexicon_.Cause(rest);
    if (cause && cause->strength >= kLeastCause && cause->words < rest.size() &&
        // "describes it as 'excellent'"
        (folded_[w] != "as" || HasVerb({w + 1, part.last}))) {
      return true;
    }
    if (!object) return false;
    if (folded_[w] == "to") return next < part.last && Tag(next) == Upos::kVerb;
    if (folded_[w] == "that" || folded_[w] == "who" || folded_[w] == "which") return true;
    if (folded_[w] == "by") return next < part.last && folded_[next].ends_with("ing");
    return Tag(w) == Upos::kAdp && OpensPlace(w, part);
  }

  /// The name that ends the subject ("member Jefferson Thomas"), or its last noun.
  TokenRange NameIn(TokenRange subject) const {
    uint32_t last = subject.last;
    while (last > subject.first && !IsNominal(last - 1)) --last;
    if (last == subject.first) return {};
    uint32_t first = last - 1;
    while (Tag(last - 1) == Upos::kPropn && first > subject.first &&
           Tag(first - 1) == Upos::kPropn) {
      --first;
    }
    return {first, last};
  }

  std::optional<TitleClause> ReadPart(TokenRange part) const {
    const uint32_t verb = FindVerb(part);
    if (verb >= part.last) return std::nullopt;
    TitleClause clause;
    clause.verb = MainVerb(part, verb);
    const uint32_t first = WithAdverbs(part, verb);
    clause.subject = {part.first, first};
    clause.name = NameIn(clause.subject);
    uint32_t last = clause.verb + 1;
    bool object = false;
    while (last < part.last && !Ends(last, part, object)) {
      object = object || IsNominal(last) || Tag(last) == Upos::kAdj;
      ++last;
    }
    while (last > clause.verb + 1 && Tag(last - 1) == Upos::kPunct &&
           !IsQuoteMark(folded_[last - 1])) {
      --last;
    }
    clause.predicate = {first, last};
    return clause;
  }

  std::span<const TitleWord> words_;
  const Lexicon& lexicon_;
  std::vector<std::string> folded_;
};

}  // namespace

std::optional<TitleClause> ReadTitleClause(std::span<const TitleWord> words,
                                           const Lexicon& lexicon) {
  return TitleReader(words, lexicon).Read();
}

}  // namespace nutgraf::extract::facts
