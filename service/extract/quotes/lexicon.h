// The cue lexicon: which words introduce what somebody says, thinks or wants, and how.
//
// Read once from the tables quotes/cues, quotes/irregular and quotes/words into hash maps;
// immutable afterwards and shared by all threads. Verbs are indexed by every inflected form, so
// that the lexicon does not depend on a tagger's lemma.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_LEXICON_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_LEXICON_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/extract/quotes/quotes.h"
#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::quotes {

/// What may stand with a cue; a set of bits.
enum Frame : uint16_t {
  kFrameQuote = 1 << 0,         // said words in quotation marks
  kFramePost = 1 << 1,          // may follow its content: "…, he said"
  kFrameThat = 1 << 2,          // a clause with "that"
  kFrameBare = 1 << 3,          // a clause without
  kFrameWh = 1 << 4,            // whether, if, how, why, what ...
  kFrameTo = 1 << 5,            // "to" and a verb
  kFrameObject = 1 << 6,        // a noun phrase and what belongs to it: "criticized the plan"
  kFrameHearer = 1 << 7,        // a hearer may stand before the content: "told reporters that"
  kFrameObjectTo = 1 << 8,      // "urged voters to stay away", the whole of it is the content
  kFrameSpeakerAfter = 1 << 9,  // "according to X"
};

enum class CueKind : uint8_t {
  kVerb,
  kNoun,
  kPhrase,
  kAdjective,  // with a form of "be": "is confident that"
};

struct CueEntry {
  std::string lemma;              // first word
  std::vector<std::string> rest;  // the words that follow it literally ("for", "out")
  CueKind kind = CueKind::kVerb;
  uint16_t frames = 0;
  SpeechModality modality = SpeechModality::kStated;
  float strength = 0;  // 0..1

  bool Has(uint16_t frame) const { return (frames & frame) != 0; }
};

/// Inflections that a form may be; a set of bits ("read" is base and past).
enum Inflection : uint8_t {
  kBase = 1 << 0,
  kPresent3 = 1 << 1,
  kPast = 1 << 2,
  kParticiple = 1 << 3,
  kGerund = 1 << 4,
  kPlural = 1 << 5,  // of a noun
};

/// One reading of a word form: the entry and what form of it.
struct FormReading {
  uint32_t entry = 0;  // index into Lexicon::entries()
  uint8_t inflections = 0;
};

/// Word classes of quotes/words; a set of bits.
enum WordClass : uint8_t {
  kEventWord = 1 << 0,     // statement, interview
  kTimeWord = 1 << 1,      // Friday, week
  kWorkWord = 1 << 2,      // film, song
  kNamingWord = 1 << 3,    // called, titled
  kDocumentWord = 1 << 4,  // report, poll
  kHearerWord = 1 << 5,    // reporters, me
  kMuteWord = 1 << 6,      // event, war: shows that something is so, but praises and wants nothing
};

class Lexicon {
 public:
  /// Fails when a table is missing or a cell is not one of the known names (the message names table
  /// and row).
  static absl::StatusOr<Lexicon> Load(const knowledge::Knowledge& knowledge);

  const std::vector<CueEntry>& entries() const { return entries_; }
  /// All readings of a lower-case form as a cue's first word, longest entry first.
  const std::vector<FormReading>& Readings(std::string_view form) const;
  uint8_t WordClasses(std::string_view word) const;
  bool Is(std::string_view word, WordClass c) const { return (WordClasses(word) & c) != 0; }

 private:
  absl::Status AddCue(const knowledge::Row& row);
  void Index(uint32_t entry,
             const absl::flat_hash_map<std::string, std::vector<std::pair<std::string, uint8_t>>>&
                 irregular);

  std::vector<CueEntry> entries_;
  absl::flat_hash_map<std::string, std::vector<FormReading>> forms_;
  absl::flat_hash_map<std::string, uint8_t> words_;
};

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_LEXICON_H_
