#include "service/text/encoding/repair.h"

#include <unicode/unorm2.h>

#include <algorithm>
#include <string>
#include <utility>

#include "service/text/encoding/code_pages.h"
#include "service/text/encoding/reading.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr int kMostLayers = 4;
constexpr size_t kReach = 3;  // ASCII characters that two damaged ones may have between them

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

/// The one character that a letter and a combining mark make, 0 when there is none.
char32_t Compose(char32_t letter, char32_t mark) {
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

/// Runs over a text's clusters, the stretches that hold what is not ASCII.
class Repairer {
 public:
  explicit Repairer(std::string_view raw) : raw_(raw) {}

  /// One pass over the text with what is known of it so far; returns what it learnt.
  Evidence Run(const Evidence& known) {
    pieces_.clear();
    pages_.fill(0);
    // A text that is known to be damaged is so from its start, until something right shows.
    const auto most = std::max_element(known.units.begin(), known.units.end());
    if (*most > 0) pages_[0] = static_cast<uint8_t>(1 + (most - known.units.begin()));
    Evidence learnt;
    size_t at = 0;
    while (at < raw_.size()) {
      const std::vector<Cell> cluster = NextCluster(&at);
      if (cluster.empty()) break;
      RepairCluster(cluster, known, &learnt);
    }
    return learnt;
  }

  RepairResult Result() const;

 private:
  std::vector<Cell> NextCluster(size_t* at) const;
  void RepairCluster(std::vector<Cell> cells, const Evidence& known, Evidence* learnt);

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
  for (size_t i = first - std::min(first - *at, kReach); i < raw_.size();) {
    const CodePoint c = DecodeAt(raw_, i);
    ascii = c.value < 0x80 ? ascii + 1 : 0;
    if (i > first && ascii > 2 * kReach) break;
    i = c.end();
    // Text may have been decomposed after it was damaged: "Ã" as A and a combining tilde.
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

void Repairer::RepairCluster(std::vector<Cell> cells, const Evidence& known, Evidence* learnt) {
  for (int depth = 0; depth < kMostLayers; ++depth) {
    const std::vector<Unit> units = reader_.Read(cells, known, &pages_[depth]);
    if (units.empty()) break;
    for (const Unit& unit : units) {
      const uint32_t page = unit.layers & layer::kPageMask;
      if (page == layer::kStray) continue;
      ++learnt->units[page - 1];
      if (((unit.layers >> 8U) & layer::kPageMask) == page) ++learnt->nested[page - 1];
    }
    cells = Apply(cells, units);
  }
  for (const Cell& cell : cells) {
    if (cell.layers != 0) pieces_.push_back(cell);
  }
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

}  // namespace

RepairResult RepairText(std::string_view raw) {
  if (IsAscii(raw)) return {};
  Repairer repairer(raw);
  const Evidence evidence = repairer.Run({});
  if (!evidence.empty()) repairer.Run(evidence);
  return repairer.Result();
}

}  // namespace nutgraf::text
