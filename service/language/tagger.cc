#include "service/language/tagger.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::language {
namespace {

using text::CaseClass;
using text::TokenKind;

constexpr float kNever = -1e30F;
constexpr float kSuffixWeight = 1.0F;    // what the ending counts beside a known word's counts
constexpr float kBackOff = 3.0F;         // what a shorter ending counts beside a longer one
constexpr float kLowerEvidence = 0.15F;  // what the lower-case form says about a capitalised word
constexpr float kMinShare = 0.004F;      // rarer tags of a word are not tried
constexpr size_t kMaxSuffix = 5;

size_t Index(Upos tag) { return static_cast<size_t>(tag); }

/// Calls f(tag name, count) for each pair of a cell "NOUN 12 VERB 3"; false when it is malformed.
template <typename F>
bool ForEachCount(std::string_view cell, F f) {
  while (!cell.empty()) {
    const size_t space = cell.find(' ');
    if (space == std::string_view::npos) return false;
    const std::string_view name = cell.substr(0, space);
    cell.remove_prefix(space + 1);
    uint32_t count = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), count);
    if (error != std::errc()) return false;
    cell.remove_prefix(static_cast<size_t>(end - cell.data()));
    if (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
    f(name, static_cast<float>(count));
  }
  return true;
}

float Sum(const TagCounts& counts) {
  float sum = 0;
  for (const float c : counts) sum += c;
  return sum;
}

char WordClass(const Word& word, bool initial) {
  const std::string_view form = word.form;
  if (std::ranges::any_of(form, [](char c) { return c >= '0' && c <= '9'; })) return 'n';
  const bool upper_first = word.IsCapitalized();
  if (form.size() > 1 && form.find('-', 1) != std::string_view::npos)
    return upper_first ? 'H' : 'h';
  if (!upper_first) return 'l';
  if (word.letter_case == CaseClass::kUpper && form.size() > 1) return 'u';
  return initial ? 'i' : 'c';
}

/// The tag of a token that is no word, or kVerb for one that is.
Upos FixedTag(const Word& word, const Word* previous, const Word* next) {
  switch (word.kind) {
    case TokenKind::kNumber: {
      const char last = word.form.back();
      if (last >= '0' && last <= '9') return Upos::kNum;
      if (word.form.ends_with("st") || word.form.ends_with("nd") || word.form.ends_with("rd") ||
          word.form.ends_with("th")) {
        return Upos::kAdj;
      }
      return last == 's' ? Upos::kNoun : Upos::kNum;
    }
    case TokenKind::kPunctuation:
      if ((word.form == "-" || word.form == "\xE2\x80\x93") && previous != nullptr &&
          next != nullptr && previous->kind == TokenKind::kNumber &&
          next->kind == TokenKind::kNumber) {
        return Upos::kSym;
      }
      return Upos::kPunct;
    case TokenKind::kSymbol:
      if (word.form == "&") return Upos::kCconj;
      return word.form == "*" || word.form == "|" || word.form == "_" ? Upos::kPunct : Upos::kSym;
    case TokenKind::kEmoji:
      return Upos::kSym;
    case TokenKind::kUrl:
    case TokenKind::kEmail:
    case TokenKind::kHashtag:
      return Upos::kX;
    case TokenKind::kHandle:
      return Upos::kPropn;
    case TokenKind::kWord:
      break;
  }
  return Upos::kVerb;
}

}  // namespace

absl::StatusOr<Tagger> Tagger::Create(const knowledge::Knowledge& knowledge) {
  Tagger tagger;
  for (const auto& [name, table] : {std::pair{"language/lexicon", &tagger.lexicon_},
                                    std::pair{"language/suffixes", &tagger.suffixes_},
                                    std::pair{"knowledge/demonyms", &tagger.demonyms_}}) {
    auto found = knowledge.Require(name);
    if (!found.ok()) return found.status();
    *table = *found;
  }
  auto trigrams = knowledge.Require("language/tag_trigrams");
  if (!trigrams.ok()) return trigrams.status();
  tagger.suffix_tags_ = tagger.suffixes_->Column("tags");
  if (tagger.suffix_tags_ < 0 || (*trigrams)->Column("tags") < 0 ||
      !tagger.ReadLexicon(*tagger.lexicon_)) {
    return absl::DataLossError("language/lexicon, suffixes or tag_trigrams: malformed column tags");
  }
  tagger.BuildTransitions(**trigrams);
  if (absl::Status status = tagger.ReadRules(knowledge); !status.ok()) return status;
  return tagger;
}

bool Tagger::ReadLexicon(const knowledge::Table& table) {
  const int column = table.Column("tags");
  if (column < 0) return false;
  first_.reserve(table.rows() + 1);
  bool sound = true;
  for (const knowledge::Row row : table.All()) {
    first_.push_back(static_cast<uint32_t>(counts_.size()));
    sound &= ForEachCount(row.Cell(column), [&](std::string_view name, float count) {
      counts_.push_back({static_cast<uint8_t>(UposFromName(name)), count});
    });
  }
  first_.push_back(static_cast<uint32_t>(counts_.size()));
  return sound;
}

