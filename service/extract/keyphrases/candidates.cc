#include "service/extract/keyphrases/candidates.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/extract/keyphrases/stem.h"

namespace nutgraf::extract::keyphrases {
namespace {

using language::Upos;
using text::TokenKind;
using text::TokenRange;

constexpr uint32_t kMaxWords = 5;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// "36-year-old", "nN01238604": measures and file marks, not terms.
bool IsNumeral(std::string_view word) {
  return IsDigit(word.front()) || std::count_if(word.begin(), word.end(), IsDigit) > 3;
}

class Collector {
 public:
  Collector(const text::Document& document, const language::Annotations& annotations,
            const StopWords& stop_words)
      : document_(document),
        annotations_(annotations),
        stop_words_(stop_words),
        dated_(document.tokens.size(), false),
        named_(document.tokens.size(), false),
        story_sentence_(document.sentences.size(), 0) {
    uint32_t count = 0;
    for (size_t i = 0; i < document.sentences.size(); ++i) {
      story_sentence_[i] = count;
      if (text::IsStory(document.sentences[i].zone)) ++count;
    }
  }

  void MarkDates(const DatesResult& dates) {
    size_t next = 0;
    for (uint32_t i = 0; i < document_.tokens.size(); ++i) {
      const text::Span span = document_.tokens[i].span;
      while (next < dates.dates.size() && dates.dates[next].span.end <= span.begin) ++next;
      if (next < dates.dates.size() && dates.dates[next].span.Overlaps(span)) dated_[i] = true;
    }
  }

  /// A participant's or place's mentions are one candidate; other names go by their words.
  void CollectNames(const ParticipantsResult& participants) {
    for (size_t i = 0; i < participants.participants.size(); ++i) {
      AddNames(participants.participants[i].mentions, fmt::format("@{}", i));
    }
    for (size_t i = 0; i < participants.places.size(); ++i) {
      AddNames(participants.places[i].mentions, fmt::format("@@{}", i));
    }
    for (const language::EntityMention& entity : annotations_.entities) {
      if (entity.type != language::EntityType::kNorp) {
        Add(CandidateKind::kName, entity.tokens, "");
      }
    }
  }

  void CollectGroups() {
    for (const text::Sentence& sentence : document_.sentences) {
      if (!text::IsStory(sentence.zone)) continue;
      uint32_t first = sentence.tokens.first;
      for (uint32_t i = first; i <= sentence.tokens.last; ++i) {
        if (i < sentence.tokens.last && Joins(i)) {
          if (IsNoun(i)) Add(CandidateKind::kSingle, {i, i + 1}, "");
          continue;
        }
        if (i > first) AddGroup({first, i});
        first = i + 1;
      }
    }
  }

  std::vector<Candidate> Take() {
    const auto by_place = [](const Occurrence& a, const Occurrence& b) { return a.span < b.span; };
    for (Candidate& candidate : candidates_) {
      std::sort(candidate.occurrences.begin(), candidate.occurrences.end(), by_place);
      ChooseForm(&candidate);
    }
    CountFamilies();
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [&](const Candidate& a, const Candidate& b) {
                       return by_place(a.occurrences.front(), b.occurrences.front());
                     });
    return std::move(candidates_);
  }

 private:
  void ChooseForm(Candidate* candidate) const {
    const std::vector<Occurrence>& occurrences = candidate->occurrences;
    absl::flat_hash_map<std::string_view, int> counts;
    for (const Occurrence& occurrence : occurrences) ++counts[document_.Slice(occurrence.span)];
    int best_count = 0;
    for (size_t i = 0; i < occurrences.size(); ++i) {
      const int count = counts[document_.Slice(occurrences[i].span)];
      if (count > best_count ||
          (count == best_count &&
           occurrences[i].span.size() > occurrences[candidate->best].span.size())) {
        best_count = count;
        candidate->best = i;
      }
    }
    const TokenRange form = occurrences[candidate->best].tokens;
    for (uint32_t i = form.first; i < form.last; ++i) {
      const std::string lemma = Lemma(i);
      for (size_t begin = 0; begin <= lemma.size();) {
        const size_t end = std::min(lemma.find('-', begin), lemma.size());
        if (end > begin) candidate->words.push_back(lemma.substr(begin, end - begin));
        begin = end + 1;
      }
    }
    if (candidate->words.empty()) candidate->words.push_back(Lemma(form.first));
  }

  /// Sets Candidate::family.
  void CountFamilies() {
    absl::flat_hash_map<std::string, uint32_t> families;
    for (uint32_t i = 0; i < document_.tokens.size(); ++i) {
      const Upos upos = annotations_.upos[i];
      if (document_.tokens[i].kind == TokenKind::kWord && text::IsStory(document_.ZoneOf(i)) &&
          (IsNoun(i) || upos == Upos::kAdj || upos == Upos::kVerb)) {
        ++families[Family(i)];
      }
    }
    for (Candidate& candidate : candidates_) {
      const TokenRange form = candidate.occurrences[candidate.best].tokens;
      uint32_t least = UINT32_MAX;
      for (uint32_t i = form.first; i < form.last; ++i) {
        const auto found = families.find(Family(i));
        if (found != families.end()) least = std::min(least, found->second);
      }
      candidate.family = least == UINT32_MAX ? 1 : least;
    }
  }

  void AddNames(const std::vector<Mention>& mentions, const std::string& key) {
    for (const Mention& mention : mentions) {
      if (mention.kind == MentionKind::kName || mention.kind == MentionKind::kAlias) {
        Add(CandidateKind::kName, mention.tokens, key);
      }
    }
  }

