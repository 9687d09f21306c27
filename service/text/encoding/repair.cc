#include "service/text/encoding/repair.h"

#include <unicode/unorm2.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "service/text/encoding/code_pages.h"
#include "service/text/encoding/lost_bytes.h"
#include "service/text/encoding/lost_quotes.h"
#include "service/text/encoding/reading.h"
#include "service/text/encoding/sequences.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr int kMostLayers = 4;
constexpr int kStillOdd = 60;   // a word that costs this much after repair may not have been one
constexpr size_t kContext = 3;  // ASCII characters before a stretch that are read with it
constexpr size_t kGap = 32;     // most ASCII characters in a row inside one

std::string NameOfLayers(uint32_t layers) {
  std::string name;
  bool lossy = false;
  for (; layers != 0; layers >>= 8U) {
    if (!name.empty()) name += ", ";
    const auto page = static_cast<uint8_t>(layers & layer::kPageMask);
    lossy = lossy || (layers & layer::kLossy) != 0;
    if (page == layer::kStray) {
      name += "iso-8859-1";
      continue;
    }
    const CodePage& code_page = CodePages()[page - 1U];
    const bool c1 = (layers & layer::kC1) != 0 && !code_page.c1_name.empty();
    name += c1 ? code_page.c1_name : code_page.name;
  }
  return lossy ? name + " (lossy)" : name;
}

/// The one character that a letter, or a space, and a combining mark make, 0 when there is none.
char32_t Compose(char32_t letter, char32_t mark) {
  if (letter == ' ') {
    switch (mark) {
      case 0x308:
        return 0xA8;
      case 0x304:
        return 0xAF;
      case 0x301:
        return 0xB4;
      case 0x327:
        return 0xB8;
      default:
        return 0;
    }
  }
  UErrorCode error = U_ZERO_ERROR;
  static const UNormalizer2* const nfc = unorm2_getNFCInstance(&error);
  if (nfc == nullptr) return 0;
  const UChar32 composed =
      unorm2_composePair(nfc, static_cast<UChar32>(letter), static_cast<UChar32>(mark));
  return composed < 0 ? 0 : static_cast<char32_t>(composed);
}

/// The text with the units put in.
std::vector<Cell> Apply(std::span<const Cell> cells, const std::vector<Unit>& units) {
  std::vector<Cell> out;
  out.reserve(cells.size());
  size_t at = 0;
  for (const Unit& unit : units) {
    out.insert(out.end(), cells.begin() + at, cells.begin() + unit.begin);
    const auto replaced = cells.subspan(unit.begin, unit.end - unit.begin);
    out.push_back({unit.value, replaced.front().raw_begin, replaced.back().raw_end,
                   AddLayers(replaced, unit.layers)});
    at = unit.end;
  }
  out.insert(out.end(), cells.begin() + at, cells.end());
  return out;
}

/// What a word costs as it stands. East Asian characters among their own kind cost nothing, however
/// long the run.
int Oddness(std::span<const Cell> cells) {
  int cost = 0;
  Character last = Classify(' ');
  for (const Cell& cell : cells) {
    const Character c = Classify(cell.value);
    const bool run = c.script == Script::kEastAsian && last.script == Script::kEastAsian;
    if (!run) cost += c.rarity + PairCost(last, c);
    last = c;
  }
  return cost;
}

/// 1 + the page shown most, of those that nothing contradicts if there are such; 0 when none was.
uint8_t MostShown(const std::array<uint32_t, kCodePageCount>& shown, const Evidence& known) {
  uint8_t best = 0;
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    if (shown[page] == 0) continue;
    const bool better = best == 0 || (known.contradicted[best - 1U] && !known.contradicted[page]) ||
                        (known.contradicted[best - 1U] == known.contradicted[page] &&
                         shown[page] > shown[best - 1U]);
    if (better) best = static_cast<uint8_t>(page + 1);
  }
  return best;
}