void Tagger::BuildTransitions(const knowledge::Table& table) {
  constexpr size_t kContexts = kTags + 1;
  std::vector<float> tri(kContexts * kContexts * kTags, 0);
  std::vector<float> bi(kContexts * kTags, 0);
  std::vector<float> uni(kTags, 0);
  const auto context = [](std::string_view name) {
    return name == "^" ? kStart : Index(UposFromName(name));
  };
  for (const knowledge::Row row : table.All()) {
    const std::string_view key = row.Cell(0);
    const size_t space = key.find(' ');
    if (space == std::string_view::npos) continue;
    const size_t a = context(key.substr(0, space));
    const size_t b = context(key.substr(space + 1));
    ForEachCount(row.Cell("tags"), [&](std::string_view name, float count) {
      if (name == "$") return;
      const size_t c = Index(UposFromName(name));
      tri[(a * kContexts + b) * kTags + c] += count;
      bi[b * kTags + c] += count;
      uni[c] += count;
    });
  }
  float total = 0;
  for (const float count : uni) total += count;
  for (size_t t = 0; t < kTags; ++t) {
    log_prior_[t] = std::log((uni[t] + 1) / (total + static_cast<float>(kTags)));
  }
  const auto row_sum = [](const std::vector<float>& v, size_t row) {
    float sum = 0;
    for (size_t c = 0; c < kTags; ++c) sum += v[row * kTags + c];
    return sum;
  };
  transitions_.assign(tri.size(), kNever);
  for (size_t a = 0; a < kContexts; ++a) {
    for (size_t b = 0; b < kContexts; ++b) {
      const size_t row = a * kContexts + b;
      const float tri_sum = row_sum(tri, row);
      const float bi_sum = row_sum(bi, b);
      for (size_t c = 0; c < kTags; ++c) {
        // Each order is smoothed with the next lower one.
        const float p1 = (uni[c] + 1) / (total + static_cast<float>(kTags));
        const float p2 = (bi[b * kTags + c] + 5 * p1) / (bi_sum + 5);
        const float p3 = (tri[row * kTags + c] + 10 * p2) / (tri_sum + 10);
        transitions_[row * kTags + c] = std::log(p3);
      }
    }
  }
}

TagCounts Tagger::Counts(std::string_view form) const {
  TagCounts counts = {};
  const knowledge::RowRange rows = lexicon_->Find(form);
  if (rows.empty()) return counts;
  const uint32_t row = rows.front().index();
  for (uint32_t i = first_[row]; i < first_[row + 1]; ++i)
    counts[counts_[i].tag] = counts_[i].count;
  return counts;
}

TagCounts Tagger::SuffixTags(char word_class, std::string_view lower) const {
  TagCounts share = {};
  char key[2 + kMaxSuffix + 8] = {word_class, ':'};
  for (size_t length = 0; length <= std::min(kMaxSuffix, lower.size()); ++length) {
    std::copy_n(lower.data() + lower.size() - length, length, key + 2);
    const knowledge::RowRange rows = suffixes_->Find({key, 2 + length});
    if (rows.empty()) {
      if (length == 0) break;
      // An ending may cut into a letter of several bytes; a longer one may still be known.
      if ((static_cast<uint8_t>(key[2]) & 0xC0) == 0x80) continue;
      break;
    }
    TagCounts counts = {};
    ForEachCount(rows.front().Cell(suffix_tags_), [&](std::string_view name, float count) {
      counts[Index(UposFromName(name))] += count;
    });
    const float back_off = length == 0 ? 0 : kBackOff;
    const float sum = Sum(counts) + back_off;
    for (size_t t = 0; t < kTags; ++t) share[t] = (counts[t] + back_off * share[t]) / sum;
  }
  return share;
}

TagCounts Tagger::KnownCounts(const WordSequence& sequence, const Word& word,
                              std::string* buffer) const {
  PlainInto(word.form, buffer);
  TagCounts counts = Counts(*buffer);
  if (!word.IsCapitalized()) return counts;
  const bool case_is_idle = word.initial || sequence.shouting;
  const float exact = Sum(counts);
  LowerInto(word.form, buffer);
  const TagCounts lower = Counts(*buffer);
  const float weight = case_is_idle ? 1.0F : exact > 0 ? 0 : kLowerEvidence;
  // A capitalised word that is common in lower case says little by being common.
  const float scale = case_is_idle ? 1.0F : 1.0F / std::max(1.0F, Sum(lower) / 4);
  for (size_t t = 0; t < kTags; ++t) counts[t] += weight * scale * lower[t];
  if (sequence.all_upper && buffer->size() > 1) {
    (*buffer)[0] = word.form[0];  // "PAKISTAN" as "Pakistan"
    const TagCounts capitalized = Counts(*buffer);
    for (size_t t = 0; t < kTags; ++t) counts[t] += capitalized[t];
  }
  if (exact == 0) {
    knowledge::FoldInto(word.form, buffer);
    for (const knowledge::Row row : demonyms_->Find(*buffer)) {
      if (row.Cell("form").front() != word.form.front()) continue;
      counts[Index(row.Cell("kind") == "adjective" ? Upos::kAdj : Upos::kPropn)] += 2;
    }
  }
  return counts;
}