  bool IsNoun(uint32_t token) const {
    const Upos upos = annotations_.upos[token];
    return upos == Upos::kNoun || upos == Upos::kPropn;
  }

  /// Whether a token may stand inside a noun group.
  bool Joins(uint32_t token) const {
    return !dated_[token] && !named_[token] && document_.tokens[token].kind == TokenKind::kWord &&
           (IsNoun(token) || annotations_.upos[token] == Upos::kAdj) && !IsNumeral(Word(token)) &&
           !IsEscape(token);
  }

  std::string_view Word(uint32_t token) const { return document_.Slice(document_.tokens[token]); }

  std::string Family(uint32_t token) const { return Stem(knowledge::Fold(Word(token))); }

  /// "quot" of "&quot;", which web text is full of.
  bool IsEscape(uint32_t token) const {
    return token > 0 && token + 1 < document_.tokens.size() && Word(token - 1) == "&" &&
           Word(token + 1) == ";" && !document_.tokens[token].space_before &&
           !document_.tokens[token + 1].space_before;
  }

  void AddGroup(TokenRange range) {
    while (!range.empty() && !IsNoun(range.last - 1)) --range.last;
    range = Trim(range);
    if (range.size() > kMaxWords) range.first = range.last - kMaxWords;
    if (range.size() > 1) Add(CandidateKind::kGroup, range, "");
  }

  /// The folded lemma, singular also where a tagger took a plural for a name ("Menus"), without the
  /// period of an abbreviation.
  std::string Lemma(uint32_t token) const {
    std::string lemma = knowledge::Fold(annotations_.lemma[token]);
    if (lemma.size() > 1 && lemma.ends_with('.')) lemma.pop_back();
    if (annotations_.upos[token] != Upos::kPropn || named_[token]) return lemma;
    if (lemma.size() > 3 && lemma.ends_with('s') && !lemma.ends_with("ss") &&
        !lemma.ends_with("us") && !lemma.ends_with("is")) {
      lemma.pop_back();
    }
    return lemma;
  }

  bool IsModifier(TokenRange range) const {
    const uint32_t next = range.last;
    return next < document_.tokens.size() && IsNoun(next) && !dated_[next] &&
           document_.tokens[next].kind == TokenKind::kWord &&
           document_.tokens[next].sentence == document_.tokens[range.first].sentence;
  }

  TokenRange Trim(TokenRange range) const {
    while (!range.empty() && stop_words_.Trims(Lemma(range.first))) ++range.first;
    while (!range.empty() && stop_words_.Trims(Lemma(range.last - 1))) --range.last;
    return range;
  }

  bool Stands(TokenRange range) const {
    if (range.empty() || !text::IsStory(document_.ZoneOf(range.first))) return false;
    for (uint32_t i = range.first; i < range.last; ++i) {
      if (dated_[i] || named_[i]) return false;
    }
    if (range.size() > 1) return true;
    const text::Token& token = document_.tokens[range.first];
    return token.kind == TokenKind::kWord && token.span.size() > 1 &&
           !stop_words_.Alone(Lemma(range.first));
  }

  void Add(CandidateKind kind, TokenRange range, std::string key) {
    range = Trim(range);
    if (!Stands(range)) return;
    std::string joined;
    for (uint32_t i = range.first; i < range.last; ++i) {
      if (!joined.empty()) joined.push_back(' ');
      joined += Lemma(i);
    }
    if (key.empty()) key = joined;
    // A participant is found again under any of its forms.
    const auto known = index_.find(joined);
    const size_t at = known != index_.end()
                          ? known->second
                          : index_.try_emplace(std::move(key), candidates_.size()).first->second;
    index_.try_emplace(std::move(joined), at);
    if (at == candidates_.size()) {
      candidates_.push_back({.kind = kind, .occurrences = {}, .words = {}});
    }
    if (kind == CandidateKind::kName) {
      for (uint32_t i = range.first; i < range.last; ++i) named_[i] = true;
    }
    candidates_[at].occurrences.push_back(
        {.tokens = range,
         .span = document_.SpanOf(range),
         .sentence = story_sentence_[document_.tokens[range.first].sentence],
         .headline = document_.ZoneOf(range.first) == text::ZoneType::kHeadline,
         .modifier = IsModifier(range)});
  }

  const text::Document& document_;
  const language::Annotations& annotations_;
  const StopWords& stop_words_;
  std::vector<bool> dated_;
  std::vector<bool> named_;
  std::vector<uint32_t> story_sentence_;
  absl::flat_hash_map<std::string, size_t> index_;
  std::vector<Candidate> candidates_;
};

}  // namespace

absl::StatusOr<StopWords> StopWords::Create(const knowledge::Knowledge& knowledge) {
  const auto table = knowledge.Require("keyphrases/stop_words");
  if (!table.ok()) return table.status();
  StopWords words;
  words.table_ = *table;
  words.kind_ = (*table)->Column("kind");
  if (words.kind_ < 0) return absl::FailedPreconditionError("keyphrases/stop_words: no kind");
  return words;
}

bool StopWords::Trims(std::string_view folded) const {
  const auto rows = table_->Find(folded);
  return !rows.empty() && rows.front().Cell(kind_) == "any";
}

bool StopWords::Alone(std::string_view folded) const { return table_->Has(folded); }

std::vector<Candidate> FindCandidates(const text::Document& document,
                                      const language::Annotations& annotations,
                                      const ParticipantsResult& participants,
                                      const DatesResult& dates, const StopWords& stop_words) {
  Collector collector(document, annotations, stop_words);
  collector.MarkDates(dates);
  collector.CollectNames(participants);
  collector.CollectGroups();
  return collector.Take();
}

}  // namespace nutgraf::extract::keyphrases
