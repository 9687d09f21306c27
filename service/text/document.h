// The text stage: raw bytes in, a Document out.
//
// A Document is the one immutable view of an article that every later stage reads: repaired UTF-8
// text, its zones, paragraphs, sentences and tokens, and the map back to the bytes that were sent.
//
//   auto builder = DocumentBuilder::Create(knowledge);        // once, at start
//   absl::StatusOr<Document> doc = (*builder)->Build({.title = "", .text = raw});
//   doc->Slice(doc->tokens[3].span)                 // a token, repaired
//   doc->raw.substr(doc->offsets.RawSpan(s).begin, ...)  // what the sender sent for it
//
// Fails (caller error, INVALID_ARGUMENT) on text that is not UTF-8; never on text that is merely
// odd: empty text, NULs, a million blank lines or one endless word give a Document with few or no
// tokens.
//
// Laws, checked by property tests:
//   - zones are ascending, disjoint, and cover every line that is not blank;
//   - sentences are ascending and disjoint, each inside one paragraph, each paragraph inside one
//   zone;
//   - tokens are ascending, disjoint, inside their sentence, and cover everything but white space
//     (with it count controls, NUL included, and marks of no width that stand outside a word);
//   - every span's ends stand between code points;
//   - the same bytes give the same Document, whatever the locale, clock or thread;
//   - time is linear in the text.
//
// A Document owns its text and may be moved but not copied: spans stay valid, string_views made
// from Slice() do not survive a move of a short text. Reading it from many threads is safe.

#ifndef NUTGRAF_SERVICE_TEXT_DOCUMENT_H_
#define NUTGRAF_SERVICE_TEXT_DOCUMENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/knowledge/knowledge.h"
#include "service/text/encoding/repair.h"
#include "service/text/offset_map.h"
#include "service/text/span.h"

namespace nutgraf::text {

enum class ZoneType : uint8_t {
  kHeadline,  // the article's title inside the text
  kByline,    // "By Jane Doe", "Reporting by ..."
  kDateline,  // "ISLAMABAD, March 5 (Reuters) -", the part before the first sentence of a body line
  kBody,
  kEmbeddedPost,  // a pasted post of a social network
  kRelatedLink,   // "Read more: ...", "READ ALSO ..."
  kCaption,       // a picture's caption or credit
  kBoilerplate,   // copyright, subscription, cookie, navigation and share lines, agency footers
  kComments,      // the comments section: header, rules, comments
};

struct Zone {
  ZoneType type = ZoneType::kBody;
  Span span;
};

/// Whether a zone is the story itself: what stands elsewhere founds no participant, fact or topic.
inline bool IsStory(ZoneType type) {
  return type == ZoneType::kBody || type == ZoneType::kHeadline;
}

enum class TokenKind : uint8_t {
  kWord,    // letters, with inner apostrophes, hyphens and periods ("U.S.", "counter-terrorism")
  kNumber,  // "2023", "1,500", "3.5", "6th", "50s"
  kPunctuation,  // one mark, or a run of one mark ("...", "--")
  kSymbol,       // "$", "%", "+", "#"
  kEmoji,        // one emoji sequence
  kUrl,
  kEmail,
  kHandle,   // "@name"
  kHashtag,  // "#tag"
};

/// How a token is written. kUpper needs two capitals: "A" and "J." are kCapitalized.
enum class CaseClass : uint8_t { kNone, kLower, kCapitalized, kUpper, kMixed };

/// Tokens follow Universal Dependencies English: punctuation is split off, clitics are tokens of
/// their own ("do" "n't", "Price" "'s"), hyphenated compounds are one token ("two-day"), and a
/// range of numbers is three tokens ("6" "-" "7").
struct Token {
  Span span;
  uint32_t sentence = 0;  // index into Document::sentences
  TokenKind kind = TokenKind::kWord;
  CaseClass letter_case = CaseClass::kNone;
  bool space_before = false;  // white space (or the text's start) stands before it
};

struct Sentence {
  Span span;  // without surrounding white space
  TokenRange tokens;
  uint32_t paragraph = 0;  // index into Document::paragraphs
  ZoneType zone = ZoneType::kBody;
};

struct Paragraph {
  Span span;
  uint32_t zone = 0;  // index into Document::zones
  uint32_t first_sentence = 0;
  uint32_t last_sentence = 0;  // exclusive
};

/// What a pasted post says about itself; empty spans are absent parts.
struct EmbeddedPost {
  uint32_t zone = 0;  // index into Document::zones
  Span author;        // display name
  Span handle;        // "@ForeignOfficePk"
  Span date;          // "March 5, 2023"
  Span body;          // what the post says
};

/// "ISLAMABAD, March 5 (Reuters) -": empty spans are absent parts.
struct Dateline {
  uint32_t zone = 0;
  Span place;
  Span date;
  Span agency;
};

/// One sentence-like token sequence over a string of its own: the title, when it was sent apart.
struct TitleText {
  std::string text;
  std::vector<Token> tokens;  // spans are bytes of TitleText::text; Token::sentence is 0
};

struct Document {
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;

  std::string raw;       // as sent
  std::string repaired;  // empty when nothing was repaired; read text() instead
  OffsetMap offsets;     // repaired <-> raw
  std::vector<Repair> repairs;

  std::vector<Zone> zones;
  std::vector<Paragraph> paragraphs;
  std::vector<Sentence> sentences;
  std::vector<Token> tokens;

  std::vector<Span> bylines;  // the names in byline zones, one each ("Jane Doe")
  /// The first dateline, or the first line that is only a date; a dateline without a date has that
  /// line's.
  std::optional<Dateline> dateline;
  std::vector<EmbeddedPost> posts;
  TitleText title;  // sent apart; empty when it was not, or when the text opens with it

  /// BCP 47 primary language, "und" when it can't be told (too little text), and whether the later
  /// stages can read it (English).
  std::string language = "und";
  float language_confidence = 0;

  std::string_view text() const { return repairs.empty() ? raw : repaired; }
  std::string_view Slice(Span s) const { return text().substr(s.begin, s.size()); }
  std::string_view Slice(const Token& t) const { return Slice(t.span); }
  Span SpanOf(TokenRange r) const {
    return r.empty() ? Span{} : Span{tokens[r.first].span.begin, tokens[r.last - 1].span.end};
  }
  std::string_view Slice(TokenRange r) const { return Slice(SpanOf(r)); }
  ZoneType ZoneOf(uint32_t token) const { return sentences[tokens[token].sentence].zone; }
};

struct DocumentInput {
  std::string_view title;  // plain text or empty
  std::string_view text;
  std::string_view language_code;  // BCP 47, trusted when given; empty: recognised
};

/// Immutable once created; one builder serves all threads.
class DocumentBuilder {
 public:
  virtual ~DocumentBuilder() = default;

  /// Fails when one of the stage's tables is missing or malformed (the message names table and
  /// row).
  static absl::StatusOr<std::unique_ptr<const DocumentBuilder>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  /// INVALID_ARGUMENT when title or text is not UTF-8 (names the field and the byte offset, never
  /// the text), CANCELLED or DEADLINE_EXCEEDED.
  virtual absl::StatusOr<Document> Build(const DocumentInput& input,
                                         const Cancellation& cancel) const = 0;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_DOCUMENT_H_
