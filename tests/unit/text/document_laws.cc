#include "tests/unit/text/document_laws.h"

#include <unicode/uchar.h>

#include "fmt/format.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

// What tokens need not cover, told by ICU rather than by the code under test.
bool IsGap(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  const auto type = u_charType(code);
  return u_hasBinaryProperty(code, UCHAR_WHITE_SPACE) != 0 || type == U_CONTROL_CHAR ||
         type == U_FORMAT_CHAR;
}

bool OnlyGaps(std::string_view text, size_t begin, size_t end) {
  for (const CodePoint c : CodePoints(text.substr(begin, end - begin))) {
    if (!IsGap(c.value)) return false;
  }
  return true;
}

bool Stands(std::string_view text, Span span) {
  return span.begin <= span.end && span.end <= text.size() && IsBoundary(text, span.begin) &&
         IsBoundary(text, span.end);
}

}  // namespace

std::string BrokenLaw(const Document& d) {
  const std::string_view text = d.text();
  uint32_t at = 0;
  for (size_t i = 0; i < d.zones.size(); ++i) {
    const Span span = d.zones[i].span;
    if (!Stands(text, span) || span.empty() || span.begin < at) return fmt::format("zone {}", i);
    if (!OnlyGaps(text, at, span.begin)) return fmt::format("a line before zone {}", i);
    at = span.end;
  }
  if (!OnlyGaps(text, at, text.size())) return "a line behind the last zone";

  uint32_t sentence = 0;
  at = 0;
  for (size_t i = 0; i < d.paragraphs.size(); ++i) {
    const Paragraph& p = d.paragraphs[i];
    if (!Stands(text, p.span) || p.span.begin < at) return fmt::format("paragraph {}", i);
    if (p.zone >= d.zones.size() || !d.zones[p.zone].span.Contains(p.span)) {
      return fmt::format("the zone of paragraph {}", i);
    }
    if (p.first_sentence != sentence || p.last_sentence <= p.first_sentence) {
      return fmt::format("the sentences of paragraph {}", i);
    }
    sentence = p.last_sentence;
    at = p.span.end;
  }
  if (sentence != d.sentences.size()) return "a sentence in no paragraph";

  uint32_t token = 0;
  at = 0;
  for (size_t i = 0; i < d.sentences.size(); ++i) {
    const Sentence& s = d.sentences[i];
    if (!Stands(text, s.span) || s.span.begin < at) return fmt::format("sentence {}", i);
    if (s.paragraph >= d.paragraphs.size()) return fmt::format("no paragraph of sentence {}", i);
    const Paragraph& p = d.paragraphs[s.paragraph];
    if (!p.span.Contains(s.span)) return fmt::format("the paragraph of sentence {}", i);
    if (i < p.first_sentence || i >= p.last_sentence) return fmt::format("sentence {} astray", i);
    if (s.zone != d.zones[p.zone].type) return fmt::format("the zone type of sentence {}", i);
    if (s.tokens.first != token || s.tokens.empty()) return fmt::format("tokens of {}", i);
    if (s.span != d.SpanOf(s.tokens)) return fmt::format("the span of sentence {}", i);
    for (uint32_t t = s.tokens.first; t < s.tokens.last; ++t) {
      if (d.tokens[t].sentence != i) return fmt::format("the sentence of token {}", t);
    }
    token = s.tokens.last;
    at = s.span.end;
  }
  if (token != d.tokens.size()) return "a token in no sentence";

  at = 0;
  for (size_t i = 0; i < d.tokens.size(); ++i) {
    const Token& t = d.tokens[i];
    if (!Stands(text, t.span) || t.span.empty() || t.span.begin < at) {
      return fmt::format("token {}", i);
    }
    if (!OnlyGaps(text, at, t.span.begin)) return fmt::format("text before token {}", i);
    if (t.space_before != (i == 0 || at < t.span.begin)) {
      return fmt::format("space before token {}", i);
    }
    at = t.span.end;
  }
  for (const Span byline : d.bylines) {
    if (!Stands(text, byline) || byline.empty()) return "a byline";
  }
  for (const EmbeddedPost& post : d.posts) {
    if (post.zone >= d.zones.size() || d.zones[post.zone].type != ZoneType::kEmbeddedPost) {
      return "the zone of a post";
    }
    for (const Span span : {post.author, post.handle, post.date, post.body}) {
      if (!Stands(text, span)) return "a part of a post";
      if (!span.empty() && !d.zones[post.zone].span.Contains(span)) return "a part astray";
    }
  }
  if (d.dateline) {
    if (d.dateline->zone >= d.zones.size() ||
        d.zones[d.dateline->zone].type != ZoneType::kDateline) {
      return "the zone of the dateline";
    }
    for (const Span span : {d.dateline->place, d.dateline->date, d.dateline->agency}) {
      if (!Stands(text, span)) return "a part of the dateline";
    }
  }
  at = 0;
  for (const Token& t : d.title.tokens) {
    if (!Stands(d.title.text, t.span) || t.span.begin < at || t.sentence != 0) return "the title";
    if (!OnlyGaps(d.title.text, at, t.span.begin)) return "text before a token of the title";
    at = t.span.end;
  }
  if (!OnlyGaps(d.title.text, at, d.title.text.size())) return "the title's end";
  return "";
}

std::string Describe(const Document& d) {
  std::string out(d.text());
  for (const Zone& z : d.zones) {
    out += fmt::format("\nz{} {} {}", static_cast<int>(z.type), z.span.begin, z.span.end);
  }
  for (const Paragraph& p : d.paragraphs) out += fmt::format("\np{} {}", p.span.begin, p.zone);
  for (const Sentence& s : d.sentences) out += fmt::format("\ns{} {}", s.span.begin, s.span.end);
  for (const Token& t : d.tokens) {
    out += fmt::format("\nt{} {} {} {}", t.span.begin, t.span.end, static_cast<int>(t.kind),
                       static_cast<int>(t.letter_case));
  }
  for (const Span b : d.bylines) out += fmt::format("\nb{} {}", b.begin, b.end);
  for (const EmbeddedPost& p : d.posts) out += fmt::format("\ne{} {}", p.zone, p.body.begin);
  return out + "\n" + d.language;
}

}  // namespace nutgraf::text
