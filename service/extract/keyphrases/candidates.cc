#include "service/extract/keyphrases/candidates.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "fmt/format.h"

namespace nutgraf::extract::keyphrases {
namespace {

using language::Upos;
using text::TokenKind;
using text::TokenRange;

constexpr uint32_t kMaxWords = 5;

class Collector {
 public:
  Collector(const text::Document& document, const language::Annotations& annotations,
            const ParticipantsResult& participants, const DatesResult& dates,
            const StopWords& stop_words)
      : document_(document),
        annotations_(annotations),
        stop_words_(stop_words),
        taken_(document.tokens.size(), false) {
    MarkDates(dates);
    CollectNames(participants);
    CollectGroups();
  }

  std::vector<Candidate> Take() {
    for (Candidate& candidate : candidates_) {
      std::sort(candidate.occurrences.begin(), candidate.occurrences.end(),
                [](const Occurrence& a, const Occurrence& b) { return a.span < b.span; });
    }
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) {
                       return a.occurrences.front().span < b.occurrences.front().span;
                     });
    return std::move(candidates_);
  }

 private:
  void MarkDates(const DatesResult& dates) {
    size_t next = 0;
    for (uint32_t i = 0; i < document_.tokens.size(); ++i) {
      const text::Span span = document_.tokens[i].span;
      while (next < dates.dates.size() && dates.dates[next].span.end <= span.begin) ++next;
      if (next < dates.dates.size() && dates.dates[next].span.Overlaps(span)) taken_[i] = true;
    }
  }

  void CollectNames(const ParticipantsResult& participants) {
    for (size_t i = 0; i < participants.participants.size(); ++i) {
      const Participant& participant = participants.participants[i];
      for (const Mention& mention : participant.mentions) {
        if (mention.kind == MentionKind::kName || mention.kind == MentionKind::kAlias) {
          Add(mention.tokens, fmt::format("@{}", i), true);
        }
      }
    }
    for (size_t i = 0; i < participants.places.size(); ++i) {
      for (const Mention& mention : participants.places[i].mentions) {
        if (mention.kind == MentionKind::kName || mention.kind == MentionKind::kAlias) {
          Add(mention.tokens, "", true);
        }
      }
    }
    for (const language::EntityMention& entity : annotations_.entities) {
      if (entity.type != language::EntityType::kNorp) Add(entity.tokens, "", true);
    }
  }

  void CollectGroups() {
    for (const text::Sentence& sentence : document_.sentences) {
      if (!text::IsStory(sentence.zone)) continue;
      uint32_t first = sentence.tokens.first;
      for (uint32_t i = first; i <= sentence.tokens.last; ++i) {
        if (i < sentence.tokens.last && Joins(i)) continue;
        if (i > first) AddGroup({first, i});
        first = i + 1;
      }
    }
  }

  /// Whether a token may stand inside a noun group.
  bool Joins(uint32_t token) const {
    if (taken_[token] || document_.tokens[token].kind != TokenKind::kWord) return false;
    const Upos upos = annotations_.upos[token];
    return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kAdj;
  }

  void AddGroup(TokenRange range) {
    while (!range.empty() && annotations_.upos[range.last - 1] == Upos::kAdj) --range.last;
    if (range.size() > kMaxWords) range.first = range.last - kMaxWords;
    Add(range, "", false);
  }

  std::string Lemma(uint32_t token) const { return knowledge::Fold(annotations_.lemma[token]); }

  void Add(TokenRange range, std::string key, bool name) {
    while (!range.empty() && stop_words_.Trims(Lemma(range.first))) ++range.first;
    while (!range.empty() && stop_words_.Trims(Lemma(range.last - 1))) --range.last;
    if (range.empty() || !text::IsStory(document_.ZoneOf(range.first))) return;
    for (uint32_t i = range.first; i < range.last; ++i) {
      if (taken_[i]) return;
    }
    if (range.size() == 1 &&
        (stop_words_.Alone(Lemma(range.first)) || document_.tokens[range.first].span.size() < 2 ||
         document_.tokens[range.first].kind != TokenKind::kWord)) {
      return;
    }
    std::vector<std::string> words;
    std::string joined;
    for (uint32_t i = range.first; i < range.last; ++i) {
      words.push_back(Lemma(i));
      if (!joined.empty()) joined.push_back(' ');
      joined += words.back();
    }
    if (key.empty()) key = joined;
    // A participant's forms are one candidate, found again under any of them.
    const auto known = index_.find(joined);
    const size_t at = known != index_.end()
                          ? known->second
                          : index_.try_emplace(key, candidates_.size()).first->second;
    index_.try_emplace(joined, at);
    if (at == candidates_.size())
      candidates_.push_back({.key = key, .words = words, .occurrences = {}});
    Candidate& candidate = candidates_[at];
    candidate.name |= name;
    for (uint32_t i = range.first; i < range.last && name; ++i) taken_[i] = true;
    candidate.occurrences.push_back(
        {.tokens = range,
         .span = document_.SpanOf(range),
         .title = document_.ZoneOf(range.first) == text::ZoneType::kHeadline});
  }

  const text::Document& document_;
  const language::Annotations& annotations_;
  const StopWords& stop_words_;
  std::vector<bool> taken_;  // dates and names
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
  return Collector(document, annotations, participants, dates, stop_words).Take();
}

}  // namespace nutgraf::extract::keyphrases
