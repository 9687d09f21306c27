// What the title says, for finding the clause that says the same in the text.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "service/extract/facts/reading.h"

namespace nutgraf::extract::facts {

/// The content words of the title (sent apart, or the headline zone), each weighted by how rare it
/// is among the story's sentences: a name that stands in all of them tells none apart.
class Title {
 public:
  explicit Title(const Reading& reading);

  bool empty() const { return words_.empty(); }
  /// The weighted share of the title's words that stand in the ranges, 0..1. Words that the story
  /// never uses count for neither side.
  float Overlap(std::span<const text::TokenRange> ranges) const;
  /// Whether the first half of the title, where its verb stands, has the word.
  bool OpensWith(uint32_t token) const {
    return word_at_[token] >= 0 && words_[word_at_[token]].place >= 1.0F;
  }
  bool Says(uint32_t token) const { return word_at_[token] >= 0; }

 private:
  struct Word {
    std::string stem;
    float weight = 0;
    float place = 1;  // less behind the middle of the title
  };

  std::vector<Word> words_;       // ascending by stem
  std::vector<int32_t> word_at_;  // per token of the document: index into words_, or -1
  float total_ = 0;
};

/// A word without its common endings, for comparing only.
std::string Stem(std::string_view folded);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_TITLE_H_