void Tagger::FillColumn(const WordSequence& sequence, size_t index, TaggerScratch* scratch) const {
  const Word& word = sequence.words[index];
  TaggerScratch::Column& column = scratch->columns[index];
  if (!word.IsWord()) {
    const Word* previous = index > 0 ? &sequence.words[index - 1] : nullptr;
    const Word* next = index + 1 < sequence.words.size() ? &sequence.words[index + 1] : nullptr;
    column.candidates[0] = {static_cast<uint8_t>(FixedTag(word, previous, next)), 0};
    column.size = 1;
    return;
  }
  TagCounts share = KnownCounts(sequence, word, &scratch->buffer);
  const float known = Sum(share);
  const bool initial = word.initial || sequence.shouting;
  LowerInto(word.form, &scratch->buffer);
  const TagCounts ending = SuffixTags(WordClass(word, initial), scratch->buffer);
  // A word seen often needs its ending less.
  const float weight = known > 20 ? 0.1F : kSuffixWeight;
  const float sum = known + weight;
  for (size_t t = 0; t < kTags; ++t) share[t] = (share[t] + weight * ending[t]) / sum;
  column.size = 0;
  for (size_t picked = 0; picked < TaggerScratch::kMaxCandidates; ++picked) {
    const size_t best =
        static_cast<size_t>(std::max_element(share.begin(), share.end()) - share.begin());
    if (share[best] < kMinShare) break;
    column.candidates[column.size++] = {static_cast<uint8_t>(best),
                                        std::log(share[best]) - log_prior_[best]};
    share[best] = 0;
  }
  if (column.size == 0) {
    column.candidates[0] = {static_cast<uint8_t>(Upos::kX), 0};
    column.size = 1;
  }
}

void Tagger::Tag(const WordSequence& sequence, TaggerScratch* scratch, std::span<Upos> tags) const {
  using Candidate = TaggerScratch::Candidate;
  constexpr size_t kMax = TaggerScratch::kMaxCandidates;
  const size_t size = sequence.words.size();
  if (size == 0) return;
  scratch->columns.resize(size);
  for (size_t i = 0; i < size; ++i) FillColumn(sequence, i, scratch);

  // best[a][b]: the best sequence that ends in candidate a, then candidate b.
  std::array<std::array<float, kMax>, kMax> best;
  const TaggerScratch::Column start = {.candidates = {Candidate{kStart, 0}}, .size = 1, .from = {}};
  for (size_t b = 0; b < scratch->columns[0].size; ++b) {
    const Candidate& here = scratch->columns[0].candidates[b];
    best[0][b] = here.score + Transition(kStart, kStart, here.tag);
  }
  for (size_t i = 1; i < size; ++i) {
    const TaggerScratch::Column& two_back = i > 1 ? scratch->columns[i - 2] : start;
    const TaggerScratch::Column& one_back = scratch->columns[i - 1];
    TaggerScratch::Column& here = scratch->columns[i];
    std::array<std::array<float, kMax>, kMax> next;
    for (size_t b = 0; b < one_back.size; ++b) {
      for (size_t c = 0; c < here.size; ++c) {
        float top = std::numeric_limits<float>::lowest();
        for (size_t a = 0; a < two_back.size; ++a) {
          const float score =
              best[a][b] + Transition(two_back.candidates[a].tag, one_back.candidates[b].tag,
                                      here.candidates[c].tag);
          if (score > top) {
            top = score;
            here.from[b][c] = static_cast<uint8_t>(a);
          }
        }
        next[b][c] = top + here.candidates[c].score;
      }
    }
    best = next;
  }
  const TaggerScratch::Column& last = scratch->columns[size - 1];
  const size_t before_last = size > 1 ? scratch->columns[size - 2].size : 1;
  size_t b = 0;
  size_t c = 0;
  for (size_t i = 0; i < before_last; ++i) {
    for (size_t k = 0; k < last.size; ++k) {
      if (best[i][k] > best[b][c]) {
        b = i;
        c = k;
      }
    }
  }
  for (size_t i = size; i-- > 0;) {
    const TaggerScratch::Column& column = scratch->columns[i];
    tags[i] = static_cast<Upos>(column.candidates[c].tag);
    if (i == 0) break;
    const size_t a = column.from[b][c];
    c = b;
    b = a;
  }
  ApplyRules(sequence, &scratch->buffer, tags);
}

}  // namespace nutgraf::language