/// Counts a unit for every page that explains it.
void Learn(std::span<const Cell> cells, const Unit& unit, int depth, Evidence* learnt) {
  const uint32_t page = unit.layers & layer::kPageMask;
  if (page == layer::kStray) return;
  const bool nested = (unit.layers >> 8U) != 0;
  if (nested || depth > 0) ++learnt->nested[page - 1];
  if (depth > 0) return;
  ++learnt->units[page - 1];
  if (nested) return;
  std::array<char32_t, 6> values{};
  const size_t size = std::min<size_t>(unit.end - unit.begin, values.size());
  for (size_t i = 0; i < size; ++i) values[i] = cells[unit.begin + i].value;
  for (uint8_t other = 0; other < kCodePageCount; ++other) {
    if (other + 1U == page) continue;
    const Sequence sequence = SequenceAt({values.data(), size}, other);
    if (sequence.size == size && sequence.value == unit.value) ++learnt->units[other];
  }
}

/// Runs over a text's clusters, the stretches that hold what is not ASCII.
class Repairer {
 public:
  explicit Repairer(std::string_view raw) : raw_(raw) {}

  /// One pass over the text with what is known of it so far; returns what it learnt.
  Evidence Run(const Evidence& known) {
    pieces_.clear();
    pages_.fill(0);
    // A text that is known to be damaged is so from its start, until something right shows.
    pages_[0] = MostShown(known.units, known);
    pages_[1] = MostShown(known.nested, known);
    Evidence learnt{.contradicted = known.contradicted};
    size_t at = 0;
    while (at < raw_.size()) {
      const std::vector<Cell> cluster = NextCluster(&at);
      if (cluster.empty()) break;
      RepairCluster(cluster, known, &learnt);
    }
    return learnt;
  }

  void Add(std::span<const Cell> found);

  RepairResult Result() const;

 private:
  std::vector<Cell> NextCluster(size_t* at) const;
  void RepairCluster(const std::vector<Cell>& before, const Evidence& known, Evidence* learnt);
  void KeepSound(std::span<const Cell> before, std::span<const Cell> after);

  std::string_view raw_;
  Reader reader_;
  std::array<uint8_t, kMostLayers> pages_{};  // what each layer was last read with
  std::vector<Cell> pieces_;                  // the changed cells
};

/// The next stretch around characters that are not ASCII, with some ASCII on either side as
/// context; empty at the end. `at` moves behind it.
std::vector<Cell> Repairer::NextCluster(size_t* at) const {
  std::vector<Cell> cells;
  size_t first = *at;
  while (first < raw_.size() && static_cast<uint8_t>(raw_[first]) < 0x80) ++first;
  if (first == raw_.size()) return cells;
  size_t ascii = 0;
  for (size_t i = first - std::min(first - *at, kContext); i < raw_.size();) {
    const CodePoint c = DecodeAt(raw_, i);
    ascii = c.value < 0x80 ? ascii + 1 : 0;
    if (i > first && ascii > kGap) break;
    i = c.end();
    // Text may have been decomposed after it was damaged: "Ã" as A and a combining
    // tilde, "¨" as a space and a combining diaeresis.
    if (c.value >= 0x300 && c.value < 0x370 && !cells.empty()) {
      const char32_t composed = Compose(cells.back().value, c.value);
      if (composed != 0) {
        cells.back().value = composed;
        cells.back().raw_end = c.end();
        continue;
      }
    }
    cells.push_back({c.value, c.begin, c.end(), 0});
  }
  *at = cells.back().raw_end;
  return cells;
}

void Repairer::RepairCluster(const std::vector<Cell>& before, const Evidence& known,
                             Evidence* learnt) {
  std::vector<Cell> cells = Apply(before, FindLostSequences(before, known));
  for (int depth = 0; depth < kMostLayers; ++depth) {
    const std::vector<Unit> units = reader_.Read(cells, known, &pages_[depth]);
    if (units.empty()) break;
    for (const Unit& unit : units) Learn(cells, unit, depth, learnt);
    cells = Apply(cells, units);
  }
  const std::vector<Unit> lost = FindLostBytes(cells, known);
  if (!lost.empty()) cells = Apply(cells, lost);
  KeepSound(before, cells);
}

