#include "service/extract/quotes/marks.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace nutgraf::extract::quotes {
namespace {

using text::Document;
using text::Span;

// How far a single mark looks for its partner; a longer quotation in single marks is taken for an
// apostrophe. Bounds the work per mark.
constexpr uint32_t kSingleReach = 1500;

// Straight and curly double marks are one family: damaged pages mix them.
enum class Family : uint8_t { kDouble, kDoubleApostrophe, kGuillemet, kSingle };
enum class Shape : uint8_t { kOpens, kCloses, kEither };

struct Mark {
  Span span;
  Family family = Family::kDouble;
  Shape shape = Shape::kEither;
  bool left_edge = false;   // could stand before a quotation: space or bracket before, none after
  bool right_edge = false;  // could stand after one: none before, space or punctuation after
  bool after_stop = false;  // , . ! ? … before it
};

struct Sign {
  std::string_view bytes;
  Family family;
  Shape shape;
};

constexpr Sign kSigns[] = {
    {"\"", Family::kDouble, Shape::kEither},
    {"\xEF\xBC\x82", Family::kDouble, Shape::kEither},  // fullwidth "
    {"''", Family::kDoubleApostrophe, Shape::kEither},  // before the single '
    {"``", Family::kDoubleApostrophe, Shape::kOpens},
    {"\xE2\x80\x9C", Family::kDouble, Shape::kOpens},   // “
    {"\xE2\x80\x9D", Family::kDouble, Shape::kCloses},  // ”
    {"\xE2\x80\x9E", Family::kDouble, Shape::kOpens},   // „
    {"\xC2\xAB", Family::kGuillemet, Shape::kOpens},    // «
    {"\xC2\xBB", Family::kGuillemet, Shape::kCloses},   // »
    {"\xE2\x80\x98", Family::kSingle, Shape::kOpens},   // ‘
    {"\xE2\x80\x99", Family::kSingle, Shape::kCloses},  // ’
    {"\xE2\x80\x9A", Family::kSingle, Shape::kOpens},   // ‚
    {"'", Family::kSingle, Shape::kEither},
};

bool IsWordByte(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsSpaceByte(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Whether white space ends right before `at` (a no-break space included).
bool SpaceBefore(std::string_view text, size_t at, size_t first) {
  if (at <= first) return true;
  if (IsSpaceByte(text[at - 1])) return true;
  return at >= first + 2 && text[at - 1] == '\xA0' && text[at - 2] == '\xC2';
}

bool SpaceAfter(std::string_view text, size_t at, size_t last) {
  if (at >= last) return true;
  if (IsSpaceByte(text[at])) return true;
  return at + 1 < last && text[at] == '\xC2' && text[at + 1] == '\xA0';
}

/// A dash or another quotation mark of three bytes (U+2010..U+201F, U+2039, U+203A) ends at `at`.
bool DashOrQuoteBefore(std::string_view text, size_t at, size_t first) {
  return at >= first + 3 && text[at - 3] == '\xE2' && text[at - 2] == '\x80' &&
         static_cast<unsigned char>(text[at - 1]) >= 0x90 &&
         static_cast<unsigned char>(text[at - 1]) <= 0x9F;
}

bool DashOrQuoteAfter(std::string_view text, size_t at, size_t last) {
  return at + 2 < last && text[at] == '\xE2' && text[at + 1] == '\x80' &&
         static_cast<unsigned char>(text[at + 2]) >= 0x90 &&
         static_cast<unsigned char>(text[at + 2]) <= 0x9F;
}

bool EllipsisBefore(std::string_view text, size_t at, size_t first) {
  return at >= first + 3 && text.substr(at - 3, 3) == "\xE2\x80\xA6";
}

std::vector<Mark> FindMarks(std::string_view text, Span within) {
  std::vector<Mark> marks;
  const size_t first = within.begin;
  const size_t last = within.end;
  size_t at = first;
  while (at < last) {
    const auto c = static_cast<unsigned char>(text[at]);
    const bool candidate = c == '"' || c == '\'' || c == '`' || c == 0xE2 || c == 0xC2 || c == 0xEF;
    const Sign* found = nullptr;
    if (candidate) {
      for (const Sign& sign : kSigns) {
        if (last - at >= sign.bytes.size() && text.substr(at, sign.bytes.size()) == sign.bytes) {
          found = &sign;
          break;
        }
      }
    }
    if (found == nullptr) {
      ++at;
      continue;
    }
    Mark mark;
    const size_t end = at + found->bytes.size();
    mark.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    mark.family = found->family;
    mark.shape = found->shape;
    const bool space_before = SpaceBefore(text, at, first);
    const bool space_after = SpaceAfter(text, end, last);
    const bool dash_before = DashOrQuoteBefore(text, at, first);
    const bool dash_after = DashOrQuoteAfter(text, end, last);
    const char before = at > first ? text[at - 1] : ' ';
    const char after = end < last ? text[end] : ' ';
    const bool word_before =
        !space_before && !dash_before && IsWordByte(before) && !EllipsisBefore(text, at, first);
    const bool word_after = !space_after && !dash_after && IsWordByte(after);
    const bool opener_before = before == '(' || before == '[' || before == '-' || before == '"' ||
                               before == '\'' || before == '/' || before == '>' || before == ':';
    mark.left_edge = (space_before || opener_before || dash_before) && !space_after;
    mark.right_edge = !space_before && !word_after;
    mark.after_stop = std::string_view(",.!?;").find(before) != std::string_view::npos ||
                      EllipsisBefore(text, at, first);
    // An apostrophe inside a word is no mark at all.
    if (mark.family != Family::kSingle || !word_before || !word_after) marks.push_back(mark);
    at = end;
  }
  return marks;
}

/// Finds the single mark that closes the one at `open`, or none: then that one is an apostrophe.
std::optional<size_t> SinglePartner(std::string_view text, const std::vector<Mark>& marks,
                                    size_t open) {
  std::optional<size_t> plain;
  std::optional<size_t> plural;  // after an s: perhaps a possessive plural
  for (size_t i = open + 1; i < marks.size(); ++i) {
    const Mark& mark = marks[i];
    if (mark.span.begin - marks[open].span.end > kSingleReach) break;
    if (mark.family != Family::kSingle) continue;
    if (mark.shape == Shape::kOpens && mark.left_edge) break;
    if (mark.shape == Shape::kEither && mark.left_edge && !mark.right_edge) break;
    if (!mark.right_edge) continue;
    if (mark.after_stop) return i;
    const char before = text[mark.span.begin - 1];
    if (before == 's' || before == 'S') {
      if (!plural) plural = i;
    } else if (!plain) {
      plain = i;
    }
  }
  return plain ? plain : plural;
}

/// The end of the paragraph's sentence in which `at` stands.
uint32_t SentenceEnd(const Document& document, const text::Paragraph& paragraph, uint32_t at) {
  for (uint32_t s = paragraph.first_sentence; s < paragraph.last_sentence; ++s) {
    if (document.sentences[s].span.end > at) return document.sentences[s].span.end;
  }
  return paragraph.span.end;
}

class Pairer {
 public:
  explicit Pairer(const Document& document) : document_(document), text_(document.text()) {
    const size_t first = text_.find("\xE2\x80\x9C");
    curly_ = first != std::string_view::npos &&
             text_.find("\xE2\x80\x9C", first + 1) != std::string_view::npos;
  }

  std::vector<QuotedSpan> Run() {
    for (uint32_t p = 0; p < document_.paragraphs.size(); ++p) {
      if (text::IsStory(document_.zones[document_.paragraphs[p].zone].type)) {
        PairParagraph(p);
      } else {
        GiveUpCarried();
      }
    }
    GiveUpCarried();
    Finish();
    return std::move(spans_);
  }

 private:
  /// The top-level quotation that is being read.
  struct Open {
    Family family = Family::kDouble;
    uint32_t begin = 0;
    uint32_t mark_size = 0;
    bool continues = false;
    Shape shape = Shape::kEither;  // of the mark that opened it
    int depth = 0;                 // nested quotations of the same family that are open inside
  };

  static Open OpenAt(const Mark& mark) {
    return {.family = mark.family,
            .begin = mark.span.begin,
            .mark_size = mark.span.size(),
            .shape = mark.shape};
  }

  void Add(const Open& open, uint32_t end, uint32_t close_size, bool damaged) {
    QuotedSpan span;
    span.outer = {open.begin, end};
    span.inner = {open.begin + open.mark_size, end - close_size};
    span.paragraph = paragraph_;
    span.single = open.family == Family::kSingle;
    span.continues = open.continues;
    span.damaged = damaged;
    if (span.inner.begin < span.inner.end) spans_.push_back(span);
  }

  /// A quotation that ran to the end of its paragraph and goes on nowhere: it ends with its first
  /// sentence, unless it opened the paragraph and so was meant to be all of it.
  void GiveUpCarried() {
    if (carried_ && !spans_.empty()) {
      QuotedSpan& last = spans_.back();
      last.damaged = true;
      const text::Paragraph& paragraph = document_.paragraphs[last.paragraph];
      if (last.outer.begin != paragraph.span.begin && !last.continues) {
        const uint32_t end = SentenceEnd(document_, paragraph, last.inner.begin);
        last.outer.end = std::min(last.outer.end, end);
        last.inner.end = std::min(last.inner.end, end);
      }
    }
    carried_.reset();
  }

  /// In a text with curly marks, a single straight one beside whole pairs of them is dirt.
  static void DropLoneStraight(std::vector<Mark>& marks) {
    int straight = 0;
    int open = 0;
    for (const Mark& mark : marks) {
      if (mark.family != Family::kDouble) continue;
      straight += mark.shape == Shape::kEither ? 1 : 0;
      open += mark.shape == Shape::kOpens ? 1 : mark.shape == Shape::kCloses ? -1 : 0;
    }
    if (straight != 1 || open != 0) return;
    std::erase_if(marks, [](const Mark& mark) {
      return mark.family == Family::kDouble && mark.shape == Shape::kEither;
    });
  }

  static bool Opens(const Mark& mark) {
    switch (mark.shape) {
      case Shape::kOpens:
        return true;
      case Shape::kCloses:
        return mark.left_edge && !mark.right_edge;  // set the wrong way round
      case Shape::kEither:
        return mark.left_edge;
    }
    return false;
  }

  /// Takes up what the paragraph before left open; `next` is the first mark still to be read.
  std::optional<Open> TakeUpCarried(const std::vector<Mark>& marks, uint32_t begin, size_t* next) {
    if (!carried_) return std::nullopt;
    const Family family = *carried_;
    Open open{.family = family, .begin = begin, .continues = true};
    if (!marks.empty() && marks[0].span.begin == begin && marks[0].family == family) {
      open.mark_size = marks[0].span.size();  // opened again, as it should be
      open.shape = marks[0].shape;
      *next = 1;
      carried_.reset();
      return open;
    }
    const auto first =
        std::find_if(marks.begin(), marks.end(), [&](const Mark& m) { return m.family == family; });
    if (first != marks.end() && !Opens(*first) && first->right_edge) {
      carried_.reset();  // not opened again, but closed here
      return open;
    }
    GiveUpCarried();
    return std::nullopt;
  }

  void PairParagraph(uint32_t index) {
    const text::Paragraph& paragraph = document_.paragraphs[index];
    std::vector<Mark> marks = FindMarks(text_, paragraph.span);
    if (curly_) DropLoneStraight(marks);
    size_t i = 0;
    std::optional<Open> open = TakeUpCarried(marks, paragraph.span.begin, &i);
    paragraph_ = index;
    uint32_t last_end = paragraph.span.begin;
    for (; i < marks.size(); ++i) {
      const Mark& mark = marks[i];
      if (!open) {
        if (mark.family == Family::kSingle) {
          if (!mark.left_edge) continue;
          const auto partner = SinglePartner(text_, marks, i);
          if (!partner) continue;
          last_end = marks[*partner].span.end;
          Add({.family = Family::kSingle, .begin = mark.span.begin, .mark_size = mark.span.size()},
              last_end, marks[*partner].span.size(), false);
          i = *partner;
        } else if (Opens(mark)) {
          open =
              Open{.family = mark.family, .begin = mark.span.begin, .mark_size = mark.span.size()};
        } else if (i == 0 && mark.right_edge && mark.after_stop) {
          // Closed but never opened: it was opened where the paragraph began.
          Add({.family = mark.family, .begin = last_end}, mark.span.end, mark.span.size(), true);
          last_end = mark.span.end;
        }
        continue;
      }
      if (mark.family != open->family) continue;  // nested in other marks
      if (mark.shape == Shape::kOpens && mark.left_edge) {
        ++open->depth;  // “ inside of “: nested, or the first was never closed
        continue;
      }
      if (mark.shape == Shape::kEither && open->shape != Shape::kEither) {
        // Straight marks inside of curly ones are nested when they open.
        if (mark.left_edge && !mark.right_edge) {
          ++open->depth;
          continue;
        }
      } else if (mark.shape == Shape::kEither && mark.left_edge && !mark.right_edge) {
        // A straight mark at a left edge: the earlier one was never closed. It ends with its
        // sentence, and another opens here.
        const uint32_t end = SentenceEnd(document_, paragraph, open->begin + open->mark_size);
        Add(*open, std::min(end, mark.span.begin), 0, true);
        open = Open{.family = mark.family, .begin = mark.span.begin, .mark_size = mark.span.size()};
        continue;
      }
      if (open->depth > 0 && ClosesLater(marks, i + 1, open->family)) {
        --open->depth;
        continue;
      }
      Add(*open, mark.span.end, mark.span.size(), open->depth > 0);
      last_end = mark.span.end;
      open.reset();
    }
    if (open) {
      Add(*open, paragraph.span.end, 0, false);
      carried_ = open->family;
    }
  }

  /// Whether the family's next mark closes rather than opens.
  static bool ClosesLater(const std::vector<Mark>& marks, size_t from, Family family) {
    for (size_t i = from; i < marks.size(); ++i) {
      if (marks[i].family == family) return marks[i].shape != Shape::kOpens;
    }
    return false;
  }

  /// Trims white space inside the marks and finds the tokens.
  void Finish() {
    const auto& tokens = document_.tokens;
    size_t token = 0;
    std::erase_if(spans_, [](const QuotedSpan& s) { return s.inner.begin >= s.inner.end; });
    for (QuotedSpan& span : spans_) {
      while (span.inner.begin < span.inner.end && IsSpaceByte(text_[span.inner.begin])) {
        ++span.inner.begin;
      }
      while (span.inner.end > span.inner.begin && IsSpaceByte(text_[span.inner.end - 1])) {
        --span.inner.end;
      }
      while (token < tokens.size() && tokens[token].span.end <= span.outer.begin) ++token;
      span.tokens.first = static_cast<uint32_t>(token);
      while (token < tokens.size() && tokens[token].span.begin < span.outer.end) ++token;
      span.tokens.last = static_cast<uint32_t>(token);
    }
    std::erase_if(spans_, [](const QuotedSpan& s) { return s.tokens.empty() || s.inner.empty(); });
  }

  const Document& document_;
  std::string_view text_;
  std::vector<QuotedSpan> spans_;
  bool curly_ = false;             // the text quotes with curly marks
  std::optional<Family> carried_;  // what the paragraph before left open
  uint32_t paragraph_ = 0;
};

}  // namespace

std::vector<QuotedSpan> PairMarks(const Document& document) { return Pairer(document).Run(); }

}  // namespace nutgraf::extract::quotes
