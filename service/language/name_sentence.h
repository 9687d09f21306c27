// The state of finding names in one sentence; internal to name_finder.cc, name_runs.cc and
// name_scores.cc.

#ifndef NUTGRAF_SERVICE_LANGUAGE_NAME_SENTENCE_H_
#define NUTGRAF_SERVICE_LANGUAGE_NAME_SENTENCE_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "service/language/name_finder.h"

namespace nutgraf::language {

class NameFinder::Sentence {
 public:
  Sentence(const NameLexicon& lexicon, const Tagger& tagger, const WordSequence& sequence,
           std::span<const Upos> tags, NameScratch* scratch,
           std::vector<NameCandidate>* candidates);

  void Find();

 private:
  // name_finder.cc: which words may belong to names.
  void MarkNames();
  bool MayBeName(size_t i) const;
  bool MayBeNameAtStart(size_t i) const;
  bool IsSplitCompound(size_t i) const;
  void MarkGazetteerMatches();

  // name_runs.cc: where names begin and end.
  size_t ExtendRun(size_t first) const;
  size_t JoinedBy(size_t first, size_t at) const;
  size_t JoinedNickname(size_t at) const;
  size_t JoinedPossessive(size_t at) const;
  size_t JoinedList(size_t first, size_t at) const;
  void SplitRun(size_t first, size_t last);
  bool SplitAtTitle(size_t first, size_t last);
  bool SplitAfterDemonym(size_t first, size_t last);
  bool SplitBeforePerson(size_t first, size_t last);
  size_t SkipOpening(size_t first, size_t last) const;
  void Emit(size_t first, size_t last, bool titled);

  // name_scores.cc: what they are.
  TypeScores Score(size_t first, size_t last, const NameCandidate& candidate) const;
  void ScoreWords(size_t first, size_t last, bool known, TypeScores* scores) const;
  void ScorePersonShape(size_t first, size_t last, TypeScores* scores) const;
  void ScoreContext(size_t first, size_t last, TypeScores* scores) const;
  void ScoreAfter(size_t last, TypeScores* scores) const;
  bool TitleEndsAt(size_t end) const;

  size_t size() const { return words_.size(); }
  std::string_view Folded(size_t i) const { return scratch_.folded.Slice(i, i + 1); }
  bool Is(size_t i, std::string_view folded) const { return i < size() && Folded(i) == folded; }
  bool HasRole(size_t i, uint32_t roles) const { return (scratch_.roles[i] & roles) != 0; }
  bool IsName(size_t i) const { return i < size() && scratch_.is_name[i]; }
  /// Seen in lower case as a common word.
  bool IsCommonWord(size_t i) const;

  const NameLexicon& lexicon_;
  const Tagger& tagger_;
  const WordSequence& sequence_;
  const std::vector<Word>& words_;
  std::span<const Upos> tags_;
  NameScratch& scratch_;
  std::vector<NameCandidate>* candidates_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_NAME_SENTENCE_H_