/// Keeps what was repaired, word by word, unless the word still looks damaged: garble that some
/// pieces of happen to decode is better left as it came.
void Repairer::KeepSound(std::span<const Cell> before, std::span<const Cell> after) {
  size_t b = 0;
  for (size_t a = 0; a < after.size();) {
    size_t end = a;
    bool repaired = false;
    while (end < after.size() && (end == a || after[end].value > ' ')) {
      repaired = repaired || after[end].layers != 0;
      ++end;
    }
    if (repaired) {
      while (before[b].raw_begin < after[a].raw_begin) ++b;
      size_t b_end = b;
      while (b_end < before.size() && before[b_end].raw_begin < after[end - 1].raw_end) ++b_end;
      const int left = Oddness(after.subspan(a, end - a));
      if (left < kStillOdd || 4 * left < Oddness(before.subspan(b, b_end - b))) {
        std::copy_if(after.begin() + a, after.begin() + end, std::back_inserter(pieces_),
                     [](const Cell& cell) { return cell.layers != 0; });
      }
    }
    a = end;
  }
}

/// Adds pieces that were found by other means, where nothing else was repaired.
void Repairer::Add(std::span<const Cell> found) {
  std::vector<Cell> all;
  all.reserve(pieces_.size() + found.size());
  auto piece = pieces_.begin();
  for (const Cell& cell : found) {
    while (piece != pieces_.end() && piece->raw_end <= cell.raw_begin) all.push_back(*piece++);
    if (piece == pieces_.end() || piece->raw_begin >= cell.raw_end) all.push_back(cell);
  }
  all.insert(all.end(), piece, pieces_.end());
  pieces_ = std::move(all);
}

RepairResult Repairer::Result() const {
  RepairResult result;
  if (pieces_.empty()) return result;
  std::vector<Replacement> replacements;
  replacements.reserve(pieces_.size());
  result.text.reserve(raw_.size());
  uint32_t layers = 0;
  size_t at = 0;
  for (const Cell& piece : pieces_) {
    result.text.append(raw_.substr(at, piece.raw_begin - at));
    const auto begin = static_cast<uint32_t>(result.text.size());
    AppendUtf8(piece.value, &result.text);
    const Span repaired{begin, static_cast<uint32_t>(result.text.size())};
    const Span raw{piece.raw_begin, piece.raw_end};
    replacements.push_back({raw, repaired});
    if (!result.repairs.empty() && result.repairs.back().raw.end == raw.begin &&
        layers == piece.layers) {
      result.repairs.back().raw.end = raw.end;
      result.repairs.back().repaired.end = repaired.end;
    } else {
      result.repairs.push_back({raw, repaired, NameOfLayers(piece.layers)});
      layers = piece.layers;
    }
    at = piece.raw_end;
  }
  result.text.append(raw_.substr(at));
  result.offsets = OffsetMap(std::move(replacements));
  return result;
}

/// The pages that can't have made some of the text's C1 controls (C2 80..9F in UTF-8).
std::array<bool, kCodePageCount> Contradictions(std::string_view raw) {
  std::array<bool, kCodePageCount> out{};
  for (size_t i = raw.find('\xC2'); i != std::string_view::npos; i = raw.find('\xC2', i + 1)) {
    const char32_t c = DecodeAt(raw, i).value;
    if (!IsC1(c)) continue;
    for (uint8_t page = 0; page < kCodePageCount; ++page) {
      out[page] = out[page] || (CodePages()[page].c1_name.empty() && Contradicts(c, page));
    }
  }
  return out;
}

}  // namespace

RepairResult RepairText(std::string_view raw) {
  if (IsAscii(raw)) return {};
  Repairer repairer(raw);
  const Evidence evidence = repairer.Run({.contradicted = Contradictions(raw)});
  if (!evidence.empty()) repairer.Run(evidence);
  if (const std::vector<Cell> quotes = FindLostQuotes(raw); !quotes.empty()) repairer.Add(quotes);
  return repairer.Result();
}

}  // namespace nutgraf::text
