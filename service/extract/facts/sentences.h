// What can be said of a story sentence before its clauses are read: how near it is to the heart of
// the story.

#ifndef NUTGRAF_SERVICE_EXTRACT_FACTS_SENTENCES_H_
#define NUTGRAF_SERVICE_EXTRACT_FACTS_SENTENCES_H_

#include <cstdint>
#include <vector>

#include "service/extract/facts/reading.h"
#include "service/extract/facts/title.h"

namespace nutgraf::extract::facts {

/// The widest stretch of a sentence that is reported speech.
struct Report {
  text::TokenRange content;
  int32_t speaker = kNone;
  bool direct = false;
  SpeechModality modality = SpeechModality::kStated;
};

struct StorySentence {
  uint32_t sentence = 0;  // index into Document::sentences
  uint32_t position = 0;  // among the story's sentences
  Report report;
  bool quoted = false;  // most of it stands in quotation marks
  bool dated = false;   // names a day near the day of publication
  float score = 0;
};

/// The body's sentences in text order, at most 80, without remarks in brackets and stumps.
std::vector<StorySentence> ReadSentences(const Reading& reading, const Title& title);

}  // namespace nutgraf::extract::facts

#endif  // NUTGRAF_SERVICE_EXTRACT_FACTS_SENTENCES_H_
